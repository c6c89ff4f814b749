"""What the groups of goods are called on English pages. The groups themselves are the decision's."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from catalogue.models import Category
from storefront.officer_lists import OfficerList
from storefront.vietnamese import fold


class NoNewGroups(ModelPermissionPolicy):
    """Groups are named, not added or deleted: rule sets and products hang on the tree."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "change"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Category, NoNewGroups(Category))


class GroupIndex(OfficerList):
    default_ordering = "path"

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().order_by("path")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Without accents, in both languages; a tree of a few dozen needs no column for it."""
        words = fold(self.search_query or "").split()
        if not words:
            return queryset
        said = {group.pk: fold(f"{group.name} {group.name_en}") for group in queryset}
        return queryset.filter(pk__in=[pk for pk, names in said.items() if all(w in names for w in words)])


class GroupViewSet(ModelViewSet):
    """The tree of groups in its order; only the English name is typed here."""

    model = Category
    name = "nganh"
    icon = "folder-open-inverse"
    menu_label = _("Ngành")
    index_view_class = GroupIndex
    list_display = ["name", Column("name_en", label=_("Tên tiếng Anh"), accessor="name_en")]
    list_export = ["name", "name_en"]
    export_filename = "nganh"
    copy_view_enabled = False
    add_to_reference_index = False
    panels = [FieldPanel("name", read_only=True), FieldPanel("name_en")]
