"""What the page behind a printed code has to say today: is it real, who made it, where to get it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from catalogue.certification.models import Decision
from catalogue.certification.status import REVOKED, State, Status, status_of
from catalogue.models import Product
from qr import gs1
from qr.models import Code

# How each state of the star is dressed: what a person sees before reading a word.
TONES: dict[str, str] = {
    State.IN_FORCE: "yes",
    State.EXTENDED: "yes",
    State.EXPIRED: "over",
    State.SUPERSEDED: "over",
    State.REVOKED: "no",
    State.UNPROVEN: "unsure",
    State.NEVER: "none",
}


@dataclass(frozen=True)
class Story:
    """One product on one day. `decision` is the one the verdict rests on; `offer` is None when it cannot be bought."""

    product: Product
    code: Code | None
    status: Status
    on: date
    decision: Decision | None
    offer: Any
    refusal: str
    link: gs1.DigitalLink | None = None

    @property
    def tone(self) -> str:
        return TONES[self.status.state]

    @property
    def stars(self) -> str:
        """The stars of a recognition in force: five at most, none in any other state."""
        return "★" * self.status.star if self.status.is_in_force and self.status.star else ""

    @property
    def is_withdrawn(self) -> bool:
        """Whether the product is no longer shown in the shop; its page stays, for those who hold one."""
        return not self.product.is_public or self.product.producer is None

    @property
    def is_suspended(self) -> bool:
        """Whether its producer may not sell for now."""
        return self.product.producer is not None and self.product.producer.state == "suspended"

    @property
    def can_be_contacted(self) -> bool:
        """Whether it is had by asking its producer, and the producer said how to be asked."""
        maker = self.product.producer
        by_asking = self.refusal in {"contact-only", "service"}
        return by_asking and maker is not None and bool(maker.phone or maker.email or maker.website)

    @property
    def picture(self) -> Any:
        """The product's first picture, or None."""
        return next(iter(self.product.images.all()), None)


def tell_story(
    product_id: int,
    *,
    on: date,
    request: HttpRequest,
    code: Code | None = None,
    link: gs1.DigitalLink | None = None,
) -> Story:
    """Gather the story of a product in a constant number of queries."""
    product = (
        Product.objects.select_related("product_class", "producer", "province", "commune__province")
        .prefetch_related("images", "stockrecords", "ledger_entries__decision")
        .get(pk=product_id)
    )
    entries = list(product.ledger_entries.all())
    status = status_of(entries, on=on)
    offer, refusal = _offer(product, request)
    return Story(product, code, status, on, _decision(entries, status), offer, refusal, link)


def language_for(request: HttpRequest) -> str:
    """The language of a page whose address carries none: `?lang=`, else what the browser prefers, else Vietnamese."""
    known = [code for code, _name in settings.LANGUAGES]
    asked = request.GET.get("lang", "")
    if asked in known:
        return asked
    for tag, _weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        if tag.split("-")[0] in known:
            return tag.split("-")[0]
    return settings.LANGUAGE_CODE


def _decision(entries: list[Any], status: Status) -> Decision | None:
    """The decision a verdict rests on: the revocation's when revoked, else the recognition's."""
    if status.state == State.REVOKED:
        ended = (
            e for e in entries if e.kind == REVOKED and e.effective_on == status.revoked_on and e.decision_id
        )
        found = next(ended, None)
        if found is not None:
            return found.decision
    return next((entry.decision for entry in entries if entry.pk == status.entry_id), None)


def _offer(product: Product, request: HttpRequest) -> tuple[Any, str]:
    """The price to buy at, or the reason why not: the shop's one strategy answers."""
    info = request.strategy.fetch_for_product(product)
    if info.availability.is_available_to_buy:
        return info.price.incl_tax, ""
    return None, getattr(info.availability, "code", "")
