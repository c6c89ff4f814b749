"""Load the demo: real products as they are, illustrative ones that can be bought."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from storefront.demo.accounts import Account
from storefront.demo.builders import Demo
from storefront.pictures.library import make_missing


class Command(BaseCommand):
    help = "Nạp dữ liệu trình diễn. Chạy lại được: chỉ thêm phần còn thiếu, giữ nguyên dữ liệu đã có."

    def handle(self, *args: Any, **options: Any) -> None:
        with (
            translation.override("vi"),
            quiet("wagtail"),
            quiet("storefront.purchases"),
            quiet("storefront.complaints"),
        ):
            self._load()

    def _load(self) -> None:
        began = monotonic()
        demo = Demo()
        for step in demo.steps():
            done = _("%(count)s mới") % {"count": step.count} if step.count else _("đủ")
            self.stdout.write(f"  {step.label:<42} {done:>9}  {_seconds(step.seconds):>8}")
        total = _seconds(monotonic() - began)
        self.stdout.write(self.style.SUCCESS(_("Xong trong %(seconds)s.") % {"seconds": total}))
        self._have_pictures_made()
        self._tell_accounts(demo.accounts)

    def _have_pictures_made(self) -> None:
        """Leave the drawing in all sizes to the worker; without one the shop shows the drawings as they are."""
        if "Immediate" in settings.TASKS["pictures"]["BACKEND"]:
            self.stdout.write(
                _("Làm ảnh các cỡ cho trang nhẹ hơn: python manage.py make_renditions --missing")
            )
        else:
            make_missing.enqueue()

    def _tell_accounts(self, accounts: list[Account]) -> None:
        if accounts:
            self.stdout.write(_("Tài khoản trình diễn, mật khẩu chỉ hiện một lần này:"))
            for account in accounts:
                self.stdout.write(f"  {account.email:<34} {account.password}  {account.role}")
        else:
            self.stdout.write(_("Tài khoản trình diễn đã có từ lần nạp đầu."))
        self.stdout.write(_("Đặt lại mật khẩu: python manage.py changepassword <thư điện tử>"))


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Keep a logger to warnings meanwhile: every published page would tell three lines between ours."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _seconds(seconds: float) -> str:
    return _("%(seconds)s giây") % {"seconds": f"{seconds:.1f}".replace(".", ",")}
