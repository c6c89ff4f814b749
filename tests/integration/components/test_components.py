"""Each component renders with the parameters its first line declares, and escapes what people typed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from catalogue.cards import card_of
from catalogue.certification.status import State, Status
from storefront.pictures.renditions import Known
from tests.factories.catalogue import make_producer, make_product

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"


def status(state: State, **facts) -> Status:
    defaults = {
        "state": state,
        "star": None,
        "valid_from": None,
        "valid_to": None,
        "entry_id": None,
        "revoked_on": None,
        "claimed_star": None,
    }
    return Status(**{**defaults, **facts})


def render(name: str, **parameters) -> str:
    return render_to_string(f"components/{name}.html", parameters)


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_component_declares_its_parameters_on_line_one(path):
    assert path.read_text(encoding="utf-8").startswith(f"{{# {path.name}:")


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_component_carries_no_inline_style_or_script(path):
    html = path.read_text(encoding="utf-8")

    assert "style=" not in html
    assert "<script" not in html
    assert "onclick" not in html


@pytest.mark.parametrize(
    ("given", "words", "css"),
    [
        (status(State.IN_FORCE, star=4), "4 sao", 'class="stars"'),
        (status(State.EXTENDED, star=3), "3 sao", 'class="stars"'),
        (status(State.EXPIRED, star=4, valid_to=date(2025, 10, 5)), "Hết hạn 10/2025", 'class="stars off"'),
        (status(State.REVOKED, star=4), "Đã bị thu hồi", 'class="stars off"'),
        (status(State.UNPROVEN, claimed_star=4), "Chưa có bằng chứng", 'class="stars off"'),
    ],
    ids=["in force", "extended", "expired", "revoked", "unproven"],
)
def test_stars_say_the_state_in_words(given, words, css):
    html = render("stars", status=given)

    assert words in html
    assert css in html


def test_stars_draw_as_many_as_there_are():
    assert render("stars", status=status(State.IN_FORCE, star=3)).count("★") == 3


@pytest.mark.parametrize("given", [status(State.NEVER), None], ids=["never", "none"])
def test_stars_are_silent_without_a_star(given):
    assert render("stars", status=given).strip() == ""


def test_card_shows_picture_name_star_place_and_price(db):
    product = make_product("Trà <Suối>", price=220_000)

    html = card_of(product, status(State.IN_FORCE, star=4)).draw()

    assert "Trà &lt;Suối&gt;" in html
    assert f'href="{product.get_absolute_url()}"' in html
    assert "4 sao" in html
    assert product.origin_label in html
    assert "220.000" in html


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"price": 58_000}, "58.000"),
        ({"price": None, "selling": "contact", "price_from": 100_000, "price_to": 150_000}, "giá tham khảo"),
        ({"price": None, "selling": "contact", "price_from": 90_000}, "90.000"),
        ({"price": None, "selling": "contact"}, "Liên hệ"),
    ],
    ids=["orderable", "range", "from", "contact"],
)
def test_price_says_what_it_is(db, facts, words):
    assert words in render("price", product=make_product(**facts))


class OrderForm(forms.Form):
    name = forms.CharField(label="Tên <người nhận>", help_text="Như trên giấy tờ")
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    pay = forms.ChoiceField(
        label="Trả tiền", choices=[("cod", "Khi nhận"), ("qr", "VietQR")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="Đồng ý")


def test_field_ties_label_help_and_error_to_the_control():
    html = render("field", field=OrderForm({"name": ""})["name"])

    assert '<label for="id_name">Tên &lt;người nhận&gt;' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_field_marks_what_may_stay_empty():
    assert "(không bắt buộc)" in render("field", field=OrderForm()["note"])


def test_field_sets_choices_in_a_fieldset():
    html = render("field", field=OrderForm()["pay"])

    assert "<fieldset" in html
    assert "<legend>Trả tiền</legend>" in html
    assert html.count('type="radio"') == 2


def test_field_puts_a_tick_before_its_label():
    html = render("field", field=OrderForm()["agree"])

    assert html.index("<input") < html.index("Đồng ý")


def test_form_errors_link_to_their_fields():
    html = render("form_errors", form=OrderForm({"name": "", "pay": "cod", "agree": "on"}))

    assert 'href="#id_name"' in html
    assert 'href="#id_pay' not in html


def test_form_errors_are_silent_without_errors():
    assert render("form_errors", form=OrderForm()).strip() == ""


@pytest.mark.parametrize(
    ("tone", "role"), [("info", False), ("good", False), ("warn", False), ("alarm", True)]
)
def test_notice_announces_only_alarms(tone, role):
    html = render("notice", tone=tone, title="Tiêu đề", text="<Lời>", href="/x/", label="Xem")

    assert ('role="alert"' in html) is role
    assert "&lt;Lời&gt;" in html
    assert '<a href="/x/">Xem</a>' in html


def test_empty_says_what_to_do_next():
    html = render(
        "empty", title="Giỏ đang trống", text="Chọn một món.", href="/san-pham/", label="Xem sản phẩm"
    )

    assert '<a class="btn" href="/san-pham/">Xem sản phẩm</a>' in html


def test_pages_keep_the_other_parameters():
    page = Paginator(range(200), 20).page(5)

    html = render("pages", page=page, querystring="q=che&sao=4")

    assert 'href="?q=che&amp;sao=4&amp;page=6" rel="next"' in html
    assert '<span aria-current="page">5</span>' in html
    assert html.count("…") == 2


def test_pages_are_silent_on_a_single_page():
    assert render("pages", page=Paginator(range(3), 20).page(1)).strip() == ""


def test_crumbs_do_not_link_to_the_page_itself():
    html = render("crumbs", crumbs=[("Sản phẩm", "/san-pham/"), ("Nước mắm", "/nhom/nuoc-mam/")])

    assert '<a href="/san-pham/">Sản phẩm</a>' in html
    assert '<span aria-current="page">Nước mắm</span>' in html


def test_agenda_shows_day_or_icon():
    html = render(
        "agenda",
        items=[
            {
                "day": "28",
                "month": "tháng 11",
                "title": "Chợ phiên",
                "url": "/livestream/1/",
                "detail": "20:00",
                "tag": "Livestream",
            },
            {"icon": "shop", "title": "Điểm bán", "url": "", "detail": "", "note": "Thanh Hóa"},
        ],
    )

    assert "28<small>tháng 11</small>" in html
    assert '<a class="what" href="/livestream/1/">Chợ phiên</a>' in html
    assert "icons.svg#shop" in html
    assert "Thanh Hóa" in html


def test_who_names_the_producer_and_its_place(db):
    producer = make_producer("Hợp tác xã Vạn Phúc")

    html = render("who", producer=producer)

    assert producer.get_absolute_url() in html
    assert "Thanh Hóa" in html


def test_picture_loads_lazily_unless_it_is_the_first():
    assert 'loading="lazy"' in render("picture", src="/a.webp", alt="", width=400, height=400)
    assert 'fetchpriority="high"' in render(
        "picture", src="/a.webp", alt="", width=400, height=400, eager=True
    )


def test_every_icon_that_templates_name_exists():
    sprite = (Path(settings.BASE_DIR) / "storefront" / "static" / "img" / "icons.svg").read_text(
        encoding="utf-8"
    )
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', sprite))
    named = set()
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        named |= set(
            re.findall(r'components/icon\.html" with name="([a-z]+)"', path.read_text(encoding="utf-8"))
        )

    assert named <= drawn


@pytest.mark.parametrize("name", ["403", "404", "403_csrf", "500"])
def test_error_pages_say_what_happened_in_vietnamese(name):
    html = render_to_string(f"{name}.html")

    assert "<h1>" in html
    assert 'href="/"' in html


def test_every_component_is_named_in_the_documentation():
    documented = (Path(settings.BASE_DIR) / "docs" / "components.md").read_text(encoding="utf-8")

    assert [path.stem for path in COMPONENTS.glob("*.html") if f"`{path.stem}`" not in documented] == []


def test_card_without_a_photograph_shows_the_drawing_of_its_kind_and_says_so(db):
    html = card_of(make_product("Giỏ cói", group="Thủ công mỹ nghệ"), None).draw()

    assert 'src="/static/img/kinds/sedge-basket-' in html
    assert 'alt="Hình minh hoạ"' in html
    assert html.count("Hình minh hoạ") == 2


def test_product_without_photograph_or_group_is_drawn_all_the_same(db):
    product = make_product("Một thứ chưa ai đặt tên")
    product.categories.clear()

    html = render("no_picture", product=product, width=400, height=400)

    assert 'src="/static/img/kinds/fruit-' in html


@pytest.mark.parametrize(
    ("leading", "widths", "sizes"),
    [(False, "320w 480w 640w", "17rem"), (True, "320w 480w 640w 960w", "30rem")],
)
def test_the_card_that_leads_a_shelf_names_wider_renditions(db, leading, widths, sizes):
    ready = Known(1600, 1600, (320, 480, 640, 960, 1280, 1600), ("avif", "webp", "jpg")).as_data()
    photograph = SimpleNamespace(renditions=ready, original=SimpleNamespace(url="/media/chai.jpg"))

    html = replace(card_of(make_product("Nước mắm"), None), picture=photograph).draw(leading=leading)

    said = re.findall(r'srcset="([^"]*)" sizes="\(min-width: 60rem\) (\d+rem)', html)
    assert [(" ".join(re.findall(r"\b\d+w", words)), size) for words, size in said] == [(widths, sizes)] * 3
