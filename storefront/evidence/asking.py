"""What the next evaluation asks, heading by heading: the criteria of the sheet in force, never points for them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from catalogue.certification.rules import Criterion, rule_set_for
from storefront.evidence.checklist import SOURCE


@dataclass(frozen=True)
class Asking:
    """The criteria each section speaks to, by its key, and the sheet they stand on."""

    criteria: dict[str, tuple[Criterion, ...]]
    source: str = ""

    def of(self, key: str) -> tuple[Criterion, ...]:
        """The criteria a section speaks to."""
        return self.criteria.get(key, ())

    def names(self, key: str) -> str:
        """Their codes and names in one line."""
        return "; ".join(f"{criterion.code} {criterion.name}" for criterion in self.of(key))


def asked_of(product: Any, *, on: date) -> Asking:
    """What the era of that day asks of the product: by its own sheet, else by the first sheet of goods there is.

    Services are asked other things under the same codes: without a sheet of their own nothing is named.
    """
    rules = rule_set_for(on)
    if rules is None or not rules.trees:
        return Asking({})
    own = rules.tree(product.criteria_set)
    if own is None and product.nature == product.Nature.SERVICE:
        return Asking({})
    tree = own or rules.trees[min(rules.trees)]
    leaves = tree.leaves()
    criteria = {
        key: tuple(leaves[code] for code in codes if code in leaves) for key, codes in _codes().items()
    }
    told = tree.source
    if own is None:
        told = _("%(sheet)s (hệ thống chưa có bộ tiêu chí của sản phẩm này)") % {"sheet": told}
    if rules.caution or not tree.verified:
        told = _("%(sheet)s, chưa đối chiếu với bản chính thức") % {"sheet": told}
    return Asking(criteria, told)


@cache
def _codes() -> dict[str, list[str]]:
    with SOURCE.open("rb") as file:
        return tomllib.load(file)["criteria"]
