"""The words the catalogue knows, kept so that a mistyped one finds its neighbours by equality."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.search.models import NearTerm, Term
from catalogue.search.spelling import LONGEST, SPELT, is_kept_spelt, variants
from catalogue.search.words import folded_words, shown_words, spelt_words


def learn(texts: Iterable[str]) -> None:
    """Know every word of `texts` from now on, folded and as spelt. Safe to run twice.

    Words are forgotten only by a rebuild.
    """
    said = list(texts)
    met = {word for text in said for word in folded_words(text) if 2 <= len(word) <= LONGEST}
    met |= {SPELT + word for text in said for word in spelt_words(text) if is_kept_spelt(word)}
    missing = met - set(Term.objects.filter(word__in=met).values_list("word", flat=True))
    if not missing:
        return
    NearTerm.objects.bulk_create(
        [
            NearTerm(variant=variant, word=word)
            for word in sorted(missing)
            for variant in sorted({word} if word[0] == SPELT else variants(word))
        ],
        ignore_conflicts=True,
        batch_size=2000,
    )
    Term.objects.bulk_create(
        [Term(word=word) for word in sorted(missing)],
        ignore_conflicts=True,
        batch_size=2000,
    )


def forget() -> None:
    """Know nothing any more; a rebuild learns everything again in the same transaction."""
    Term.objects.all().delete()
    NearTerm.objects.all().delete()


def as_written(words: Iterable[str], texts: Iterable[str]) -> str:
    """Folded words as `texts` write them, a word none of them says as it is: `nuoc mam` → `nước mắm`."""
    shown: dict[str, str] = {}
    for text in texts:
        for word, written in zip(folded_words(text), shown_words(text), strict=False):
            shown.setdefault(word, written)
    return " ".join(shown.get(word, word) for word in words)
