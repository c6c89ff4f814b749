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


def test_what_the_packages_leave_out_is_vietnamese_with_its_placeholders() -> None:
    path = settings.BASE_DIR / "storefront" / "locale" / "vi" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        told = [message for message in read_po(file, locale="vi") if message.id]
    assert [message.id for message in told if message.fuzzy or not all(forms(message.string))] == []
    assert [
        message.id
        for message in told
        if sorted(PLACEHOLDER.findall(forms(message.string)[0]))
        != sorted(PLACEHOLDER.findall(forms(message.id)[-1]))
    ] == []
