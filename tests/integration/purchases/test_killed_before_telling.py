"""Killed after the commit and before anything reached a queue: everybody is told all the same, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from storefront.complaints.models import ComplaintEvent, ComplaintNotice
from storefront.order.models import Order
from storefront.purchases.models import OrderEvent, OrderNotice
from storefront.purchases.telling_again import tell_again
from tests.factories.purchases import make_basket, make_good, make_paying_producer, make_shopper, place
from tests.factories.server import ROOT, url_of_test_database

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
#: Whatever is begun after the commit, the kill comes before it.
KILLED = """
import os, signal, django
django.setup()
from django.db import transaction
from storefront.basket.models import Basket
from storefront.complaints.intake import Told, receive_complaint
from storefront.order.models import Order
from storefront.partner.strategy import Selector
from storefront.places.models import Commune
from storefront.purchases import lifecycle
from storefront.purchases.moving import move_order
from storefront.purchases.placing import Shopper, place_order_group
basket = Basket.objects.get(status="Open")
basket.strategy = Selector().strategy()
commune = Commune.objects.get()
shopper = Shopper("Hoa", "+84912345678", "hoa@example.vn", commune.province, commune, "12 Lê Lợi")
with transaction.atomic():
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    place_order_group(basket, shopper=shopper, submission="killed-after-commit-001", seen_total=225_000)
    move_order(Order.objects.order_by("pk").first(), lifecycle.CONFIRM, actor="producer")
    receive_complaint(Told("other", "Nói giúp tôi", "killed-complaint-0001", email="khach@example.vn"))
"""


def test_nobody_is_forgotten():
    good = make_good(stock=9, price=100_000, producer=make_paying_producer(email="bien@example.vn"))
    shopper = make_shopper()
    earlier = place(make_basket((good, 1)), shopper=shopper).group.orders.get()
    make_basket((good, 2))
    mail.outbox.clear()
    killed = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-c", KILLED],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url_of_test_database(),
            "DJANGO_SETTINGS_MODULE": "storefront.settings.test",
        },
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    placed = Order.objects.exclude(pk=earlier.pk).get()
    assert OrderNotice.objects.filter(sent_at=None, taken_at=None).count() == 3

    assert tell_again() == 0, "the queue has them still, as far as anybody knows"
    OrderEvent.objects.update(at=timezone.now() - timedelta(minutes=11))
    call_command("move_orders_by_time")
    call_command("move_orders_by_time")

    told = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert len(mail.outbox) == len(told) + 1
    assert told["bien@example.vn"].startswith(f"Đơn mới {placed.number}")
    assert {letter.subject for letter in mail.outbox if letter.to == ["hoa@example.vn"]} == {
        f"Đã đặt hàng: {placed.group.number}",
        f"Đơn {earlier.number}: Chủ thể đã xác nhận đơn và đang chuẩn bị hàng.",
    }
    assert not OrderNotice.objects.filter(sent_at=None).exists()

    mail.outbox.clear()
    ComplaintEvent.objects.update(at=timezone.now() - timedelta(minutes=11))
    for _run in range(2):
        call_command("tell_complaints_again")
    assert "khach@example.vn" in [letter.to[0] for letter in mail.outbox]
    assert len(mail.outbox) == ComplaintNotice.objects.exclude(sent_at=None).count()
