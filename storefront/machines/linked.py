"""What the site says of its things in schema.org's words. Plain data; `storefront.json_ld` puts it into the page.

Only what a person reads here: a star in force today, a price it can be bought at now, what its delivery costs at
most. What has no honest figure has none.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from catalogue.certification.status import Status
from storefront.json_ld import told
from storefront.machines.addresses import absolute
from storefront.machines.pictures import picture_address
from storefront.machines.shipping import shipping
from storefront.ready_addresses import ReadyAddress
from storefront.sales_mode import operator_sells, sells_here

CONTEXT = "https://schema.org"
_certificate = ReadyAddress("register:certificate")
_AVAILABILITY = {"made-to-order": "MadeToOrder", "held": "LimitedAvailability"}


def operator() -> dict[str, Any]:
    """Who runs the site."""
    known = settings.OCOP_OPERATOR
    return told(
        at_type="Organization",
        name=known.get("name"),
        url=settings.PUBLIC_BASE_URL + "/",
        email=known.get("email"),
        telephone=known.get("phone"),
        address=known.get("address"),
        taxID=known.get("tax_code"),
    )


def site() -> dict[str, Any]:
    """The site, and the address its search answers at."""
    search = absolute(reverse("catalogue:index")) + "?q={search_term_string}"
    return told(
        at_context=CONTEXT,
        at_type="WebSite",
        name=settings.WAGTAIL_SITE_NAME,
        url=settings.PUBLIC_BASE_URL + "/",
        publisher=operator(),
        potentialAction={
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    )


def breadcrumbs(crumbs: list[tuple[str, str]], here: str) -> dict[str, Any]:
    """Where a page stands; the last crumb is the page `here`."""
    return told(
        at_context=CONTEXT,
        at_type="BreadcrumbList",
        itemListElement=[
            {"@type": "ListItem", "position": position, "name": str(label), "item": absolute(path or here)}
            for position, (label, path) in enumerate(crumbs, 1)
        ],
    )


def maker(producer: Any) -> dict[str, Any] | None:
    """A producer. A household is told by its business name and place alone: the rest is a person's."""
    if producer is None:
        return None
    is_person = producer.legal_form == producer.LegalForm.HOUSEHOLD
    return told(
        at_type="Organization",
        name=producer.name,
        url=absolute(producer.get_absolute_url()),
        address=place(producer, street=not is_person),
        telephone=None if is_person else producer.phone,
        email=None if is_person else producer.email,
        sameAs=producer.website,
    )


def certification(product: Any, status: Status) -> dict[str, Any] | None:
    """The star, while it is in force; nothing otherwise. Reads the prefetched ledger."""
    if not status.is_in_force or status.valid_from is None or status.valid_to is None:
        return None
    entry = next((each for each in product.ledger_entries.all() if each.pk == status.entry_id), None)
    decision = entry.decision if entry is not None else None
    return told(
        at_type="Certification",
        name=_("OCOP %(star)s sao") % {"star": status.star},
        url=absolute(_certificate(pk=status.entry_id)),
        certificationStatus="https://schema.org/CertificationActive",
        certificationRating={"@type": "Rating", "ratingValue": status.star, "bestRating": 5},
        certificationIdentification=decision and decision.number,
        datePublished=decision and decision.decided_on and decision.decided_on.isoformat(),
        issuedBy=decision and told(at_type="GovernmentOrganization", name=decision.authority),
        validFrom=status.valid_from.isoformat(),
        expires=status.valid_to.isoformat(),
    )


def offer(
    product: Any, purchase: Any, *, address: str, made_by: dict[str, Any] | None
) -> dict[str, Any] | None:
    """What it can be bought for at its address and from whom: its maker or the operator; nothing if not sold here."""
    known = purchase.availability
    code = getattr(known, "code", "")
    is_sold_out = code == "out-of-stock"
    if (
        not sells_here()
        or not purchase.price.exists
        or not (known.is_available_to_buy or is_sold_out or code == "held")
    ):
        return None
    seller = operator() if operator_sells() else made_by
    price = int(purchase.price.incl_tax)
    return told(
        at_type="Offer",
        url=address,
        price=str(price),
        priceCurrency=settings.OSCAR_DEFAULT_CURRENCY,
        availability=f"{CONTEXT}/{'OutOfStock' if is_sold_out else _AVAILABILITY.get(code, 'InStock')}",
        itemCondition="https://schema.org/NewCondition",
        seller=seller,
        shippingDetails=shipping(product, price=price),
        hasMerchantReturnPolicy=_returns(),
    )


def product_data(product: Any, status: Status, purchase: Any, *, address: str) -> dict[str, Any]:
    """A product, at its absolute address. Reads what its page has; asks nothing more."""
    made_by, group = maker(product.producer), product.primary_group
    return told(
        at_context=CONTEXT,
        at_type="Product",
        at_id=address,
        name=product.title,
        description=plain(product.description)
        or ", ".join(part for part in (product.title, product.pack, product.origin_label) if part),
        url=address,
        image=[picture_address(picture) for picture in product.images.all()],
        sku=product.public_id,
        gtin=product.gtin,
        category=group and group.label,
        manufacturer=made_by,
        countryOfOrigin={"@type": "Country", "name": "VN"},
        hasCertification=certification(product, status),
        offers=offer(product, purchase, address=address, made_by=made_by),
    )


def producer_data(producer: Any) -> dict[str, Any]:
    """A producer on its own page."""
    return {"@context": CONTEXT, **(maker(producer) or {}), **told(description=plain(producer.about))}


def plain(text: str, longest: int = 5000) -> str:
    """Return text without markup and with single spaces."""
    return " ".join(strip_tags(text).split())[:longest] if text else ""


def place(thing: Any, *, street: bool = True) -> dict[str, Any]:
    return told(
        at_type="PostalAddress",
        streetAddress=thing.address if street else None,
        addressLocality=str(thing.commune) if thing.commune_id else None,
        addressRegion=thing.province.name if thing.province_id else None,
        addressCountry="VN",
    )


def _returns() -> dict[str, Any] | None:
    days = settings.OCOP_RETURN_DAYS
    if days <= 0:
        return None
    return {
        "@type": "MerchantReturnPolicy",
        "applicableCountry": "VN",
        "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": days,
        "merchantReturnLink": absolute("/huong-dan/doi-tra-khieu-nai/"),
    }
