"""What the desks share: days as days, forms that answer when a rule says no."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from storefront.errors import DomainError


class DayColumn(Column):
    """A day or a moment as it stands in a calendar; Wagtail's own column says only how long ago."""

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        if isinstance(value, datetime):
            return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
        return f"{value:%d/%m/%Y}" if value else "–"


class ObeysRules:
    """A form view that asks the process module before it saves, and shows its refusal on the form."""

    def check_rules(self, form: Any) -> None:
        """Raise `DomainError` when what the form would save breaks a rule; runs inside the transaction."""

    def save_instance(self) -> Any:
        self.check_rules(self.form)
        return super().save_instance()

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except DomainError as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, ValidationError(str(refusal.message), code=refusal.code))
            self.produced_error_code = refusal.code
            self.produced_error_message = str(refusal.message)
            return self.form_invalid(form)


class ShowsPublicPage:
    """An edit view with a way to the page the public sees."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        page = Button(
            _("Xem trang công khai"), url=self.object.get_absolute_url(), icon_name="view", priority=5
        )
        return [page, *super().header_more_buttons]


def kept_children(form: Any, name: str, *, only_new: bool = False) -> list[Any]:
    """Return the objects an inline panel would keep, in order; `only_new` leaves out those saved before."""
    formset = form.formsets[name]
    gone = set(map(id, formset.deleted_forms))
    rows = [row for row in formset.forms if id(row) not in gone and (row.has_changed() or row.instance.pk)]
    if formset.can_order:
        rows.sort(key=lambda row: row.cleaned_data.get("ORDER") or 0)
    return [row.instance for row in rows if not (only_new and row.instance.pk)]
