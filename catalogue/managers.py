"""Products as screens ask for them. An override of Oscar's module of the same name."""

from __future__ import annotations

from oscar.apps.catalogue import managers as upstream


class ProductQuerySet(upstream.ProductQuerySet):
    """Named sets of products. Certification lies on a higher floor: see `catalogue.certification.managers`."""

    def listed(self) -> ProductQuerySet:
        """Public products, stand-alone or parent, whose producer is active. Says nothing about their star."""
        return self.browsable().filter(producer__state="active")

    def for_cards(self) -> ProductQuerySet:
        """Everything a card shows, in a constant number of queries."""
        return self.select_related("producer", "province", "commune", "commune__province").prefetch_related(
            "images", "stockrecords", "ledger_entries", "ledger_entries__decision", "categories"
        )
