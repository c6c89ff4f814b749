"""The editors' library (Wagtail's images) and officers' portraits: the same cleaning, the same renditions.

Wagtail keeps a row for each rendition; ours are entered there under the filter Wagtail would use
(`width-640|format-avif`), so its own template tags find them, and so does whoever removes an image.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, signals
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.images.models import Image as LibraryImage
from wagtail.users.models import UserProfile

from storefront.pictures.making import SMALL, missing_renditions
from storefront.pictures.reading import PictureRefusedError, clean_file
from storefront.pictures.renditions import draw, formats_here, widths_for
from storefront.vietnamese import slugify

logger = logging.getLogger(__name__)
_FORMAT_WORDS = {"avif": "avif", "webp": "webp", "jpg": "jpeg"}
_CLEAN_NAME = re.compile(r"(?:^|/)[0-9a-f]{20}[-_.]")


def watch() -> None:
    """Follow images and portraits however they are stored: forms, choosers, commands."""
    image = get_image_model()
    signals.pre_save.connect(_clean_image, sender=image)
    signals.post_save.connect(_draw_image, sender=image)
    signals.pre_save.connect(_clean_portrait, sender=UserProfile)


def spec(width: int, form: str) -> str:
    """Return Wagtail's name for one of our renditions."""
    return f"width-{width}|format-{_FORMAT_WORDS[form]}"


def specs_for(width: int) -> list[str]:
    """Return the names of all renditions of an image this wide."""
    return [spec(step, form) for step in widths_for(width) for form in formats_here()]


def clean_name(name: str) -> str:
    """Return the part of an editor's file name that an address keeps."""
    return slugify(PurePath(name).stem)[:30].strip("-")


def _clean_image(instance: LibraryImage, raw: bool = False, **kwargs: Any) -> None:
    file = instance.file
    if raw or not file or file._committed or instance.is_svg():
        return
    clean = clean_file(file.file, stem=clean_name(file.name))
    clean.seek(0)
    if file.file is not clean:
        file.name, file.file = clean.name, clean
        instance.width, instance.height = clean.picture.width, clean.picture.height
    instance.file_size, instance.file_hash = clean.size, ""
    instance._set_file_hash()
    clean.seek(0)
    instance._is_fresh = True


def _draw_image(instance: LibraryImage, **kwargs: Any) -> None:
    if not instance.__dict__.pop("_is_fresh", False):
        return
    task_of = draw_image_soon if instance.width * instance.height > SMALL else draw_image_now
    transaction.on_commit(lambda: task_of.enqueue(instance.pk))


def _clean_portrait(instance: UserProfile, **kwargs: Any) -> None:
    file = instance.avatar
    if not file or file._committed:
        return
    try:
        clean = clean_file(file.file, named=False)
    except PictureRefusedError:
        logger.info("portrait refused")
        instance.avatar = ""
        return
    clean.seek(0)
    file.name, file.file = clean.name, clean


@task()
def draw_image_now(pk: int) -> bool:
    """Make the renditions of one small image, at once."""
    return draw_image(pk)


@task(backend="pictures")
def draw_image_soon(pk: int) -> bool:
    """Make the renditions of one large image, where the installation has its pictures made."""
    return draw_image(pk)


def draw_image(pk: int) -> bool:
    """Draw and store the renditions of an image, and enter each where Wagtail looks for it. Safe to run twice."""
    image = get_image_model().objects.filter(pk=pk).first()
    if image is None or image.is_svg():
        return False
    try:
        if not _CLEAN_NAME.search(image.file.name):
            _replace(image)
        with image.open_file() as stored:
            content = stored.read()
        drawings = list(draw(content))
    except (OSError, ValueError, SyntaxError, PictureRefusedError):
        logger.warning("image could not be drawn", extra={"image": pk}, exc_info=True)
        return False
    stem = PurePath(image.file.name).stem
    for drawn in drawings:
        known = {"filter_spec": spec(drawn.width, drawn.form), "focal_point_key": ""}
        if not image.renditions.filter(**known).exists():
            file = ContentFile(drawn.content, name=f"{stem}-{drawn.width}.{drawn.form}")
            image.renditions.get_or_create(**known, defaults={"file": file})
    return True


def _replace(image: Any) -> None:
    """Put a clean file in the place of one stored before pictures were cleaned."""
    former = image.file.name
    with image.open_file() as stored:
        clean = clean_file(stored, stem=clean_name(former), named=False)
    image.renditions.all().delete()
    image.file = clean
    image.save()
    transaction.on_commit(lambda: image.file.storage.delete(former))


def missing_in_library(*, anew: bool = False) -> Iterator[bool]:
    """Make what the library's images lack, or everything `anew`; yield for each whether it could be drawn."""
    images = get_image_model().objects.annotate(made=Count("renditions")).order_by("pk")
    for image in images.iterator():
        if image.is_svg():
            continue
        if anew:
            image.renditions.all().delete()
        wanted = set(specs_for(image.width))
        if wanted - set(image.renditions.values_list("filter_spec", flat=True)):
            yield draw_image(image.pk)


@task(backend="pictures")
def make_missing() -> int:
    """Make what is missing, of products and of the library; return how many pictures were drawn."""
    return sum(1 for made in (*missing_renditions(), *missing_in_library()) if made)
