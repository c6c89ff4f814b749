"""What other systems sent, kept beside the files: the same list, the same page, nothing left to decide."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from catalogue.importing.applying import ImportResult
from catalogue.importing.errors import ImportRefusedError
from catalogue.importing.models import ImportUpload
from catalogue.importing.plans import ImportPlan
from catalogue.importing.uploads import keep_preview


@transaction.atomic
def keep_call(outcome: ImportResult | ImportRefusedError, *, by: Any, caller: str) -> ImportUpload | None:
    """Keep a call with what became of each of its records; `None` when it was refused before it was planned.

    The same call that again changes nothing is not kept a second time.
    """
    plan: ImportPlan | None = outcome.plan
    if plan is None:
        return None
    result = outcome if isinstance(outcome, ImportResult) else None
    state = ImportUpload.State.ACCEPTED if result else ImportUpload.State.REFUSED
    upload = _of(plan, state=state, caller=caller) or _new(plan, result, caller=caller)
    upload.state, upload.name = state, plan.name
    upload.uploaded_by = upload.decided_by = by
    upload.uploaded_at = upload.decided_at = timezone.now()
    upload.good_rows_only = bool(result and plan.refused)
    keep_preview(upload, plan, products=result.products if result else None)
    if result and plan.changes_anything:
        log(upload, "ocop.import_accepted", user=by, data=plan.counts)
    return upload


def _of(plan: ImportPlan, *, state: str, caller: str) -> ImportUpload | None:
    """The same call as it was kept before, when neither of them wrote anything."""
    if state == ImportUpload.State.ACCEPTED and plan.changes_anything:
        return None
    kept = ImportUpload.objects.filter(
        sha256=plan.table.sha256, caller=caller, kind=plan.given.kind, state=state
    )
    if state == ImportUpload.State.ACCEPTED:
        kept = kept.filter(created=0, updated=0)
    return kept.first()


def _new(plan: ImportPlan, result: ImportResult | None, *, caller: str) -> ImportUpload:
    upload = ImportUpload(
        sha256=plan.table.sha256,
        kind=plan.given.kind,
        given=plan.given.as_json(),
        row_count=len(plan.rows),
        caller=caller,
    )
    if result and result.source:
        upload.source = result.source
        upload.file.name = result.source.file.name
    else:
        upload.file.save(f"{plan.table.sha256[:16]}.json", ContentFile(plan.content), save=False)
    return upload
