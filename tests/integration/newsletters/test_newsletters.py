"""Newsletters: what the letter says, whom it reaches, how it is refused, and who may send it."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPException
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from storefront.channels.letters import LetterChannel
from storefront.errors import DomainError
from storefront.newsletters import sending
from storefront.newsletters.composing import as_text
from storefront.newsletters.models import Newsletter, NewsletterLetter, NotADraftError
from storefront.newsletters.sending import confirm, progress_of, send_batch, stop
from storefront.privacy.consents import withdraw
from storefront.privacy.models import Consent
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, revoke
from tests.factories.cms import make_site, make_story
from tests.factories.newsletters import agree, make_newsletter
from tests.factories.purchases import make_good
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
DESK = "/quan-tri/ban-tin/"


@pytest.fixture
def editor():
    return make_user("bien-tap@example.vn", role="editor")


@pytest.fixture
def letters_later(monkeypatch):
    """Confirming sends nothing by itself: a worker would."""
    monkeypatch.setattr(sending, "send_some", SimpleNamespace(enqueue=lambda pk: None))


def addressed() -> list[str]:
    return [letter.to[0] for letter in mail.outbox]


def states(newsletter: Newsletter) -> list[str]:
    return list(newsletter.letters.order_by("pk").values_list("state", flat=True))


def test_the_letter_says_who_sends_it_and_how_to_refuse_it(
    editor, settings, django_capture_on_commit_callbacks
):
    settings.OCOP_OPERATOR = {**settings.OCOP_OPERATOR, "name": "Sở Công Thương", "phone": "024 3333 4444"}
    make_site()
    good, wine = make_good("Cốm làng Vòng"), make_good("Rượu nếp", is_alcohol=True)
    story = make_story(title="Chuyện cốm", product=good)
    consent = agree("hoa@example.vn")
    newsletter = make_newsletter(products=[good, wine], stories=[story], advertises=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert confirm(newsletter, by=editor) == 1
    (letter,) = mail.outbox
    base = settings.PUBLIC_BASE_URL
    refuse = f"{base}/ban-tin/thoi-nhan/{consent.signed}/"
    assert (letter.to, letter.subject) == (["hoa@example.vn"], "[QC] Mùa cốm")
    assert letter.extra_headers == {
        "List-Unsubscribe": f"<{refuse}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
    html = letter.alternatives[0][0]
    for told in (letter.body, html):
        for part in ("Cốm làng Vòng", "4 sao OCOP", "Chuyện cốm", "Sở Công Thương", "024 3333 4444", refuse):
            assert part in told
        assert "Rượu nếp" not in told
        assert f"{base}/hoi-cho/" in told
    assert {link for link in re.findall(r'href="([^"]*)"', html) if not link.startswith(base)} == set()
    newsletter.refresh_from_db()
    assert (newsletter.state, states(newsletter)) == ("sent", ["sent"])
    told = list(newsletter.events.values_list("move", "by", "count"))
    assert told == [("confirm", editor.pk, 1), ("finish", None, 1)]


@pytest.mark.parametrize(("advertises", "subject"), [(True, "[QC] Mùa cốm"), (False, "Mùa cốm")])
def test_news_without_goods_are_marked_as_the_editor_says(editor, advertises, subject):
    sending.send_test(make_newsletter(advertises=advertises), by=editor)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["bien-tap@example.vn"], subject)]


def test_each_address_that_agrees_gets_one_letter_and_nobody_else(editor, letters_later):
    first = agree("Hoa@Example.vn")
    agree("hoa@example.vn")
    agree("lan@example.vn")
    agree("ma@so-dien-thoai.INVALID")
    agree("")
    agree("video@example.vn", purpose="livestream")
    withdrawn = agree("minh@example.vn")
    agree("minh@example.vn")
    withdraw(withdrawn)
    late = agree("thu@example.vn")
    newsletter = make_newsletter()
    assert confirm(newsletter, by=editor) == 3
    withdraw(late)
    agree("sau@example.vn")
    assert send_batch(newsletter.pk).sent == 2
    assert sorted(address.lower() for address in addressed()) == ["hoa@example.vn", "lan@example.vn"]
    assert sorted(states(newsletter)) == ["refused", "sent", "sent"]
    first.refresh_from_db()
    assert first.withdrawn_at is None


def test_a_star_is_the_one_of_the_moment_the_letter_leaves(editor, letters_later):
    kept, lost = make_product("Cốm"), make_good("Mắm")
    certify(kept, 4, on=timezone.localdate() - timedelta(days=60))
    agree(), agree()
    newsletter = make_newsletter(products=[kept, lost])
    confirm(newsletter, by=editor)
    send_batch(newsletter.pk, most=1)
    revoke(lost)
    certify(kept, 5, tier="ministry", supersedes=True)
    send_batch(newsletter.pk)
    before, after = (letter.body for letter in mail.outbox)
    assert [("Mắm" in body, "4 sao OCOP" in body, "5 sao OCOP" in body) for body in (before, after)] == [
        (True, True, False),
        (False, False, True),
    ]


def test_refusing_takes_one_request_and_opening_the_link_changes_nothing(client):
    consent, other = agree("hoa@example.vn"), agree("HOA@example.vn")
    link = f"/ban-tin/thoi-nhan/{consent.signed}/"
    page = client.get(link)
    assert (page.status_code, "<button" in page.content.decode()) == (200, True)
    assert Consent.objects.filter(withdrawn_at=None).count() == 2
    strict = Client(enforce_csrf_checks=True)  # as a mail program asks: no cookie, no token
    answer = strict.post(link, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, "Bạn đã thôi nhận bản tin" in answer.content.decode()) == (200, True)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    consent.refresh_from_db(), other.refresh_from_db()
    first = consent.withdrawn_at
    assert None not in (first, other.withdrawn_at)
    strict.post(link)
    consent.refresh_from_db()
    assert consent.withdrawn_at == first


def test_other_links_refuse_nothing(client):
    consent, vouchers = agree(), agree(purpose="livestream")
    for signed in (f"{consent.pk}~x", consent.signed[:-1], vouchers.signed):
        assert client.post(f"/ban-tin/thoi-nhan/{signed}/").status_code == 404
    assert client.post("/ban-tin/thoi-nhan/thu/").status_code == 200
    assert Consent.objects.filter(withdrawn_at=None).count() == 2


def test_a_letter_in_hand_when_the_power_went_is_not_sent_again(editor, letters_later, monkeypatch):
    for _ in range(3):
        agree()
    newsletter = make_newsletter()
    confirm(newsletter, by=editor)
    send = LetterChannel.send

    def cut(channel, recipient, message):
        send(channel, recipient, message)
        if len(mail.outbox) == 2:
            raise SystemExit

    monkeypatch.setattr(LetterChannel, "send", cut)
    with pytest.raises(SystemExit):
        send_batch(newsletter.pk)
    monkeypatch.setattr(LetterChannel, "send", send)
    call_command("send_newsletters", verbosity=0)
    assert len(set(addressed())) == len(addressed()) == 3
    assert states(newsletter) == ["sent", "taken", "sent"]
    newsletter.refresh_from_db()
    assert newsletter.state == "sending"
    newsletter.letters.filter(state="taken").update(taken_at=timezone.now() - sending._REST)
    call_command("send_newsletters", verbosity=0)
    newsletter.refresh_from_db()
    assert (newsletter.state, len(addressed())) == ("sent", 3)


def test_a_letter_that_fails_after_another_worker_found_none_left_is_tried_again(
    editor, letters_later, monkeypatch
):
    agree()
    newsletter = make_newsletter()
    confirm(newsletter, by=editor)

    def slow_and_down(self, fail_silently=False):
        send_batch(newsletter.pk)
        raise SMTPException

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", slow_and_down)
        send_batch(newsletter.pk)
    newsletter.letters.update(taken_at=timezone.now() - sending._REST)
    assert send_batch(newsletter.pk).sent == 1
    newsletter.refresh_from_db()
    assert (newsletter.state, len(addressed())) == ("sent", 1)


def test_a_mail_server_that_is_down_costs_a_delay(editor, letters_later, monkeypatch):
    for _ in range(7):
        agree()
    newsletter = make_newsletter()
    confirm(newsletter, by=editor)

    def down(self, fail_silently=False):
        raise SMTPException

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", down)
        turn = send_batch(newsletter.pk)
    assert (turn.sent, turn.goes_on) == (0, False)
    assert (
        list(newsletter.letters.values_list("state", "tries")) == [("waiting", 1)] * 5 + [("waiting", 0)] * 2
    )
    assert send_batch(newsletter.pk).sent == 2
    newsletter.letters.filter(state="waiting").update(taken_at=timezone.now() - sending._REST)
    assert send_batch(newsletter.pk).sent == 5
    newsletter.refresh_from_db()
    assert (newsletter.state, len(set(addressed()))) == ("sent", 7)


def test_what_is_stopped_goes_no_further_and_nothing_sent_is_rewritten(editor, letters_later):
    agree(), agree()
    newsletter = make_newsletter()
    stale = Newsletter.objects.get(pk=newsletter.pk)
    confirm(newsletter, by=editor)
    send_batch(newsletter.pk, most=1)
    stop(newsletter, by=editor)
    assert send_batch(newsletter.pk).sent == 0
    assert [number for _label, number in progress_of(newsletter)] == [1, 0, 1, 0, 0]
    stale.subject = "Khác"
    with pytest.raises(NotADraftError):
        stale.save()
    with pytest.raises(NotADraftError):
        stale.delete()
    with pytest.raises(DomainError):
        confirm(stale, by=editor)
    kept = Newsletter.objects.get()
    assert (kept.subject, kept.state, len(mail.outbox)) == ("Mùa cốm", "stopped", 1)


def test_no_more_than_three_in_a_day(editor, letters_later):
    agree()
    drafts = [make_newsletter() for _ in range(4)]
    for draft in drafts[:3]:
        confirm(draft, by=editor)
    with pytest.raises(DomainError) as refused:
        confirm(drafts[3], by=editor)
    assert refused.value.code == "too-many"
    assert NewsletterLetter.objects.count() == 3


def test_an_editor_writes_reads_tries_and_sends(client, editor, letters_later):
    agree(), agree()
    good, old = make_good("Cốm"), make_good("Mắm")
    revoke(old)
    client.force_login(editor)
    typed = {
        "subject": "Mùa cốm",
        "body": '{"blocks":[{"key":"a","text":"Cốm đã về","type":"unstyled","depth":0,"inlineStyleRanges":[],'
        '"entityRanges":[],"data":{}}],"entityMap":{}}',
        **{f"stories-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")},
        **{f"products-{name}": "0" for name in ("INITIAL_FORMS", "MIN_NUM_FORMS")},
        "products-TOTAL_FORMS": "2",
        **{f"products-{n}-{name}": value for n in (0, 1) for name, value in (("id", ""), ("ORDER", n + 1))},
        "products-0-product": good.pk,
        "products-1-product": old.pk,
    }
    assert client.post(f"{DESK}new/", typed).status_code == 302
    newsletter = Newsletter.objects.get()
    own = f"{DESK}{newsletter.pk}/gui/"
    page = client.get(own).content.decode()
    for told in ("[QC] Mùa cốm", "2 địa chỉ đang đồng ý", "Không có trong thư", "Mắm"):
        assert told in page
    preview = client.get(f"{DESK}{newsletter.pk}/xem/")
    assert ("Cốm đã về" in preview.content.decode(), preview["X-Frame-Options"]) == (True, "SAMEORIGIN")
    client.post(own, {"action": "thu"})
    assert addressed() == ["bien-tap@example.vn"]
    client.post(own, {"action": "gui"})
    assert NewsletterLetter.objects.count() == 0
    client.post(own, {"action": "gui", "read": "1"})
    client.post(own, {"action": "gui", "read": "1"})
    assert NewsletterLetter.objects.count() == 2
    send_batch(newsletter.pk)
    assert "Gửi xong" in client.get(own).content.decode()
    edit = f"{DESK}edit/{newsletter.pk}/"
    assert client.post(edit, {**typed, "subject": "Khác"}).status_code == 302
    assert client.post(f"{DESK}delete/{newsletter.pk}/").status_code == 302
    assert Newsletter.objects.get().subject == "Mùa cốm"


@pytest.mark.parametrize("role", ["trade_department", "programme_office", "operator"])
def test_who_may_not_write_or_send_changes_nothing(client, letters_later, role):
    agree()
    newsletter = make_newsletter()
    client.force_login(make_user(role=role))
    own, edit = f"{DESK}{newsletter.pk}/gui/", f"{DESK}edit/{newsletter.pk}/"
    assert client.post(edit, {"subject": "Khác"}).status_code == 302
    assert client.post(f"{DESK}delete/{newsletter.pk}/").status_code == 302
    answers = [client.post(own, {"action": what, "read": "1"}).status_code for what in ("thu", "gui")]
    if role == "operator":
        assert (answers, newsletter.letters.count()) == ([302, 302], 1)
    else:
        assert [*answers, client.get(own).status_code] == [302] * 3
        assert (newsletter.letters.count(), newsletter.events.count(), mail.outbox) == (0, 0, [])
    assert Newsletter.objects.get().subject == "Mùa cốm"


def test_rich_text_as_plain_words():
    html = '<h2>Mùa &amp; cốm</h2><p>Đọc <a href="https://x.vn/a">ở đây</a>.</p><ul><li>Một</li><li>Hai</li></ul>'
    assert as_text(html) == "Mùa & cốm\nĐọc ở đây (https://x.vn/a).\n- Một\n- Hai"
