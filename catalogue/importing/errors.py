"""What an officer is told when a file, a cell or a row cannot be taken over."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise

from storefront.errors import DomainError


class FileError(DomainError):
    """The file as a whole cannot be read: nothing of it is planned, nothing is written."""


class HeadingsError(FileError):
    """The headings do not make a list as they are understood; understood otherwise they may.

    `reading` is what was read of the file all the same, so that its columns can be shown and put right.
    """

    reading: Any = None


class CellError(DomainError):
    """One cell does not say what its column promises. The message speaks of the value, not of the place."""


class ImportRefusedError(DomainError):
    """A plan was not carried out: it holds refused rows, or what it was made from has changed since.

    `plan` is the plan as it stood when it was refused.
    """

    def __init__(self, message: str | Promise, *, code: str, field: str = "", plan: Any = None) -> None:
        super().__init__(message, code=code, field=field)
        self.plan = plan


class RowStoppedError(Exception):
    """A rule said no to a row only when it was written. `problem` is the row's `records.Problem`."""

    def __init__(self, problem: Any) -> None:
        super().__init__(problem.message)
        self.problem = problem
