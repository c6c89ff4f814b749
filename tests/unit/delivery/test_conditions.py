"""What a product's page says of season, making and delivery."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from storefront.delivery.conditions import conditions_of

FACTS = {
    "nature": "goods",
    "season_from": "",
    "season_to": "",
    "lead_days": None,
    **{f"is_{code}": False for code in ("fragile", "liquid", "chilled", "live", "alcohol", "oversize")},
}


def told(on=date(2026, 11, 22), terms=None, **facts):
    product = SimpleNamespace(**{**FACTS, **facts}, producer=SimpleNamespace(delivery_terms=terms))
    return [(each.name, str(each.told), each.limits) for each in conditions_of(product, on=on)]


def test_nothing_limits_plain_goods_and_services_have_none():
    assert told() == []
    assert told(nature="service", lead_days=3, is_live=True) == []


@pytest.mark.parametrize(
    ("on", "limits"),
    [
        (date(2026, 11, 1), ""),
        (date(2027, 2, 15), ""),
        (date(2026, 10, 31), "Hôm nay ngoài mùa. Đặt được từ 01/11/2026."),
        (date(2027, 2, 16), "Hôm nay ngoài mùa. Đặt được từ 01/11/2027."),
    ],
)
def test_a_season_says_when_it_begins_again(on, limits):
    assert told(on, season_from="11-01", season_to="02-15") == [
        ("Theo mùa", "Bán trong mùa 01/11–15/02 hằng năm.", limits)
    ]


def test_making_and_classes_say_what_they_limit(settings):
    settings.OCOP_DELIVERY_CLASSES = {"chilled": "own_province", "oversize": "nowhere"}
    facts = {"lead_days": 5, "is_fragile": True, "is_chilled": True, "is_oversize": True}
    near, none = (
        "Bên vận chuyển chỉ giao trong tỉnh của chủ thể.",
        "Không gửi qua bên vận chuyển: chủ thể tự giao, hoặc bạn đến nhận.",
    )
    found = told(**facts)
    assert [(name, limits) for name, _told, limits in found] == [
        ("Làm theo đơn", "Số ngày này cộng vào thời gian giao."),
        ("Dễ vỡ", ""),
        ("Giữ lạnh", near),
        ("Cồng kềnh", none),
    ]
    terms = SimpleNamespace(fragile_reach="nowhere", chilled_reach="anywhere", oversize_reach="")
    assert [limits for _name, _told, limits in told(terms=terms, **facts)][1:] == [none, "", none]
