"""What is nearly the same is offered and never taken; exceptions stand with a reason; both are kept and honoured."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.certification.models import LedgerEntry
from catalogue.importing.applying import accept
from catalogue.importing.errors import ImportRefusedError
from catalogue.importing.models import ImportUpload
from catalogue.importing.planning import plan_import
from catalogue.importing.uploads import accept_upload, keep_decisions, receive_upload, refresh_preview
from catalogue.models import Product
from catalogue.producers.models import Producer
from tests.factories.catalogue import make_commune, make_producer, make_product
from tests.factories.importing import csv_file, good_row
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
NEAR = [
    good_row(**{"Chủ thể": "Hợp tác xã Ba Làng", "Tên sản phẩm": title}) for title in ("Mắm tép", "Mắm tôm")
]
# Fours stars are the province's to give in 2025, not a district's.
WRONG_TIER = good_row(**{"Cơ quan ban hành": "UBND huyện Nghi Sơn"})


def upload_of(officer, rows) -> ImportUpload:
    return receive_upload(csv_file(rows), name="ds.csv", by=officer)


def offered(upload: ImportUpload) -> list[tuple[int, str, list[str], int | None]]:
    return [
        (row.number, offer["name"], [one["name"] for one in offer["known"]], offer["chosen"])
        for row in upload.rows.all()
        for offer in row.offers
    ]


def decide(upload: ImportUpload, number: int, chosen: int) -> None:
    key = upload.rows.get(number=number).offers[0]["key"]
    keep_decisions(upload, choices={number: {key: chosen}}, reasons={})
    refresh_preview(upload)
    upload.refresh_from_db()


def test_a_near_producer_is_offered_once_and_not_taken(officer):
    known = make_producer("HTX Ba Làng")
    upload = upload_of(officer, NEAR)
    assert offered(upload) == [(2, "Hợp tác xã Ba Làng", ["HTX Ba Làng"], None)]
    accept_upload(upload, by=officer)
    assert Producer.objects.exclude(pk=known.pk).get().name == "Hợp tác xã Ba Làng"
    assert known.products.count() == 0


def test_the_chosen_producer_gets_all_its_rows(officer):
    known = make_producer("HTX Ba Làng")
    upload = upload_of(officer, NEAR)
    decide(upload, 2, known.pk)
    assert offered(upload) == [(2, "Hợp tác xã Ba Làng", ["HTX Ba Làng"], known.pk)]
    accept_upload(upload, by=officer)
    assert (Producer.objects.get(), known.products.count()) == (known, 2)


def test_the_choice_of_a_new_one_is_kept_and_warns_no_more(officer):
    make_producer("HTX Ba Làng")
    upload = upload_of(officer, NEAR)
    assert "Gần giống “HTX Ba Làng”" in " ".join(upload.rows.get(number=2).warnings)
    decide(upload, 2, 0)
    assert offered(upload)[0][3] == 0
    assert "Gần giống" not in " ".join(upload.rows.get(number=2).warnings)


def test_a_near_product_of_the_producer_is_offered_and_the_chosen_one_recognised(officer):
    producer = make_producer("HTX Ba Làng")
    known = make_product("Nước mắm Ba Làngg", producer=producer)
    upload = upload_of(officer, [good_row()])
    assert offered(upload) == [(2, "Nước mắm Ba Làng", ["Nước mắm Ba Làngg"], None)]
    assert (upload.created, upload.updated) == (1, 0)
    decide(upload, 2, known.pk)
    assert (upload.created, upload.updated) == (0, 1)
    accept_upload(upload, by=officer)
    assert (Product.objects.get(), LedgerEntry.objects.get().product) == (known, known)


def test_another_tax_code_is_somebody_else(officer):
    make_producer("HTX Ba Làng", tax_code="2800000001")
    assert offered(upload_of(officer, [{**row, "Mã số thuế": "2800000002"} for row in NEAR])) == []


def test_the_same_name_in_another_commune_is_said_and_may_be_another(officer):
    here, there = make_commune("Hoằng Phụ"), make_commune("Quảng Nham")
    known = make_producer("HTX Ba Làng", commune=here)
    upload = upload_of(
        officer, [good_row(Xã=there.name), good_row(Xã=here.name, **{"Tên sản phẩm": "Mắm tép"})]
    )
    assert offered(upload) == [(2, "HTX Ba Làng", ["HTX Ba Làng"], None)]
    decide(upload, 2, 0)
    accept_upload(upload, by=officer)
    assert sorted(Product.objects.values_list("title", "producer_id")) == [
        ("Mắm tép", known.pk),
        ("Nước mắm Ba Làng", Producer.objects.exclude(pk=known.pk).get().pk),
    ]
    again = upload_of(officer, [good_row(Xã=there.name, **{"Quy cách": "can"})])
    assert (again.updated, again.refused) == (1, 0)


def test_what_is_not_offered_cannot_be_chosen(officer):
    make_producer("HTX Ba Làng")
    stranger = make_producer("HTX Xa Lạ")
    upload = upload_of(officer, NEAR)
    keep_decisions(upload, choices={2: {"p|1|x": 1}, 99: {"p": 1}}, reasons={2: "vì vậy"})
    decide(upload, 2, stranger.pk)
    assert (upload.choices, upload.reasons) == ({}, {})


def test_near_names_take_the_same_queries_for_many():
    for number in range(3):
        make_producer(f"HTX Làng Nghề Số {number}")

    def queries(count):
        rows = [
            good_row(**{"Chủ thể": f"Hợp tác xã Làng Nghề Sô {n}", "Tên sản phẩm": f"Mắm {n}"})
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as asked:
            plan = plan_import(csv_file(rows))
        assert sum(len(row.record.offers) for row in plan.rows) == min(count, 3)
        return len(asked)

    assert queries(1) == queries(3) == queries(40)


def test_an_exception_stands_with_a_reason_that_the_ledger_keeps(client, officer):
    upload = upload_of(officer, [WRONG_TIER])
    assert (upload.refused, upload.rows.get().is_exception) == (1, True)
    client.post(reverse("importing:decide", args=[upload.pk]), {"lydo-2": "Uỷ quyền theo văn bản 12/UBND"})
    upload.refresh_from_db()
    assert (upload.created, upload.refused, upload.reasons) == (1, 0, {"2": "Uỷ quyền theo văn bản 12/UBND"})
    assert "Uỷ quyền theo văn bản 12/UBND" in client.get(upload.get_absolute_url()).content.decode()
    client.post(reverse("importing:accept", args=[upload.pk]))
    assert LedgerEntry.objects.get().accepted_reason == "Uỷ quyền theo văn bản 12/UBND"


def test_a_reason_is_taken_back(client, officer):
    upload = upload_of(officer, [WRONG_TIER])
    for reason, refused in (("Có văn bản", 0), ("", 1)):
        client.post(reverse("importing:decide", args=[upload.pk]), {"lydo-2": reason})
        upload.refresh_from_db()
        assert upload.refused == refused
    assert upload.reasons == {}


def test_what_no_reason_excuses_stays_refused(client, officer):
    upload = upload_of(officer, [good_row(**{"Hạng sao": "2 sao"})])
    client.post(reverse("importing:decide", args=[upload.pk]), {"lydo-2": "Xin cứ nhận"})
    upload.refresh_from_db()
    assert (upload.refused, upload.reasons, upload.rows.get().is_exception) == (1, {}, False)


def test_without_the_right_no_exception_is_made(officer):
    from django.contrib.auth.models import Permission

    clerk = make_user()
    clerk.user_permissions.set(Permission.objects.filter(codename="accept_importupload"))
    upload = upload_of(officer, [WRONG_TIER])
    keep_decisions(upload, choices={}, reasons={2: "Có văn bản"})
    refresh_preview(upload)
    with pytest.raises(ImportRefusedError) as refused:
        accept_upload(ImportUpload.objects.get(), by=clerk)
    assert (refused.value.code, LedgerEntry.objects.count()) == ("exception-not-allowed", 0)


def test_who_may_only_look_decides_nothing(client, officer):
    upload = upload_of(officer, [WRONG_TIER])
    client.force_login(make_user(role="trade_department"))
    assert client.post(reverse("importing:decide", args=[upload.pk]), {"lydo-2": "Có"}).status_code == 302
    upload.refresh_from_db()
    assert (upload.reasons, upload.refused) == ({}, 1)


def test_the_command_takes_near_names_for_new_ones_and_says_so():
    make_producer("HTX Ba Làng")
    plan = accept(plan_import(csv_file(NEAR))).plan
    assert [offer.warning for row in plan.rows for offer in row.record.offers] == [
        "Gần giống “HTX Ba Làng” (Thanh Hóa) đã có trong sổ. Chưa chọn thì hiểu “Hợp tác xã Ba Làng” là cái mới."
    ]
