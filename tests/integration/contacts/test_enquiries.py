"""A question to a producer: handed on once, kept with its consent, gone when its time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from storefront.contacts.models import Enquiry
from tests.factories.catalogue import make_producer
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Lê  Thị Hoa", "phone": "0912 345 678", "text": "Còn 20 chai không?", "consent": "on"}


@pytest.fixture
def good(settings):
    settings.OCOP_SALES_MODE = "catalogue"
    return make_good("Nước mắm cốt", producer=make_producer(email="htx@example.vn"))


def address_of(product):
    return reverse("contacts:enquire", args=[product.public_id])


def send(client, product, **facts):
    return client.post(address_of(product), {**FIELDS, **facts})


def test_a_question_reaches_the_producer(client, good, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, good)
    assert (answer.status_code, answer["Location"]) == (302, good.get_absolute_url())
    enquiry = Enquiry.objects.get()
    assert (enquiry.name, enquiry.phone, enquiry.producer) == ("Lê Thị Hoa", "+84912345678", good.producer)
    assert (
        enquiry.agreed_to
        == "Tôi đồng ý gửi tên và cách liên hệ của mình cho chủ thể để được trả lời câu hỏi này."
    )
    assert enquiry.told_at is not None
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["htx@example.vn"], "Có người hỏi mua Nước mắm cốt")
    assert all(told in letter.body for told in ("Lê Thị Hoa", "0912 345 678", "Còn 20 chai không?"))


@pytest.mark.parametrize(
    "facts",
    [
        {"consent": ""},
        {"phone": ""},
        {"phone": "12"},
        {"name": "!!"},
        {"text": " "},
        {"text": "x" * 2001},
        {"phone": "", "email": "không phải"},
    ],
)
def test_what_is_lacking_is_told_and_nothing_kept(client, good, facts):
    page = send(client, good, **facts)
    assert page.status_code == 422
    assert FIELDS["name"] in page.content.decode() or "name" in facts
    assert not Enquiry.objects.exists()


def test_no_box_is_ticked_beforehand(client, good):
    page = client.get(address_of(good))
    assert page.status_code == 200
    assert "checked" not in page.content.decode()


def test_an_address_asks_five_times_an_hour(client, good):
    assert [send(client, good).status_code for _time in range(6)] == [302] * 5 + [429]
    assert Enquiry.objects.count() == 5


@pytest.mark.parametrize(
    "facts",
    [{"state": "suspended", "state_reason": "Đang kiểm tra"}, {"email": ""}],
    ids=["suspended", "nobody to tell"],
)
def test_who_cannot_be_told_is_not_asked(client, good, facts):
    for name, value in facts.items():
        setattr(good.producer, name, value)
    good.producer.save()
    assert send(client, good).status_code == 404
    assert not Enquiry.objects.exists()


def test_a_mail_server_that_is_down_loses_no_question(
    client, good, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with django_capture_on_commit_callbacks(execute=True):
        assert send(client, good).status_code == 302
    assert Enquiry.objects.get().told_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("forget_enquiries", verbosity=0)
    call_command("forget_enquiries", verbosity=0)
    assert len(mail.outbox) == 1
    assert Enquiry.objects.get().told_at is not None


def test_questions_are_forgotten_when_their_time_is_over(client, good, settings):
    settings.OCOP_ENQUIRY_DAYS = 30
    for days in (29, 31):
        send(client, good)
        newest = Enquiry.objects.order_by("-pk").first()
        Enquiry.objects.filter(pk=newest.pk).update(agreed_at=timezone.now() - timedelta(days=days))
    call_command("forget_enquiries", verbosity=0)
    assert Enquiry.objects.count() == 1
