"""PDF papers sent by people, written anew: their pages stay, what tells about the sender or acts by itself goes."""

from __future__ import annotations

import io

import pikepdf

#: What of the whole document is kept; all else runs, carries files, or tells who made it with what.
_KEPT = {"/Type", "/Pages", "/OCProperties"}
_DROPPED_OF_PAGES = ("/Metadata", "/AA", "/AF", "/Annots", "/PieceInfo", "/LastModified")


class PaperLockedError(ValueError):
    """The paper asks for a password."""


def bare_paper(content: bytes) -> bytes:
    """Return a PDF with the same pages and none of its metadata, scripts, attachments or earlier versions.

    Pictures in it keep their pixels and lose their own metadata. Raises `PaperLockedError`, or `ValueError` for what
    is no PDF that can be read.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as paper:
            if not len(paper.pages):
                raise ValueError("no pages")
            return _written_anew(paper)
    except pikepdf.PasswordError as error:
        raise PaperLockedError("locked") from error
    except pikepdf.PdfError as error:
        raise ValueError("broken") from error


def _written_anew(paper: pikepdf.Pdf) -> bytes:
    paper.flatten_annotations("all")  # what was filled in or stamped becomes part of the page
    for key in set(paper.Root.keys()) - _KEPT:
        del paper.Root[key]
    for page in paper.pages:
        for key in _DROPPED_OF_PAGES:
            if key in page.obj:
                del page.obj[key]
    for thing in paper.objects:
        if isinstance(thing, pikepdf.Stream) and "/Metadata" in thing:
            del thing["/Metadata"]
    if "/Info" in paper.trailer:
        del paper.trailer["/Info"]
    kept = io.BytesIO()
    paper.save(kept, deterministic_id=True, linearize=False)
    return kept.getvalue()
