"""Create the role groups of the back office and bring their permissions up to date."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from storefront.users.roles import ensure_roles


class Command(BaseCommand):
    help = "Tạo các nhóm vai trò của trang quản trị và cập nhật quyền của chúng (chạy lại được)."

    def handle(self, *args: Any, **options: Any) -> None:
        for role, group in ensure_roles().items():
            self.stdout.write(f"{role}: {group.name}, {group.permissions.count()} quyền")
