"""The story in electronic traceability: codes, labels, scans, and what the page behind a code tells."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from qr.models import Code, DailyScans, LabelBatch, Scan
from storefront.evidence.parts import Column, Fact, Link, Section, Table, address, day
from storefront.evidence.period import day_here
from storefront.evidence.sections.asked import Asked


def traceability(asked: Asked) -> Section:
    """Codes in use within the period, labels made and people who scanned them."""
    codes = _codes(asked)
    if not codes:
        return Section(
            key="truy-xuat",
            title=_("Truy xuất nguồn gốc điện tử"),
            lacking=_("Trong kỳ này sản phẩm chưa có mã QR truy xuất nào trên nền tảng."),
            advice=_("Đề nghị Sở Công Thương cấp mã QR, in tem dán lên bao bì."),
        )
    days = scans_by_day(codes, asked)
    labels = _labels(codes, asked)
    scans = sum(days.values())
    facts = (
        *_gtin(asked.product),
        _story(asked),
        Fact(_("Tem đã tạo để in trong kỳ"), labels, _("theo các lần tạo tệp in; không phải số tem đã dán")),
        Fact(_("Lượt quét trong kỳ"), scans, _("mỗi người một lần trong 30 phút, không kể máy quét tự động")),
        Fact(_("Số ngày có người quét"), len(days)),
    )
    return Section(
        key="truy-xuat",
        title=_("Truy xuất nguồn gốc điện tử"),
        facts=facts,
        tables=(_code_table(codes), _month_table(days, codes, asked)),
        notes=(
            _("Nền tảng không ghi nơi quét, vì không theo dõi người mua; do đó không có số liệu theo tỉnh."),
        ),
        advice="" if scans else _("Chưa có lượt quét nào: kiểm tra tem đã dán lên bao bì và dễ quét chưa."),
        proofs={"traceability": len(codes)},
    )


def scans_by_day(codes: list[Code], asked: Asked) -> Counter[date]:
    """People who scanned, by day: rolled-up days as rolled up, other days counted from the scans themselves."""
    period, found = asked.period, Counter[date]()
    pks = [code.pk for code in codes]
    rolled = DailyScans.objects.filter(
        code__in=pks, day__gte=period.first, day__lte=period.last, day__lt=asked.today
    )
    for row in rolled.order_by("day").values("day").annotate(people=Sum("scans")):
        found[row["day"]] += row["people"]
    fresh = (
        Scan.objects.filter(code__in=pks, at__gte=period.starts_at, at__lt=period.ends_at)
        .counted()
        .not_rolled_up(today=asked.today)
    )
    for row in fresh.order_by("at__date").values("at__date").annotate(people=Count("pk")):
        found[row["at__date"]] += row["people"]
    return +found


def _codes(asked: Asked) -> list[Code]:
    """The product's codes that were in use on some day of the period."""
    return list(
        Code.objects.filter(product__in=asked.product_ids, issued_at__lt=asked.period.ends_at)
        .filter(Q(retired_at=None) | Q(retired_at__gte=asked.period.starts_at))
        .order_by("issued_at", "pk")
    )


def _labels(codes: list[Code], asked: Asked) -> int:
    batches = LabelBatch.objects.filter(
        codes__in=codes, made_at__gte=asked.period.starts_at, made_at__lt=asked.period.ends_at
    )
    return batches.aggregate(labels=Sum("copies"))["labels"] or 0


def _gtin(product: Any) -> tuple[Fact, ...]:
    return (Fact(_("Mã GTIN"), product.gtin),) if product.gtin else ()


def _story(asked: Asked) -> Fact:
    label = _("Câu chuyện trên trang của mã")
    if not asked.stories:
        return Fact(label, _("chưa có"), _("đăng một câu chuyện thì trang của mã tự dẫn tới đó"))
    story = asked.stories[0]
    return Fact(
        label, Link(story.title, address(story.url)), _("trang của mã dẫn tới câu chuyện này hôm nay")
    )


def _code_table(codes: list[Code]) -> Table:
    rows = tuple(
        (
            Link(code.code, code.full_url),
            day(day_here(code.issued_at)),
            _("ngừng ngày %(day)s") % {"day": day(day_here(code.retired_at))}
            if code.retired_at
            else _("đang dùng"),
            code.full_url,
        )
        for code in codes
    )
    columns = (
        Column(_("Mã"), 1),
        Column(_("Cấp ngày"), 0.9),
        Column(_("Tình trạng"), 1.4),
        Column(_("Địa chỉ in trên tem"), 2.6),
    )
    return Table("ma-qr", _("Mã QR của sản phẩm"), columns, rows)


def _month_table(days: Counter[date], codes: list[Code], asked: Asked) -> Table:
    """Every month from the first code on, those without a scan included; nothing when nobody scanned."""
    since = min(day_here(code.issued_at) for code in codes).replace(day=1)
    first = min([since, *(found.replace(day=1) for found in days)])
    months = Counter[date]()
    for found, people in days.items():
        months[found.replace(day=1)] += people
    rows = [(f"{month:%m/%Y}", months[month]) for month in asked.period.months() if month >= first]
    columns = (Column(_("Tháng"), 1), Column(_("Lượt quét"), 1, numeric=True))
    return Table("luot-quet", _("Lượt quét theo tháng"), columns, tuple(rows) if days else (), bars=True)
