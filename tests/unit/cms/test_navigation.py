from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from cms.templatetags.navigation import footer_menu, home_address, main_menu, other_languages
from storefront.gifts.presence import find_out


@pytest.fixture
def request_at():
    def make(path: str):
        request = RequestFactory().get(path)
        request.user = AnonymousUser()
        request.resolver_match = resolve(path.partition("?")[0])
        return request

    return make


def test_main_menu_marks_where_the_visitor_is(request_at):
    entries = main_menu(Context({"request": request_at("/cau-chuyen/muoi-hai-thang/")}))

    assert [entry.url for entry in entries] == [
        "/san-pham/",
        "/gio-qua/",
        "/so-dang-ky/",
        "/cau-chuyen/",
        "/hoi-cho/",
        "/livestream/",
        "/diem-ban/",
    ]
    assert [entry.url for entry in entries if entry.current] == ["/cau-chuyen/"]


def test_gift_baskets_leave_the_menu_once_it_is_known_that_there_are_none(db):
    find_out()

    assert [entry.url for entry in main_menu(Context({}))][:2] == ["/san-pham/", "/so-dang-ky/"]


def test_menus_follow_the_language():
    with translation.override("en"):
        assert home_address() == "/en/"
        assert [entry.url for entry in main_menu(Context({}))][:2] == ["/en/san-pham/", "/en/gio-qua/"]
        assert [entry.url for entry in footer_menu()[0].entries][:2] == [
            "/en/gio-qua/",
            "/en/huong-dan/mua-va-giao-hang/",
        ]


def test_other_languages_keep_the_page_and_its_question(request_at):
    (english,) = other_languages(Context({"request": request_at("/san-pham/?q=che")}))

    assert (english.code, english.url) == ("en", "/en/san-pham/?q=che")


def test_other_languages_lead_home_from_an_address_without_language(request_at):
    (english,) = other_languages(Context({"request": request_at("/p/abc234")}))

    assert english.url == "/en/"


def test_frame_costs_no_query_for_a_first_visit(request_at, django_assert_num_queries, db):
    request = request_at("/san-pham/")
    context = Context({"request": request, "user": request.user, "sells_here": True})

    with django_assert_num_queries(0):
        html = Template('{% extends "base.html" %}').render(context)

    assert 'class="count' not in html
    assert '<html lang="vi">' in html


def test_frame_says_how_full_the_basket_is_without_a_query(request_at, django_assert_num_queries, db):
    request = request_at("/san-pham/")
    request.COOKIES |= {"basket-count": "7", "oscar_open_basket": "1:x", "sessionid": "abc"}
    context = Context({"request": request, "user": request.user, "sells_here": True})

    with django_assert_num_queries(0):
        html = Template('{% extends "base.html" %}').render(context)

    assert '<span class="count num" aria-hidden="true">7</span>' in html
