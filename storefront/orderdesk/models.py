"""Who looked at people's data: written before it is shown, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.append_only import AppendOnlyModel
from storefront.orderdesk.errors import AppendOnlyError


class Access(AppendOnlyModel):
    """A line of a log of accesses. Holds nobody's data.

    A login that stands here cannot be deleted, only switched off.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người xem")
    )
    reason = models.CharField(_("lý do"), max_length=300)
    at = models.DateTimeField(_("lúc"), default=timezone.now, editable=False)

    refusal = AppendOnlyError

    class Meta:
        abstract = True
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]


class PersonalDataAccess(Access):
    """That a member of staff was shown name, telephone and address of an order's shopper, and why."""

    order = models.ForeignKey(
        "order.Order", models.PROTECT, related_name="personal_data_accesses", verbose_name=_("đơn hàng")
    )

    class Meta(Access.Meta):
        abstract = False
        verbose_name = _("lượt xem thông tin người mua")
        verbose_name_plural = _("lượt xem thông tin người mua")
        permissions = [
            ("see_shopper", _("Xem thông tin người mua của một đơn")),
            ("move_order", _("Huỷ đơn, trả lời xin trả hàng với tư cách đơn vị vận hành")),
            ("see_transfer_sums", _("Xem tổng tiền chuyển khoản chưa rõ của từng chủ thể")),
        ]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="data_access_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.at:%Y-%m-%d %H:%M}"


class ConsentAccess(Access):
    """That a member of staff was shown the address of a consent, or took the list of consents away (no `consent`)."""

    consent = models.ForeignKey(
        "privacy.Consent",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sự đồng ý"),
    )
    rows = models.PositiveIntegerField(_("số dòng"), default=1)

    class Meta(Access.Meta):
        abstract = False
        verbose_name = _("lượt xem sự đồng ý")
        verbose_name_plural = _("lượt xem sự đồng ý")
        permissions = [("see_consenter", _("Xem địa chỉ của một người đã đồng ý"))]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="consent_access_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.consent_id} {self.at:%Y-%m-%d %H:%M}"
