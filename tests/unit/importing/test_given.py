"""What is given with a file survives being kept with the upload."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from catalogue.importing.given import FileKind, Given

TEXT = st.text(max_size=20)
GIVENS = st.builds(
    Given,
    kind=st.sampled_from(FileKind),
    decision=TEXT,
    decided_on=st.none() | st.dates(),
    authority=TEXT,
    place=TEXT,
    columns=st.dictionaries(TEXT, TEXT, max_size=3),
    sheets=st.lists(TEXT, max_size=3).map(tuple),
    ignore_unknown=st.booleans(),
)


@given(GIVENS)
def test_what_is_kept_reads_back_the_same(what):
    assert Given.from_json(what.as_json()) == what


def test_nothing_given_keeps_nothing_but_the_kind():
    assert Given().as_json() == {"kind": "recognitions"}
    assert Given(decided_on=date(2024, 5, 15)).as_json() == {
        "kind": "recognitions",
        "decided_on": "2024-05-15",
    }
