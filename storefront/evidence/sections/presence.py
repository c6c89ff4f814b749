"""Where the producer is seen on the web, as far as it is recorded."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalogue.producers.models import Producer
from storefront.evidence.parts import Fact, Link, Section, address, day
from storefront.evidence.period import day_here
from storefront.evidence.sections.asked import Asked
from storefront.evidence.sections.stories import story_table


def presence(asked: Asked) -> Section:
    """The producer's page here and its own website."""
    producer, facts = asked.producer, []
    shown = producer is not None and producer.state != Producer.State.PENDING
    if shown:
        page = address(producer.get_absolute_url())
        facts.append(Fact(_("Trang chủ thể trên nền tảng"), Link(page, page), _("đang hiện hôm nay")))
        facts.append(Fact(_("Chủ thể vào hệ thống ngày"), day(day_here(producer.registered_at))))
    website = producer.website if producer else ""
    if website:
        facts.append(
            Fact(
                _("Website của chủ thể"),
                Link(website, website),
                _("như chủ thể khai; nền tảng không kiểm tra"),
            )
        )
    return Section(
        key="trang-web",
        title=_("Trang giới thiệu và website"),
        facts=tuple(facts),
        tables=(story_table("chuyen-chu-the", _("Câu chuyện về chủ thể"), asked.maker_stories),),
        lacking=""
        if facts or asked.maker_stories
        else _("Chưa có trang giới thiệu hay website nào được ghi nhận."),
        advice=""
        if website
        else _("Nếu chủ thể có website hoặc trang mạng xã hội, ghi địa chỉ vào hồ sơ chủ thể."),
        proofs={"presence": int(shown) + bool(website) + len(asked.maker_stories)},
    )
