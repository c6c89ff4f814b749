"""What a channel is: something that carries a short message to one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class ChannelError(Exception):
    """The message did not go out; trying again later may help."""


@dataclass(frozen=True)
class Recipient:
    """Who is told. `phone` in E.164 form; what is empty is not known."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Message:
    """`short` fits a text message (one sentence and a link); `text`, `html` and `headers` are the letter."""

    subject: str
    short: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Channel(Protocol):
    """`code` is stored with what was sent. Implementations are made without arguments."""

    code: str

    def reaches(self, recipient: Recipient) -> bool:
        """Whether this channel has an address for the recipient."""

    def send(self, recipient: Recipient, message: Message) -> None:
        """Carry the message. Raises `ChannelError` when it did not go out."""


def channels() -> tuple[Channel, ...]:
    """The channels in use, in the order of `OCOP_CHANNELS` (dotted paths of classes)."""
    return _made(tuple(settings.OCOP_CHANNELS))


@cache
def _made(paths: tuple[str, ...]) -> tuple[Channel, ...]:
    return tuple(import_string(path)() for path in paths)
