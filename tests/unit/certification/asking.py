"""Questions to the ledger that its tests repeat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from catalogue.certification.errors import LedgerError
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status import State, status_of

TODAY = date(2026, 11, 21)


def state_of(product: Any, on: date = TODAY) -> State:
    """The product's state on a day, told by the rule alone."""
    return status_of(LedgerEntry.objects.filter(product=product), on=on).state


def refused(code: str, call: Callable[..., Any], *args: Any, **kwargs: Any) -> LedgerError:
    """`call` is refused with `code` and writes nothing."""
    before = LedgerEntry.objects.count()
    with pytest.raises(LedgerError) as refusal:
        call(*args, **kwargs)
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")
    assert LedgerEntry.objects.count() == before
    return refusal.value
