"""Two officers, two workers: one sending, one letter for each address."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connections, transaction

from storefront.errors import DomainError
from storefront.newsletters import sending
from storefront.newsletters.models import Newsletter
from storefront.newsletters.sending import confirm, send_all
from tests.factories.newsletters import agree, make_newsletter
from tests.factories.races import at_once, until_somebody_waits
from tests.factories.users import make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_officers_and_four_workers_write_to_everybody_once(monkeypatch):
    monkeypatch.setattr(sending, "send_some", SimpleNamespace(enqueue=lambda pk: None))
    officers = [make_user(role="editor"), make_user(role="operator")]
    for _ in range(30):
        agree()
    newsletter = make_newsletter()
    outcomes = at_once(
        *[lambda officer=officer: confirm(newsletter, by=officer) for officer in officers],
        refusals=DomainError,
    )
    assert sorted(getattr(told, "code", told) for told in outcomes if told != 30) == ["not-a-draft"]
    counts = at_once(*[lambda: send_all(newsletter.pk)] * 4)
    addressed = [letter.to[0] for letter in mail.outbox]
    assert (sum(counts), len(addressed), len(set(addressed))) == (30, 30, 30)
    assert Newsletter.objects.get().state == "sent"
    assert newsletter.events.filter(move="finish").count() == 1


def test_a_worker_that_waited_for_another_one_s_lock_leaves_the_letter_to_it(monkeypatch):
    monkeypatch.setattr(sending, "send_some", SimpleNamespace(enqueue=lambda pk: None))
    agree()
    newsletter = make_newsletter()
    confirm(newsletter, by=make_user(role="editor"))

    def late() -> int:
        try:
            return send_all(newsletter.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            newsletter.letters.update(state="taken", tries=1)
            waiting = pool.submit(late)
            until_somebody_waits()
        assert waiting.result(timeout=30) == 0
    assert mail.outbox == []


def test_an_editor_who_saves_while_another_sends_rewrites_nothing_that_goes_out(monkeypatch):
    monkeypatch.setattr(sending, "send_some", SimpleNamespace(enqueue=lambda pk: None))
    editor = make_user(role="editor")
    agree()
    newsletter = make_newsletter()
    stale = Newsletter.objects.get(pk=newsletter.pk)
    stale.subject = "Khác"
    at_once(lambda: confirm(newsletter, by=editor), stale.save, refusals=DomainError)
    assert Newsletter.objects.get().state == "sending"
    with pytest.raises(DomainError):
        stale.save()
