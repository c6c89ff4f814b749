"""By text message or Zalo, through a broker's HTTP gateway.

Every broker has its own form; this one is ours, for the small adapter that stands before it: a signed POST of
`{"to", "text", "reference"}` to `OCOP_MESSAGE_GATEWAY_URL`. The signature is the HMAC-SHA256 of the body with
`OCOP_MESSAGE_GATEWAY_KEY`, hexadecimal, in `X-Signature`. Any 2xx answer means taken over.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.error
import urllib.request

from django.conf import settings

from storefront.channels.base import ChannelError, Message, Recipient

_PATIENCE = 5  # seconds


class GatewayChannel:
    code = "gateway"

    def reaches(self, recipient: Recipient) -> bool:
        return bool(recipient.phone and settings.OCOP_MESSAGE_GATEWAY_URL)

    def send(self, recipient: Recipient, message: Message) -> None:
        reference = hashlib.sha256(f"{recipient.phone} {message.short}".encode()).hexdigest()[:32]
        body = json.dumps(
            {"to": recipient.phone, "text": message.short, "reference": reference}, ensure_ascii=False
        ).encode()
        request = urllib.request.Request(  # noqa: S310 -- the address is the operator's own setting
            settings.OCOP_MESSAGE_GATEWAY_URL,
            data=body,
            headers={"Content-Type": "application/json", "X-Signature": sign(body)},
        )
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE):  # noqa: S310 -- as above
                return
        except (urllib.error.URLError, OSError) as error:
            raise ChannelError(type(error).__name__) from error


def sign(body: bytes) -> str:
    """The signature of a body, as the gateway checks it."""
    return hmac.new(settings.OCOP_MESSAGE_GATEWAY_KEY.encode(), body, hashlib.sha256).hexdigest()
