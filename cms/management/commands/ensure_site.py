"""Everything editors need on a new installation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.permissions import ensure_editor_permissions
from cms.publishing import ensure_site
from cms.workflows import ensure_story_workflow
from storefront.users.roles import ensure_roles


class Command(BaseCommand):
    help = "Tạo trang chủ, các mục, hướng dẫn, vai trò, quyền biên tập, quy trình duyệt (chạy lại được)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        home = ensure_site()
        roles = ensure_roles()
        ensure_editor_permissions(
            editors=roles["editor"], office=roles["programme_office"], trade=roles["trade_department"]
        )
        ensure_story_workflow(roles["editor"])
        self.stdout.write(f"{home.title}: {home.get_descendants().count()} trang")
