"""A producer as pages show it."""

from __future__ import annotations

from typing import Any, NamedTuple


class ShownCommune(NamedTuple):
    full_name: str = ""


class Maker(NamedTuple):
    """The texts of a producer under the names the producer itself has, so that a template takes either."""

    name: str = ""
    get_absolute_url: str = ""
    get_legal_form_display: str = ""
    commune: ShownCommune | None = None
    province: str = ""
    place_label: str = ""
    address: str = ""
    phone: str = ""
    told_phone: str = ""
    email: str = ""
    website: str = ""
    tax_code: str = ""


def maker_of(producer: Any) -> Maker:
    """All a producer publishes, and its tax code; empty texts of None."""
    if producer is None:
        return Maker()
    place = producer.place_label
    return Maker(
        name=producer.name,
        get_absolute_url=producer.get_absolute_url(),
        # Not `get_legal_form_display`, which works out for all forms whether they can be looked up.
        get_legal_form_display=str(producer.LegalForm(producer.legal_form).label),
        commune=ShownCommune(place) if producer.commune_id else None,
        province=str(producer.province) if producer.province_id else "",
        place_label=place,
        address=producer.address,
        phone=producer.phone,
        told_phone=producer.told_phone,
        email=producer.email,
        website=producer.website,
        tax_code=producer.tax_code,
    )
