"""What the desk refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError


class AccessRefusedError(DomainError):
    """Nobody's data was shown and nothing was written."""


class AppendOnlyError(DomainError):
    """Somebody tried to change or remove a line of the log of accesses."""

    def __init__(self) -> None:
        super().__init__(_("Sổ xem thông tin cá nhân chỉ được ghi thêm."), code="append-only")
