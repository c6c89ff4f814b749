"""Fairs, livestreams, sales points and stories in schema.org's words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from storefront.json_ld import told
from storefront.machines.addresses import absolute
from storefront.machines.linked import CONTEXT, maker, operator, place, plain
from storefront.machines.pictures import picture_address


def fair_data(fair: Any) -> dict[str, Any]:
    """A fair, market day or week of goods."""
    return told(
        **_event(fair, fair.opens_at, fair.closes_at),
        eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode",
        location=told(at_type="Place", name=fair.venue, address=place(fair), geo=_position(fair)),
        organizer=told(at_type="Organization", name=fair.organiser) if fair.organiser else None,
    )


def livestream_data(session: Any) -> dict[str, Any]:
    """A livestream; where it is shown is known once its address is."""
    return told(
        **_event(session, session.starts_at, session.ends_at),
        eventAttendanceMode="https://schema.org/OnlineEventAttendanceMode",
        location={"@type": "VirtualLocation", "url": session.url or absolute(session.get_absolute_url())},
        organizer=told(at_type="Organization", name=session.series.organiser)
        if session.series.organiser
        else None,
        performer=told(at_type="Person", name=session.host.name) if session.host_id else None,
    )


def sales_point_data(point: Any) -> dict[str, Any]:
    """A place one can walk into."""
    return told(
        at_context=CONTEXT,
        at_type="Store",
        at_id=absolute(point.get_absolute_url()),
        name=point.name,
        url=absolute(point.get_absolute_url()),
        address=place(point),
        geo=_position(point),
        telephone=point.phone,
        image=picture_address(point.photo),
    )


def article_data(page: Any, *, language: str) -> dict[str, Any]:
    """A story or a piece of news."""
    about = getattr(page, "product", None)
    teller = getattr(page, "maker", None)
    return told(
        at_context=CONTEXT,
        at_type="Article",
        headline=page.title[:110],
        description=plain(getattr(page, "standfirst", "")),
        url=absolute(page.url or ""),
        mainEntityOfPage=absolute(page.url or ""),
        inLanguage=language,
        datePublished=page.first_published_at and localtime(page.first_published_at).isoformat(),
        dateModified=page.last_published_at and localtime(page.last_published_at).isoformat(),
        image=picture_address(getattr(page, "cover", None)),
        author=operator(),
        publisher=operator(),
        about=[
            thing
            for thing in (
                about and told(at_type="Product", name=about.title, url=absolute(about.get_absolute_url())),
                maker(teller),
            )
            if thing
        ],
    )


def _event(thing: Any, begins: Any, ends: Any) -> dict[str, Any]:
    state = "EventCancelled" if thing.is_cancelled else "EventScheduled"
    return {
        "at_context": CONTEXT,
        "at_type": "Event",
        "at_id": absolute(thing.get_absolute_url()),
        "name": thing.name,
        "description": plain(thing.description),
        "url": absolute(thing.get_absolute_url()),
        "startDate": localtime(begins).isoformat(),
        "endDate": localtime(ends).isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "image": picture_address(thing.cover),
        "inLanguage": settings.LANGUAGE_CODE,
    }


def _position(thing: Any) -> dict[str, Any] | None:
    if not thing.has_position:
        return None
    return {"@type": "GeoCoordinates", "latitude": float(thing.latitude), "longitude": float(thing.longitude)}
