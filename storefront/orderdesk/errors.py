"""What the desk refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storefront import append_only
from storefront.errors import DomainError


class AccessRefusedError(DomainError):
    """Nobody's data was shown and nothing was written."""


class AppendOnlyError(append_only.AppendOnlyError):
    """Somebody tried to change or remove a line of the log of accesses."""

    words = _("Sổ xem thông tin cá nhân chỉ được ghi thêm.")
