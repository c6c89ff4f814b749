"""Many small style sheets in the source, few files on the wire.

A bundle is the concatenation of its sources in order. The finder makes it when somebody asks (development)
or collects (`collectstatic`), so there is no build step to forget.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

CSS = Path(__file__).parent / "static" / "css"

# Paths or patterns below static/css, in cascade order.
BUNDLES: dict[str, tuple[str, ...]] = {
    "css/site.css": ("tokens.css", "base.css", "layout.css", "components/*.css"),
    "css/scan.css": (
        "tokens.css",
        "base.css",
        "components/stars.css",
        "components/button.css",
        "components/agenda.css",
        "pages/scan.css",
    ),
    "css/workbench.css": ("pages/workbench.css",),
}
# This bundle also carries both themes as classes, so that a page can show them side by side.
WITH_THEMES = "css/workbench.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKENS = re.compile(r":root \{(.*?)\}", re.DOTALL)


def sources(bundle: str) -> list[Path]:
    """Return the existing source files of a bundle, each once, in cascade order."""
    found: dict[Path, None] = {}
    for pattern in BUNDLES[bundle]:
        found.update(dict.fromkeys(sorted(CSS.glob(pattern))))
    return list(found)


def squeezed(css: str) -> str:
    """The same rules without comments and without the spaces that only people need."""
    return " ".join(_COMMENT.sub("", css).split()) + "\n"


def themes() -> str:
    """The tokens of the light and of the dark theme as the classes `.light` and `.dark`."""
    light, dark = _TOKENS.findall((CSS / "tokens.css").read_text(encoding="utf-8"))
    rules = f".light {{{light} color-scheme: light }} .dark {{{dark} color-scheme: dark }}"
    return squeezed(f"@layer tokens {{ {rules} }}")


def build(bundle: str, target: Path) -> Path:
    """Write the bundle below `target` when a source is newer, and return its path."""
    out = target / bundle
    parts = sources(bundle)
    newest = max((part.stat().st_mtime_ns for part in parts), default=0)
    text = squeezed("\n".join(part.read_text(encoding="utf-8") for part in parts))
    if bundle == WITH_THEMES:
        text += themes()
    if not out.exists() or out.stat().st_mtime_ns < newest or out.read_text(encoding="utf-8") != text:
        out.parent.mkdir(parents=True, exist_ok=True)
        # Workers start together: each writes a file of its own, the last one put in place wins, all are equal.
        with NamedTemporaryFile("w", dir=out.parent, encoding="utf-8", delete=False) as fresh:
            fresh.write(text)
        Path(fresh.name).chmod(0o644)
        Path(fresh.name).replace(out)
    return out


class BundleFinder(BaseFinder):
    """Finds the bundles for Django's static files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.target = Path(settings.VAR_DIR) / "bundles"
        self.storage = FileSystemStorage(location=self.target)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in BUNDLES:
            return []
        found = str(build(path, self.target))
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for bundle in BUNDLES:
            build(bundle, self.target)
            yield bundle, self.storage
