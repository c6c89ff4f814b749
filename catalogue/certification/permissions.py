"""Who may do what in the ledger. Rights are Django permissions; roles are groups of them."""

from __future__ import annotations

from typing import Any

#: What an officer can do about a product, and the right each asks for.
RIGHTS = {
    "evaluate": "certification.record_evaluation",
    "recognise": "certification.record_recognition",
    "extend": "certification.record_extension",
    "revoke": "certification.record_revocation",
    "correct": "certification.record_correction",
}

_VIEW = ["certification.view_decision", "certification.view_ledgerentry", "certification.view_sourcefile"]

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "programme_office": [
        *_VIEW,
        "certification.add_decision",
        "certification.change_decision",
        *RIGHTS.values(),
        "certification.accept_exception",
    ],
    "trade_department": _VIEW,
    "operator": _VIEW,
}


def can_record(user: Any, act: str) -> bool:
    """Whether `user` may do `act` (a key of RIGHTS) in the ledger."""
    return user.has_perm(RIGHTS[act])


def can_read_ledger(user: Any) -> bool:
    """Whether `user` may read every entry, with who recorded it."""
    return user.has_perm("certification.view_ledgerentry")


def can_change_decision(user: Any, decision: Any) -> bool:
    """Whether `user` may still change `decision`: only while no entry speaks of it."""
    return user.has_perm("certification.change_decision") and not decision.entries.exists()
