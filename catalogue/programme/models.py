"""Which producer was told about which certificate's end, and when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.certification.models import LedgerEntry
from catalogue.programme.steps import STEP_LABELS, Step


class RenewalNotice(models.Model):
    """One step of one certificate, told once.

    A row without `sent_at` is a claim: some run is about to send it. A claim nobody fulfilled is taken over
    by a later run (`notices.CLAIM_LASTS`).
    """

    entry = models.ForeignKey(
        LedgerEntry, models.PROTECT, related_name="renewal_notices", verbose_name=_("lần công nhận")
    )
    step = models.CharField(
        _("mốc"), max_length=8, choices=[(step.value, STEP_LABELS[step]) for step in Step]
    )
    email = models.EmailField(_("gửi tới"))
    claim = models.CharField(max_length=32, editable=False)
    claimed_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("thư nhắc gia hạn")
        verbose_name_plural = _("thư nhắc gia hạn")
        ordering = ["-claimed_at"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["entry", "step"], name="one_notice_per_certificate_and_step"),
            models.CheckConstraint(
                condition=Q(step__in=[step.value for step in Step]), name="renewal_step_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.email}"
