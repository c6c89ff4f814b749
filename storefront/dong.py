"""Whole đồng. Pure arithmetic: nothing here rounds up, nothing gets lost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal


def whole_dong(amount: Decimal | int) -> int:
    """Return an amount that must already be whole đồng as an int.

    Raises `ValueError` for a fraction: it is a mistake further up and must not be rounded away.
    """
    whole = int(amount)
    if whole != amount:
        raise ValueError(f"not whole đồng: {amount}")
    return whole


def round_discount(amount: Decimal, currency: str | None = None) -> Decimal:
    """Round a discount down to whole đồng (`OSCAR_OFFER_ROUNDING_FUNCTION`)."""
    return Decimal(amount).quantize(Decimal(1), ROUND_DOWN)


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` đồng by `weights` into whole đồng that sum to `total` exactly.

    The remainder goes to the largest fractions, the earlier of equals first. `total` and weights are not
    negative; when all weights are zero the parts are as equal as they can be. No weights: no parts, and
    then only a `total` of zero can be divided (`ValueError` otherwise).
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("neither total nor weights may be negative")
    if not weights:
        if total:
            raise ValueError("nobody to share with")
        return []
    weighed = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(weighed)
    parts = [total * weight // whole for weight in weighed]
    by_fraction = sorted(range(len(weighed)), key=lambda place: (-(total * weighed[place] % whole), place))
    for place in by_fraction[: total - sum(parts)]:
        parts[place] += 1
    return parts
