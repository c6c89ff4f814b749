"""The eras of the programme's law, each one data file in `data/` or in the folder the operator names.

Adding a file adds an era; nothing in the code names one. See `rule_set` for what an era holds and
`loading` for how files become objects.
"""

from __future__ import annotations

from catalogue.certification.rules.criteria import CriteriaTree, Criterion, Option
from catalogue.certification.rules.loading import (
    grounds,
    group_today,
    load_rule_sets,
    rule_set_for,
    rule_set_named,
    rule_sets_on,
)
from catalogue.certification.rules.rule_set import Act, Band, CriteriaSet, Ground, Group, RuleSet, add_months

__all__ = [
    "Act",
    "Band",
    "CriteriaSet",
    "CriteriaTree",
    "Criterion",
    "Ground",
    "Group",
    "Option",
    "RuleSet",
    "add_months",
    "grounds",
    "group_today",
    "load_rule_sets",
    "rule_set_for",
    "rule_set_named",
    "rule_sets_on",
]
