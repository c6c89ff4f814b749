"""Everything a shopper needs to pay one order by bank transfer: the picture and the fields to copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from storefront.dong import whole_dong
from storefront.payment.banks import bank_name, banks
from storefront.payment.payees import payee_of
from storefront.payment.picture import qr_svg
from storefront.payment.vietqr import build_payload


@dataclass(frozen=True)
class Transfer:
    """One VietQR. `payable` is False for made-up producers and for banks that do not exist."""

    bank: str
    account: str
    holder: str
    amount: int
    memo: str
    payload: str
    picture: SafeString
    payable: bool


def transfer_for(order: Any) -> Transfer | None:
    """Return how to pay `order` into its seller's account, or None when it is not to be paid that way."""
    payee = payee_of(order)
    if order.payment_method != "vietqr" or payee is None or not payee.takes_transfers:
        return None
    amount = whole_dong(order.total_incl_tax)
    payload = build_payload(bin=payee.bank_bin, account=payee.bank_account, amount=amount, memo=order.number)
    return Transfer(
        bank=bank_name(payee.bank_bin),
        account=payee.bank_account,
        holder=payee.bank_holder or payee.name,
        amount=amount,
        memo=order.number,
        payload=payload,
        picture=qr_svg(payload, label=_("Mã VietQR của đơn %(number)s") % {"number": order.number}),
        payable=not payee.illustrative and payee.bank_bin in banks(),
    )
