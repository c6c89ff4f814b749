"""What surrounds every call: its language, its key, its body, its refusals."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.parser import Parser
from ninja.security import HttpBearer

from storefront.api import limits
from storefront.api.errors import ProblemError
from storefront.api.models import ApiToken
from storefront.api.permissions import may_use
from storefront.api.tokens import find_token

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
ANYBODY = "anybody"


def as_call(view: View) -> View:
    """Answer in the language of `Accept-Language`; every refusal, also a 405 or a crash, is a problem document."""

    @wraps(view)
    def called(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            try:
                response = view(request, *args, **kwargs)
            except Exception:
                if settings.DEBUG:
                    raise
                logger.exception("api call failed")
                message = _("Máy chủ gặp lỗi; chưa có gì được ghi. Hãy thử lại với cùng Idempotency-Key.")
                response = ProblemError(500, "server-error", message).as_response()
            if isinstance(response, HttpResponseNotAllowed):
                response = _wrong_method(response)
        response.headers.setdefault("Content-Language", language)
        token = getattr(request, "auth", None)
        if isinstance(token, ApiToken) and token.ends_soon(at=timezone.now()):
            response.headers["Saolang-Key-Expires"] = f"{token.expires_on:%Y-%m-%d}"
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        return response

    called.csrf_exempt = True  # type: ignore[attr-defined]
    return called


def language_of(request: HttpRequest) -> str:
    """The first language the caller names that we have; Vietnamese otherwise."""
    ours = dict(settings.LANGUAGES)
    for name, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if (found := name.partition("-")[0]) in ours:
            return found
    return settings.LANGUAGE_CODE


def _wrong_method(response: HttpResponse) -> HttpResponse:
    allowed = response["Allow"]
    message = _("Địa chỉ này chỉ nhận %(methods)s.") % {"methods": allowed}
    return ProblemError(405, "method-not-allowed", message, headers={"Allow": allowed}).as_response()


class JsonBody(Parser):
    """Bodies are JSON, of a size we can hold, with each name once."""

    def parse_body(self, request: HttpRequest) -> Any:
        _refuse_other_forms(request)
        if _told_length(request) > limits.LARGEST_BODY or len(request.body) > limits.LARGEST_BODY:
            raise body_too_large()
        try:
            return json.loads(
                request.body.decode("utf-8-sig"),
                object_pairs_hook=_named_once,
                parse_float=_number,
                parse_constant=_no_number,
            )
        except (ValueError, RecursionError):
            message = _("Không đọc được nội dung: phải là JSON bằng UTF-8.")
            raise ProblemError(400, "json-broken", message) from None


def _refuse_other_forms(request: HttpRequest) -> None:
    """JSON in UTF-8 as it stands: what is packed is not unpacked, so that it cannot grow here."""
    charset = (request.content_params or {}).get("charset", "utf-8")
    if request.content_type != "application/json" or charset.lower() not in ("utf-8", "utf8"):
        message = _("Nội dung phải là JSON bằng UTF-8, với Content-Type: application/json.")
        raise ProblemError(415, "not-json", message)
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        message = _("Không nhận nội dung nén (Content-Encoding). Hãy gửi JSON không nén.")
        raise ProblemError(415, "content-encoded", message, headers={"Accept-Encoding": "identity"})


def _told_length(request: HttpRequest) -> int:
    """What the caller says the body weighs: one too large is refused before it is read."""
    told = request.headers.get("Content-Length", "")
    return int(told) if told.isdecimal() else 0


def _no_number(text: str) -> None:
    """`NaN` and `Infinity` are Python's, not JSON's."""
    raise ValueError(text)


def _number(text: str) -> float | int:
    """To JSON Schema `3.0` is a whole number; a score written as a number is refused either way."""
    number = float(text)
    return int(number) if number.is_integer() else number


def body_too_large() -> ProblemError:
    message = _("Nội dung nặng hơn %(limit)s MB. Hãy gửi nhiều nhất %(most)s hồ sơ mỗi lần.")
    limit = limits.LARGEST_BODY // (1024 * 1024)
    return ProblemError(413, "body-too-large", message % {"limit": limit, "most": limits.MOST_RECORDS})


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = _("Trường “%(name)s” có hai lần trong một đối tượng.") % {"name": twice[:60]}
        raise ProblemError(400, "field-repeated", message)
    return found


class Sender(HttpBearer):
    """A key of one scope that may send, in the name of an owner who may."""

    def __init__(self, scope: ApiToken.Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiToken:
        token = _presented(request)
        if token is None:
            raise ProblemError(
                401, "token-missing", _("Cần chìa khoá API trong tiêu đề Authorization: Bearer …")
            )
        limits.count_call(f"send-{limits.caller_of(request, token)}", most=limits.WRITES)
        if token.scope != self.scope:
            message = _("Chìa khoá API này có phạm vi “%(scope)s”; địa chỉ này cần phạm vi “%(needed)s”.")
            told = {"scope": token.get_scope_display(), "needed": self.scope.label}
            raise ProblemError(403, "scope-missing", message % told)
        if not may_use(token.owner, self.scope):
            message = _("Chủ của chìa khoá API này không còn quyền ấy, nên khoá không gửi được.")
            raise ProblemError(403, "owner-not-allowed", message)
        return token

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        return _known(request, token)


def reader(request: HttpRequest) -> ApiToken | str:
    """Anybody may read; a key, where one is presented, must be good and may read more often."""
    token = _presented(request)
    most = limits.READS if token else limits.READS_WITHOUT_KEY
    limits.count_call(f"read-{limits.caller_of(request, token)}", most=most)
    return token or ANYBODY


def _presented(request: HttpRequest) -> ApiToken | None:
    told = request.headers.get("Authorization", "")
    if not told:
        return None
    scheme, _space, secret = told.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        message = _("Tiêu đề Authorization phải có dạng “Bearer” rồi đến chìa khoá.")
        raise ProblemError(401, "token-unreadable", message)
    return _known(request, secret.strip())


def _known(request: HttpRequest, secret: str) -> ApiToken:
    """The key, when it is good. Whoever keeps trying others is made to wait, by network."""
    try:
        return find_token(secret, at=timezone.now())
    except ProblemError:
        limits.count_call(f"bad-{limits.caller_of(request, None)}", most=limits.BAD_KEYS)
        raise
