"""Who gets a newsletter: every address with a consent that stands, once."""

from __future__ import annotations

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Lower

from storefront.privacy.models import Consent


def standing_consents() -> QuerySet:
    """Consents to the newsletter that were not taken back and name an address letters can reach."""
    agreed = Consent.objects.filter(purpose=Consent.Purpose.NEWSLETTER, withdrawn_at=None)
    return agreed.exclude(Q(email="") | Q(email__iendswith=".invalid"))


def _last_of_each() -> QuerySet:
    """The last consent of each address. Whoever wrote it once with capitals is one person."""
    by_address = standing_consents().order_by().annotate(address=Lower("email")).values("address")
    return by_address.annotate(last=Max("pk"))


def count_recipients() -> int:
    """How many letters would leave now."""
    return _last_of_each().count()


def consents_to_write_to() -> list[int]:
    """The pks of one standing consent for each address, in order."""
    return sorted(_last_of_each().values_list("last", flat=True))
