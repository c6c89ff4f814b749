"""Smoke."""

import pytest
from tests.factories.orderdesk import make_order, bring
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.parametrize("pay", ["cod", "vietqr"])
def test_open(client, pay):
    order = make_order(pay=pay)
    client.force_login(make_user(role="operator"))
    if pay == "cod":
        bring(order, "delivered")
    for a in [
        "don/",
        "don/?state=placed&late=any&producer=%s&province=38&payment=cod&money=excess&touchpoint=none&tu=2026-01-01&den=2026-12-31"
        % order.producer_id,
        "don/?q=dh",
        "don/ket-qua/?late=any",
        f"don/{order.number}/",
        "don-can-xu-ly/",
        "hang-ban/",
        *["hang-ban/?theo=" + w for w in ("nganh", "tinh", "den-tu", "chuoi")],
        "hang-ban/?export=xlsx",
        "hang-ban/?export=csv&theo=chuoi",
        "don/?export=xlsx",
        "don/?export=csv",
        "luot-xem-nguoi-mua/",
        f"don/{order.number}/nguoi-mua/",
        f"don/{order.number}/cancel/",
        "",
    ]:
        r = client.get("/quan-tri/" + a)
        print(a, r.status_code)
        assert r.status_code == (404 if "cancel" in a and pay == "cod" else 200), a
