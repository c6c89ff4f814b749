"""Complaints for tests, sent the way people send them."""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from storefront.complaints.intake import Told, receive_complaint
from storefront.complaints.models import Complaint, ComplaintFile
from tests.factories.purchases import make_basket, make_good, place

_numbers = itertools.count(1)


def make_order(product: Any = None, **facts: Any) -> Any:
    """One placed order."""
    return place(make_basket((product or make_good(), 1)), **facts).group.orders.get()


def make_complaint(**facts: Any) -> Complaint:
    """A complaint as the form's view receives it."""
    told = {
        "kind": "goods",
        "text": "Hũ bị vỡ.",
        "submission": f"submission-of-complaint-{next(_numbers):06d}",
        "name": "Nguyễn Thị Hoa",
        "phone": "+84912345678",
        "email": "hoa@example.vn",
    }
    files = facts.pop("files", ())
    return receive_complaint(Told(**{**told, **facts}), files=files)


def photograph(*, kind: str = "JPEG", name: str = "IMG_2031.jpg") -> SimpleUploadedFile:
    """A picture as a telephone makes it: with camera, owner and place in its data."""
    picture = Image.new("RGB", (80, 40), (200, 30, 30))
    exif = Image.Exif()
    exif[0x010F] = "Dienthoai"
    exif[0x013B] = "Nguyen Thi Hoa"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (19.0, 48.0, 27.0)
    kept = io.BytesIO()
    picture.save(kept, format=kind, exif=exif, comment=b"GPS 19.8 105.7")
    return SimpleUploadedFile(name, kept.getvalue(), content_type="image/jpeg")


def keep_files_in(monkeypatch: Any, folder: Any) -> None:
    """Let files of complaints lie in `folder` for this test: a model's storage is chosen once, at its import."""
    field = ComplaintFile._meta.get_field("file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=folder, base_url=None))


def files_on_disk() -> list[Path]:
    """Every file of a complaint there is."""
    folder = Path(ComplaintFile._meta.get_field("file").storage.path("complaints"))
    return [path for path in folder.rglob("*") if path.is_file()]


class DeadMail:
    """A mail backend whose server is down."""

    def __init__(self, **_options: Any) -> None:
        pass

    def send_messages(self, _letters: Any) -> int:
        raise OSError("no server")
