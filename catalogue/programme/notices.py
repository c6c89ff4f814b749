"""Letters that tell producers in time: each step of each certificate once, however often and by however many run.

Claim, send, confirm. The unique constraint decides which of two runs claims; no lock is held while a mail
server is spoken to. A letter that could not be sent gives its claims back.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.log_actions import log

from catalogue.models import Product
from catalogue.producers.models import Producer
from catalogue.programme.models import RenewalNotice
from catalogue.programme.renewals import renewals_due
from catalogue.programme.steps import STEP_LABELS, Step, filing_window

logger = logging.getLogger(__name__)

#: After this a claim without a letter is one of a run that died.
CLAIM_LASTS = timedelta(hours=1)
#: A star that ended longer ago is no news to its producer.
OVERDUE_NEWS_DAYS = 30


@dataclass
class Sending:
    """What a run did, or would do: letters by producer with their products, and letters that failed."""

    letters: list[tuple[Producer, list[Product]]] = field(default_factory=list)
    failed: list[Producer] = field(default_factory=list)

    @property
    def notices(self) -> int:
        return sum(len(products) for _producer, products in self.letters)


def send_renewal_notices(*, on: date, dry_run: bool = False) -> Sending:
    """Send each producer with an e-mail one letter about its certificates that have reached a step untold.

    Only the step of the day is told, never those passed by before. With `dry_run` nothing is written or sent.
    """
    sending = Sending()
    with translation.override(settings.LANGUAGE_CODE):
        for producer, products in _due(on).items():
            if dry_run:
                sending.letters.append((producer, products))
                continue
            claimed = _claim(producer, products)
            if not claimed:
                continue
            told = [product for product in products if (product.certificate, product.step) in claimed]
            try:
                _letter(producer, told, on).send()
            except Exception:
                logger.exception("renewal letter not sent", extra={"producer": producer.pk})
                RenewalNotice.objects.filter(pk__in=claimed.values()).delete()
                sending.failed.append(producer)
                continue
            _confirm(told, claimed)
            sending.letters.append((producer, told))
    return sending


def _due(on: date) -> dict[Producer, list[Product]]:
    """Products at a step nobody was told of, by producer; nearest end first."""
    products = (
        renewals_due(on=on)
        .filter(ends_on__gt=on - timedelta(days=OVERDUE_NEWS_DAYS))
        .exclude(producer=None)
        .exclude(producer__email="")
        .select_related("producer")
        .order_by("producer_id", "ends_on", "pk")
    )
    told = _told([product.certificate for product in products])
    due: dict[Producer, list[Product]] = defaultdict(list)
    for product in products:
        if (product.certificate, product.step) not in told:
            due[product.producer].append(product)
    return due


def _told(certificates: list[int]) -> set[tuple[int, str]]:
    stale = timezone.now() - CLAIM_LASTS
    notices = RenewalNotice.objects.filter(Q(sent_at__isnull=False) | Q(claimed_at__gte=stale))
    return set(notices.filter(entry__in=certificates).values_list("entry_id", "step"))


@transaction.atomic
def _claim(producer: Producer, products: list[Product]) -> dict[tuple[int, str], int]:
    """Claim these steps and return those this run won, with the key of each notice."""
    token, now = uuid4().hex, timezone.now()
    wanted = sorted((product.certificate, product.step) for product in products)
    RenewalNotice.objects.bulk_create(
        [
            RenewalNotice(entry_id=entry, step=step, email=producer.email, claim=token, claimed_at=now)
            for entry, step in wanted
        ],
        ignore_conflicts=True,
    )
    for entry, step in wanted:
        RenewalNotice.objects.filter(
            entry_id=entry, step=step, sent_at=None, claimed_at__lt=now - CLAIM_LASTS
        ).update(claim=token, claimed_at=now, email=producer.email)
    won = RenewalNotice.objects.filter(claim=token).values_list("entry_id", "step", "pk")
    return {(entry, step): pk for entry, step, pk in won}


@transaction.atomic
def _confirm(told: list[Product], claimed: dict[tuple[int, str], int]) -> None:
    RenewalNotice.objects.filter(pk__in=claimed.values()).update(sent_at=timezone.now())
    for product in told:
        log(
            product,
            "ocop.renewal_notice",
            data={"step": product.step, "to": product.producer.email, "entry": product.certificate},
        )


def _letter(producer: Producer, products: list[Product], on: date) -> EmailMultiAlternatives:
    window = filing_window(on)
    context: dict[str, Any] = {
        "producer": producer,
        "rows": [_told_row(product, window) for product in products],
        "count": len(products),
        "window": window,
        "shop": settings.OSCAR_SHOP_NAME,
        "operator": settings.OCOP_OPERATOR,
        "demo_banner": settings.OCOP_DEMO_BANNER,
    }
    letter = EmailMultiAlternatives(
        subject=" ".join(render_to_string("emails/renewal_notice.subject.txt", context).split()),
        body=render_to_string("emails/renewal_notice.txt", context),
        to=[producer.email],
    )
    letter.attach_alternative(render_to_string("emails/renewal_notice.html", context), "text/html")
    return letter


def _told_row(product: Product, window: Any) -> dict[str, Any]:
    opens, closes = window.dates(product.ends_on) if window else (None, None)
    return {
        "product": product,
        "link": settings.PUBLIC_BASE_URL + product.get_absolute_url(),
        "opens": opens,
        "closes": closes,
        "label": STEP_LABELS[Step(product.step)],
        "overdue": product.step == Step.OVERDUE,
    }
