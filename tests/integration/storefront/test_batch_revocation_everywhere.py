"""One decision takes the star from 47 products: every public page follows at once, yesterday stays as it was."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalogue.certification.models import Decision, LedgerEntry
from catalogue.importing.models import ImportUpload
from catalogue.models import Product
from catalogue.search.indexing import refresh_products
from qr.codes import issue_code
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify, make_decision
from tests.factories.importing import revoked_row, xlsx_file
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
COUNT, YESTERDAY = 47, "2026-11-20"
FACTS = {
    "number": "812/QĐ-UBND",
    "decided_on": "21/11/2026",
    "authority": "UBND tỉnh Thanh Hóa",
    "tier": "province",
    "revoked_on": "21/11/2026",
    "ground": "criteria-not-met",
}
TITLES = ["DANH SÁCH THU HỒI", "(Kèm theo Quyết định số 812/QĐ-UBND ngày 21/11/2026 của UBND tỉnh Thanh Hóa)"]


def by_the_import_page(officer: Client, products: list[Product]) -> None:
    """The annex of the decision, as offices write it: the decision in the title lines, names and grounds below."""
    rows = [
        {
            "TT": number,
            "Tên sản phẩm": product.title,
            "Chủ thể": product.producer.name,
            "Lý do thu hồi": "Không còn đáp ứng tiêu chí",
        }
        for number, product in enumerate(products, start=1)
    ]
    file = SimpleUploadedFile("thu-hoi.xlsx", xlsx_file(rows, title_lines=TITLES))
    page = officer.post(reverse("importing:index"), {"file": file, "kind": "revocations"}, follow=True)
    assert f"thu hồi hạng sao của <b>{COUNT}</b> sản phẩm" in page.text
    assert not LedgerEntry.objects.filter(kind="revoked").exists()
    upload = ImportUpload.objects.get()
    done = officer.post(reverse("importing:accept", args=[upload.pk]), follow=True)
    assert f"Đã thu hồi hạng sao của {COUNT} sản phẩm" in done.text


def by_the_batch_page(officer: Client, products: list[Product]) -> None:
    """Names pasted into the page "Thu hồi theo quyết định", seen, confirmed."""
    names = "\n".join(product.title for product in products)
    address = reverse("programme:revoke")
    seen = officer.post(address, {**FACTS, "names": names, "step": "preview"})
    assert len(seen.context["good"]) == COUNT
    assert not LedgerEntry.objects.filter(kind="revoked").exists()
    ticked = [one.product.pk for one in seen.context["good"]]
    officer.post(address, {**FACTS, "names": names, "step": "confirm", "products": ticked})


@pytest.fixture
def shelf(today: date) -> list[Product]:
    """47 products that will lose their star and, last, one that keeps it; all of one decision."""
    producer, decision = make_producer("HTX Ba Làng"), make_decision(on=date(2026, 1, 17))
    products = [make_product(f"Chả mực số {place}", producer=producer) for place in range(COUNT + 1)]
    for product in products:
        certify(product, 4, decision=decision)
        issue_code(product)
    refresh_products([product.pk for product in products])
    return products


def text(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.text


def shown(client: Client, address: str, **asked: str) -> set[str]:
    """The titles on every page of a listing."""
    titles, page = set(), 1
    while True:
        hits = client.get(address, {**asked, "page": str(page)}).context["hits"]
        titles |= {product.title for product in hits.products}
        if page >= hits.pages:
            return titles
        page += 1


def states_in_file(client: Client, **asked: str) -> Counter[str]:
    lines = client.get("/so-dang-ky/chung-nhan.csv", asked).getvalue().decode("utf-8-sig")
    return Counter(line["state"] for line in csv.DictReader(io.StringIO(lines)))


def in_register(client: Client, state: str, **asked: str) -> int:
    return client.get("/so-dang-ky/", {"trang-thai": state, **asked}).context["hits"].total


@pytest.mark.parametrize("revoke", [by_the_import_page, by_the_batch_page])
def test_it_takes_effect_everywhere_at_once_and_not_the_day_before(
    shelf: list[Product], revoke: Callable[[Client, list[Product]], None]
) -> None:
    *lost, kept = shelf
    public, officer = Client(), Client()
    officer.force_login(make_user(role="programme_office"))
    everything = {product.title for product in shelf}
    listings = ("/san-pham/", "/nhom/thuc-pham/")
    assert [shown(public, listing) for listing in listings] == [everything, everything]
    assert shown(public, "/san-pham/", q="cha muc") == everything
    assert (in_register(public, "con-han"), in_register(public, "thu-hoi")) == (COUNT + 1, 0)
    certificates = {product.pk: product.ledger_entries.get(kind="recognised") for product in shelf}

    revoke(officer, lost)

    assert LedgerEntry.objects.filter(kind="revoked").count() == COUNT
    assert Decision.objects.filter(entries__kind="revoked").distinct().get().number == "812/QĐ-UBND"
    assert [shown(public, listing) for listing in listings] == [{kept.title}, {kept.title}]
    assert shown(public, "/san-pham/", q="cha muc") == {kept.title}
    assert (in_register(public, "con-han"), in_register(public, "thu-hoi")) == (1, COUNT)
    assert states_in_file(public) == {"in_force": 1, "revoked": COUNT}
    for product in lost:
        page, story = (
            text(public, product.get_absolute_url()),
            text(public, issue_code(product).get_absolute_url()),
        )
        assert "thu hồi" in page
        assert reverse("basket:add", args=[product.pk]) not in page
        assert "thu hồi" in story
        assert "Đúng, 4 sao" not in story
    assert "Đúng, 4 sao" in text(public, issue_code(kept).get_absolute_url())

    before = {"ngay": YESTERDAY}
    assert (in_register(public, "con-han", **before), in_register(public, "thu-hoi", **before)) == (
        COUNT + 1,
        0,
    )
    assert states_in_file(public, **before) == {"in_force": COUNT + 1}
    for product in (lost[0], lost[-1]):
        address = f"/chung-nhan/{certificates[product.pk].pk}/"
        assert "Ngày 20/11/2026: 4 sao OCOP, còn hạn đến 17/01/2029" in text(public, address, **before)
        assert "thu hồi" in text(public, address)
        api = f"/api/v1/products/{product.public_id}/certification"
        told = [public.get(api, {"on": day}).json() for day in (YESTERDAY, "2026-11-21")]
        assert [(one["state"], one["star"]) for one in told] == [("in_force", 4), ("revoked", 4)]


def test_one_product_never_recognised_keeps_the_whole_decision_out(shelf: list[Product]) -> None:
    make_product("Chưa từng có sao", producer=shelf[0].producer)
    officer = Client()
    officer.force_login(make_user(role="programme_office"))
    rows = [revoked_row(**{"Tên sản phẩm": name}) for name in ("Chả mực số 1", "Chưa từng có sao")]
    file = SimpleUploadedFile("thu-hoi.xlsx", xlsx_file(rows))
    page = officer.post(reverse("importing:index"), {"file": file, "kind": "revocations"}, follow=True)
    assert "Sản phẩm chưa từng được công nhận nên không có gì để thu hồi." in page.text
    officer.post(reverse("importing:accept", args=[ImportUpload.objects.get().pk]))
    assert not LedgerEntry.objects.filter(kind="revoked").exists()
    assert shown(Client(), "/san-pham/") == {product.title for product in shelf}
