"""The table of banks is data: its shape is held here."""

from __future__ import annotations

from storefront.payment.banks import bank_name, banks


def test_banks_have_six_digits_and_names():
    assert all(
        bank.bin.isdigit() and len(bank.bin) == 6 and bank.short_name and bank.name
        for bank in banks().values()
    )
    assert banks()["970405"].verified
    assert not banks()["970436"].verified


def test_bank_name_falls_back_to_the_bin():
    assert bank_name("970422") == "MB"
    assert bank_name("999999") == "999999"
