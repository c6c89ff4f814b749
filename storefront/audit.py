"""Lines of the audit log, one or many: what `wagtail.log_actions.log` writes, also for thousands at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import get_active_log_context, log, registry
from wagtail.models import ModelLogEntry

BATCH = 500


@dataclass(frozen=True)
class Line:
    """Who did what to which object; `action` is registered by the app that writes it."""

    about: Any
    action: str
    by: Any = None
    data: dict[str, Any] = field(default_factory=dict)


def log_line(line: Line) -> None:
    """Write one line."""
    log(line.about, line.action, user=line.by, data=line.data)


def log_lines(lines: Iterable[Line]) -> None:
    """Write many lines in their order; what they are about has its key already.

    Raises `LookupError` for an action nobody registered, and `TypeError` for what Wagtail keeps another log of.
    """
    context, written = get_active_log_context(), []
    for line in lines:
        if not registry.action_exists(line.action):
            raise LookupError(f"no log action {line.action}")
        if registry.get_log_model_for_instance(line.about) is not ModelLogEntry:
            raise TypeError(f"another log is kept of {type(line.about).__name__}")
        written.append(
            ModelLogEntry(
                content_type=ContentType.objects.get_for_model(line.about, for_concrete_model=False),
                object_id=str(line.about.pk),
                label=ModelLogEntry.objects.get_instance_title(line.about),
                action=line.action,
                timestamp=timezone.now(),
                user=line.by or context.user,
                uuid=context.uuid,
                data=line.data,
            )
        )
    ModelLogEntry.objects.bulk_create(written, batch_size=BATCH)
