"""Words people write, made fit to be shown: composed, nothing that steers a screen. Pure."""

from __future__ import annotations

import unicodedata

LONGEST_TEXT = 10_000


def clean_text(text: str) -> str:
    """Return `text` composed (NFC), with plain line ends and without control characters; blank lines at most one."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    for line in (clean_line(part) for part in lines):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def clean_line(text: str) -> str:
    """Return one line: one space between words, no control or formatting characters."""
    seen = (
        char if unicodedata.category(char)[0] != "C" else " " for char in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(seen).split())
