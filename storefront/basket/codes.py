"""Codes typed into the basket. A code that gives nothing does not get in, and the message says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from storefront.basket.gate import only_where_sold
from storefront.dong import whole_dong
from storefront.errors import DomainError
from storefront.limits import count_try
from storefront.networks import client_network
from storefront.offers.vouchers import MOST_IN_A_BASKET, Code, VoucherRefusedError, find_voucher, states_of
from storefront.purchases.shares import Share, shares_of
from storefront.told import money

#: Codes typed from one network in a period of seconds: enough for a crowd at a fair, too few to guess one.
_TRIES, _PERIOD = 30, 900


@dataclass(frozen=True)
class ToldCode:
    """A code of the basket as shown: what it takes off the goods, or why it does not hold."""

    pk: int
    code: str
    name: str
    taken: int
    is_delivery: bool
    refusal: str | Promise


def told_codes(basket: Any, shares: Sequence[Share]) -> list[ToldCode]:
    """The codes of a basket whose shares have been read; no queries."""
    return [_told(code, shares) for code in getattr(basket, "codes", [])]


def _told(code: Code, shares: Sequence[Share]) -> ToldCode:
    given = _applications(code.voucher, shares)
    name = next((offer.name for offer in code.offers), "")
    refusal: str | Promise = code.refusal.message if code.refusal else ""
    return ToldCode(
        pk=code.voucher.pk,
        code=code.voucher.code,
        name=name,
        taken=sum(whole_dong(application["discount"]) for application in given),
        is_delivery=any(application["result"].affects_shipping for application in given),
        refusal=refusal or ("" if given else _("Chưa áp dụng cho món nào trong giỏ.")),
    )


def _applications(voucher: Any, shares: Sequence[Share]) -> list[dict[str, Any]]:
    return [
        application
        for share in shares
        for application in share.basket.offer_applications
        if application["voucher"] == voucher
    ]


@require_POST
@never_cache
@only_where_sold
def add_code(request: HttpRequest) -> HttpResponse:
    """Put the code typed into the basket, or say why not; the basket's page shows what it takes off."""
    try:
        voucher = _add(request, request.POST.get("code", "")[:64])
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Đã áp dụng mã %(code)s.") % {"code": voucher.code})
    return redirect("basket:summary")


@require_POST
@never_cache
@only_where_sold
def remove_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a code out of the basket."""
    basket = request.basket
    voucher = basket.vouchers.filter(pk=pk).first() if basket.pk else None
    if voucher is None:
        messages.info(request, _("Mã này không còn trong giỏ."))
    else:
        basket.vouchers.remove(voucher)
        messages.success(request, _("Đã bỏ mã %(code)s.") % {"code": voucher.code})
    return redirect("basket:summary")


def _add(request: HttpRequest, text: str) -> Any:
    """Raises `VoucherRefusedError` or `TooOftenError`; the basket is then as it was."""
    count_try("voucher-code", client_network(request), most=_TRIES, seconds=_PERIOD)
    basket = request.basket
    if not (basket.pk and basket.num_lines):
        raise VoucherRefusedError(_("Hãy chọn hàng trước rồi nhập mã."), code="basket-empty", field="code")
    voucher = find_voucher(text)
    inside = list(basket.vouchers.values_list("pk", flat=True))
    if voucher.pk in inside:
        raise VoucherRefusedError(
            _("Mã %(code)s đã có trong giỏ.") % {"code": voucher.code},
            code="voucher-already-in",
            field="code",
        )
    if len(inside) >= MOST_IN_A_BASKET:
        words = _("Mỗi giỏ dùng nhiều nhất %(most)d mã.") % {"most": MOST_IN_A_BASKET}
        raise VoucherRefusedError(words, code="voucher-too-many", field="code")
    [state] = states_of([voucher])
    if state.refusal is not None:
        raise state.refusal
    with transaction.atomic():
        basket.vouchers.add(voucher)
        shares = shares_of(basket, user=request.user)
        if not _applications(voucher, shares):
            raise VoucherRefusedError(_why_nothing(state, shares), code="voucher-not-for-these", field="code")
    return voucher


def _why_nothing(state: Code, shares: Sequence[Share]) -> str:
    """Why a code that holds takes nothing off: other goods, too little, or a price already reduced."""
    promotion = next((getattr(offer, "promotion", None) for offer in state.offers), None)
    told = {"code": state.voucher.code}
    if any(share.basket.offer_applications.offers for share in shares):
        return _("Mã %(code)s không dùng thêm được: món phù hợp đã được giảm theo cách khác.") % told
    if promotion is not None and promotion.minimum:
        told["amount"] = money(promotion.minimum)
        return _("Mã %(code)s dùng cho đơn từ %(amount)s hàng phù hợp của một chủ thể.") % told
    return _("Mã %(code)s không áp dụng cho món nào trong giỏ.") % told
