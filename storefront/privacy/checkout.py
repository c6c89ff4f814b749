"""What the law wants on the checkout: consents with boxes nobody ticked beforehand, and the age for alcohol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.privacy.consents import AGE_REFUSAL, is_for_adults, keep_declarations
from storefront.privacy.purposes import AGE_SENTENCE, PURPOSES
from storefront.purchases.models import OrderGroup


class DeclarationsForm(forms.Form):
    """Fields a checkout form takes over by inheriting; `shares` are the basket's, one per producer."""

    shares: Sequence[Any] = ()

    newsletter = forms.BooleanField(required=False, label=PURPOSES[0].sentence)
    livestream = forms.BooleanField(required=False, label=PURPOSES[1].sentence)
    age_declared = forms.BooleanField(required=False, label=AGE_SENTENCE)

    @property
    def needs_age(self) -> bool:
        """Whether something in the basket is for adults only."""
        return any(is_for_adults(item.product) for share in self.shares for item in share.items)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if self.needs_age and not told.get("age_declared"):
            self.add_error("age_declared", forms.ValidationError(AGE_REFUSAL, code="age-not-declared"))
        if told.get("newsletter") and "email" in told and not told["email"]:
            self.add_error(
                "email", _("Muốn nhận bản tin thì cần địa chỉ thư; nếu không, hãy bỏ dấu ở ô bản tin.")
            )
        return told

    @property
    def on_placed(self) -> Callable[[OrderGroup], None]:
        """What is written together with the orders, from a valid form."""
        agreed = [purpose.code for purpose in PURPOSES if self.cleaned_data.get(purpose.code)]
        return partial(keep_declarations, agreed=agreed, is_adult=bool(self.cleaned_data.get("age_declared")))
