"""Whoever bought writes, changes and withdraws by the link of the order; nobody else, and not what is their own."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from catalogue.producers.models import Producer
from storefront.errors import DomainError
from storefront.order.models import Order
from storefront.payment.models import Source
from storefront.purchases.lifecycle import MOVES, Actor
from storefront.purchases.models import OrderGroup
from storefront.purchases.moving import move_order
from storefront.reviews.models import RatingSummary, Review, ReviewPicture
from storefront.reviews.names import proposed_name, tells_a_contact
from storefront.reviews.ratings import ratings_of
from tests.factories.complaints import photograph
from tests.factories.purchases import make_basket, make_good, make_paying_producer, place
from tests.factories.reviews import (
    TEXT,
    form_address,
    good_of,
    keep_pictures_in,
    make_done_order,
    make_review,
    pictures_on_disk,
    publish,
)
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
FIELDS = {"points": "4", "text": TEXT, "display_name": "Hoa, Thanh Hóa"}


@pytest.fixture(autouse=True)
def _pictures(tmp_path, monkeypatch):
    keep_pictures_in(monkeypatch, tmp_path / "private")


def test_a_guest_writes_changes_and_withdraws_by_the_link(client, django_capture_on_commit_callbacks):
    order = make_done_order()
    tracking = client.get(order.group.get_absolute_url()).content.decode()
    address = form_address(order)
    assert f'href="{address}"' in tracking

    page = client.get(address)
    assert 'value="Hoa, Thanh Hóa"' in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Cache-Control"].startswith("private, no-store")
    sent = client.post(address, {**FIELDS, "pictures": [photograph(), photograph(kind="PNG", name="a.png")]})
    assert (sent.status_code, sent.url) == (302, address)
    review = Review.objects.get()
    assert (review.order, review.product, review.points, review.text) == (order, good_of(order), 4, TEXT)
    assert (review.state, review.version, review.picture_count) == ("waiting", 1, 2)
    for file in pictures_on_disk():
        with Image.open(io.BytesIO(file.read_bytes())) as picture:
            assert (dict(picture.getexif()), picture.info.get("comment")) == ({}, None)

    client.post(address, FIELDS)
    assert Review.objects.get().version == 1
    publish(review)
    assert ratings_of([review.product])[review.product_id].count == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {**FIELDS, "points": "2", "drops_pictures": "on"})
    changed = Review.objects.get()
    assert (changed.state, changed.version, changed.points, changed.picture_count) == ("waiting", 3 - 1, 2, 0)
    assert (pictures_on_disk(), ratings_of([review.product])) == ([], {})

    publish(changed)
    assert client.post(address, {"action": "rut"}).status_code == 302
    gone = Review.objects.get()
    assert (gone.state, gone.text, gone.display_name) == ("withdrawn", "", "")
    assert RatingSummary.objects.get().count == 0
    assert [event.move for event in gone.events.all()] == [
        "submit",
        "publish",
        "change",
        "publish",
        "withdraw",
    ]
    client.post(address, {"action": "rut"})
    assert gone.events.count() == 5


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"points": ""}, "Hãy chọn từ 1 tới 5 điểm."),
        ({"points": "6"}, "Hãy chọn từ 1 tới 5 điểm."),
        ({"points": "4.5"}, "Hãy chọn từ 1 tới 5 điểm."),
        (
            {"text": "ngon\u200b\u200b\u200b\u200b\u200b\u200b\u200b"},
            "Hãy viết ít nhất 10 ký tự, bạn mới viết 4.",
        ),
        ({"text": "ă" * 2001}, "Nhiều nhất 2000 ký tự, bạn đã viết 2001."),
        ({"text": "ngon\x00 lắm lắm lắm"}, "Có ký tự không đọc được. Hãy gõ lại."),
        ({"display_name": "Hoa 0912 345 678"}, "Đừng để số điện thoại, thư điện tử hay đường dẫn trong tên."),
        ({"website": "x"}, "Ô này phải để trống."),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_kept(client, typed, told):
    answer = client.post(form_address(make_done_order()), {**FIELDS, **typed})
    assert answer.status_code == 422
    assert told in [error for errors in answer.context["form"].errors.values() for error in errors]
    assert Review.objects.count() == 0


def test_files_that_are_no_pictures_and_too_many_are_refused(client):
    address = form_address(make_done_order())
    paper = io.BytesIO(b"%PDF-1.4 x %%EOF")
    paper.name = "don.pdf"
    for files in ([paper], [photograph() for _number in range(4)]):
        assert client.post(address, {**FIELDS, "pictures": files}).status_code == 422
    assert (Review.objects.count(), pictures_on_disk()) == (0, [])


@pytest.mark.parametrize(
    "state", ["placed", "handed_over", "delivered", "cancelled", "return_asked", "return_agreed"]
)
def test_an_order_that_was_not_completed_reviews_nothing(client, state):
    order = make_done_order(state=state)
    assert "/nhan-xet/don/" not in client.get(order.group.get_absolute_url()).content.decode()
    page = client.get(form_address(order)).content.decode()
    assert "Chỉ nhận xét được khi đơn đã hoàn tất" in page
    assert client.post(form_address(order), FIELDS).status_code == 409
    assert Review.objects.count() == 0


def test_time_completes_an_order_though_nobody_noted_it(client):
    order = make_done_order(state="delivered")
    Order.objects.filter(pk=order.pk).update(time_limit=timezone.now() - timedelta(minutes=1))
    assert client.post(form_address(order), FIELDS).status_code == 302


def test_an_order_whose_money_went_back_reviews_nothing(client):
    order = make_done_order()
    Source.objects.filter(order=order).update(
        amount_debited=order.total_incl_tax, amount_refunded=order.total_incl_tax
    )
    assert client.post(form_address(order), FIELDS).status_code == 409
    Source.objects.filter(order=order).update(amount_refunded=5_000)
    assert client.post(form_address(order), FIELDS).status_code == 302


def test_who_returns_after_reviewing_changes_nothing_more_but_may_withdraw(client):
    order = make_done_order()
    review = make_review(order, published=True)
    move_order(order, MOVES["ask_return"], actor=Actor.SHOPPER, reason="hỏng")
    assert client.post(form_address(order), {**FIELDS, "points": "1"}).status_code == 409
    review.refresh_from_db()
    assert (review.state, review.points) == ("published", 4)
    assert client.post(form_address(order), {"action": "rut"}).status_code == 302
    review.refresh_from_db()
    assert review.state == "withdrawn"


@pytest.mark.parametrize("tie", ["login", "account", "phone", "email", "login's email"])
def test_a_producer_does_not_review_its_own(client, tie):
    producer = make_paying_producer(phone="0912 345 678" if tie == "phone" else "", email="htx@example.vn")
    user = make_user()
    producer.users.add(user)
    shopper = {
        "email": {"email": "HTX@example.vn", "login's email": user.email}.get(tie, "hoa@example.vn"),
    }
    order = make_done_order(make_good(producer=producer), **shopper)
    if tie == "account":
        OrderGroup.objects.update(user=user)
    if tie == "login":
        client.force_login(user)
    answer = client.post(form_address(order), FIELDS)
    assert (answer.status_code, Review.objects.count()) == (409, 0)
    assert "Chủ thể không nhận xét sản phẩm của chính mình." in answer.content.decode()


def test_only_the_link_opens_the_form_and_only_what_was_bought(client):
    order, other = make_done_order(), make_done_order()
    address, foreign = form_address(order), form_address(other)
    signed, number, public_id = address.strip("/").split("/")[-3:]
    theirs = foreign.strip("/").split("/")[-3:]
    for parts in (
        (signed[:-1] + "x", number, public_id),
        (signed, theirs[1], public_id),
        (signed, number, theirs[2]),
    ):
        broken = "/nhan-xet/don/{}/{}/{}/".format(*parts)
        for answer in (
            client.get(broken),
            client.post(broken, FIELDS),
            client.post(broken, {"action": "rut"}),
        ):
            assert answer.status_code == 404
    assert Review.objects.count() == 0


def test_one_review_per_product_of_an_order_and_one_more_for_the_next_order():
    good = make_good(stock=10)
    first, second = make_done_order(good), make_done_order(good)
    for order in (first, second, first):
        make_review(order)
    assert Review.objects.count() == 2


def test_pictures_are_shown_with_their_review_and_before_that_to_their_author_alone(client):
    order = make_done_order()
    client.post(form_address(order), {**FIELDS, "pictures": [photograph()]})
    review = Review.objects.get()
    (address,) = review.picture_addresses
    signed = form_address(order).split("/")[3]
    other = form_address(make_done_order()).split("/")[3]
    assert [
        client.get(f"{address}{proof}").status_code for proof in ("", f"?don={other}", f"?don={signed}")
    ] == [
        404,
        404,
        200,
    ]
    publish(review)
    shown = client.get(address)
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "public, max-age=600")
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert ReviewPicture.objects.count() == 1


def test_sending_is_limited(client, today):
    address = form_address(make_done_order())
    for number in range(20):
        client.post(address, {**FIELDS, "text": f"{TEXT} {number}"})
    assert client.post(address, FIELDS).status_code == 429
    assert Review.objects.get().text == f"{TEXT} 19"


@pytest.mark.parametrize("number", [1, 3])
def test_the_tracking_page_costs_the_same_however_many_orders_may_be_reviewed(client, number):
    goods = [make_good() for _number in range(number)]
    placed = place(make_basket(*((good, 1) for good in goods)))
    for order in placed.group.orders.all():
        for actor, move in (("producer", "confirm"), ("producer", "hand_over"), ("shopper", "deliver")):
            move_order(order, MOVES[move], actor=actor)
        move_order(order, MOVES["complete"], actor="shopper")
    with CaptureQueriesContext(connection) as taken:
        page = client.get(placed.group.get_absolute_url()).content.decode()
    assert page.count("/nhan-xet/don/") == number
    assert len(taken) == 10


def test_names_tell_no_more_than_chosen():
    assert proposed_name("Nguyễn Thị Hoa", "Thanh Hóa") == "Hoa, Thanh Hóa"
    assert (proposed_name("", "Thanh Hóa"), proposed_name("Hoa", "")) == ("Thanh Hóa", "Hoa")
    assert [tells_a_contact(text) for text in ("a@b.vn", "0912.345.678", "www.x.vn", "Hoa 1990, số 12")] == [
        True,
        True,
        True,
        False,
    ]


def test_an_order_of_nobody_known_any_more_reviews_nothing():
    order = make_done_order()
    OrderGroup.objects.update(phone="", shopper_name="")
    with pytest.raises(DomainError):
        make_review(Order.objects.get(pk=order.pk))
    assert Producer.objects.count() == 1
