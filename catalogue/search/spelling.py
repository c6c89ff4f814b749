"""What was typed, as words the catalogue knows: one typo forgiven, words written together, Telex left undone.

A word the catalogue knows is never bent ("chanh" does not become "Thanh"); of one it does not know, the nearest
known words are taken in its place. One query, whatever was typed; all of it but `understand` is pure.
"""

# ruff: noqa: S608 (statements are put together from constants; everything typed is a parameter)

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.db import connection
from rapidfuzz.distance import OSA

from catalogue.search.placenames import without_kinds
from catalogue.search.synonyms import without_fillers

#: Shorter words are not bent: too many others are one letter away.
FORGIVEN = 4
#: Bent only where a question finds nothing as it stands, or where two letters changed places.
SHORTEST = 3
#: Longer than this a word nobody knows may be two letters away: offered, never taken by itself.
FORGIVEN_TWICE = 5
LONGEST_TWICE = 12
MOST_ALTERNATIVES = 12
LONGEST = 30
_BEGUN = f"""SELECT t.word FROM search_term t WHERE t.word LIKE %s AND NOT EXISTS (
    SELECT 1 FROM search_nearterm k WHERE k.variant = %s AND k.word = k.variant)
    ORDER BY t.word LIMIT {MOST_ALTERNATIVES}"""
#: Before a word of the vocabulary that is kept as it is spelt.
SPELT = "="
_TELEX_DOUBLES = re.compile(r"aa|ee|oo|dd")
_TELEX_TONE = re.compile(r"[sfrxjz]+$")

Alternative = tuple[str, ...]


@dataclass(frozen=True)
class Understood:
    """`wanted`: for each word the alternatives, each one or two words that must be there; `said` as it was typed.

    `near`: the known words near those said, as far as they were asked for.
    """

    said: tuple[str, ...]
    wanted: tuple[tuple[Alternative, ...], ...]
    near: Mapping[str, list[str]] | None = field(default=None, compare=False, repr=False)
    # Words as spelt that nothing in the catalogue is spelt like: no answer can be weighed by them.
    never: frozenset[str] = frozenset()

    @property
    def best(self) -> tuple[str, ...]:
        """The folded words with the first alternative in the place of each."""
        return tuple(word for alternatives in self.wanted for word in alternatives[0])

    @property
    def changed(self) -> bool:
        """Whether a word was taken for another."""
        return self.best != self.said


def understand(words: tuple[str, ...], spelt: tuple[str, ...] = ()) -> Understood:
    """Read folded words, fillers and kinds of places left out, and how they were spelt.

    Asks the catalogue's words once.
    """
    said = without_kinds(without_fillers(words))
    if not said:
        return Understood((), ())
    last = said[-1]
    near, begun = _looked_up(said, spelt, begun_with=last)
    wanted = [alternatives(word, near) for word in said]
    if not known(last, near) and wanted[-1] == ((last,),):
        wanted[-1] = tuple((word,) for word in begun) or wanted[-1]
    never = frozenset(one for one in spelt if is_kept_spelt(one) and SPELT + one not in near)
    return Understood(said, tuple(wanted), near, never)


def is_kept_spelt(word: str) -> bool:
    """Whether the vocabulary keeps a word as it is spelt: not numbers, there is no end of them."""
    return len(word) <= LONGEST and not word.isdigit()


def near_words(words: Iterable[str]) -> dict[str, list[str]]:
    """Known words that are near these, by the variant they have in common; one query."""
    return _looked_up(words)[0]


def _looked_up(
    words: Iterable[str], spelt: Iterable[str] = (), begun_with: str = ""
) -> tuple[dict[str, list[str]], list[str]]:
    """The known words near these, and the spellings that are known; and where `begun_with` is no known word a few, in
    order, that begin so. One query.
    """
    forms = sorted({form for word in words for form in _forms(word)} | {SPELT + one for one in spelt})
    sql = f"SELECT variant, word FROM search_nearterm WHERE variant IN ({', '.join(['%s'] * len(forms))})"
    params = list(forms)
    if len(begun_with) >= 2:
        sql += f" UNION ALL SELECT '', begun.word FROM ({_BEGUN}) begun"
        params += [f"{begun_with}%", begun_with]
    near: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for variant, word in cursor.fetchall():
            near.setdefault(variant, []).append(word)
    return near, near.pop("", [])


def known(word: str, near: Mapping[str, list[str]]) -> bool:
    return word in near.get(word, ())


def alternatives(word: str, near: Mapping[str, list[str]], *, bend: bool = False) -> tuple[Alternative, ...]:
    """What to look for where `word` was typed; `near` has known words by themselves less one letter or none.

    With `bend` also a known word is taken for its neighbours: where the words of a question never stand together.
    """
    if known(word, near) and not bend:
        return ((word,),)
    found: dict[Alternative, None] = {}
    if known(word, near):
        found[word,] = None
    for other in _undone(word):
        if known(other, near):
            found[other,] = None
    forms = deletions(word) | {word}
    others = {other for form in forms for other in near.get(form, ())} - {word}
    close = [other for other in others if _forgives(word, other, bend)]
    found.update(dict.fromkeys((other,) for other in sorted(close, key=lambda other: _far(word, other))))
    for left, right in _halves(word):
        if known(left, near) and known(right, near):
            found[left, right] = None
    return tuple(found)[:MOST_ALTERNATIVES] or ((word,),)


def _forgives(word: str, other: str, bend: bool) -> bool:
    if len(word) < SHORTEST or len(other) < SHORTEST or OSA.distance(word, other) != 1:
        return False
    return bend or len(word) >= FORGIVEN or sorted(word) == sorted(other)


def bends(understood: Understood) -> list[Understood]:
    """The same question with one word taken for a neighbour, the last word first: for where it finds nothing."""
    wanted, near = understood.wanted, _near(understood)
    found: dict[tuple[tuple[Alternative, ...], ...], None] = {}
    for place in reversed(range(len(wanted))):
        word = understood.said[place]
        for other in alternatives(word, near, bend=True)[:5]:
            if other not in {wanted[place][0], (word,)}:
                found[*wanted[:place], (other,), *wanted[place + 1 :]] = None
    return [replace(understood, wanted=one) for one in found]


def respelt(understood: Understood) -> Understood | None:
    """The same question with each word nobody knows taken for the nearest that is known; None where there is none.

    Two letters away at most. For people to choose: too far to be taken without asking. One query, none where every
    word is known.
    """
    here = _near(understood)
    odd = {
        word: _twice(word)
        for word, among in _pairs(understood)
        if among == ((word,),) and not known(word, here)
    }
    forms = {form for among in odd.values() for form in among}
    near = near_words(forms) if forms else {}
    wanted = dict(_pairs(understood))
    for word, among in odd.items():
        others = {other for form in among for other in near.get(form, ()) if len(other) >= FORGIVEN}
        far = {other: OSA.distance(word, other) for other in others}
        close = [other for other in others if far[other] <= 2]
        if close:
            nearest = min(close, key=lambda other: (far[other], _far(word, other)))
            wanted[word] = ((nearest,),)
    other = replace(understood, wanted=tuple(wanted[word] for word in understood.said))
    return other if other.wanted != understood.wanted else None


def _near(understood: Understood) -> Mapping[str, list[str]]:
    """The known words near those said, asked for unless they were."""
    return near_words(understood.said) if understood.near is None else understood.near


def _twice(word: str) -> set[str]:
    """The word with up to two letters left out, where it is long enough to be taken for one so far away."""
    if not (FORGIVEN_TWICE <= len(word) <= LONGEST_TWICE and word.isalpha()):
        return set()
    once = deletions(word)
    return {word, *once, *(form for one in once for form in deletions(one))}


def _pairs(understood: Understood) -> list[tuple[str, tuple[Alternative, ...]]]:
    return list(zip(understood.said, understood.wanted, strict=True))


def deletions(word: str) -> set[str]:
    """`mam` → `am`, `mm`, `ma`."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def variants(word: str) -> set[str]:
    """Under which variants a word of the catalogue is kept."""
    return {word} | (deletions(word) if len(word) >= SHORTEST and not word.isdigit() else set())


def joined(words: Iterable[str]) -> list[str]:
    """Neighbours written as one, as people type names on a phone: `le gia` → `legia`."""
    return [one + other for one, other in pairwise(words) if one.isalpha() and other.isalpha()]


def _forms(word: str) -> set[str]:
    if len(word) > LONGEST:
        return {word}
    forms = {word, *_undone(word)}
    if len(word) >= SHORTEST and not word.isdigit():
        forms |= deletions(word)
    for halves in _halves(word):
        forms.update(halves)
    return forms


def _far(word: str, other: str) -> tuple[bool, bool, str]:
    """Nearer first: the same beginning, the same length, the alphabet."""
    return word[0] != other[0], len(word) != len(other), other


def _undone(word: str) -> list[str]:
    """What Telex keys were meant to be where no keyboard took them up: `nuwowcs` → `nuoc`, `ddaawju` → `dau`."""
    bare = _TELEX_DOUBLES.sub(lambda pair: pair[0][0], word).replace("w", "")
    forms = [_TELEX_TONE.sub("", bare), re.sub(r"(?<=[aeiouy])[sfrxj]", "", bare)]
    return [form for form in dict.fromkeys(forms) if form != word and len(form) >= 2]


def _halves(word: str) -> list[tuple[str, str]]:
    if not (5 <= len(word) <= LONGEST) or not word.isalpha():
        return []
    return [(word[:place], word[place:]) for place in range(2, len(word) - 1)]
