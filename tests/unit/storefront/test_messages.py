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
