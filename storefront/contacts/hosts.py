"""Which hosts belong to which shop elsewhere: a link says where it leads, and leads there. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

HOSTS: dict[str, frozenset[str]] = {
    "shopee": frozenset({"shopee.vn"}),
    "tiki": frozenset({"tiki.vn"}),
    "tiktok": frozenset({"tiktok.com"}),
    "lazada": frozenset({"lazada.vn"}),
    "sendo": frozenset({"sendo.vn"}),
    "postmart": frozenset({"postmart.vn", "buudien.vn"}),
    "voso": frozenset({"voso.vn"}),
}


def host_of(url: str) -> str:
    """The host of an https address without user, password and port of its own; empty for any other text."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    is_plain = parts.scheme == "https" and port is None and "@" not in parts.netloc and host.isascii()
    return host.rstrip(".") if is_plain else ""


def belongs(url: str, hosts: frozenset[str]) -> bool:
    """Whether an address is on one of the hosts or below it."""
    host = host_of(url)
    return bool(host) and any(host == known or host.endswith(f".{known}") for known in hosts)
