"""One module a heading: each reads the records of one floor and says what they hold."""

from storefront.evidence.sections.asked import Asked
from storefront.evidence.sections.commerce import commerce
from storefront.evidence.sections.history import history
from storefront.evidence.sections.market import market
from storefront.evidence.sections.papers import papers
from storefront.evidence.sections.presence import presence
from storefront.evidence.sections.promotion import promotion
from storefront.evidence.sections.stories import stories
from storefront.evidence.sections.traceability import traceability

__all__ = [
    "Asked",
    "commerce",
    "history",
    "market",
    "papers",
    "presence",
    "promotion",
    "stories",
    "traceability",
]
