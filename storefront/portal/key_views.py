"""Keys of SePay and payOS: made, changed, tried and revoked by the producer whose account they watch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from storefront.audit import Line, log_line
from storefront.errors import DomainError
from storefront.gateways.hooks import address_of, make_hook, revoke_hook, rotate_hook
from storefront.gateways.models import BankHook
from storefront.gateways.trying import try_hook
from storefront.limits import TooOftenError, count_try
from storefront.portal.doors import ProducersOnly
from storefront.portal.shelf import KEY_ACTION
from storefront.sealing import UnreadableSecretError

#: Keys in use of one producer: SePay and payOS, and one more of each while changing over.
_MOST = 4
_MOST_TRIES, _PERIOD = 10, 600


class SecretForm(forms.Form):
    """payOS' own key; SePay's is made by us."""

    secret = forms.CharField(
        label=_("Khoá kiểm tra (checksum key) của payOS"),
        required=False,
        max_length=200,
        help_text=_("Chỉ cần cho payOS. Khoá của SePay do trang này tạo ra."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class KeyForm(SecretForm):
    """Whose account, which service."""

    producer = forms.ChoiceField(label=_("Tài khoản của"))
    channel = forms.ChoiceField(label=_("Dịch vụ"), choices=BankHook.Channel.choices)

    field_order = ("producer", "channel", "secret")

    def __init__(self, producers: list[Any], data: Any = None) -> None:
        super().__init__(data, auto_id="key_%s")
        self.fields["producer"].choices = [(each.slug, each.name) for each in producers]


class KeyPages(ProducersOnly):
    here = "money"

    def find(self, key: int) -> BankHook:
        """One of their keys; any other is not found."""
        return get_object_or_404(self.keys.select_related("producer"), pk=key)

    def show(self, form: Any = None, *, status: int = 200, refused: Any = None) -> HttpResponse:
        """The keys, the newest first; a form that was refused stands in its place."""
        keys = list(self.keys.select_related("producer").order_by("-made_at", "-pk"))
        for key in keys:
            is_refused = refused is not None and refused[0].pk == key.pk
            key.form = refused[1] if is_refused else SecretForm(auto_id=f"key-{key.pk}_%s")
            key.is_opened = is_refused
        bound = form or (refused[1] if refused else None)
        return self.page("keys", status=status, keys=keys, form=form or KeyForm(self.producers), bound=bound)

    def show_once(self, hook: BankHook, secret: str) -> HttpResponse:
        """Address and secret, in the answer to the form and nowhere else."""
        is_ours = hook.channel == BankHook.Channel.SEPAY
        return self.page("key_made", hook=hook, secret=secret if is_ours else "", address=address_of(hook))

    def note(self, hook: BankHook, what: str) -> None:
        """A line of the audit log, without the secret."""
        log_line(Line(hook.producer, KEY_ACTION, self.request.user, {"channel": hook.channel, "what": what}))


class KeysView(KeyPages):
    """The list, and a new key."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        producer = self.named(request.POST.get("producer", ""))
        form = KeyForm(self.producers, request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        if self.keys.filter(producer=producer, revoked_at=None).count() >= _MOST:
            form.add_error(
                None, _now("Đã có %(most)s khoá đang dùng. Hãy thu hồi bớt trước.") % {"most": _MOST}
            )
            return self.show(form, status=422)
        told = form.cleaned_data
        try:
            hook, secret = make_hook(
                channel=told["channel"], producer=producer, secret=told["secret"], by=request.user
            )
        except DomainError as refusal:
            form.add_error(refusal.field or None, refusal.message)
            return self.show(form, status=422)
        self.note(hook, "made")
        return self.show_once(hook, secret)


class RotateView(KeyPages):
    """A new secret at the same address."""

    def post(self, request: HttpRequest, key: int) -> HttpResponse:
        hook = self.find(key)
        form = SecretForm(request.POST, auto_id=f"key-{key}_%s")
        try:
            secret = rotate_hook(hook, secret=form.data.get("secret", ""))
        except DomainError as refusal:
            form.add_error("secret" if refusal.field else None, refusal.message)
            return self.show(status=422, refused=(hook, form))
        self.note(hook, "rotated")
        return self.show_once(hook, secret)


class RevokeView(KeyPages):
    def post(self, request: HttpRequest, key: int) -> HttpResponse:
        hook = self.find(key)
        if hook.revoked_at is None:
            revoke_hook(hook)
            self.note(hook, "revoked")
        messages.success(request, _now("Đã thu hồi khoá. Tin báo gửi tới địa chỉ đó từ nay bị từ chối."))
        return redirect("portal:keys")


class TestView(KeyPages):
    """Calls the key's own address, as the service would."""

    def post(self, request: HttpRequest, key: int) -> HttpResponse:
        hook = self.find(key)
        try:
            count_try("bank-key-try", str(request.user.pk), most=_MOST_TRIES, seconds=_PERIOD)
            status = try_hook(hook)
        except TooOftenError as refusal:
            messages.error(request, str(refusal.message))
        except UnreadableSecretError:
            messages.error(request, _now("Không đọc được khoá đã giữ. Hãy đổi khoá."))
        else:
            self._tell(status)
        return redirect("portal:keys")

    def _tell(self, status: int) -> None:
        if status == 200:
            text = _now("Gọi thử được: địa chỉ trả lời và khoá đúng. Chưa có tiền nào được ghi.")
            return messages.success(self.request, text)
        if status == 0:
            text = _now("Gọi thử không tới: địa chỉ của trang không trả lời. Xin báo đơn vị vận hành.")
            return messages.error(self.request, text)
        text = _now("Gọi thử bị từ chối (%(status)s). Khoá đã thu hồi hoặc không đúng.")
        return messages.error(self.request, text % {"status": status})
