"""What search keeps beside the products: copies that can always be made again from what they copy.

`Entry` and `StarSpan` are kept by the database itself (`catalogue.search.upkeep`), so a bulk `update()` or a program
that knows nothing of Django cannot leave them behind. `Waiting` is the outbox of what only Python can make.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """What a product can be found, filtered and sorted by, in one row: so an answer is counted without a join.

    Whether its star counts depends on the day asked about. `star`, `begins` and `ends` are of the span that begins
    last: from that day on no other one counts, and for a day before it the spans are asked.
    """

    product = models.OneToOneField(
        "catalogue.Product",
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="search_entry",
    )
    listed = models.BooleanField(default=False)
    group_path = models.CharField(max_length=255, default="", blank=True)
    province_code = models.CharField(max_length=2, default="", blank=True)
    legal_form = models.CharField(max_length=40, default="", blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    name_folded = models.CharField(max_length=255, default="", blank=True)
    words = models.TextField(default="", blank=True)
    star = models.PositiveSmallIntegerField(null=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["listed", "name_folded"], name="search_entry_names"),
            models.Index(fields=["price"], name="search_entry_cheapest"),
        ]

    def __str__(self) -> str:
        return self.name_folded


class StarSpanQuerySet(models.QuerySet["StarSpan"]):
    """Spans, asked by day."""

    def star_of_product(self, *, on: date) -> Subquery:
        """The star in force on that day of the product asked about around it; None where there is none."""
        spans = self.filter(product=OuterRef("pk"), begins__lte=on, ends__gt=on)
        return Subquery(spans.values("star")[:1])


class StarSpan(models.Model):
    """From the day `begins` until before the day `ends` a product's recognition counts with this star.

    One for each standing recognition; `ends` is never later than the next one's beginning or a revocation, and not
    after `begins` where it never counted. The rule is that of `catalogue.certification.status`; a test holds the two
    together.
    """

    product = models.ForeignKey(
        "catalogue.Product", models.DO_NOTHING, db_constraint=False, related_name="star_spans"
    )
    star = models.PositiveSmallIntegerField()
    begins = models.DateField()
    ends = models.DateField()

    objects = StarSpanQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["product", "begins", "ends", "star"], name="search_spans"),
            # The orders of lists: read from their end, never sorted as a whole.
            models.Index(fields=["star", "begins"], name="search_spans_by_star"),
            models.Index(fields=["begins", "product"], name="search_spans_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.star}★ {self.begins}–{self.ends}"


class Tally(models.Model):
    """From `day` on there are `number` listed products more (or fewer) that are alike in all that facets count.

    `star` 0 counts them whatever their star is, all from the first day there is. How many there are on a day is a sum,
    and what is long past is summed up already (`catalogue.search.upkeep.tallies`): counting costs what there are
    kinds, not what there are products.
    """

    day = models.DateField()
    star = models.PositiveSmallIntegerField()
    group_path = models.CharField(max_length=255)
    province_code = models.CharField(max_length=2)
    legal_form = models.CharField(max_length=40)
    number = models.IntegerField()
    # Not summed up with others yet.
    single = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["day"], name="search_tally_days"),
            models.Index(fields=["id"], condition=Q(single=True), name="search_tally_single"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.number:+} {self.star}★"


class Outlet(models.Model):
    """A place that carries a product, in degrees; copied from who keeps such places (SEARCH_OUTLET_SOURCES)."""

    product = models.ForeignKey(
        "catalogue.Product", models.DO_NOTHING, db_constraint=False, related_name="search_outlets"
    )
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["product"], name="search_outlets")]

    def __str__(self) -> str:
        return f"{self.latitude}, {self.longitude}"


class Reading(models.Model):
    """Something to read: a story, a piece of news, a guide. `ref` is its key where it is written."""

    ref = models.CharField(max_length=100, primary_key=True)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=255)
    url = models.CharField(max_length=500)
    summary = models.TextField(blank=True, default="")
    published_on = models.DateField(null=True)
    words = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["language", "kind"], name="search_readings")]

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """A folded word of the catalogue."""

    word = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.word


class NearTerm(models.Model):
    """A word of the catalogue with one letter left out (or none): how a mistyped word finds it by equality."""

    variant = models.CharField(max_length=60)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "word"], name="search_one_variant_of_a_word")
        ]

    def __str__(self) -> str:
        return f"{self.variant} → {self.word}"


class Suggestion(models.Model):
    """One beginning a thing can be suggested by: its whole name, and its name from each further word on."""

    class Kind(models.TextChoices):
        PRODUCT = "product", _("Sản phẩm")
        PRODUCER = "producer", _("Chủ thể")
        PLACE = "place", _("Nơi làm ra")
        GROUP = "group", _("Ngành")
        READING = "reading", _("Chuyện và tin")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    ref = models.CharField(max_length=100)
    key = models.CharField(max_length=120)
    later = models.BooleanField(default=False)
    label = models.CharField(max_length=255)

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "later", "key"],
                name="search_suggestions",
                opclasses=["varchar_pattern_ops", "bool_ops", "varchar_pattern_ops"],
            ),
            models.Index(fields=["kind", "ref"], name="search_suggestions_of"),
        ]

    def __str__(self) -> str:
        return self.label


class Waiting(models.Model):
    """The outbox: something changed and its words, or its copy on the search server, are to be made again."""

    class Kind(models.TextChoices):
        PRODUCT = "product", _("sản phẩm")
        READING = "reading", _("bài viết")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    ref = models.BigIntegerField()
    since = models.DateTimeField(db_index=True)
    # Taken over while an index was being built: to be told to the new one as well.
    told = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("việc chờ của tìm kiếm")
        verbose_name_plural = _("việc chờ của tìm kiếm")

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Note(models.Model):
    """What search has to remember about itself: who drains the outbox, whether an index is being built."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=200, default="")
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
