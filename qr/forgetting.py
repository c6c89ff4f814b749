"""What people left with a report of a label goes when it is no longer needed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from qr.models import Report


def reports_due(at: datetime) -> QuerySet:
    """Reports with a contact: handled and older than a question to a producer may become, or as old as an order may."""
    handled = Q(state=Report.State.HANDLED, sent_at__lt=at - timedelta(days=settings.OCOP_ENQUIRY_DAYS))
    old = Q(sent_at__lt=at - timedelta(days=settings.OCOP_KEEP_ORDERS_DAYS))
    return Report.objects.filter(handled | old).exclude(contact="").order_by("pk")


def forget_contact(report: Report) -> None:
    """Blank how to reach whoever sent it; what they saw stays beside the code."""
    Report.objects.filter(pk=report.pk).update(contact="")
