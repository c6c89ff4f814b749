"""The kinds of files: recognitions, evaluations not (yet) recognised, revocations. A further one is a module here."""

from __future__ import annotations

from catalogue.importing.given import FileKind
from catalogue.importing.kinds.evaluations import EVALUATIONS
from catalogue.importing.kinds.kind import KindOfFile
from catalogue.importing.kinds.recognitions import RECOGNITIONS
from catalogue.importing.kinds.revocations import REVOCATIONS

KINDS: dict[FileKind, KindOfFile] = {one.kind: one for one in (RECOGNITIONS, EVALUATIONS, REVOCATIONS)}


def kind_of_file(kind: str) -> KindOfFile:
    """How files of that kind are planned, written and spoken of."""
    return KINDS[FileKind(kind)]
