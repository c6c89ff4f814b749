"""docs/buying.md names every field of the checkout, so that a script can buy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storefront.checkout.forms import CheckoutForm

PAGE = (Path(__file__).parents[3] / "docs" / "buying.md").read_text(encoding="utf-8")


def test_every_field_is_named():
    form = CheckoutForm(shares=[], province=None, on=date(2026, 11, 22))
    assert [name for name in form.fields if f"`{name}`" not in PAGE] == []
    assert "`payment_<producer>`" in PAGE
    assert "`delivery_<producer>`" in PAGE
