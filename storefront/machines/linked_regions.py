"""Provinces and what they make, in schema.org's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storefront.json_ld import told
from storefront.machines.addresses import absolute
from storefront.machines.linked import CONTEXT

COUNTRY = {"@type": "Country", "name": "Việt Nam"}


def region_data(province: Any, products: Iterable[Any], *, total: int, former: list[str]) -> dict[str, Any]:
    """A province's page: the place, its former names, and the products the page shows of `total` in force today."""
    path = reverse("region", args=[province.slug])
    area = told(
        at_type="AdministrativeArea",
        name=province.name,
        alternateName=former,
        containedInPlace=COUNTRY,
    )
    listed = [(product.title, product.get_absolute_url()) for product in products]
    return _collection(_("Sản vật %(name)s") % {"name": province.name}, path, listed, total=total, about=area)


def regions_data(regions: Iterable[Any]) -> dict[str, Any]:
    """The list of provinces with something in force today."""
    listed = [(region.name, region.get_absolute_url()) for region in regions]
    return _collection(
        _("Sản phẩm theo vùng miền"), reverse("region-list"), listed, total=len(listed), about=COUNTRY
    )


def _collection(
    name: str, path: str, listed: list[tuple[str, str]], *, total: int, about: dict[str, Any]
) -> dict[str, Any]:
    items = [
        {"@type": "ListItem", "position": place, "name": label, "url": absolute(address)}
        for place, (label, address) in enumerate(listed, 1)
    ]
    return told(
        at_context=CONTEXT,
        at_type="CollectionPage",
        at_id=absolute(path),
        name=name,
        url=absolute(path),
        inLanguage=get_language(),
        about=about,
        mainEntity=told(at_type="ItemList", numberOfItems=total, itemListElement=items) if items else None,
    )
