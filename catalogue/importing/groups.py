"""The six groups of today's tree: number ↔ category, and the nature of what belongs to them."""

from __future__ import annotations

from django.utils import timezone

from catalogue.certification.rules import RuleSet, rule_set_for
from catalogue.models import Category, Product
from storefront.vietnamese import fold, slugify

TOURISM = 6
# What the English pages call them; the decision has no English of its own. Officers may change it.
ENGLISH = {
    1: "Food",
    2: "Drinks",
    3: "Medicinal herbs and herbal products",
    4: "Handicrafts",
    5: "Ornamental plants and animals",
    6: "Community tourism, ecotourism and visitor sites",
}
_ALCOHOL_SETS = frozenset({14, 15})
_LIVE_SETS = frozenset({23, 24, 25})


def era_of_today() -> RuleSet:
    """The era in force today, whose groups and criteria sets the register is kept in."""
    rules = rule_set_for(timezone.localdate())
    if rules is None:
        raise LookupError("no era is in force today")
    return rules


def group_names() -> dict[int, str]:
    """The names of the six groups by number, as the decision in force today writes them."""
    return {group.today: group.name for group in era_of_today().groups}


def numbers_by_path() -> dict[str, int]:
    """The number of each group by the path of its category at the root of the tree."""
    numbers = {fold(name): number for number, name in group_names().items()}
    roots = Category.objects.filter(depth=1).values_list("path", "name")
    return {path: numbers[fold(name)] for path, name in roots if fold(name) in numbers}


def group_of_product(product: Product, paths: dict[str, int]) -> int | None:
    """The number of the group a product stands in (uses prefetched categories)."""
    roots = (category.path[: Category.steplen] for category in product.categories.all())
    return next((paths[root] for root in roots if root in paths), None)


def ensure_group(number: int) -> Category:
    """The category of a group, made when the tree does not have it yet."""
    name = group_names()[number]
    for category in Category.objects.filter(depth=1):
        if fold(category.name) == fold(name):
            return category
    return Category.add_root(name=name, name_en=ENGLISH[number], slug=slugify(name), is_public=True)


def facts_of_set(criteria_set: int | None) -> dict[str, bool]:
    """What a criteria set alone tells about handling: alcohol (14, 15), living things (23–25)."""
    facts = {}
    if criteria_set in _ALCOHOL_SETS:
        facts["is_alcohol"] = True
    if criteria_set in _LIVE_SETS:
        facts["is_live"] = True
    return facts
