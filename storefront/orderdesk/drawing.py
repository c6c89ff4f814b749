"""Bars the server draws: orders by state, sales by month. Pure geometry in hundredths of the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from storefront.order.models import Order


@dataclass(frozen=True)
class StateBar:
    """A state with how many orders are in it, what they come to, and the list of them. `width` in hundredths."""

    label: str | Promise
    count: int
    total: int
    width: int
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Column:
    """One month: `height` and `top` in hundredths of the drawing."""

    label: str
    amount: int
    height: int

    @property
    def top(self) -> int:
        return 100 - self.height


def state_bars(found: Iterable[Mapping[str, Any]], *, address: str, chosen: str | None) -> list[StateBar]:
    """A bar for every state somebody is in, in the order of an order's life. `address` ends in its query."""
    by_state = {row["state_now"]: row for row in found}
    most = max((row["count"] for row in by_state.values()), default=0)
    joined = address if address.endswith(("?", "&")) else f"{address}&"
    return [
        StateBar(
            label=label,
            count=by_state[state]["count"],
            total=by_state[state]["total"] or 0,
            width=hundredths(by_state[state]["count"], most),
            href=f"{joined}state={state}",
            is_chosen=state == chosen,
        )
        for state, label in Order.Status.choices
        if state in by_state
    ]


def columns(labels: Sequence[str], amounts: Sequence[int]) -> list[Column]:
    """A column for each amount, the highest as high as the drawing."""
    most = max(amounts, default=0)
    pairs = zip(labels, amounts, strict=True)
    return [Column(label, amount, hundredths(amount, most)) for label, amount in pairs]


def hundredths(part: int, whole: int) -> int:
    """Return `part` of `whole` in hundredths; what is there at all is at least one wide."""
    return max(round(part * 100 / whole), 1) if part > 0 else 0
