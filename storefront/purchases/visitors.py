"""Which order groups this browser placed, so that a guest finds the way back without an account."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from storefront.places.known import provinces_on
from storefront.places.models import Province
from storefront.purchases.models import OrderGroup

SESSION_KEY = "order_groups"
PROVINCE_KEY = "delivery_province"
_MOST = 20
#: So long after ordering an empty basket is taken for the one just ordered.
_JUST = timedelta(hours=1)


def remember(request: HttpRequest, group: OrderGroup) -> None:
    """Note a group in the session, newest first."""
    known = [number for number in request.session.get(SESSION_KEY, []) if number != group.number]
    request.session[SESSION_KEY] = [group.number, *known][:_MOST]


def groups_of(request: HttpRequest) -> list[OrderGroup]:
    """The groups this browser placed, newest first."""
    numbers = request.session.get(SESSION_KEY, [])
    if not numbers:
        return []
    return list(OrderGroup.objects.filter(number__in=numbers).prefetch_related("orders__producer"))


def just_placed(request: HttpRequest) -> OrderGroup | None:
    """What this browser ordered within the hour: its answer may have been lost on the way, or one went back."""
    newest = request.session.get(SESSION_KEY, [])[:1]
    if not newest:
        return None
    return OrderGroup.objects.filter(number=newest[0], placed_at__gt=timezone.now() - _JUST).first()


def remember_province(request: HttpRequest, code: str) -> None:
    """Note where this visitor's parcels go, by the province's code."""
    if request.session.get(PROVINCE_KEY) != code:
        request.session[PROVINCE_KEY] = code


def remembered_province(request: HttpRequest) -> Province | None:
    """The province this visitor chose last, to tell delivery charges before the checkout."""
    code = str(request.session.get(PROVINCE_KEY, ""))
    return provinces_on(timezone.localdate()).get(code)
