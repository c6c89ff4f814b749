"""Renditions: made after the row is committed, remade on demand, removed with the last row that names the picture."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, Protocol, cast

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models, transaction
from django_tasks import task

from storefront.pictures.reading import PictureRefusedError, clean_file
from storefront.pictures.renditions import FORMATS, Known, draw, known_of, rendition_name, widths_for

logger = logging.getLogger(__name__)
#: Up to here a request waits for the drawing (a third of a second); larger pictures go to the queue.
SMALL = 1_000_000


class PictureField(Protocol):
    """A model's field whose pictures have renditions; `known_in` names the field that knows them."""

    attname: str
    known_in: str
    storage: Any

    def generate_filename(self, instance: Any, filename: Any) -> str:
        """The name a file is stored under."""


def picture_fields() -> Iterator[tuple[type[models.Model], PictureField]]:
    """Yield every model and field whose pictures have renditions."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if getattr(field, "known_in", ""):
                yield model, cast("PictureField", field)


def arrange(instance: models.Model, field: PictureField) -> None:
    """Have the renditions of a row's picture made once the row is committed."""
    if not field.known_in:
        return
    known = Known.of(getattr(instance, field.known_in))
    is_small = known is not None and known.width * known.height <= SMALL

    def begin() -> None:
        enqueue = make_small.enqueue if is_small else make_large.enqueue
        enqueue(instance._meta.label, field.attname, instance.pk)

    transaction.on_commit(begin)


@task()
def make_small(label: str, attname: str, pk: int) -> bool:
    """Make the renditions of one small picture, at once."""
    return make(label, attname, pk)


@task(backend="pictures")
def make_large(label: str, attname: str, pk: int) -> bool:
    """Make the renditions of one large picture, where the installation has its pictures made."""
    return make(label, attname, pk)


def missing_renditions(*, anew: bool = False) -> Iterator[bool]:
    """Make what is missing, or everything `anew`, yielding for each picture whether it could be drawn."""
    for model, field in picture_fields():
        rows = model._base_manager.exclude(**{field.attname: ""}).order_by("pk")
        done: set[str] = set()
        for pk, name, data in rows.values_list("pk", field.attname, field.known_in).iterator():
            known = Known.of(data)
            if name not in done and (anew or known is None or not known.is_whole):
                done.add(name)
                yield make(model._meta.label, field.attname, pk)


def make(label: str, attname: str, pk: int) -> bool:
    """Draw and store the renditions of a row's picture, then say so in every row that shows the same file.

    The rows are written last: a page never names a file that is not there. Safe to run twice, and at once.
    A picture that was stored before pictures were cleaned is cleaned first.
    """
    model = apps.get_model(label)
    field: Any = model._meta.get_field(attname)
    row = model._base_manager.filter(pk=pk).first()
    file = getattr(row, attname, None)
    if not file:
        return False
    try:
        if Known.of(getattr(row, field.known_in)) is None:
            file = _cleaned(row, field)
        with file.storage.open(file.name) as stored:
            content = stored.read()
        known = known_of(content)
        for drawn in draw(content):
            put(file.storage, rendition_name(file.name, drawn.width, drawn.form), drawn.content)
    except (OSError, ValueError, SyntaxError, PictureRefusedError):
        logger.warning("picture could not be drawn", extra={"picture": file.name}, exc_info=True)
        return False
    model._base_manager.filter(**{attname: file.name}).update(**{field.known_in: known.as_data()})
    return True


def _cleaned(row: Any, field: PictureField) -> Any:
    """Store a clean picture in the place of what a row shows, in all rows that show the same; return the file."""
    file = getattr(row, field.attname)
    former, storage, model = file.name, file.storage, type(row)
    with storage.open(former) as stored:
        clean = clean_file(stored, named=False)
    name = storage.save(field.generate_filename(row, clean.name), clean)
    with transaction.atomic():
        model._base_manager.filter(**{field.attname: former}).update(**{field.attname: name})
        discard_later(model, field, former)
    setattr(row, field.attname, name)
    return getattr(row, field.attname)


def put(storage: Any, name: str, content: bytes) -> None:
    """Store `content` under exactly this name, in place of whatever a broken attempt left there."""
    if storage.exists(name):
        storage.delete(name)
    storage.save(name, ContentFile(content))


def discard_later(model: type[models.Model], field: PictureField, name: str, data: Any = None) -> None:
    """Remove a picture, and the renditions `data` knows of, after the transaction, unless another row shows it."""
    known = Known.of(data)

    def discard() -> None:
        if model._base_manager.filter(**{field.attname: name}).exists():
            return
        names = [name]
        if known is not None:
            # All it may have, not only what was ready: a worker may be drawing it at this moment.
            names += [
                rendition_name(name, width, form) for width in widths_for(known.width) for form in FORMATS
            ]
        for each in names:
            field.storage.delete(each)

    transaction.on_commit(discard)
