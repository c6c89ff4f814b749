"""Whatever officers enter, in whatever order: one star a day, corrections undo exactly, only dates decide.

Unlike `histories`, which lays down what the ledger would refuse, every entry here passes through the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from catalogue.certification import ledger
from catalogue.certification.errors import LedgerError
from catalogue.certification.managers import certified, with_states
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status import RECOGNISED, Status, certificate_status, status_of
from catalogue.models import Product
from catalogue.search.models import StarSpan
from tests.factories.catalogue import make_product
from tests.factories.certification import make_decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

#: Around the day the transition rule began, so that certificates of before and after it meet.
FIRST = date(2026, 4, 1)
SLOTS = 20
STEP = timedelta(days=10)
#: Every day on which something may begin or end, and the days beside them.
DAYS = [
    FIRST + STEP * slot + timedelta(days=beside) for slot in range(-1, SLOTS * 2) for beside in (-1, 0, 1)
]

_some = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class Deed:
    """What an officer does: `slot` is its day, `length` the slots it reaches, `place` the entry it corrects."""

    act: str
    slot: int
    star: int = 3
    length: int = 1
    supersedes: bool = True
    place: int = 0

    @property
    def on(self) -> date:
        return FIRST + STEP * self.slot

    @property
    def until(self) -> date:
        return self.on + STEP * self.length


def deeds(*acts: str) -> st.SearchStrategy[Deed]:
    return st.builds(
        Deed,
        act=st.sampled_from(acts),
        slot=st.integers(0, SLOTS),
        star=st.integers(3, 5),
        length=st.integers(1, SLOTS),
        supersedes=st.booleans(),
        place=st.integers(0, 9),
    )


ANY = deeds("recognise", "recognise", "recognise", "extend", "revoke", "correct")
HISTORIES = st.lists(ANY, max_size=9)


def do(product: Product, deed: Deed) -> LedgerEntry | None:
    """Enter it; None when the ledger refuses."""
    try:
        return _enter(product, deed)
    except LedgerError as refusal:
        event(refusal.code)
        return None


def _enter(product: Product, deed: Deed) -> LedgerEntry | None:
    if deed.act == "recognise":
        return ledger.record_recognition(
            product,
            star=deed.star,
            decision=make_decision(on=deed.on, tier="ministry" if deed.star == 5 else "province"),
            valid_to=deed.until,
            supersedes=deed.supersedes,
        )
    if deed.act == "extend":
        return ledger.extend_recognition(product, until=deed.until, decision=make_decision(on=deed.on))
    if deed.act == "revoke":
        star = status_of(told(product), on=deed.on).star
        decision = make_decision(on=deed.on, tier="ministry" if star == 5 else "province")
        return ledger.revoke_recognition(
            product, revoked_on=deed.on, decision=decision, ground="other-finding"
        )
    entries = told(product)
    return ledger.correct_entry(entries[deed.place % len(entries)], reason="nhầm") if entries else None


def told(product: Product) -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(product=product).order_by("pk"))


def course(product: Product) -> list[Status]:
    """The product's status on every day that matters."""
    entries = told(product)
    return [status_of(entries, on=on) for on in DAYS]


def unnumbered(statuses: list[Status]) -> list[Status]:
    return [replace(status, entry_id=None) for status in statuses]


@_some
@given(HISTORIES)
def test_no_history_makes_two_stars_in_force_on_one_day(history):
    product = make_product()
    for deed in history:
        do(product, deed)
    entries = told(product)
    certificates = [entry for entry in entries if entry.kind == RECOGNISED]
    for on in DAYS:
        shown = [certificate_status(entry, entries, on=on) for entry in certificates]
        in_force = [status for status in shown if status.is_in_force]
        status = status_of(entries, on=on)
        assert in_force == ([status] if status.is_in_force else [])


@_some
@given(HISTORIES, st.lists(st.sampled_from(DAYS), min_size=3, max_size=3))
def test_what_the_ledger_lets_in_has_one_answer_in_python_and_in_sql(history, days):
    product = make_product()
    for deed in history:
        do(product, deed)
    for on in days:
        status, asked = status_of(told(product), on=on), Product.objects.filter(pk=product.pk)
        row = certified(with_states(asked, on=on), on=on).get()
        shown = (status.star, status.valid_to) if status.is_in_force else (None, None)
        assert (row.certification_state, row.star_now, row.certified_until) == (status.state.value, *shown)
        spans = StarSpan.objects.filter(product=product, begins__lte=on, ends__gt=on)
        assert [span.star for span in spans] == ([status.star] if status.is_in_force else [])


@_some
@given(HISTORIES, deeds("recognise", "extend", "revoke"))
def test_correcting_restores_exactly_what_was(history, wrong):
    product = make_product()
    for deed in history:
        do(product, deed)
    before, known = course(product), {entry.pk for entry in told(product)}
    entry = do(product, wrong)
    if entry is None or entry.pk in known:
        return
    ledger.correct_entry(entry, reason="ghi nhầm")
    assert course(product) == before


@_some
@given(
    st.lists(deeds("recognise"), min_size=2, max_size=5, unique_by=lambda deed: deed.slot),
    st.lists(deeds("revoke"), max_size=1),
    st.randoms(use_true_random=False),
)
def test_the_order_of_entry_does_not_matter(recognitions, revocations, random):
    """Renewed, raised, lowered: told in the order they happened or years later in any other."""
    recognitions = [replace(deed, supersedes=True) for deed in recognitions]
    one, other = make_product(), make_product()
    for deed in sorted(recognitions, key=lambda deed: deed.slot):
        assert do(one, deed)
    for deed in random.sample(recognitions, len(recognitions)):
        assert do(other, deed)
    for deed in revocations:
        assert bool(do(one, deed)) == bool(do(other, deed))
    assert unnumbered(course(one)) == unnumbered(course(other))


@_some
@given(st.integers(0, 8), st.integers(9, SLOTS), st.permutations([3, 4, 5]))
def test_dates_do_matter(early, late, stars):
    """The same two decisions with their days exchanged raise a product or lower it."""
    one, other = make_product(), make_product()
    low, high, _third = stars
    long = {"length": SLOTS * 3, "act": "recognise"}
    for product, first, last in ((one, low, high), (other, high, low)):
        assert do(product, Deed(slot=early, star=first, **long))
        assert do(product, Deed(slot=late, star=last, **long))
    between, after = FIRST + STEP * early, FIRST + STEP * late
    assert [status_of(told(one), on=on).star for on in (between, after)] == [low, high]
    assert [status_of(told(other), on=on).star for on in (between, after)] == [high, low]


@_some
@given(HISTORIES)
def test_nothing_entered_is_ever_lost(history):
    product, numbers = make_product(), []
    for deed in history:
        entry = do(product, deed)
        if entry is not None and entry.pk not in numbers:
            numbers.append(entry.pk)
        assert [entry.pk for entry in told(product)] == numbers
