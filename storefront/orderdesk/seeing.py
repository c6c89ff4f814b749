"""Showing who bought, or who agreed: only for a reason, and only after that is written down."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.order.models import Order
from storefront.orderdesk.errors import AccessRefusedError
from storefront.orderdesk.models import ConsentAccess, PersonalDataAccess
from storefront.orderdesk.permissions import can_see_consenter, can_see_shopper
from storefront.privacy.models import Consent
from storefront.vietnamese import display_phone

logger = logging.getLogger(__name__)
SHORTEST_REASON, LONGEST_REASON = 10, 300


@dataclass(frozen=True)
class ShopperShown:
    """What one look shows."""

    name: str
    phone: str
    email: str
    address: str
    note: str


def show_shopper(order: Order, *, by: Any, reason: str, at: datetime | None = None) -> ShopperShown:
    """Write down that `by` looks at the order's shopper for `reason`, then return what is looked at.

    Raises `AccessRefusedError`, with nothing written, for somebody without the right or for a reason of fewer than ten
    characters.
    """
    if not can_see_shopper(by):
        raise AccessRefusedError(_("Bạn không có quyền xem thông tin người mua."), code="not-allowed")
    told = _reason(reason)
    with transaction.atomic():
        PersonalDataAccess.objects.create(user=by, order=order, reason=told, at=at or timezone.now())
        logger.info("shopper shown", extra={"order": order.number, "by": by.pk})
        group = order.group
        return ShopperShown(
            name=group.shopper_name,
            phone=_phone(group.phone),
            email=group.email,
            address=group.address_label,
            note=group.note,
        )


def show_consenter(consent: Consent, *, by: Any, reason: str) -> tuple[str, str]:
    """Write down that `by` looks at the address of a consent for `reason`, then return its e-mail and telephone.

    Raises `AccessRefusedError` as `show_shopper` does.
    """
    if not can_see_consenter(by):
        raise AccessRefusedError(_("Bạn không có quyền xem địa chỉ của người đã đồng ý."), code="not-allowed")
    ConsentAccess.objects.create(user=by, consent=consent, reason=_reason(reason))
    logger.info("consenter shown", extra={"consent": consent.pk, "by": by.pk})
    return consent.email, _phone(consent.phone)


def _reason(reason: str) -> str:
    """The reason with its spaces in order. Raises `AccessRefusedError` for one too short or too long."""
    told = " ".join(reason.split())
    if not SHORTEST_REASON <= len(told) <= LONGEST_REASON:
        message = _("Hãy ghi lý do, từ %(least)s đến %(most)s ký tự.") % {
            "least": SHORTEST_REASON,
            "most": LONGEST_REASON,
        }
        raise AccessRefusedError(message, code="reason-missing", field="reason")
    return told


def _phone(phone: str) -> str:
    """As people read it; data that was blanked is shown as it stands."""
    return display_phone(phone) if phone.startswith("+84") else phone
