"""Which products a batch speaks of: pasted names and codes, or a filter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from catalogue.certification.managers import products_in_force
from catalogue.certification.models import LedgerEntry
from catalogue.models import Product
from storefront.vietnamese import fold

#: One decision names tens of products; more than this is a mistake in the filter.
MOST = 500


@dataclass(frozen=True)
class Line:
    """One pasted line and the product it names, or why it names none."""

    number: int
    text: str
    product: Product | None = None
    problem: str = ""


def products_named(text: str) -> list[Line]:
    """Read pasted lines: a product's code, GTIN or name, and after a tab or semicolon its producer's name.

    Names are compared without accents and in full; two products of one name are never guessed between. A
    constant number of queries, whatever the number of lines.
    """
    told = list(_lines(text))
    words = {words[0] for _number, _text, words in told}
    names = {fold(word)[:255] for word in words}
    coded = LedgerEntry.objects.standing().filter(product_code__in=words).exclude(product_code="")
    by_code: dict[str, set[int]] = defaultdict(set)
    for code, pk in coded.values_list("product_code", "product_id"):
        by_code[code].add(pk)
    pks = {pk for found in by_code.values() for pk in found}
    wanted = Q(pk__in=pks) | Q(public_id__in=words) | Q(gtin__in=words) | Q(name_folded__in=names)
    products = list(_products().filter(wanted))
    return [_read(number, line, words, products, by_code) for number, line, words in told]


def products_chosen(*, on: date, **facts: Any) -> QuerySet[Product]:
    """Products with a star on that day: of `where` (province), `producer`, `group` and `star`, where given."""
    products = products_in_force(_products(), on=on)
    if facts.get("where"):
        products = products.filter(province=facts["where"])
    if facts.get("producer"):
        products = products.filter(producer=facts["producer"])
    if facts.get("group"):
        products = products.filter(
            pk__in=Product.objects.filter(categories__path__startswith=facts["group"].path).values("pk")
        )
    if facts.get("star"):
        products = products.filter(star_now=facts["star"])
    return products.order_by("name_folded", "pk")


def _products() -> QuerySet[Product]:
    products = Product.objects.exclude(structure=Product.CHILD)
    return products.select_related("producer", "province").order_by("pk")


def _lines(text: str) -> Iterator[tuple[int, str, list[str]]]:
    for number, line in enumerate(text.replace("\0", "").splitlines(), 1):
        words = [word.strip() for word in line.replace("\t", ";").split(";")]
        if any(words):
            yield number, line.strip(), words


def _read(
    number: int, line: str, words: list[str], products: list[Product], by_code: dict[str, set[int]]
) -> Line:
    word, owner = words[0], fold(words[1]) if len(words) > 1 else ""
    fitting = [one for one in products if one.pk in by_code[word] or word in (one.public_id, one.gtin)]
    fitting = fitting or [one for one in products if one.name_folded == fold(word)[:255]]
    if owner:
        fitting = [one for one in fitting if one.producer and one.producer.name_folded == owner]
    if len(fitting) == 1:
        return Line(number, line, product=fitting[0])
    if not fitting:
        return Line(number, line, problem=_("Không có sản phẩm nào mang tên hoặc mã này."))
    problem = _("Có %(count)s sản phẩm cùng tên; ghi thêm tên chủ thể sau dấu chấm phẩy.")
    return Line(number, line, problem=problem % {"count": len(fitting)})
