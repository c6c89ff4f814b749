"""VietQR against every published vector, and by round trip."""

from __future__ import annotations

import json
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.payment.vietqr import VietQR, VietQRError, build_payload, crc, fold_memo, parse_payload

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "payment_vectors.json").read_text())["vietqr"]
WRONG_INNER_LENGTH = (
    "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5"
)


@pytest.mark.parametrize("vector", VECTORS["crc"], ids=lambda vector: vector["input"])
def test_crc_of_published_values(vector):
    assert crc(vector["input"]) == vector["crc"]


@pytest.mark.parametrize("vector", VECTORS["published_valid"], ids=lambda vector: vector["payload"][-8:])
def test_parse_payload_reads_every_published_code(vector):
    expected = dict(vector["fields"])
    expected["amount"] = None if expected["amount"] is None else int(expected["amount"])
    read = parse_payload(vector["payload"])
    assert {name: getattr(read, name) for name in expected} | {
        "additional": dict(read.additional)
    } == expected


@pytest.mark.parametrize("vector", VECTORS["published_valid"], ids=lambda vector: vector["payload"][-8:])
def test_build_payload_writes_the_same_code_again(vector):
    read = parse_payload(vector["payload"])
    if not read.is_transfer or set(read.additional) - {"08"}:
        return
    built = build_payload(
        bin=read.bin,
        account=read.account,
        amount=read.amount,
        memo=read.memo,
        card=read.service == "QRIBFTTC",
    )
    assert built == vector["payload"][:-4] + vector["payload"][-4:].upper()


@pytest.mark.parametrize("vector", VECTORS["published_invalid"], ids=lambda vector: vector["why"][:20])
def test_parse_payload_refuses_published_bad_codes(vector):
    with pytest.raises(VietQRError) as refusal:
        parse_payload(vector["payload"])
    assert refusal.value.code == vector["error"]


def test_parse_payload_refuses_the_sample_that_loses_a_digit():
    assert crc(WRONG_INNER_LENGTH[:-4]) == "F4E5"
    with pytest.raises(VietQRError) as refusal:
        parse_payload(WRONG_INNER_LENGTH)
    assert refusal.value.code == "length"


def test_build_payload_of_known_account():
    assert build_payload(bin="970422", account="1234567890", amount=150000, memo="DH 20260001") == (
        "00020101021238540010A00000072701240006970422011012345678900208QRIBFTTA"
        "530370454061500005802VN62150811DH 202600016304A384"
    )


@pytest.mark.parametrize("amount", [0, -1, 10**13, 1.5, True, "150000"], ids=repr)
def test_build_payload_refuses_amounts_that_are_not_whole_dong(amount):
    with pytest.raises(VietQRError) as refusal:
        build_payload(bin="970422", account="1", amount=amount, memo="")
    assert refusal.value.code == "amount"


@pytest.mark.parametrize(
    ("bank", "account", "code"),
    [
        ("97042", "1", "bin"),
        ("97042A", "1", "bin"),
        ("970422", "", "account"),
        ("970422", "1" * 20, "account"),
        ("970422", "12 34", "account"),
    ],
)
def test_build_payload_refuses_wrong_accounts(bank, account, code):
    with pytest.raises(VietQRError) as refusal:
        build_payload(bin=bank, account=account, amount=1, memo="")
    assert refusal.value.code == code


@pytest.mark.parametrize("text", ["540550.00", "5403-50", "54030 1", "5401０", "54020١"])
def test_parse_payload_refuses_odd_amounts(text):
    good = build_payload(bin="970422", account="1234567890", amount=None, memo="")
    body = good[:-8].replace("5802VN", text + "5802VN") + "6304"
    with pytest.raises(VietQRError) as refusal:
        parse_payload(body + crc(body))
    assert refusal.value.code in {"amount", "length"}


def test_parse_payload_refuses_a_long_memo():
    body = (
        build_payload(bin="970422", account="1", amount=1, memo="")[:-8] + "6230" + "0826" + "A" * 26 + "6304"
    )
    with pytest.raises(VietQRError) as refusal:
        parse_payload(body + crc(body))
    assert refusal.value.code == "memo"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặt mật ong rừng", "Dat mat ong rung"),
        ("đ/c: 12, Lê Lợi", "d c 12 Le Loi"),
        ("x" * 40, "x" * 25),
        ("   ", ""),
        ("🐝 DH7K2M9QXW", "DH7K2M9QXW"),
    ],
)
def test_fold_memo(text, folded):
    assert fold_memo(unicodedata.normalize("NFC", text)) == folded
    assert fold_memo(unicodedata.normalize("NFD", text)) == folded


@given(
    bank=st.from_regex(r"[0-9]{6}", fullmatch=True).filter(str.isascii),
    account=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    amount=st.none() | st.integers(min_value=1, max_value=10**13 - 1),
    memo=st.text(max_size=60),
    card=st.booleans(),
)
def test_what_is_built_is_read_back(bank, account, amount, memo, card):
    payload = build_payload(bin=bank, account=account, amount=amount, memo=memo, card=card)
    read = parse_payload(payload)
    assert payload.isascii()
    assert (read.bin, read.account, read.amount, read.memo) == (bank, account, amount, fold_memo(memo))
    assert read.method == ("11" if amount is None else "12")
    assert read.is_transfer


@given(st.integers(min_value=0), st.characters(codec="ascii"))
def test_one_changed_character_is_always_noticed(place, letter):
    payload = build_payload(bin="970422", account="0123456789", amount=165000, memo="DH7K2M9QXW")
    at = place % len(payload)
    changed = payload[:at] + letter + payload[at + 1 :]
    if changed.upper() == payload:
        return
    with pytest.raises(VietQRError):
        parse_payload(changed)


@given(st.text(max_size=200))
def test_parse_payload_never_fails_otherwise(text):
    with suppress(VietQRError):
        assert isinstance(parse_payload(text), VietQR)
