"""Two officers at once. SQLite's writers take turns anyway; PostgreSQL has to be made to."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from fairs import scheduling
from fairs.errors import SchedulingError
from fairs.models import Booth, LivestreamSession
from tests.factories import races
from tests.factories.catalogue import make_producer
from tests.factories.fairs import make_booth_category, make_fair, make_series, make_session

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.postgres]

OFFICERS = 8


def at_once(call):
    """Let eight officers call at the same moment and return what each got: None or a refusal's code."""
    refusals = (SchedulingError, IntegrityError, ValidationError)
    outcomes = races.at_once(*(partial(call, number) for number in range(OFFICERS)), refusals=refusals)
    return sorted(map(_told, outcomes))


def _told(outcome):
    if isinstance(outcome, SchedulingError):
        return outcome.code
    return type(outcome).__name__ if isinstance(outcome, Exception) else "None"


def test_one_host_is_put_on_air_once():
    host = scheduling.register_host("Lê Mai")
    series = [make_series() for _officer in range(OFFICERS)]
    answers = at_once(lambda number: make_session(series[number], host=host))
    assert answers == ["None"] + ["host-busy"] * (OFFICERS - 1)
    assert LivestreamSession.objects.count() == 1


def test_sessions_of_a_series_are_numbered_without_gaps_or_twins():
    series = make_series()
    answers = at_once(lambda number: make_session(series))
    assert answers == ["None"] * OFFICERS
    numbers = LivestreamSession.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, OFFICERS + 1))


def test_one_booth_goes_to_one_producer():
    (booth,) = scheduling.add_booths(make_fair(), category=make_booth_category(), rows=1, columns=1)
    producers = [make_producer() for _officer in range(OFFICERS)]
    answers = at_once(lambda number: scheduling.let_booth(booth, producer=producers[number]))
    assert answers == ["None"] + ["booth-taken"] * (OFFICERS - 1)
    assert Booth.objects.get().producer is not None


def test_the_same_grid_is_laid_out_once():
    fair, category = make_fair(), make_booth_category()
    answers = at_once(
        lambda number: scheduling.add_booths(fair, category=category, rows=2, columns=5, zone="A")
    )
    assert answers == ["None"] + ["booth-number-taken"] * (OFFICERS - 1)
    assert Booth.objects.count() == 10
