"""Oscar's basket, which can be seen one producer's share at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from oscar.apps.basket.abstract_models import AbstractBasket, AbstractLine
from oscar.apps.offer.results import OfferApplications

from storefront.dong import round_discount, share_out, whole_dong
from storefront.offers.applying import within_cap
from storefront.ready_queries import ReadyQuery

_SAME: ReadyQuery[Any] = ReadyQuery(
    lambda *, basket, reference, product, stockrecord: Line.objects.filter(
        basket=basket, line_reference=reference, product=product, stockrecord=stockrecord
    )
)


class LineManager(models.Manager):
    """Django's, whose look for a line that is there already costs little: every product put into a basket asks."""

    def get_or_create(self, defaults: Any = None, **facts: Any) -> tuple[Line, bool]:
        """As ever; what names a line is asked by a ready query."""
        if facts.keys() != {"basket", "line_reference", "product", "stockrecord"}:
            return super().get_or_create(defaults, **facts)
        keys = {name: facts[name].pk for name in ("basket", "product", "stockrecord")}
        found = _SAME(reference=facts["line_reference"], **keys)
        if found:
            found[0].basket = facts["basket"]
            return found[0], False
        try:
            with transaction.atomic():
                return self.create(**{**facts, **(defaults or {})}), True
        except IntegrityError:  # somebody put it in at the same moment
            return super().get_or_create(defaults, **facts)


class Line(AbstractLine):
    """Oscar's line, whose discount falls on single pieces in whole đồng."""

    objects = LineManager()

    def discount(
        self, discount_value: Decimal, affected_quantity: int, incl_tax: bool = True, offer: Any = None
    ) -> None:
        """Take a discount off the line, in whole đồng (Oscar rounds some kinds per basket only) and within the cap."""
        wanted = int(round_discount(discount_value))
        given = within_cap(self, wanted, int(affected_quantity), offer)
        super().discount(Decimal(given), affected_quantity, incl_tax, offer)

    def get_price_breakdown(self) -> list[tuple[Decimal, Decimal, int]]:
        """Pieces by what each costs after discounts, as (with tax, without tax, number); the sum is the line's price.

        A discount of 1,000 đ on three pieces is 334, 333 and 333: no piece costs a fraction, none gets lost.
        """
        unit = self.unit_price_incl_tax
        discount = whole_dong(self.discount_value)
        if not discount:
            return [(unit, unit, self.quantity)]
        touched = int(self.discounts.num_consumed()) or self.quantity
        parts = Counter(share_out(discount, [1] * touched))
        breakdown = [(unit - part, unit - part, number) for part, number in sorted(parts.items())]
        if self.quantity > touched:
            breakdown.append((unit, unit, self.quantity - touched))
        return breakdown


class Basket(AbstractBasket):
    """A basket may hold goods of many producers; everything that costs money is asked of a share."""

    def share(self, lines: Sequence[Line]) -> Basket:
        """Return this basket as if only `lines` were in it: offers, delivery and an order see one producer's goods.

        The lines are bound to the share, so that their prices come from its strategy.
        """
        part = Basket(pk=self.pk, owner_id=self.owner_id, status=self.status)
        part._state.adding = False
        part._state.db = self._state.db
        part.strategy = self.strategy
        part._lines = list(lines)
        for line in part._lines:
            line.basket = part
        return part

    @property
    def currency(self) -> str:
        """Every price of the shop is in đồng: no line has to be asked."""
        return settings.OSCAR_DEFAULT_CURRENCY

    def reset_offer_applications(self) -> None:
        """Forget discounts; lines nobody has read yet have none."""
        if self._lines is None:
            self.offer_applications = OfferApplications()
        else:
            super().reset_offer_applications()

    @property
    def num_lines(self) -> int:
        """Number of lines; a share's lines are a list, not a queryset."""
        lines = self.all_lines()
        return len(lines) if isinstance(lines, list) else lines.count()


from oscar.apps.basket.models import *  # noqa: E402, F403
