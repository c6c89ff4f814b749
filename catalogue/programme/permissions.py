"""Who may see which producer was told. The pages themselves ask for the rights of the ledger."""

from __future__ import annotations

_VIEW = ["programme.view_renewalnotice"]

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "programme_office": _VIEW,
    "trade_department": _VIEW,
    "operator": _VIEW,
}
