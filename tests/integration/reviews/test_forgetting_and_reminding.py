"""Reviews leave with whoever wrote them; buyers are asked once what they think, and only when they may be."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from storefront.privacy.forgetting import ask_erasure, forget_group
from storefront.privacy.models import Forgetting
from storefront.purchases.lifecycle import MOVES, Actor
from storefront.purchases.models import OrderEvent
from storefront.purchases.moving import move_order
from storefront.reviews.answering import answer_review
from storefront.reviews.models import RatingSummary, Review, ReviewReminder
from storefront.reviews.reminding import remind
from tests.factories.complaints import DeadMail, photograph
from tests.factories.reviews import (
    TEXT,
    form_address,
    keep_pictures_in,
    make_done_order,
    make_review,
    pictures_on_disk,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("way", ["erasure", "time"])
def test_who_is_forgotten_leaves_no_word_on_any_page(
    client, tmp_path, monkeypatch, way, django_capture_on_commit_callbacks
):
    keep_pictures_in(monkeypatch, tmp_path / "private")
    order, kept = make_done_order(), make_review(published=True)
    client.post(
        form_address(order), {"points": "3", "text": TEXT, "display_name": "Lạ", "pictures": [photograph()]}
    )
    review = publish(Review.objects.get(order=order))
    answer_review(review, text="Chào chị Lạ.", by=None)
    told = client.post(own_data(order), {"contact": order.group.phone, "action": "json"})
    (mine,) = json.loads(told.content)["reviews"]
    assert (mine["order"], mine["text"], mine["name"], mine["files"]) == (order.number, TEXT, "Lạ", 1)

    with django_capture_on_commit_callbacks(execute=True):
        if way == "erasure":
            ask_erasure(order.group)
        else:
            forget_group(order.group, ground=Forgetting.Ground.TIME)
    review.refresh_from_db()
    assert (review.state, review.text, review.display_name, review.points) == ("withdrawn", "", "", 3)
    assert review.forgotten_at is not None
    assert (pictures_on_disk(), hasattr(Review.objects.get(pk=review.pk), "answer")) == ([], False)
    assert RatingSummary.objects.get(pk=review.product_id).count == 0
    assert Review.objects.get(pk=kept.pk).state == "published"
    assert TEXT not in client.get(review.product.get_absolute_url()).content.decode()


def own_data(order):
    return order.group.get_absolute_url().replace("/don-hang/", "/du-lieu-ca-nhan/luot-mua/")


def completed(days, **shopper):
    order = make_done_order(**shopper)
    OrderEvent.objects.filter(order=order, became="completed").update(
        at=timezone.now() - timedelta(days=days)
    )
    mail.outbox.clear()
    return order


def test_a_buyer_is_asked_once_with_a_link_for_each_product(capsys):
    order = completed(8)
    call_command("remind_of_reviews")
    call_command("remind_of_reviews")
    (letter,) = mail.outbox
    assert (letter.to, order.number in letter.subject) == (["hoa@example.vn"], True)
    assert form_address(order) in letter.body
    assert capsys.readouterr().out == "1 reminders and 0 notices sent\n0 reminders and 0 notices sent\n"


def test_nobody_is_asked_too_early_too_late_or_against_their_will(settings):
    completed(6)
    completed(40)
    make_review(completed(8))
    move_order(completed(8), MOVES["ask_return"], actor=Actor.SHOPPER, reason="hỏng")
    ask_erasure(completed(8).group)
    completed(8, email="", phone="+84912345678")
    assert (remind(), mail.outbox) == (0, [])
    order = completed(8)
    settings.OCOP_REVIEW_REMINDER_DAYS = 0
    assert (remind(), mail.outbox) == (0, [])
    settings.OCOP_REVIEW_REMINDER_DAYS = 7
    assert (remind(), [letter.to for letter in mail.outbox]) == (1, [[order.group.email]])


def test_a_reminder_the_mail_server_refused_is_tried_again(settings):
    completed(8)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{DeadMail.__module__}.DeadMail"
    assert remind() == 0
    settings.EMAIL_BACKEND = backend
    assert remind() == 0
    assert remind(at=timezone.now() + timedelta(minutes=11)) == 0
    ReviewReminder.objects.update(taken_at=timezone.now() - timedelta(minutes=11))
    assert (remind(), remind()) == (1, 0)
