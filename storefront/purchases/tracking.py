"""The signed link that lets a guest follow an order group. No table, no account: the signature is the right."""

from __future__ import annotations

from django.core import signing

_SALT = "storefront.purchases.tracking"


def sign_number(number: str) -> str:
    """Return the number with its signature, fit for an address: `SL7K2M9QXW~Xk3…`."""
    return signing.Signer(salt=_SALT, sep="~").sign(number)


def read_number(signed: str) -> str | None:
    """Return the number a signed text carries, or None when anybody changed a letter of it."""
    try:
        return signing.Signer(salt=_SALT, sep="~").unsign(signed)
    except signing.BadSignature:
        return None
