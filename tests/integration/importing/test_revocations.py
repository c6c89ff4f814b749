"""Lists of revocations: one decision, many products of the register, no new ones, nothing guessed."""

from __future__ import annotations

from datetime import date

from catalogue.certification.models import LedgerEntry
from catalogue.certification.status_reading import product_status
from catalogue.importing.applying import accept
from catalogue.importing.given import FileKind, Given
from catalogue.importing.planning import plan_import
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.importing import csv_file, revoked_row
from tests.factories.users import make_user

REVOCATIONS = Given(kind=FileKind.REVOCATIONS)
TODAY = date(2026, 11, 21)


def plan_of(*rows, content=None):
    return plan_import(content or csv_file(rows), name="thu-hoi.csv", given=REVOCATIONS)


def starred(title="Chả mực Hạ Long", **facts):
    product = make_product(title, **facts)
    certify(product, 4, on=date(2026, 1, 17))
    return product


def refused(plan):
    return [(problem.row, problem.field, problem.code) for problem in plan.refused]


def revoked():
    return list(LedgerEntry.objects.filter(kind="revoked").order_by("pk"))


def test_a_row_takes_the_star_from_the_day_of_the_decision():
    product = starred()
    plan = plan_of(revoked_row())
    assert plan.refused == []
    assert plan.counts == {"created": 0, "updated": 1, "unchanged": 0, "refused": 0}
    (difference,) = plan.rows[0].differences
    assert (difference.old, difference.new) == (
        "4 sao, đến 17/01/2029",
        "thu hồi từ 20/11/2026 theo 812/QĐ-UBND ngày 20/11/2026: Sử dụng sai nhãn hiệu chứng nhận OCOP",
    )
    assert revoked() == []

    officer = make_user(role="programme_office")
    result = accept(plan, by=officer)
    (entry,) = revoked()
    assert (entry.product, entry.effective_on, entry.ground) == (product, date(2026, 11, 20), "mark-misused")
    assert (entry.decision.number, entry.decision.tier, entry.decision.province) == (
        "812/QĐ-UBND",
        "province",
        product.province,
    )
    assert (entry.recorded_by, entry.source, entry.source_row) == (officer, result.source, 2)
    assert (result.source.kind, result.products) == ("revocations", {2: product.pk})
    assert product_status(product, date(2026, 11, 19)).state == "in_force"
    assert product_status(product, date(2026, 11, 20)).state == "revoked"
