"""From an offer to codes. Nobody edits Oscar's rows by hand."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model

from storefront.codes import ALPHABET
from storefront.errors import DomainError
from storefront.offers.models import Promotion

MOST_AT_ONCE = 2_000
_CODE = re.compile(r"[0-9A-Z]{4,32}")
_LENGTH = 10


class CodeRefusedError(DomainError):
    """No such code can be made; nothing was made."""


def normal_code(text: str) -> str:
    """A code as kept: upper case, without the blanks and hyphens people type."""
    return re.sub(r"[\s-]+", "", text).upper()


def make_code(promotion: Promotion, text: str) -> Any:
    """One code with a name of one's own, for example `TET2027`. Raises `CodeRefusedError`."""
    code = normal_code(text)
    vouchers = get_model("voucher", "Voucher")
    if not _CODE.fullmatch(code):
        raise CodeRefusedError(
            _("Mã gồm 4 đến 32 chữ cái không dấu và chữ số."), code="code-form", field="code"
        )
    if vouchers.objects.filter(code=code).exists():
        raise CodeRefusedError(_("Đã có mã này rồi."), code="code-taken", field="code")
    with transaction.atomic():
        return _new(promotion, [code], batch=None)[0]


def make_codes(promotion: Promotion, number: int) -> list[Any]:
    """A batch of random codes nobody can guess. Raises `CodeRefusedError` for none or more than 2,000."""
    if not 1 <= number <= MOST_AT_ONCE:
        words = _("Mỗi lần tạo từ 1 đến %(most)d mã.") % {"most": MOST_AT_ONCE}
        raise CodeRefusedError(words, code="code-number", field="number")
    sets = get_model("voucher", "VoucherSet")
    with transaction.atomic():
        batch = sets.objects.create(
            name=f"{promotion.name} · {secrets.token_hex(4)}"[:100],
            count=number,
            code_length=_LENGTH,
            description=promotion.reference,
            start_datetime=promotion.begins,
            end_datetime=promotion.ends,
        )
        return _new(promotion, sorted(_random(number)), batch=batch)


def _random(number: int) -> set[str]:
    taken = get_model("voucher", "Voucher").objects
    codes: set[str] = set()
    while len(codes) < number:
        fresh = {
            "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)) for _ in range(number - len(codes))
        }
        codes |= fresh - set(taken.filter(code__in=fresh).values_list("code", flat=True))
    return codes


def _new(promotion: Promotion, codes: list[str], *, batch: Any) -> list[Any]:
    if not promotion.needs_code:
        raise CodeRefusedError(
            _("Khuyến mại này giảm cho mọi người, không cần mã."), code="code-not-needed", field="promotion"
        )
    vouchers = get_model("voucher", "Voucher")
    # Always "multi-use" for Oscar: how often a code holds is counted by purchases, under a lock, by vouchers.py.
    made = vouchers.objects.bulk_create(
        vouchers(
            name=f"{promotion.name} {code}"[:128],
            code=code,
            usage=vouchers.MULTI_USE,
            start_datetime=promotion.begins,
            end_datetime=promotion.ends,
            voucher_set=batch,
        )
        for code in codes
    )
    links = vouchers.offers.through
    links.objects.bulk_create(
        links(voucher_id=voucher.pk, conditionaloffer_id=promotion.offer_id) for voucher in made
    )
    return made
