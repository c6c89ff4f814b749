"""The star and its proof in templates. All read prefetched ledger entries when there are some."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from catalogue.certification.drawing import draw
from catalogue.certification.rules import rule_set_for
from catalogue.certification.status import Status, standing
from catalogue.certification.status_reading import product_status
from catalogue.certification.timeline import steps_of
from catalogue.certification.wording import describe, entry_state, level_of
from storefront.ready_addresses import ReadyAddress
from storefront.ready_templates import ReadyTemplate
from storefront.told import day

register = template.Library()
_TIMELINE = ReadyTemplate("certification/_timeline.html")
_CERTIFICATE = ReadyTemplate("certification/_certificate_link.html")
_certificate = ReadyAddress("register:certificate")
_CLAIM = ReadyTemplate("certification/_claim.html", fixed=["status"])


@register.inclusion_tag("components/stars.html")
def star_ribbon(product: Any, size: str = "") -> dict[str, Any]:
    """The one ribbon, for today."""
    return {"status": product_status(product), "size": size}


class _StepTexts(NamedTuple):
    tone: str
    title: str
    remark: str
    told: str


@register.simple_tag
def certification_timeline(product: Any) -> SafeString:
    """Where the star comes from: every standing entry, newest first."""
    steps = steps_of(product.ledger_entries.all(), on=timezone.localdate())
    return _TIMELINE(
        steps=tuple([_StepTexts(step.tone, step.title, step.remark, step.told) for step in steps])
    )


@register.simple_tag
def certificate_link(status: Status) -> SafeString:
    """To the entry in the register the status speaks of; nothing without one."""
    if not status.entry_id:
        return SafeString("")
    return _CERTIFICATE(address=_certificate(pk=status.entry_id))


@register.inclusion_tag("certification/_drawing.html")
def certification_drawing(entries: Any, on: date, void: bool = False) -> dict[str, Any]:
    """The ledger drawn as of that day, with today's window for renewal; `void` draws corrected entries too."""
    told = list(entries) if void else standing(entries)
    known = [entry for entry in told if entry.effective_on is None or entry.effective_on <= on]
    era = rule_set_for(on)
    renewal = era.renewal if era else None
    window = (renewal.opens_days, renewal.closes_days) if renewal else None
    return {"drawing": draw(known, on=on, window=window), "on": on}


@register.simple_tag
def certification_claim(product: Any, history: str = "#lich-su", status: Status | None = None) -> SafeString:
    """The star with its decision and its days in one block; nothing when no star is in force today.

    `history` is the address of the timeline; `status` that of today, where it is known.
    """
    status = status or product_status(product)
    if not status.is_in_force:
        return SafeString("")
    entry = next((entry for entry in product.ledger_entries.all() if entry.pk == status.entry_id), None)
    decision = entry.decision if entry else None
    return _CLAIM(
        status=Status(status.state, status.star),
        start=day(status.valid_from) if status.valid_from else "",
        end=day(status.valid_to) if status.valid_to else "",
        decision=decision.label if decision else "",
        level=level_of(entry.tier) if entry else "",
        history=history,
    )


@register.filter
def state_today(entry: Any) -> str:
    """What an entry annotated by `with_state` says today, for officers."""
    return str(entry_state(entry))


@register.filter
def in_words(status: Status) -> str:
    """The status of today as a sentence without a full stop."""
    return describe(status, timezone.localdate())
