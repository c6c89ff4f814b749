"""The staff's product form in Oscar's dashboard, with the facts of the programme."""

from __future__ import annotations

from oscar.apps.dashboard.catalogue import forms as upstream


class ProductForm(upstream.ProductForm):
    """Oscar's form; the address is made from the title, the star comes from the ledger."""

    class Meta(upstream.ProductForm.Meta):
        fields = [
            "title",
            "producer",
            "province",
            "commune",
            "origin_note",
            "nature",
            "selling",
            "pack",
            "net_quantity",
            "net_unit",
            "gtin",
            "criteria_set",
            "lead_days",
            "weight_grams",
            "season_from",
            "season_to",
            "is_public",
            "is_discountable",
            "is_fragile",
            "is_liquid",
            "is_chilled",
            "is_live",
            "is_alcohol",
            "is_oversize",
            "ingredients",
            "material_origin",
            "storage_note",
            "shelf_life",
            "upc",
            "description",
            "structure",
            "meta_title",
            "meta_description",
        ]
