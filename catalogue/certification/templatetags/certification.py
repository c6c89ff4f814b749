"""The star and its proof in templates. All read prefetched ledger entries when there are some."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from catalogue.certification.status import Status
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
