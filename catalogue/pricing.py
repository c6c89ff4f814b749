"""What a price means for the amount in the pack. Pure functions."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

# Unit in the pack → what one compares by, and how many of it that is.
_COMPARED = {
    "g": ("kg", Decimal(1000)),
    "gam": ("kg", Decimal(1000)),
    "gram": ("kg", Decimal(1000)),
    "kg": ("kg", Decimal(1)),
    "ml": ("lít", Decimal(1000)),
    "l": ("lít", Decimal(1)),
    "lít": ("lít", Decimal(1)),
}
# Small packs are compared by a hundred: nobody thinks of saffron in kilograms.
_SMALL = {"g": "100 g", "gam": "100 g", "gram": "100 g", "ml": "100 ml"}


class UnitPrice(NamedTuple):
    """So many whole đồng for one `unit`."""

    amount: int
    unit: str


def unit_price(price: Decimal | int, *, quantity: Decimal | None, unit: str) -> UnitPrice | None:
    """The price of a kilogram, a litre or a piece; None when it would repeat the price or nothing is known.

    `price` is whole đồng for `quantity` of `unit` ("ml", "g", "chiếc", "gói"). Packs up to 100 g or 100 ml are
    compared by 100. Halves are rounded up to the next đồng.
    """
    if not quantity or quantity <= 0 or not unit:
        return None
    known = unit.strip().lower()
    per, factor = _COMPARED.get(known, (unit.strip(), Decimal(1)))
    if known in _SMALL and quantity <= 100:
        per, factor = _SMALL[known], Decimal(100)
    if quantity == factor:
        return None
    amount = (Decimal(price) * factor / quantity).quantize(Decimal(1), ROUND_HALF_UP)
    return UnitPrice(int(amount), per)
