"""A review, its pictures, its producer's answer, what was reported about it, and the sums of a product.

Rows are written by `writing`, `moderating`, `answering`, `ratings` and `forgetting` alone.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.certification.storage import private_files
from storefront.channels.notices import Notice

LEAST_POINTS, MOST_POINTS = 1, 5


class State(models.TextChoices):
    WAITING = "waiting", _("Chờ duyệt")
    PUBLISHED = "published", _("Đã đăng")
    REFUSED = "refused", _("Không đăng")
    WITHDRAWN = "withdrawn", _("Người viết đã rút")


class Ground(models.TextChoices):
    """Why something is not shown. That it is bad for the seller is no ground."""

    PERSONAL = "personal", _("Có thông tin riêng của một người")
    INSULT = "insult", _("Lời lẽ xúc phạm, tục tĩu")
    OFF_TOPIC = "off_topic", _("Không nói về sản phẩm đã mua")
    ADVERT = "advert", _("Quảng cáo, mời chào, đường dẫn")
    CURE = "cure", _("Nói thực phẩm chữa được bệnh (luật quảng cáo cấm)")
    PICTURE = "picture", _("Ảnh không đăng được")
    OTHER = "other", _("Lý do khác")


class Party(models.TextChoices):
    AUTHOR = "author", _("Người viết")
    PRODUCER = "producer", _("Chủ thể")
    OFFICE = "office", _("Người duyệt")
    VISITOR = "visitor", _("Người đọc")
    SYSTEM = "system", _("Hệ thống")


#: What each step is called in the history.
TOLD = {
    "submit": _("Gửi nhận xét"),
    "change": _("Sửa nhận xét"),
    "withdraw": _("Rút nhận xét, xoá lời và ảnh"),
    "publish": _("Đăng nhận xét"),
    "refuse": _("Không đăng nhận xét"),
    "answer": _("Trả lời"),
    "publish_answer": _("Đăng trả lời"),
    "refuse_answer": _("Không đăng trả lời"),
    "report": _("Báo không ổn"),
    "leave": _("Xem lại, giữ nguyên"),
}


class ReviewQuerySet(models.QuerySet):
    def published(self) -> ReviewQuerySet:
        """What everybody reads, the newest first."""
        return self.filter(state=State.PUBLISHED).order_by("-submitted_at", "-pk")

    def of_producers(self, producers: Any) -> ReviewQuerySet:
        """What is published about products bought of these producers: all a producer ever sees."""
        return self.published().filter(order__producer__in=producers)


class _Refusable(models.Model):
    """Something the office may refuse to show, with the ground its writer is told."""

    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.WAITING)
    version = models.PositiveIntegerField(_("bản"), default=1)
    ground = models.CharField(_("lý do không đăng"), max_length=10, choices=Ground.choices, blank=True)
    ground_words = models.CharField(_("giải thích thêm"), max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(ground="") | ~Q(state="refused") & Q(ground=""),
                name="refused_%(class)s_has_its_ground",
            )
        ]

    @property
    def told_ground(self) -> str:
        """Why it is not shown, in the office's words."""
        return ". ".join(part for part in (str(self.get_ground_display()), self.ground_words) if part)


class Review(_Refusable):
    """What a buyer says of one product of one completed order. The office reads each version before it is shown.

    `version` counts what its author sent; who decides names the version that was read. Name, text and pictures are
    personal data (docs/privacy.md).
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(
        "order.Order", models.PROTECT, related_name="reviews", verbose_name=_("đơn hàng")
    )
    product = models.ForeignKey(
        "catalogue.Product", models.CASCADE, related_name="buyer_reviews", verbose_name=_("sản phẩm")
    )
    points = models.PositiveSmallIntegerField(
        _("điểm"), validators=[MinValueValidator(LEAST_POINTS), MaxValueValidator(MOST_POINTS)]
    )
    text = models.TextField(_("nhận xét"))
    display_name = models.CharField(_("tên hiện ra"), max_length=40, blank=True)
    picture_count = models.PositiveSmallIntegerField(_("số ảnh"), default=0)
    submitted_at = models.DateTimeField(_("gửi lúc"))
    decided_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người duyệt"),
    )
    forgotten_at = models.DateTimeField(_("xoá dữ liệu cá nhân lúc"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhận xét của người mua")
        verbose_name_plural = _("nhận xét của người mua")
        ordering = ["-submitted_at", "-pk"]
        default_permissions = ("view", "change")
        constraints = [
            *_Refusable.Meta.constraints,
            models.UniqueConstraint(fields=["order", "product"], name="one_review_per_order_and_product"),
            models.CheckConstraint(
                condition=Q(points__gte=LEAST_POINTS, points__lte=MOST_POINTS), name="review_points_in_range"
            ),
        ]
        indexes = [
            models.Index(fields=["product", "state", "-submitted_at"], name="reviews_of_a_product"),
            models.Index(fields=["state", "submitted_at"], name="reviews_to_read"),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.points}/{MOST_POINTS}"

    @property
    def picture_addresses(self) -> list[str]:
        """Where its pictures are, known without asking for them; another version has other addresses."""
        return [
            reverse("buyer_reviews:picture", args=[self.code, self.version, position])
            for position in range(1, self.picture_count + 1)
        ]

    @property
    def told_name(self) -> str:
        """Who wrote it, as far as it is told."""
        return self.display_name or str(_("Người mua"))

    @property
    def published_answer(self) -> ReviewAnswer | None:
        """The producer's answer, once it may be read."""
        answer = getattr(self, "answer", None)
        return answer if answer is not None and answer.state == State.PUBLISHED else None


def _private_name(picture: ReviewPicture, _name: str) -> str:
    return f"reviews/{timezone.localdate():%Y/%m}/{uuid.uuid4().hex}.{picture.extension}"


class ReviewPicture(models.Model):
    """A picture of a review, drawn anew without camera, owner and place. Kept privately; shown while its review is."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    extension = models.CharField(max_length=4)
    media_type = models.CharField(_("loại"), max_length=30)
    file = models.FileField(_("tệp"), upload_to=_private_name, storage=private_files, max_length=120)

    class Meta:
        verbose_name = _("ảnh của nhận xét")
        verbose_name_plural = _("ảnh của nhận xét")
        default_permissions = ("view",)
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="review_pictures_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} #{self.position}"


class ReviewAnswer(_Refusable):
    """The producer's one answer, read by the office before it is shown. A refused one may be written again."""

    review = models.OneToOneField(Review, models.CASCADE, related_name="answer")
    text = models.TextField(_("trả lời"))
    answers_version = models.PositiveIntegerField(_("trả lời bản"), default=1)
    at = models.DateTimeField(_("trả lời lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(_Refusable.Meta):
        abstract = False
        verbose_name = _("trả lời nhận xét")
        verbose_name_plural = _("trả lời nhận xét")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.review_id} {self.state}"


class ReviewReport(models.Model):
    """That somebody asks the office to look at a published review or its answer again. Holds nothing about who."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="reports")
    party = models.CharField(_("ai báo"), max_length=10, choices=Party.choices)
    ground = models.CharField(_("lý do"), max_length=10, choices=Ground.choices)
    text = models.CharField(_("nói rõ"), max_length=500, blank=True)
    at = models.DateTimeField(_("lúc"))
    closed_at = models.DateTimeField(_("xem lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("báo về nhận xét")
        verbose_name_plural = _("báo về nhận xét")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["review"], name="open_reports", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"{self.review_id} {self.ground}"


class ReviewEvent(models.Model):
    """One thing that happened to a review, numbered from 1, never changed. Holds no words of anybody."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="events")
    number = models.PositiveSmallIntegerField(_("thứ tự"))
    move = models.CharField(_("việc"), max_length=20)
    version = models.PositiveIntegerField(_("bản"))
    became = models.CharField(_("sau đó"), max_length=10)
    party = models.CharField(_("ai"), max_length=10, choices=Party.choices)
    ground = models.CharField(_("lý do"), max_length=10, choices=Ground.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("diễn biến nhận xét")
        verbose_name_plural = _("diễn biến nhận xét")
        default_permissions = ("view",)
        ordering = ["review", "number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_events_numbered")]

    def __str__(self) -> str:
        return f"{self.review_id} #{self.number} {self.move}"

    @property
    def told(self) -> str:
        """What happened, in a few words."""
        return str(TOLD.get(self.move, self.move))


class ReviewNotice(Notice):
    """That a party is told of an event of a review, by one channel."""

    event = models.ForeignKey(ReviewEvent, models.CASCADE, related_name="notices")
    audience = models.CharField(_("gửi cho"), max_length=10, choices=Party.choices)

    class Meta(Notice.Meta):
        abstract = False
        verbose_name = _("tin báo về nhận xét")
        verbose_name_plural = _("tin báo về nhận xét")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "audience", "channel"], name="one_review_notice_per_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.audience} {self.channel}"


class ReviewReminder(Notice):
    """That whoever bought is asked, once, what they think: `event` is what completed the order."""

    event = models.ForeignKey("purchases.OrderEvent", models.PROTECT, related_name="review_reminders")
    audience = models.CharField(_("gửi cho"), max_length=10, choices=Party.choices)

    class Meta(Notice.Meta):
        abstract = False
        verbose_name = _("lời mời nhận xét")
        verbose_name_plural = _("lời mời nhận xét")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "audience", "channel"], name="one_review_reminder_per_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.channel}"


class RatingSummary(models.Model):
    """How many published reviews a product has, by points: written under lock whenever one comes or goes.

    `manage.py count_reviews` counts anew.
    """

    product = models.OneToOneField(
        "catalogue.Product", models.CASCADE, primary_key=True, related_name="rating_summary"
    )
    count = models.PositiveIntegerField(_("số nhận xét"), default=0)
    total = models.PositiveIntegerField(_("tổng điểm"), default=0)
    points_1 = models.PositiveIntegerField(default=0)
    points_2 = models.PositiveIntegerField(default=0)
    points_3 = models.PositiveIntegerField(default=0)
    points_4 = models.PositiveIntegerField(default=0)
    points_5 = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tổng hợp nhận xét")
        verbose_name_plural = _("tổng hợp nhận xét")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    count=F("points_1") + F("points_2") + F("points_3") + F("points_4") + F("points_5")
                )
                & Q(
                    total=F("points_1")
                    + 2 * F("points_2")
                    + 3 * F("points_3")
                    + 4 * F("points_4")
                    + 5 * F("points_5")
                ),
                name="rating_sums_agree",
            )
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.total}/{self.count}"
