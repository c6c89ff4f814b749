"""Who may do what with codes, labels and reports."""

from __future__ import annotations

from typing import Any

_READ = ["qr.view_code", "qr.view_labelbatch", "qr.view_report"]
_KEEP = [*_READ, "qr.add_code", "qr.change_code", "qr.add_labelbatch", "qr.change_report"]

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "programme_office": _KEEP,
    "trade_department": _KEEP,
    "editor": ["qr.view_code"],
    "operator": _KEEP,
}


def can_issue_codes(user: Any) -> bool:
    """May give codes to products that have none."""
    return user.has_perm("qr.add_code")


def can_retire_codes(user: Any) -> bool:
    """May stop a code from being printed."""
    return user.has_perm("qr.change_code")


def can_print_labels(user: Any) -> bool:
    """May make label sheets; a sheet may issue the codes it lacks, so both rights are needed."""
    return user.has_perm("qr.add_labelbatch") and user.has_perm("qr.add_code")


def counts_as_staff(user: Any) -> bool:
    """Whose scans are no shopper's: whoever works in a back office."""
    return user.is_authenticated and (user.is_staff or user.has_perm("wagtailadmin.access_admin"))
