"""Oscar finds our classes where we forked it."""

from __future__ import annotations

import pytest
from oscar.core.loading import get_class, get_model


@pytest.mark.parametrize(
    ("module", "name", "ours"),
    [
        ("catalogue.managers", "ProductQuerySet", "catalogue.managers"),
        ("catalogue.views", "ProductDetailView", "catalogue.views"),
        ("search.views", "CatalogueView", "catalogue.search.views"),
        ("search.views", "ProductCategoryView", "catalogue.search.views"),
        ("partner.strategy", "Selector", "storefront.partner.strategy"),
        ("shipping.repository", "Repository", "storefront.shipping.repository"),
        ("order.utils", "OrderCreator", "storefront.order.utils"),
        ("dashboard.catalogue.forms", "ProductForm", "storefront.dashboard.catalogue.forms"),
    ],
)
def test_forked_class_is_ours(module: str, name: str, ours: str) -> None:
    assert get_class(module, name).__module__ == ours


@pytest.mark.parametrize(
    ("label", "name", "ours"),
    [
        ("catalogue", "Product", "catalogue.models"),
        ("catalogue", "Category", "catalogue.models"),
        ("order", "Order", "storefront.order.models"),
        ("users", "User", "storefront.users.models"),
    ],
)
def test_forked_model_is_ours(label: str, name: str, ours: str) -> None:
    assert get_model(label, name).__module__ == ours
