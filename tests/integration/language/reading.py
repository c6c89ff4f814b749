"""What a person reads, hears or is handed by a script in an answer of the back office."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

SPOKEN = {"aria-label", "aria-description", "aria-roledescription", "title", "placeholder", "alt", "label"}
UNREAD = {"script", "style", "svg"}
# Keys under which Wagtail hands words to its scripts: menus, blocks, choosers, the editor's buttons.
WORDS = re.compile(r"label|text|title|description|placeholder|message|tooltip|caption|header", re.IGNORECASE)
SENTENCE = re.compile(r"[A-ZÀ-Ỹ“][^<>{}=#;]*$|[^<>{}=#;]+ [^<>{}=#;]+$")
MACHINE_ATTRIBUTES = re.compile(
    r"class|style|action|controller|target|param|selector|event|outlet|url|src|href|size|length|id$"
)


class Reader(HTMLParser):
    """Collects texts and addresses of one page; hidden parts count, scripts show them later."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.addresses: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self._unread: list[str] = []
        self._raw = ""
        self._json: list[str] | None = None
        self._typed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in UNREAD:
            self._unread.append(tag)
            self._json = [] if "json" in given.get("type", "") else None
        self._typed = tag == "textarea" or "data-side-panel-toggle-counter" in given
        self._read_attributes(tag, given)
        self._read_form(tag, given)

    def _read_attributes(self, tag: str, given: dict[str, str]) -> None:
        for name, value in given.items():
            if name in SPOKEN and tag != "link":
                self.texts.append(value)
            elif name.startswith("data-") and value[:1] in "[{":
                self._read_json(value)
            elif name.startswith("data-") and not MACHINE_ATTRIBUTES.search(name) and SENTENCE.match(value):
                self.texts.append(value)
            if name in {"href", "src", "action", "data-chooser-url", "data-url"} or name.endswith(
                "url-value"
            ):
                self.addresses.append(value)
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            self.texts.append(given.get("value", ""))
        if tag == "meta" and given.get("name") == "description":
            self.texts.append(given.get("content", ""))

    def _read_form(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append({"method": given.get("method", "get").lower(), "to": given.get("action", "")})
            self.forms[-1]["fields"] = {}
        elif self.forms and tag in {"input", "select", "textarea", "button"} and given.get("name"):
            kind = given.get("type", tag)
            self.forms[-1]["fields"][given["name"]] = (kind, given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._typed = False
        if self._unread and tag == self._unread[-1]:
            self._unread.pop()
            if self._json:
                self._read_json("".join(self._json))
            self._json = None

    def handle_data(self, data: str) -> None:
        if self._json is not None:
            self._json.append(data)
        elif data.strip()[:1] in {"{", "["} and data.strip()[-1:] in {"}", "]"}:
            self._read_json(data)
        elif not self._unread and not self._typed and data.strip():
            self.texts.append(data)

    def _read_json(self, text: str) -> None:
        try:
            value = json.loads(text)
        except ValueError:
            return
        for key, word in walk(value):
            if word[:1] in {"{", "["}:
                self._read_json(word)
            elif word.startswith("/"):
                self.addresses.append(word)
            elif "<" in word and ">" in word:
                inner = read(word)
                self.texts += inner.texts
                self.addresses += inner.addresses
            elif WORDS.search(key) or key.startswith("STRINGS"):
                self.texts.append(word)


def walk(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string of a JSON value with the key it stands under (of a list: the list's)."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from walk(inner, key if key.startswith("STRINGS") else str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, key)


def read(html: str) -> Reader:
    """Return the texts, addresses and forms of a page or a piece of one."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def read_csv_header(text: str) -> list[str]:
    """Return the words over the columns of an export."""
    return next(csv.reader(io.StringIO(text.lstrip("\ufeff"))), [])


def read_json(text: str) -> Reader:
    """Return what the answer to a script puts on the screen: the HTML in it and its words."""
    reader = Reader()
    reader._read_json(text)
    return reader
