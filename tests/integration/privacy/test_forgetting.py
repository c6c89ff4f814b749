"""After the keeping time nothing of ours names the shopper; before it, and of others, nothing is lost."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from storefront.complaints.evidence_files import clean_files
from storefront.complaints.lifecycle import ANSWER, SETTLE, Party
from storefront.complaints.moving import move_complaint
from storefront.privacy.consents import keep_declarations
from storefront.privacy.forgetting import groups_to_forget
from storefront.privacy.models import Consent, ErasureRequest, Forgetting
from storefront.purchases.lifecycle import MOVES, Actor
from storefront.purchases.models import OrderEvent, OrderGroup
from storefront.purchases.moving import move_order
from tests.factories.complaints import files_on_disk, keep_files_in, make_complaint, photograph
from tests.factories.purchases import make_basket, make_good, make_shopper, place

pytestmark = pytest.mark.django_db
MARKS = ("Trần Kỳ Lạ", "987654321", "la@rieng.example", "Ngõ Kỳ Quặc", "chó dữ", "đau bụng lắm")


@pytest.fixture(autouse=True)
def _files(tmp_path, monkeypatch):
    keep_files_in(monkeypatch, tmp_path / "private")


def buy(**facts):
    told = {
        "name": MARKS[0],
        "phone": "+84987654321",
        "email": MARKS[2],
        "street": f"1 {MARKS[3]}",
        "note": MARKS[4],
    }
    return place(
        make_basket((make_good(), 1)),
        shopper=make_shopper(**{**told, **facts}),
        on_placed=lambda group: keep_declarations(group, agreed=["newsletter", "livestream"], is_adult=False),
    ).group


@pytest.fixture
def group():
    """A purchase with everything a person can leave behind."""
    group = buy()
    order = group.orders.get()
    complaint = make_complaint(
        order=order,
        name=MARKS[0],
        phone=group.phone,
        email=MARKS[2],
        text=MARKS[5],
        files=clean_files([photograph()]),
    )
    move_complaint(complaint, ANSWER, party=Party.PRODUCER, text=f"Chào {MARKS[0]}")
    move_complaint(complaint, SETTLE, party=Party.SHOPPER)
    move_order(order, MOVES["cancel"], actor=Actor.SHOPPER, reason=MARKS[5])
    return group


def age(group, days):
    """Move everything that happened into the past."""
    past = timezone.now() - timedelta(days=days)
    OrderGroup.objects.filter(pk=group.pk).update(placed_at=past)
    OrderEvent.objects.filter(order__group=group).update(at=past)


def columns_with_marks():
    """Every text column of every table that still names the shopper."""
    found = []
    tables = set(connection.introspection.table_names())
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in tables]
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            for field in model._meta.local_concrete_fields:
                column = connection.ops.quote_name(field.column)
                look = f"SELECT count(*) FROM {table} WHERE CAST({column} AS text) LIKE %s"  # noqa: S608 -- our own names
                for mark in MARKS:
                    cursor.execute(look, [f"%{mark}%"])
                    if cursor.fetchone()[0]:
                        found.append((model._meta.label, field.name))
    return sorted(set(found))


def run(*options):
    told = StringIO()
    call_command("forget_old_personal_data", *options, stdout=told)
    return told.getvalue()


def test_nothing_of_a_forgotten_shopper_remains_and_what_is_kept_is_whole(
    group, django_capture_on_commit_callbacks
):
    assert len(columns_with_marks()) > 8
    assert len(files_on_disk()) == 1
    before = group.orders.values("number", "status", "total_incl_tax").get()
    age(group, 1097)

    assert group.number in run("--dry-run")
    assert Forgetting.objects.count() == 0
    assert len(columns_with_marks()) > 8

    with django_capture_on_commit_callbacks(execute=True):
        assert "1 forgotten" in run()

    assert columns_with_marks() == []
    assert files_on_disk() == []
    assert group.orders.values("number", "status", "total_incl_tax").get() == before
    order = group.orders.get()
    assert (order.lines.count(), order.events.count(), order.complaints.get().events.count()) == (1, 2, 4)
    done = Forgetting.objects.get()
    assert (done.group, done.ground, done.counts) == (
        group,
        "time",
        {"orders": 1, "complaints": 1, "reviews": 0},
    )
    assert "0 forgotten" in run()


def test_the_page_of_a_forgotten_purchase_still_answers(client, group):
    link = group.get_absolute_url()
    age(group, 1097)
    run()
    assert client.get(link).status_code == 200
    assert client.get(f"/du-lieu-ca-nhan/luot-mua/{link.split('/')[-2]}/").status_code == 404


def test_young_purchases_recent_events_and_open_complaints_are_kept(group):
    age(group, 1095)
    assert list(groups_to_forget()) == []
    age(group, 1097)
    assert list(groups_to_forget()) == [group]
    OrderEvent.objects.filter(order__group=group).order_by("-pk")[0].delete()
    event = OrderEvent.objects.filter(order__group=group).get()
    OrderEvent.objects.filter(pk=event.pk).update(at=timezone.now())
    assert list(groups_to_forget()) == []
    age(group, 1097)
    make_complaint(order=group.orders.get())
    assert list(groups_to_forget()) == []
    run()
    group.refresh_from_db()
    assert group.shopper_name == MARKS[0]


def own_page(group):
    return f"/du-lieu-ca-nhan/luot-mua/{group.get_absolute_url().split('/')[-2]}/"


@pytest.mark.parametrize("proof", ["0987 654 321", "LA@rieng.example"])
def test_one_takes_ones_data_away_as_page_and_json(client, group, proof):
    other = buy(name="Người Khác", phone="+84911111111", email="khac@example.vn")
    page = client.post(own_page(group), {"contact": proof, "action": "xem"}).content.decode()
    assert [mark in page for mark in (MARKS[0], MARKS[3], MARKS[5])] == [True] * 3
    told = json.loads(client.post(own_page(group), {"contact": proof, "action": "json"}).content)
    (purchase,) = told["purchases"]
    assert (purchase["number"], purchase["phone"]) == (group.number, "+84987654321")
    assert [consent["purpose"] for consent in purchase["consents"]] == ["livestream", "newsletter"]
    assert len(told["complaints"]) == 1
    assert other.number not in json.dumps(told)


@pytest.mark.parametrize("proof", ["0911 111 111", "khac@example.vn", "", "x"])
@pytest.mark.parametrize("action", ["xem", "json", "xoa"])
def test_the_link_without_the_proof_tells_and_erases_nothing(client, group, proof, action):
    answer = client.post(own_page(group), {"contact": proof, "action": action})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert [mark in page for mark in MARKS] == [False] * 6
    assert (ErasureRequest.objects.count(), Consent.objects.filter(withdrawn_at=None).count()) == (0, 2)


def test_a_changed_link_is_no_link(client, group):
    answer = client.post(own_page(group)[:-2] + "x/", {"contact": "0987654321", "action": "json"})
    assert answer.status_code == 404


def test_guessing_the_proof_is_slow(client, group):
    for _number in range(10):
        client.post(own_page(group), {"contact": "0911 111 111"})
    answer = client.post(own_page(group), {"contact": "0987654321", "action": "json"})
    assert answer.status_code == 429


def test_asking_for_deletion_ends_consents_now_and_keeps_the_order_its_time(client, group):
    answer = client.post(own_page(group), {"contact": "0987654321", "action": "xoa"})
    assert answer.status_code == 302
    asked = ErasureRequest.objects.get()
    assert asked.due_on == timezone.localdate() + timedelta(days=1096)
    assert (
        list(Consent.objects.filter(withdrawn_at__isnull=False).values_list("email", "phone"))
        == [("", "")] * 2
    )
    group.refresh_from_db()
    assert (group.note, group.shopper_name) == ("", MARKS[0])
    client.post(own_page(group), {"contact": "0987654321", "action": "xoa"})
    assert ErasureRequest.objects.get() == asked


def test_an_account_gets_its_own_and_nobody_elses(client, group, django_user_model):
    assert client.get("/du-lieu-ca-nhan/cua-toi/").status_code == 302
    user = django_user_model.objects.create_user("minh@example.vn", "x")
    mine = buy(name="Minh", email="minh@example.vn")
    OrderGroup.objects.filter(pk=mine.pk).update(user=user)
    client.force_login(user)
    told = json.loads(client.post("/du-lieu-ca-nhan/cua-toi/", {"action": "json"}).content)
    assert [purchase["number"] for purchase in told["purchases"]] == [mine.number]
    assert told["complaints"] == []
    client.post("/du-lieu-ca-nhan/cua-toi/", {"action": "xoa"})
    assert [asked.group for asked in ErasureRequest.objects.all()] == [mine]


@pytest.mark.parametrize("email", ["minh@example.vn", "84987654321@so-dien-thoai.invalid"])
def test_the_accounts_own_telephone_goes_when_asked(client, django_user_model, email):
    user = django_user_model.objects.create_user(email, "x", phone="+84987654321")
    client.force_login(user)
    client.post("/du-lieu-ca-nhan/cua-toi/", {"action": "xem"})
    user.refresh_from_db()
    assert user.phone == "+84987654321"
    client.post("/du-lieu-ca-nhan/cua-toi/", {"action": "xoa"})
    user.refresh_from_db()
    assert (user.phone, "987654321" in user.email) == (None, False)
    assert user.letter_address == ("minh@example.vn" if email.startswith("minh") else "")
