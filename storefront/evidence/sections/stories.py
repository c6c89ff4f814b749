"""Stories about the product, as published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from storefront.evidence.parts import Column, Fact, Link, Section, Table, address, day
from storefront.evidence.period import day_here
from storefront.evidence.sections.asked import Asked


def stories(asked: Asked) -> Section:
    """Story pages that were published by the last day and still are today."""
    told = asked.stories
    return Section(
        key="cau-chuyen",
        title=_("Câu chuyện sản phẩm"),
        facts=(Fact(_("Bài đang đăng"), len(told)),) if told else (),
        tables=(story_table("cau-chuyen", _("Các câu chuyện"), told),),
        notes=(_("Ngày đăng lần đầu có thể trước kỳ này: bài vẫn đang hiện hôm nay thì được kể."),)
        if told
        else (),
        lacking="" if told else _("Chưa có câu chuyện nào về sản phẩm được đăng đến hết kỳ này."),
        advice=""
        if told
        else _(
            "Kể với biên tập viên sản phẩm làm ra ở đâu, từ nguyên liệu gì, ai làm; bài được duyệt rồi mới đăng."
        ),
        proofs={"story": len(told)},
    )


def story_table(key: str, title: str, told: tuple[Any, ...]) -> Table:
    """Published pages with their addresses and days."""
    rows = tuple(
        (
            Link(story.title, address(story.url)),
            story.locale.get_display_name(),
            day(day_here(story.first_published_at)),
            day(day_here(story.last_published_at)),
        )
        for story in told
    )
    columns = (
        Column(_("Câu chuyện"), 3),
        Column(_("Ngôn ngữ"), 1),
        Column(_("Đăng lần đầu"), 1),
        Column(_("Sửa gần nhất"), 1),
    )
    return Table(key, title, columns, rows)
