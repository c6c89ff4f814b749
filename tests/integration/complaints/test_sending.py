"""Sending a complaint: with an order or without, whole or not at all."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from storefront.codes import is_code
from storefront.complaints.models import Complaint, ComplaintEvent, ComplaintFile
from tests.factories.complaints import files_on_disk, keep_files_in, make_order, photograph
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db
URL = "/khieu-nai/"


@pytest.fixture(autouse=True)
def _files(tmp_path, monkeypatch):
    keep_files_in(monkeypatch, tmp_path / "private")


def fields(client, query="", **typed):
    """What the page hides, and what a person types."""
    page = client.get(URL + query).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z-]+)" value="([^"]*)"', page))
    hidden.pop("csrfmiddlewaretoken", None)
    told = {"kind": "goods", "text": "Hũ bị vỡ.", "name": "Hoa", "phone": "0912 345 678", "email": ""}
    return {**hidden, **told, **typed}


def nothing_is_there():
    rows = Complaint.objects.count(), ComplaintEvent.objects.count(), ComplaintFile.objects.count()
    return (rows, files_on_disk()) == ((0, 0, 0), [])


def test_about_an_order_by_its_link_the_producer_is_asked_at_once(client, mailoutbox, today):
    good = make_good()
    good.producer.email = "htx@example.vn"
    good.producer.save()
    order = make_order(good)
    signed = order.group.get_absolute_url().split("/")[-2]
    page = client.get(f"{URL}?don={signed}&so={order.number}").content.decode()
    assert order.number in page
    assert 'value="Nguyễn Thị Hoa"' in page
    assert 'name="order_number"' not in page

    answer = client.post(URL, fields(client, f"?don={signed}&so={order.number}", email="hoa@example.vn"))

    complaint = Complaint.objects.get()
    assert (answer.status_code, answer.url) == (302, complaint.get_absolute_url())
    assert is_code(complaint.number, "KN")
    assert (complaint.order, complaint.producer, complaint.state) == (order, good.producer, "with_producer")
    assert complaint.due_on.isoformat() == "2026-12-01"
    assert [(event.number, event.move, event.party) for event in complaint.events.all()] == [
        (1, "receive", "shopper"),
        (2, "send", "system"),
    ]
    assert "Hũ bị vỡ." in client.get(answer.url).content.decode()


def test_about_an_order_by_number_and_telephone_together(client):
    order = make_order()
    client.post(URL, fields(client, order_number=order.number.lower()))
    assert Complaint.objects.get().order == order


@pytest.mark.parametrize("wrong", [{"phone": "0987 654 321"}, {"order_number": "DHXXXXXXXX"}])
def test_neither_number_nor_telephone_alone_opens_an_order(client, wrong):
    order = make_order()
    answer = client.post(URL, fields(client, **{"order_number": order.number, **wrong}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["order_number"]
    assert nothing_is_there()


def test_anothers_order_is_not_taken_from_a_changed_link(client):
    order, other = make_order(), make_order()
    signed = order.group.get_absolute_url().split("/")[-2]
    for query in (
        f"?don={signed}&so={other.number}",
        f"?don={signed[:-1]}x&so={order.number}",
        f"?so={order.number}",
    ):
        page = client.get(URL + query)
        assert page.status_code == 200
        assert page.context["subject"].order is None
    client.post(URL, {**fields(client), "don": signed, "so": other.number})
    assert Complaint.objects.get().order is None


def test_a_false_star_is_reported_without_name_order_or_account(client):
    good = make_good("Nước mắm")
    entry = good.ledger_entries.get(kind="recognised")
    told = fields(client, f"?san-pham={good.public_id}&viec=mark", name="", phone="", kind="mark")
    answer = client.post(URL, told)
    complaint = Complaint.objects.get()
    assert (complaint.product, complaint.entry, complaint.producer) == (good, entry, good.producer)
    assert (complaint.state, complaint.sent_at, complaint.name) == ("received", None, "")
    assert f"/chung-nhan/{entry.pk}/" in client.get(answer.url).content.decode()


def test_a_certificate_leads_to_its_product(client):
    good = make_good()
    entry = good.ledger_entries.get(kind="recognised")
    client.post(URL, fields(client, f"?chung-nhan={entry.pk}", kind="mark"))
    assert (Complaint.objects.get().entry, Complaint.objects.get().product) == (entry, good)


@pytest.mark.parametrize(
    "query", ["?chung-nhan=999999", "?chung-nhan=x", "?san-pham=%00", "?don=~~&so=", "?viec=xx"]
)
def test_an_odd_address_gives_the_empty_form(client, query):
    page = client.get(URL + query)
    assert (page.status_code, page.context["subject"].hidden) == (200, {})


def test_sent_twice_it_is_one(client):
    told = fields(client)
    first, second = client.post(URL, told), client.post(URL, told)
    assert first.url == second.url
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "steal"}, "kind"),
        ({"text": " \x07\r\n "}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "ă" * 10_001}, "text"),
        ({"name": ""}, "name"),
        ({"phone": "", "email": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"email": "hoa@"}, "email"),
        ({"website": "http://spam.example"}, "website"),
        ({"submission": "short"}, "submission"),
    ],
)
def test_a_wrong_field_is_told_at_the_field_and_keeps_nothing(client, typed, field):
    answer = client.post(URL, {**fields(client, **typed), "files": [photograph()]})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert nothing_is_there()


def test_ten_thousand_letters_are_taken(client):
    client.post(URL, fields(client, text="ă" * 10_000))
    assert len(Complaint.objects.get().text) == 10_000


def test_pictures_lose_camera_place_and_owner_and_stand_upright(client):
    answer = client.post(URL, {**fields(client), "files": [photograph(), photograph(name="hoa@nha.jpg")]})
    first, second = ComplaintFile.objects.all()
    with Image.open(first.file.open("rb")) as picture:
        assert (picture.format, picture.size) == ("JPEG", (40, 80))
        assert (dict(picture.getexif()), picture.info.get("comment")) == ({}, None)
    with first.file.open("rb") as kept:
        content = kept.read()
    assert [word in content for word in (b"Dienthoai", b"Nguyen", b"GPS", b"Exif")] == [False] * 4
    assert "hoa" not in second.file.name

    shown = client.get(f"{answer.url}tep/{first.pk}/")
    assert (shown.status_code, shown["Content-Type"], shown["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert client.get(f"/media/{first.file.name}").status_code == 404


def bomb():
    kept = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(kept, format="PNG")
    return SimpleUploadedFile("bom.png", kept.getvalue())


@pytest.mark.parametrize(
    "upload",
    [
        lambda: SimpleUploadedFile("anh.jpg", b"<html><script>alert(1)</script>", content_type="image/jpeg"),
        lambda: SimpleUploadedFile("anh.jpg", b"", content_type="image/jpeg"),
        lambda: SimpleUploadedFile("anh.jpg", photograph().read()[:300]),
        lambda: SimpleUploadedFile("giay.pdf", b"%PDF-1.7 cut"),
        lambda: SimpleUploadedFile("hinh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        lambda: SimpleUploadedFile("lon.pdf", b"%PDF-" + b"0" * (8 * 1024 * 1024)),
        bomb,
    ],
)
def test_a_file_that_is_not_what_it_says_keeps_nothing(client, upload):
    answer = client.post(URL, {**fields(client), "files": [photograph(), upload()]})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["files"]
    assert nothing_is_there()


def test_six_files_are_too_many(client):
    answer = client.post(URL, {**fields(client), "files": [photograph() for _number in range(6)]})
    assert list(answer.context["form"].errors) == ["files"]
    assert nothing_is_there()


def test_the_eleventh_of_an_hour_waits(client, today):
    for _number in range(10):
        assert client.post(URL, fields(client)).status_code == 302
    answer = client.post(URL, fields(client))
    assert (answer.status_code, Complaint.objects.count()) == (429, 10)
