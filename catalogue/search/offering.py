"""Where nothing answers: the nearest spelling, the question with a word or a filter less, the group it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db.models.expressions import RawSQL
from django.urls import reverse

from catalogue.models import Product
from catalogue.search.backends import database
from catalogue.search.backends.base import Question
from catalogue.search.backends.counting import count_all
from catalogue.search.choices import load_choices
from catalogue.search.listing import without_each
from catalogue.search.query import Choices, ProductQuery
from catalogue.search.spelling import Understood, respelt, understand
from catalogue.search.vocabulary import as_written

MOST_TRIED, MOST_OFFERED, MOST_FILTERS = 10, 3, 6


@dataclass(frozen=True)
class Instead:
    """Another question that has answers: its words, its address, how many products it finds."""

    text: str
    address: str
    count: int


@dataclass(frozen=True)
class Offers:
    """What to try where nothing answers; `group` is a name and an address, or None.

    `filters` are those in use without which something is found: the filter's name, the address without it.
    """

    questions: list[Instead] = field(default_factory=list)
    group: tuple[str, str] | None = None
    filters: list[Instead] = field(default_factory=list)


def offers_for(
    query: ProductQuery, understood: Understood | None = None, *, fixed: tuple[str, ...] = ()
) -> Offers:
    """Look for questions near this one: three queries at the most, whatever is asked.

    `understood`: the words of the question, where somebody has looked them up already. Fields in `fixed` belong to
    the page.
    """
    understood = understand(query.words) if understood is None else understood
    choices = load_choices()
    plain = ProductQuery(on=query.on, text=query.text, in_force_only=query.in_force_only)
    looser = without_each(query, choices, fixed=fixed)
    around = (
        Question(query=query, understood=understood, choices=choices),
        [other for _label, other in looser],
    )
    if not understood.said:
        return Offers(filters=_fewer_filters(looser, count_all([], queries=around).queries, fixed))
    asked = Question(query=plain, understood=respelt(understood) or understood, choices=choices)
    tried = [asked] if asked.bent else _shorter(asked)
    by_group = replace(asked, understood=_any(asked.understood))
    counts = count_all(tried, queries=around, by_group=by_group)
    found = [_spelt(asked, counts.questions[0])] if asked.bent and counts.questions[0] else []
    if not found:
        tried = _shorter(asked)
        numbers = count_all(tried).questions if asked.bent else counts.questions
        found = [
            _shown(one, [query.text], number) for one, number in zip(tried, numbers, strict=True) if number
        ]
    filters = _fewer_filters(looser, counts.queries, fixed)
    return Offers(found[:MOST_OFFERED], _group(counts.groups, choices), filters)


def _spelt(question: Question, count: int) -> Instead:
    """The question in other letters, written as the products it finds write it."""
    page = database.first_page(question)
    found = Product.objects.filter(pk__in=RawSQL(page.text, page.params))  # noqa: S611 (its values are parameters)
    said = found.values_list("title", "producer__name")
    return _shown(question, [part for pair in said for part in pair], count)


def _shown(question: Question, written: list[str], count: int) -> Instead:
    """The question in the words that are looked for, as `written` writes them."""
    text = as_written(question.understood.best, written)
    return Instead(text, replace(question.query, text=text).address(), count)


def _shorter(question: Question) -> list[Question]:
    """The question with words left out."""
    return [replace(question, understood=other) for other in _fewer(question.understood)[:MOST_TRIED]]


def _fewer_filters(
    looser: list[tuple[str, ProductQuery]], counts: list[int], fixed: tuple[str, ...]
) -> list[Instead]:
    """Each filter without which something is found, the one that hides most first."""
    both = zip(looser, counts, strict=True)
    found = [Instead(label, other.address(leave_out=fixed), count) for (label, other), count in both if count]
    return sorted(found, key=lambda one: -one.count)[:MOST_FILTERS]


def _fewer(understood: Understood) -> list[Understood]:
    """One word left out, the last one first; then each word alone."""
    wanted = understood.wanted
    places = range(len(wanted)) if len(wanted) > 1 else ()
    found = [(*wanted[:place], *wanted[place + 1 :]) for place in reversed(places)]
    if len(wanted) > 2:
        found += [(one,) for one in wanted]
    return [Understood(understood.said, one) for one in dict.fromkeys(found)]


def _any(understood: Understood) -> Understood:
    """Any of the words is enough."""
    every = dict.fromkeys(one for among in understood.wanted for one in among)
    return Understood(understood.said, (tuple(every),))


def _group(counts: Mapping[str, int], choices: Choices) -> tuple[str, str] | None:
    """The group most of these belong to, its name and its address."""
    slugs = {path: slug for slug, path in choices.paths.items()}
    known = {path: number for path, number in counts.items() if path in slugs}
    if not known:
        return None
    slug = slugs[max(known, key=lambda path: (known[path], path))]
    return choices.groups[slug], reverse("group", kwargs={"slug": slug})
