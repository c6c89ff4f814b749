"""The star and its proof in templates. All read prefetched ledger entries when there are some."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from catalogue.certification.drawing import draw
from catalogue.certification.rules import rule_set_for
from catalogue.certification.status import Status, standing
from catalogue.certification.status_reading import product_status
from catalogue.certification.timeline import steps_of
from catalogue.certification.wording import describe, entry_state, level_of

register = template.Library()


@register.inclusion_tag("components/stars.html")
def star_ribbon(product: Any, size: str = "") -> dict[str, Any]:
    """The one ribbon, for today."""
    return {"status": product_status(product), "size": size}


@register.inclusion_tag("certification/_timeline.html")
def certification_timeline(product: Any) -> dict[str, Any]:
    """Where the star comes from: every standing entry, newest first."""
    return {"steps": steps_of(product.ledger_entries.all(), on=timezone.localdate())}


@register.inclusion_tag("certification/_drawing.html")
def certification_drawing(entries: Any, on: date, void: bool = False) -> dict[str, Any]:
    """The ledger drawn as of that day, with today's window for renewal; `void` draws corrected entries too."""
    told = list(entries) if void else standing(entries)
    known = [entry for entry in told if entry.effective_on is None or entry.effective_on <= on]
    era = rule_set_for(on)
    renewal = era.renewal if era else None
    window = (renewal.opens_days, renewal.closes_days) if renewal else None
    return {"drawing": draw(known, on=on, window=window), "on": on}


@register.inclusion_tag("certification/_claim.html")
def certification_claim(product: Any, history: str = "#lich-su") -> dict[str, Any]:
    """The star with its decision and its days in one block; nothing when no star is in force today.

    `history` is the address of the timeline.
    """
    status = product_status(product)
    entry = next((entry for entry in product.ledger_entries.all() if entry.pk == status.entry_id), None)
    return {
        "status": status,
        "decision": entry.decision if entry else None,
        "level": level_of(entry.tier) if entry else "",
        "history": history,
    }


@register.filter
def state_today(entry: Any) -> str:
    """What an entry annotated by `with_state` says today, for officers."""
    return str(entry_state(entry))


@register.filter
def in_words(status: Status) -> str:
    """The status of today as a sentence without a full stop."""
    return describe(status, timezone.localdate())
