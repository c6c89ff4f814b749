"""Where nothing answers, in any spelling: the question with a word less, and the group it seems to be about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from catalogue.search.backends import database
from catalogue.search.backends.base import Question
from catalogue.search.choices import load_choices
from catalogue.search.query import ProductQuery
from catalogue.search.spelling import Understood, understand
from catalogue.search.vocabulary import as_written

MOST_TRIED, MOST_OFFERED = 10, 3


@dataclass(frozen=True)
class Instead:
    """Another question that has answers: its words, its address, how many products it finds."""

    text: str
    address: str
    count: int


@dataclass(frozen=True)
class Offers:
    """What to try where nothing answers; `group` is a name and an address, or None."""

    questions: list[Instead]
    group: tuple[str, str] | None


def offers_for(query: ProductQuery) -> Offers:
    """Look for questions near this one, without its filters; a dozen counts at the most."""
    plain = ProductQuery(on=query.on, text=query.text, in_force_only=query.in_force_only)
    understood = understand(plain.words)
    if not understood.said:
        return Offers([], None)
    choices = load_choices()

    def question(other: Understood) -> Question:
        return Question(query=plain, understood=other, choices=choices)

    found: list[Instead] = []
    for other in _fewer(understood)[:MOST_TRIED]:
        count = database.count(question(other))
        if count and len(found) < MOST_OFFERED:
            text = as_written(other.best, [query.text])
            found.append(Instead(text, replace(plain, text=text).address(), count))
    return Offers(found, _group(question(_any(understood))))


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
