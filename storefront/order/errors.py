"""Why an order is not placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError


@dataclass(frozen=True)
class Refusal:
    """One basket line that cannot be sold as asked. `left` is what could be sold, 0 when nothing."""

    line: Any
    code: str
    message: str | Promise
    wanted: int
    left: int


class LinesRefusedError(DomainError):
    """Some lines cannot be sold now; nothing was ordered and the basket is as it was."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(
            _("Chưa đặt được: có món trong giỏ không còn đủ hoặc không bán được nữa."), code="lines-refused"
        )
        self.refusals = tuple(refusals)
