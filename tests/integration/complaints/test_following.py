"""The thread: who may say what when, who is told, and who sees nothing."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from storefront.complaints.evidence_files import clean_files
from storefront.complaints.lifecycle import ANSWER, CLOSE, ESCALATE, MOVES, SEND, Party, State
from storefront.complaints.models import Complaint, ComplaintFile, ComplaintNotice
from storefront.complaints.moving import MoveRefusedError, move_complaint
from storefront.complaints.telling import tell, tell_again
from tests.factories.catalogue import make_producer
from tests.factories.complaints import keep_files_in, make_complaint, make_order, photograph
from tests.factories.purchases import make_good
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(tmp_path, monkeypatch, settings):
    keep_files_in(monkeypatch, tmp_path / "private")
    settings.OCOP_OPERATOR = {**settings.OCOP_OPERATOR, "email": "so@example.vn"}


@pytest.fixture
def producer():
    return make_producer("HTX Biển", email="htx@example.vn")


@pytest.fixture
def complaint(producer):
    return make_complaint(order=make_order(make_good(producer=producer)))


def own_login(client, producer):
    user = make_user()
    producer.users.add(user)
    client.force_login(user)
    return user


def test_answer_escalation_answer_close(complaint):
    move_complaint(complaint, ANSWER, party=Party.PRODUCER, text="Xin đổi hũ khác.")
    assert complaint.state == State.ANSWERED
    move_complaint(complaint, ESCALATE, party=Party.SHOPPER, text="Chưa ai tới đổi.")
    assert complaint.state == State.ESCALATED
    move_complaint(complaint, ANSWER, party=Party.OFFICE, text="Đã làm việc với chủ thể.")
    move_complaint(complaint, CLOSE, party=Party.OFFICE, text="Hai bên đã thống nhất.")
    assert (complaint.state, complaint.closed_at is not None) == (State.CLOSED, True)
    assert [event.number for event in complaint.events.all()] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("party", Party.values)
def test_whatever_the_table_does_not_open_changes_nothing(producer, state, party):
    closed = timezone.now() if state == State.CLOSED else None
    for code, move in MOVES.items():
        complaint = make_complaint(producer=producer, kind="other")
        Complaint.objects.filter(pk=complaint.pk).update(state=state, closed_at=closed)
        before = Complaint.objects.filter(pk=complaint.pk).values().get()
        if party in move.open_to and state in move.leaves:
            move_complaint(complaint, move, party=party, text="Lời")
            assert (code, complaint.state, complaint.events.count()) == (code, move.becomes or state, 2)
            continue
        with pytest.raises(MoveRefusedError):
            move_complaint(complaint, move, party=party, text="Lời")
        assert (Complaint.objects.filter(pk=complaint.pk).values().get(), complaint.events.count()) == (
            before,
            1,
        )


def test_a_word_is_needed_where_the_table_says_so(complaint):
    with pytest.raises(MoveRefusedError) as refused:
        move_complaint(complaint, ANSWER, party=Party.PRODUCER, text="")
    assert (refused.value.field, complaint.events.count()) == ("text", 2)


def test_without_a_producer_nobody_can_be_asked():
    complaint = make_complaint(kind="other")
    with pytest.raises(MoveRefusedError):
        move_complaint(complaint, SEND, party=Party.OFFICE)
    assert (complaint.state, complaint.sent_at) == ("received", None)


def test_each_party_is_told_once_of_what_others_did(complaint, mailoutbox):
    received, sent = complaint.events.all()
    assert (tell.call(received.pk), tell.call(received.pk)) == (2, 0)
    assert sorted(letter.to[0] for letter in mailoutbox) == ["hoa@example.vn", "so@example.vn"]
    mailoutbox.clear()
    assert tell.call(sent.pk) == 2
    assert sorted(letter.to[0] for letter in mailoutbox) == ["hoa@example.vn", "htx@example.vn"]
    to_producer = next(letter for letter in mailoutbox if letter.to == ["htx@example.vn"])
    assert f"/gian-hang/khieu-nai/{complaint.number}/" in to_producer.body
    assert complaint.get_absolute_url() not in to_producer.body
    assert [word in to_producer.body for word in ("Hũ bị vỡ", "0912", "hoa@")] == [False] * 3


def test_a_mail_server_that_is_down_is_tried_again(complaint, mailoutbox):
    event = complaint.events.first()
    ComplaintNotice.objects.exclude(event=event).delete()
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.factories.complaints.DeadMail"
    try:
        assert tell.call(event.pk) == 0
    finally:
        settings.EMAIL_BACKEND = backend
    assert tell_again() == 0
    later = timezone.now() + timezone.timedelta(minutes=11)
    ComplaintNotice.objects.update(taken_at=timezone.now() - timezone.timedelta(minutes=12))
    assert tell_again(at=later) == 2
    assert tell_again(at=later) == 0


def test_the_shopper_adds_and_settles_by_link(client, complaint):
    link = complaint.get_absolute_url()
    answer = client.post(link, {"move": "add", "text": "Thêm ảnh.", "files": [photograph()]})
    assert answer.status_code == 302
    assert complaint.events.last().files.count() == 1
    assert client.post(link, {"move": "settle"}).status_code == 302
    complaint.refresh_from_db()
    assert complaint.state == State.CLOSED
    refused = client.post(link, {"move": "add", "text": "Nữa"})
    assert (refused.status_code, complaint.events.count()) == (409, 4)


@pytest.mark.parametrize("move", ["answer", "close", "send", "receive", "nonsense", ""])
def test_the_link_gives_no_other_partys_moves(client, complaint, move):
    answer = client.post(complaint.get_absolute_url(), {"move": move, "text": "Tôi tự trả lời"})
    assert answer.status_code in {409, 422}
    complaint.refresh_from_db()
    assert (complaint.state, complaint.events.count()) == ("with_producer", 2)


def test_a_changed_link_opens_nothing(client, complaint):
    other = make_complaint()
    link = complaint.get_absolute_url()
    for tampered in (link.replace(complaint.number, other.number), f"{link[:-2]}x/", "/khieu-nai/KN/"):
        assert client.get(tampered).status_code == 404
        assert client.post(tampered, {"move": "settle"}).status_code == 404
    assert set(Complaint.objects.values_list("state", flat=True)) == {"with_producer", "received"}


def test_a_link_opens_no_file_of_another_complaint(client, complaint):
    other = make_complaint(files=clean_files([photograph()]))
    kept = ComplaintFile.objects.get()
    assert client.get(f"{other.get_absolute_url()}tep/{kept.pk}/").status_code == 200
    assert client.get(f"{complaint.get_absolute_url()}tep/{kept.pk}/").status_code == 404


def test_the_producer_answers_its_own(client, complaint, producer):
    own_login(client, producer)
    page = client.get("/gian-hang/khieu-nai/").content.decode()
    assert complaint.number in page
    answer = client.post(
        f"/gian-hang/khieu-nai/{complaint.number}/", {"move": "answer", "text": "Xin lỗi, đổi ngay."}
    )
    assert answer.status_code == 302
    complaint.refresh_from_db()
    assert complaint.state == State.ANSWERED


def test_a_producer_reaches_nothing_of_anothers_nor_what_was_not_sent(client, complaint):
    own_login(client, make_producer("HTX Khác"))
    mine = make_complaint(producer=make_producer("HTX Ba"), kind="mark", files=clean_files([photograph()]))
    kept = ComplaintFile.objects.get()
    page = client.get("/gian-hang/khieu-nai/").content.decode()
    for foreign in (complaint, mine):
        assert foreign.number not in page
        address = f"/gian-hang/khieu-nai/{foreign.number}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"move": "answer", "text": "X"}).status_code == 404
        assert client.get(f"{address}tep/{kept.pk}/").status_code == 404
        assert foreign.events.filter(move="answer").count() == 0


def test_a_report_kept_at_the_office_is_unknown_to_its_own_producer(client, producer):
    report = make_complaint(kind="mark", product=make_good(producer=producer))
    own_login(client, producer)
    assert client.get(f"/gian-hang/khieu-nai/{report.number}/").status_code == 404
    move_complaint(report, SEND, party=Party.OFFICE)
    page = client.get(f"/gian-hang/khieu-nai/{report.number}/").content.decode()
    assert "Hũ bị vỡ." in page
    assert [word in page for word in ("Nguyễn Thị Hoa", "0912 345 678", "hoa@example.vn")] == [False] * 3


def test_strangers_are_sent_to_sign_in_or_find_nothing(client, complaint):
    assert client.get("/gian-hang/khieu-nai/").status_code == 302
    client.force_login(make_user())
    assert client.get("/gian-hang/khieu-nai/").status_code == 404
    assert client.get(f"/gian-hang/khieu-nai/{complaint.number}/").status_code == 404


@pytest.mark.parametrize(("words", "queries"), [(1, 4), (3, 4)])
def test_the_thread_costs_the_same_however_long(client, complaint, words, queries):
    for number in range(words):
        move_complaint(
            complaint,
            MOVES["add"],
            party=Party.SHOPPER,
            text=f"Lời {number}",
            files=clean_files([photograph()]),
        )
    link = complaint.get_absolute_url()
    client.get(link)
    with CaptureQueriesContext(
        connection,
    ) as taken:
        client.get(link)
    assert len(taken) == queries


@pytest.mark.parametrize(("count", "queries"), [(1, 5), (3, 5)])
def test_the_producers_list_costs_the_same_however_long(client, producer, count, queries):
    good = make_good(producer=producer, stock=50)
    for _number in range(count):
        make_complaint(order=make_order(good))
    own_login(client, producer)
    client.get("/gian-hang/khieu-nai/")
    with CaptureQueriesContext(connection) as taken:
        client.get("/gian-hang/khieu-nai/")
    assert len(taken) == queries
