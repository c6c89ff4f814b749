"""No page of the rules promises what the site, in its way of selling, does not do."""

from __future__ import annotations

import re

import pytest

from cms.guides import read_guides
from cms.models import ArticlePage
from cms.publishing import ensure_site
from tests.factories.cms import make_site
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

PAGES = [f"/huong-dan/{guide.slug}/" for guide in read_guides("huong-dan", "vi")] + ["/du-lieu-ca-nhan/"]
# What each page must say in a mode, and what none may.
SAID = {
    "catalogue": {
        "mua-va-giao-hang": "Trang này không nhận đặt hàng",
        "thanh-toan": "Trang này không thu tiền",
        "doi-tra-khieu-nai": "không nhận trả hàng",
        "quy-che": "không nhận đặt hàng, không thu tiền",
        "du-lieu-ca-nhan": "Trang này không nhận đặt hàng",
    },
    "intermediary": {
        "mua-va-giao-hang": "mỗi chủ thể là người bán của phần mình",
        "thanh-toan": "Sàn không giữ tiền của bạn",
        "doi-tra-khieu-nai": "vì chủ thể là người bán",
        "quy-che": "Từng chủ thể tự bán và tự nhận tiền",
        "du-lieu-ca-nhan": "Dùng để làm đơn hàng",
    },
    "direct": {
        "mua-va-giao-hang": "Đơn vị vận hành là người bán mọi món",
        "thanh-toan": "Tiền trả cho đơn vị vận hành",
        "doi-tra-khieu-nai": "vì đơn vị là người bán",
        "quy-che": "Đơn vị vận hành bán mọi món",
        "du-lieu-ca-nhan": "là người bán; người làm ra đóng gói",
    },
}
ORDERING = [
    "Thêm vào giỏ",
    "Sau khi đặt",
    "Trả khi nhận hàng",
    "VietQR",
    "Phí giao và thời gian giao",
    "Dùng để làm đơn",
]
BY_PRODUCERS = ["Sàn không giữ tiền", "chủ thể là người bán", "Từng chủ thể", "không giữ tiền của người mua"]
BY_OPERATOR = [
    "Đơn vị vận hành là người bán",
    "Đơn vị vận hành bán mọi",
    "Tiền trả cho đơn vị",
    "cổng thanh toán",
]
NOT_SAID = {
    "catalogue": [*ORDERING, *BY_PRODUCERS, *BY_OPERATOR],
    "intermediary": ["Trang này không", *BY_OPERATOR],
    "direct": ["Trang này không", *BY_PRODUCERS],
}


def main_of(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", re.search(r"<main.*?</main>", html, re.DOTALL)[0])


@pytest.mark.parametrize("mode", ["catalogue", "intermediary", "direct"])
def test_every_page_of_the_rules_follows_the_mode(client, settings, today, mode):
    make_site()
    settings.OCOP_SALES_MODE = mode
    for address in PAGES:
        text = main_of(client.get(address).content.decode())
        assert SAID[mode].get(address.strip("/").split("/")[-1], "") in text, address
        assert [words for words in NOT_SAID[mode] if words in text] == [], address
        assert client.get(f"/en{address}").status_code == 200
    paying = main_of(client.get("/en/huong-dan/thanh-toan/").content.decode())
    told = ["takes no money", "straight to the maker", "The operator is paid"]
    assert [words in paying for words in told] == [mode == one for one in SAID]


def test_a_guide_follows_its_file_until_somebody_edits_it(today):
    make_site()
    paying, rules = (
        ArticlePage.objects.get(slug=slug, locale__language_code="vi") for slug in ("thanh-toan", "quy-che")
    )
    for page, words in ((paying, "Lời cũ"), (rules, "Lời của biên tập viên")):
        page.standfirst = words
        page.save_revision(user=make_user(role="editor") if page is rules else None).publish()
    ensure_site()
    paying.refresh_from_db()
    rules.refresh_from_db()
    assert (paying.standfirst, rules.standfirst) == (
        "Trả cho ai, trả thế nào, và điều gì không bao giờ được hỏi.",
        "Lời của biên tập viên",
    )
    before = paying.revisions.count()
    ensure_site()
    assert paying.revisions.count() == before
