"""The names of the columns are a promise to strangers' programs."""

from __future__ import annotations

from pathlib import Path

from catalogue.register.columns import COLUMNS, VERSION, context

ROOT = Path(__file__).resolve().parents[3]

# Version 1, in order. Only ever add to its end; anything else is a new version.
PROMISED = [
    "id",
    "product",
    "producer",
    "place_as_certified",
    "place_today",
    "star",
    "decision",
    "decided_on",
    "authority",
    "valid_from",
    "valid_to",
    "state",
    "rule_set",
    "product_code",
    "revoked_on",
    "superseded_on",
    "claimed_star",
    "claimed_year",
    "illustrative",
    "as_of",
    "url",
]


def test_the_columns_of_version_1_stay():
    assert VERSION == "1"
    assert [column.name for column in COLUMNS][: len(PROMISED)] == PROMISED


def test_every_column_is_documented():
    written = (ROOT / "docs" / "register.md").read_text(encoding="utf-8")

    assert [column.name for column in COLUMNS if f"| `{column.name}` |" not in written] == []


def test_own_terms_leave_those_of_the_vocabulary_alone():
    vocabulary, own = context()

    assert vocabulary == "https://schema.org"
    assert own["state"] == "https://saolang.example/so-dang-ky/du-lieu/#state"
    assert not {"id", "url", "identifier", "type", "about", "expires"} & set(own)
