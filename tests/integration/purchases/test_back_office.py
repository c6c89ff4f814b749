"""Officers look at purchases and keep delivery charges; nobody edits a purchase."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse

from storefront.purchases.models import DeliveryRate, OrderGroup
from storefront.users.roles import ensure_roles
from tests.factories.catalogue import make_producer
from tests.factories.purchases import make_basket, make_good, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(django_user_model, client):
    user = django_user_model.objects.create_user(email="so@example.vn", password="x")
    user.groups.add(ensure_roles()["trade_department"])
    client.force_login(user)
    return client


@pytest.fixture
def operator(django_user_model, client):
    user = django_user_model.objects.create_superuser(email="may@example.vn", password="x")
    client.force_login(user)
    return client


def test_the_list_shows_totals_and_no_personal_data(officer):
    group = place(make_basket((make_good(price=100_000), 2))).group
    page = officer.get(reverse("don-hang:index")).content.decode()
    assert group.number in page
    assert "225.000\u00a0₫" in page
    assert "Nguyễn Thị Hoa" not in page
    assert "912345678" not in page


def test_a_purchase_is_looked_at_order_by_order(officer):
    group = place(make_basket((make_good("Nước mắm"), 2))).group
    page = officer.get(reverse("don-hang:inspect", args=[group.pk])).content.decode()
    assert group.orders.get().number in page
    assert "2 × Nước mắm" in page
    assert "Lê Lợi" not in page


@pytest.mark.parametrize("view", ["add", "edit", "delete"])
def test_not_even_a_superuser_writes_a_purchase(operator, view):
    group = place(make_basket((make_good(), 1))).group
    try:
        path = reverse(f"don-hang:{view}", args=[] if view == "add" else [group.pk])
    except NoReverseMatch:
        return
    answer = operator.post(path, {"number": "X"})
    assert answer.status_code in {302, 403}
    assert OrderGroup.objects.get().number == group.number


def test_the_operator_keeps_delivery_charges(operator):
    producer = make_producer()
    fields = {
        "same_province": 10_000,
        "other_provinces": 20_000,
        "free_from": "",
        "days_min": 1,
        "days_max": 3,
    }
    operator.post(reverse("phi-giao:add"), {"producer": producer.pk, **fields})
    assert DeliveryRate.objects.get().other_provinces == 20_000
    edit = reverse("phi-giao:edit", args=[DeliveryRate.objects.get().pk])
    wrong = operator.post(edit, {"producer": producer.pk, **fields, "days_max": 0})
    assert wrong.status_code == 200
    assert DeliveryRate.objects.get().days_max == 3
