"""Who puts gift baskets together."""

from __future__ import annotations

_ALL = [f"gifts.{right}_giftbasket" for right in ("add", "change", "delete", "view")]

ROLE_PERMISSIONS: dict[str, list[str]] = {"editor": _ALL, "operator": _ALL, "trade_department": _ALL}
