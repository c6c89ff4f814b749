"""How this installation sells: a question of law, answered once by `OCOP_SALES_MODE` and asked everywhere.

`catalogue` shows goods and the ways to their producers, and takes no orders. `intermediary` lets each producer
sell, and be paid, by itself. `direct` makes the operator the seller: it is paid, and producers pack for it. An
order keeps the mode it was placed in, whatever the setting says later.
"""

from __future__ import annotations

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SalesMode(TextChoices):
    """Stored with order groups; the codes never change."""

    CATALOGUE = "catalogue", _("Chỉ giới thiệu sản phẩm")
    INTERMEDIARY = "intermediary", _("Từng chủ thể bán")
    DIRECT = "direct", _("Đơn vị vận hành bán")


def sales_mode() -> SalesMode:
    """The mode new orders are placed in. Raises `ValueError` for a setting that names none."""
    return SalesMode(settings.OCOP_SALES_MODE)


def sells_here() -> bool:
    """Whether anything can be ordered on this site."""
    return sales_mode() is not SalesMode.CATALOGUE


def operator_sells() -> bool:
    """Whether new orders are the operator's: its name on them, its account for the money."""
    return sales_mode() is SalesMode.DIRECT
