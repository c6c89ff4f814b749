"""Which columns officers chose for a set of headings, remembered for the next file that has the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from catalogue.importing.given import FileKind
from catalogue.importing.lists import heading_set
from catalogue.importing.models import RememberedMapping


def headings_key(headings: frozenset[str], *, kind: str) -> str:
    """The key of a set of folded headings in files of a kind; their order in the file does not matter."""
    return hashlib.sha256("\n".join([kind, *sorted(headings)]).encode()).hexdigest()


def remembered_columns(headings: frozenset[str], *, kind: str = FileKind.RECOGNITIONS) -> Mapping[str, str]:
    """What was chosen for these headings: heading → column key, `""` to leave a column out.

    The same heading may mean one thing in one kind of file and another in the next.
    """
    found = RememberedMapping.objects.filter(key=headings_key(headings, kind=kind)).first()
    return found.columns if found else {}


def remember(
    headings: Sequence[str], columns: Mapping[str, str], *, kind: str = FileKind.RECOGNITIONS, by: Any
) -> RememberedMapping | None:
    """Keep a choice for these headings in files of that kind, beside what was chosen for them before."""
    folded = heading_set(headings)
    told = {heading: key for heading, key in columns.items() if heading in folded}
    if not told:
        return None
    kept, _is_new = RememberedMapping.objects.update_or_create(
        key=headings_key(folded, kind=kind),
        defaults={
            "kind": kind,
            "headings": [heading for heading in headings if heading],
            "columns": {**remembered_columns(folded, kind=kind), **told},
            "remembered_by": by,
            "remembered_at": timezone.now(),
        },
    )
    log(kept, "ocop.mapping_remembered", user=by, data={"columns": told})
    return kept


def forget(mapping: RememberedMapping, *, by: Any) -> None:
    """Understand these headings in the usual way again."""
    log(mapping, "ocop.mapping_forgotten", user=by, data={"columns": mapping.columns}, deleted=True)
    mapping.delete()
