"""Where the original files behind ledger entries lie: never under a public address."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


def private_files() -> FileSystemStorage:
    """Storage beside MEDIA_ROOT, not in it: evaluation files hold names and telephone numbers."""
    media = Path(settings.MEDIA_ROOT)
    return FileSystemStorage(location=media.with_name(f"{media.name}-private"), base_url=None)
