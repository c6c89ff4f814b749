"""The dossier with its files as a ZIP, written piece by piece: no file is held in memory whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.producers.models import ComplianceDocument
from storefront.evidence.dossier import Dossier, title_of
from storefront.evidence.figures import figures_csv, tables_of
from storefront.evidence.parts import day, tidy
from storefront.evidence.period import day_here
from storefront.vietnamese import slugify

#: Papers beyond this many bytes in all stay out; the list inside says which.
MAX_BYTES = 200 * 1024 * 1024
_CHUNK = 256 * 1024
#: Already compressed: deflating them again costs time and gains nothing.
_PACKED = {".pdf", ".jpg", ".jpeg", ".png", ".webp"}

NO_FILE = gettext_lazy("không có tệp trong hồ sơ")
TOO_LARGE = gettext_lazy("quá lớn so với giới hạn của tệp ZIP; tải riêng trong hồ sơ chủ thể")
GONE = gettext_lazy("tệp đã mất khỏi nơi lưu; báo người vận hành")
TORN = gettext_lazy("đọc dở, tệp trong này không trọn vẹn; báo người vận hành")


class _Outlet:
    """What `ZipFile` writes, until somebody takes it. Cannot be rewound, so the ZIP is made to be streamed."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._parts = b"".join(self._parts), []
        return taken


@dataclass
class _Log:
    """What went in, and what did not with the reason."""

    inside: list[tuple[str, str]] = field(default_factory=list)
    outside: list[tuple[str, Any]] = field(default_factory=list)
    room: int = 0


def zip_pieces(dossier: Dossier, report: bytes) -> Iterator[bytes]:
    """The archive in order: contents, report, numbers, tables, papers. Vietnamese throughout.

    A paper whose file is missing, cannot be read or does not fit is named in the contents with the reason.
    """
    outlet, log = _Outlet(), _Log(room=MAX_BYTES)
    with ZipFile(outlet, "w", ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, about, content in _own_files(dossier, report):
            archive.writestr(_entry(name, dossier), content)
            log.inside.append((name, about))
            yield outlet.take()
        for number, paper in enumerate(dossier.papers, start=1):
            yield from _paper(archive, outlet, log, paper, number, dossier)
        archive.writestr(_entry("00-muc-luc.txt", dossier), _contents(dossier, log))
    yield outlet.take()


def _own_files(dossier: Dossier, report: bytes) -> list[tuple[str, str, bytes]]:
    with translation.override("vi"):
        return [
            ("01-bao-cao-minh-chung.pdf", _("Báo cáo minh chứng"), report),
            ("02-so-lieu.csv", _("Toàn bộ số liệu"), figures_csv(dossier)),
            *(
                (f"03-bang/{number:02d}-{key}.csv", _("Bảng trong báo cáo"), content)
                for number, (key, content) in enumerate(tables_of(dossier.sections), start=1)
            ),
        ]


def _paper(
    archive: ZipFile, outlet: _Outlet, log: _Log, paper: ComplianceDocument, number: int, dossier: Dossier
) -> Iterator[bytes]:
    """One paper's file, or a line saying why not."""
    with translation.override("vi"):
        about = tidy(paper)
    if not paper.file:
        log.outside.append((about, NO_FILE))
        return
    name = paper_name(paper, number)
    try:
        size = paper.file.size
        if size > log.room:
            log.outside.append((about, TOO_LARGE))
            return
        source = paper.file.open("rb")
    except (OSError, ValueError):
        log.outside.append((about, GONE))
        return
    try:
        with source, archive.open(_entry(name, dossier), "w") as target:
            yield from _copy(source, target, outlet)
    except OSError:
        log.outside.append((about, TORN))
        return
    log.room -= size
    log.inside.append((name, about))


def _copy(source: Any, target: Any, outlet: _Outlet) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        yield outlet.take()


def paper_name(paper: ComplianceDocument, number: int) -> str:
    """`04-giay-to/03-phieu-kiem-nghiem-12-2026.pdf`: ASCII, in the order of the report."""
    with translation.override("vi"):
        stem = slugify(f"{paper.get_kind_display()} {paper.number}")[:80].strip("-")
    ending = PurePosixPath(paper.file.name).suffix.lower()
    return f"04-giay-to/{number:02d}-{stem or 'giay-to'}{ending if ending.isascii() else ''}"


def _entry(name: str, dossier: Dossier) -> ZipInfo:
    """An entry dated with the making of the dossier; packed only where it helps."""
    made: datetime = timezone.localtime(dossier.made_at, timezone.get_default_timezone())
    info = ZipInfo(name, (made.year, made.month, made.day, made.hour, made.minute, made.second))
    info.compress_type = ZIP_STORED if PurePosixPath(name).suffix in _PACKED else ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _contents(dossier: Dossier, log: _Log) -> bytes:
    """The contents as plain text with the line ends of Windows, where most offices open it."""
    with translation.override("vi"):
        period = _("Kỳ từ %(first)s đến hết %(last)s, lập ngày %(made)s.") % {
            "first": day(dossier.period.first),
            "last": day(dossier.period.last),
            "made": day(day_here(dossier.made_at)),
        }
        lines = [tidy(title_of(dossier)), period, "", _("Trong tệp này:")]
        lines += [f"  {name}  {about}" for name, about in sorted(log.inside)]
        if log.outside:
            lines += ["", _("Giấy tờ không có tệp ở đây:")]
            lines += [f"  {about}: {reason}" for about, reason in log.outside]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
