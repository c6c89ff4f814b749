"""VietQR: the text inside the QR code a banking app scans to fill in a transfer (NAPAS 247). Pure.

EMVCo merchant-presented TLV: tag 38 with GUID A000000727 names the bank (BIN) and account or card, 54 the
amount in whole đồng, 62-08 the memo, 63 a CRC-16/CCITT-FALSE over everything before it, its own tag and
length included. Reading is strict: every length must add up on every level, because a lenient reader sends
money to an account with a digit missing.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError
from storefront.vietnamese import fold

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
TO_CARD = "QRIBFTTC"
MEMO_LENGTH = 25
AMOUNT_LENGTH = 13

_TRANSFER = "38"
_ADDITIONAL = "62"
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_BIN = re.compile(r"[0-9]{6}")
_AMOUNT = re.compile(r"[1-9][0-9]{0,12}")
_MEMO = re.compile(r"[0-9A-Za-z .\-]{0,25}")
_HEX = re.compile(r"[0-9A-Fa-f]{4}")
_LENGTH = re.compile(r"[0-9]{2}")


class VietQRError(DomainError):
    """A payload that cannot be built or must not be trusted. Codes: bin, account, amount, memo, crc, length, field."""


@dataclass(frozen=True)
class VietQR:
    """What a payload says. `bin` and `account` are None when it is some other kind of payment QR."""

    method: str
    guid: str | None = None
    bin: str | None = None
    account: str | None = None
    service: str | None = None
    currency: str | None = None
    amount: int | None = None
    country: str | None = None
    merchant_name: str | None = None
    additional: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_transfer(self) -> bool:
        """Whether it is a NAPAS 247 transfer to an account or card."""
        return self.guid == GUID

    @property
    def memo(self) -> str:
        """The purpose of the transfer (62-08), empty when there is none."""
        return self.additional.get("08", "")


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE of the UTF-8 bytes as four upper-case hex digits, leading zeros kept."""
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def fold_memo(text: str) -> str:
    """Return a memo as banks pass it on: ASCII letters, digits, blank, dot and hyphen, at most 25 characters.

    Marks are dropped (đ becomes d) from NFC and NFD text alike; case is kept.
    """
    kept = []
    for letter in text:
        bare = fold(letter) if not letter.isascii() else letter
        kept.append(bare.upper() if letter.isupper() else bare)
    ascii_only = re.sub(r"[^0-9A-Za-z .\-]+", " ", "".join(kept))
    return re.sub(r" {2,}", " ", ascii_only).strip()[:MEMO_LENGTH].rstrip()


def build_payload(*, bin: str, account: str, amount: int | None, memo: str, card: bool = False) -> str:
    """Return the payload of a transfer of `amount` đồng (None: the payer types it) to an account or card.

    `memo` is folded and cut to 25 characters first. Raises `VietQRError` for a BIN that is not six digits, an
    account outside `[0-9A-Za-z]{1,19}`, an amount that is not a positive whole number of at most 13 digits.
    """
    if not _BIN.fullmatch(bin):
        raise VietQRError(_("Mã ngân hàng (BIN) gồm đúng 6 chữ số."), code="bin", field="bank_bin")
    if not _ACCOUNT.fullmatch(account):
        raise VietQRError(
            _("Số tài khoản gồm 1 đến 19 chữ số hoặc chữ cái không dấu."),
            code="account",
            field="bank_account",
        )
    if amount is not None and (
        isinstance(amount, bool) or not isinstance(amount, int) or not _AMOUNT.fullmatch(str(amount))
    ):
        raise VietQRError(_("Số tiền phải là số đồng nguyên, lớn hơn 0."), code="amount", field="amount")
    bank = _tlv("00", bin) + _tlv("01", account)
    transfer = _tlv("00", GUID) + _tlv("01", bank) + _tlv("02", TO_CARD if card else TO_ACCOUNT)
    text = _tlv("00", "01") + _tlv("01", "11" if amount is None else "12") + _tlv(_TRANSFER, transfer)
    text += _tlv("53", "704") + ("" if amount is None else _tlv("54", str(amount))) + _tlv("58", "VN")
    folded = fold_memo(memo)
    if folded:
        text += _tlv(_ADDITIONAL, _tlv("08", folded))
    text += "6304"
    return text + crc(text)


def parse_payload(text: str) -> VietQR:
    """Read a payload strictly.

    Other EMVCo payment codes (VNPAY-QR, wallets) are read too, with `is_transfer` False. Raises `VietQRError`:
    `crc` when the check sum is absent or wrong, `length` when a length on any level does not add up, `field`,
    `bin`, `account`, `amount` or `memo` when a value has the wrong form.
    """
    if (
        len(text) < 8
        or text[-8:-4] != "6304"
        or not _HEX.fullmatch(text[-4:])
        or crc(text[:-4]) != text[-4:].upper()
    ):
        raise VietQRError(_("Mã VietQR bị hỏng: tổng kiểm tra không khớp."), code="crc")
    fields = _read_tlv(text)
    if fields.get("00") != "01" or "01" not in fields or list(fields)[-1] != "63":
        raise VietQRError(_("Mã không theo dạng VietQR."), code="field")
    additional = _read_tlv(fields[_ADDITIONAL]) if _ADDITIONAL in fields else {}
    return VietQR(
        method=fields["01"],
        **_read_transfer(fields),
        currency=fields.get("53"),
        amount=_read_amount(fields.get("54")),
        country=fields.get("58"),
        merchant_name=fields.get("59"),
        additional=MappingProxyType(additional),
    )


def _tlv(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _read_tlv(text: str) -> dict[str, str]:
    """Fields of one level by tag; lengths count characters and must end exactly with the text."""
    fields: dict[str, str] = {}
    at = 0
    while at < len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (_LENGTH.fullmatch(tag) and _LENGTH.fullmatch(length)) or tag in fields:
            raise VietQRError(_("Mã VietQR bị hỏng: độ dài các phần không khớp."), code="length")
        value = text[at + 4 : at + 4 + int(length)]
        if len(value) != int(length) or not value:
            raise VietQRError(_("Mã VietQR bị hỏng: độ dài các phần không khớp."), code="length")
        fields[tag] = value
        at += 4 + len(value)
    return fields


def _read_transfer(fields: Mapping[str, str]) -> dict[str, str | None]:
    """The bank transfer of tag 38; for other schemes the GUID of tag 26 and nothing else."""
    if _TRANSFER not in fields:
        other = _read_tlv(fields["26"]) if "26" in fields else {}
        return {"guid": other.get("00"), "bin": None, "account": None, "service": None}
    transfer = _read_tlv(fields[_TRANSFER])
    if transfer.get("00") != GUID:
        raise VietQRError(_("Mã không phải chuyển khoản NAPAS 247."), code="field")
    bank = _read_tlv(transfer.get("01", ""))
    if set(bank) != {"00", "01"} or not _BIN.fullmatch(bank["00"]):
        raise VietQRError(_("Mã ngân hàng (BIN) gồm đúng 6 chữ số."), code="bin")
    if not _ACCOUNT.fullmatch(bank["01"]):
        raise VietQRError(_("Số tài khoản trong mã VietQR không hợp lệ."), code="account")
    if (
        transfer.get("02") not in {TO_ACCOUNT, TO_CARD}
        or fields.get("53") != "704"
        or fields.get("58") != "VN"
    ):
        raise VietQRError(_("Mã không phải chuyển khoản NAPAS 247."), code="field")
    memo = _read_tlv(fields[_ADDITIONAL]).get("08", "") if _ADDITIONAL in fields else ""
    if not _MEMO.fullmatch(memo):
        raise VietQRError(_("Nội dung chuyển khoản dài quá 25 ký tự hoặc có ký tự lạ."), code="memo")
    return {"guid": GUID, "bin": bank["00"], "account": bank["01"], "service": transfer["02"]}


def _read_amount(text: str | None) -> int | None:
    if text is None:
        return None
    if not _AMOUNT.fullmatch(text):
        raise VietQRError(_("Số tiền trong mã VietQR phải là số đồng nguyên, lớn hơn 0."), code="amount")
    return int(text)
