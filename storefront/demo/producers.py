"""Illustrative producers, what they ask for delivery, and the papers behind them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from catalogue.models import Product
from catalogue.producers.models import ComplianceDocument, Producer
from catalogue.producers.registration import register_producer
from storefront.demo.days import day_at
from storefront.demo.reading import read_table
from storefront.places.models import Commune, Province
from storefront.purchases.models import DeliveryRate
from storefront.vietnamese import normalise_phone

# A reserved domain: letters about orders are written, and reach nobody.
_MAIL = "saolang.example"


@transaction.atomic
def register_producers() -> int:
    """Enter the producers that are missing, some with a delivery rate of their own; return how many were."""
    known = producers_by_key()
    missing = [row for row in read_table("producers") if row["key"] not in known]
    if not missing:
        return 0
    provinces = {province.code: province for province in Province.objects.filter(valid_to=None)}
    communes = {
        (commune.province_id, commune.name): commune for commune in Commune.objects.filter(valid_to=None)
    }
    rates = {row.pop("producer"): row for row in read_table("delivery")}
    for row in missing:
        province = provinces[row["province"]]
        producer = register_producer(
            row["name"],
            legal_form=row["legal_form"],
            province=province,
            commune=communes[province.pk, row["commune"]],
            address=row["address"],
            phone=normalise_phone(row["phone"]),
            email=f"{row['key']}@{_MAIL}",
            bank_bin=row["bank_bin"],
            bank_account=row["bank_account"],
            bank_holder=row["bank_holder"],
            about=row["about"],
            state=Producer.State.ACTIVE,
            illustrative=True,
        )
        if row["key"] in rates:
            asked = {name: int(figure) if figure else None for name, figure in rates[row["key"]].items()}
            DeliveryRate.objects.create(producer=producer, **asked)
    return len(missing)


def producers_by_key() -> dict[str, Producer]:
    """Return the demo's producers in this database by their key in the file."""
    keys = {row["name"]: row["key"] for row in read_table("producers")}
    found = Producer.objects.filter(name__in=keys, illustrative=True).select_related("partner", "province")
    return {keys[producer.name]: producer for producer in found}


@transaction.atomic
def file_papers(start: date, products: dict[str, Product]) -> int:
    """Put papers on file for producers that have none yet; return how many papers."""
    producers = producers_by_key()
    has_papers = set(ComplianceDocument.objects.values_list("producer_id", flat=True))
    papers = [
        ComplianceDocument(
            producer=producers[row["producer"]],
            product=products[row["product"]] if row["product"] else None,
            kind=row["kind"],
            number=row["number"],
            issuer=row["issuer"],
            issued_on=day_at(start, row["issued_day"]),
            expires_on=day_at(start, row["expires_day"]) if row["expires_day"] else None,
        )
        for row in read_table("papers")
        if producers[row["producer"]].pk not in has_papers
    ]
    return len(ComplianceDocument.objects.bulk_create(papers))
