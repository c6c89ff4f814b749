"""Codes and scans as screens ask for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce


class CodeQuerySet(models.QuerySet):
    """No row of it can be deleted: what is printed cannot be taken back."""

    def delete(self) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("Codes are printed somewhere: retire them instead.", set(self[:1]))

    def active(self) -> CodeQuerySet:
        """Codes that go onto new labels."""
        return self.filter(state="active")

    def with_scan_counts(self, *, today: date) -> CodeQuerySet:
        """Adds `scans_before` (rolled-up days) and `scans_today`; `scan_total` is their sum.

        A day counts once: rolled-up days from the roll-up, days without one from the scans themselves.
        """
        scans, days = apps.get_model("qr", "Scan").objects, apps.get_model("qr", "DailyScans").objects
        rolled = days.filter(code=OuterRef("pk"), day__lt=today).values("code")
        fresh = scans.filter(code=OuterRef("pk")).counted().not_rolled_up(today=today).values("code")
        return self.annotate(
            scans_before=Coalesce(Subquery(rolled.annotate(n=Sum("scans")).values("n")), 0),
            scans_today=Coalesce(Subquery(fresh.annotate(n=Count("pk")).values("n")), 0),
        ).annotate(scan_total=models.F("scans_before") + models.F("scans_today"))

    def visible_to(self, user: Any) -> CodeQuerySet:
        """All for those who keep the codes; its own for a producer's login; none for others."""
        if user.has_perm("qr.view_code"):
            return self
        return self.filter(product__producer__users=user) if user.is_authenticated else self.none()


class ScanQuerySet(models.QuerySet):
    def counted(self) -> ScanQuerySet:
        """Scans that count as one person looking once: no bots, no repeats within half an hour."""
        return self.filter(is_bot=False, is_repeat=False)

    def not_rolled_up(self, *, today: date) -> ScanQuerySet:
        """Scans of today and of earlier days of which the roll-up does not know yet."""
        days = apps.get_model("qr", "DailyScans").objects
        rolled = days.filter(code=OuterRef("code"), day=OuterRef("at__date"), day__lt=today)
        return self.filter(Q(at__date=today) | ~models.Exists(rolled))
