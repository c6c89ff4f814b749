"""The file behind the entries is kept as it came."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from catalogue.certification.models import SourceFile


def keep_source_file(
    content: bytes, *, name: str, kind: str = SourceFile.Kind.OTHER, by: Any = None
) -> SourceFile:
    """Return the kept file of this content: the one that is there, or a new one under `name`."""
    digest = hashlib.sha256(content).hexdigest()
    kept = SourceFile.objects.filter(sha256=digest).first()
    if kept is not None:
        return kept
    source = SourceFile(name=name[:255], kind=kind, sha256=digest, uploaded_by=by)
    source.file.save(name[-100:], ContentFile(content), save=False)
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError:
        source.file.delete(save=False)
        return SourceFile.objects.get(sha256=digest)
    return source
