"""A ready template writes what the template writes, for other texts each time, and says so when it cannot."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from django.template.loader import render_to_string
from django.test.utils import override_settings
from django.utils.safestring import mark_safe
from django.utils.translation import override

from storefront.ready_templates import MOST_SHAPES, NotATextError, ReadyTemplate

PAGE = """{% load i18n %}<a href="{{ href }}"{% if chosen %} class="on"{% endif %}>{{ label }}</a> 5 %s {{ number }}
{% for name, note in pairs %}<i>{{ name }}{% if note %}: {{ note }}{% endif %}</i>{% endfor %}
{% translate "Lọc" %} {{ label }}"""


class Pair(NamedTuple):
    name: str
    note: str = ""


@pytest.fixture(autouse=True)
def _templates(settings, tmp_path):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path], "APP_DIRS": False}]
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "filtered.html").write_text("{{ label|upper }} {{ label|slice:':2' }}")


VALUES = [
    {
        "href": f"/a/?b={number}&c=%s",
        "label": label,
        "chosen": number % 2 == 0,
        "number": number % 3,
        "pairs": tuple(Pair(f"<{place}>", "%d" * (place % 2)) for place in range(number)),
    }
    for number, label in enumerate(["", "Mắm & <b>", mark_safe("<b>&amp;</b>"), "100 %", "{{ href }}\ue000"])
]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_writes_what_the_template_writes(language):
    ready = ReadyTemplate("page.html")
    with override(language):
        for values in [*VALUES, *reversed(VALUES)]:
            assert ready(**values) == render_to_string("page.html", values)


def test_a_template_that_works_a_text_over_is_refused():
    ready = ReadyTemplate("filtered.html")
    with pytest.raises(NotATextError):
        ready(label="mắm")
    assert ReadyTemplate("filtered.html", fixed=["label"])(label="mắm") == "MẮM mắ"


def test_shapes_do_not_pile_up():
    ready = ReadyTemplate("page.html")
    for number in range(MOST_SHAPES + 3):
        ready(href="/", label="a", chosen=False, number=number, pairs=())
    assert len(ready._shapes) == 3


@override_settings(DEBUG=True)
def test_in_development_the_template_is_read_anew():
    ready = ReadyTemplate("page.html")
    assert ready(**VALUES[1]) == render_to_string("page.html", VALUES[1])
    assert ready._shapes == {}


def test_several_are_written_as_one_after_the_other():
    ready = ReadyTemplate("page.html")
    assert ready.each(VALUES) == [render_to_string("page.html", values) for values in VALUES]
    assert ready.each([]) == []
