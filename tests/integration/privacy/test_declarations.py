"""Consents and the declaration of age at the checkout: unticked, unneeded, written with the orders or not at all."""

from __future__ import annotations

import pytest

from storefront.order.models import Order
from storefront.privacy.consents import AgeNotDeclaredError, keep_declarations
from storefront.privacy.models import AgeDeclaration, Consent
from storefront.purchases.models import OrderGroup
from tests.factories.purchases import make_basket, make_good, place
from tests.integration.checkout.test_views import add, refresh, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea():
    return make_good("Chè", price=90_000, stock=5)


@pytest.fixture
def wine():
    return make_good("Rượu nếp", price=120_000, stock=5, is_alcohol=True)


def test_boxes_come_unticked_and_nobody_needs_them(client, tea):
    add(client, tea)
    page = refresh(client).content.decode()
    assert 'name="newsletter"' in page
    assert 'name="age_declared"' not in page
    assert 'name="newsletter" id="id_newsletter" checked' not in page
    assert send(client).status_code == 302
    assert (Consent.objects.count(), AgeDeclaration.objects.count()) == (0, 0)


def test_what_was_ticked_is_logged_in_its_words_and_withdrawn_by_link(client, tea):
    add(client, tea)
    send(client, newsletter="on", livestream="on")
    group = OrderGroup.objects.get()
    rows = Consent.objects.order_by("purpose").values_list(
        "purpose", "group", "email", "phone", "text_version"
    )
    assert list(rows) == [
        ("livestream", group.pk, "hoa@example.vn", "+84912345678", "2026-11-22"),
        ("newsletter", group.pk, "hoa@example.vn", "", "2026-11-22"),
    ]
    newsletter = Consent.objects.get(purpose="newsletter")
    assert newsletter.text.startswith("Tôi đồng ý để sàn dùng địa chỉ thư")

    link = newsletter.get_absolute_url()
    assert client.get(link).status_code == 200
    newsletter.refresh_from_db()
    assert newsletter.withdrawn_at is None
    assert client.post(link).status_code == 302
    newsletter.refresh_from_db()
    first = newsletter.withdrawn_at
    assert first is not None
    client.post(link)
    newsletter.refresh_from_db()
    assert newsletter.withdrawn_at == first
    assert Consent.objects.get(purpose="livestream").withdrawn_at is None


def test_a_changed_link_opens_no_consent(client, tea):
    add(client, tea)
    send(client, newsletter="on")
    consent = Consent.objects.get()
    link = consent.get_absolute_url()
    for tampered in (link.replace(f"/{consent.pk}~", f"/{consent.pk + 1}~"), f"{link[:-2]}x/"):
        assert client.post(tampered).status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_a_newsletter_needs_an_address(client, tea):
    add(client, tea)
    answer = send(client, newsletter="on", email="")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["email"]
    assert (OrderGroup.objects.count(), Consent.objects.count()) == (0, 0)


def test_alcohol_is_not_sold_without_the_age(client, wine, tea):
    add(client, wine)
    add(client, tea)
    assert 'name="age_declared"' in refresh(client).content.decode()
    answer = send(client)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["age_declared"]
    assert (Order.objects.count(), AgeDeclaration.objects.count()) == (0, 0)

    assert send(client, age_declared="on").status_code == 302
    declared = AgeDeclaration.objects.get()
    assert (declared.group, declared.age) == (OrderGroup.objects.get(), 18)


def test_alcohol_put_in_behind_the_forms_back_is_refused_with_the_order(wine):
    basket = make_basket((wine, 1))
    with pytest.raises(AgeNotDeclaredError):
        place(basket, on_placed=lambda group: keep_declarations(group, agreed=[], is_adult=False))
    assert (OrderGroup.objects.count(), Order.objects.count(), AgeDeclaration.objects.count()) == (0, 0, 0)
    record = wine.stockrecords.get()
    assert (record.num_in_stock, record.num_allocated or 0) == (5, 0)


def test_the_notice_names_purposes_and_times(client):
    page = client.get("/du-lieu-ca-nhan/").content.decode()
    assert "1096 ngày" in page
    assert "Tôi đồng ý để sàn dùng địa chỉ thư" in page
