"""One's own data: shown, taken away, asked to be deleted. By a purchase's link and a proof, or by the account."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from storefront.errors import DomainError
from storefront.limits import TooOftenError, count_try
from storefront.privacy.export import data_of
from storefront.privacy.forgetting import ask_erasure, keep_until
from storefront.privacy.views import private
from storefront.purchases.models import OrderGroup
from storefront.purchases.reading import group_of_link
from storefront.told import day as told_day
from storefront.users.models import NO_LETTERS, User
from storefront.vietnamese import normalise_phone

_TRIES, _PERIOD = 10, 900
SHOW, JSON, ERASE = "xem", "json", "xoa"


class ProofForm(forms.Form):
    """The link alone may have been passed on: who asks also knows the telephone or the e-mail of the purchase."""

    contact = forms.CharField(
        label=gettext_lazy("Số điện thoại hoặc thư điện tử lúc đặt hàng"),
        max_length=254,
        error_messages={"required": gettext_lazy("Hãy nhập số điện thoại hoặc thư điện tử lúc đặt hàng.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def of_purchase(request: HttpRequest, signed: str) -> HttpResponse:
    """The data of one purchase. Every answer with data needs the proof again: nothing is remembered."""
    group = group_of_link(signed)
    if group is None or hasattr(group, "forgetting"):
        return private(render(request, "privacy/link_unknown.html", status=404))
    form = ProofForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form, group, status=422 if request.method == "POST" else 200)
    try:
        count_try("privacy-proof", group.number, most=_TRIES, seconds=_PERIOD)
        _prove(group, form.cleaned_data["contact"])
    except DomainError as refusal:
        form.add_error("contact", refusal.message)
        return _ask(request, form, group, status=429 if isinstance(refusal, TooOftenError) else 422)
    if request.POST.get("action") == ERASE:
        return _erase(request, [group], back=request.path)
    return _answer(request, data_of([group]), name=group.number)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def of_account(request: HttpRequest) -> HttpResponse:
    """The data of everything an account bought and wrote."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("customer:login"))
    groups = list(OrderGroup.objects.filter(user=request.user, forgetting=None).order_by("-pk"))
    if request.method != "POST":
        return private(render(request, "privacy/account.html", {"groups": groups}))
    if request.POST.get("action") == ERASE:
        request.user.saved_addresses.all().delete()
        _forget_phone(request)
        return _erase(request, groups, back=request.path)
    return _answer(request, data_of(groups, user=request.user), name="tai-khoan")


def _forget_phone(request: HttpRequest) -> None:
    """The account's own telephone goes too, also where it stands in for an e-mail address."""
    user = User.objects.exclude(phone=None).filter(pk=request.user.pk).first()
    if user is None:
        return
    if not user.letter_address:
        user.email = f"{uuid4().hex}@{NO_LETTERS}"
        told = _(
            "Đã xoá số điện thoại khỏi tài khoản. Rời trang là không đăng nhập lại vào tài khoản này được nữa."
        )
    else:
        told = _("Đã xoá số điện thoại khỏi tài khoản.")
    user.phone = None
    user.save(update_fields=["phone", "email"])
    messages.success(request, told)


def _prove(group: OrderGroup, contact: str) -> None:
    """Raises `DomainError` unless `contact` is the telephone or the e-mail of the purchase."""
    typed = contact.strip()
    try:
        phone = normalise_phone(typed)
    except DomainError:
        phone = ""
    is_phone = bool(phone) and phone == group.phone
    is_email = bool(group.email) and typed.lower() == group.email.lower()
    if not (is_phone or is_email):
        raise DomainError(_("Không khớp với lượt mua này. Hãy xem lại."), code="proof-wrong")


def _answer(request: HttpRequest, told: dict[str, Any], *, name: str) -> HttpResponse:
    if request.POST.get("action") == JSON:
        response: Any = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response["Content-Disposition"] = f'attachment; filename="du-lieu-{name}.json"'
        return private(response)
    return private(render(request, "privacy/data.html", {"told": told}))


def _erase(request: HttpRequest, groups: list[OrderGroup], *, back: str) -> HttpResponse:
    for group in groups:
        asked = ask_erasure(group)
        until = told_day(asked.due_on)
        told = _(
            "Lượt mua %(number)s: đã ngừng mọi sự đồng ý và xoá lời nhắn. Đơn được giữ tới %(until)s rồi xoá."
        )
        messages.success(request, told % {"number": group.number, "until": until})
    if not groups:
        messages.info(request, _("Không còn gì để xoá."))
    return redirect(back)


def _ask(request: HttpRequest, form: ProofForm, group: OrderGroup, *, status: int) -> HttpResponse:
    asked = getattr(group, "erasure_request", None)
    context = {"form": form, "group": group, "keep_until": keep_until(group), "asked": asked}
    return private(render(request, "privacy/of_purchase.html", context, status=status))
