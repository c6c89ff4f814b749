from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from fairs.kinds import load_sales_point_kinds, name_in_english
from fairs.models import SalesPoint, SalesPointKind
from fairs.scheduling import confirm_stock, register_sales_point
from tests.factories.catalogue import make_product, make_province
from tests.factories.fairs import make_sales_point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_kinds_are_loaded_once_and_keep_what_an_officer_changed():
    assert load_sales_point_kinds(SalesPointKind) == 11
    SalesPointKind.objects.filter(code="post-office").update(name="Bưu điện xã", is_verified=True)
    assert load_sales_point_kinds(SalesPointKind) == 0
    assert SalesPointKind.objects.get(code="post-office").name == "Bưu điện xã"


def test_kinds_say_their_name_in_the_language_of_the_page():
    load_sales_point_kinds(SalesPointKind)
    SalesPointKind.objects.filter(code="other").update(name_en="")
    craft, other = SalesPointKind.objects.get(code="craft-village"), SalesPointKind.objects.get(code="other")
    with override("vi"):
        assert (craft.label, other.label) == ("Làng nghề", "Địa điểm khác")
    with override("en"):
        assert (craft.label, other.label) == ("Craft village", "Địa điểm khác")
    assert name_in_english(SalesPointKind) == 1
    SalesPointKind.objects.filter(code="craft-village").update(name_en="Trade village")
    assert name_in_english(SalesPointKind) == 0
    assert SalesPointKind.objects.filter(name_en="").count() == 0


def test_kinds_not_compared_with_the_decision_say_so():
    load_sales_point_kinds(SalesPointKind)
    assert not SalesPointKind.objects.filter(is_verified=True).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"opening_hours": "7h-20h"}, "opening_hours"),
        ({"phone": "chưa có"}, "phone"),
        ({"latitude": None}, "__all__"),
        ({"latitude": "105.7", "longitude": "19.8"}, "__all__"),
        ({"state": "recognised"}, "__all__"),
    ],
    ids=["hours", "phone", "half-a-position", "degrees-swapped", "no-decision"],
)
def test_malformed_point_is_refused_and_not_written(facts, field):
    with pytest.raises(ValidationError) as caught:
        make_sales_point(**facts)
    assert field in caught.value.message_dict
    assert SalesPoint.objects.count() == 0


def test_unknown_kind_is_refused():
    with pytest.raises(SalesPointKind.DoesNotExist):
        register_sales_point("Điểm bán", kind="sao-hoa", province=make_province())


def test_phone_is_kept_in_one_form():
    point = make_sales_point(phone="0912 345 678")
    assert (point.phone, point.phone_label) == ("+84912345678", "0912 345 678")


def test_confirming_stock_moves_the_day_forward_never_back():
    point, product = make_sales_point(), make_product()
    confirm_stock(point, product, date(2026, 11, 1))
    confirm_stock(point, product, date(2026, 11, 20))
    stock = confirm_stock(point, product, date(2026, 10, 1))
    point.refresh_from_db()
    assert (stock.confirmed_on, point.last_confirmed_on) == (date(2026, 11, 20), date(2026, 11, 20))


def test_confirming_stock_without_a_day_means_today():
    assert confirm_stock(make_sales_point(), make_product()).confirmed_on == date(2026, 11, 21)
