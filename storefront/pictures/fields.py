"""A picture as a field: cleaned before it is stored, whichever way it comes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import signals
from django.utils.functional import cached_property

from storefront.pictures import making
from storefront.pictures.reading import ENDINGS, CleanFile, PictureRefusedError, clean_file
from storefront.pictures.renditions import Known

ACCEPT = ",".join(sorted({f".{ending}" for endings in ENDINGS.values() for ending in endings}))


class PictureFormField(forms.FileField):
    """An upload of a picture; what it hands on is clean. Says in one sentence why it takes nothing."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            return clean_file(file)
        except PictureRefusedError as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ACCEPT}


class PictureField(models.ImageField):
    """An image field that stores clean pictures only, and with `known_in` has their renditions made.

    `known_in` names the JSON field of the same model that keeps what is ready (`renditions.Known`). Signals do the
    rest, because formsets, cascades and querysets all pass there: renditions are made when the row is committed,
    and leave with it. Files other rows name stay.
    """

    def __init__(self, *args: Any, known_in: str = "", **kwargs: Any) -> None:
        self.known_in = known_in
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, **({"known_in": self.known_in} if self.known_in else {})}

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract and cls.__module__ != "__fake__":
            signals.post_save.connect(self._stored, sender=cls)
            signals.post_delete.connect(self._removed, sender=cls)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PictureFormField, **kwargs})

    @cached_property
    def _fresh_mark(self) -> str:
        return f"_fresh_{self.attname}"

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        file = getattr(instance, self.attname)
        if file and not file._committed:
            clean: CleanFile = clean_file(file.file)
            clean.seek(0)
            former = () if add else self._stored_before(instance)
            file.name, file.file = clean.name, clean
            if self.known_in:
                known = Known(clean.picture.width, clean.picture.height)
                setattr(instance, self.known_in, known.as_data())
            setattr(instance, self._fresh_mark, former)
        return super().pre_save(instance, add)

    def _stored_before(self, instance: models.Model) -> tuple[Any, ...]:
        rows = type(instance)._base_manager.filter(pk=instance.pk)
        return rows.values_list(self.attname, *([self.known_in] if self.known_in else [])).first() or ()

    def _stored(self, instance: models.Model, **kwargs: Any) -> None:
        former = instance.__dict__.pop(self._fresh_mark, None)
        if former is None:
            return
        making.arrange(instance, self)
        if former and former[0]:
            making.discard_later(type(instance), self, *former)

    def _removed(self, instance: models.Model, **kwargs: Any) -> None:
        file = getattr(instance, self.attname)
        if file:
            known = getattr(instance, self.known_in) if self.known_in else None
            making.discard_later(type(instance), self, file.name, known)
