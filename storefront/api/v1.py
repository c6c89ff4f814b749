"""`/api/v1/`: the addresses, each with what it takes and gives."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer
from pydantic import Field

from storefront.api import reading, schemas
from storefront.api.calls import JsonBody, Sender, body_too_large, reader
from storefront.api.errors import CONTENT_TYPE, ProblemError
from storefront.api.models import ApiToken
from storefront.api.offering import site_facts
from storefront.api.receiving import receive
from storefront.api.refusing import schema_problem

_KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "khoá do bên gửi chọn cho mỗi nội dung; gửi lại cùng khoá và nội dung thì nhận lại câu trả lời cũ",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
_READ_REFUSALS = dict.fromkeys((401, 422, 429), schemas.Problem)
_SEND_REFUSALS = dict.fromkeys((400, 401, 403, 409, 413, 415, 422, 429, 503), schemas.Problem)


class ReadableJson(JSONRenderer):
    """Vietnamese as it is written, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


class FeedAPI(NinjaAPI):
    """Its document says of refusals what they are: problem details."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        document = super().get_openapi_schema(**kwargs)
        for path in document["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {
                            "application/problem+json": response["content"]["application/json"]
                        }
        return document


api = FeedAPI(
    title="Sao Làng API",
    version="1",
    description=(
        "Gửi hồ sơ đánh giá vào sổ và đọc chứng nhận OCOP như vào một ngày. Hướng dẫn: docs/api.md. "
        "Mọi lời từ chối là problem details (RFC 9457), tiếng Việt hoặc tiếng Anh theo Accept-Language."
    ),
    urls_namespace="api",
    docs_url=None,
    parser=JsonBody(),
    renderer=ReadableJson(),
)


@api.post(
    "evaluation-records",
    auth=Sender(ApiToken.Scope.WRITE),
    response={200: schemas.BatchOut, **_SEND_REFUSALS},
    operation_id="send_evaluation_records",
    url_name="evaluation-records",
    summary="Gửi tới 1.000 hồ sơ đánh giá, công nhận",
    tags=["Hồ sơ đánh giá"],
    openapi_extra={"parameters": [_KEY_HEADER]},
)
def send_evaluation_records(request: HttpRequest, batch: schemas.RecordBatch) -> HttpResponse:
    """Cùng quy tắc và lời với trang nhập; tất cả hoặc không gì cả, trừ khi `accept_good_rows`."""
    return _received(request, batch)


@api.post(
    "revocations",
    auth=Sender(ApiToken.Scope.REVOKE),
    response={200: schemas.BatchOut, **_SEND_REFUSALS},
    operation_id="send_revocations",
    url_name="revocations",
    summary="Thu hồi tới 1.000 sản phẩm theo quyết định",
    tags=["Thu hồi"],
    openapi_extra={"parameters": [_KEY_HEADER]},
)
def send_revocations(request: HttpRequest, batch: schemas.RevocationBatch) -> HttpResponse:
    """Chỉ nêu sản phẩm đã có trong sổ; khoá cần phạm vi riêng, chủ khoá cần quyền ghi thu hồi."""
    return _received(request, batch)


def _received(request: HttpRequest, batch: schemas.Batch) -> HttpResponse:
    key = request.headers.get("Idempotency-Key", "")
    answer = receive(batch, content=request.body, key=key, token=request.auth)  # type: ignore[attr-defined]
    kind = "application/json; charset=utf-8" if answer.status == 200 else CONTENT_TYPE
    headers = {"Content-Language": answer.language}
    if answer.is_replay:
        headers["Idempotent-Replayed"] = "true"
    return HttpResponse(answer.body, status=answer.status, content_type=kind, headers=headers)


@api.get(
    "certificates",
    auth=reader,
    response={200: schemas.CertificatePage, **_READ_REFUSALS},
    operation_id="list_certificates",
    url_name="certificates",
    summary="Mọi chứng nhận như vào một ngày, theo trang",
    tags=["Chứng nhận"],
)
def list_certificates(
    request: HttpRequest,
    on: Annotated[schemas.OnDay | None, Query()] = None,
    state: Annotated[schemas.State | None, Query()] = None,
    star: Annotated[int | None, Query(), Field(ge=3, le=5)] = None,
    page: Annotated[int, Query(), Field(ge=1, le=1_000_000)] = 1,
    page_size: Annotated[int, Query(), Field(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Cả chứng nhận đã hết hạn, bị thu hồi, và thông tin chưa có minh chứng; xem `state`."""
    wanted = reading.Wanted(_day(on), state, star, page, page_size)
    return reading.certificate_page(wanted)


@api.get(
    "certificates/{certificate_id}",
    auth=reader,
    response={200: schemas.CertificateOut, 404: schemas.Problem, 410: schemas.Problem, **_READ_REFUSALS},
    operation_id="get_certificate",
    url_name="certificate",
    summary="Một chứng nhận như vào một ngày",
    tags=["Chứng nhận"],
)
def get_certificate(
    request: HttpRequest,
    certificate_id: Annotated[int, Path(), Field(ge=1, le=2**63 - 1)],
    on: Annotated[schemas.OnDay | None, Query()] = None,
) -> dict[str, Any]:
    """410 khi bản ghi đã được đính chính; `never` khi ngày hỏi đứng trước ngày bắt đầu."""
    return reading.one_certificate(certificate_id, on=_day(on))


@api.get(
    "products/{public_id}/certification",
    auth=reader,
    response={200: schemas.ProductCertification, 404: schemas.Problem, **_READ_REFUSALS},
    operation_id="get_product_certification",
    url_name="product-certification",
    summary="Hạng sao của một sản phẩm vào một ngày",
    tags=["Chứng nhận"],
)
def get_product_certification(
    request: HttpRequest,
    public_id: Annotated[str, Path(), Field(pattern=r"^[0-9A-Za-z_-]{1,20}$")],
    on: Annotated[schemas.OnDay | None, Query()] = None,
) -> dict[str, Any]:
    """Sản phẩm theo mã công khai: phần cuối địa chỉ trang sản phẩm."""
    return reading.product_certification(public_id, on=_day(on))


@api.get(
    "site",
    auth=reader,
    response={200: schemas.SiteOut, **_READ_REFUSALS},
    operation_id="get_site",
    url_name="site",
    summary="Trang này của ai và bán theo cách nào",
    tags=["Trang"],
)
def get_site(request: HttpRequest) -> dict[str, Any]:
    """Hỏi một lần khi khởi động: có nhận đặt hàng không, ai là người bán, quy chế ở đâu."""
    return site_facts()


def _day(on: date | None) -> date:
    """The day asked for, today when none is; the last day of the calendar has no day after it to look at."""
    return min(on or timezone.localdate(), date.max - timedelta(days=1))


@api.exception_handler(ProblemError)
def tell(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return error.as_response()


@api.exception_handler(ValidationError)
def tell_schema(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return schema_problem(error.errors).as_response()


@api.exception_handler(RequestDataTooBig)
def tell_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return body_too_large().as_response()


@api.exception_handler(HttpError)
def tell_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The framework wraps what the body's parser raises."""
    if isinstance(error.__cause__, ProblemError):
        return error.__cause__.as_response()
    if isinstance(error, AuthenticationError):
        return ProblemError(401, "token-missing", _("Cần chìa khoá API.")).as_response()
    return ProblemError(error.status_code, "not-readable", _("Không đọc được yêu cầu.")).as_response()
