"""Proving that a telephone or an e-mail address is one's own: a code of six digits goes there and comes back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from storefront.accounts.models import OneTimeCode
from storefront.channels.base import Channel, ChannelError, Message, Recipient, channels
from storefront.errors import DomainError
from storefront.limits import count_try
from storefront.vietnamese import normalise_phone

MINUTES = 10
_GUESSES = 5
#: Codes sent to one address in a quarter of an hour and in a day, and asked for by one network in an hour.
_SENDS, _SENDS_PERIOD = 3, 900
_SENDS_DAY, _DAY = 10, 86_400
_ASKS, _ASKS_PERIOD = 20, 3600
_SALT = "storefront.accounts.codes"


@dataclass(frozen=True)
class Address:
    """Where a code goes: a telephone in E.164 form, or an e-mail address in lower case."""

    text: str

    @property
    def is_phone(self) -> bool:
        return self.text.startswith("+")

    @property
    def recipient(self) -> Recipient:
        return Recipient(name="", phone=self.text) if self.is_phone else Recipient(name="", email=self.text)


def can_text() -> bool:
    """Whether a code can be sent to a telephone: a channel other than letters is in use and has its gateway."""
    return _carrier(Address("+84912345678")) is not None


def read_address(typed: str) -> Address:
    """Read what was typed. Raises `DomainError` (`address-invalid`, `phone-not-offered`)."""
    typed = typed.strip()
    if "@" in typed:
        try:
            validate_email(typed)
        except ValidationError as error:
            raise DomainError(
                _("Địa chỉ thư chưa đúng, ví dụ ten@thu.vn."), code="address-invalid"
            ) from error
        return Address(typed.lower())
    address = Address(normalise_phone(typed))
    if _carrier(address) is None:
        raise DomainError(
            _("Trang này chưa gửi được tin nhắn. Hãy dùng địa chỉ thư."), code="phone-not-offered"
        )
    return address


def send_code(address: Address, *, browser: str, network: str) -> None:
    """Send a new code to `address`, good for this `browser` (a random mark) alone; an earlier one is void.

    Says nothing about whether there is an account. Raises `TooOftenError`, or `DomainError` (`not-sent`).
    """
    count_try("account-code-network", network, most=_ASKS, seconds=_ASKS_PERIOD)
    count_try("account-code", address.text, most=_SENDS, seconds=_SENDS_PERIOD)
    count_try("account-code-day", address.text, most=_SENDS_DAY, seconds=_DAY)
    code = f"{secrets.randbelow(10**6):06d}"
    now = timezone.now()
    OneTimeCode.objects.filter(expires_at__lt=now).delete()
    OneTimeCode.objects.update_or_create(
        mark=_mark(address, browser),
        defaults={
            "proof": _proof(address, code, browser),
            "expires_at": now + timedelta(minutes=MINUTES),
            "tries": 0,
        },
    )
    carrier = _carrier(address)
    try:
        if carrier is None:
            raise ChannelError("no channel")
        carrier.send(address.recipient, _message(code))
    except ChannelError as error:
        OneTimeCode.objects.filter(mark=_mark(address, browser)).delete()
        raise DomainError(_("Chưa gửi được mã. Hãy thử lại sau ít phút."), code="not-sent") from error


def is_proven(address: Address, code: str, *, browser: str) -> bool:
    """Use up the code: True once, for the right one in time. Each guess counts before it is compared."""
    now = timezone.now()
    open_ones = OneTimeCode.objects.filter(
        mark=_mark(address, browser), expires_at__gt=now, tries__lt=_GUESSES
    )
    if not open_ones.update(tries=F("tries") + 1):
        return False
    proof = _proof(address, code, browser)
    sent = OneTimeCode.objects.filter(mark=_mark(address, browser)).first()
    if sent is None or not constant_time_compare(sent.proof, proof):
        return False
    return bool(OneTimeCode.objects.filter(pk=sent.pk, proof=proof).delete()[0])


def _carrier(address: Address) -> Channel | None:
    wanted = [channel for channel in channels() if (channel.code == "email") != address.is_phone]
    return next((channel for channel in wanted if channel.reaches(address.recipient)), None)


def _message(code: str) -> Message:
    told = {"code": code, "minutes": MINUTES}
    text = _("Mã đăng nhập Sao Làng: %(code)s. Dùng trong %(minutes)s phút, không đưa cho ai.") % told
    return Message(subject=_("Mã đăng nhập Sao Làng"), short=text, text=text)


def _mark(address: Address, browser: str) -> str:
    return salted_hmac(f"{_SALT}.mark", f"{address.text} {browser}", algorithm="sha256").hexdigest()


def _proof(address: Address, code: str, browser: str) -> str:
    return salted_hmac(f"{_SALT}.proof", f"{address.text} {code} {browser}", algorithm="sha256").hexdigest()
