"""Sentences, addresses and files that are always the same are written once; the rest each time."""

from __future__ import annotations

import pytest
from django.template import Context, RequestContext, Template, engines
from django.test import RequestFactory
from django.urls import ResolverMatch, set_script_prefix
from django.utils import translation

from storefront.kept_tags import KeptNode

TAGS = "{% load i18n static %}"


def written(source: str, **context) -> str:
    return Template(TAGS + source).render(Context(context))


def kept(source: str) -> int:
    return len(Template(TAGS + source).nodelist.get_nodes_by_type(KeptNode))


@pytest.mark.parametrize(
    ("source", "is_kept"),
    [
        ("{% translate 'Giỏ hàng' %}", 1),
        ('{% trans "Giỏ hàng" as said %}{{ said }}', 1),
        ("{% translate 'Giỏ hàng'|upper %}", 0),
        ("{% translate said %}", 0),
        ("{% translate 'Giỏ hàng' noop %}", 0),
        ("{% translate 'May' context 'tháng' %}", 0),
        ("{% url 'basket:summary' %}", 1),
        ("{% url 'basket:summary' as said %}{{ said }}", 1),
        ("{% url 'basket:add' pk %}", 0),
        ("{% url 'basket:line' pk=pk %}", 0),
        ("{% url said_url %}", 0),
        ("{% static 'img/mark.svg' %}", 1),
        ("{% static 'img/mark.svg' as said %}{{ said }}", 1),
        ("{% static said %}", 0),
    ],
)
def test_each_time_it_is_what_django_writes(source, is_kept):
    assert kept(source) == is_kept
    template = Template(TAGS + source)
    plain = Template(TAGS + source)
    for node in plain.nodelist.get_nodes_by_type(KeptNode):
        node.render = node._node.render
    seen = set()
    for language in ("vi", "en", "vi", None, "en"):
        for autoescape in (True, False):
            with translation.override(language):
                facts = {"pk": 7, "said": "a&b", "said_url": "checkout:index"}
                answers = [one.render(Context(facts, autoescape=autoescape)) for one in (template, plain)]
            assert answers[0] == answers[1]
            seen.add(answers[0])
    if is_kept:
        assert len(seen) == (1 if "static" in source else 2), "one for each language"


def test_an_address_follows_where_the_site_hangs_and_the_app(settings, rf: RequestFactory):
    template = Template("{% url 'basket:summary' %}")
    assert template.render(Context()) == "/gio-hang/"
    try:
        set_script_prefix("/cho/")
        assert template.render(Context()) == "/cho/gio-hang/"
    finally:
        set_script_prefix("/")
    request = rf.get("/")
    request.resolver_match = ResolverMatch(lambda: None, (), {}, namespaces=["basket"])
    assert template.render(RequestContext(request)) == "/gio-hang/"
    node = template.nodelist.get_nodes_by_type(KeptNode)[0]
    assert len(node._kept) == 3


def test_an_address_of_nothing_is_asked_again():
    source = "{% url 'no:where' as said %}[{{ said }}]"
    assert written(source) == "[]"
    template = Template(source)
    template.render(Context())
    assert template.nodelist.get_nodes_by_type(KeptNode)[0]._kept == {}


def test_a_debugging_site_keeps_nothing(settings):
    settings.DEBUG = True
    template = Template(TAGS + "{% translate 'Giỏ hàng' %}")
    template.render(Context())
    assert template.nodelist.get_nodes_by_type(KeptNode)[0]._kept == {}


def test_no_other_library_stands_for_another():
    warnings = [problem for problem in engines["django"].check() if problem.id == "templates.W003"]
    assert sorted(problem.msg.split("'")[1] for problem in warnings) == ["i18n", "static"]
