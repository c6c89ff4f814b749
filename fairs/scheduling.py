"""Fairs, booths and livestreams are planned here: the writes that touch more than one row or need a lock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from catalogue.certification.managers import products_in_force
from catalogue.models import Product
from catalogue.producers.models import Producer
from fairs.errors import SchedulingError
from fairs.models import (
    Booth,
    BoothCategory,
    Fair,
    FairProduct,
    LivestreamHost,
    LivestreamItem,
    LivestreamSeries,
    LivestreamSession,
)
from fairs.models.booth import PLAN_LIMIT
from fairs.outlets import confirm_stock, register_sales_point
from storefront.locks import locked
from storefront.vietnamese import fold

__all__ = [
    "add_booths",
    "check_session",
    "confirm_stock",
    "let_booth",
    "open_fair",
    "refuse_uncertified",
    "register_host",
    "register_sales_point",
    "schedule_series",
    "schedule_session",
    "show_products",
]


@transaction.atomic
def open_fair(
    name: str,
    *,
    kind: str,
    venue: str,
    province: Any,
    opens_at: datetime,
    closes_at: datetime,
    state: str = Fair.State.ANNOUNCED,
    by: Any = None,
    **facts: Any,
) -> Fair:
    """Enter a fair, market day, week of goods or meeting, and return it.

    `kind` is one of `Fair.Kind` ("fair", "market", "week", "matching", "stall_elsewhere"); `province` a
    `places.Province`; moments are aware. `facts` are further fields of `Fair`: commune, address, latitude,
    longitude (Decimal degrees), organiser, registration_opens_on, registration_closes_on, filing_number,
    expected_booths, description, public_note, cover (image).
    Raises `ValidationError` when the dates contradict each other or, for a "fair", when the registration days
    leave the window of Decree 81/2018 (365 to 30 days before the opening); nothing is written then.
    """
    fair = Fair(
        name=name,
        kind=kind,
        venue=venue,
        province=province,
        opens_at=opens_at,
        closes_at=closes_at,
        state=state,
        **facts,
    )
    fair.full_clean()
    fair.save()
    log(fair, "wagtail.create", user=by)
    return fair


@transaction.atomic
def add_booths(
    fair: Fair,
    *,
    category: BoothCategory,
    rows: int,
    columns: int,
    zone: str = "",
    first_number: int = 1,
    prefix: str | None = None,
    by: Any = None,
) -> list[Booth]:
    """Lay out a grid of `rows` × `columns` booths in one zone of the plan and return them, row by row.

    Booths are numbered `<prefix>01, <prefix>02, …`; the prefix is the zone's name unless given ("" for none).
    New rows are put below those the zone already has. Raises `SchedulingError` with code "grid-size" when the
    grid is empty or larger than the plan, "booth-number-taken" when a number is in use; nothing is written
    then.
    """
    (fair,) = locked(Fair.objects.filter(pk=fair.pk))
    there = list(fair.booths.all())
    top = max((booth.plan_row for booth in there if booth.zone == zone), default=0)
    if rows < 1 or columns < 1 or columns > PLAN_LIMIT or top + rows > PLAN_LIMIT:
        raise SchedulingError(
            _("Mỗi khu có từ 1 đến %(limit)s hàng và từ 1 đến %(limit)s cột.") % {"limit": PLAN_LIMIT},
            code="grid-size",
            field="rows",
        )
    stem = zone if prefix is None else prefix
    grid = [(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)]
    booths = [
        Booth(
            fair=fair,
            category=category,
            zone=zone,
            number=f"{stem}{number:02d}",
            plan_row=top + row,
            plan_column=column,
        )
        for number, (row, column) in enumerate(grid, start=first_number)
    ]
    _refuse_taken_numbers(booths, there)
    created = Booth.objects.bulk_create(booths)
    _touch(fair)
    log(fair, "fairs.booths_added", user=by, data={"zone": zone, "count": len(created)})
    return created


@transaction.atomic
def let_booth(booth: Booth, *, producer: Producer | None, by: Any = None) -> Booth:
    """Give a booth to a producer, or take it back with `producer=None`.

    Raises `SchedulingError` "booth-taken" when another producer has it, "producer-not-active" when the
    producer may not trade now.
    """
    (booth,) = locked(Booth.objects.filter(pk=booth.pk))
    if producer is not None:
        if booth.producer_id not in (None, producer.pk):
            raise SchedulingError(
                _("Gian %(number)s đã có chủ thể khác.") % {"number": booth.number},
                code="booth-taken",
                field="producer",
            )
        if producer.state != Producer.State.ACTIVE:
            raise SchedulingError(
                _("Chủ thể %(producer)s đang không hoạt động.") % {"producer": producer},
                code="producer-not-active",
                field="producer",
            )
    booth.producer = producer
    booth.save(update_fields=["producer"])
    log(booth.fair, "fairs.booth_let", user=by, data={"booth": booth.number, "producer": str(producer or "")})
    return booth


@transaction.atomic
def show_products(fair: Fair, products: Iterable[Product]) -> list[FairProduct]:
    """Put products on show at a fair and return the entries; one already shown is left as it is.

    Only a product whose certificate is in force on the opening day may be put on show; otherwise
    `SchedulingError` "certificate-not-in-force", and nothing is written.
    """
    wanted = list(products)
    refuse_uncertified(wanted, on=fair.opens_on)
    entries = [FairProduct.objects.get_or_create(fair=fair, product=product)[0] for product in wanted]
    _touch(fair)
    return entries


@transaction.atomic
def schedule_series(
    name: str,
    *,
    period_from: date,
    period_to: date,
    planned_sessions: int = 6,
    producers_per_session: int = 4,
    by: Any = None,
    **facts: Any,
) -> LivestreamSeries:
    """Enter a series of livestreams and return it; its sessions follow one by one with `schedule_session`.

    `facts`: organiser, description, is_public. Raises `ValidationError` when the dates or numbers make no
    sense.
    """
    series = LivestreamSeries(
        name=name,
        period_from=period_from,
        period_to=period_to,
        planned_sessions=planned_sessions,
        producers_per_session=producers_per_session,
        **facts,
    )
    series.full_clean()
    series.save()
    log(series, "wagtail.create", user=by)
    return series


def register_host(name: str, *, organisation: str = "", verified_on: date | None = None) -> LivestreamHost:
    """Return the host of that name and organisation, entered if new; a newer day of verification is kept."""
    host, created = LivestreamHost.objects.get_or_create(
        name_folded=fold(name)[:120],
        organisation=organisation,
        defaults={"name": name, "verified_on": verified_on},
    )
    if not created and verified_on and (host.verified_on is None or host.verified_on < verified_on):
        host.verified_on = verified_on
        host.save(update_fields=["verified_on", "name_folded"])
    return host


@transaction.atomic
def schedule_session(
    series: LivestreamSeries,
    *,
    starts_at: datetime,
    ends_at: datetime,
    products: Sequence[Product] = (),
    producers: Sequence[Producer] = (),
    number: int | None = None,
    name: str = "",
    host: LivestreamHost | None = None,
    platform: str = LivestreamSession.Platform.TIKTOK,
    state: str = LivestreamSession.State.PLANNED,
    by: Any = None,
    **facts: Any,
) -> LivestreamSession:
    """Enter a session of the series with its running order, and return it.

    `products` go on air in the order given; `producers` without a product yet follow them. `number` is the
    next free one unless given; `name` is made of the series' name and the number unless given. `facts`: url,
    place, replay_url, description, state_note, cover, slug.
    Raises `SchedulingError`: "host-busy" (the host is on air elsewhere then), "quota-exceeded" (more
    producers than the series allows in a session), "certificate-not-in-force" (a product's certificate does
    not hold on the day), "outside-series" (the day lies outside the series' period); `ValidationError` for
    malformed fields. Nothing is written then. Series and host are locked: two officers cannot pass each
    other.
    """
    (series,) = locked(LivestreamSeries.objects.filter(pk=series.pk))
    number = number or (series.sessions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    session = LivestreamSession(
        series=series,
        number=number,
        name=name or _("%(series)s, phiên %(number)s") % {"series": series.name, "number": number},
        starts_at=starts_at,
        ends_at=ends_at,
        host=host,
        platform=platform,
        state=state,
        **facts,
    )
    session.full_clean()
    items = [LivestreamItem(producer_id=product.producer_id, product=product) for product in products]
    shown = {item.producer_id for item in items}
    items += [LivestreamItem(producer=producer) for producer in producers if producer.pk not in shown]
    check_session(session, items)
    session.save()
    for position, item in enumerate(items):
        item.session, item.position = session, position
    LivestreamItem.objects.bulk_create(items)
    log(session, "wagtail.create", user=by)
    return session


def check_session(session: LivestreamSession, items: Sequence[LivestreamItem]) -> None:
    """Hold a session and its running order to every rule of `schedule_session`; takes the locks it needs.

    Call inside the transaction that saves the session. Certificates are asked for while a session is planned:
    one that was aired is history, a cancelled one leaves its host free. Raises `SchedulingError`.
    """
    (series,) = locked(LivestreamSeries.objects.filter(pk=session.series_id))
    if not series.period_from <= session.airs_on <= series.period_to:
        raise SchedulingError(
            _("Ngày phát nằm ngoài thời gian của chuỗi (%(first)s – %(last)s).")
            % {"first": f"{series.period_from:%d/%m/%Y}", "last": f"{series.period_to:%d/%m/%Y}"},
            code="outside-series",
            field="starts_at",
        )
    producers = {item.producer_id for item in items if item.producer_id}
    if len(producers) > series.producers_per_session:
        raise SchedulingError(
            _("Mỗi phiên của chuỗi này có tối đa %(quota)s chủ thể, đang xếp %(count)s.")
            % {"quota": series.producers_per_session, "count": len(producers)},
            code="quota-exceeded",
        )
    if session.state == LivestreamSession.State.CANCELLED:
        return
    _refuse_busy_host(session)
    if session.state == LivestreamSession.State.PLANNED:
        refuse_uncertified([item.product for item in items if item.product_id], on=session.airs_on)


def refuse_uncertified(products: Iterable[Product], *, on: date) -> None:
    """Raise `SchedulingError` naming the products whose certificate is not in force on the day `on`."""
    wanted = {product.pk: product for product in products}
    holding = set(
        products_in_force(Product.objects.filter(pk__in=wanted), on=on).values_list("pk", flat=True)
    )
    refused = [product.title for pk, product in wanted.items() if pk not in holding]
    if refused:
        raise SchedulingError(
            _("Chứng nhận OCOP không còn hiệu lực vào ngày %(day)s: %(products)s.")
            % {"day": f"{on:%d/%m/%Y}", "products": "; ".join(refused)},
            code="certificate-not-in-force",
            field="product",
        )


def _refuse_busy_host(session: LivestreamSession) -> None:
    if session.host_id is None:
        return
    (host,) = locked(LivestreamHost.objects.filter(pk=session.host_id))
    clash = (
        LivestreamSession.objects.filter(host=host)
        .on_air_between(session.starts_at, session.ends_at)
        .exclude(pk=session.pk)
        .first()
    )
    if clash is not None:
        start = timezone.localtime(clash.starts_at)
        raise SchedulingError(
            _("%(host)s đã dẫn “%(session)s” lúc %(start)s.")
            % {"host": host.name, "session": clash.name, "start": f"{start:%H:%M %d/%m/%Y}"},
            code="host-busy",
            field="host",
        )


def _refuse_taken_numbers(booths: Sequence[Booth], there: Sequence[Booth]) -> None:
    taken = {booth.number for booth in there}
    clashes = [booth.number for booth in booths if booth.number in taken]
    if clashes:
        raise SchedulingError(
            _("Số gian đã có trong sự kiện: %(numbers)s.") % {"numbers": ", ".join(clashes[:8])},
            code="booth-number-taken",
            field="first_number",
        )


def _touch(fair: Fair) -> None:
    """Move the fair's calendar entry on: what hangs below it has changed."""
    Fair.objects.filter(pk=fair.pk).update(updated_at=timezone.now())
