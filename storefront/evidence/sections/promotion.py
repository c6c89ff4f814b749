"""Fairs and livestreams: where the producer had a booth or a turn, and where this product was shown."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from fairs.models import Booth, Fair, FairProduct, LivestreamItem, LivestreamSession
from storefront.evidence.parts import Column, Fact, Link, Section, Table, Value, address, day, days
from storefront.evidence.period import day_here
from storefront.evidence.sections.asked import Asked


def promotion(asked: Asked) -> Section:
    """Events of the period that have begun; cancelled ones are counted apart and prove nothing."""
    fairs = _fairs(asked)
    sessions = _sessions(asked)
    held = [fair for fair in fairs if not fair.is_cancelled]
    aired = [session for session in sessions if session.state == LivestreamSession.State.DONE]
    abroad = [fair for fair in held if asked.home is not None and fair.province_id != asked.home.pk]
    facts = (
        Fact(
            _("Hội chợ, phiên chợ trong kỳ"),
            len(held),
            _("có gian của chủ thể hoặc có trưng bày sản phẩm này"),
        ),
        Fact(_("Trong đó trưng bày sản phẩm này"), sum(fair.shows_it for fair in held)),
        Fact(_("Trong đó ở ngoài tỉnh"), len(abroad)),
        Fact(_("Phiên livestream đã phát"), len(aired), _("có lượt của chủ thể")),
        Fact(
            _("Trong đó có sản phẩm này"),
            sum(any(item.product_id in asked.product_ids for item in session.own_items) for session in aired),
        ),
    )
    nothing = not held and not aired
    return Section(
        key="xuc-tien",
        title=_("Hội chợ và livestream"),
        facts=() if nothing else facts,
        tables=(_fair_table(held), _session_table(_not_cancelled(sessions), asked)),
        notes=_notes(fairs, sessions, held),
        lacking=_("Trong kỳ này chưa ghi nhận hội chợ hay phiên livestream nào.") if nothing else "",
        advice=_("Đăng ký gian hàng hoặc lượt livestream với Sở Công Thương ở các kỳ tới.")
        if nothing
        else "",
        reach=dict(Counter(fair.province.name for fair in held)),
        proofs={"market": len(held) + len(aired)},
    )


def _fairs(asked: Asked) -> list[Any]:
    """Announced fairs within the period, begun by now, with the producer's booths and whether they show it."""
    shown = FairProduct.objects.filter(fair=OuterRef("pk"), product__in=asked.product_ids)
    own = Booth.objects.filter(producer__in=asked.producers)
    return list(
        Fair.objects.announced()
        .filter(
            opens_at__lt=asked.period.ends_at, closes_at__gt=asked.period.starts_at, opens_at__lte=asked.at
        )
        .annotate(shows_it=Exists(shown), has_booth=Exists(own.filter(fair=OuterRef("pk"))))
        .filter(Q(shows_it=True) | Q(has_booth=True))
        .select_related("province", "commune")
        .prefetch_related(Prefetch("booths", own.select_related("category"), to_attr="own_booths"))
        .order_by("opens_at", "pk")
    )


def _sessions(asked: Asked) -> list[Any]:
    """Sessions of announced series that should have begun by now, with the producer's turns."""
    own = LivestreamItem.objects.filter(producer__in=asked.producers)
    return list(
        LivestreamSession.objects.announced()
        .filter(
            Exists(own.filter(session=OuterRef("pk"))),
            starts_at__gte=asked.period.starts_at,
            starts_at__lt=asked.period.ends_at,
            starts_at__lte=asked.at,
        )
        .select_related("series")
        .prefetch_related(Prefetch("items", own.select_related("product"), to_attr="own_items"))
        .order_by("starts_at", "pk")
    )


def _not_cancelled(events: list[Any]) -> list[Any]:
    return [event for event in events if not event.is_cancelled]


def _fair_table(held: list[Any]) -> Table:
    rows = tuple(
        (
            Link(fair.name, address(fair.get_absolute_url())),
            _days(fair),
            f"{fair.venue}, {fair.province.name}",
            ", ".join(booth.number for booth in fair.own_booths) or "–",
            _("có") if fair.shows_it else _("không ghi"),
            _approval(fair),
        )
        for fair in held
    )
    columns = (
        Column(_("Sự kiện"), 2.2),
        Column(_("Thời gian"), 1.15),
        Column(_("Nơi tổ chức"), 1.9),
        Column(_("Gian"), 0.6),
        Column(_("Trưng bày sản phẩm này"), 1),
        Column(_("Căn cứ"), 1.5),
    )
    return Table("hoi-cho", _("Hội chợ, phiên chợ"), columns, rows)


def _days(fair: Any) -> str:
    first, last = day_here(fair.opens_at), day_here(fair.closes_at)
    return day(first) if first == last else days(first, last)


def _approval(fair: Any) -> str:
    """What the record rests on: the report, or the announced programme; the filing's number when there is one."""
    state = _("đã tổng kết") if fair.state == Fair.State.CLOSED else _("theo lịch đã công bố, chưa tổng kết")
    return f"{fair.filing_number}; {state}" if fair.filing_number else state


def _session_table(sessions: list[Any], asked: Asked) -> Table:
    rows = tuple(
        (
            Link(session.name, address(session.get_absolute_url())),
            day(day_here(session.starts_at)),
            session.get_platform_display(),
            _turn(session.own_items, asked),
            _("đã phát") if session.state == LivestreamSession.State.DONE else _("chưa ghi là đã phát"),
            _replay(session),
        )
        for session in sessions
    )
    columns = (
        Column(_("Phiên"), 2.4),
        Column(_("Ngày"), 0.95),
        Column(_("Kênh"), 0.9),
        Column(_("Lượt lên sóng"), 1.6),
        Column(_("Ghi nhận"), 1.2),
        Column(_("Xem lại"), 0.9),
    )
    return Table("livestream", _("Livestream"), columns, rows)


def _turn(items: list[Any], asked: Asked) -> str:
    if any(item.product_id in asked.product_ids for item in items):
        return _("sản phẩm này")
    if any(item.product_id is None for item in items):
        return _("lượt của chủ thể, không ghi sản phẩm")
    return _("sản phẩm khác của chủ thể")


def _replay(session: Any) -> Value:
    return Link(_("xem lại"), session.replay_url) if session.replay_url else "–"


def _notes(fairs: list[Any], sessions: list[Any], held: list[Any]) -> tuple[str, ...]:
    notes = []
    if cancelled := len(fairs) - len(held) + sum(session.is_cancelled for session in sessions):
        notes.append(_("Không tính %(count)s sự kiện đã huỷ.") % {"count": cancelled})
    if any(fair.state != Fair.State.CLOSED for fair in held):
        notes.append(_("Sự kiện chưa tổng kết được kể theo lịch và danh sách gian đã công bố."))
    return tuple(notes)
