from datetime import date

import pytest
from django.template import Context, Template

from fairs import scheduling
from fairs.models import SalesPoint
from tests.factories.catalogue import make_commune, make_producer, make_product, make_province
from tests.factories.fairs import at, make_fair, make_sales_point, make_session, make_star_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def page(client, address, **parameters):
    answer = client.get(address, parameters)
    assert answer.status_code == 200
    return answer.content.decode()


def names(client, **parameters):
    return [row.point.name for row in client.get("/diem-ban/", parameters).context["page"].object_list]


class TestList:
    def test_empty_register_and_empty_answer_say_different_things(self, client):
        assert "Chưa có điểm bán nào trong sổ" in page(client, "/diem-ban/")
        make_sales_point()
        assert "Không có điểm bán nào như vậy" in page(client, "/diem-ban/", tim="không có đâu")

    def test_only_points_one_can_walk_into_are_listed_open_ones_first(self, client):
        make_sales_point("Đóng giờ này", opening_hours="Mo-Su 18:00-22:00")
        make_sales_point("Đang mở")
        make_sales_point("Mới đề xuất", state="proposed")
        make_sales_point("Đã đóng hẳn", state="closed")
        assert names(client) == ["Đang mở", "Đóng giờ này"]

    def test_filters_work_alone_and_together(self, client):
        other = make_province("Đà Nẵng", code="48", kind="city")
        make_sales_point("Hàm Rồng")
        make_sales_point("Hội An", province=other)
        make_sales_point("Hội An đêm", province=other, opening_hours="Mo-Su 18:00-22:00")
        assert names(client, tinh="48") == ["Hội An", "Hội An đêm"]
        assert names(client, tinh="48", mo="1") == ["Hội An"]
        assert names(client, tim="ham rong") == ["Hàm Rồng"]
        assert names(client, tinh="99") == []

    def test_search_reads_the_place_too(self, client):
        make_sales_point("Cửa hàng", commune=make_commune("Hoằng Phụ"))
        assert names(client, tim="hoang phu thanh hoa") == ["Cửa hàng"]

    def test_list_is_narrowed_to_points_that_carry_a_product(self, client):
        point, product = make_sales_point("Có mắm"), make_product("Nước mắm")
        make_sales_point("Không mắm")
        scheduling.confirm_stock(point, product)
        assert names(client, **{"san-pham": product.public_id}) == ["Có mắm"]

    @pytest.mark.parametrize(
        "parameters",
        [
            {"tinh": "'; --"},
            {"tim": "\x00" * 9},
            {"tim": "x" * 10_000},
            {"page": "10000000"},
            {"mo": "maybe"},
        ],
    )
    def test_senseless_address_gives_a_calm_page(self, client, parameters):
        make_sales_point()
        page(client, "/diem-ban/", **parameters)

    def test_map_is_drawn_without_script_with_hoang_sa_and_truong_sa(self, client):
        make_sales_point("Hàm Rồng")
        html = page(client, "/diem-ban/")
        assert "Quần đảo Hoàng Sa" in html
        assert "Quần đảo Trường Sa" in html
        assert "<title>Hàm Rồng</title>" in html
        assert "https://" not in html.split("point-map")[1].split("</svg>")[0]

    @pytest.mark.parametrize("count", [1, 3])
    def test_list_takes_a_constant_number_of_queries(self, client, count, django_assert_num_queries):
        for _number in range(count):
            make_sales_point()
        page(client, "/diem-ban/")
        with django_assert_num_queries(3):
            page(client, "/diem-ban/")


class TestGeoJson:
    def test_points_follow_the_filters_of_the_list(self, client):
        make_sales_point("Hàm Rồng")
        make_sales_point("Hội An", province=make_province("Đà Nẵng", code="48"))
        make_sales_point("Không vị trí", latitude=None, longitude=None)
        answer = client.get("/diem-ban/diem-ban.geojson", {"tinh": "38"})
        assert answer["Content-Type"] == "application/geo+json"
        (feature,) = answer.json()["features"]
        assert feature["geometry"] == {"type": "Point", "coordinates": [105.7764, 19.8075]}
        assert feature["properties"] == {
            "name": "Hàm Rồng",
            "url": "/diem-ban/ham-rong/",
            "address": "Thanh Hóa",
            "hours": "Đang mở, tới 20:00",
            "open": True,
            "products": 0,
        }


class TestDetail:
    def test_page_says_whether_it_is_open_and_when_goods_were_seen(self, client):
        point, product = make_sales_point(), make_star_product("Chè Suối Mây", star=4)
        scheduling.confirm_stock(point, product, date(2026, 11, 2))
        html = page(client, point.get_absolute_url())
        assert "Đang mở, tới 20:00" in html
        assert "thấy trên kệ 02/11/2026" in html
        assert "4 sao" in html

    def test_product_without_a_star_is_carried_but_has_no_badge(self, client):
        point = make_sales_point()
        scheduling.confirm_stock(point, make_product("Chè thường"))
        html = page(client, point.get_absolute_url())
        assert "Chè thường" in html
        assert "sao</span>" not in html

    def test_closed_point_keeps_its_page_with_a_notice_proposed_one_has_none(self, client):
        closed = make_sales_point(state="closed")
        assert "Điểm bán này đã đóng" in page(client, closed.get_absolute_url())
        assert client.get(make_sales_point(state="proposed").get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_page_takes_a_constant_number_of_queries(self, client, count, django_assert_num_queries):
        point = make_sales_point()
        for _number in range(count):
            scheduling.confirm_stock(point, make_star_product())
        page(client, point.get_absolute_url())
        with django_assert_num_queries(8):
            page(client, point.get_absolute_url())


class TestTags:
    def render(self, source, **context):
        return Template("{% load fairs %}" + source).render(Context(context))

    def test_upcoming_events_are_the_next_that_will_take_place(self):
        make_fair("Tuần hàng Tết xứ Thanh", opens_at=at(2026, 12, 5))
        make_fair("Huỷ", opens_at=at(2026, 11, 25), state="cancelled", public_note="Bão")
        make_session(name="Kỳ 6", products=[make_star_product()])
        context = Context()
        Template("{% load fairs %}{% upcoming_events 3 as events %}").render(context)
        assert context["events"] == [
            {
                "day": "28",
                "month": "tháng 11",
                "title": "Kỳ 6",
                "url": "/livestream/ky-6/",
                "detail": "20:00 thứ Bảy, TikTok, 1 chủ thể lên sóng",
                "tag": "Livestream",
            },
            {
                "day": "05",
                "month": "tháng 12",
                "title": "Tuần hàng Tết xứ Thanh",
                "url": "/hoi-cho/tuan-hang-tet-xu-thanh/",
                "detail": "tới hết 10/12, Quảng trường Lam Sơn",
                "tag": "Tuần hàng",
            },
        ]

    def test_sales_points_open_now_come_first(self):
        make_sales_point("Đóng", opening_hours="Mo-Su 18:00-22:00", last_confirmed_on=date(2026, 11, 20))
        make_sales_point("Mở", last_confirmed_on=date(2026, 11, 1))
        context = Context()
        Template("{% load fairs %}{% nearest_sales_points 2 as points %}").render(context)
        assert [(point["title"], point["detail"]) for point in context["points"]] == [
            ("Mở", "Đang mở, tới 20:00"),
            ("Đóng", "Đóng cửa, mở lại 18:00"),
        ]

    def test_outlets_of_a_product_are_points_and_coming_fairs(self):
        product = make_star_product()
        scheduling.confirm_stock(make_sales_point("Hàm Rồng"), product)
        scheduling.show_products(make_fair("Tuần hàng"), [product])
        html = self.render("{% product_outlets product %}", product=product)
        assert "Hàm Rồng" in html
        assert "Tuần hàng" in html

    def test_outlets_of_a_producer_name_each_place_once(self):
        point, maker = make_sales_point("Hàm Rồng"), make_producer()
        for _number in range(2):
            scheduling.confirm_stock(point, make_star_product(producer=maker))
        html = self.render("{% producer_outlets producer %}", producer=maker)
        assert html.count("Hàm Rồng") == 1

    def test_product_carried_nowhere_shows_nothing(self):
        SalesPoint.objects.all().delete()
        assert self.render("{% product_outlets product %}", product=make_product()).strip() == ""
