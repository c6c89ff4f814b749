from __future__ import annotations

import pytest
from wagtail.models import Page

from cms.models import ArticleIndexPage, ArticlePage, HomePage, PlainPage, ProductStoryPage, StoryIndexPage

CHILDREN = {
    HomePage: {StoryIndexPage, ArticleIndexPage, PlainPage},
    StoryIndexPage: {ProductStoryPage},
    ProductStoryPage: set(),
    ArticleIndexPage: {ArticlePage},
    ArticlePage: set(),
    PlainPage: {PlainPage},
}


@pytest.mark.parametrize(
    ("parent", "children"), CHILDREN.items(), ids=lambda value: getattr(value, "__name__", "")
)
def test_page_type_takes_only_these_children(parent, children, db):
    assert set(parent.allowed_subpage_models()) == children


def test_home_page_stands_only_under_the_root(db):
    assert HomePage.allowed_parent_page_models() == [Page]
