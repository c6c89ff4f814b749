"""What everybody reads: the block on the product's page and all reviews of a product."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from storefront.reviews.answering import answer_review
from storefront.reviews.moderating import decide_answer
from tests.factories.purchases import make_good
from tests.factories.reviews import TEXT, make_done_order, make_review
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_the_product_page_shows_what_is_published_and_calls_no_point_a_star(client):
    good = make_good(stock=20)
    for points in (5, 2):
        review = make_review(
            make_done_order(good), published=True, points=points, text=f"{TEXT} <b>{points}</b>"
        )
    make_review(make_done_order(good), text="Chưa ai đọc duyệt.", points=1)
    answer_review(review, text="Cảm ơn chị.", by=None)
    decide_answer(review, "published", version=1, seen="waiting", by=None)
    page = client.get(good.get_absolute_url()).content.decode()
    block = page[page.index('id="nhan-xet"') :].partition("</section>")[0]
    assert block.index("&lt;b&gt;2&lt;/b&gt;") < block.index("&lt;b&gt;5&lt;/b&gt;")
    assert ("Chưa ai đọc duyệt." in page, "Cảm ơn chị." in block, "3,5" in block) == (False, True, True)
    assert block.count("Người mua đã xác nhận đơn") == 2
    assert "Không phải kết quả đánh giá, phân hạng OCOP." in block
    assert ("★" in block, "sao" in block.lower(), 'class="stars' in block) == (False, False, False)


def test_a_product_nobody_spoke_of_has_no_block(client):
    assert 'id="nhan-xet"' not in client.get(make_good().get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_more(client, number):
    good = make_good(stock=20)
    for item in range(number):
        review = make_review(make_done_order(good), published=True, points=item + 1)
        answer_review(review, text="Cảm ơn chị.", by=None)
        decide_answer(review, "published", version=1, seen="waiting", by=None)
    for address, queries in (
        (good.get_absolute_url(), 3),
        (reverse("buyer_reviews:of-product", args=[good.public_id]), 4),
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as taken:
            page = client.get(address).content.decode()
        assert (page.count("Người mua đã xác nhận đơn"), page.count("Cảm ơn chị.")) == (number, number)
        assert len(taken) == queries, address


def test_all_reviews_are_paged_and_narrowed(client):
    good = make_good(stock=50)
    for item in range(11):
        make_review(make_done_order(good), published=True, points=5 if item else 1)
    address = reverse("buyer_reviews:of-product", args=[good.public_id])
    first, second = client.get(address), client.get(address, {"page": "2"})
    assert (len(first.context["page"]), len(second.context["page"])) == (10, 1)
    assert [review.points for review in client.get(address, {"diem": "1"}).context["page"]] == [1]
    assert len(client.get(address, {"diem": "x"}).context["page"]) == 10
    assert client.get(reverse("buyer_reviews:of-product", args=["khongco"])).status_code == 404
    assert client.post(address).status_code == 405


def test_producer_and_offices_are_led_to_what_waits(client):
    review = make_review(points=4, published=True)
    waiting = make_review()
    producer = review.order.producer
    page = client.get(producer.get_absolute_url()).content.decode()
    assert "/5 điểm, 1 nhận xét" in page
    desk = "/quan-tri/don-can-xu-ly/"
    client.force_login(make_user(role="operator"))
    assert "1 nhận xét chờ duyệt" in client.get(desk).content.decode()
    client.force_login(make_user(role="trade_department"))
    assert "Nhận xét chờ duyệt" not in client.get(desk).content.decode()
    owner = make_user()
    producer.users.add(owner)
    client.force_login(owner)
    start = client.get("/gian-hang/").content.decode()
    assert ("Nhận xét chưa trả lời" in start, waiting.order.producer == producer) == (True, False)
