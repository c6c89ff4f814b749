"""The steps towards the end of a certificate, and when a renewal file may be handed in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from catalogue.certification.rules import rule_set_for


class Step(StrEnum):
    """How near the end is: at most so many days are left."""

    DAYS_180 = "180"
    DAYS_120 = "120"
    DAYS_30 = "30"
    OVERDUE = "overdue"


#: Days left at which a step begins, nearest end first.
STEP_DAYS = {Step.DAYS_30: 30, Step.DAYS_120: 120, Step.DAYS_180: 180}
FAR = 180
STEP_LABELS = {
    Step.DAYS_180: _("Còn 121–180 ngày"),
    Step.DAYS_120: _("Còn 31–120 ngày"),
    Step.DAYS_30: _("Còn đến 30 ngày"),
    Step.OVERDUE: _("Đã quá hạn"),
}


@dataclass(frozen=True)
class FilingWindow:
    """Days before the end: the file may be handed in from `opens_days` to `closes_days`; who says so."""

    opens_days: int
    closes_days: int
    rules: str
    source: str
    verified: bool

    def dates(self, ends_on: date) -> tuple[date, date]:
        """First and last day on which the file of a certificate ending on `ends_on` is handed in."""
        return ends_on - timedelta(days=self.opens_days), ends_on - timedelta(days=self.closes_days)


def filing_window(on: date) -> FilingWindow | None:
    """The window of the era in force on that day; None where the era names none."""
    era = rule_set_for(on)
    if era is None or era.renewal is None:
        return None
    told = era.renewal
    verified = told.verified and era.verified
    return FilingWindow(told.opens_days, told.closes_days, era.name, told.source, verified)
