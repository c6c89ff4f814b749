"""The ledger: decisions, the files they came in, and entries that are only ever added."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from catalogue.certification import status
from catalogue.certification.decisions import authority_key, normalise_authority, normalise_number
from catalogue.certification.errors import AppendOnlyError
from catalogue.certification.managers import LedgerEntryQuerySet
from catalogue.certification.storage import private_files
from storefront.append_only import AppendOnlyModel
from storefront.told import day as told_day


class Tier(models.TextChoices):
    """The level of state that evaluates or decides."""

    DISTRICT = "district", _("cấp huyện")
    PROVINCE = "province", _("cấp tỉnh")
    MINISTRY = "ministry", _("cấp trung ương")


class Decision(models.Model):
    """A decision of an authority. Its number may be unknown (""), its day and its authority may not."""

    number = models.CharField(
        _("số quyết định"), max_length=80, blank=True, help_text=_("Ví dụ: 377/QĐ-BNN-VPĐP")
    )
    decided_on = models.DateField(_("ngày ký"))
    authority = models.CharField(_("cơ quan ban hành"), max_length=200)
    authority_key = models.CharField(max_length=200, editable=False)
    tier = models.CharField(_("cấp"), max_length=10, choices=Tier.choices)
    province = models.ForeignKey(
        "places.Province",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tỉnh, thành phố"),
    )

    class Meta:
        verbose_name = _("quyết định")
        verbose_name_plural = _("quyết định")
        ordering = ["-decided_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "decided_on", "authority_key"],
                name="one_decision_per_number_day_authority",
                violation_error_message=_("Quyết định này đã có trong sổ."),
            ),
            models.CheckConstraint(condition=~Q(authority_key=""), name="decision_has_authority"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="decision_tier_known"),
        ]

    def __str__(self) -> str:
        return _now("%(decision)s ngày %(day)s") % {
            "decision": self.label,
            "day": told_day(self.decided_on),
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a decision; raises AppendOnlyError once the ledger speaks of it."""
        if not self._state.adding and self.entries.exists():
            raise AppendOnlyError
        self.normalise()
        super().save(*args, **kwargs)

    @property
    @display(description=_("quyết định"))
    def label(self) -> str:
        """ "Quyết định 377/QĐ-BNN-VPĐP", also when the number is not known."""
        if self.number:
            return _now("Quyết định %(number)s") % {"number": self.number}
        return _now("Quyết định (chưa rõ số)")

    def normalise(self) -> None:
        """Bring number and authority to their one form."""
        self.number = normalise_number(self.number)
        self.authority = normalise_authority(self.authority)
        self.authority_key = authority_key(self.authority)

    def clean(self) -> None:
        self.normalise()


class SourceFile(models.Model):
    """The file some entries were read from, kept as it came."""

    class Kind(models.TextChoices):
        RECOGNITIONS = "recognitions", _("danh sách công nhận")
        EVALUATIONS = "evaluations", _("kết quả đánh giá")
        REVOCATIONS = "revocations", _("danh sách thu hồi")
        OTHER = "other", _("tài liệu khác")

    name = models.CharField(_("tên tệp"), max_length=255)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    file = models.FileField(_("tệp gốc"), upload_to="ledger/%Y/%m/", storage=private_files, max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người nộp"),
    )
    uploaded_at = models.DateTimeField(_("nộp lúc"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("tệp gốc")
        verbose_name_plural = _("tệp gốc")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name


class LedgerEntry(AppendOnlyModel):
    """One fact about one product's certification. Written once by `ledger`, never changed, never removed."""

    class Kind(models.TextChoices):
        EVALUATED = status.EVALUATED, _("Đánh giá")
        RECOGNISED = status.RECOGNISED, _("Công nhận")
        REPORTED = status.REPORTED, _("Được nêu, chưa có minh chứng")
        EXTENDED = status.EXTENDED, _("Gia hạn")
        REVOKED = status.REVOKED, _("Thu hồi")
        CORRECTED = status.CORRECTED, _("Đính chính")

    product = models.ForeignKey(
        "catalogue.Product", models.PROTECT, related_name="ledger_entries", verbose_name=_("sản phẩm")
    )
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    effective_on = models.DateField(
        _("ngày"), null=True, blank=True, help_text=_("Ngày đánh giá, ngày ký quyết định hoặc ngày thu hồi.")
    )
    star = models.PositiveSmallIntegerField(_("hạng sao"), null=True, blank=True)
    score = models.DecimalField(_("điểm"), max_digits=5, decimal_places=2, null=True, blank=True)
    part_a = models.DecimalField(_("điểm phần A"), max_digits=5, decimal_places=2, null=True, blank=True)
    part_b = models.DecimalField(_("điểm phần B"), max_digits=5, decimal_places=2, null=True, blank=True)
    part_c = models.DecimalField(_("điểm phần C"), max_digits=5, decimal_places=2, null=True, blank=True)
    proposed_star = models.PositiveSmallIntegerField(_("hạng sao đề nghị"), null=True, blank=True)
    council = models.CharField(_("hội đồng"), max_length=200, blank=True)
    tier = models.CharField(_("cấp"), max_length=10, choices=Tier.choices, blank=True)
    round_name = models.CharField(_("đợt đánh giá"), max_length=120, blank=True)
    criteria_set = models.PositiveSmallIntegerField(_("bộ tiêu chí"), null=True, blank=True)
    criteria_points = models.JSONField(
        _("điểm từng tiêu chí"),
        null=True,
        blank=True,
        help_text=_("Mã tiêu chí và điểm bình quân của hội đồng."),
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("quyết định")
    )
    rule_set = models.CharField(_("thời kỳ luật"), max_length=40, blank=True)
    place_as_certified = models.CharField(_("nơi làm ra khi công nhận"), max_length=200, blank=True)
    group_as_certified = models.CharField(_("ngành khi công nhận"), max_length=120, blank=True)
    product_code = models.CharField(_("mã sản phẩm OCOP"), max_length=60, blank=True)
    valid_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(
        _("hết hạn ngày"), null=True, blank=True, help_text=_("Ngày đầu tiên không còn hiệu lực.")
    )
    ground = models.CharField(_("căn cứ thu hồi"), max_length=40, blank=True)
    reported_year = models.PositiveSmallIntegerField(_("năm được nêu"), null=True, blank=True)
    claim_text = models.CharField(_("được nêu như sau"), max_length=255, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("đính chính cho"),
    )
    reason = models.TextField(_("lý do"), blank=True)
    accepted_reason = models.TextField(_("lý do chấp nhận ngoại lệ"), blank=True)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người ghi"),
    )
    caller = models.CharField(_("qua"), max_length=60, blank=True)
    source = models.ForeignKey(
        SourceFile, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("tệp gốc")
    )
    source_row = models.PositiveIntegerField(_("dòng trong tệp"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)

    refusal = AppendOnlyError

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản ghi chứng nhận")
        verbose_name_plural = _("sổ chứng nhận")
        ordering = ["-id"]
        permissions = [
            ("record_evaluation", _("Ghi đánh giá")),
            ("record_recognition", _("Ghi công nhận")),
            ("record_extension", _("Ghi gia hạn")),
            ("record_revocation", _("Ghi thu hồi")),
            ("record_correction", _("Đính chính bản ghi")),
            ("accept_exception", _("Chấp nhận ngoại lệ kèm lý do")),
        ]
        indexes = [
            models.Index(fields=["product", "kind", "valid_from", "valid_to"], name="ledger_recognitions"),
            models.Index(fields=["product", "kind", "effective_on"], name="ledger_days"),
            models.Index(fields=["kind", "valid_to"], name="ledger_ends"),
            models.Index(fields=["product_code"], name="ledger_product_code"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=status.KINDS), name="ledger_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=status.EVALUATED)
                | Q(effective_on__isnull=False, score__isnull=False)
                & ~Q(council="")
                & ~Q(tier="")
                & ~Q(rule_set=""),
                name="ledger_evaluated_complete",
            ),
            models.CheckConstraint(
                condition=~Q(kind=status.RECOGNISED)
                | Q(
                    effective_on__isnull=False,
                    star__isnull=False,
                    star__gte=3,
                    decision__isnull=False,
                    valid_from__isnull=False,
                    valid_to__isnull=False,
                )
                & ~Q(rule_set=""),
                name="ledger_recognised_complete",
            ),
            models.CheckConstraint(
                condition=~Q(kind=status.RECOGNISED) | Q(valid_from__gte=F("effective_on")),
                name="ledger_recognised_from_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(kind=status.RECOGNISED),
                name="ledger_only_recognition_begins",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(kind__in=[status.RECOGNISED, status.EXTENDED, status.REPORTED]),
                name="ledger_only_stars_end",
            ),
            models.CheckConstraint(
                condition=Q(ground="") | Q(kind=status.REVOKED), name="ledger_only_revocation_has_ground"
            ),
            models.CheckConstraint(
                condition=Q(criteria_points__isnull=True)
                | Q(kind=status.EVALUATED, criteria_set__isnull=False),
                name="ledger_points_of_a_sheet",
            ),
            models.CheckConstraint(condition=Q(tier="") | Q(tier__in=Tier.values), name="ledger_tier_known"),
            models.CheckConstraint(
                condition=~Q(kind=status.REPORTED) | Q(decision__isnull=True, valid_from__isnull=True),
                name="ledger_reported_without_proof",
            ),
            models.CheckConstraint(
                condition=~Q(kind=status.EXTENDED)
                | Q(effective_on__isnull=False, decision__isnull=False, valid_to__isnull=False)
                & Q(valid_to__gt=F("effective_on")),
                name="ledger_extended_complete",
            ),
            models.CheckConstraint(
                condition=~Q(kind=status.REVOKED)
                | Q(effective_on__isnull=False, decision__isnull=False) & ~Q(ground=""),
                name="ledger_revoked_complete",
            ),
            models.CheckConstraint(
                condition=(Q(kind=status.CORRECTED, corrects__isnull=False) & ~Q(reason=""))
                | (~Q(kind=status.CORRECTED) & Q(corrects__isnull=True)),
                name="ledger_corrected_complete",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="ledger_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(star__isnull=True) | Q(star__gte=1, star__lte=5),
                name="ledger_star_between_1_and_5",
            ),
            models.CheckConstraint(
                condition=Q(proposed_star__isnull=True) | Q(proposed_star__gte=1, proposed_star__lte=5),
                name="ledger_proposed_star_between_1_and_5",
            ),
            models.CheckConstraint(
                condition=Q(criteria_set__isnull=True) | Q(criteria_set__gte=1, criteria_set__lte=26),
                name="ledger_criteria_set_between_1_and_26",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{part}__isnull": True}) | Q(**{f"{part}__gte": 0, f"{part}__lte": 100}),
                    name=f"ledger_{part}_between_0_and_100",
                )
                for part in ("score", "part_a", "part_b", "part_c")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.product}"

    @property
    def is_standing(self) -> bool:
        """Whether no correction has made this entry void."""
        return not hasattr(self, "correction")


from catalogue.certification.decision_files import DecisionFile  # noqa: E402 -- Django looks for models here

__all__ = ["Decision", "DecisionFile", "LedgerEntry", "SourceFile", "Tier"]
