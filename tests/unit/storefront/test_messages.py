"""English stands beside every Vietnamese sentence, with the same placeholders."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "storefront" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")


@pytest.fixture(scope="module")
def messages() -> list:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="en") if message.id]


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_every_sentence_has_its_english(messages: list) -> None:
    assert [message.id for message in messages if message.fuzzy or not all(forms(message.string))] == []


def test_placeholders_are_kept(messages: list) -> None:
    def placeholders(text: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(text))

    assert [
        message.id
        for message in messages
        for form in forms(message.string)
        if placeholders(form) != placeholders(forms(message.id)[-1])
    ] == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_what_the_packages_leave_out_is_vietnamese_with_its_placeholders(domain: str) -> None:
    path = settings.BASE_DIR / "storefront" / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        told = [message for message in read_po(file, locale="vi") if message.id]
    assert [message.id for message in told if message.fuzzy or not all(forms(message.string))] == []
    # A singular and its plural may name different things; the one Vietnamese form keeps to one of them.
    assert [
        message.id
        for message in told
        if sorted(PLACEHOLDER.findall(forms(message.string)[0]))
        not in [sorted(PLACEHOLDER.findall(form)) for form in forms(message.id)]
    ] == []
    assert [str(error) for message in told for error in message.check()] == []
