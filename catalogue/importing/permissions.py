"""Who may bring files into the register."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from catalogue.certification.checks import may_accept_exception
from catalogue.importing.kinds import kind_of_file
from catalogue.importing.models import ImportUpload, ImportWork

VIEW, ADD, ACCEPT = (
    "importing.view_importupload",
    "importing.add_importupload",
    "importing.accept_importupload",
)

ROLE_PERMISSIONS = {
    "programme_office": [VIEW, ADD, ACCEPT],
    "trade_department": [VIEW],
    "operator": [VIEW],
}


def can_see_uploads(user: Any) -> bool:
    return user.has_perm(VIEW)


def can_upload(user: Any) -> bool:
    return user.has_perm(ADD)


def require_work(user: Any, task: str) -> None:
    """Raise `PermissionDenied` unless this person may ask for such work on an upload."""
    if not user.has_perm(ACCEPT if task == ImportWork.Task.ACCEPT else ADD):
        raise PermissionDenied


def may_except(user: Any) -> bool:
    """Whether this person may let a refused row in with a written reason."""
    return may_accept_exception(user)


def can_decide(user: Any, upload: ImportUpload) -> bool:
    """Whether this person may accept the upload or call it off while it waits."""
    return upload.is_pending and user.has_perm(ACCEPT) and kind_of_file(upload.kind).may_accept(user)
