"""The values facets may have: groups, provinces, legal forms. Asked for by every list."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language

from catalogue.models import Category
from catalogue.producers.models import Producer
from catalogue.search.query import Choices
from storefront.places.models import Province

SECONDS = 60


def load_choices(language: str | None = None) -> Choices:
    """Every choice there is, with the groups' places in their tree; kept for a minute, or until a group is saved."""
    key = _key(language or get_language() or "")
    found = cache.get(key)
    if found is None:
        groups = list(Category.objects.filter(is_public=True).order_by("path"))
        found = Choices(
            groups={group.slug: group.label for group in groups},
            provinces=dict(
                Province.objects.filter(valid_to=None).order_by("name_folded").values_list("code", "name")
            ),
            legal_forms={form.value: str(form.label) for form in Producer.LegalForm},
            paths={group.slug: group.path for group in groups},
        )
        cache.set(key, found, SECONDS)
    return found


def forget_choices() -> None:
    """Read them anew at the next question."""
    cache.delete_many([_key(code) for code, _name in settings.LANGUAGES])


def _key(language: str) -> str:
    return f"search-choices:2:{language}"
