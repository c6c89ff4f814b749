"""What a page weighs on the first visit, pictures left out, as a browser that takes gzip fetches it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

#: Style sheets, scripts, fonts laid ready, the drawn symbols and the mark.
_FETCHED = re.compile(
    r'<link[^>]+rel="(?:stylesheet|preload|icon|modulepreload)"[^>]+?href="([^"]+)"'
    r'|<script[^>]+src="([^"]+)"|<use[^>]+href="([^"#]+)'
)


def first_visit(client: Client, address: str) -> dict[str, int]:
    """The bytes of the page itself ("page") and of each file it fetches, compressed."""
    page = client.get(address)
    if page.status_code != 200:
        raise LookupError(address)
    files = {next(filter(None, found)) for found in _FETCHED.findall(page.content.decode())}
    weights = {"page": len(gzip.compress(page.content))}
    for file in sorted(files):
        path = finders.find(file.removeprefix(settings.STATIC_URL))
        weights[file] = len(gzip.compress(Path(path).read_bytes()))
    return weights
