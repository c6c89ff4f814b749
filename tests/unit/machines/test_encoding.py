"""Nothing a person writes ends the element it stands in, nor the document."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from storefront.json_ld import script_json, told
from storefront.machines.merchant import clean

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
)


@given(DATA)
def test_linked_data_reads_back_equal_and_ends_nothing(data: object) -> None:
    written = script_json(data)
    assert json.loads(written) == data
    assert not set("<>&\u2028\u2029") & set(written)


def test_an_attack_in_a_name_stays_a_name() -> None:
    name = "</script><script>alert(1)</script><!--"
    assert script_json({"name": name}) == (
        '{"name":"\\u003c/script\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e\\u003c!--"}'
    )


def test_what_is_not_known_is_not_told() -> None:
    assert told(at_type="Thing", at_id="x", name="", image=[], price=0, gtin=None) == {
        "@type": "Thing",
        "@id": "x",
        "price": 0,
    }


@given(TEXTS)
def test_any_text_makes_well_formed_xml(text: str) -> None:
    shown = ElementTree.fromstring(f"<a>{clean(text)}</a>").text or ""  # noqa: S314 -- written here
    kept = "".join(
        sign for sign in text if sign in "\t\n\r" or (ord(sign) >= 32 and sign not in "\ufffe\uffff")
    )
    assert shown == kept.replace("\r\n", "\n").replace("\r", "\n")
