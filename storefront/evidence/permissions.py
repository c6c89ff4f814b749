"""Who may see what a product can prove: the offices that keep its papers and its ledger, and its own producer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from storefront.evidence.dossier import products_with_place

_RIGHTS = ("certification.view_ledgerentry", "producers.view_compliancedocument")

#: No rights of its own: both come with the work in the ledger and on the papers.
ROLE_PERMISSIONS: dict[str, list[str]] = {}


def can_see_all_evidence(user: Any) -> bool:
    """Whether `user` may see every product's dossier: programme office and trade department."""
    return user.has_perms(_RIGHTS)


def own_products(user: Any) -> QuerySet:
    """The products whose dossier a producer's login may see: those of its producers, and no other."""
    if not user.is_authenticated:
        return products_with_place().none()
    return products_with_place().filter(producer__users=user)
