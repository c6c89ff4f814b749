"""Signed messages between the shop and a carrier, the same both ways. Pure.

`X-Signature` is the HMAC-SHA256, hexadecimal, of the timestamp in `X-Timestamp` (seconds since 1970), a dot, the body.
"""

from __future__ import annotations

import hashlib
import hmac

#: Seconds a signature holds: a message kept and sent again later is refused.
PATIENCE = 300


def sign(body: bytes, *, key: str, timestamp: int) -> str:
    """The signature of a body sent at `timestamp`."""
    return hmac.new(key.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, *, key: str, timestamp: str, signature: str, now: int) -> bool:
    """Whether the body was signed with `key` within the last minutes. Without a key nothing is."""
    if not key or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        return False
    if abs(now - int(timestamp)) > PATIENCE:
        return False
    return hmac.compare_digest(sign(body, key=key, timestamp=int(timestamp)).encode(), signature.encode())
