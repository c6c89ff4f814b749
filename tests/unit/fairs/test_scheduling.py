from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from fairs import scheduling
from fairs.errors import SchedulingError
from fairs.models import Booth, Fair, FairProduct, LivestreamItem, LivestreamSession
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify, revoke
from tests.factories.fairs import (
    at,
    make_booth_category,
    make_fair,
    make_series,
    make_session,
    make_star_product,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def refusal(call, *arguments, **facts):
    with pytest.raises(SchedulingError) as caught, transaction.atomic():
        call(*arguments, **facts)
    return caught.value.code


class TestFairs:
    def test_fair_gets_an_address_of_its_name_and_keeps_it(self):
        fair = make_fair("Tuần hàng Tết xứ Thanh")
        fair.name = "Tuần hàng Tết Bính Ngọ"
        fair.save()
        assert fair.slug == "tuan-hang-tet-xu-thanh"

    def test_second_fair_of_a_name_gets_an_address_of_its_own(self):
        assert [make_fair("Phiên chợ").slug, make_fair("Phiên chợ").slug] == ["phien-cho", "phien-cho-2"]

    @pytest.mark.parametrize(
        ("kind", "closes_on", "allowed"),
        [
            ("fair", date(2026, 11, 5), True),
            ("fair", date(2026, 11, 6), False),
            ("market", date(2026, 11, 6), True),
        ],
    )
    def test_only_trade_fairs_are_bound_to_the_decrees_window(self, kind, closes_on, allowed):
        if allowed:
            assert make_fair(kind=kind, registration_closes_on=closes_on).pk
        else:
            with pytest.raises(ValidationError) as caught:
                make_fair(kind=kind, registration_closes_on=closes_on)
            assert list(caught.value.message_dict) == ["registration_closes_on"]
            assert Fair.objects.count() == 0

    def test_fair_cannot_close_before_it_opens(self):
        with pytest.raises(ValidationError):
            make_fair(days=-1)

    def test_cancelled_fair_has_to_say_why(self):
        fair = make_fair()
        with pytest.raises(IntegrityError), transaction.atomic():
            Fair.objects.filter(pk=fair.pk).update(state="cancelled")

    def test_position_outside_vietnam_is_refused_by_the_database_too(self):
        fair = make_fair()
        with pytest.raises(IntegrityError), transaction.atomic():
            Fair.objects.filter(pk=fair.pk).update(latitude=105, longitude=19)


class TestBooths:
    def test_grid_is_numbered_row_by_row_and_logged(self):
        fair = make_fair()
        booths = scheduling.add_booths(fair, category=make_booth_category(), rows=2, columns=3, zone="A")
        assert [(booth.number, booth.plan_row, booth.plan_column) for booth in booths] == [
            ("A01", 1, 1),
            ("A02", 1, 2),
            ("A03", 1, 3),
            ("A04", 2, 1),
            ("A05", 2, 2),
            ("A06", 2, 3),
        ]
        assert ModelLogEntry.objects.filter(action="fairs.booths_added").count() == 1

    def test_second_grid_stands_below_the_first(self):
        fair, category = make_fair(), make_booth_category()
        scheduling.add_booths(fair, category=category, rows=2, columns=2, zone="A")
        more = scheduling.add_booths(fair, category=category, rows=1, columns=2, zone="A", first_number=5)
        assert [(booth.number, booth.plan_row) for booth in more] == [("A05", 3), ("A06", 3)]

    def test_taken_number_refuses_the_whole_grid(self):
        fair, category = make_fair(), make_booth_category()
        scheduling.add_booths(fair, category=category, rows=1, columns=2, zone="A")
        code = refusal(
            scheduling.add_booths, fair, category=category, rows=1, columns=2, zone="A", first_number=2
        )
        assert (code, Booth.objects.count()) == ("booth-number-taken", 2)

    @pytest.mark.parametrize(("rows", "columns"), [(0, 5), (5, 0), (61, 1), (1, 61)])
    def test_grid_off_the_plan_is_refused(self, rows, columns):
        code = refusal(
            scheduling.add_booths, make_fair(), category=make_booth_category(), rows=rows, columns=columns
        )
        assert (code, Booth.objects.count()) == ("grid-size", 0)

    def test_booth_is_let_once(self):
        (booth,) = scheduling.add_booths(make_fair(), category=make_booth_category(), rows=1, columns=1)
        first, second = make_producer(), make_producer()
        scheduling.let_booth(booth, producer=first)
        assert refusal(scheduling.let_booth, booth, producer=second) == "booth-taken"
        booth.refresh_from_db()
        assert booth.producer == first

    def test_suspended_producer_gets_no_booth(self):
        (booth,) = scheduling.add_booths(make_fair(), category=make_booth_category(), rows=1, columns=1)
        idle = make_producer(state="suspended", state_reason="Tạm nghỉ")
        assert refusal(scheduling.let_booth, booth, producer=idle) == "producer-not-active"

    def test_two_booths_cannot_stand_on_one_place(self):
        fair, category = make_fair(), make_booth_category()
        scheduling.add_booths(fair, category=category, rows=1, columns=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            Booth.objects.create(fair=fair, category=category, number="99", plan_row=1, plan_column=1)


class TestProductsOnShow:
    def test_only_products_certified_on_the_opening_day_are_shown(self):
        fair, good, none = make_fair(), make_star_product(), make_product("Chè không sao")
        assert refusal(scheduling.show_products, fair, [good, none]) == "certificate-not-in-force"
        assert FairProduct.objects.count() == 0

    def test_showing_a_product_twice_leaves_one_entry(self):
        fair, product = make_fair(), make_star_product()
        scheduling.show_products(fair, [product])
        scheduling.show_products(fair, [product])
        assert FairProduct.objects.count() == 1


class TestSessions:
    def test_sessions_are_numbered_and_named_after_their_series(self):
        series = make_series("Chợ phiên OCOP")
        first = make_session(series)
        second = make_session(series, starts_at=at(2027, 1, 28, 20))
        assert [(one.number, one.name, one.slug) for one in (first, second)] == [
            (1, "Chợ phiên OCOP, phiên 1", "cho-phien-ocop-phien-1"),
            (2, "Chợ phiên OCOP, phiên 2", "cho-phien-ocop-phien-2"),
        ]

    def test_running_order_is_products_then_producers_without_one(self):
        product, waiting = make_star_product(), make_producer()
        session = make_session(products=[product], producers=[product.producer, waiting])
        order = LivestreamItem.objects.filter(session=session).values_list("position", "producer", "product")
        assert list(order) == [(0, product.producer_id, product.pk), (1, waiting.pk, None)]

    def test_fifth_producer_is_over_the_quota(self):
        products = [make_star_product() for _turn in range(5)]
        series = make_series()
        code = refusal(make_session, series, products=products)
        assert (code, LivestreamSession.objects.count()) == ("quota-exceeded", 0)
        assert make_session(series, products=products[:4]).items.count() == 4

    def test_two_products_of_one_producer_count_once(self):
        maker = make_producer()
        products = [make_star_product(producer=maker) for _turn in range(3)]
        assert make_session(make_series(producers_per_session=1), products=products).items.count() == 3

    @pytest.mark.parametrize(
        ("starts_at", "busy"),
        [
            (at(2026, 11, 28, 17), False),
            (at(2026, 11, 28, 18), True),
            (at(2026, 11, 28, 22, 59), True),
            (at(2026, 11, 28, 23), False),
        ],
        ids=["ends-as-it-begins", "one-hour-in", "last-minute", "begins-as-it-ends"],
    )
    def test_host_is_on_air_in_one_place_at_a_time(self, starts_at, busy):
        host = scheduling.register_host("Lê Mai")
        make_session(host=host)
        if busy:
            assert refusal(make_session, host=host, starts_at=starts_at) == "host-busy"
            assert LivestreamSession.objects.count() == 1
        else:
            assert make_session(host=host, starts_at=starts_at).host == host

    def test_cancelled_session_frees_its_host(self):
        host = scheduling.register_host("Lê Mai")
        make_session(host=host, state="cancelled", state_note="Bão")
        assert make_session(host=host).pk

    def test_certificate_has_to_hold_on_the_day_of_the_broadcast_not_today(self):
        product = make_product()
        certify(product, 3, on=date(2025, 11, 28), months=12)
        assert make_session(products=[product], starts_at=at(2026, 11, 27, 20)).pk
        code = refusal(make_session, products=[product], starts_at=at(2026, 11, 28, 20))
        assert code == "certificate-not-in-force"

    def test_revoked_product_does_not_go_on_air(self):
        product = make_star_product()
        revoke(product)
        assert refusal(make_session, products=[product]) == "certificate-not-in-force"
        assert (LivestreamSession.objects.count(), LivestreamItem.objects.count()) == (0, 0)

    def test_aired_session_is_history_and_keeps_products_that_lost_their_star(self):
        session = make_session(products=[make_product()], starts_at=at(2026, 9, 1), state="done")
        assert session.items.count() == 1

    def test_session_outside_the_series_period_is_refused(self):
        assert refusal(make_session, make_series(period_to=date(2026, 11, 27))) == "outside-series"

    def test_number_is_used_once_in_a_series(self):
        series = make_series()
        make_session(series, number=3)
        with pytest.raises(ValidationError):
            make_session(series, number=3, starts_at=at(2026, 12, 20))

    def test_live_session_needs_an_address(self):
        with pytest.raises(ValidationError):
            make_session(state="live")

    def test_host_is_one_person_however_the_name_is_typed(self):
        first = scheduling.register_host("Lê Thị Mai", verified_on=date(2026, 1, 5))
        again = scheduling.register_host("le thi mai", verified_on=date(2026, 6, 1))
        assert (again.pk, again.verified_on) == (first.pk, date(2026, 6, 1))
        assert scheduling.register_host("Lê Thị Mai", verified_on=date(2026, 2, 1)).verified_on == date(
            2026, 6, 1
        )

    def test_host_is_verified_from_the_day_of_the_check(self):
        host = scheduling.register_host("Lê Mai", verified_on=date(2026, 1, 5))
        day = date(2026, 1, 5)
        assert (host.is_verified(on=day - timedelta(days=1)), host.is_verified(on=day)) == (False, True)
