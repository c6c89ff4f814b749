"""Pages that editors write."""

from cms.models.article import ArticleIndexPage, ArticlePage, PlainPage
from cms.models.home import HomePage
from cms.models.story import ProductStoryPage, StoryIndexPage

__all__ = ["ArticleIndexPage", "ArticlePage", "HomePage", "PlainPage", "ProductStoryPage", "StoryIndexPage"]
