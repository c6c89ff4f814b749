"""The part of the checkout form that says how each producer's goods are to come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.purchases.shares import Share
from storefront.shipping.methods import NAMES

_FIELD = re.compile(r"\Adelivery_(\d{1,18})\Z", re.ASCII)


def delivery_field(share: Share) -> str:
    """The form field that says how the share's goods come."""
    return f"delivery_{share.producer.pk if share.producer else 0}"


def delivery_choice(share: Share) -> forms.ChoiceField:
    """The field: optional, the first way offered is the default."""
    return forms.ChoiceField(
        label=_("Cách giao"),
        required=False,
        choices=[(code, terms.place or NAMES[terms.kind]) for code, terms, _charge in share.offers],
        initial=share.delivery_method.code if share.delivery_method else None,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("Chủ thể này không có cách giao đó tới nơi đã chọn. Hãy chọn lại.")
        },
    )


def is_all_fetched(shares: Iterable[Share]) -> bool:
    """Whether the shopper comes for everything: then nobody needs a street."""
    terms = [share.terms for share in shares]
    return bool(terms) and all(told is not None and told.place_reference for told in terms)


def chosen_deliveries(typed: Mapping[str, str]) -> dict[int, str]:
    """What a form says of deliveries, unchecked, by producer pk."""
    found = {_FIELD.match(name): str(value) for name, value in typed.items()}
    return {int(match[1]): value[:60] for match, value in found.items() if match and value}
