"""What people agreed to and declared. Rows are written by `consents` and blanked by `forgetting`, nothing else."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

_SALT = "storefront.privacy.consent"


class Consent(models.Model):
    """That somebody agreed to one use of their data: the words they saw, when, and when they took it back."""

    class Purpose(models.TextChoices):
        NEWSLETTER = "newsletter", _("Bản tin")
        LIVESTREAM = "livestream", _("Phiếu mua hàng của phiên livestream")

    purpose = models.CharField(_("mục đích"), max_length=12, choices=Purpose.choices)
    text = models.CharField(_("câu đã đồng ý"), max_length=300)
    text_version = models.CharField(_("bản của câu"), max_length=10)
    group = models.ForeignKey(
        "purchases.OrderGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consents",
        verbose_name=_("lượt mua"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tài khoản"),
    )
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    given_at = models.DateTimeField(_("đồng ý lúc"))
    withdrawn_at = models.DateTimeField(_("rút lại lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("sự đồng ý")
        verbose_name_plural = _("sự đồng ý")
        default_permissions = ("view",)
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "purpose"], name="one_consent_per_group_and_purpose"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.given_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """`/du-lieu-ca-nhan/dong-y/<signed>/`: whoever holds the link may take the consent back."""
        return reverse("privacy:consent", kwargs={"signed": self.signed})

    @property
    def signed(self) -> str:
        """What a link carries to speak of this consent."""
        return signing.Signer(salt=_SALT, sep="~").sign(str(self.pk))

    @classmethod
    def of_link(cls, signed: str) -> Consent | None:
        """Return the consent a signed link speaks of, or None for any link we did not make."""
        try:
            pk = signing.Signer(salt=_SALT, sep="~").unsign(signed)
        except signing.BadSignature:
            return None
        return cls.objects.filter(pk=int(pk)).first()


class AgeDeclaration(models.Model):
    """That whoever placed a group with alcohol in it declared to be of age, in these words."""

    group = models.OneToOneField(
        "purchases.OrderGroup", models.PROTECT, related_name="age_declaration", verbose_name=_("lượt mua")
    )
    age = models.PositiveSmallIntegerField(_("tuổi tối thiểu"))
    text = models.CharField(_("câu đã xác nhận"), max_length=300)
    text_version = models.CharField(_("bản của câu"), max_length=10)
    declared_at = models.DateTimeField(_("xác nhận lúc"))

    class Meta:
        verbose_name = _("xác nhận tuổi")
        verbose_name_plural = _("xác nhận tuổi")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.group_id} ≥ {self.age}"


class Forgetting(models.Model):
    """That the personal data of a purchase were blanked: when, why, and how much it was. Holds none itself."""

    class Ground(models.TextChoices):
        TIME = "time", _("Hết thời hạn giữ")
        REQUEST = "request", _("Theo yêu cầu của người mua")

    group = models.OneToOneField(
        "purchases.OrderGroup", models.PROTECT, related_name="forgetting", verbose_name=_("lượt mua")
    )
    ground = models.CharField(_("lý do"), max_length=10, choices=Ground.choices)
    counts = models.JSONField(_("số dòng"), default=dict)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("lần xoá dữ liệu cá nhân")
        verbose_name_plural = _("lần xoá dữ liệu cá nhân")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.group_id} {self.ground}"


class ErasureRequest(models.Model):
    """That whoever bought asked for deletion while the law still wants the order kept. Done when its time is over."""

    group = models.OneToOneField(
        "purchases.OrderGroup", models.PROTECT, related_name="erasure_request", verbose_name=_("lượt mua")
    )
    asked_at = models.DateTimeField(_("yêu cầu lúc"))
    due_on = models.DateField(_("xoá sau ngày"))

    class Meta:
        verbose_name = _("yêu cầu xoá dữ liệu")
        verbose_name_plural = _("yêu cầu xoá dữ liệu")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.group_id} {self.due_on:%Y-%m-%d}"
