"""Issuing, retiring and finding codes: the only place where `Code` rows are written."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from catalogue.models import Product
from qr import gs1
from qr.errors import CodeError
from qr.models import Code
from storefront.locks import locked

# Characters nobody mistakes for one another in print or aloud: no 0 O, 1 I L, U V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
LENGTH = 8  # 29^8 = 5·10^11: with a million codes out, a random guess meets one in half a million tries
_FILL = re.compile(r"[\s\-.·]+")
_TRIES = 8


def new_code_text() -> str:
    """A random code; says nothing about what it names, nor about the code before it."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def issue_code(product: Product, *, by: Any = None, at: datetime | None = None) -> Code:
    """Return the product's active code, and issue one if it has none. Safe to call twice, and by two at once."""
    for _attempt in range(_TRIES):
        existing = code_for(product)
        if existing is not None:
            return existing
        try:
            with transaction.atomic():
                code = Code.objects.create(
                    code=new_code_text(),
                    kind=Code.Kind.PRODUCT,
                    product=product,
                    issued_at=at or timezone.now(),
                    issued_by=by,
                )
                log(code, "ocop.code.issue", user=by, data={"product": product.pk})
                return code
        except IntegrityError:
            continue  # somebody else issued one meanwhile, or the text is taken: look again
    raise CodeError(_("Chưa cấp được mã mới. Hãy thử lại."), code="code-not-issued")


def issue_missing(products: Iterable[Product], *, by: Any = None, at: datetime | None = None) -> list[Code]:
    """Issue a code for each product that has no active one; return those issued."""
    products = list(products)
    covered = set(
        Code.objects.active()
        .filter(product__in=[each.pk for each in products])
        .values_list("product_id", flat=True)
    )
    return [issue_code(product, by=by, at=at) for product in products if product.pk not in covered]


def retire_code(code: Code, *, reason: str, by: Any = None, at: datetime | None = None) -> Code:
    """Stop printing a code. Its page goes on answering and says since when and why; the text is never reused.

    Raises CodeError without a reason, or when the code is retired already.
    """
    if not reason.strip():
        raise CodeError(_("Hãy ghi lý do ngừng mã."), code="reason-missing", field="reason")
    with transaction.atomic():
        (fresh,) = locked(Code.objects.filter(pk=code.pk))
        if fresh.state == Code.State.RETIRED:
            raise CodeError(_("Mã này đã ngừng từ trước."), code="code-already-retired")
        fresh.state, fresh.retired_at, fresh.retired_reason = (
            Code.State.RETIRED,
            at or timezone.now(),
            reason.strip(),
        )
        fresh.save(update_fields=["state", "retired_at", "retired_reason"])
        log(fresh, "ocop.code.retire", user=by, data={"reason": fresh.retired_reason})
    return fresh


def code_for(product: Product) -> Code | None:
    """The product's active code, if it has one."""
    return Code.objects.active().filter(product=product).first()


def normalise_code(text: str) -> str:
    """A code as somebody types it from a label: "abcd 2345" → "ABCD2345"."""
    return _FILL.sub("", text).upper()[:64]


def find_code(text: str) -> Code | None:
    """The code named `text`, active or retired, with its product. None when it was never issued."""
    wanted = normalise_code(text)
    if len(wanted) > 16 or not (wanted.isascii() and wanted.isalnum()):
        return None
    return Code.objects.select_related("product").filter(code=wanted).first()


def find_by_gtin(link: gs1.DigitalLink) -> Product | None:
    """The product a Digital Link names. A lot or serial we do not know still leads to its product."""
    return Product.objects.filter(gtin=link.gtin).first()
