"""What a call may say and what it is answered. Strict: an unknown field, or a number where text is due, is refused.

Descriptions are part of the OpenAPI document and stand there in Vietnamese, whatever the caller reads.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from catalogue.importing.given import FileKind
from storefront.api.limits import MOST_RECORDS

DAY = r"^\d{4}-\d{2}-\d{2}$"
YEAR_OR_DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
SCORE = r"^\d{1,3}(\.\d{1,2})?$"

State = Literal["never", "unproven", "in_force", "extended", "expired", "revoked", "superseded"]
SalesMode = Literal["catalogue", "intermediary", "direct"]
Outcome = Literal["created", "updated", "unchanged", "refused"]
Score = Annotated[str, Field(pattern=SCORE, description="điểm dạng chuỗi, ví dụ “69.5”; không nhận số thực")]
Day = Annotated[str, Field(pattern=DAY, description="YYYY-MM-DD")]


def _whole_day(value: object) -> date:
    """A day of the calendar, written in full: neither a moment nor a number."""
    if isinstance(value, str) and re.fullmatch(DAY, value, re.ASCII):
        return date.fromisoformat(value)
    raise ValueError("day")


CalendarDay = Annotated[date, BeforeValidator(_whole_day)]
OnDay = Annotated[CalendarDay, Field(description="ngày cần biết, YYYY-MM-DD; để trống: hôm nay")]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)


class EvaluationRecord(Strict):
    """Một hồ sơ: cùng các cột với tệp nhập (docs/import.md), tên cột viết bằng khoá."""

    reference: str | None = Field(
        None, max_length=80, description="mã của hồ sơ ở hệ thống gửi; chỉ để trả lại trong câu trả lời"
    )
    product_name: str = Field(min_length=1, max_length=255)
    product_code: str | None = Field(None, max_length=40)
    pack: str | None = Field(None, max_length=120)
    gtin: str | None = Field(None, max_length=20)
    producer_name: str = Field(min_length=1, max_length=200)
    legal_form: (
        Literal[
            "company",
            "private_enterprise",
            "cooperative",
            "cooperative_group",
            "farm",
            "household",
            "association",
        ]
        | None
    ) = None
    tax_code: str | None = Field(None, max_length=20)
    representative: str | None = Field(None, max_length=120)
    phone: str | None = Field(None, max_length=30)
    address: str | None = Field(None, max_length=255)
    province: str | None = Field(None, max_length=80, description="bắt buộc nếu không có province_code")
    province_code: str | None = Field(None, pattern=r"^\d{2}$")
    province_then: str | None = Field(None, max_length=80)
    district: str | None = Field(None, max_length=80)
    commune: str | None = Field(None, max_length=120)
    locality: str | None = Field(None, max_length=120)
    group: str | None = Field(None, max_length=160)
    group_number: int | None = Field(None, ge=1, le=6)
    criteria_set: int | None = Field(None, ge=1, le=26)
    star: int | None = Field(None, ge=1, le=5)
    score: Score | None = None
    part_a: Score | None = None
    part_b: Score | None = None
    part_c: Score | None = None
    council: str | None = Field(None, max_length=200)
    tier: Literal["district", "province", "ministry"] | None = None
    round_name: str | None = Field(None, max_length=80)
    request_kind: Literal["first", "upgrade", "renewal"] | None = None
    evaluated_on: Day | None = None
    decision: str | None = Field(None, max_length=255)
    decided_on: str | None = Field(
        None, pattern=YEAR_OR_DAY, description="YYYY-MM-DD, hoặc YYYY khi chỉ biết năm"
    )
    authority: str | None = Field(None, max_length=160)
    valid_from: Day | None = None
    valid_to: Day | None = Field(None, description="ngày đầu tiên không còn hiệu lực")
    standing: (
        Literal["certified", "renewal_unknown", "upgrade_proposed", "potential_5", "star_unstated", "unknown"]
        | None
    ) = None
    price_from: int | None = Field(None, ge=0, le=10_000_000_000, description="đồng")
    price_to: int | None = Field(None, ge=0, le=10_000_000_000, description="đồng")
    note: str | None = Field(None, max_length=500)


class Batch(Strict):
    """Điều chung của một lần gửi: đứng thay cho chỗ trống của từng hồ sơ; điều hồ sơ tự ghi thì được giữ."""

    decision: str | None = Field(None, max_length=255, description="quyết định của mọi hồ sơ không ghi")
    decided_on: CalendarDay | None = Field(
        None, description="ngày quyết định của mọi hồ sơ không ghi, YYYY-MM-DD"
    )
    authority: str | None = Field(None, max_length=160, description="cơ quan ban hành quyết định ấy")
    place: str | None = Field(
        None,
        max_length=200,
        description="nơi của mọi hồ sơ không ghi tỉnh; tỉnh đứng cuối, ví dụ “huyện Hoằng Hóa, tỉnh Thanh Hóa”",
    )
    dry_run: bool = Field(
        False,
        description="true: trả lời đúng như sẽ làm, không ghi gì, không dùng đến Idempotency-Key",
    )
    accept_good_rows: bool = Field(
        False,
        description="true: ghi các hồ sơ hợp lệ và bỏ lại hồ sơ bị từ chối; false: tất cả hoặc không gì cả",
    )


class RecordBatch(Batch):
    """Những hồ sơ gửi trong một lần gọi."""

    kind: Literal["recognitions", "evaluations"] = Field(
        "recognitions",
        description=(
            "recognitions: danh sách công nhận, có thể kèm điểm của hội đồng; evaluations: kết quả đánh giá chưa "
            "(hoặc không) có quyết định, `star` là hạng sao đề nghị, không nhận các trường về quyết định"
        ),
    )
    records: list[EvaluationRecord] = Field(min_length=1, max_length=MOST_RECORDS)

    @property
    def file_kind(self) -> FileKind:
        return FileKind(self.kind)


class RevocationRecord(Strict):
    """Một sản phẩm bị thu hồi: tên, mã sản phẩm, mã chứng nhận hoặc GTIN phải đủ để nhận ra nó trong sổ."""

    reference: str | None = Field(None, max_length=80, description="chỉ để trả lại trong câu trả lời")
    product_name: str | None = Field(None, max_length=255)
    product_code: str | None = Field(None, max_length=40)
    gtin: str | None = Field(None, max_length=20)
    certificate: int | None = Field(
        None, ge=1, le=2**63 - 1, description="`id` của chứng nhận ở GET /api/v1/certificates"
    )
    producer_name: str | None = Field(None, max_length=200)
    tax_code: str | None = Field(None, max_length=20)
    province: str | None = Field(None, max_length=80)
    province_code: str | None = Field(None, pattern=r"^\d{2}$")
    star: int | None = Field(None, ge=1, le=5, description="hạng sao đang có; khác sổ thì hồ sơ bị từ chối")
    recognised_by: str | None = Field(None, max_length=255, description="quyết định công nhận bị thu hồi")
    recognised_on: str | None = Field(None, pattern=YEAR_OR_DAY, description="ngày của quyết định ấy")
    decision: str | None = Field(None, max_length=255, description="quyết định thu hồi")
    decided_on: Day | None = None
    authority: str | None = Field(None, max_length=160)
    tier: Literal["district", "province", "ministry"] | None = None
    revoked_on: Day | None = Field(None, description="để trống: ngày quyết định")
    ground: str | None = Field(
        None, max_length=500, description="mã hoặc tên một trong sáu căn cứ (docs/api.md)"
    )
    note: str | None = Field(None, max_length=500)


class RevocationBatch(Batch):
    """Những sản phẩm bị thu hồi trong một lần gọi."""

    records: list[RevocationRecord] = Field(min_length=1, max_length=MOST_RECORDS)

    @property
    def file_kind(self) -> FileKind:
        return FileKind.REVOCATIONS


class ReasonOut(Schema):
    """Vì sao một hồ sơ bị từ chối; cùng mã và lời với trang nhập."""

    field: str
    code: str
    message: str


class ChangeOut(Schema):
    field: str
    label: str
    old: str
    new: str
    is_correction: bool


class RecordOut(Schema):
    """Câu trả lời cho một hồ sơ."""

    row: int = Field(description="thứ tự trong yêu cầu, từ 1")
    reference: str | None
    outcome: Outcome
    product: str | None = Field(description="mã công khai của sản phẩm, khi đã có trong sổ")
    changes: list[ChangeOut]
    warnings: list[str]
    problems: list[ReasonOut]


class BatchOut(Schema):
    """Những gì đã được ghi, hoặc sẽ được ghi khi `dry_run`."""

    written: bool
    dry_run: bool
    created: int
    updated: int
    unchanged: int
    refused: int
    records: list[RecordOut]


class FieldProblem(Schema):
    pointer: str
    code: str
    message: str


class Problem(Schema):
    """Problem details (RFC 9457), media type `application/problem+json`."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] | None = None
    written: bool | None = None
    dry_run: bool | None = None
    records: list[RecordOut] | None = None


class SellerOut(Schema):
    kind: Literal["producer", "operator"]
    name: str


class OfferOut(Schema):
    """Mua ở đây được không, ngay lúc trả lời; không phụ thuộc ngày `on`."""

    sales_mode: SalesMode
    seller: SellerOut | None = Field(description="trống khi trang này không nhận đặt hàng")
    orderable: bool = Field(description="có thể đặt tại trang này ngay lúc này")
    reason: str = Field(description="mã lý do khi không đặt được (docs/api.md); trống khi đặt được")


class ProductOut(Schema):
    id: str
    name: str
    url: str
    producer: str
    illustrative: bool
    offer: OfferOut


class OperatorOut(Schema):
    name: str
    address: str
    phone: str
    email: str
    tax_code: str


class SiteOut(Schema):
    """Trang này của ai, bán theo cách nào, và quy chế ở đâu."""

    name: str
    url: str
    sales_mode: SalesMode = Field(
        description="catalogue: chỉ giới thiệu; intermediary: từng chủ thể bán; direct: đơn vị vận hành bán"
    )
    takes_orders: bool
    seller: Literal["producer", "operator"] | None
    operator: OperatorOut
    demonstration: bool = Field(description="true: bản trình diễn, không có gì được bán thật")
    currency: str
    time_zone: str
    rules_url: str
    ranking_url: str
    privacy_url: str


class DecisionOut(Schema):
    number: str
    decided_on: date
    authority: str
    tier: str


class CertificateOut(Schema):
    """Một lần công nhận, hoặc một thông tin chưa có minh chứng (`unproven`), như vào ngày `on`."""

    id: int
    url: str
    on: date
    state: State
    star: int | None
    claimed_star: int | None = Field(description="hạng sao được nêu nhưng chưa có minh chứng; không phải sao")
    valid_from: date | None
    valid_to: date | None = Field(description="ngày đầu tiên không còn hiệu lực, kể cả gia hạn")
    revoked_on: date | None
    superseded_on: date | None
    decision: DecisionOut | None
    rule_set: str
    product_code: str
    place_as_certified: str
    place_today: str
    product: ProductOut


class CertificatePage(Schema):
    on: date
    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    results: list[CertificateOut]


class ProductCertification(Schema):
    """Hạng sao của một sản phẩm vào một ngày, và mọi chứng nhận của nó tính đến ngày đó."""

    on: date
    product: ProductOut
    state: State
    is_in_force: bool
    star: int | None
    claimed_star: int | None
    valid_from: date | None
    valid_to: date | None
    revoked_on: date | None
    certificate: int | None
    certificates: list[CertificateOut]
