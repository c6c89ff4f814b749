"""What an officer says about a file beside what stands in it: its kind, and the facts it may lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileKind(TextChoices):
    """What the rows of a file are. The values are those of `SourceFile.Kind`."""

    RECOGNITIONS = "recognitions", _("danh sách công nhận")
    EVALUATIONS = "evaluations", _("kết quả đánh giá")
    REVOCATIONS = "revocations", _("danh sách thu hồi")


@dataclass(frozen=True)
class Given:
    """What is given with a file, the same for page, command and API. Empty means: as the file says.

    `columns` maps headings (folded, see `columns.fold_heading`) to column keys, `""` to leave a column out.
    `sheets` names the sheets to read; none named means every sheet that is a list.
    `choices` (see `offers`) and `reasons` (by row, for exceptions) are made on the preview and kept beside the rest.
    """

    kind: FileKind = FileKind.RECOGNITIONS
    decision: str = ""
    decided_on: date | None = None
    authority: str = ""
    place: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    ignore_unknown: bool = False
    choices: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The form that is kept with an upload: only what was given; `from_json` reads it back."""
        told: dict[str, Any] = {
            "kind": self.kind.value,
            "decision": self.decision,
            "decided_on": self.decided_on.isoformat() if self.decided_on else "",
            "authority": self.authority,
            "place": self.place,
            "columns": dict(sorted(self.columns.items())),
            "sheets": list(self.sheets),
            "ignore_unknown": self.ignore_unknown,
        }
        return {name: value for name, value in told.items() if value}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read what `as_json` wrote."""
        day = told.get("decided_on")
        return cls(
            kind=FileKind(told.get("kind") or FileKind.RECOGNITIONS),
            decision=told.get("decision", ""),
            decided_on=date.fromisoformat(day) if day else None,
            authority=told.get("authority", ""),
            place=told.get("place", ""),
            columns=dict(told.get("columns", {})),
            sheets=tuple(told.get("sheets", ())),
            ignore_unknown=bool(told.get("ignore_unknown", False)),
        )


NOTHING_GIVEN = Given()
