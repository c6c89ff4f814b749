from datetime import date

import pytest

from fairs.models import LivestreamSession
from fairs.scheduling import register_host
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify
from tests.factories.fairs import at, make_series, make_session, make_star_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def page(client, address, **parameters):
    answer = client.get(address, parameters)
    assert answer.status_code == 200
    return answer.content.decode()


def test_empty_list_says_what_to_do_next(client):
    assert "Chưa có phiên nào sắp phát" in page(client, "/livestream/")


def test_next_session_stands_first_and_cancelled_ones_are_skipped(client):
    series = make_series()
    make_session(series, name="Đã qua", starts_at=at(2026, 9, 1), state="done")
    make_session(series, name="Huỷ", starts_at=at(2026, 11, 25), state="cancelled", state_note="Bão")
    make_session(series, name="Kế tiếp")
    answer = client.get("/livestream/")
    assert answer.context["next"].title == "Kế tiếp"
    ((_series, entries),) = answer.context["series"]
    assert [(entry.title, entry.tag) for entry in entries] == [
        ("Đã qua", "Đã phát"),
        ("Huỷ", "Đã huỷ"),
        ("Kế tiếp", "Livestream"),
    ]


def test_series_not_announced_stays_inside(client):
    session = make_session(make_series("Chuỗi kín", is_public=False))
    assert "Chuỗi kín" not in page(client, "/livestream/")
    assert client.get(session.get_absolute_url()).status_code == 404
    assert "Chuỗi kín" not in page(client, "/lich.ics")


def test_star_is_that_of_the_day_of_the_broadcast(client):
    product = make_product("Mật ong")
    certify(product, 4, on=date(2023, 9, 15))
    session = make_session(products=[product], starts_at=at(2026, 9, 1, 20))
    html = page(client, session.get_absolute_url())
    assert "4 sao" in html
    assert "vào ngày phát, 01/09/2026" in html
    LivestreamSession.objects.filter(pk=session.pk).update(
        starts_at=at(2026, 9, 16, 20), ends_at=at(2026, 9, 16, 22)
    )
    assert "4 sao" not in page(client, session.get_absolute_url())


def test_running_order_names_producers_that_have_yet_to_choose(client):
    session = make_session(producers=[make_producer("Hợp tác xã Chưa Chọn")])
    html = page(client, session.get_absolute_url())
    assert "Hợp tác xã Chưa Chọn" in html
    assert "Sản phẩm chốt trước giờ phát" in html


def test_way_out_to_the_platform_before_and_to_the_replay_after(client):
    session = make_session(
        url="https://www.tiktok.com/@x/live", replay_url="https://www.tiktok.com/@x/video/1"
    )
    html = page(client, session.get_absolute_url())
    assert "Mở trên TikTok" in html
    assert "Xem lại" not in html
    LivestreamSession.objects.filter(pk=session.pk).update(state="done")
    html = page(client, session.get_absolute_url())
    assert "Mở trên TikTok" not in html
    assert "Xem lại" in html


def test_host_is_shown_with_the_day_of_the_check(client):
    session = make_session(host=register_host("Lê Mai", verified_on=date(2026, 1, 5)))
    assert "đã xác minh danh tính ngày 05/01/2026" in page(client, session.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_a_constant_number_of_queries(client, count, django_assert_num_queries):
    session = make_session(products=[make_star_product() for _number in range(count)])
    page(client, session.get_absolute_url())
    with django_assert_num_queries(DETAIL_QUERIES):
        page(client, session.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_a_constant_number_of_queries(client, count, django_assert_num_queries):
    series = make_series()
    for number in range(count):
        make_session(series, starts_at=at(2026, 12, 1 + number))
    page(client, "/livestream/")
    with django_assert_num_queries(LIST_QUERIES):
        page(client, "/livestream/")


DETAIL_QUERIES = 8
LIST_QUERIES = 3
