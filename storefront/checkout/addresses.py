"""Saved addresses of people with an account: offered at the checkout, kept when asked, deleted at will."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from storefront.delivery.models import SavedAddress
from storefront.purchases.placing import Shopper
from storefront.vietnamese import display_phone

#: Nobody needs more; the one used longest ago makes room.
_MOST = 10


def add_address_fields(form: forms.Form, user: Any) -> None:
    """Give the checkout of a signed-in shopper the choice of a saved address, and the offer to save this one."""
    if not getattr(user, "is_authenticated", False):
        return
    saved = list(addresses_of(user))
    if saved:
        form.fields["saved_address"] = forms.ChoiceField(
            label=gettext_lazy("Địa chỉ đã lưu"),
            required=False,
            choices=[
                ("", gettext_lazy("Nhập địa chỉ khác")),
                *((str(row.pk), f"{row.name}: {row}") for row in saved),
            ],
        )
    form.fields["save_address"] = forms.BooleanField(
        label=gettext_lazy("Lưu địa chỉ này cho lần sau"), required=False
    )


def addresses_of(user: Any) -> Any:
    """The addresses an account keeps, the one used last first."""
    if not getattr(user, "is_authenticated", False):
        return SavedAddress.objects.none()
    return SavedAddress.objects.filter(user=user, commune__valid_to=None).select_related(
        "province", "commune"
    )


def typed_from(user: Any, pk: str = "") -> dict[str, str]:
    """The form's words of a saved address: the one named, or the one used last; empty when there is none."""
    if pk and not _is_pk(pk):
        return {}
    rows = addresses_of(user)
    row = (rows.filter(pk=int(pk)) if pk else rows).first()
    if row is None:
        return {}
    return {
        "name": row.name,
        "phone": display_phone(row.phone),
        "province": row.province.code,
        "commune": row.commune.code,
        "street": row.street,
        "saved_address": str(row.pk),
    }


def save_address(user: Any, shopper: Shopper) -> SavedAddress | None:
    """Keep where this shopper's parcels went; the same address again only counts as used."""
    if not getattr(user, "is_authenticated", False) or not shopper.street:
        return None
    facts = {name: getattr(shopper, name) for name in ("name", "phone", "commune", "street")}
    row, _created = SavedAddress.objects.update_or_create(
        user=user, **facts, defaults={"province": shopper.province}
    )
    spare = list(SavedAddress.objects.filter(user=user).values_list("pk", flat=True)[_MOST:])
    SavedAddress.objects.filter(pk__in=spare).delete()
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def addresses(request: HttpRequest) -> HttpResponse:
    """An account's addresses; `POST delete=<id>` takes one away. Nobody reaches another's."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("customer:login"))
    if request.method == "POST":
        pk = request.POST.get("delete", "")
        rows = SavedAddress.objects.filter(user=request.user)
        if _is_pk(pk) and rows.filter(pk=int(pk)).delete()[0]:
            messages.success(request, _("Đã xoá địa chỉ."))
        return redirect("checkout:addresses")
    rows = SavedAddress.objects.filter(user=request.user).select_related("province", "commune")
    return render(request, "oscar/checkout/addresses.html", {"addresses": rows})


def _is_pk(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
