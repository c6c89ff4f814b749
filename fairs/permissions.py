"""Who may plan what: fairs and sales points are the trade department's, livestreams also the office's."""

from __future__ import annotations


def _rights(*models: str, actions: tuple[str, ...] = ("view", "add", "change", "delete")) -> list[str]:
    return [f"fairs.{action}_{model}" for model in models for action in actions]


FAIRS = ("fair", "boothcategory", "booth", "fairproduct")
LIVESTREAMS = ("livestreamseries", "livestreamsession", "livestreamitem", "livestreamhost")
SALES_POINTS = ("salespoint", "salespointkind", "salespointstock")

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "trade_department": _rights(*FAIRS, *LIVESTREAMS, *SALES_POINTS),
    "programme_office": [
        *_rights(*LIVESTREAMS),
        *_rights(*FAIRS, *SALES_POINTS, actions=("view",)),
    ],
    "operator": _rights(*FAIRS, *LIVESTREAMS, *SALES_POINTS, actions=("view",)),
}
