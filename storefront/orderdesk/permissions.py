"""Who works at the desk: the operator moves and may ask for a shopper's data, the department looks at orders only."""

from __future__ import annotations

from typing import Any

READ = "order.view_order"
MOVE = "orderdesk.move_order"
SEE_SHOPPER = "orderdesk.see_shopper"
SEE_TRANSFERS = "orderdesk.see_transfer_sums"
SEE_LOG = "orderdesk.view_personaldataaccess"
READ_CONSENTS = "privacy.view_consent"
SEE_CONSENTER = "orderdesk.see_consenter"
SEE_CONSENT_LOG = "orderdesk.view_consentaccess"

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "operator": [READ, MOVE, SEE_SHOPPER, SEE_TRANSFERS, SEE_LOG, SEE_CONSENTER, SEE_CONSENT_LOG],
    "trade_department": [READ],
}


def can_read_orders(user: Any) -> bool:
    """Whether `user` may see orders of every producer, without personal data."""
    return user.has_perm(READ)


def can_move(user: Any) -> bool:
    """Whether `user` may make the operator's moves."""
    return user.has_perms([READ, MOVE])


def can_see_shopper(user: Any) -> bool:
    """Whether `user` may, for a reason that is written down, see who bought."""
    return user.has_perms([READ, SEE_SHOPPER])


def can_see_consenter(user: Any) -> bool:
    """Whether `user` may, for a reason that is written down, see the address of a consent."""
    return user.has_perms([READ_CONSENTS, SEE_CONSENTER])
