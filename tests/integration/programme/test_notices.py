"""Each producer is told of each step once."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from wagtail.models import ModelLogEntry

from catalogue.programme.models import RenewalNotice
from catalogue.programme.notices import send_renewal_notices
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify

TODAY = date(2026, 11, 21)
ON = "2026-11-21T03:00:00+00:00"


@pytest.fixture
def _now():
    with time_machine.travel(ON, tick=False):
        yield


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


def make_ending(days, title="", *, email="chu-the@example.vn", producer=None):
    producer = producer or make_producer(email=email)
    product = make_product(title, producer=producer)
    end = TODAY + timedelta(days=days)
    certify(product, star=4, on=end - timedelta(days=1090), valid_to=end)
    return product


def test_one_letter_to_each_producer_with_all_its_products():
    producer = make_producer("HTX Lam Sơn", email="lamson@example.vn")
    make_ending(150, "Bưởi Lam Sơn", producer=producer)
    make_ending(12, "Mật mía", producer=producer)
    make_ending(-3, "Bánh gai", email="khac@example.vn")
    make_ending(12, email="")
    make_ending(200)
    sending = send_renewal_notices(on=TODAY)
    assert (len(sending.letters), sending.notices, sending.failed) == (2, 3, [])
    first, second = mail.outbox
    assert (first.to, second.to) == (["lamson@example.vn"], ["khac@example.vn"])
    assert first.subject == "Sao OCOP của 2 sản phẩm sắp hoặc vừa hết hạn"
    assert second.subject == "Sao OCOP của Bánh gai: hạn 18/11/2026"
    assert "Mật mía, 4 sao: hết hạn ngày 03/12/2026" in first.body
    assert "Nộp hồ sơ đánh giá lại từ 22/10/2026 đến 21/12/2026." in first.body
    assert "hết hạn từ 18/11/2026" in second.body
    html = first.alternatives[0].content
    assert "Bưởi Lam Sơn" in html
    assert {(one.step, one.sent_at is not None) for one in RenewalNotice.objects.all()} == {
        ("180", True),
        ("30", True),
        ("overdue", True),
    }
    assert ModelLogEntry.objects.filter(action="ocop.renewal_notice").count() == 3


def test_run_again_says_nothing_and_the_next_step_is_told():
    make_ending(150)
    assert len(send_renewal_notices(on=TODAY).letters) == 1
    assert send_renewal_notices(on=TODAY).letters == []
    assert send_renewal_notices(on=TODAY + timedelta(days=29)).letters == []
    assert len(send_renewal_notices(on=TODAY + timedelta(days=30)).letters) == 1
    assert len(send_renewal_notices(on=TODAY + timedelta(days=150)).letters) == 1
    assert list(RenewalNotice.objects.order_by("pk").values_list("step", flat=True)) == [
        "180",
        "120",
        "overdue",
    ]


def test_a_star_that_ended_long_ago_is_no_news():
    make_ending(-30)
    make_ending(-900)
    assert send_renewal_notices(on=TODAY).letters == []


def test_dry_run_writes_and_sends_nothing(capsys):
    make_ending(12, "Mật mía")
    call_command("send_renewal_notices", "--dry-run")
    told = capsys.readouterr().out
    assert "Mật mía (03/12/2026)" in told
    assert "sẽ gửi 1 thư về 1 sản phẩm" in told
    assert not mail.outbox
    assert not RenewalNotice.objects.exists()


def test_the_command_tells_what_it_did(capsys):
    make_ending(12)
    call_command("send_renewal_notices")
    call_command("send_renewal_notices")
    assert capsys.readouterr().out.splitlines() == [
        "Đã gửi 1 thư về 1 sản phẩm.",
        "Đã gửi 0 thư về 0 sản phẩm.",
    ]


def test_a_letter_that_fails_is_sent_by_the_next_run(monkeypatch, capsys):
    make_ending(12)
    send = EmailMultiAlternatives.send
    monkeypatch.setattr(
        EmailMultiAlternatives, "send", lambda *_args: (_ for _ in ()).throw(OSError("no server"))
    )
    with pytest.raises(SystemExit) as left:
        call_command("send_renewal_notices")
    assert left.value.code == 1
    assert not RenewalNotice.objects.exists()
    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    assert len(send_renewal_notices(on=TODAY).letters) == 1


def test_the_claim_of_a_run_that_died_is_taken_over_after_an_hour():
    product = make_ending(12)
    entry = product.ledger_entries.get()
    RenewalNotice.objects.create(entry=entry, step="30", email="chu-the@example.vn", claim="x")
    assert send_renewal_notices(on=TODAY).letters == []
    with time_machine.travel("2026-11-21T04:01:00+00:00", tick=False):
        assert len(send_renewal_notices(on=TODAY).letters) == 1
        assert send_renewal_notices(on=TODAY).letters == []
    assert RenewalNotice.objects.get().sent_at is not None


def test_the_database_holds_one_notice_for_each_step():
    entry = make_ending(12).ledger_entries.get()
    RenewalNotice.objects.create(entry=entry, step="30", email="a@example.vn", claim="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        RenewalNotice.objects.create(entry=entry, step="30", email="a@example.vn", claim="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        RenewalNotice.objects.create(entry=entry, step="90", email="a@example.vn", claim="y")


@pytest.mark.parametrize("count", [1, 3])
def test_asks_as_often_for_one_product_as_for_three(count, django_assert_num_queries):
    producer = make_producer(email="chu-the@example.vn")
    for _place in range(count):
        make_ending(12, producer=producer)
    with django_assert_num_queries(2):
        send_renewal_notices(on=TODAY, dry_run=True)


@pytest.mark.postgres
@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stale", [False, True], ids=["fresh", "after a run that died"])
def test_four_runs_at_once_send_each_letter_once(stale):
    products = [make_ending(12, email=f"ct{place}@example.vn") for place in range(6)]
    if stale:
        for product in products:
            entry = product.ledger_entries.get()
            notice = RenewalNotice(entry=entry, step="30", email="x@example.vn", claim="x")
            notice.claimed_at -= timedelta(hours=2)
            notice.save()
    gate, runs = threading.Barrier(4), []

    def run():
        try:
            gate.wait()
            runs.append(send_renewal_notices(on=TODAY))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(runs) == 4
    assert sorted(letter.to[0] for letter in mail.outbox) == [f"ct{place}@example.vn" for place in range(6)]
    assert RenewalNotice.objects.filter(sent_at__isnull=False).count() == 6
