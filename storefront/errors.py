"""What a person may be told when a rule says no."""

from __future__ import annotations

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal with a stable code and a sentence in the reader's language.

    `message` is a lazy translation or plain text; `code` is stable and meant for programs
    (`"score-contradicts-star"`); `field` names the input the refusal is about, when there is one.
    """

    def __init__(self, message: str | Promise, *, code: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
