"""The signed decision as a file beside its facts: kept privately, never changed, only added to."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from catalogue.certification.storage import private_files

LARGEST = 20 * 1024 * 1024
#: How each kind of file begins; what a file is called proves nothing.
BEGINNINGS = {
    "pdf": (b"%PDF-",),
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
}
ENDINGS = {"pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "png": "png"}


class DecisionFile(models.Model):
    """A signed decision, scanned or electronic. Added, never replaced: a better scan is a further file."""

    decision = models.ForeignKey(
        "certification.Decision", models.PROTECT, related_name="files", verbose_name=_("quyết định")
    )
    name = models.CharField(_("tên tệp"), max_length=255)
    file = models.FileField(_("tệp"), upload_to="decisions/%Y/%m/", storage=private_files, max_length=255)
    size = models.PositiveIntegerField(_("dung lượng"))
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người nộp")
    )
    uploaded_at = models.DateTimeField(_("nộp lúc"), default=timezone.now, editable=False)

    class Meta:
        app_label = "certification"
        verbose_name = _("tệp quyết định")
        verbose_name_plural = _("tệp quyết định")
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["decision", "sha256"], name="one_file_per_decision_and_content")
        ]

    def __str__(self) -> str:
        return self.name


def kind_of(file: UploadedFile) -> str:
    """Return "pdf", "jpg" or "png". Raises ValidationError for another kind, a false name, or too large a file."""
    if not file.size:
        raise ValidationError(_("Tệp rỗng."), code="empty")
    if file.size > LARGEST:
        raise ValidationError(
            _("Tệp nặng hơn %(limit)s MB."), code="too-large", params={"limit": LARGEST // 1024 // 1024}
        )
    kind = ENDINGS.get((file.name or "").rpartition(".")[2].lower())
    file.seek(0)
    beginning = file.read(16)
    file.seek(0)
    if kind is None or not beginning.startswith(BEGINNINGS[kind]):
        raise ValidationError(_("Chỉ nhận tệp PDF, JPG hoặc PNG."), code="kind")
    return kind


def attach_file(decision: Any, file: UploadedFile, *, by: Any) -> DecisionFile:
    """Keep `file` beside `decision` and log it. Raises ValidationError; the same content is kept once."""
    kind = kind_of(file)
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    file.seek(0)
    kept = DecisionFile(
        decision=decision,
        name=(file.name or f"quyet-dinh.{kind}")[-255:],
        size=file.size,
        sha256=digest.hexdigest(),
        uploaded_by=by,
    )
    if DecisionFile.objects.filter(decision=decision, sha256=kept.sha256).exists():
        raise ValidationError(_("Tệp này đã có bên quyết định."), code="present")
    kept.file.save(f"{kept.sha256[:16]}.{kind}", file, save=False)
    try:
        with transaction.atomic():
            kept.save()
            log(decision, "ocop.decision_file", user=by, data={"name": kept.name, "sha256": kept.sha256})
    except IntegrityError as error:
        kept.file.delete(save=False)
        raise ValidationError(_("Tệp này đã có bên quyết định."), code="present") from error
    return kept
