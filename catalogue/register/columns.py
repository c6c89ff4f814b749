"""The columns of the register's files: names, meanings, and where each comes from. Documented in docs/register.md.

A version's columns never change their name, their meaning or their place; new ones are only added at the end. Anything
else makes a new version, and the old one goes on being served beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.certification.numbers import show_number
from catalogue.certification.status import RECOGNISED, REPORTED, State
from catalogue.register.entries import Row

VERSION = "1"
VERSIONS = (VERSION,)
Value = str | int | bool | date | None


@dataclass(frozen=True)
class Column:
    """`form` is text, whole number, day (YYYY-MM-DD), yes/no (true, false) or address, in a reader's words."""

    name: str
    form: str | Promise
    meaning: str | Promise
    read: Callable[[Row], Value]


def certificate_address(pk: int) -> str:
    """The address of a certificate for ever: no language, no name in it."""
    return f"{settings.PUBLIC_BASE_URL}/chung-nhan/{pk}/"


def values_of(row: Row) -> dict[str, Value]:
    """Every column of one entry, by name."""
    return {column.name: column.read(row) for column in COLUMNS}


def _of_decision(name: str) -> Callable[[Row], Value]:
    return lambda row: getattr(row.entry.decision, name) if row.entry.decision else None


def _claimed(name: str) -> Callable[[Row], Value]:
    return lambda row: getattr(row.entry, name) if row.entry.kind == REPORTED else None


def _certified(name: str) -> Callable[[Row], Value]:
    return lambda row: getattr(row.entry, name) if row.entry.kind == RECOGNISED else None


def _producer(row: Row) -> Value:
    return row.entry.product.producer.name if row.entry.product.producer else None


def _illustrative(row: Row) -> Value:
    product = row.entry.product
    return product.illustrative or bool(product.producer and product.producer.illustrative)


_TEXT, _DAY, _NUMBER = _("chữ"), _("ngày, YYYY-MM-DD"), _("số nguyên")
_YES_NO, _ADDRESS = _("true hoặc false"), _("địa chỉ")

COLUMNS: tuple[Column, ...] = (
    Column(
        "id",
        _TEXT,
        _("Số trong sổ đăng ký, không bao giờ đổi hay cấp lại."),
        lambda row: show_number(row.entry.pk),
    ),
    Column("product", _TEXT, _("Tên sản phẩm."), lambda row: row.entry.product.title),
    Column("producer", _TEXT, _("Tên chủ thể."), _producer),
    Column(
        "place_as_certified",
        _TEXT,
        _("Nơi làm ra như ghi khi công nhận, có thể là tên cũ; trống khi hồ sơ không ghi."),
        lambda row: row.entry.place_as_certified,
    ),
    Column(
        "place_today",
        _TEXT,
        _("Nơi làm ra theo đơn vị hành chính hiện nay."),
        lambda row: row.entry.product.origin_label,
    ),
    Column(
        "star",
        _NUMBER,
        _("Hạng sao được công nhận: 3, 4 hoặc 5; trống khi chưa có minh chứng."),
        _certified("star"),
    ),
    Column("decision", _TEXT, _("Số quyết định công nhận; trống khi chưa rõ số."), _of_decision("number")),
    Column("decided_on", _DAY, _("Ngày ký quyết định công nhận."), _of_decision("decided_on")),
    Column("authority", _TEXT, _("Cơ quan ban hành quyết định."), _of_decision("authority")),
    Column("valid_from", _DAY, _("Ngày đầu tiên có hiệu lực."), _certified("valid_from")),
    Column(
        "valid_to",
        _DAY,
        _("Ngày đầu tiên không còn hiệu lực, gồm cả gia hạn đã biết vào ngày được hỏi."),
        lambda row: row.status.valid_to,
    ),
    Column(
        "state",
        _TEXT,
        _("Trạng thái vào ngày được hỏi: unproven, in_force, extended, expired, revoked hoặc superseded."),
        lambda row: row.status.state.value,
    ),
    Column(
        "rule_set",
        _TEXT,
        _("Thời kỳ luật đã áp dụng, ví dụ qd-148-2023; trống khi chưa có minh chứng."),
        lambda row: row.entry.rule_set,
    ),
    Column(
        "product_code",
        _TEXT,
        _("Mã sản phẩm OCOP trong quyết định, nếu có."),
        lambda row: row.entry.product_code,
    ),
    Column("revoked_on", _DAY, _("Ngày thu hồi, khi state là revoked."), lambda row: row.status.revoked_on),
    Column(
        "superseded_on",
        _DAY,
        _("Ngày lần công nhận sau thay thế, khi state là superseded."),
        lambda row: row.status.superseded_on,
    ),
    Column(
        "claimed_star",
        _NUMBER,
        _("Hạng sao được nêu nhưng chưa có minh chứng; không phải sao còn hạn."),
        _claimed("star"),
    ),
    Column("claimed_year", _NUMBER, _("Năm được nêu, khi state là unproven."), _claimed("reported_year")),
    Column(
        "illustrative", _YES_NO, _("true: dữ liệu minh hoạ của bản trình diễn, không có thật."), _illustrative
    ),
    Column("as_of", _DAY, _("Ngày được hỏi."), lambda row: row.on),
    Column(
        "url",
        _ADDRESS,
        _("Trang của chứng nhận này, giữ mãi mãi."),
        lambda row: certificate_address(row.entry.pk),
    ),
)

#: What JSON-LD calls a state in schema.org's terms; nothing for what is not proven.
SCHEMA_STATUS: dict[State, str] = {
    State.IN_FORCE: "https://schema.org/CertificationActive",
    State.EXTENDED: "https://schema.org/CertificationActive",
    State.EXPIRED: "https://schema.org/CertificationInactive",
    State.REVOKED: "https://schema.org/CertificationInactive",
    State.SUPERSEDED: "https://schema.org/CertificationInactive",
}

#: Columns that schema.org has a word for: `id` itself means the address of a thing there.
LINKED_NAMES = {"id": "identifier", "url": "url"}


def linked(row: Row) -> dict[str, Any]:
    """One entry as a schema.org `Certification`, with every column beside it under the register's own terms."""
    entry, address = row.entry, certificate_address(row.entry.pk)
    values = {
        LINKED_NAMES.get(name, name): _plain(value)
        for name, value in values_of(row).items()
        if value not in (None, "")
    }
    about: dict[str, Any] = {"@type": "Product", "name": entry.product.title}
    if entry.product.producer:
        about["manufacturer"] = {"@type": "Organization", "name": entry.product.producer.name}
    told: dict[str, Any] = {"@type": "Certification", "@id": address, "about": about}
    if status := SCHEMA_STATUS.get(row.status.state):
        told["certificationStatus"] = status
        told["certificationRating"] = {"@type": "Rating", "ratingValue": entry.star, "bestRating": 5}
        told["validFrom"], told["expires"] = values["valid_from"], values["valid_to"]
    if entry.decision:
        told["certificationIdentification"] = entry.decision.number or None
        told["datePublished"] = values["decided_on"]
        told["issuedBy"] = {"@type": "GovernmentOrganization", "name": entry.decision.authority}
    return {name: value for name, value in told.items() if value is not None} | values


def context() -> list[Any]:
    """The JSON-LD context: schema.org, and each column as a term described on the register's data page."""
    terms = f"{settings.PUBLIC_BASE_URL}/so-dang-ky/du-lieu/#"
    return [
        "https://schema.org",
        {column.name: f"{terms}{column.name}" for column in COLUMNS if column.name not in LINKED_NAMES},
    ]


def _plain(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value
