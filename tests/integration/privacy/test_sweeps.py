"""Papers, contacts and listings that belong to no purchase go when their time is over, and nothing else does."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from catalogue.models import Product, ProductImage
from qr import codes
from qr.models import Report
from storefront.order.models import Order
from storefront.transfers.models import BankStatement, BankTransfer
from tests.factories.catalogue import make_producer, make_product
from tests.factories.complaints import keep_files_in
from tests.factories.pictures import photo
from tests.factories.purchases import make_basket, make_good, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(tmp_path, monkeypatch, settings):
    keep_files_in(monkeypatch, tmp_path / "private")
    settings.MEDIA_ROOT = tmp_path / "media"


def ago(days: int):
    return timezone.now() - timedelta(days=days)


def run(*options: str) -> str:
    told = StringIO()
    call_command("forget_old_personal_data", *options, stdout=told)
    return told.getvalue()


def make_statement(days: int) -> BankStatement:
    row = BankStatement(producer=make_producer(), name="sao-ke-ba-sau.csv", sha256=f"{days:064d}")
    row.file.save("a.csv", ContentFile(b"NGUYEN THI SAU"), save=True)
    BankStatement.objects.filter(pk=row.pk).update(uploaded_at=ago(days))
    BankTransfer.objects.create(
        producer=row.producer,
        channel="statement",
        account="1",
        reference=str(days),
        amount=1,
        memo="BA SAU TRA",
        at=ago(days),
        statement=row,
    )
    return row


def test_statements_and_memos_nobody_claimed_go_with_their_time(django_capture_on_commit_callbacks):
    old, young = make_statement(1097), make_statement(1095)
    disk = {row.pk: row.file.storage for row in (old, young)}
    name = old.file.name
    assert "bank statements" in run("--dry-run")
    assert disk[old.pk].exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        run()
    old.refresh_from_db()
    assert (old.file.name, old.name, old.sha256, disk[old.pk].exists(name)) == (
        "",
        "0" * 16,
        f"{1097:064d}",
        False,
    )
    young.refresh_from_db()
    assert (young.name, young.file.storage.exists(young.file.name)) == ("sao-ke-ba-sau.csv", True)
    memos = dict(BankTransfer.objects.values_list("reference", "memo"))
    assert memos == {"1097": "", "1095": "BA SAU TRA"}
    assert run() == "0 forgotten\n"


def test_contacts_of_reports_go_when_handled_or_very_old():
    code = codes.issue_code(make_product())
    told = {"code": code, "kind": "other", "message": "Nhãn mờ", "contact": "0912345678"}
    done = {"state": "handled", "answer": "Đã in lại"}
    rows = [
        Report.objects.create(**told, **facts, sent_at=ago(days))
        for days, facts in ((181, done), (179, done), (181, {}), (1097, {}))
    ]
    run()
    assert [Report.objects.get(pk=row.pk).contact for row in rows] == ["", "0912345678", "0912345678", ""]
    assert Report.objects.filter(message="Nhãn mờ").count() == 4


def listing(days: int, good: Product, *, is_public: bool = False) -> Product:
    ProductImage.objects.create(product=good, original=ContentFile(photo(64, 64), name=f"{good.pk}.jpg"))
    Product.objects.filter(pk=good.pk).update(
        is_public=is_public,
        description="Mô tả",
        ingredients="Cá, muối",
        storage_note="Mát",
        date_updated=ago(days),
    )
    return good


def test_a_listing_goes_a_year_after_it_left_the_shop_and_its_record_stays(
    django_capture_on_commit_callbacks,
):
    gone, young, shown = (
        listing(367, make_good()),
        listing(365, make_good()),
        listing(900, make_good(), is_public=True),
    )
    ordered = make_good()
    place(make_basket((ordered, 1)))
    listing(367, ordered)
    with django_capture_on_commit_callbacks(execute=True):
        assert "listings: 1\n" in run()
    kept = Product.objects.get(pk=gone.pk)
    assert (kept.description, kept.ingredients, kept.storage_note, kept.images.count()) == ("", "", "", 0)
    assert (kept.title, kept.producer_id, kept.pack) == (gone.title, gone.producer_id, gone.pack)
    assert (kept.ledger_entries.count(), kept.stockrecords.count()) == (1, 1)
    for other in (young, shown, ordered):
        assert (Product.objects.get(pk=other.pk).description, other.images.count()) == ("Mô tả", 1)
    Order.objects.update(date_placed=ago(1097))
    assert "listings: 1\n" in run()
    assert "listings" not in run()


def test_nought_keeps_listings_for_good(settings):
    settings.OCOP_KEEP_LISTINGS_DAYS = 0
    listing(4000, make_good())
    assert "listings" not in run()


def test_less_than_the_law_asks_is_refused_at_the_start():
    program = "import storefront.settings.base"
    for days, code in (("364", 1), ("-1", 1), ("365", 0), ("0", 0)):
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", program],
            env={"OCOP_KEEP_LISTINGS_DAYS": days, "PATH": "/usr/bin"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == code, days
