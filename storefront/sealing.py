"""Secrets of others that we must be able to read again, kept sealed in the database.

Sealed with Fernet (AES-128-CBC and HMAC-SHA256) under a key derived from the first of `OCOP_SECRETS_KEYS`; the others
only open what was sealed before. Without any, the key is derived from `SECRET_KEY`.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"sao-lang sealed secrets"


class UnreadableSecretError(Exception):
    """None of the keys of now opens it."""


def seal(secret: str) -> str:
    """The secret under the first key; the same secret looks different each time."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret. Raises `UnreadableSecretError`."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnreadableSecretError from error


def resealed(sealed: str) -> str | None:
    """The same secret under the first key; None when it is under it already. Raises `UnreadableSecretError`."""
    try:
        _first().decrypt(sealed.encode())
    except InvalidToken:
        return seal(unseal(sealed))
    return None


def _box() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in _keys()])


def _first() -> Fernet:
    return _fernet(_keys()[0])


def _keys() -> list[str]:
    return settings.OCOP_SECRETS_KEYS or [settings.SECRET_KEY]


def _fernet(key: str) -> Fernet:
    """The passphrases of a setting are long and random; a slow derivation would only slow each call."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
