"""Ways of delivery at the checkout: what is offered, what it costs, what is kept, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairs.models import Booth
from fairs.outlets import confirm_stock
from storefront.delivery.models import DeliveryTerms, DeliveryZone, OrderDelivery
from storefront.order.models import Order
from storefront.purchases.models import OrderGroup
from tests.factories.catalogue import make_commune, make_producer, make_province
from tests.factories.fairs import make_booth_category, make_fair, make_sales_point
from tests.factories.purchases import checkout_fields, hidden, make_good

pytestmark = pytest.mark.django_db
URL = "/thanh-toan/"


@pytest.fixture
def producer():
    return make_producer("HTX Biển")


def add(client, product, quantity=1):
    client.post(reverse("basket:add", args=[product.pk]), {"quantity": quantity})


def look(client, **typed):
    return client.post(URL, {**checkout_fields(**typed), "action": "refresh"})


def offers(answer):
    """Code, charge and days of each way, producer by producer."""
    return [
        [(code, charge, terms.days_min, terms.days_max) for code, terms, charge in share.offers]
        for share, *_fields in answer.context["shares"]
    ]


def send(client, **typed):
    return client.post(
        URL, {**checkout_fields(), **hidden(look(client, **typed)), "action": "place", **typed}
    )


def elsewhere():
    hue = make_province("Huế", "46", "city")
    return {"province": "46", "commune": make_commune("Phú Xuân", hue, kind="ward").code}


def make_table(producer):
    facts = {"days_min": 2, "days_max": 4, "included_grams": 1000, "step_grams": 500, "step_charge": 4_000}
    DeliveryZone.objects.create(producer=producer, kind="own", charge=15_000, **facts)
    near = DeliveryZone.objects.create(
        producer=producer, kind="named", name="Miền Trung", charge=22_000, **facts
    )
    near.provinces.add(make_province("Huế", "46", "city"))
    DeliveryZone.objects.create(producer=producer, kind="rest", charge=40_000, **facts)


def test_a_rate_goes_by_zone_and_weight(client, producer):
    make_table(producer)
    add(client, make_good(producer=producer, weight_grams=600), 3)
    make_province("Hà Nội", "01", "city")
    assert offers(look(client)) == [[("carrier", 15_000 + 2 * 4_000, 2, 4)]]
    assert offers(look(client, province="46")) == [[("carrier", 22_000 + 2 * 4_000, 2, 4)]]
    assert offers(look(client, province="01")) == [[("carrier", 40_000 + 2 * 4_000, 2, 4)]]


def test_a_courier_goes_within_the_province_only(client, producer):
    DeliveryTerms.objects.create(producer=producer, by_courier=True, courier_charge=10_000)
    add(client, make_good(producer=producer))
    assert offers(look(client)) == [[("courier", 10_000, 1, 2), ("carrier", 25_000, 2, 5)]]
    assert offers(look(client, **elsewhere())) == [[("carrier", 35_000, 2, 5)]]


def test_what_is_made_first_is_promised_later(client, producer):
    add(client, make_good(producer=producer, lead_days=7))
    add(client, make_good(producer=producer))
    answer = look(client)
    assert offers(answer) == [[("carrier", 25_000, 9, 12)]]
    assert "đã tính 7 ngày làm vào thời gian giao" in answer.content.decode()


def test_a_point_counts_only_with_everything_on_its_shelf(client, producer):
    sauce, paste = make_good(producer=producer), make_good(producer=producer)
    half, whole = make_sales_point("Chợ Vườn Hoa"), make_sales_point("Siêu thị Làng")
    closed = make_sales_point("Đã đóng", state="closed")
    for point, product in [(half, sauce), (whole, sauce), (whole, paste), (closed, sauce), (closed, paste)]:
        confirm_stock(point, product)
    add(client, sauce)
    add(client, paste)
    assert offers(look(client)) == [[("carrier", 25_000, 2, 5), (f"point-{whole.pk}", 0, 2, 2)]]


def test_a_booth_is_open_on_the_days_left_of_its_fair(client, producer):
    opens = timezone.localtime().replace(hour=8, minute=0) + timedelta(days=3)
    fair = make_fair("Tuần hàng Tết", opens_at=opens, days=1)
    draft = make_fair("Chưa công bố", opens_at=opens, days=1, state="draft")
    over = make_fair("Đã qua", opens_at=opens - timedelta(days=30), days=2)
    for event in (fair, draft, over):
        Booth.objects.create(fair=event, category=make_booth_category(), number="A07", producer=producer)
    add(client, make_good(producer=producer))
    first = opens.date()
    days = [first, first + timedelta(days=1)]
    assert offers(look(client)) == [
        [
            ("carrier", 25_000, 2, 5),
            *((f"fair-{fair.pk}-{day:%Y-%m-%d}", 0, 3 + n, 3 + n) for n, day in enumerate(days)),
        ]
    ]


def test_the_order_keeps_place_and_day(client, producer):
    opens = timezone.localtime().replace(hour=8, minute=0) + timedelta(days=3)
    fair = make_fair("Tuần hàng Tết", opens_at=opens, days=1)
    Booth.objects.create(fair=fair, category=make_booth_category(), number="A07", producer=producer)
    add(client, make_good(producer=producer, price=100_000))
    code = f"fair-{fair.pk}-{opens:%Y-%m-%d}"

    answer = send(client, **{f"delivery_{producer.pk}": code})

    order = Order.objects.get()
    kept = order.delivery
    assert (kept.method, kept.place_reference, kept.day) == ("pick-up", f"fair-{fair.pk}", opens.date())
    assert kept.place == "Tuần hàng Tết, gian A07, Quảng trường Lam Sơn, Thanh Hóa"
    assert (int(order.shipping_incl_tax), int(order.total_incl_tax)) == (0, 100_000)
    page = client.get(answer.url).content.decode()
    assert "Tự đến nhận" in page
    assert "Tuần hàng Tết, gian A07" in page


def test_a_way_nobody_offers_is_refused_and_nothing_ordered(client, producer):
    add(client, make_good(producer=producer))
    answer = send(client, **{f"delivery_{producer.pk}": "courier"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {f"delivery_{producer.pk}"}
    assert not OrderGroup.objects.exists()


def test_a_charge_that_changed_is_shown_before_it_is_paid(client, producer):
    terms = DeliveryTerms.objects.create(producer=producer, by_courier=True, courier_charge=10_000)
    add(client, make_good(producer=producer, price=100_000))
    form = {
        **checkout_fields(),
        **hidden(look(client)),
        f"delivery_{producer.pk}": "courier",
        "action": "place",
    }
    terms.courier_charge = 12_000
    terms.save()
    answer = client.post(URL, form)
    assert answer.status_code == 409
    assert "Trước: 110.000\u00a0₫. Bây giờ: 112.000\u00a0₫." in answer.content.decode()
    assert not OrderDelivery.objects.exists()


@pytest.mark.parametrize(
    ("flag", "here", "there"),
    [
        ("is_fragile", True, True),
        ("is_liquid", True, True),
        ("is_chilled", True, False),
        ("is_live", True, False),
        ("is_oversize", False, False),
    ],
)
def test_classes_of_goods_limit_the_carrier(client, producer, flag, here, there):
    add(client, make_good(producer=producer, **{flag: True}))
    assert bool(offers(look(client))[0]) == here
    assert bool(offers(look(client, **elsewhere()))[0]) == there


def test_what_nobody_can_bring_is_said_and_not_ordered(client, producer):
    add(client, make_good(producer=producer, is_oversize=True))
    answer = look(client)
    assert "chưa giao được những món này tới Thanh Hóa" in answer.content.decode()
    assert hidden(answer)["seen_total"] == ""
    sent = client.post(URL, {**checkout_fields(), **hidden(answer), "seen_total": "1", "action": "place"})
    assert sent.status_code == 409
    assert not OrderGroup.objects.exists()


def test_a_producer_may_widen_a_class(client, producer):
    DeliveryTerms.objects.create(producer=producer, oversize_reach="anywhere")
    add(client, make_good(producer=producer, is_oversize=True))
    answer = look(client)
    assert offers(answer) == [[("carrier", 25_000, 2, 5)]]
    assert "Hàng cồng kềnh" in answer.content.decode()


def test_out_of_season_is_refused_with_the_day_it_begins(client, producer):
    today = timezone.localdate()
    first, last = today + timedelta(days=10), today + timedelta(days=40)
    good = make_good(producer=producer, season_from=f"{first:%m-%d}", season_to=f"{last:%m-%d}")
    answer = client.post(reverse("basket:add", args=[good.pk]), {"quantity": 1}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told == [f"Hàng theo mùa ({first:%d/%m}–{last:%d/%m}): bán lại từ ngày {first:%d/%m/%Y}."]
    assert f"{first:%d/%m/%Y}" in answer.content.decode()


@pytest.mark.parametrize("lines", [1, 20])
def test_the_page_costs_the_same_for_any_number_of_lines_and_producers(client, lines):
    for _line in range(lines):
        owner = make_producer()
        make_table(owner) if not DeliveryZone.objects.exists() else None
        add(client, make_good(producer=owner))
    fields = {**checkout_fields(), "action": "refresh"}
    client.post(URL, fields)
    with CaptureQueriesContext(connection) as seen:
        assert client.post(URL, fields).status_code == 200
    assert len(seen) == 12
