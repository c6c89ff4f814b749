"""What the frame of every page links to. None of it asks the database for a visitor without a session."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from storefront.basket import count
from storefront.gifts.models import GiftBasket
from storefront.gifts.presence import are_there_gifts, first_gifts
from storefront.page_parts import part_read
from storefront.ready_templates import ReadyTemplate
from storefront.sales_mode import sales_mode, sells_here

register = template.Library()

STORIES, NEWS, GUIDES = "cau-chuyen", "tin-tuc", "huong-dan"


_MENU = ReadyTemplate("frame/menu.html")
_MOST_FOOTERS = 8
_footers: dict[tuple[Any, ...], SafeString] = {}
_sections: dict[tuple[Any, ...], list[tuple[str, str]]] = {}


class Entry(NamedTuple):
    label: str
    url: str
    current: bool = False


class Column(NamedTuple):
    label: str
    entries: list[Entry]


class Tongue(NamedTuple):
    code: str
    name: str
    url: str


def home_of(language: str | None) -> str:
    """Return the address of the home page in a language: the default one has no prefix."""
    return "/" if language in (None, settings.LANGUAGE_CODE) else f"/{language}/"


@register.simple_tag
def home_address() -> str:
    """The address of the home page in today's language."""
    return home_of(get_language())


@register.simple_tag
def page_address(path: str) -> str:
    """The address of an editors' page, e.g. "cau-chuyen/", in today's language."""
    return home_of(get_language()) + path


@register.simple_tag(takes_context=True)
def basket_count(context: Context) -> int:
    """How many articles are in the basket, as the visitor's cookie says: no query on any page."""
    request = context.get("request")
    return count.read(request) if request else 0


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[Entry]:
    """The sections of the site, with the one the visitor is in marked."""
    request = context.get("request")
    here = request.path if request else ""
    has_gifts = sells_here() and are_there_gifts()
    key = (get_language(), get_urlconf(), get_script_prefix(), has_gifts)
    if key not in _sections:
        _sections[key] = _sections_now(has_gifts=has_gifts)
    return [Entry(label, url, here.startswith(url)) for label, url in _sections[key] if url]


@register.simple_tag(takes_context=True)
def menu(context: Context) -> SafeString:
    """The sections of the site and its other languages, as they stand in the head of a page."""
    return _MENU(entries=tuple(main_menu(context)), tongues=tuple(context.get("tongues") or ()))


def _sections_now(*, has_gifts: bool) -> list[tuple[str, str]]:
    return [
        (_("Sản phẩm"), named("catalogue:index")),
        (_("Giỏ quà"), named("gifts:index") if has_gifts else ""),
        (_("Sổ đăng ký sao"), named("register:index")),
        (_("Chuyện làng"), page_address(f"{STORIES}/")),
        (_("Hội chợ"), named("fairs:fair-list")),
        (_("Livestream"), named("fairs:livestream-list")),
        (_("Điểm bán"), named("fairs:sales-point-list")),
    ]


@register.inclusion_tag("gifts/_at_home.html", takes_context=True)
def gifts_at_home(context: Context) -> dict[str, list[GiftBasket]]:
    """The first gift baskets; nothing where there are none."""
    return {"gifts": first_gifts(part_read(context, "gifts"))}


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    """The foot of the page: the same on every page of a language, so each process writes it once."""
    place = (get_language(), get_urlconf(), get_script_prefix())
    key = (*place, sales_mode(), *settings.OCOP_OPERATOR.items())
    if settings.DEBUG or key not in _footers:
        if len(_footers) > _MOST_FOOTERS:
            _footers.clear()
        _footers[key] = render_to_string("components/footer.html", context.flatten())
    return _footers[key]


@register.simple_tag
def footer_menu() -> list[Column]:
    """Help, the star explained, and where to meet producers."""
    guide = page_address(f"{GUIDES}/")
    columns = [
        (
            _("Mua hàng"),
            [
                *([(_("Giỏ quà"), named("gifts:index"))] if sells_here() else []),
                (_("Cách mua và giao hàng"), f"{guide}mua-va-giao-hang/"),
                (_("Thanh toán"), f"{guide}thanh-toan/"),
                (_("Đổi trả, khiếu nại"), f"{guide}doi-tra-khieu-nai/"),
                (_("Quy chế mua bán"), f"{guide}quy-che/"),
                (_("Tra cứu đơn hàng"), named("purchases:lookup")),
                (_("Gửi khiếu nại"), named("complaints:new")),
                (_("Dữ liệu cá nhân"), named("privacy:notice")),
                (_("Trợ năng"), f"{guide}tro-nang/"),
            ],
        ),
        (
            _("Ngôi sao OCOP"),
            [
                (_("Sao được chấm thế nào"), f"{guide}ngoi-sao-ocop/"),
                (_("Sổ đăng ký sao"), named("register:index")),
                (_("Kiểm tra chứng nhận"), named("register:verify")),
                (_("Kiểm tra mã QR"), named("qr:check")),
                (_("Xếp thứ tự thế nào"), f"{guide}xep-hang/"),
                (_("Sản phẩm có sao hôm nay"), named("catalogue:index")),
                (_("Sản phẩm theo vùng miền"), named("region-list")),
                (_("Chuyện làng"), page_address(f"{STORIES}/")),
            ],
        ),
        (
            _("Gặp người làm ra"),
            [
                (_("Hội chợ"), named("fairs:fair-list")),
                (_("Livestream"), named("fairs:livestream-list")),
                (_("Điểm bán"), named("fairs:sales-point-list")),
                (_("Lịch sự kiện"), named("fairs:agenda")),
                (_("Tin tức"), page_address(f"{NEWS}/")),
            ],
        ),
    ]
    return [Column(label, [Entry(*entry) for entry in entries if entry[1]]) for label, entries in columns]


@register.simple_tag(takes_context=True)
def other_languages(context: Context) -> list[Tongue]:
    """The same page in the other languages; their home page where there is no such page."""
    request = context.get("request")
    if request is None:
        return []
    return [
        Tongue(code, name, address_in(code, context, request))
        for code, name in settings.LANGUAGES
        if code != get_language()
    ]


def address_in(language: str, context: Context, request: HttpRequest) -> str:
    """Return this page's address in another language, or that language's home page."""
    page = context.get("page")
    if isinstance(page, Page):
        other = _translation(page, language)
        return other.url if other and other.url else home_of(language)
    here, mark, question = request.get_full_path().partition("?")
    there = _same_view(request, language)
    return home_of(language) if there in ("", here) else f"{there}{mark}{question}"


def _same_view(request: HttpRequest, language: str) -> str:
    """As Django's `translate_url`, without looking up once more which view answers."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return ""
    with override(language):
        try:
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return ""


def _translation(page: Page, language: str) -> Page | None:
    """The published translation of a page, as the page has read it or asked now."""
    known = getattr(page, "translations_read", None)
    if known is not None:
        return next((each for each in known if each.locale.language_code == language), None)
    return page.get_translations().filter(locale__language_code=language).live().first()


def named(name: str) -> str:
    """Return the address of a named view, or "" when this installation leaves it out."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
