"""Every officers' list takes every word: whatever its rows have to be found by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from storefront.officer_lists import OfficerList
from tests.factories.catalogue import make_group

pytestmark = pytest.mark.django_db


def lists(resolver: Any, before: str = "/") -> Iterator[str]:
    """The addresses of all officers' lists, those within something else left out."""
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern).removeprefix("^").removesuffix("$").replace("\\Z", "")
        if isinstance(pattern, URLResolver):
            yield from lists(pattern, address)
        elif issubclass(getattr(pattern.callback, "view_class", object), OfficerList) and "<" not in address:
            yield address


def test_every_list_answers_words(admin_client):
    found = sorted(set(lists(get_resolver())))
    assert len(found) > 50
    answers = {address: admin_client.get(address, {"q": "nước mắm QĐ"}).status_code for address in found}
    assert {address: status for address, status in answers.items() if status != 200} == {}


def test_groups_are_found_without_accents_in_both_languages(admin_client):
    for name, english in (("Đồ uống", "Drinks"), ("Thực phẩm", "Food")):
        group = make_group(name)
        group.name_en = english
        group.save()
    for text in ("do uong", "Đồ UỐNG", "drinks"):
        page = admin_client.get("/quan-tri/nganh/", {"q": text})
        assert [group.name for group in page.context["object_list"]] == ["Đồ uống"], text
