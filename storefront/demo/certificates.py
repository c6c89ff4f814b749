"""Illustrative evaluations, recognitions and revocations, entered through the ledger like anybody's.

Which authority decided is not written in the files: it follows from the era the day falls in, so that the
records stay lawful in whatever year the demo is loaded.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from catalogue.certification.ledger import (
    get_or_create_decision,
    keep_source_file,
    record_evaluation,
    record_recognition,
    revoke_recognition,
)
from catalogue.certification.models import Decision, LedgerEntry, SourceFile
from catalogue.certification.rules import Act, rule_set_for
from catalogue.importing.groups import era_of_today
from catalogue.models import Product
from storefront.demo.days import day_at
from storefront.demo.reading import DATA, read_table
from storefront.places.models import Province

CALLER = "demo"
_RENAMED_ON = date(2025, 3, 1)  # the ministry of agriculture became that of agriculture and environment


@transaction.atomic
def enter_certificates(start: date, products: dict[str, Product]) -> int:
    """Enter what the ledger does not know of these products; return how many entries were made."""
    before = LedgerEntry.objects.count()
    recognised = set(_products_with(LedgerEntry.Kind.RECOGNISED))
    rows = list(enumerate(read_table("recognitions"), start=2))
    waiting = [(line, row) for line, row in rows if products[row["product"]].pk not in recognised]
    if waiting:
        source = _kept("recognitions")
        for line, row in waiting:
            _recognise(products[row["product"]], row, start=start, source=source, line=line)
    revoked = set(_products_with(LedgerEntry.Kind.REVOKED))
    for line, row in enumerate(read_table("revocations"), start=2):
        if products[row["product"]].pk not in revoked:
            _revoke(products[row["product"]], row, start=start, source=_kept("revocations"), line=line)
    return LedgerEntry.objects.count() - before


def competent_tier(star: int, *, on: date, act: Act = Act.RECOGNISE) -> str:
    """Return the tier that decides about a star on a day. Raises `LookupError` before the first era."""
    rules = rule_set_for(on)
    tiers = rules.tiers_for(star, on=on) if rules else []
    if rules and act == Act.REVOKE:
        tiers = [
            tier for tier in ("province", "ministry") if rules.competent(star, tier=tier, on=on, act=act)
        ]
    if not tiers:
        raise LookupError(f"nobody decides about {star} stars on {on}")
    return tiers[0]


def authority_of(tier: str, province: Province, *, on: date) -> str:
    """Return who decides at a tier, marked as illustrative."""
    if tier == "ministry":
        name = (
            "Bộ Nông nghiệp và Môi trường" if on >= _RENAMED_ON else "Bộ Nông nghiệp và Phát triển nông thôn"
        )
    elif tier == "district":
        name = f"UBND cấp huyện, {province.name}"
    else:
        name = f"UBND {province.get_kind_display().lower()} {province.name}"
    return f"{name} (minh hoạ)"


def _recognise(product: Product, row: dict[str, str], *, start: date, source: SourceFile, line: int) -> None:
    star, score = int(row["star"]), Decimal(row["score"])
    evaluated_on, decided_on = day_at(start, row["evaluated_day"]), day_at(start, row["decided_day"])
    origin = {"caller": CALLER, "source": source, "source_row": line}
    tier = competent_tier(star, on=evaluated_on)
    record_evaluation(
        product,
        evaluated_on=evaluated_on,
        council=f"Hội đồng OCOP {_COUNCILS[tier]} {_seat(tier, product)} (minh hoạ)".replace("  ", " "),
        tier=tier,
        score=score,
        part_a=Decimal(row["part_a"]),
        part_b=Decimal(row["part_b"]),
        part_c=Decimal(row["part_c"]),
        criteria_set=product.criteria_set,
        proposed_star=star,
        round_name=f"Đợt {1 if evaluated_on.month <= 6 else 2}/{evaluated_on.year}",
        **origin,
    )
    record_recognition(
        product,
        star=star,
        decision=_decision(row["decision"], product, star=star, on=decided_on),
        score=score,
        place_as_certified=product.origin_label,
        group_as_certified=_group_name(product, on=decided_on),
        supersedes=row["supersedes"] == "yes",
        **origin,
    )


def _revoke(product: Product, row: dict[str, str], *, start: date, source: SourceFile, line: int) -> None:
    star = product.ledger_entries.filter(kind=LedgerEntry.Kind.RECOGNISED).latest("valid_from").star
    revoked_on = day_at(start, row["revoked_day"])
    revoke_recognition(
        product,
        revoked_on=revoked_on,
        decision=_decision(row["decision"], product, star=star, on=revoked_on, act=Act.REVOKE),
        ground=row["ground"],
        caller=CALLER,
        source=source,
        source_row=line,
    )


_COUNCILS = {"district": "cấp huyện", "province": "cấp tỉnh", "ministry": "Trung ương"}


def _seat(tier: str, product: Product) -> str:
    return "" if tier == "ministry" else product.producer.province.name


def _group_name(product: Product, *, on: date) -> str:
    """Return what the era of that day called the product's group; empty for a group it did not know."""
    today, era = era_of_today(), rule_set_for(on)
    if era is None:
        return ""
    number = next(known.group for known in today.criteria_sets if known.number == product.criteria_set)
    return next((group.name for group in era.groups if group.today == number), "")


def _decision(number: str, product: Product, *, star: int, on: date, act: Act = Act.RECOGNISE) -> Decision:
    tier = competent_tier(star, on=on, act=act)
    province = product.producer.province
    return get_or_create_decision(
        number=number,
        decided_on=on,
        authority=authority_of(tier, province, on=on),
        tier=tier,
        province=None if tier == "ministry" else province,
    )


def _kept(name: str) -> SourceFile:
    """Keep one of our files behind the entries; its name is also its kind."""
    content = (DATA / f"{name}.csv").read_bytes()
    return keep_source_file(content, name=f"minh-hoa-{name}.csv", kind=SourceFile.Kind(name))


def _products_with(kind: str) -> list[int]:
    return list(LedgerEntry.objects.filter(kind=kind).values_list("product_id", flat=True).distinct())
