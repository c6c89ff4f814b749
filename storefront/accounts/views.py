"""Signing in, and up, with a code. The answers are the same whether there is an account or not."""

from __future__ import annotations

import re
import secrets

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from storefront.accounts.codes import Address, can_text, is_proven, read_address, send_code
from storefront.accounts.people import account_of, add_phone, purchases_of, take_purchases
from storefront.accounts.telling import PASSWORD_ENDED
from storefront.errors import DomainError
from storefront.limits import TooOftenError, count_try
from storefront.networks import client_network

_ASKED, _BROWSER, _PROVEN, _NEXT = "account_asked", "account_browser", "account_proven", "account_next"
_TRIES, _PERIOD = 30, 900


class AddressForm(forms.Form):
    address = forms.CharField(
        max_length=254, error_messages={"required": gettext_lazy("Hãy cho biết mã gửi tới đâu.")}
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["address"]
        field.label = _("Số điện thoại hoặc thư điện tử") if can_text() else _("Thư điện tử")
        field.widget.attrs["autocomplete"] = "username"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Mã sáu chữ số"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Hãy nhập mã vừa nhận được.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Where shall the code go? A POST sends it."""
    if "next" in request.GET:
        request.session[_NEXT] = request.GET["next"][:500]
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if request.method == "POST" else 200)
    browser = request.session.setdefault(_BROWSER, secrets.token_urlsafe(16))
    try:
        address = read_address(form.cleaned_data["address"])
        send_code(address, browser=browser, network=client_network(request))
    except DomainError as refusal:
        form.add_error("address", refusal.message)
        return _page(request, form, status=429 if isinstance(refusal, TooOftenError) else 422)
    request.session[_ASKED] = address.text
    return redirect("accounts:code")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The code that came. The right one signs in; for somebody signed in it adds the telephone."""
    asked = request.session.get(_ASKED)
    if not asked:
        return redirect("accounts:ask")
    address, form = Address(asked), CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, asked=address, status=422 if request.method == "POST" else 200)
    typed = re.sub(r"\D", "", form.cleaned_data["code"])
    try:
        count_try("account-guess", client_network(request), most=_TRIES, seconds=_PERIOD)
        if not is_proven(address, typed, browser=request.session.get(_BROWSER, "")):
            raise DomainError(_("Mã không đúng hoặc đã hết hạn."), code="code-wrong")
        _enter(request, address)
    except DomainError as refusal:
        form.add_error("code", refusal.message)
        status = 429 if isinstance(refusal, TooOftenError) else 422
        return _page(request, form, asked=address, status=status)
    return _go_on(request, address)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Tie purchases made as a guest with the address just proven to the account."""
    proven = request.session.pop(_PROVEN, None)
    if request.user.is_authenticated and proven:
        count = take_purchases(request.user, Address(proven))
        messages.success(request, _("Đã đưa %(count)s lượt mua vào tài khoản.") % {"count": count})
    return redirect("privacy:account")


def _enter(request: HttpRequest, address: Address) -> None:
    if request.user.is_authenticated:
        if address.is_phone:
            add_phone(request.user, address)  # type: ignore[arg-type]
        elif request.user.email.lower() != address.text:
            raise DomainError(_("Đây không phải địa chỉ thư của tài khoản."), code="not-own")
    else:
        user = account_of(address)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        if getattr(user, "password_ended", False):
            messages.warning(request, PASSWORD_ENDED)


def _go_on(request: HttpRequest, address: Address) -> HttpResponse:
    request.session.pop(_ASKED, None)
    found = purchases_of(address).count()
    if found:
        request.session[_PROVEN] = address.text
        return render(request, "accounts/take.html", {"count": found, "address": address})
    messages.success(request, _("Bạn đã đăng nhập."))
    onward = request.session.pop(_NEXT, "")
    if url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        return redirect(onward)
    return redirect(reverse("privacy:account"))


def _page(
    request: HttpRequest, form: forms.Form, *, asked: Address | None = None, status: int
) -> HttpResponse:
    context = {"form": form, "asked": asked, "can_text": can_text()}
    return render(request, "accounts/code.html", context, status=status)
