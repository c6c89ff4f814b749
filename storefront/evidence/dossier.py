"""The dossier of one product and one period: everything recorded, read in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.certification.models import LedgerEntry
from catalogue.certification.status import Status, status_of
from catalogue.models import Product
from catalogue.producers.models import ComplianceDocument
from cms.models import ProductStoryPage
from storefront.evidence import sections
from storefront.evidence.asking import Asking, asked_of
from storefront.evidence.checklist import Checklist, checklist_of
from storefront.evidence.parts import Section, address
from storefront.evidence.period import Period, day_here
from storefront.evidence.sections import Asked
from storefront.vietnamese import slugify


@dataclass(frozen=True)
class Dossier:
    """What the platform can prove, and what it was made from. `status` is that of the period's last day."""

    product: Any
    period: Period
    made_at: datetime
    status: Status
    sections: tuple[Section, ...]
    checklist: Checklist
    asking: Asking
    papers: tuple[ComplianceDocument, ...]

    @property
    def headings(self) -> list[tuple[int, Section, tuple[Any, ...]]]:
        """The sections with their numbers and the criteria they speak to."""
        return [
            (number, section, self.asking.of(section.key))
            for number, section in enumerate(self.sections, start=1)
        ]

    @property
    def public_link(self) -> str:
        """Where anybody can check it: the certificate in the register, else the product's page."""
        if self.status.entry_id:
            return address(reverse("register:certificate", args=[self.status.entry_id]))
        return address(self.product.get_absolute_url())

    @property
    def made_on(self) -> str:
        """`22/11/2026`, by the calendar of Vietnam."""
        return f"{day_here(self.made_at):%d/%m/%Y}"

    @property
    def file_stem(self) -> str:
        """`minh-chung_nuoc-mam_2025-11-22_2026-11-22`: ASCII, and in order by product."""
        name = slugify(self.product.title)[:60].strip("-") or f"san-pham-{self.product.pk}"
        return f"minh-chung_{name}_{self.period.first.isoformat()}_{self.period.last.isoformat()}"


def products_with_place() -> Any:
    """Products with what the head of a dossier shows."""
    return Product.objects.exclude(structure=Product.CHILD).select_related(
        "producer__province", "producer__commune__province", "province", "commune__province"
    )


def ledger_of(product: Product) -> list[LedgerEntry]:
    """The product's entries with their decisions."""
    return list(product.ledger_entries.select_related("decision"))


def gather(product: Product, period: Period, *, entries: list[LedgerEntry], at: datetime) -> Dossier:
    """Read everything recorded about `product` (from `products_with_place`) in `period`, as known at `at`."""
    with timezone.override(timezone.get_default_timezone()):
        return _gather(_asked(product, period, entries, at))


def _asked(product: Product, period: Period, entries: list[LedgerEntry], at: datetime) -> Asked:
    ids = (product.pk, *product.children.order_by("pk").values_list("pk", flat=True))
    about = Q(product__in=ids)
    if product.producer_id:
        about |= Q(product=None, producer=product.producer_id)
    stories = (
        ProductStoryPage.objects.live()
        .filter(about, first_published_at__lt=period.ends_at)
        .select_related("locale")
        .order_by("-first_published_at", "-pk")
    )
    told = sorted(stories, key=lambda story: story.locale.language_code != settings.LANGUAGE_CODE)
    return Asked(
        product=product,
        product_ids=ids,
        period=period,
        at=at,
        today=day_here(at),
        entries=tuple(entries),
        stories=tuple(story for story in told if story.product_id),
        maker_stories=tuple(story for story in told if not story.product_id),
    )


def _gather(asked: Asked) -> Dossier:
    promotion = sections.promotion(asked)
    commerce = sections.commerce(asked)
    market = sections.market(asked, fairs=promotion.reach, orders=commerce.reach)
    papers, records = sections.papers(asked)
    told = (
        sections.history(asked),
        sections.traceability(asked),
        sections.stories(asked),
        commerce,
        sections.presence(asked),
        promotion,
        market,
        papers,
    )
    return Dossier(
        product=asked.product,
        period=asked.period,
        made_at=asked.at,
        status=status_of(asked.entries, on=asked.period.last),
        sections=told,
        checklist=checklist_of(told),
        asking=asked_of(asked.product, on=asked.today),
        papers=tuple(records),
    )


def title_of(dossier: Dossier) -> str:
    """What the paper is called."""
    return _("Minh chứng cho kỳ đánh giá tới: %(product)s") % {"product": dossier.product.title}
