"""Static files under names that tell their content, each name looked up once in a process."""

from __future__ import annotations

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):
    """WhiteNoise's; a page asks for the same dozen names on every request."""

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file; the manifest is read at the start and does not change while the process runs."""
        if settings.DEBUG or force:
            return super().url(name, force)
        known = self.__dict__.setdefault("_known", {})
        if name not in known:
            known[name] = super().url(name, force)
        return known[name]
