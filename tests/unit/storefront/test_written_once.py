"""What a process writes once is what it would write each time: kept pieces of pages, and addresses."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils.translation import override

from storefront.ready_addresses import ReadyAddress


def test_a_kept_piece_is_written_once_for_each_value_language_and_mode(settings: Any) -> None:
    template = Template("{% load kept %}{% kept number %}{{ word }} {{ number|default:'-' }}{% endkept %}")

    def written(word: str, number: int | None) -> str:
        return template.render(Context({"word": word, "number": number}))

    assert [written("một", 1), written("hai", 1), written("hai", 2)] == ["một 1", "một 1", "hai 2"]
    assert template.render(Context({"word": "không"})) == "không -"
    with override("en"):
        assert [written("one", 1), written("two", 1)] == ["one 1", "one 1"]
    settings.OCOP_SALES_MODE = "direct"
    assert [written("ba", 1), written("bốn", 1)] == ["ba 1", "ba 1"]
    settings.DEBUG = True
    assert [written("năm", 1), written("sáu", 1)] == ["năm 1", "sáu 1"]


def test_a_piece_with_ever_new_values_does_not_grow_for_ever() -> None:
    template = Template("{% load kept %}{% kept number %}{{ number }}{% endkept %}")
    for number in range(500):
        assert template.render(Context({"number": number})) == str(number)
    (node,) = template.nodelist.get_nodes_by_type(type(template.nodelist[-1]))
    assert len(node._kept) <= 64


SLUGS = ["nuoc-mam", "x", "0", "stand-in-0-here", "", "a_b", "a--b", "-a", "Mam", "mắm", "100%25", "a b"]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_ready_addresses_are_those_reversed(slug: str, language: str) -> None:
    product, producer = ReadyAddress("catalogue:detail"), ReadyAddress("producers:detail")
    with override(language):
        for pk in (7, 7_770_000_002, 0, -1):
            _same(product, "catalogue:detail", {"product_slug": slug, "pk": pk})
            _same(product, "catalogue:detail", {"product_slug": slug, "pk": pk})
        _same(producer, "producers:detail", {"slug": slug})
        set_script_prefix("/duoi%20day/")
        try:
            _same(product, "catalogue:detail", {"product_slug": slug, "pk": 7})
        finally:
            set_script_prefix("/")


def _same(made: ReadyAddress, name: str, values: dict[str, Any]) -> None:
    try:
        expected = reverse(name, kwargs=values)
    except NoReverseMatch:
        with pytest.raises(NoReverseMatch):
            made(**values)
        return
    assert made(**values) == expected
