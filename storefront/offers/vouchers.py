"""Codes in a basket: which hold now, why the others do not, and how often each was used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model

from storefront.errors import DomainError
from storefront.locks import LockedQuery
from storefront.offers.writing import normal_code
from storefront.ready_queries import ReadyQuery

MOST_IN_A_BASKET = 5


class VoucherRefusedError(DomainError):
    """The code gives nothing now; the message says why. Nothing was ordered and the basket is as it was."""


@dataclass(frozen=True)
class Code:
    """One code of a basket and its offers; `refusal` says why it does not hold now."""

    voucher: Any
    offers: tuple[Any, ...]
    refusal: VoucherRefusedError | None = None


def find_voucher(text: str) -> Any:
    """The code somebody typed. Raises `VoucherRefusedError` when there is none like it."""
    code = normal_code(text)
    voucher = get_model("voucher", "Voucher").objects.filter(code=code).first() if code else None
    if voucher is None:
        raise VoucherRefusedError(
            _("Không có mã giảm giá này. Hãy xem lại từng chữ và số."), code="voucher-unknown", field="code"
        )
    return voucher


def codes_of(basket: Any, *, at: datetime | None = None, vouchers: Iterable[Any] | None = None) -> list[Code]:
    """The codes in a basket with what stands against each; one query for a basket without any, three otherwise.

    `vouchers` are those of the basket where they were just locked: they are not read again.
    """
    found = _IN_BASKET(basket=basket.pk) if vouchers is None else list(vouchers)
    return states_of(found, at=at) if found else []


_IN_BASKET: ReadyQuery[Any] = ReadyQuery(
    lambda *, basket: get_model("voucher", "Voucher").objects.filter(basket=basket).order_by("pk")
)
_LOCKED: LockedQuery[Any] = LockedQuery(
    lambda *, pks: get_model("voucher", "Voucher").objects.filter(pk__in=pks)
)


def states_of(vouchers: Iterable[Any], *, at: datetime | None = None) -> list[Code]:
    """What holds for these codes at a moment, in two queries."""
    moment, found = at or timezone.now(), list(vouchers)
    offers: dict[int, list[Any]] = {voucher.pk: [] for voucher in found}
    links = get_model("voucher", "Voucher").offers.through.objects.filter(voucher__in=found)
    for link in links.select_related(*(f"conditionaloffer__{path}" for path in OFFER_PATHS)).order_by("pk"):
        offers[link.voucher_id].append(link.conditionaloffer)
    uses = uses_of(found)
    codes = []
    for voucher in found:
        for offer in offers[voucher.pk]:
            offer.set_voucher(voucher)
        refusal = _against(voucher, offers[voucher.pk], uses.get(voucher.pk, 0), moment)
        codes.append(Code(voucher, tuple(offers[voucher.pk]), refusal))
    return codes


#: What is read together with an offer, so that nothing is read for each line.
OFFER_PATHS = (
    "condition__range",
    "benefit__range",
    "promotion__event",
    "promotion__group",
    "promotion__producer",
)


def uses_of(vouchers: Iterable[Any], *, at: datetime | None = None) -> dict[int, int]:
    """How many purchases used each code.

    A purchase whose orders with the code are all cancelled, or are past their time to be paid, uses it no more: it is
    counted anew each time, so giving a use back needs no job and no lock.
    """
    over = Q(order__status="cancelled") | Q(
        order__status="placed", order__time_limit__lte=at or timezone.now()
    )
    applications = get_model("voucher", "VoucherApplication").objects.filter(voucher__in=list(vouchers))
    counted = (
        applications.exclude(over)
        .values("voucher_id")
        .annotate(
            purchases=Count("order__group", distinct=True), alone=Count("pk", filter=Q(order__group=None))
        )
        .order_by()
    )
    return {row["voucher_id"]: row["purchases"] + row["alone"] for row in counted}


def limit_of(voucher: Any, offers: Iterable[Any]) -> int | None:
    """How many purchases a code serves; None without a limit."""
    limits = [
        offer.promotion.uses_per_code
        for offer in offers
        if getattr(offer, "promotion", None) is not None and offer.promotion.uses_per_code
    ]
    if voucher.usage != voucher.MULTI_USE:
        limits.append(1)
    return min(limits, default=None)


def lock_codes(basket: Any) -> list[Any]:
    """Lock the basket's codes in pk order: from here on nobody else counts their uses. Before any stock row."""
    pks = [voucher.pk for voucher in _IN_BASKET(basket=basket.pk)]
    return _LOCKED(pks=pks) if pks else []


def refusal_of_codes(basket: Any) -> VoucherRefusedError | None:
    """Why a code of the basket does not hold, the first there is; None when all hold."""
    return next((code.refusal for code in codes_of(basket) if code.refusal is not None), None)


def _against(voucher: Any, offers: list[Any], uses: int, moment: datetime) -> VoucherRefusedError | None:
    """The first reason why a code does not hold at a moment."""
    when = {"code": voucher.code}
    if not offers or all(offer.is_suspended for offer in offers):
        return VoucherRefusedError(_("Mã %(code)s đã ngừng.") % when, code="voucher-stopped", field="code")
    if moment < voucher.start_datetime:
        when["when"] = _clock(voucher.start_datetime)
        words = _("Mã %(code)s dùng được từ %(when)s.") % when
        return VoucherRefusedError(words, code="voucher-not-begun", field="code")
    if moment >= voucher.end_datetime:
        when["when"] = _clock(voucher.end_datetime)
        words = _("Mã %(code)s đã hết hạn lúc %(when)s.") % when
        return VoucherRefusedError(words, code="voucher-ended", field="code")
    limit = limit_of(voucher, offers)
    if limit is not None and uses >= limit:
        words = _("Mã %(code)s đã được dùng hết.") % when
        return VoucherRefusedError(words, code="voucher-used-up", field="code")
    return None


def _clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i d/m/Y")
