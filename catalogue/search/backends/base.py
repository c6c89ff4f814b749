"""What every backend is given and gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue.search.facets import Counts, paths_asked
from catalogue.search.query import Choices, ProductQuery
from catalogue.search.spelling import Understood


class BackendAwayError(Exception):
    """The server cannot answer now: away, overloaded, without its index. The database can."""


@dataclass(frozen=True)
class Question:
    """A query whose words were understood, and the choices it was read with."""

    query: ProductQuery
    understood: Understood
    choices: Choices
    language: str = "vi"

    @property
    def reads(self) -> bool:
        """Whether stories, news and guides are looked for as well: beside the first page of an answer to words."""
        return bool(self.understood.wanted) and self.query.page == 1

    @property
    def paths(self) -> tuple[str, ...]:
        """The places in the tree of the groups asked for."""
        return paths_asked(self.query, self.choices)

    @property
    def bent(self) -> bool:
        """Whether other words are looked for than were typed."""
        return self.understood.changed

    @property
    def spelt(self) -> tuple[str, ...]:
        """The words with their marks, for ranking: those typed, unless one of them was mistyped."""
        if self.bent:
            return ()
        kept = set(self.understood.said)
        both = zip(self.query.words, self.query.spelt, strict=False)
        return tuple(spelt for word, spelt in both if word in kept)

    @property
    def never(self) -> frozenset[str]:
        """Those of `spelt` that nothing is spelt like."""
        return self.understood.never

    def start(self, total: int) -> int:
        """How many hits come before the page; a page past the end is the last page."""
        size = self.query.page_size
        return (min(self.query.page, max(1, -(-total // size))) - 1) * size


@dataclass(frozen=True)
class Answer:
    """The keys of one page's products in order, how many there are in all, the facets' counts; keys of readings."""

    pks: list[int]
    total: int
    counts: Counts = field(default_factory=dict)
    # None: not looked for.
    refs: list[str] | None = None
