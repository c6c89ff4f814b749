import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from fairs.models import (
    Booth,
    Fair,
    FairProduct,
    LivestreamItem,
    LivestreamSession,
    SalesPoint,
    SalesPointStock,
)
from fairs.outlets import kind_of_place
from fairs.scheduling import register_host
from tests.factories.catalogue import make_product, make_province
from tests.factories.fairs import (
    make_booth_category,
    make_fair,
    make_sales_point,
    make_series,
    make_session,
    make_star_product,
)
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DESKS = [
    "hoi-cho",
    "loai-gian-hang",
    "chuoi-livestream",
    "livestream",
    "nguoi-dan",
    "diem-ban",
    "loai-dia-diem",
]


@pytest.fixture
def officer(client):
    client.force_login(make_user(role="trade_department"))
    return client


def fair_form(*, products=(), booths=(), **changes):
    fields = {
        "name": "Tuần hàng Tết",
        "slug": "",
        "kind": "week",
        "state": "announced",
        "venue": "Quảng trường Lam Sơn",
        "province": make_province().pk,
        "opens_at": "2026-12-05 08:00",
        "closes_at": "2026-12-12 20:00",
        "booths": inline_formset(list(booths)),
        "fair_products": inline_formset([{"product": product.pk} for product in products]),
    }
    return nested_form_data({**fields, **changes})


def session_form(series, *, items=(), **changes):
    fields = {
        "series": series.pk,
        "number": "1",
        "name": "Phiên một",
        "slug": "",
        "platform": "tiktok",
        "state": "planned",
        "starts_at": "2026-11-28 20:00",
        "ends_at": "2026-11-28 23:00",
        "items": inline_formset([{"product": product.pk, "producer": ""} for product in items]),
    }
    return nested_form_data({**fields, **changes})


def point_form(*, stock=(), **changes):
    fields = {
        "name": "Điểm bán Hàm Rồng",
        "slug": "",
        "kind": kind_of_place("mall-market").pk,
        "state": "surveyed",
        "province": make_province().pk,
        "opening_hours": "Mo-Su 07:00-20:00",
        "stock": inline_formset([{"product": product.pk, "confirmed_on": "2026-11-20"} for product in stock]),
    }
    return nested_form_data({**fields, **changes})


class TestDesks:
    @pytest.mark.parametrize("desk", DESKS)
    def test_every_desk_lists_and_exports(self, officer, desk):
        make_fair()
        make_session(host=register_host("Lê Mai"))
        make_sales_point()
        make_booth_category()
        assert officer.get(reverse(f"{desk}:index")).status_code == 200
        for form in ("csv", "xlsx"):
            answer = officer.get(reverse(f"{desk}:index"), {"export": form})
            assert f'filename="{desk}.{form}"' in answer["Content-Disposition"]

    def test_lists_are_searched_without_accents(self, officer):
        make_fair("Tuần hàng Tết")
        make_fair("Phiên chợ hè")
        html = officer.get(reverse("hoi-cho:index"), {"q": "tuan hang"}).content.decode()
        assert "Tuần hàng Tết" in html
        assert "Phiên chợ hè" not in html

    def test_export_gives_a_spreadsheet_no_formula_to_run(self, officer):
        make_fair("=HYPERLINK(1)")
        answer = officer.get(reverse("hoi-cho:index"), {"export": "csv"})
        assert "'=HYPERLINK(1)" in b"".join(answer.streaming_content).decode()

    @pytest.mark.parametrize("role", ["editor", ""])
    @pytest.mark.parametrize("desk", DESKS)
    def test_others_do_not_get_in(self, client, role, desk):
        client.force_login(make_user(role=role))
        assert client.get(reverse(f"{desk}:index")).status_code == 302

    def test_menu_has_both_groups(self, officer):
        html = officer.get("/quan-tri/").content.decode()
        assert "X\\u00fac ti\\u1ebfn" in html or "Xúc tiến" in html
        assert "\\u0110i\\u1ec3m b\\u00e1n" in html or "Điểm bán" in html


class TestFairs:
    def test_officer_enters_a_fair_with_booths_and_products(self, officer):
        category, product = make_booth_category(), make_star_product()
        booth = {"number": "A01", "zone": "A", "category": category.pk, "plan_row": 1, "plan_column": 1}
        booth["producer"] = product.producer_id
        answer = officer.post(reverse("hoi-cho:add"), fair_form(products=[product], booths=[booth]))
        assert answer.status_code == 302
        fair = Fair.objects.get()
        assert (fair.slug, fair.booths.get().producer, fair.fair_products.get().product) == (
            "tuan-hang-tet",
            product.producer,
            product,
        )

    def test_product_without_a_certificate_is_refused_and_nothing_written(self, officer):
        answer = officer.post(reverse("hoi-cho:add"), fair_form(products=[make_product("Chè không sao")]))
        assert (
            "Chứng nhận OCOP không còn hiệu lực vào ngày 05/12/2026: Chè không sao" in answer.content.decode()
        )
        assert (Fair.objects.count(), FairProduct.objects.count()) == (0, 0)

    def test_registration_outside_the_window_is_refused_with_the_days(self, officer):
        form = fair_form(kind="fair", registration_closes_on="2026-11-20")
        html = officer.post(reverse("hoi-cho:add"), form).content.decode()
        assert "từ 05/12/2025 đến 05/11/2026" in html
        assert Fair.objects.count() == 0

    def test_grid_of_booths_is_laid_out_in_one_step(self, officer):
        fair, category = make_fair(), make_booth_category()
        asked = {
            "category": category.pk,
            "zone": "A",
            "prefix": "A",
            "rows": 2,
            "columns": 5,
            "first_number": 1,
        }
        assert officer.get(reverse("hoi-cho:grid", args=[fair.pk])).status_code == 200
        officer.post(reverse("hoi-cho:grid", args=[fair.pk]), asked)
        assert sorted(fair.booths.values_list("number", flat=True))[-1] == "A10"
        again = officer.post(reverse("hoi-cho:grid", args=[fair.pk]), asked)
        assert "Số gian đã có trong sự kiện: A01" in again.content.decode()
        assert Booth.objects.count() == 10

    def test_office_may_look_at_fairs_but_change_nothing(self, client):
        fair = make_fair("Tuần hàng")
        client.force_login(make_user(role="programme_office"))
        assert client.get(reverse("hoi-cho:index")).status_code == 200
        for address in ("hoi-cho:edit", "hoi-cho:grid", "hoi-cho:delete"):
            client.post(reverse(address, args=[fair.pk]), fair_form(name="Khác"))
        client.post(reverse("hoi-cho:add"), fair_form(name="Mới"))
        assert list(Fair.objects.values_list("name", flat=True)) == ["Tuần hàng"]
        assert Booth.objects.count() == 0


class TestSessions:
    def test_officer_enters_a_session_and_the_producer_follows_from_the_product(self, officer):
        products = [make_star_product() for _turn in range(2)]
        answer = officer.post(reverse("livestream:add"), session_form(make_series(), items=products))
        assert answer.status_code == 302
        items = LivestreamItem.objects.values_list("product", "producer")
        assert list(items) == [(product.pk, product.producer_id) for product in products]

    def test_fifth_producer_is_refused_on_the_form(self, officer):
        products = [make_star_product() for _turn in range(5)]
        html = officer.post(
            reverse("livestream:add"), session_form(make_series(), items=products)
        ).content.decode()
        assert "tối đa 4 chủ thể, đang xếp 5" in html
        assert (LivestreamSession.objects.count(), LivestreamItem.objects.count()) == (0, 0)

    def test_host_on_air_elsewhere_is_refused_on_the_form(self, officer):
        host = register_host("Lê Mai")
        make_session(name="Phiên kia", host=host)
        html = officer.post(
            reverse("livestream:add"), session_form(make_series(), host=host.pk)
        ).content.decode()
        assert "Lê Mai đã dẫn “Phiên kia” lúc 20:00 28/11/2026" in html
        assert LivestreamSession.objects.count() == 1

    def test_session_can_be_saved_again_without_clashing_with_itself(self, officer):
        session = make_session(name="Phiên một", host=register_host("Lê Mai"))
        form = session_form(session.series, host=session.host_id, slug=session.slug, place="Xã Vạn Phúc")
        assert officer.post(reverse("livestream:edit", args=[session.pk]), form).status_code == 302
        session.refresh_from_db()
        assert session.place == "Xã Vạn Phúc"


class TestSalesPoints:
    def test_officer_enters_a_point_with_its_shelf(self, officer):
        product = make_product()
        answer = officer.post(reverse("diem-ban:add"), point_form(stock=[product], phone="0912.345.678"))
        assert answer.status_code == 302
        point = SalesPoint.objects.get()
        assert (point.phone, point.stock.get().product) == ("+84912345678", product)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"opening_hours": "7h-20h"}, "Không đọc được giờ mở cửa"),
            ({"state": "recognised"}, "cần số và ngày quyết định"),
            ({"latitude": "105.7764", "longitude": "19.8075"}, "có thể đã ghi ngược"),
            ({"phone": "không có"}, "Số điện thoại phải là số Việt Nam"),
        ],
        ids=["hours", "decision", "position", "phone"],
    )
    def test_malformed_point_is_refused_in_plain_words(self, officer, changes, words):
        html = officer.post(reverse("diem-ban:add"), point_form(**changes)).content.decode()
        assert words in html
        assert SalesPoint.objects.count() == 0

    def test_shelf_holds_a_product_once(self, officer):
        product = make_product()
        answer = officer.post(reverse("diem-ban:add"), point_form(stock=[product, product]))
        assert answer.status_code == 200
        assert (SalesPoint.objects.count(), SalesPointStock.objects.count()) == (0, 0)


def test_commune_is_chosen_by_typing_part_of_its_name(officer):
    from tests.factories.catalogue import make_commune

    make_commune("Hoằng Phụ")
    make_commune("Vạn Phúc")
    html = officer.get(reverse("commune_chooser:choose_results"), {"q": "hoang phu thanh"}).content.decode()
    assert "Xã Hoằng Phụ" in html
    assert "Vạn Phúc" not in html
