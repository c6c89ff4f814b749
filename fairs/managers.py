"""Fairs, sessions and points as screens ask for them. Time is always handed in."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q


class FairQuerySet(models.QuerySet):
    def announced(self) -> FairQuerySet:
        """Everything the public may see: drafts stay inside, a cancelled fair says so."""
        return self.exclude(state="draft")

    def upcoming(self, *, at: datetime) -> FairQuerySet:
        """Not over at `at`, the next one first."""
        return self.announced().exclude(state="closed").filter(closes_at__gt=at).order_by("opens_at", "pk")

    def past(self, *, at: datetime) -> FairQuerySet:
        """Over at `at`, the latest first."""
        return self.announced().filter(Q(closes_at__lte=at) | Q(state="closed")).order_by("-opens_at", "-pk")

    def for_list(self) -> FairQuerySet:
        """What a line of a list shows, in a constant number of queries."""
        return self.select_related("province", "commune").annotate(
            booth_count=models.Count("booths", distinct=True),
            product_count=models.Count("fair_products", distinct=True),
        )


class SeriesQuerySet(models.QuerySet):
    def public(self) -> SeriesQuerySet:
        """Series that are announced."""
        return self.filter(is_public=True)


class SessionQuerySet(models.QuerySet):
    def announced(self) -> SessionQuerySet:
        """Sessions of announced series; a cancelled session says so."""
        return self.filter(series__is_public=True)

    def upcoming(self, *, at: datetime) -> SessionQuerySet:
        """Not over at `at`, the next one first."""
        return (
            self.announced().exclude(state__in=("done",)).filter(ends_at__gt=at).order_by("starts_at", "pk")
        )

    def past(self, *, at: datetime) -> SessionQuerySet:
        """Over at `at`, the latest first."""
        return self.announced().filter(Q(ends_at__lte=at) | Q(state="done")).order_by("-starts_at", "-pk")

    def on_air_between(self, starts_at: datetime, ends_at: datetime) -> SessionQuerySet:
        """Sessions not cancelled that share a moment with [starts_at, ends_at)."""
        return self.exclude(state="cancelled").filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def for_list(self) -> SessionQuerySet:
        """What a line of a list shows, in a constant number of queries."""
        return self.select_related("series", "host").annotate(
            producer_count=models.Count("items__producer", distinct=True),
            product_count=models.Count("items__product", distinct=True),
        )


class SalesPointQuerySet(models.QuerySet):
    def listed(self) -> SalesPointQuerySet:
        """Points one can walk into: surveyed, supported or recognised."""
        return self.filter(state__in=("surveyed", "supported", "recognised"))

    def visible(self) -> SalesPointQuerySet:
        """Points with a public page: the listed ones, and closed ones, whose page says so."""
        return self.exclude(state="proposed")

    def for_list(self) -> SalesPointQuerySet:
        """What a line of a list shows, in a constant number of queries."""
        return self.select_related("kind", "province", "commune").annotate(
            product_count=models.Count("stock", distinct=True)
        )
