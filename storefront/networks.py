"""Where a call comes from, as far as anybody needs to know it."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_network(request: HttpRequest) -> str:
    """The network (/24, /48) a call comes from: enough to count calls by, not enough to know who called."""
    return network_of(client_address(request))


def client_address(request: HttpRequest) -> str:
    """The visitor's address as the outermost of our own proxies saw it (`TRUSTED_PROXY_COUNT` of them)."""
    proxies = getattr(settings, "TRUSTED_PROXY_COUNT", 0)
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(told) >= proxies:
        return told[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def network_of(address: str) -> str:
    """The /24 (IPv4) or /48 (IPv6) an address is in; what is no address stays out."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))
