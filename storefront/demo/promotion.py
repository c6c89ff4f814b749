"""Fairs, livestreams and sales points of the demo, planned by the functions officers' forms call."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from catalogue.models import Product
from catalogue.producers.models import Producer
from cms.publishing import picture_at
from fairs.models import BoothCategory, Fair, LivestreamSeries, SalesPoint
from fairs.outlets import confirm_stock, register_sales_point
from fairs.scheduling import (
    add_booths,
    let_booth,
    open_fair,
    register_host,
    schedule_series,
    schedule_session,
    show_products,
)
from storefront.demo.days import day_at, moment_at
from storefront.demo.reading import read_plan, scene
from storefront.places.models import Commune, Province

_PLACE = ("address", "description")


def plan_fairs(start: date, producers: dict[str, Producer], products: dict[str, Product]) -> int:
    """Enter the fairs that are missing, with booths, their tenants and goods; return how many were."""
    plan = read_plan("trade_promotion")
    categories = {row["name"]: _booth_category(row) for row in plan["booth_categories"]}
    missing = [row for row in plan["fairs"] if not Fair.objects.filter(name=row["name"]).exists()]
    for row in missing:
        with transaction.atomic():
            fair = _open(row, start=start)
            for zone in row["zones"]:
                booths = add_booths(
                    fair,
                    category=categories[zone["category"]],
                    rows=zone["rows"],
                    columns=zone["columns"],
                    zone=zone["zone"],
                    prefix=zone.get("prefix"),
                )
                for booth, key in zip(booths, zone["producers"], strict=False):
                    let_booth(booth, producer=producers[key])
            show_products(fair, [products[key] for key in row["products"]])
    return len(missing)


@transaction.atomic
def plan_livestreams(start: date, products: dict[str, Product]) -> int:
    """Enter the series of livestreams with its sessions unless it is there; return how many sessions."""
    plan = read_plan("trade_promotion")["livestreams"]
    if LivestreamSeries.objects.filter(name=plan["name"]).exists():
        return 0
    series = schedule_series(
        plan["name"],
        period_from=day_at(start, plan["first_day"]),
        period_to=day_at(start, plan["last_day"]),
        planned_sessions=plan["planned_sessions"],
        producers_per_session=plan["producers_per_session"],
        organiser=plan["organiser"],
        description=plan["description"],
    )
    hosts = {
        row["name"]: register_host(
            row["name"],
            organisation=row["organisation"],
            verified_on=day_at(start, row["verified_day"]),
        )
        for row in plan["hosts"]
    }
    for row in plan["sessions"]:
        day = day_at(start, row["day"])
        schedule_session(
            series,
            name=row["name"],
            starts_at=moment_at(day, "19:30"),
            ends_at=moment_at(day, "21:30"),
            products=[products[key] for key in row["products"]],
            host=hosts[row["host"]],
            platform=row["platform"],
            state=row.get("state", "planned"),
            place=row["place"],
            cover=_cover(row),
        )
    return len(plan["sessions"])


def plan_sales_points(start: date, products: dict[str, Product]) -> int:
    """Enter the sales points that are missing, with what they carry; return how many were."""
    rows = read_plan("trade_promotion")["sales_points"]
    missing = [row for row in rows if not SalesPoint.objects.filter(name=row["name"]).exists()]
    for row in missing:
        seen_on = day_at(start, row["confirmed_day"])
        decision = {}
        if "decision_number" in row:
            decision = {
                "decision_number": row["decision_number"],
                "decision_on": day_at(start, row["decision_day"]),
            }
        with transaction.atomic():
            point = register_sales_point(
                row["name"],
                kind=row["kind"],
                state=row["state"],
                operator=row["operator"],
                opening_hours=row["opening_hours"],
                last_confirmed_on=seen_on,
                **decision,
                **_place(row),
            )
            for key in row["products"]:
                confirm_stock(point, products[key], on=seen_on)
    return len(missing)


def _open(row: dict[str, Any], *, start: date) -> Fair:
    opens_on = day_at(start, row["opens_day"], weekday=row["weekday"])
    closes_on = opens_on + timedelta(days=row["length_days"] - 1)
    facts = {
        f"registration_{edge}_on": opens_on - timedelta(days=row[f"registration_{edge}_before"])
        for edge in ("opens", "closes")
        if f"registration_{edge}_before" in row
    }
    return open_fair(
        row["name"],
        kind=row["kind"],
        venue=row["venue"],
        opens_at=moment_at(opens_on, row["opens_at"]),
        closes_at=moment_at(closes_on, row["closes_at"]),
        state=row.get("state", Fair.State.ANNOUNCED),
        organiser=row["organiser"],
        filing_number=row.get("filing_number", ""),
        expected_booths=row["expected_booths"],
        cover=_cover(row),
        **facts,
        **_place(row),
    )


def _place(row: dict[str, Any]) -> dict[str, Any]:
    province = Province.objects.get(code=row["province"], valid_to=None)
    return {
        "province": province,
        "commune": Commune.objects.get(province=province, name=row["commune"], valid_to=None),
        "latitude": Decimal(row["latitude"]),
        "longitude": Decimal(row["longitude"]),
        **{name: row[name] for name in _PLACE},
    }


def _booth_category(row: dict[str, Any]) -> BoothCategory:
    return BoothCategory.objects.get_or_create(
        name=row["name"],
        defaults={
            "width_m": Decimal(row["width_m"]),
            "depth_m": Decimal(row["depth_m"]),
            "price": row["price"],
            "note": row["note"],
        },
    )[0]


def _cover(row: dict[str, Any]) -> Any:
    path: Path = scene(row["cover"])
    return picture_at(path, title=row["name"])
