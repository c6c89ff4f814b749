"""gs1.py against the published vectors of GS1's own tools (tests/data/gs1_vectors.json).

Which groups apply, and why the others do not:

* ``published_parse``: every refusal applies. Acceptances apply when the primary key is a GTIN (AI 01): the platform
  prints no other key. Left out are the switches that read what the standard has since removed or never allowed
  (``convenience_alphas``: /gtin/, /ser/ went with 1.3.0; ``unknown_ais`` and ``unknown_ai_as_attr``).
* ``published_build``: the same rule.
* ``published_escape``: all of them.
* ``check_digits``: all of them; each also in its 90 spoiled forms.
* ``toolkit_build``: its address is read and written again; its element string is barcode input (FNC1), not ours.
* ``compression``: not offered; a printed address stays readable for people.
* ``resolver_protocol``: the part about /01/ is tested with the views; linksets and link types belong to a resolver.
"""

import itertools
import json
import re
from pathlib import Path

import pytest

from qr import gs1

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "gs1_vectors.json").read_text(encoding="utf-8"))
UNSUPPORTED_OPTIONS = {"convenience_alphas", "unknown_ais", "unknown_ai_as_attr"}
ENGINE_SWITCHED_ON = "89"  # the one published_build vector that needs an unknown AI allowed


def _parse_vectors():
    for vector in VECTORS["published_parse"]:
        if UNSUPPORTED_OPTIONS & set(vector["options"]):
            continue
        if vector["valid"] and vector["elements"][0][0] != gs1.GTIN:
            continue
        yield pytest.param(vector, id=vector["id"])


def _build_vectors():
    for number, vector in enumerate(VECTORS["published_build"]):
        elements = re.findall(r"\((\d+)\)([^(]+)", vector["ai"])
        if vector["valid"] and (ENGINE_SWITCHED_ON in dict(elements) or "/01/" not in vector["uri"]):
            continue
        yield pytest.param(elements, vector, id=f"{number}-{vector['ai']}")


def test_enough_vectors_apply():
    assert len(list(_parse_vectors())) == 88
    assert len(list(_build_vectors())) == 16


@pytest.mark.parametrize("vector", list(_parse_vectors()))
def test_parse_agrees_with_published_vector(vector):
    zero_suppressed = "zero_suppressed_gtin" in vector["options"]
    if not vector["valid"]:
        with pytest.raises(gs1.GS1Error):
            gs1.parse_digital_link(vector["uri"], zero_suppressed=zero_suppressed)
        return
    link = gs1.parse_digital_link(vector["uri"], zero_suppressed=zero_suppressed)
    assert [list(element) for element in link.elements] == vector["elements"]


@pytest.mark.parametrize(
    "vector", [p for p in _parse_vectors() if p.values[0]["valid"] and not p.values[0]["options"]]
)
def test_parsed_link_survives_a_round_trip(vector):
    link = gs1.parse_digital_link(vector["uri"])
    again = gs1.parse_digital_link(link.uri())
    assert sorted(again.elements) == sorted(link.elements)
    assert again.uri() == link.uri()


@pytest.mark.parametrize(("elements", "vector"), list(_build_vectors()))
def test_build_agrees_with_published_vector(elements, vector):
    stem = vector["stem"] or gs1.CANONICAL_STEM
    if not vector["valid"]:
        with pytest.raises(gs1.GS1Error):
            gs1.build_digital_link(elements, stem=stem)
        return
    assert gs1.build_digital_link(elements, stem=stem) == vector["uri"]


@pytest.mark.parametrize(
    "vector", VECTORS["published_escape"], ids=lambda v: f"{v['direction']}-{v['input']}"
)
def test_escape_agrees_with_published_vector(vector):
    act = gs1.unescape if vector["direction"] == "decode" else gs1.escape
    assert (act(vector["input"]), act(vector["input"], query=True)) == (vector["path"], vector["query"])


@pytest.mark.parametrize("vector", VECTORS["check_digits"], ids=lambda v: v["gtin14"])
def test_check_digit_agrees_with_published_vector(vector):
    gtin = vector["gtin14"]
    assert gs1.normalise_gtin(gtin) == gtin
    for wrong in "0123456789".replace(gtin[-1], ""):
        with pytest.raises(gs1.GS1Error) as refusal:
            gs1.normalise_gtin(gtin[:-1] + wrong)
        assert refusal.value.code == "gtin-check-digit"


def test_check_digit_misses_a_swap_of_digits_that_differ_by_five():
    assert gs1.has_valid_check_digit("09506000134376")
    assert gs1.check_digit("1638") == gs1.check_digit("6138")


def test_toolkit_address_reads_and_writes_the_same():
    vector = VECTORS["toolkit_build"][0]
    assert gs1.parse_digital_link(vector["uri"]).uri() == vector["uri"]


def test_of_41_qualifier_sequences_nine_are_valid():
    sequences = [s for n in range(4) for s in itertools.permutations(("22", "10", "21", "235"), n)]
    assert len(sequences) == 41
    valid = []
    for sequence in sequences:
        path = "/01/09506000134376" + "".join(f"/{ai}/A1" for ai in sequence)
        try:
            gs1.parse_path(path)
        except gs1.GS1Error as error:
            assert error.code == "sequence"  # noqa: PT017 -- both outcomes are asserted below
        else:
            valid.append(sequence)
    assert valid == [
        (),
        ("22",),
        ("10",),
        ("21",),
        ("235",),
        ("22", "10"),
        ("22", "21"),
        ("10", "21"),
        ("22", "10", "21"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("96385074", "00000096385074"),
        ("416000336108", "00416000336108"),
        ("2112345678900", "02112345678900"),
        ("9 506000 134376", "09506000134376"),
        ("9506-0001-34376", "09506000134376"),
    ],
)
def test_gtin_is_normalised_to_14_digits(text, expected):
    assert gs1.normalise_gtin(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "gtin-digits"),
        ("95060001343AB", "gtin-digits"),
        ("٩٥٠٦٠٠٠١٣٤٣٧٦", "gtin-digits"),
        ("123456789", "gtin-length"),
        ("095060001343761", "gtin-length"),
        ("9506000134377", "gtin-check-digit"),
    ],
)
def test_wrong_gtin_is_refused_with_its_reason(text, code):
    with pytest.raises(gs1.GS1Error) as refusal:
        gs1.normalise_gtin(text)
    assert refusal.value.code == code


@pytest.mark.parametrize("value", ["Lô1", "A B", "A" * 21, "A#1", "a@b", "[x]"])
def test_lot_outside_cset_82_is_refused(value):
    path = "/01/09506000134376/10/" + "".join(f"%{byte:02X}" for byte in value.encode())
    with pytest.raises(gs1.GS1Error) as refusal:
        gs1.parse_path(path)
    assert (refusal.value.code, refusal.value.ai) == ("value", "10")


def test_segment_is_decoded_once_after_the_split():
    link = gs1.parse_path("/01/09506000134376/10/A%2FB/21/1%2541")
    assert (link.lot, link.serial) == ("A/B", "1%41")
    assert link.path() == "/01/09506000134376/10/A%2FB/21/1%2541"


def test_case_of_a_lot_is_kept():
    assert gs1.parse_path("/01/09506000134376/10/abC").lot == "abC"


def test_names_that_are_no_ai_are_kept_apart():
    link = gs1.parse_path("/01/09506000134376", "17=271231&utm_source=tem&linkType=gs1:pip")
    assert link.attributes == (("17", "271231"),)
    assert link.extra == (("utm_source", "tem"), ("linkType", "gs1:pip"))
