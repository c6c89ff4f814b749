"""The newsletters' place in the back office."""

from __future__ import annotations

from wagtail import hooks

from storefront.newsletters.back_office import NewsletterViewSet


@hooks.register("register_admin_viewset")
def newsletters_viewset() -> NewsletterViewSet:
    return NewsletterViewSet()
