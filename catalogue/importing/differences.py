"""What a row would change in the register: field by field, old beside new, in the officer's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalogue.certification.models import Tier
from catalogue.importing.columns import BY_KEY
from catalogue.importing.groups import facts_of_set, group_names, group_of_product
from catalogue.importing.places import Place
from catalogue.importing.records import Record
from catalogue.importing.references import ProducerRef, ProductRef
from catalogue.importing.terms import group_of_set, legal_form_in_name
from catalogue.producers.models import Producer
from storefront.vietnamese import display_phone, format_dong


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: `old` is empty where something is only added; `is_correction` makes an entry void."""

    field: str
    label: str
    old: str
    new: str
    is_correction: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "label": self.label,
            "old": self.old,
            "new": self.new,
            "is_correction": self.is_correction,
        }


def shown(value: Any, *, field: str = "") -> str:
    """A value as the preview writes it: 17/01/2025, 69,5, 110.000 ₫."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return number_format(value.normalize() if value % 1 else value.quantize(Decimal(1)))
    if field in ("price_from", "price_to"):
        return format_dong(value)
    if field == "phone":
        return display_phone(value)
    if field == "legal_form":
        return str(Producer.LegalForm(value).label)
    if field == "group":
        return group_names()[value]
    if field == "tier":
        return str(Tier(value).label)
    return str(value)


def producer_facts(record: Record, place: Place) -> dict[str, Any]:
    """What the row tells about its producer."""
    facts = {
        "legal_form": record.get("legal_form") or legal_form_in_name(record.text("producer_name")),
        "tax_code": record.get("tax_code"),
        "representative": record.get("representative"),
        "phone": record.get("phone"),
        "address": record.get("address"),
        "commune": place.commune if record.get("commune") else None,
    }
    return {name: value for name, value in facts.items() if value}


def producer_differences(producer: ProducerRef, facts: dict[str, Any]) -> list[Difference]:
    """Only what the register does not know yet is filled in: contact details are the producer's own to change."""
    found = []
    for name, value in facts.items():
        old = producer.facts.get(name) or (getattr(producer.existing, name) if producer.existing else None)
        if old in (None, "", Producer.LegalForm.UNKNOWN):
            producer.facts[name] = value
            if producer.existing:
                found.append(Difference(f"producer.{name}", _label(name), "", shown(value, field=name)))
    return found


def product_facts(record: Record, place: Place) -> dict[str, Any]:
    """What the row tells about its product; only what it does tell."""
    criteria_set = record.get("criteria_set")
    group = (
        record.get("group")
        or record.get("group_number")
        or (group_of_set(criteria_set) if criteria_set else None)
    )
    facts = {
        "pack": record.get("pack"),
        "gtin": record.get("gtin"),
        "criteria_set": criteria_set,
        "group": group,
        "province": place.province,
        "commune": place.commune,
        "origin_note": place.note,
        "price_from": record.get("price_from"),
        "price_to": record.get("price_to"),
    }
    return {name: value for name, value in facts.items() if value not in (None, "")}


def product_differences(
    product: ProductRef, facts: dict[str, Any], *, paths: dict[str, int]
) -> list[Difference]:
    """Set `facts` on the product reference and say what they change. A new product has no differences."""
    if product.existing is None:
        product.facts = {**facts_of_set(facts.get("criteria_set")), **facts, **product.facts}
        return []
    found = []
    for name, value in facts.items():
        if name in ("price_from", "price_to") and product.existing.selling != "contact":
            continue  # who can sell here keeps the price; the file's is only an indication
        if name == "group":
            old = product.facts.get(name) or group_of_product(product.existing, paths)
        else:
            old = product.facts.get(name) or getattr(product.existing, name)
        if name == "origin_note" and (old or product.existing.commune_id):
            continue  # today's commune says more than the words of a record
        if old != value:
            product.facts[name] = value
            found.append(Difference(name, _label(name), shown(old, field=name), shown(value, field=name)))
    return found


def check_group(record: Record) -> None:
    """Group, its number and the criteria set speak of one group, or the row is refused."""
    criteria_set, named, numbered = (
        record.get("criteria_set"),
        record.get("group"),
        record.get("group_number"),
    )
    if criteria_set is not None and not 1 <= criteria_set <= 26:
        record.refuse(
            "criteria_set",
            "criteria-set-unknown",
            _("bộ tiêu chí phải là số từ 1 đến 26, không phải %(set)s") % {"set": criteria_set},
        )
        record.values.pop("criteria_set")
        return
    groups = {group for group in (named, numbered) if group}
    if criteria_set is not None:
        groups.add(group_of_set(criteria_set))
    if len(groups) > 1:
        names = group_names()
        reason = _("các cột ngành và bộ tiêu chí chỉ về những ngành khác nhau: %(groups)s") % {
            "groups": ", ".join(f"“{names[number]}”" for number in sorted(groups))
        }
        record.refuse("group" if named else "criteria_set", "group-contradicts-set", reason)


def check_prices(record: Record, product: ProductRef) -> None:
    """The lower reference price is not above the higher one, also where the file gives only one of them."""
    low, high = (
        record.get(name) or (getattr(product.existing, name) if product.existing else None)
        for name in ("price_from", "price_to")
    )
    if low and high and low > high:
        reason = _("giá thấp nhất %(low)s cao hơn giá cao nhất %(high)s") % {
            "low": format_dong(low),
            "high": format_dong(high),
        }
        record.refuse("price_from" if record.get("price_from") else "price_to", "prices-out-of-order", reason)


def _label(name: str) -> str:
    if name == "origin_note":
        return _("Nơi làm ra")
    return BY_KEY[name].label if name in BY_KEY else name
