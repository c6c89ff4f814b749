"""What the card of a product says, however the product was read, and the card itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from catalogue.certification.status import State, Status
from catalogue.kinds import drawing_of
from storefront.pictures.showing import shown, texts_of
from storefront.ready_addresses import ReadyAddress, ReadyFile
from storefront.ready_templates import ReadyTemplate
from storefront.told import money, way

#: A card never needs a rendition wider than this, nor the large one that leads a shelf.
WIDEST, WIDEST_LEADING = 640, 960
_address = ReadyAddress("catalogue:detail")
_file = ReadyFile()
_CARD = ReadyTemplate("components/card.html", fixed=["level", "status"])


class Place(NamedTuple):
    """Where a product is made: all of it, and in the two parts that stay together on a narrow card."""

    full: str = ""
    near: str = ""
    province: str = ""


class ShownPrice(NamedTuple):
    """A price in words; `upto` where it is a range; nothing where one has to ask the producer."""

    text: str = ""
    upto: str = ""


@dataclass(slots=True)
class Card:
    """The facts of one card. `picture` has `renditions` and `original`; `nearest` is the nearest place with it."""

    pk: int
    title: str
    slug: str
    name_folded: str
    group_slug: str
    place: Place
    price: ShownPrice
    status: Status | None
    picture: Any = None
    rating: Any = None
    nearest: Any = None
    producer_name: str = ""

    @property
    def star(self) -> int | None:
        """The star in force."""
        return self.status.star if self.status and self.status.is_in_force else None

    def get_absolute_url(self) -> str:
        return _address(product_slug=self.slug, pk=self.pk)

    def draw(self, *, level: str = "h3", eager: bool = False, leading: bool = False) -> SafeString:
        """The card as it stands on a page, its title a heading of that level; `leading` a shelf, it is large."""
        return _CARD(**self._shown(self.get_absolute_url(), level, eager=eager, leading=leading))

    def _shown(self, href: str, level: str, *, eager: bool, leading: bool = False) -> dict[str, Any]:
        """What its template shows."""
        picture = shown(self.picture, WIDEST_LEADING if leading else WIDEST) if self.picture else None
        return {
            "level": level,
            "eager": eager,
            "leading": leading,
            "href": href,
            "title": self.title,
            "place": self.place,
            "price": self.price,
            "rating": _rating(self.rating),
            "way": way(self.nearest.km) if self.nearest else "",
            "point": self.nearest.name if self.nearest else "",
            "status": _as_shown(self.status),
            "photograph": picture and texts_of(picture),
            "drawing": "" if picture else _file(drawing_of(self.name_folded, self.group_slug, self.pk)),
        }


def draw_cards(
    cards: Sequence[Card], *, level: str = "h3", eager: int = 0, leading: int = 0
) -> list[SafeString]:
    """These cards as they stand on a page: pictures of the first `eager` fetched at once, the first `leading` large."""
    hrefs = _address.each([{"product_slug": card.slug, "pk": card.pk} for card in cards])
    both = enumerate(zip(cards, hrefs, strict=True))
    return _CARD.each(
        [card._shown(href, level, eager=at < eager, leading=at < leading) for at, (card, href) in both]
    )


def card_of(product: Any, status: Status | None) -> Card:
    """The card of a product that was read with `Product.objects.for_cards()`."""
    return Card(
        pk=product.pk,
        title=product.title,
        slug=product.slug,
        name_folded=product.name_folded,
        group_slug=getattr(product.primary_group, "slug", ""),
        place=place_of(
            commune=f"{product.commune}" if product.commune_id else "",
            commune_province=product.commune.province.name if product.commune_id else "",
            note=product.origin_note,
            province=product.province.name if product.province_id else "",
        ),
        price=price_of(product),
        status=status,
        picture=next(iter(product.images.all()), None),
        rating=getattr(product, "rating", None),
        nearest=getattr(product, "nearest", None),
    )


def price_of(product: Any) -> ShownPrice:
    """What a product costs that is sold here, or about what it costs elsewhere."""
    record = next(iter(product.stockrecords.all()), None)
    asked = record.price if record and product.selling == "orderable" else None
    return shown_price(asked, product.price_from, product.price_to)


def shown_price(asked: Any, price_from: int | None, price_to: int | None) -> ShownPrice:
    """In today's language: the price asked here if there is one, else what is known of others."""
    if asked is not None:
        return ShownPrice(money(asked))
    if price_from and price_to and price_from != price_to:
        return ShownPrice(money(price_from), money(price_to))
    return ShownPrice(money(price_from or price_to)) if price_from or price_to else ShownPrice()


def place_of(*, commune: str, commune_province: str, note: str, province: str) -> Place:
    """As `Product.origin_label`, in its parts."""
    if commune:
        return Place(f"{commune}, {commune_province}", commune, commune_province)
    if note and province:
        return Place(f"{note}, {province}", note, province)
    return Place(note or province)


def _as_shown(status: Status | None) -> Status | None:
    """As much of a status as a card shows: few shapes of the markup."""
    if status is None or status.is_in_force:
        return status and _in_force(status.star)
    month = status.valid_to and status.valid_to.replace(day=1) if status.state is State.EXPIRED else None
    return Status(status.state, valid_to=month)


@cache
def _in_force(star: int | None) -> Status:
    return Status(State.IN_FORCE, star)


def _rating(rating: Any) -> str:
    if not getattr(rating, "count", None):
        return ""
    said = ngettext(
        "%(average)s/5 điểm, %(number)s nhận xét", "%(average)s/5 điểm, %(number)s nhận xét", rating.count
    )
    return said % {"average": localize(rating.average), "number": localize(rating.count)}
