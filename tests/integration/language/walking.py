"""Walk the back office as a signed-in person does: from the menu to every kind of page it leads to."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client

from tests.integration.language.english import is_english, squeeze
from tests.integration.language.reading import Reader, read, read_csv_header, read_json

OFFICE = "/quan-tri/"
LEAVING = re.compile(r"/(logout|jsi18n|sprite|password_reset|api)/|\.(svg|png|webp|jpe?g|js|css)$")
# Forms whose parts a script counts while they are filled in, and those that take away what is still to be seen.
BUILT_BY_SCRIPTS = re.compile(r"/pages/(add/|[0-9]+/edit/)|/delete/")
TYPED = {"text", "textarea", "select", "email", "number", "date", "url", "password", "search", "file", "tel"}


@dataclass
class Walk:
    """What was seen: kinds of address walked, and the English found with where it stands."""

    client: Client
    seen: set[str] = field(default_factory=set)
    english: dict[str, str] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)

    def start(self, *addresses: str) -> None:
        """Walk from these addresses to everything they lead to, one address of each kind."""
        ahead = deque(addresses)
        self.seen -= {kind_of(address) for address in addresses}
        while ahead:
            address = ahead.popleft()
            if self._known(address):
                continue
            page = self._open(address)
            for further in page.addresses if page else []:
                ahead.append(urljoin(address, further))

    def _known(self, address: str) -> bool:
        kind = kind_of(address)
        if not address.startswith(OFFICE) or LEAVING.search(urlsplit(address).path) or kind in self.seen:
            return True
        self.seen.add(kind)
        return False

    def _open(self, address: str) -> Reader | None:
        page = self.read(address, self.client.get(address, follow=True))
        for form in page.forms if page else []:
            fields = form["fields"]
            if form["method"] == "post" and any(kind in TYPED for kind, _value in fields.values()):
                self._hand_in_empty(urljoin(address, form["to"]) if form["to"] else address, fields)
        return page

    def _hand_in_empty(self, address: str, fields: dict[str, tuple[str, str]]) -> None:
        """Send the form with what a person types left out, to read what it answers."""
        kind = f"POST {kind_of(address)}"
        if kind in self.seen or not address.startswith(OFFICE) or BUILT_BY_SCRIPTS.search(address):
            return
        self.seen.add(kind)
        kept = {name: value for name, (kind, value) in fields.items() if kind == "hidden"}
        self.read(f"{address} (gửi trống)", self.client.post(address, kept, follow=True))

    def read(self, address: str, answer: Any) -> Reader | None:
        """Read an answer and note the English in it; files other than CSV are not read."""
        if answer.status_code >= 500:
            self.failed[address] = answer.status_code
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        if kind == "text/csv":
            text = b"".join(answer.streaming_content) if answer.streaming else answer.content
            self.note(address, read_csv_header(text.decode()))
            return None
        if kind not in {"text/html", "application/json"} or answer.streaming or answer.status_code == 400:
            return None
        page = (read if kind == "text/html" else read_json)(answer.content.decode())
        self.note(address, page.texts)
        return page

    def note(self, address: str, texts: list[str]) -> None:
        for text in texts:
            if is_english(text):
                self.english.setdefault(squeeze(text), address)


def kind_of(address: str) -> str:
    """Return what is the same in addresses of one kind: no numbers, no values, no fragment."""
    parts = urlsplit(address)
    names = sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{re.sub(r'(?<=/)([0-9]+|[0-9a-f-]{36})(?=/|$)', 'N', parts.path)}?{'&'.join(names)}"
