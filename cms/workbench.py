"""Every component with its states, for whoever designs: `/_components/`, in development only.

The page needs no database: what it shows is made up here and never saved. In production the address is not found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalogue.cards import card_of
from catalogue.certification.status import State, Status

FRAME = ("header", "footer", "messages")


@dataclass(frozen=True)
class Shown:
    """One state of a component: what it is called and the HTML it gives."""

    name: str
    html: SafeString


@dataclass(frozen=True)
class Component:
    name: str
    states: list[Shown]


class Few(list):  # what a template asks of a related manager
    def all(self) -> Few:
        return self


class SampleForm(forms.Form):
    """One field of each kind a visitor meets."""

    name = forms.CharField(label="Họ và tên", help_text="Như trên giấy tờ giao nhận.")
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea, required=False)
    province = forms.ChoiceField(label="Tỉnh", choices=[("38", "Thanh Hóa"), ("40", "Nghệ An")])
    way = forms.ChoiceField(
        label="Cách trả", choices=[("cod", "Khi nhận hàng"), ("qr", "VietQR")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Tôi đồng ý với quy chế mua bán")
    closed = forms.CharField(label="Không sửa được", disabled=True, initial="Đã khoá", required=False)


def _status(state: State, **facts: Any) -> Status:
    return Status(state=state, **facts)


IN_FORCE = _status(State.IN_FORCE, star=5)
STATES = {
    "còn hạn": IN_FORCE,
    "hết hạn": _status(State.EXPIRED, star=4, valid_to=date(2025, 10, 5)),
    "thu hồi": _status(State.REVOKED, star=4, revoked_on=date(2026, 2, 1)),
    "chưa có bằng chứng": _status(State.UNPROVEN, claimed_star=4),
}


def _product(title: str, *, price: int | None = 165_000, **facts: Any) -> SimpleNamespace:
    known = {
        "pk": 1,
        "title": title,
        "name_folded": "nuoc mam",
        "slug": "san-pham-mau",
        "get_absolute_url": "#",
        "images": Few(),
        "commune_id": None,
        "origin_note": "Xã Vạn Phúc",
        "province_id": "38",
        "province": SimpleNamespace(name="Thanh Hóa"),
        "selling": "orderable",
        "stockrecords": Few([SimpleNamespace(price=price)] if price is not None else []),
        "price_from": None,
        "price_to": None,
        "primary_group": SimpleNamespace(slug="thuc-pham"),
    }
    return SimpleNamespace(**{**known, **facts})


PRODUCT = _product("Nước mắm cốt cá cơm Làng Chài Vạn Phúc")
LONG = _product(
    "Bộ quà biếu ba miền gồm nước mắm, chè Shan tuyết cổ thụ và mật ong bạc hà Mèo Vạc, hộp gỗ khắc tên",
    pk=2,
    origin_note="Xã Khâu Vai, thôn Xín Cái trên núi",
    province=SimpleNamespace(name="Tuyên Quang"),
)
INDICATIVE = _product("Nghỉ nhà sàn", pk=3, selling="contact", price_from=350_000, price_to=900_000)
ASK = _product("Cây cảnh theo dáng", pk=4, selling="contact", price=None)
PRODUCER = SimpleNamespace(
    name="Hợp tác xã Cói Nga Sơn", get_absolute_url="#", commune=None, province="Thanh Hóa"
)
ICONS = ("basket", "search", "qr", "pin", "phone", "mail", "shop", "story", "good", "info", "warn", "alarm")


def _forms() -> tuple[SampleForm, SampleForm]:
    wrong = SampleForm({"province": "99"})
    wrong.is_valid()
    return SampleForm(initial={"way": "qr"}), wrong


def _field_states() -> dict[str, dict[str, Any]]:
    fresh, wrong = _forms()
    return {f"{name}": {"field": fresh[name]} for name in fresh.fields} | {
        f"{name}, có lỗi": {"field": wrong[name]} for name in ("name", "province", "agreed")
    }


def _notices() -> dict[str, dict[str, Any]]:
    text = "Kho vừa cập nhật sáng nay."
    return {tone: {"tone": tone, "title": f"Thông báo {tone}", "text": text} for tone in ("info", "good")} | {
        tone: {
            "tone": tone,
            "title": f"Thông báo {tone}",
            "text": text,
            "href": "#",
            "label": "Xem",
        }
        for tone in ("warn", "alarm")
    }


def samples() -> dict[str, Callable[[], dict[str, dict[str, Any]]]]:
    """Each component's states: a name and the parameters that make it."""
    day = {"day": "28", "month": "tháng 11", "title": "Chợ phiên OCOP", "url": "#", "detail": "20:00 thứ Bảy"}
    shop = {"icon": "shop", "title": "Điểm bán Hàm Rồng", "url": "", "detail": "Đóng cửa", "note": "3,8 km"}
    places = [("Thanh Hóa", 12), ("Quảng Ngãi", 13), ("Lào Cai", 1)]
    regions = [SimpleNamespace(name=name, products=number, get_absolute_url="#") for name, number in places]
    pages = Paginator(range(2_000), 24)
    drawing = {
        "src": f"{settings.STATIC_URL}img/groups/food.webp",
        "alt": "Thực phẩm",
        "width": 200,
        "height": 200,
    }
    return {
        "agenda": lambda: {"sự kiện và nơi": {"items": [{**day, "tag": "Livestream"}, shop]}},
        "brand": lambda: {"tên và dấu": {}},
        "card": lambda: {
            "còn hạn": {"product": PRODUCT, "status": IN_FORCE},
            "tên dài": {"product": LONG, "status": _status(State.EXTENDED, star=3)},
            "hết hạn": {"product": INDICATIVE, "status": STATES["hết hạn"]},
            "chưa có sao": {"product": ASK, "status": None},
        },
        "crumbs": lambda: {"ba bậc": {"crumbs": [("Sản phẩm", "#"), ("Thực phẩm", "#"), ("Nước mắm", "")]}},
        "drawing": lambda: {"thay ảnh": {"src": drawing["src"], "width": 200, "height": 200}},
        "empty": lambda: {
            "có lối đi tiếp": {
                "title": "Giỏ đang trống",
                "text": "Chọn món đầu tiên.",
                "href": "#",
                "label": "Xem",
            },
            "chỉ lời": {"title": "Chưa có sản phẩm nào ở đây"},
        },
        "field": _field_states,
        "form_errors": lambda: {"có chỗ cần sửa": {"form": _forms()[1]}, "không lỗi": {"form": _forms()[0]}},
        "icon": lambda: {name: {"name": name, "size": "large"} for name in ICONS},
        "lost_star": lambda: {"trang lỗi": {}},
        "no_picture": lambda: {"hình theo loại": {"product": PRODUCT, "width": 200, "height": 200}},
        "notice": _notices,
        "pages": lambda: {
            "đầu": {"page": pages.page(1)},
            "giữa": {"page": pages.page(40)},
            "cuối": {"page": pages.page(84)},
        },
        "picture": lambda: {"hình vẽ": drawing},
        "price": lambda: {
            "giá bán": {"product": PRODUCT},
            "lớn": {"product": PRODUCT, "size": "large"},
            "giá tham khảo": {"product": INDICATIVE},
            "liên hệ": {"product": ASK},
        },
        "regions": lambda: {"vài nơi": {"regions": regions}},
        "search": lambda: {"trống": {"id": "q-empty"}, "đã gõ": {"id": "q-typed", "query": "nước mắm"}},
        "stars": lambda: (
            {name: {"status": status} for name, status in STATES.items()}
            | {"lớn": {"status": IN_FORCE, "size": "large"}}
        ),
        "who": lambda: {"có nơi": {"producer": PRODUCER}},
    }


def components() -> list[Component]:
    """Everything drawn, in order of name; the frame of the page is around it and not among it."""
    return [
        Component(name, [Shown(label, _drawn(name, given)) for label, given in states().items()])
        for name, states in sorted(samples().items())
    ]


def _drawn(name: str, given: dict[str, Any]) -> SafeString:
    if name == "card":
        return card_of(given["product"], given["status"]).draw(leading=given.get("leading", False))
    return render_to_string(f"components/{name}.html", given)


@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """The page; not found unless `COMPONENTS_PAGE` is on, which it is with Django's debug pages."""
    if not settings.COMPONENTS_PAGE:
        raise Http404
    return render(request, "cms/workbench.html", {"components": components()})
