"""Where nothing answers: the nearest spelling, the question with a word or a filter less, the group it is about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.urls import reverse

from catalogue.models import Product
from catalogue.search.backends import database
from catalogue.search.backends.base import Question
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


def offers_for(query: ProductQuery, *, fixed: tuple[str, ...] = ()) -> Offers:
    """Look for questions near this one; a dozen counts at the most. Fields in `fixed` belong to the page."""
    choices = load_choices()
    plain = ProductQuery(on=query.on, text=query.text, in_force_only=query.in_force_only)
    understood = understand(plain.words)
    filters = _fewer_filters(Question(query=query, understood=understood, choices=choices), fixed)
    if not understood.said:
        return Offers(filters=filters)
    nearest = respelt(understood)
    asked = nearest or understood
    found = (_spelt(plain, asked, choices) if asked.changed else []) or _shorter(plain, asked, choices)
    group = _group(Question(query=plain, understood=_any(asked), choices=choices))
    return Offers(found, group, filters)


def _spelt(plain: ProductQuery, other: Understood, choices: Choices) -> list[Instead]:
    """The question in other letters, written as the products it finds write it."""
    answer = database.find(Question(query=plain, understood=other, choices=choices))
    if not answer.total:
        return []
    said = Product.objects.filter(pk__in=answer.pks).values_list("title", "producer__name")
    text = as_written(other.best, [part for pair in said for part in pair])
    return [Instead(text, replace(plain, text=text).address(), answer.total)]


def _shorter(plain: ProductQuery, understood: Understood, choices: Choices) -> list[Instead]:
    found: list[Instead] = []
    for other in _fewer(understood)[:MOST_TRIED]:
        count = database.count(Question(query=plain, understood=other, choices=choices))
        if count and len(found) < MOST_OFFERED:
            text = as_written(other.best, [plain.text])
            found.append(Instead(text, replace(plain, text=text).address(), count))
    return found


def _fewer_filters(question: Question, fixed: tuple[str, ...]) -> list[Instead]:
    """Each filter without which something is found, the one that hides most first."""
    looser = without_each(question.query, question.choices, fixed=fixed)
    counts = database.count_each(question, [other for _label, other in looser])
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


def _group(question: Question) -> tuple[str, str] | None:
    """The group most products belong to that say any of the words."""
    counts = database.find(question).counts.get("groups", {})
    slugs = {path: slug for slug, path in question.choices.paths.items()}
    known = {path: number for path, number in counts.items() if path in slugs}
    if not known:
        return None
    slug = slugs[max(known, key=lambda path: (known[path], path))]
    return question.choices.groups[slug], reverse("group", kwargs={"slug": slug})
