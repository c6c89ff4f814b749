"""Tell an English text from a Vietnamese one.

A text is English when it is a message of the installed packages that has no Vietnamese, or when it holds a word that
is English and can be no Vietnamese syllable. "to", "can" and "them" may be either and prove nothing alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils.translation import trans_real

# Names and terms that are written so in Vietnamese too.
ALLOWED = {
    *(
        "livestream",
        "website",
        "web",
        "email",
        "mail",
        "online",
        "video",
        "audio",
        "logo",
        "menu",
        "marketing",
    ),
    *(
        "wagtail",
        "javascript",
        "html",
        "csv",
        "xlsx",
        "json",
        "uuid",
        "slug",
        "url",
        "api",
        "rss",
        "http",
        "https",
    ),
    *("facebook", "tiktok", "shopee", "youtube", "google", "excel", "safari", "gps", "utc", "sha", "ics"),
    *("ctrl", "cmd", "shift", "enter", "esc", "alt", "tab", "cookie", "referer", "same", "origin", "slogan"),
    *("kg", "ml", "off", "english", "code", "gmt", "etc", "universal", "oscar"),
    *("byte", "bytes", "px", "pdf", "png", "svg", "zip", "jpeg", "jpg", "webp", "gif", "avif", "docx"),
}
LIBRARIES = ["django.conf", "oscar", "django_filters"]
FUNCTION_WORDS = (
    "the of and is are was were be been this that these those with from for by at your you we our it its have has "
    "had will would should could not please sorry there which who what when where why how all any some more than if "
    "or as into about after before under over between because while does did done yes error errors first last"
)
ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx]"
CODA = "ch|ng|nh|[cmnptiyou]"
SYLLABLE = re.compile(rf"(?:{ONSET})?[aeiouy]{{1,3}}(?:{CODA})?$")
WORD = re.compile(r"[^\W\d_]+")
NO_PROSE = re.compile(r"\S*[@/\\_.&=]\S*\w|%\(\w+\)s|\{\w*\}|</?\w[^>]*>|&\w+;|\b\w*\d\w*\b|\b[A-Z]{2,}\b")


def catalogues(domain: str = "django") -> Iterator[tuple[str, list[Message]]]:
    """Yield the messages of each installed package, by its English catalogue or any other it brings."""
    roots = {name: Path(import_module(name).__file__ or "").parent for name in LIBRARIES}
    roots |= {app.name: Path(app.path) for app in apps.get_app_configs()}
    for name, root in roots.items():
        paths = sorted(
            root.glob(f"locale/*/LC_MESSAGES/{domain}.po"), key=lambda path: path.parts[-3] != "en"
        )
        if "site-packages" in root.parts and paths:
            with paths[0].open("rb") as file:
                yield name, [message for message in read_po(file) if message.id]


def vietnamese(message: Message, domain: str = "django") -> bool:
    """Whether people reading Vietnamese are shown this message in it."""
    first = message.id if isinstance(message.id, str) else message.id[0]
    key = f"{message.context}\x04{first}" if message.context else first
    return key in served(domain) or (key, 0) in served(domain)


@cache
def served(domain: str) -> Any:
    """The Vietnamese messages Django serves: all packages' and, before them, our own."""
    return trans_real.DjangoTranslation("vi", domain=domain)._catalog


@cache
def untranslated() -> frozenset[str]:
    """English messages that would show as they are."""
    return frozenset(
        squeeze(form)
        for _name, messages in catalogues()
        for message in messages
        if not vietnamese(message)
        for form in ([message.id] if isinstance(message.id, str) else message.id)
    )


@cache
def english_words() -> frozenset[str]:
    """Words of the packages' messages and of everyday English that no Vietnamese syllable is spelled as."""
    said = set(FUNCTION_WORDS.split())
    for domain in ("django", "djangojs"):
        for _name, messages in catalogues(domain):
            for message in messages:
                for form in [message.id] if isinstance(message.id, str) else message.id:
                    said.update(word.lower() for word in WORD.findall(NO_PROSE.sub(" ", form)))
    return frozenset(
        word for word in said - ALLOWED if word.isascii() and len(word) > 1 and not SYLLABLE.match(word)
    )


def squeeze(text: str) -> str:
    return " ".join(text.split())


def is_english(text: str) -> bool:
    """Whether a reader of Vietnamese meets English here."""
    text = squeeze(text)
    if text in untranslated():
        return True
    words = {word.lower() for word in WORD.findall(NO_PROSE.sub(" ", text))}
    return not words.isdisjoint(english_words())
