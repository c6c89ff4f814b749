"""A paper keeps its pages and nothing about whoever made it."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from storefront.complaints.papers import PaperLockedError, bare_paper


def paper(*, password: str = "") -> bytes:
    drawn = io.BytesIO()
    canvas = Canvas(drawn, pageCompression=0)
    canvas.setAuthor("Tran Ky La")
    canvas.setTitle("Giay Ky La")
    canvas.drawString(72, 700, "Hoa don 12")
    canvas.showPage()
    canvas.drawString(72, 700, "Trang hai")
    canvas.save()
    kept = io.BytesIO()
    with pikepdf.open(drawn) as pdf:
        with pdf.open_metadata() as told:
            told["dc:creator"] = ["Tran Ky La"]
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('Ky La')")
        pdf.attachments["bi-mat.txt"] = b"Tran Ky La"
        lock = pikepdf.Encryption(user=password, owner=password) if password else False
        pdf.save(kept, encryption=lock, compress_streams=False)
    return kept.getvalue()


def test_pages_stay_and_what_tells_of_the_sender_goes():
    content = paper()
    assert content.count(b"Tran Ky La") > 1
    kept = bare_paper(content)
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert len(pdf.pages) == 2
        assert b"Hoa don 12" in pdf.pages[0].Contents.read_bytes()
        assert sorted(pdf.Root.keys()) == ["/Pages", "/Type"]
        assert dict(pdf.docinfo) == {}
        pdf.save(
            plain := io.BytesIO(), stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False
        )
    assert b"Ky La" not in plain.getvalue()


def test_a_locked_or_broken_paper_is_refused():
    with pytest.raises(PaperLockedError):
        bare_paper(paper(password="123"))
    for broken in (b"%PDF-1.7\n%%EOF", b"%PDF-", b""):
        with pytest.raises(ValueError, match=r"broken|no pages"):
            bare_paper(broken)
