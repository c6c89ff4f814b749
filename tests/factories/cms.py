"""The editors' site and stories for tests, through the functions the demo uses."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

from cms.models import HomePage, ProductStoryPage
from cms.publishing import ensure_site, publish_story
from tests.factories.catalogue import make_product

PICTURES = Path(__file__).parents[2] / "storefront" / "demo" / "pictures"
COVER = PICTURES / "scenes" / "tea-hills.webp"
_numbers = itertools.count(1)


def make_site() -> HomePage:
    """The site as a new installation has it: home, sections and guides in both languages."""
    return ensure_site()


def make_story(**facts: Any) -> ProductStoryPage:
    """A published Vietnamese story about a new product, with one paragraph, unless told otherwise."""
    facts = {
        "title": f"Chuyện số {next(_numbers)}",
        "standfirst": "Hai câu dẫn vào.",
        "sections": [("text", "<p>Ngày xưa.</p>")],
        **facts,
    }
    if "product" not in facts:
        facts["product"] = make_product()
    return publish_story(**facts)
