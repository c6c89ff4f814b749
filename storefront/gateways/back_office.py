"""The operator's pages: keys of bank news (made, shown once, revoked) and payments at a gateway (only looked at)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from storefront.gateways.hooks import HookRefusedError, address_of, make_hook, revoke_hook
from storefront.gateways.models import BankHook, PaymentAttempt
from storefront.gateways.permissions import CHANGE
from storefront.key_desk import KeyIndex, KeyViewSet, crumbs_below
from storefront.officer_lists import OfficerList
from storefront.purchases.back_office import ReadOnlyPolicy
from storefront.vietnamese import format_dong

register_permission_policy(PaymentAttempt, ReadOnlyPolicy(PaymentAttempt))
HOOKS = _("Khoá báo tiền về")


def _moment(name: str, label: Any) -> Column:
    def shown(row: Any) -> str:
        moment = getattr(row, name)
        return date_format(timezone.localtime(moment), "H:i d/m/Y") if moment else "–"

    return Column(name, label=label, accessor=shown, sort_key=name)


class BankHookForm(WagtailAdminModelForm):
    """Whose account, which service; payOS' own key is typed in and never shown again."""

    secret = forms.CharField(
        label=_("Khoá kiểm tra của payOS"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Chỉ cần cho payOS. Khoá của SePay do trang này tạo ra."),
    )

    class Meta:
        model = BankHook
        fields = ["producer", "channel"]


class BankHookFilters(WagtailFilterSet):
    class Meta:
        model = BankHook
        fields = ["channel", "producer"]


class BankHookIndex(KeyIndex):
    default_ordering = "-made_at"
    folded = ("producer__name_folded",)

    def get_base_queryset(self) -> QuerySet:
        return BankHook.objects.select_related("producer")

    def may_revoke(self, key: BankHook) -> bool:
        return key.revoked_at is None and self.request.user.has_perm(CHANGE)


class BankHookCreate(generic.CreateView):
    """Address and secret are shown in the answer to the form, the secret never again."""

    def form_valid(self, form: BankHookForm) -> HttpResponse:
        told = form.cleaned_data
        try:
            hook, secret = make_hook(
                channel=told["channel"],
                producer=told["producer"],
                secret=told["secret"],
                by=self.request.user,
            )
        except HookRefusedError as refusal:
            self.produced_error_message = None
            form.add_error(refusal.field or None, refusal.message)
            return self.form_invalid(form)
        context = {
            "hook": hook,
            "secret": secret if hook.channel == BankHook.Channel.SEPAY else "",
            "address": address_of(hook),
            "breadcrumbs_items": crumbs_below(self.index_url_name, HOOKS, _now("Khoá mới")),
        }
        response = render(self.request, "gateways/back_office/hook_made.html", context)
        response["Cache-Control"] = "no-store"
        return response


class BankHookViewSet(KeyViewSet):
    model = BankHook
    name = "khoa-bao-tien"
    icon = "key"
    menu_label = HOOKS
    index_view_class = BankHookIndex
    add_view_class = BankHookCreate
    filterset_class = BankHookFilters
    revoke_template = "gateways/back_office/hook_revoke.html"
    revoke_name = "hook"
    revoked_words = _("Đã thu hồi khoá “%(name)s”.")
    search_fields = ["producer__name_folded"]
    list_display = [
        Column("account", label=_("Tài khoản của"), accessor="account_label"),
        Column("channel", label=_("Dịch vụ"), accessor="get_channel_display", sort_key="channel"),
        Column("state", label=_("Trạng thái"), accessor="state_label"),
        _moment("last_told_at", _("Báo lần cuối")),
        _moment("made_at", _("Tạo lúc")),
    ]
    list_export = ["producer", "channel", "made_at", "last_told_at", "revoked_at"]
    export_filename = "khoa-bao-tien"

    def get_form_class(self, for_update: bool = False) -> type[BankHookForm]:
        return BankHookForm

    def keys(self) -> QuerySet:
        return BankHook.objects.select_related("producer")

    def may_revoke(self, user: Any, key: BankHook) -> bool:
        return user.has_perm(CHANGE)

    def revoke(self, key: BankHook, *, by: Any) -> None:
        revoke_hook(key)


class PaymentAttemptFilters(WagtailFilterSet):
    class Meta:
        model = PaymentAttempt
        fields = {"state": ["exact"], "begun_at": ["date__gte", "date__lte"]}


class PaymentAttemptIndex(OfficerList):
    default_ordering = "-begun_at"
    folded = ()
    exact = ("reference", "transaction")

    def get_base_queryset(self) -> QuerySet:
        return PaymentAttempt.objects.select_related("group")


class PaymentAttemptViewSet(ModelViewSet):
    model = PaymentAttempt
    name = "lan-tra-qua-cong"
    icon = "history"
    menu_label = _("Trả qua VNPay")
    index_view_class = PaymentAttemptIndex
    filterset_class = PaymentAttemptFilters
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = ["reference"]
    list_display = [
        "reference",
        Column("group", label=_("Lượt mua"), accessor="group"),
        NumberColumn("amount", label=_("Số tiền"), accessor=lambda one: format_dong(one.amount)),
        Column("state", label=_("Trạng thái"), accessor="get_state_display", sort_key="state"),
        Column("transaction", label=_("Mã giao dịch VNPay"), accessor="transaction"),
        _moment("begun_at", _("Bắt đầu")),
        _moment("told_at", _("VNPay báo lúc")),
    ]
    list_export = ["reference", "group", "amount", "state", "code", "transaction", "begun_at", "told_at"]
    export_filename = "tra-qua-vnpay"
    form_fields = ["state"]


class PaymentGroup(ModelViewSetGroup):
    menu_label = _("Cổng thanh toán")
    menu_icon = "link"
    menu_order = 250
    items = (BankHookViewSet, PaymentAttemptViewSet)
