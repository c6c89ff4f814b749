"""The one address of a page, in each language it is told in; and which pages are nobody's but the visitor's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

#: What a search engine has no business with: baskets, orders, accounts, producers' and officers' screens.
PRIVATE = (
    "/gio-hang/",
    "/thanh-toan/",
    "/don-hang/",
    "/tai-khoan/",
    "/gian-hang/",
    "/quan-tri/",
    "/dashboard/",
    "/khieu-nai/",
    "/nhan-xet/don/",
    "/nhan-xet/bao/",
    "/ban-tin/",
    "/hoi-mua/",
    "/du-lieu-ca-nhan/",
)
#: Digits of the furthest page that has an address of its own.
LONGEST_PAGE = 4


@dataclass(frozen=True)
class Alternate:
    """The same page in a language; `x-default` is the Vietnamese one."""

    language: str
    address: str


def absolute(path: str) -> str:
    """Return the public address of a path; what is absolute already stays."""
    return path if path.startswith(("http://", "https://")) else f"{settings.PUBLIC_BASE_URL}{path}"


def without_language(path: str) -> str:
    """`/en/san-pham/` → `/san-pham/`."""
    for code, _name in settings.LANGUAGES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            return path[len(code) + 1 :] or "/"
    return path


def is_private(path: str) -> bool:
    """Whether a path belongs to one visitor, producer or officer."""
    return without_language(path).startswith(PRIVATE)


def page_part(request: HttpRequest) -> str:
    """`?page=2` where the address asks for a further page and nothing else; otherwise nothing.

    Filters, orders and search words make no page of their own: their canonical address is the list without them.
    """
    asked = request.GET.dict()
    number = asked.get("page", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_PAGE
    is_further = list(asked) == ["page"] and is_number and int(number) > 1
    return f"?page={int(number)}" if is_further else ""


def alternates(request: HttpRequest, tongues: list[Any], homes: set[str]) -> list[Alternate]:
    """Return this page's addresses by language, its own first; none where it has no other.

    `tongues`: what `other_languages` found; `homes`: home pages, which stand there for pages without a translation.
    """
    part, at_home = page_part(request), request.path in homes
    others = [(tongue.code, tongue.url.partition("?")[0]) for tongue in tongues]
    others = [(code, path) for code, path in others if at_home or path not in homes]
    if not others:
        return []
    found = [(get_language() or settings.LANGUAGE_CODE, request.path), *others]
    listed = [Alternate(code, absolute(path) + part) for code, path in found]
    usual = [
        Alternate("x-default", each.address) for each in listed if each.language == settings.LANGUAGE_CODE
    ]
    return listed + usual
