"""What a product is made of, where, and the papers behind it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.template.defaultfilters import linebreaks_filter, linebreaksbr, striptags
from django.utils.safestring import SafeString

from storefront.ready_templates import ReadyTemplate
from storefront.told import day

_FACTS = ReadyTemplate("catalogue/_facts.html")
_PAPER = ReadyTemplate("catalogue/_paper.html")


def facts(product: Any, papers: Iterable[Any], *, on: date) -> SafeString:
    """The description and, one by one, what the law wants on the label."""
    noted = product.origin_note if product.commune_id else ""
    return _FACTS(
        description=linebreaks_filter(striptags(product.description)) if product.description else "",
        ingredients=linebreaksbr(product.ingredients) if product.ingredients else "",
        material=product.material_origin,
        is_service=product.nature == "service",
        place=product.origin_label,
        noted=noted,
        storage=product.storage_note,
        life=product.shelf_life,
        gtin=product.gtin or "",
        papers=paper_lines(papers, on=on),
    )


def paper_lines(papers: Iterable[Any], *, on: date) -> tuple[SafeString, ...]:
    """Each paper with its number and, by `on`, until when it holds or held."""
    return tuple(_paper_line(paper, on) for paper in papers)


def _paper_line(paper: Any, on: date) -> SafeString:
    ends, is_current = paper.expires_on, paper.is_current(on)
    return _PAPER(
        kind=str(paper.get_kind_display()),
        number=paper.number,
        until=day(ends) if ends and is_current else "",
        lapsed=day(ends) if ends and not is_current else "",
        issued=day(paper.issued_on) if paper.issued_on and not ends else "",
    )
