"""What a parcel weighs, in grams. Pure."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Any

#: Grams of one unit. A litre counts as a kilogram.
_GRAMS = {"g": 1, "gr": 1, "gam": 1, "kg": 1000, "ml": 1, "l": 1000, "lít": 1000, "lit": 1000}
#: A jar, a box and its padding weigh too: net weights are taken with a quarter more.
_PACKING = Decimal("1.25")
#: What a piece counts as when nothing is known of it.
UNKNOWN = 500


def grams_of(product: Any) -> int:
    """Grams of one piece, packed: its own weight when told, else its net quantity and a quarter, else 500 g."""
    told = getattr(product, "weight_grams", None)
    if told:
        return int(told)
    unit = _GRAMS.get((product.net_unit or "").strip().lower())
    if unit is None or not product.net_quantity:
        return UNKNOWN
    return int((Decimal(product.net_quantity) * unit * _PACKING).to_integral_value(ROUND_CEILING))
