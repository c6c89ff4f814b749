"""Writing the consent log, and taking a consent back."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError
from storefront.privacy.models import AgeDeclaration, Consent
from storefront.privacy.purposes import ADULT_AGE, AGE_SENTENCE, BY_CODE, TEXT_VERSION
from storefront.purchases.models import OrderGroup
from storefront.ready_queries import ReadyQuery

logger = logging.getLogger(__name__)
AGE_REFUSAL = _("Đơn có đồ uống có cồn: hãy xác nhận bạn đã đủ 18 tuổi, hoặc bỏ món đó khỏi giỏ.")


class AgeNotDeclaredError(DomainError):
    """There is alcohol among the goods and nobody said to be of age. Nothing was ordered."""

    def __init__(self) -> None:
        super().__init__(AGE_REFUSAL, code="age-not-declared", field="age_declared")


def is_for_adults(product: Any) -> bool:
    """Whether a product (or the one it is a variant of) is sold to adults only."""
    whole = product.parent if product.is_child else product
    return bool(whole.is_alcohol)


def keep_declarations(group: OrderGroup, *, agreed: Iterable[str], is_adult: bool) -> None:
    """Write what the shopper ticked beside the order; run inside the transaction that places it.

    `agreed` are codes of `purposes.PURPOSES`. Raises `AgeNotDeclaredError` when the orders hold alcohol and
    `is_adult` is False: the order is then not placed, whatever the form had looked like.
    """
    has_alcohol = bool(_ALCOHOL(group=group.pk))
    if has_alcohol and not is_adult:
        raise AgeNotDeclaredError
    now = timezone.now()
    if has_alcohol:
        AgeDeclaration.objects.create(
            group=group, age=ADULT_AGE, text=str(AGE_SENTENCE), text_version=TEXT_VERSION, declared_at=now
        )
    Consent.objects.bulk_create(
        Consent(
            purpose=code,
            text=str(BY_CODE[code].sentence),
            text_version=TEXT_VERSION,
            group=group,
            user=group.user,
            email=group.email,
            phone=group.phone if code == Consent.Purpose.LIVESTREAM else "",
            given_at=now,
        )
        for code in agreed
    )


def withdraw(consent: Consent) -> bool:
    """Take a consent back from now on, with every other one to the same purpose with the same address.

    Who refuses refuses the thing, not the purchase beside which it was once agreed to. Returns False when nothing was
    standing any more.
    """
    same = Q(pk=consent.pk)
    if consent.email:
        same |= Q(purpose=consent.purpose, email__iexact=consent.email)
    if consent.phone:
        same |= Q(purpose=consent.purpose, phone=consent.phone)
    count = Consent.objects.filter(same, withdrawn_at=None).update(withdrawn_at=timezone.now())
    if count:
        logger.info("consent withdrawn", extra={"consent": consent.pk, "count": count})
    return bool(count)


def _with_alcohol(*, group: int) -> QuerySet[Any, int]:
    """The key of an order of the group that holds alcohol, if there is one."""
    own, of_whole = Q(lines__product__is_alcohol=True), Q(lines__product__parent__is_alcohol=True)
    orders = OrderGroup._meta.get_field("orders").related_model._default_manager.filter(group=group)
    return orders.filter(own | of_whole).order_by().values_list("pk", flat=True)[:1]


_ALCOHOL = ReadyQuery(_with_alcohol)
