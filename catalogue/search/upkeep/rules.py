"""Which change of which table touches which products, and what is made anew then."""

# ruff: noqa: S608

from __future__ import annotations

from dataclasses import dataclass

from catalogue.search.upkeep import statements

_OF_GROUP = "p.id IN (SELECT pc.product_id FROM catalogue_productcategory pc WHERE pc.category_id = NEW.id)"
_AT_POINT = "p.id IN (SELECT s.product_id FROM fairs_salespointstock s WHERE s.point_id = NEW.id)"


@dataclass(frozen=True)
class Rule:
    """After `event` (of `columns`, if any are named) on `table`, for the products that `which` selects as `p`."""

    table: str
    event: str
    which: str = ""
    columns: tuple[str, ...] = ()
    when: str = ""
    entry: bool = True
    spans: bool = False
    # A row whose key is told of as it is, without looking for a product.
    key: str = ""
    kind: str = "product"
    also: tuple[str, ...] = ()
    # What tells it from another rule of the same event and table.
    label: str = ""

    @property
    def name(self) -> str:
        return f"search_after_{self.event.lower()}_{self.table}{self.label}"

    def body(self, vendor: str) -> list[str]:
        """The statements the trigger runs."""
        made: list[str] = list(self.also)
        if self.which and self.entry:
            made.append(statements.entries(self.which, vendor))
        if self.which and self.spans:
            made.append("DELETE FROM search_starspan WHERE product_id = NEW.product_id")
            made.append(statements.spans(self.which, vendor))
            made.append(statements.last_span("NEW.product_id"))
        if self.key:
            made.append(statements.waiting(self.kind, f"SELECT {self.key} AS id", vendor))
        elif self.which:
            refs = f"SELECT p.id FROM catalogue_product p WHERE {self.which}"
            made.append(statements.waiting(self.kind, refs, vendor))
        return made


RULES = (
    Rule("catalogue_product", "INSERT", "p.id = NEW.id"),
    Rule(
        "catalogue_product",
        "UPDATE",
        "p.id = NEW.id",
        columns=(
            "title", "pack", "gtin", "origin_note", "is_public", "structure", "selling", "price_from", "producer_id",
            "province_id", "commune_id", "name_folded",
        ),
    ),
    # Words are made by whoever works off the outbox: nothing new to wait for.
    Rule(
        "catalogue_product",
        "UPDATE",
        columns=("search_words",),
        when="NEW.search_words <> OLD.search_words",
        also=("UPDATE search_entry SET words = NEW.search_words WHERE product_id = NEW.id",),
        label="_words",
    ),
    Rule(
        "catalogue_product",
        "DELETE",
        key="OLD.id",
        also=(
            "DELETE FROM search_entry WHERE product_id = OLD.id",
            "DELETE FROM search_starspan WHERE product_id = OLD.id",
            "DELETE FROM search_outlet WHERE product_id = OLD.id",
        ),
    ),
    Rule(
        "producers_producer",
        "UPDATE",
        "p.producer_id = NEW.id",
        columns=("name", "state", "legal_form", "province_id"),
    ),
    Rule("catalogue_category", "UPDATE", _OF_GROUP, columns=("path", "name", "name_en")),
    Rule("catalogue_productcategory", "INSERT", "p.id = NEW.product_id"),
    Rule("catalogue_productcategory", "UPDATE", "p.id IN (NEW.product_id, OLD.product_id)"),
    Rule("catalogue_productcategory", "DELETE", "p.id = OLD.product_id"),
    Rule("partner_stockrecord", "INSERT", "p.id = NEW.product_id"),
    Rule(
        "partner_stockrecord",
        "UPDATE",
        "p.id IN (NEW.product_id, OLD.product_id)",
        columns=("price", "product_id"),
    ),
    Rule("partner_stockrecord", "DELETE", "p.id = OLD.product_id"),
    Rule(
        "certification_ledgerentry",
        "INSERT",
        "p.id = NEW.product_id",
        when="NEW.kind IN ('recognised', 'extended', 'revoked', 'corrected')",
        entry=False,
        spans=True,
    ),
    Rule("places_province", "UPDATE", "p.province_id = NEW.id", columns=("name", "code")),
    Rule("places_commune", "UPDATE", "p.commune_id = NEW.id", columns=("name", "kind", "province_id")),
    Rule("fairs_salespointstock", "INSERT", "p.id = NEW.product_id", entry=False),
    Rule("fairs_salespointstock", "UPDATE", "p.id IN (NEW.product_id, OLD.product_id)", entry=False),
    Rule("fairs_salespointstock", "DELETE", "p.id = OLD.product_id", entry=False),
    Rule(
        "fairs_salespoint", "UPDATE", _AT_POINT, columns=("state", "latitude", "longitude"), entry=False
    ),
    Rule("wagtailcore_page", "INSERT", key="NEW.id", kind="reading"),
    Rule(
        "wagtailcore_page",
        "UPDATE",
        key="NEW.id",
        kind="reading",
        columns=("live", "title", "url_path", "last_published_at"),
    ),
    Rule("wagtailcore_page", "DELETE", key="OLD.id", kind="reading"),
)  # fmt: skip
