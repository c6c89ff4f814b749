"""What every form for a line of a rate table checks: a province stands in one line, so its charge is never in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from storefront.delivery.models import DeliveryZone


def zone_errors(
    *, producer: Any, kind: str | None, provinces: Iterable[Any], pk: int | None
) -> Iterable[ValidationError]:
    """What is wrong with the provinces of a line, `pk` the line itself when it is edited."""
    chosen = list(provinces)
    if kind == DeliveryZone.Kind.NAMED and not chosen:
        yield ValidationError(_("Chọn ít nhất một tỉnh."), code="no-province")
    if kind != DeliveryZone.Kind.NAMED and chosen:
        yield ValidationError(_("Chỉ vùng “những tỉnh kể tên” mới chọn tỉnh."), code="not-named")
    others = DeliveryZone.objects.filter(producer=producer, provinces__in=chosen).exclude(pk=pk)
    names = {str(province) for province in chosen}
    twice = sorted({name for name in others.values_list("provinces__name", flat=True) if name in names})
    if twice:
        message = _("Đã có trong vùng khác của chủ thể: %(names)s.") % {"names": ", ".join(twice)}
        yield ValidationError(message, code="province-twice")
