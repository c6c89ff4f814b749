"""Oscar's basket, which can be seen one producer's share at a time."""

from __future__ import annotations

from collections.abc import Sequence

from oscar.apps.basket.abstract_models import AbstractBasket


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
    def num_lines(self) -> int:
        """Number of lines; a share's lines are a list, not a queryset."""
        lines = self.all_lines()
        return len(lines) if isinstance(lines, list) else lines.count()


from oscar.apps.basket.models import *  # noqa: E402, F403
from oscar.apps.basket.models import Line  # noqa: E402
