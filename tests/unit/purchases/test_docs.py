"""docs/buying.md names every field of the checkout, so that a script can buy."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from storefront.checkout.forms import CheckoutForm

PAGE = (Path(__file__).parents[3] / "docs" / "buying.md").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_every_field_is_named():
    form = CheckoutForm(shares=[], province=None, on=date(2026, 11, 22))
    assert [name for name in form.fields if f"`{name}`" not in PAGE] == []
    assert "`payment_<producer>`" in PAGE
    assert "`delivery_<producer>`" in PAGE


def test_every_fault_is_held_by_a_test_that_exists():
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)
    tests = Path(__file__).parents[2] / "integration"
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not re.search(rf"^ *def {name}\(", (tests / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert (len(named) > 30, missing) == (True, [])
