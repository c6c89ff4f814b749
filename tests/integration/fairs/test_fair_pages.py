from datetime import date

import pytest
from django.urls import reverse

from fairs import scheduling
from tests.factories.catalogue import make_producer
from tests.factories.certification import revoke
from tests.factories.fairs import at, make_booth_category, make_fair, make_session, make_star_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def page(client, address, **parameters):
    answer = client.get(address, parameters)
    assert answer.status_code == 200
    return answer.content.decode()


class TestList:
    def test_empty_list_says_what_to_do_next(self, client):
        html = page(client, "/hoi-cho/")
        assert "Chưa có hội chợ nào sắp mở" in html
        assert 'href="/diem-ban/"' in html

    def test_next_fair_stands_first_drafts_stay_inside(self, client):
        make_fair("Tuần hàng sau", opens_at=at(2027, 1, 5))
        make_fair("Tuần hàng trước", opens_at=at(2026, 12, 1))
        make_fair("Bản nháp", state="draft")
        answer = client.get("/hoi-cho/")
        assert answer.context["next"].title == "Tuần hàng trước"
        assert [entry.title for entry in answer.context["others"]] == ["Tuần hàng sau"]
        assert "Bản nháp" not in answer.content.decode()

    def test_cancelled_fair_is_listed_as_such_but_never_featured(self, client):
        make_fair("Phiên chợ bão", opens_at=at(2026, 11, 25), state="cancelled", public_note="Bão số 9")
        make_fair("Tuần hàng", opens_at=at(2026, 12, 1))
        answer = client.get("/hoi-cho/")
        assert answer.context["next"].title == "Tuần hàng"
        (other,) = answer.context["others"]
        assert (other.title, other.tag) == ("Phiên chợ bão", "Đã huỷ")

    def test_fair_moves_to_the_past_when_it_closes(self, client):
        make_fair("Hội hè", opens_at=at(2026, 7, 1))
        make_fair("Đang mở", opens_at=at(2026, 11, 20))
        answer = client.get("/hoi-cho/")
        assert answer.context["next"].tag == "Đang diễn ra"
        assert [entry.title for entry in answer.context["held"]] == ["Hội hè"]

    @pytest.mark.parametrize("count", [1, 3])
    def test_list_takes_a_constant_number_of_queries(self, client, count, django_assert_num_queries):
        for number in range(count):
            make_fair(opens_at=at(2026, 12, 1 + number))
            make_fair(opens_at=at(2026, 6, 1 + number))
        page(client, "/hoi-cho/")
        with django_assert_num_queries(LIST_QUERIES):
            page(client, "/hoi-cho/")


LIST_QUERIES = 3


class TestDetail:
    def test_plan_is_drawn_and_listed(self, client):
        fair, maker = make_fair(), make_producer("Hợp tác xã Suối Mây")
        first, _second = scheduling.add_booths(
            fair, category=make_booth_category(), rows=1, columns=2, zone="A"
        )
        scheduling.let_booth(first, producer=maker)
        html = page(client, fair.get_absolute_url())
        assert '<a href="#gian-A01" class="booth">' in html
        assert '<a href="#gian-trong" class="booth free">' in html
        assert '<li id="gian-A01">' in html
        assert "Tiêu chuẩn, 3 × 3 m, 3.000.000" in html

    def test_product_shows_its_star_of_today_and_loses_it_the_day_it_is_revoked(self, client):
        fair, product = make_fair(), make_star_product("Chè Suối Mây", star=4)
        scheduling.show_products(fair, [product])
        assert "4 sao" in page(client, fair.get_absolute_url())
        revoke(product)
        html = page(client, fair.get_absolute_url())
        assert "4 sao" not in html
        assert "Đã bị thu hồi" in html

    def test_product_of_a_suspended_producer_is_not_shown(self, client):
        fair, product = make_fair(), make_star_product("Chè Suối Mây")
        scheduling.show_products(fair, [product])
        type(product.producer).objects.filter(pk=product.producer_id).update(
            state="suspended", state_reason="Chờ xác minh"
        )
        assert "Chè Suối Mây" not in page(client, fair.get_absolute_url())

    def test_registration_is_offered_while_it_is_open(self, client):
        fair = make_fair(registration_opens_on=date(2026, 11, 1), registration_closes_on=date(2026, 11, 21))
        assert "đăng ký gian đến hết 21/11/2026" in page(client, fair.get_absolute_url())

    def test_draft_has_no_page(self, client):
        assert client.get(make_fair(state="draft").get_absolute_url()).status_code == 404

    def test_ordinary_visit_leaves_no_cookie_shared_address_is_remembered(self, client):
        fair = make_fair()
        assert not client.get(fair.get_absolute_url()).cookies
        client.get(fair.get_absolute_url(), {"tu": "qr"})
        assert client.session["touchpoint"]["reference"] == fair.slug

    @pytest.mark.parametrize("count", [1, 3])
    def test_page_takes_a_constant_number_of_queries(self, client, count, django_assert_num_queries):
        fair = make_fair()
        booths = scheduling.add_booths(fair, category=make_booth_category(), rows=1, columns=3)
        products = [make_star_product() for _number in range(count)]
        for booth, product in zip(booths, products, strict=False):
            scheduling.let_booth(booth, producer=product.producer)
        scheduling.show_products(fair, products)
        page(client, fair.get_absolute_url())
        with django_assert_num_queries(DETAIL_QUERIES):
            page(client, fair.get_absolute_url())


DETAIL_QUERIES = 9


class TestAgenda:
    def test_both_kinds_stand_under_their_month(self, client):
        make_fair("Tuần hàng Tết", opens_at=at(2027, 1, 20))
        make_session(name="Phiên tháng mười một")
        answer = client.get("/lich/")
        assert [
            (title, [entry.title for entry in entries]) for title, entries in answer.context["months"]
        ] == [
            ("Tháng 11 năm 2026", ["Phiên tháng mười một"]),
            ("Tháng 1 năm 2027", ["Tuần hàng Tết"]),
        ]

    def test_one_kind_and_one_month_can_be_asked_for(self, client):
        make_fair("Hội hè", opens_at=at(2026, 7, 1))
        make_session(name="Phiên hè", starts_at=at(2026, 7, 2, 20), state="done")
        answer = client.get("/lich/", {"thang": "2026-07", "loai": "fair"})
        assert [entry.title for _title, entries in answer.context["months"] for entry in entries] == [
            "Hội hè"
        ]

    @pytest.mark.parametrize("month", ["2026-13", "x", "0000-00", "9999-99", "2026-7"])
    def test_month_that_is_none_is_calmly_ignored(self, client, month):
        make_fair("Tuần hàng")
        assert "Tuần hàng" in page(client, "/lich/", thang=month)

    def test_december_is_followed_by_january(self, client):
        answer = client.get("/lich/", {"thang": "2026-12"})
        assert (answer.context["before"], answer.context["after"]) == (date(2026, 11, 1), date(2027, 1, 1))

    def test_fair_over_the_turn_of_a_month_stands_in_both(self, client):
        make_fair("Tuần hàng", opens_at=at(2026, 11, 28), days=5)
        for month in ("2026-11", "2026-12"):
            assert "Tuần hàng" in page(client, "/lich/", thang=month)


class TestFeeds:
    def test_feed_has_everything_announced_and_nothing_else(self, client):
        make_fair("Công bố")
        make_fair("Nháp", state="draft")
        make_session(name="Phiên công bố")
        answer = client.get(reverse("fairs:calendar"))
        text = answer.content.decode()
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "SUMMARY:Công bố" in text
        assert "SUMMARY:Phiên công bố" in text
        assert "Nháp" not in text

    def test_unchanged_feed_is_answered_without_a_body(self, client):
        make_fair()
        tag = client.get("/lich.ics")["ETag"]
        assert client.get("/lich.ics", headers={"if-none-match": tag}).status_code == 304

    def test_each_event_has_a_file_of_its_own(self, client):
        fair, session = make_fair(), make_session()
        for address in (
            f"/hoi-cho/{fair.slug}/lich.ics",
            f"/livestream/{session.slug}/lich.ics",
        ):
            assert client.get(address).content.count(b"BEGIN:VEVENT") == 1

    def test_feed_is_read_only(self, client):
        assert client.post("/lich.ics").status_code == 405
