"""Who keeps the register of producers and their goods."""

from __future__ import annotations

ROLE_PERMISSIONS = {
    "programme_office": [
        "producers.view_producer",
        "producers.add_producer",
        "producers.change_producer",
        "producers.view_compliancedocument",
        "producers.add_compliancedocument",
        "producers.change_compliancedocument",
        "producers.delete_compliancedocument",
        "catalogue.view_product",
        "catalogue.change_product",
        "catalogue.view_category",
        "catalogue.change_category",
    ],
    "trade_department": [
        "producers.view_producer",
        "producers.change_producer",
        "producers.view_compliancedocument",
        "producers.add_compliancedocument",
        "producers.change_compliancedocument",
        "catalogue.view_product",
        "catalogue.change_product",
    ],
    "editor": [
        "producers.view_producer",
        "catalogue.view_product",
        "catalogue.view_category",
        "catalogue.change_category",
    ],
    "operator": ["producers.view_producer", "catalogue.view_product", "order.view_order"],
}
