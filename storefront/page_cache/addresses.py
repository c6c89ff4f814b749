"""Which addresses are the same for everybody, and which words of their query make another page.

What is not named here is never kept. A page belongs here only when nothing in it depends on who asks.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, QueryDict

_LISTING = frozenset({"nganh", "sao", "tinh", "loai", "con-han", "xep", "page"})
_PAGED = frozenset({"page"})
_ALONE: frozenset[str] = frozenset()

#: Name of the view → the words of the query that it reads and that have few values. Free text and prices make
#: as many pages as somebody likes: those are answered and not kept.
KEPT: dict[str, frozenset[str]] = {
    "catalogue:index": _LISTING,
    "catalogue:detail": _ALONE,
    "group": _LISTING,
    "producers:detail": _ALONE,
    "register:index": frozenset({"nganh", "tinh", "page"}),
    "register:certificate": _ALONE,
    "gifts:index": _ALONE,
    "gifts:detail": _ALONE,
    "fairs:fair-list": _PAGED,
    "fairs:fair-detail": _ALONE,
    "fairs:livestream-list": _PAGED,
    "fairs:livestream-detail": _ALONE,
    "fairs:agenda": frozenset({"loai", "thang"}),
    "fairs:sales-point-list": _PAGED,
    "fairs:sales-point-detail": _ALONE,
    "region-list": _ALONE,
    "region": _ALONE,
    "buyer_reviews:of-product": frozenset({"diem", "page"}),
    "front-page": _PAGED,
    "story": _PAGED,
    "wagtail_serve": _PAGED,
}
#: Where a visitor came from, for whoever counts in the browser. No page reads it.
_ORIGINS = frozenset(
    {"fbclid", "gclid", "gbraid", "wbraid", "msclkid", "yclid", "ttclid", "zarsrc", "mc_cid", "mc_eid"}
)
_LONGEST = 200
_MOST = 4


def settle_query(request: HttpRequest) -> str:
    """Leave out of the query where the visitor came from and put the rest in order; return it.

    The view sees the same words the key is made of: what is not in the key cannot get into the page.
    """
    asked = request.META.get("QUERY_STRING", "")
    if not asked:
        return ""
    if len(asked) > 10 * _LONGEST:
        return asked
    try:
        pairs = parse_qsl(asked, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return asked
    kept = [(name, value) for name, value in pairs if not (name in _ORIGINS or name.startswith("utm_"))]
    # Only by name: of words given twice the last one may count.
    kept.sort(key=lambda pair: pair[0])
    settled = urlencode(kept)
    request.META["QUERY_STRING"] = settled
    request.__dict__.pop("GET", None)
    return settled


def is_kept(view_name: str, query: str) -> bool:
    """Whether the answer of this view to this (settled) query may be kept."""
    known = KEPT.get(view_name)
    if known is None or len(query) > _LONGEST:
        return False
    if not query:
        return True
    words = QueryDict(query)
    values = [value for _name, found in words.lists() for value in found]
    return known.issuperset(words) and len(values) <= _MOST and all(len(value) <= 40 for value in values)
