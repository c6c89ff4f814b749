"""The pages linked below a list: as many for ten pages as for ten thousand."""

from __future__ import annotations

import pytest
from django.core.paginator import Paginator

from storefront.templatetags.paging import linked


@pytest.mark.parametrize(
    ("pages", "number", "shown"),
    [
        (1, 1, [1]),
        (4, 2, [1, 2, 3, 4]),
        (9, 1, [1, 2, 3, 9]),
        (9, 5, [1, 3, 4, 5, 6, 7, 9]),
        (10_000, 9_999, [1, 9_997, 9_998, 9_999, 10_000]),
    ],
)
def test_which_pages_are_linked(pages, number, shown):
    assert linked(Paginator(range(pages), 1).page(number)) == shown
