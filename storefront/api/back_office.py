"""The officers' page of keys: make one, see it once, see when it was last used, revoke it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminDateInput

from storefront.api.models import WARN_DAYS, ApiToken
from storefront.api.permissions import can_revoke, scopes_for
from storefront.api.tokens import ending_soon, make_token, revoke_token
from storefront.key_desk import KeyIndex, KeyViewSet, crumbs_below

TOKENS = _("Chìa khoá API")


def _moment(name: str, label: Any, *, empty: Any) -> Column:
    def shown(token: ApiToken) -> str:
        moment = getattr(token, name)
        return date_format(timezone.localtime(moment), "d/m/Y H:i") if moment else str(empty)

    return Column(name, label=label, accessor=shown, sort_key=name)


def _end(token: ApiToken) -> str:
    return date_format(token.expires_on, "d/m/Y") if token.expires_on else _now("không đặt")


class ApiTokenForm(WagtailAdminModelForm):
    """Name, scope and end of a new key; the scopes are those its maker may hand out."""

    class Meta:
        model = ApiToken
        fields = ["name", "scope", "expires_on"]
        widgets = {"expires_on": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"] = forms.ChoiceField(
            label=_("Phạm vi"),
            choices=scopes_for(self.for_user),
            initial=ApiToken.Scope.READ,
            help_text=_("Khoá ghi vào sổ dưới tên bạn, với quyền bạn có vào lúc gọi."),
        )

    def clean_expires_on(self) -> Any:
        end = self.cleaned_data["expires_on"]
        if end is not None and end <= timezone.localdate():
            raise forms.ValidationError(_("Ngày hết hạn phải sau hôm nay."), code="expires-in-past")
        return end


class ApiTokenFilters(WagtailFilterSet):
    class Meta:
        model = ApiToken
        fields = ["scope"]


class ApiTokenIndex(KeyIndex):
    """Tells of keys that end soon, while there is time to change them."""

    default_ordering = "-created_at"
    folded = ()
    exact = ("name", "beginning", "owner__email")

    def get_base_queryset(self) -> QuerySet:
        return ApiToken.objects.select_related("owner")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.results_only and (count := ending_soon(at=timezone.now())):
            told = {"count": count, "days": WARN_DAYS}
            warning = _now(
                "%(count)s chìa khoá hết hạn trong %(days)s ngày tới. Hãy tạo khoá mới và đổi ở phần mềm trước ngày ấy."
            )
            messages.warning(request, warning % told)
        return super().get(request, *args, **kwargs)

    def may_revoke(self, key: ApiToken) -> bool:
        return can_revoke(self.request.user, key)


class ApiTokenCreate(generic.CreateView):
    """The key is shown in the answer to the form and never again: it is kept nowhere."""

    def form_valid(self, form: ApiTokenForm) -> HttpResponse:
        token, secret = make_token(**form.cleaned_data, owner=self.request.user)
        crumbs = crumbs_below(self.index_url_name, TOKENS, _now("Chìa khoá mới"))
        context = {"token": token, "secret": secret, "breadcrumbs_items": crumbs}
        response = render(self.request, "api/token_made.html", context)
        response["Cache-Control"] = "no-store"
        return response


class ApiTokenViewSet(KeyViewSet):
    model = ApiToken
    name = "chia-khoa"
    icon = "key"
    menu_label = TOKENS
    menu_order = 850
    add_to_settings_menu = True
    index_view_class = ApiTokenIndex
    add_view_class = ApiTokenCreate
    filterset_class = ApiTokenFilters
    revoke_template = "api/token_revoke.html"
    revoke_name = "token"
    revoked_words = _("Đã thu hồi chìa khoá “%(name)s”.")
    search_fields = ["name"]
    list_per_page = 50
    list_display = [
        "name",
        Column("beginning", label=_("Đầu khoá"), accessor=lambda token: f"{token.beginning}…"),
        Column("scope", label=_("Phạm vi"), accessor="get_scope_display", sort_key="scope"),
        Column("owner", label=_("Chủ khoá"), accessor="owner", sort_key="owner__email"),
        Column("state", label=_("Trạng thái"), accessor="state"),
        Column("expires_on", label=_("Hết hạn"), accessor=_end, sort_key="expires_on"),
        _moment("last_used_at", _("Dùng lần cuối"), empty=_("chưa dùng")),
        _moment("created_at", _("Tạo lúc"), empty=""),
    ]
    list_export = ["name", "beginning", "scope", "owner", "state", "expires_on", "last_used_at", "created_at"]
    export_headings = {"state": _("trạng thái")}
    export_filename = "chia-khoa-api"

    def get_form_class(self, for_update: bool = False) -> type[ApiTokenForm]:
        return ApiTokenForm

    def keys(self) -> QuerySet:
        return ApiToken.objects.select_related("owner")

    def may_revoke(self, user: Any, key: ApiToken) -> bool:
        return can_revoke(user, key)

    def revoke(self, key: ApiToken, *, by: Any) -> None:
        revoke_token(key, by=by)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(export_headings=self.export_headings, **kwargs)

    @property
    def url_finder_class(self) -> type:
        """The history of actions leads to the list."""
        return type(
            "_TokenURLFinder", (), {"__init__": lambda self, user=None: None, "get_edit_url": _list_url}
        )


def _list_url(_finder: Any, _instance: ApiToken) -> str:
    return reverse("chia-khoa:index")
