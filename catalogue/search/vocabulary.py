"""The words the catalogue knows, kept so that a mistyped one finds its neighbours by equality."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.search.models import NearTerm, Term
from catalogue.search.spelling import LONGEST, variants
from catalogue.search.words import folded_words, shown_words


def learn(texts: Iterable[str]) -> None:
    """Know every word of `texts` from now on. Words are forgotten only by a rebuild. Safe to run twice."""
    met: dict[str, str] = {}
    for text in texts:
        for word, shown in zip(folded_words(text), shown_words(text), strict=False):
            if 2 <= len(word) <= LONGEST and len(shown) <= 60:
                met[word] = max(met.get(word, ""), shown)
    missing = set(met) - set(Term.objects.filter(word__in=met).values_list("word", flat=True))
    if not missing:
        return
    NearTerm.objects.bulk_create(
        [
            NearTerm(variant=variant, word=word)
            for word in sorted(missing)
            for variant in sorted(variants(word))
        ],
        ignore_conflicts=True,
        batch_size=2000,
    )
    Term.objects.bulk_create(
        [Term(word=word, shown=met[word]) for word in sorted(missing)],
        ignore_conflicts=True,
        batch_size=2000,
    )


def forget() -> None:
    """Know nothing any more; a rebuild learns everything again in the same transaction."""
    Term.objects.all().delete()
    NearTerm.objects.all().delete()


def as_written(words: Iterable[str]) -> str:
    """Folded words as the catalogue mostly writes them: `nuoc mam` → `nước mắm`."""
    chosen = list(words)
    shown = dict(Term.objects.filter(word__in=chosen).values_list("word", "shown"))
    return " ".join(shown.get(word, word) for word in chosen)
