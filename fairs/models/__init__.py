"""The things of trade promotion, one module a noun."""

from fairs.models.booth import Booth, BoothCategory, FairProduct
from fairs.models.fair import Fair
from fairs.models.livestream import LivestreamHost, LivestreamItem, LivestreamSeries, LivestreamSession
from fairs.models.sales_point import SalesPoint, SalesPointKind, SalesPointStock

__all__ = [
    "Booth",
    "BoothCategory",
    "Fair",
    "FairProduct",
    "LivestreamHost",
    "LivestreamItem",
    "LivestreamSeries",
    "LivestreamSession",
    "SalesPoint",
    "SalesPointKind",
    "SalesPointStock",
]
