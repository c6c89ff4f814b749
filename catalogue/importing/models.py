"""Files on their way into the ledger, and what became of each of their rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.certification.checks import show_score
from catalogue.certification.storage import private_files
from catalogue.importing import progress
from catalogue.importing.given import FileKind, Given


class ImportTurn(models.Model):
    """The one row whose lock says whose turn it is to import."""

    class Meta:
        default_permissions = ()


class ImportUpload(models.Model):
    """A file somebody handed in, its preview, and the decision about it; or what another system sent and got."""

    class State(models.TextChoices):
        PENDING = "pending", _("Chờ quyết định")
        ACCEPTED = "accepted", _("Đã nhập")
        CANCELLED = "cancelled", _("Đã huỷ")
        REFUSED = "refused", _("Bị từ chối")

    name = models.CharField(_("tên tệp"), max_length=255)
    file = models.FileField(_("tệp"), upload_to="imports/%Y/%m/", storage=private_files, max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True, editable=False)
    kind = models.CharField(_("loại"), max_length=20, choices=FileKind.choices, default=FileKind.RECOGNITIONS)
    given = models.JSONField(_("điều được cho biết kèm tệp"), default=dict, blank=True)
    caller = models.CharField(_("hệ thống gửi"), max_length=40, blank=True, editable=False)
    reading = models.JSONField(_("điều đọc được ngoài các dòng"), default=dict, blank=True, editable=False)
    trouble = models.TextField(_("vì sao chưa đọc được"), blank=True)
    choices = models.JSONField(_("lựa chọn về tên gần giống"), default=dict, blank=True)
    reasons = models.JSONField(_("lý do nhận dòng ngoại lệ"), default=dict, blank=True)
    ignored_headings = models.TextField(_("cột bị bỏ qua"), blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.PENDING)
    digest = models.CharField(max_length=64, editable=False)
    row_count = models.PositiveIntegerField(_("số dòng"), default=0, editable=False)
    created = models.PositiveIntegerField(_("tạo mới"), default=0)
    updated = models.PositiveIntegerField(_("cập nhật"), default=0)
    unchanged = models.PositiveIntegerField(_("không đổi"), default=0)
    refused = models.PositiveIntegerField(_("từ chối"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người tải lên")
    )
    uploaded_at = models.DateTimeField(_("tải lên lúc"), default=timezone.now, editable=False)
    planned_on = models.DateField(_("xem trước cho ngày"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người quyết định"),
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    good_rows_only = models.BooleanField(_("chỉ nhập dòng hợp lệ"), default=False)
    source = models.ForeignKey(
        "certification.SourceFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tệp gốc"),
    )

    class Meta:
        verbose_name = _("tệp nhập hồ sơ")
        verbose_name_plural = _("tệp nhập hồ sơ")
        ordering = ["-uploaded_at", "-pk"]
        permissions = [("accept_importupload", _("Chấp nhận tệp nhập hồ sơ"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None)
                | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="import_decided_when_not_pending",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The preview's own address: it can be sent to a colleague."""
        return reverse("importing:preview", args=[self.pk])

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING

    @property
    def is_planned(self) -> bool:
        """Whether there is a preview to decide about."""
        return bool(self.digest)

    @property
    def what_is_given(self) -> Given:
        """What was said about the file beside what stands in it."""
        given = Given.from_json({**self.given, "kind": self.kind})
        reasons = {int(row): reason for row, reason in self.reasons.items()}
        return replace(given, choices=self.choices, reasons=reasons)

    @property
    def is_call(self) -> bool:
        """Whether another system sent it: decided when it came, never waiting for an officer."""
        return bool(self.caller)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged + self.refused

    @property
    def changes(self) -> int:
        """How many rows would write, or have written, something."""
        return self.created + self.updated


class ImportWork(models.Model):
    """A piece of work on an upload in the background: who asked for what, and how it ended."""

    class Task(models.TextChoices):
        PLAN = "plan", _("Tính bản xem trước")
        ACCEPT = "accept", _("Ghi vào sổ")

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ tới lượt")
        RUNNING = "running", _("Đang làm")
        DONE = "done", _("Đã xong")
        REFUSED = "refused", _("Không làm được")
        STOPPED = "stopped", _("Đã dừng theo yêu cầu")
        FAILED = "failed", _("Bị gián đoạn")

    upload = models.ForeignKey(ImportUpload, models.CASCADE, related_name="works")
    task = models.CharField(_("việc"), max_length=10, choices=Task.choices)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người yêu cầu")
    )
    asked_at = models.DateTimeField(_("yêu cầu lúc"), default=timezone.now, editable=False)
    good_rows_only = models.BooleanField(_("chỉ nhập dòng hợp lệ"), default=False)
    message = models.TextField(_("kết quả"), blank=True)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("việc nhập hồ sơ")
        verbose_name_plural = _("việc nhập hồ sơ")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload"],
                condition=Q(state__in=["waiting", "running"]),
                name="import_one_work_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_task_display()}: {self.upload}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs, as far as anybody knows."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_interrupted(self) -> bool:
        """Whether it was begun and broken off: by an error, or because whoever ran it is gone."""
        is_gone = self.state == self.State.RUNNING and progress.is_silent(self.pk)
        return is_gone or self.state == self.State.FAILED

    @property
    def is_under_way(self) -> bool:
        return self.is_open and not self.is_interrupted

    @property
    def progress(self) -> dict[str, Any]:
        """`phase` in words, `done` and `total` rows, `percent`."""
        told = progress.progress_of(self.pk)
        done, total = told.get("done", 0), told.get("total", 0)
        words = {
            "planning": _("Đang đối chiếu từng dòng với sổ"),
            "writing": _("Đang ghi vào sổ"),
            "preview": _("Đang lưu bản xem trước"),
        }
        phase = words.get(told.get("phase", ""), _("Đang đọc tệp")) if told else self.get_state_display()
        return {
            "phase": str(phase),
            "done": done,
            "total": total,
            "percent": 100 * done // total if total else 0,
        }


#: The filter of the rows an officer may decide about.
TO_DECIDE = "decide"


class ImportRowQuerySet(models.QuerySet):
    def shown(self, *, action: str = "", text: str = "") -> ImportRowQuerySet:
        """Rows of one action whose names hold `text` (already folded), in the order of the file."""
        rows = self.to_decide() if action == TO_DECIDE else self.filter(action=action) if action else self
        return rows.filter(words__contains=text) if text else rows

    def to_decide(self) -> ImportRowQuerySet:
        """Rows that wait for a word of the officer, or have got it: near names and possible exceptions."""
        return self.filter(~Q(offers=[]) | Q(is_exception=True))

    def kinds(self, *, on: date) -> dict[str, int]:
        """How many good rows bring each kind of fact; recognitions apart by whether they are in force on `on`."""
        recognition, good = Q(kind="recognition"), ~Q(action="refused")
        return self.filter(good).aggregate(
            in_force=Count("pk", filter=recognition & Q(decided_on__lte=on, valid_to__gt=on)),
            ended=Count("pk", filter=recognition & Q(valid_to__lte=on)),
            reports=Count("pk", filter=Q(kind="report")),
            evaluations=Count("pk", filter=Q(kind="evaluation")),
            revocations=Count("pk", filter=Q(kind="revocation")),
        )


class ImportRow(models.Model):
    """One row of an upload as the preview shows it, and the product it led to once accepted."""

    class Action(models.TextChoices):
        CREATED = "created", _("Tạo mới")
        UPDATED = "updated", _("Cập nhật")
        UNCHANGED = "unchanged", _("Không đổi")
        REFUSED = "refused", _("Từ chối")

    class Kind(models.TextChoices):
        RECOGNITION = "recognition", _("Công nhận")
        EVALUATION = "evaluation", _("Đánh giá")
        REPORT = "report", _("Chưa đủ minh chứng")
        REVOCATION = "revocation", _("Thu hồi")
        NONE = "", _("Không đọc được")

    upload = models.ForeignKey(ImportUpload, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("số thứ tự trong tệp"))
    sheet = models.CharField(_("trang tính"), max_length=31, blank=True)
    line = models.PositiveIntegerField(_("dòng"), default=0)
    action = models.CharField(_("kết quả"), max_length=10, choices=Action.choices)
    kind = models.CharField(_("nội dung"), max_length=12, choices=Kind.choices, blank=True)
    product_title = models.CharField(_("sản phẩm"), max_length=300, blank=True)
    producer_name = models.CharField(_("chủ thể"), max_length=300, blank=True)
    place = models.CharField(_("nơi làm ra"), max_length=300, blank=True)
    star = models.PositiveSmallIntegerField(_("hạng sao"), null=True, blank=True)
    score = models.DecimalField(_("điểm"), max_digits=7, decimal_places=4, null=True, blank=True)
    decision = models.CharField(_("quyết định"), max_length=300, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    reported_year = models.PositiveSmallIntegerField(_("năm"), null=True, blank=True)
    authority = models.CharField(_("cơ quan, hội đồng"), max_length=200, blank=True)
    effective_on = models.DateField(_("ngày đánh giá, ngày thu hồi"), null=True, blank=True)
    valid_to = models.DateField(_("hết hạn"), null=True, blank=True)
    differences = models.JSONField(_("thay đổi"), default=list)
    problems = models.JSONField(_("lý do từ chối"), default=list)
    warnings = models.JSONField(_("lưu ý"), default=list)
    offers = models.JSONField(_("tên gần giống"), default=list)
    is_exception = models.BooleanField(_("có thể nhận theo ngoại lệ"), default=False)
    accepted_reason = models.TextField(_("lý do nhận"), blank=True)
    words = models.TextField(editable=False, default="")
    product = models.ForeignKey(
        "catalogue.Product",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sản phẩm trong sổ"),
    )

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("dòng của tệp")
        verbose_name_plural = _("dòng của tệp")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["upload", "action", "number"], name="import_rows_by_action")]

    def __str__(self) -> str:
        return f"{self.number}: {self.product_title}"

    @property
    def shown_line(self) -> str:
        """Where the spreadsheet shows the row: its line, behind the sheet's name where several are lists."""
        return f"{self.sheet}: {self.line}" if self.sheet else str(self.line or self.number)

    @property
    def has_ended(self) -> bool:
        """Whether the recognition this row speaks of has run out by today."""
        is_recognition = self.kind == self.Kind.RECOGNITION
        return is_recognition and self.valid_to is not None and self.valid_to <= timezone.localdate()

    @property
    def has_details(self) -> bool:
        return bool(self.differences or self.problems or self.warnings or self.offers)

    @property
    def shown_score(self) -> str:
        """`69,5`: as many decimals as the score has."""
        return "" if self.score is None else show_score(self.score)


class RememberedMapping(models.Model):
    """What an officer said a set of headings means: it holds for every later file with the same headings."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(_("loại"), max_length=20, choices=FileKind.choices, default=FileKind.RECOGNITIONS)
    headings = models.JSONField(_("các tiêu đề"), default=list)
    columns = models.JSONField(_("ý nghĩa đã chọn"), default=dict)
    remembered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người chọn")
    )
    remembered_at = models.DateTimeField(_("chọn lúc"), default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("cách hiểu tiêu đề")
        verbose_name_plural = _("cách hiểu tiêu đề")
        ordering = ["-remembered_at", "-pk"]

    def __str__(self) -> str:
        return ", ".join(self.headings)
