"""What each heading says of what is recorded, and of what is not."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from catalogue.certification import ledger
from catalogue.producers.models import Producer
from fairs import scheduling
from fairs.models import Fair, LivestreamSession, SalesPoint
from qr import codes
from qr.models import DailyScans, Scan
from storefront.evidence.period import Period
from tests.factories.catalogue import make_producer, make_product, make_province
from tests.factories.certification import certify, make_decision, revoke
from tests.factories.cms import make_site, make_story
from tests.factories.evidence import (
    TERM,
    dossier_of,
    facts,
    make_aired,
    make_bare,
    make_order,
    make_paper,
    make_proven,
    make_scans,
    rows,
    section,
    show_at_fair,
)
from tests.factories.fairs import (
    at,
    make_booth_category,
    make_fair,
    make_sales_point,
    make_series,
    make_session,
)
from tests.factories.purchases import make_basket, make_shopper, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

KEYS = [
    "chung-nhan",
    "truy-xuat",
    "cau-chuyen",
    "thuong-mai-dien-tu",
    "trang-web",
    "xuc-tien",
    "thi-truong",
    "giay-to",
]


def test_nothing_recorded_is_said_under_every_heading_but_the_ledger_and_the_page():
    dossier = dossier_of(make_bare())
    assert [each.key for each in dossier.sections] == KEYS
    assert {each.key: each.lacking for each in dossier.sections} == {
        "chung-nhan": "",
        "truy-xuat": "Trong kỳ này sản phẩm chưa có mã QR truy xuất nào trên nền tảng.",
        "cau-chuyen": "Chưa có câu chuyện nào về sản phẩm được đăng đến hết kỳ này.",
        "thuong-mai-dien-tu": "Trong kỳ này chưa có đơn nào đặt sản phẩm qua nền tảng.",
        "trang-web": "",
        "xuc-tien": "Trong kỳ này chưa ghi nhận hội chợ hay phiên livestream nào.",
        "thi-truong": "Trong kỳ này chưa điểm bán nào được xác nhận có sản phẩm.",
        "giay-to": "Chưa có giấy tờ nào có hiệu lực trong kỳ này được lưu.",
    }
    assert all(each.advice for each in dossier.sections if each.lacking)
    assert [table.key for each in dossier.sections for table in each.filled_tables] == ["cong-nhan"]


def test_everything_recorded_is_told():
    dossier = dossier_of(make_proven())
    assert dossier.period == TERM
    assert [each.key for each in dossier.sections if each.lacking] == []
    assert (dossier.checklist.recorded, dossier.checklist.kept_here) == (5, 10)


def test_the_usual_period_is_the_term_of_the_last_recognition():
    product = make_product()
    certify(product, 3, on=date(2022, 3, 1))
    certify(product, 4, on=date(2025, 4, 1))
    assert dossier_of(product).period == Period(date(2025, 4, 1), date(2026, 11, 21))
    expired = make_product()
    certify(expired, 3, on=date(2022, 3, 1))
    assert dossier_of(expired).period == Period(date(2022, 3, 1), date(2026, 11, 21))
    assert dossier_of(make_product()).period == Period(date(2026, 11, 21), date(2026, 11, 21))


def test_the_ledger_is_told_up_to_the_last_day():
    product = make_product()
    first = certify(
        product, 3, on=date(2023, 1, 10), decision=make_decision(on=date(2023, 1, 10), number="7/QĐ")
    )
    second = certify(
        product, 4, on=date(2026, 2, 1), decision=make_decision(on=date(2026, 2, 1), number="9/QĐ")
    )
    revoke(product, on=date(2026, 10, 1))
    before = dossier_of(product, Period(date(2023, 1, 10), date(2026, 9, 30)))
    assert [row[:2] + row[3:] for row in rows(before, "chung-nhan", "cong-nhan")] == [
        [f"CN-{second.pk}", "4 sao", "01/02/2026 – 01/02/2029", "Còn hạn"],
        [f"CN-{first.pk}", "3 sao", "10/01/2023 – 10/01/2026", "Hết hạn"],
    ]
    assert rows(before, "chung-nhan", "gia-han-thu-hoi") == []
    after = dossier_of(product)
    assert rows(after, "chung-nhan", "cong-nhan")[0][4] == "Bị thu hồi"
    assert len(rows(after, "chung-nhan", "gia-han-thu-hoi")) == 1
    assert after.public_link == f"https://saolang.example/chung-nhan/{second.pk}/"


def test_an_entry_made_void_is_not_told():
    product = make_product()
    entry = certify(product, 3, on=date(2026, 1, 10))
    ledger.correct_entry(entry, reason="Nhập nhầm sản phẩm")
    assert section(dossier_of(product), "chung-nhan").lacking != ""


def test_scans_are_counted_once_by_month_without_machines():
    product = make_bare()
    code = make_scans(product, {date(2026, 9, 30): 3, date(2026, 10, 1): 4, date(2026, 11, 21): 50})
    for moment in (at(2026, 11, 21, 9), at(2026, 11, 20, 9), at(2026, 10, 1, 9)):
        Scan.objects.create(code=code, at=moment, visitor="a")
        Scan.objects.create(code=code, at=moment, visitor="b", is_bot=True)
        Scan.objects.create(code=code, at=moment, visitor="a", is_repeat=True)
    dossier = dossier_of(product, Period(date(2026, 8, 15), date(2026, 11, 21)))
    told = facts(dossier, "truy-xuat")
    # Today and a day without a roll-up are counted from the scans, rolled-up days from the roll-up alone.
    assert told["Lượt quét trong kỳ"] == 9
    assert told["Số ngày có người quét"] == 4
    assert rows(dossier, "truy-xuat", "luot-quet") == [
        ["08/2026", 0],
        ["09/2026", 3],
        ["10/2026", 4],
        ["11/2026", 2],
    ]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 9, 30), date(2026, 10, 1), 7),
        (date(2026, 9, 30), date(2026, 9, 30), 3),
        (date(2026, 10, 1), date(2026, 10, 31), 4),
        (date(2026, 10, 2), date(2026, 10, 31), 0),
    ],
)
def test_both_border_days_count(first, last, expected):
    product = make_bare()
    make_scans(product, {date(2026, 9, 30): 3, date(2026, 10, 1): 4})
    assert facts(dossier_of(product, Period(first, last)), "truy-xuat")["Lượt quét trong kỳ"] == expected


def test_an_order_belongs_to_its_day_in_vietnam():
    product = make_bare()
    make_order(product, 2, on=at(2026, 9, 30, 23, 59))
    make_order(product, 3, on=at(2026, 10, 1, 0, 0))
    september = Period(date(2026, 9, 1), date(2026, 9, 30))
    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    assert rows(dossier_of(product, september), "thuong-mai-dien-tu", "don-theo-thang") == [["09/2026", 2, 1]]
    assert rows(dossier_of(product, october), "thuong-mai-dien-tu", "don-theo-thang") == [["10/2026", 3, 1]]


def test_an_officers_own_clock_moves_no_order():
    product = make_bare()
    make_order(product, on=at(2026, 10, 1, 0, 30))
    with timezone.override("America/New_York"):
        dossier = dossier_of(product)
    assert rows(dossier, "thuong-mai-dien-tu", "don-theo-thang") == [["10/2026", 1, 1]]


def test_orders_are_numbers_and_provinces_without_the_buyer():
    product = make_bare()
    make_order(product, 2, on=at(2026, 10, 5))
    make_order(product, 5, on=at(2026, 10, 6), shopper=make_shopper(province=make_province("Nghệ An", "40")))
    make_order(make_bare("Bánh gai"), 9, on=at(2026, 10, 7))
    dossier = dossier_of(product)
    told = facts(dossier, "thuong-mai-dien-tu")
    assert (told["Số đơn trong kỳ"], told["Số lượng đã đặt"], told["Số tỉnh, thành phố nhận hàng"]) == (
        2,
        7,
        2,
    )
    assert told["Đơn đầu và đơn gần nhất trong kỳ"] == "05/10/2026 – 06/10/2026"
    assert rows(dossier, "thuong-mai-dien-tu", "don-theo-tinh") == [["Nghệ An", 5, 1], ["Thanh Hóa", 2, 1]]
    everything = repr(dossier.sections)
    assert not any(word in everything for word in ("Nguyễn Thị Hoa", "912345678", "hoa@example.vn", "Lê Lợi"))


def test_two_lines_of_one_order_are_one_order():
    product = make_bare()
    other = make_bare("Bánh gai", producer=product.producer)
    place(make_basket((product, 2), (other, 3)))
    told = facts(dossier_of(product), "thuong-mai-dien-tu")
    assert (told["Số đơn trong kỳ"], told["Số lượng đã đặt"]) == (1, 2)


def test_a_fair_counts_when_it_began_within_and_was_not_cancelled():
    product = make_bare()
    home = show_at_fair(product, "Phiên chợ quê")
    away = show_at_fair(
        product, "Tuần hàng Vinh", province=make_province("Nghệ An", "40"), opens_at=at(2026, 7, 1)
    )
    cancelled = show_at_fair(product, "Chợ Tết", opens_at=at(2026, 1, 5))
    Fair.objects.filter(pk=cancelled.pk).update(state="cancelled", public_note="Bão")
    show_at_fair(product, "Hội chợ tới", opens_at=at(2026, 12, 5))
    Fair.objects.filter(pk=show_at_fair(product, "Còn soạn", opens_at=at(2026, 8, 1)).pk).update(
        state="draft"
    )
    show_at_fair(make_bare("Bánh gai"), "Của người khác")
    dossier = dossier_of(product)
    assert [row[0] for row in rows(dossier, "xuc-tien", "hoi-cho")] == [home.name, away.name]
    told = facts(dossier, "xuc-tien")
    assert told["Hội chợ, phiên chợ trong kỳ"] == 2
    assert told["Trong đó trưng bày sản phẩm này"] == 2
    assert told["Trong đó ở ngoài tỉnh"] == 1
    assert "Không tính 1 sự kiện đã huỷ." in section(dossier, "xuc-tien").notes


def test_a_fair_rests_on_what_is_recorded_of_it():
    product = make_bare()
    show_at_fair(product, "Tổng kết rồi", filing_number="112/SCT")
    announced = make_fair("Mới công bố", opens_at=at(2026, 8, 1))
    scheduling.show_products(announced, [product])
    told = rows(dossier_of(product), "xuc-tien", "hoi-cho")
    assert [[row[0], row[1], *row[3:]] for row in told] == [
        ["Tổng kết rồi", "05/06/2026 – 10/06/2026", "A01", "có", "112/SCT; đã tổng kết"],
        ["Mới công bố", "01/08/2026 – 06/08/2026", "–", "có", "theo lịch đã công bố, chưa tổng kết"],
    ]


def test_a_booth_without_the_product_says_so():
    product = make_bare()
    show_at_fair(make_bare("Bánh gai", producer=product.producer))
    assert rows(dossier_of(product), "xuc-tien", "hoi-cho")[0][3:5] == ["A01", "không ghi"]


def test_a_product_without_a_producer_has_no_free_booths():
    product = make_bare()
    fair = make_fair(opens_at=at(2026, 6, 5))
    scheduling.add_booths(fair, category=make_booth_category(), rows=1, columns=2, zone="A")
    type(product).objects.filter(pk=product.pk).update(producer=None)
    assert section(dossier_of(product), "xuc-tien").lacking != ""


def test_a_session_counts_once_it_was_aired():
    product = make_bare()
    make_aired(product, starts_at=at(2026, 7, 4, 20))
    make_aired(product, starts_at=at(2026, 8, 4, 20), state="planned")
    other = make_bare("Bánh gai", producer=product.producer)
    make_aired(other, starts_at=at(2026, 9, 4, 20))
    LivestreamSession.objects.filter(pk=make_aired(product, starts_at=at(2026, 10, 4, 20)).pk).update(
        state="cancelled", state_note="Mất điện"
    )
    series = make_series(period_from=date(2025, 1, 1), is_public=False)
    make_session(series, starts_at=at(2026, 6, 1, 20), products=[product], state="done")
    dossier = dossier_of(product)
    assert [row[1:5] for row in rows(dossier, "xuc-tien", "livestream")] == [
        ["04/07/2026", "TikTok", "sản phẩm này", "đã phát"],
        ["04/08/2026", "TikTok", "sản phẩm này", "chưa ghi là đã phát"],
        ["04/09/2026", "TikTok", "sản phẩm khác của chủ thể", "đã phát"],
    ]
    told = facts(dossier, "xuc-tien")
    assert (told["Phiên livestream đã phát"], told["Trong đó có sản phẩm này"]) == (2, 1)


def test_sales_points_count_by_their_last_confirmation():
    product = make_bare()
    within = make_sales_point(
        "Trong kỳ", state="recognised", decision_number="8/QĐ", decision_on=date(2026, 1, 5)
    )
    scheduling.confirm_stock(within, product, on=date(2026, 11, 21))
    scheduling.confirm_stock(make_sales_point("Trước kỳ"), product, on=date(2025, 11, 20))
    proposed = make_sales_point("Mới đề xuất", state="proposed")
    scheduling.confirm_stock(proposed, product, on=date(2026, 11, 1))
    dossier = dossier_of(product)
    assert [row[0] for row in rows(dossier, "thi-truong", "diem-ban")] == ["Trong kỳ"]
    assert rows(dossier, "thi-truong", "diem-ban")[0][3] == "Được công nhận: 8/QĐ, 05/01/2026"
    assert facts(dossier, "thi-truong")["Trong đó được công nhận"] == 1
    assert section(dossier, "thi-truong").notes == (
        "Không tính 1 điểm bán có lần xác nhận gần nhất nằm ngoài kỳ.",
    )
    assert proposed.state == SalesPoint.State.PROPOSED


def test_the_area_joins_points_fairs_and_orders():
    product = make_bare()
    vinh = make_province("Nghệ An", "40")
    scheduling.confirm_stock(make_sales_point(), product, on=date(2026, 11, 1))
    show_at_fair(product, province=vinh)
    make_order(product, on=at(2026, 10, 5), shopper=make_shopper(province=vinh))
    assert rows(dossier_of(product), "thi-truong", "dia-ban") == [
        ["Thanh Hóa", 1, 0, 0],
        ["Nghệ An", 0, 1, 1],
    ]


def test_papers_of_the_product_and_of_its_producer_that_held_within():
    product = make_bare()
    make_paper(product)
    make_paper(producer=product.producer, kind="food_safety", number="55/ATTP", expires_on=None, content=None)
    make_paper(product, number="cũ", issued_on=date(2024, 1, 1), expires_on=date(2025, 11, 21))
    make_paper(product, number="đã hết", issued_on=date(2024, 1, 1), expires_on=date(2025, 11, 22))
    make_paper(make_bare("Bánh gai", producer=product.producer), number="của sản phẩm khác")
    make_paper(producer=make_producer(), number="của chủ thể khác")
    dossier = dossier_of(product)
    assert [[row[1], *row[4:]] for row in rows(dossier, "giay-to", "giay-to")] == [
        ["55/ATTP", "không ghi hạn", "mọi sản phẩm", "–"],
        ["đã hết", "đã hết hạn 22/11/2025", "sản phẩm này", "PDF"],
        ["12/PKN", "01/03/2027", "sản phẩm này", "PDF"],
    ]
    told = facts(dossier, "giay-to")
    assert (told["Còn hạn ngày 21/11/2026"], told["Có tệp kèm theo"]) == (2, 2)
    assert section(dossier, "giay-to").proofs == {"food_safety": 1, "test_report": 2}


def test_a_story_published_after_the_period_proves_nothing_for_it():
    make_site()
    product = make_bare()
    make_story(product=product, title="Chum mắm của mẹ")
    assert rows(dossier_of(product), "cau-chuyen", "cau-chuyen")[0][0] == "Chum mắm của mẹ"
    earlier = dossier_of(product, Period(date(2026, 1, 1), date(2026, 11, 20)))
    assert section(earlier, "cau-chuyen").lacking != ""


def test_a_pending_producer_is_shown_nowhere():
    product = make_bare()
    Producer.objects.filter(pk=product.producer_id).update(state="pending")
    dossier = dossier_of(product)
    assert section(dossier, "trang-web").lacking != ""
    assert facts(dossier, "thuong-mai-dien-tu")["Trang sản phẩm"] == "hôm nay không hiện với người mua"


def test_a_retired_code_counts_for_the_days_it_was_in_use():
    product = make_bare()
    code = make_scans(product, {date(2026, 3, 1): 2})
    codes.retire_code(code, reason="In lại bao bì", at=at(2026, 5, 1))
    spring, autumn = Period(date(2026, 1, 1), date(2026, 5, 1)), Period(date(2026, 5, 2), date(2026, 11, 21))
    assert rows(dossier_of(product, spring), "truy-xuat", "ma-qr")[0][2] == "ngừng ngày 01/05/2026"
    assert section(dossier_of(product, autumn), "truy-xuat").lacking != ""
    assert DailyScans.objects.count() == 1
