"""By e-mail, through the mail server of the settings."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives

from storefront.channels.base import ChannelError, Message, Recipient


class LetterChannel:
    code = "email"

    def reaches(self, recipient: Recipient) -> bool:
        return bool(recipient.email) and not recipient.email.endswith(".invalid")  # RFC 2606: nobody's

    def send(self, recipient: Recipient, message: Message) -> None:
        letter = EmailMultiAlternatives(
            subject=message.subject,
            body=message.text,
            to=[recipient.email],
            headers=dict(message.headers),
        )
        if message.html:
            letter.attach_alternative(message.html, "text/html")
        try:
            sent = letter.send()
        except (SMTPException, OSError) as error:
            raise ChannelError(type(error).__name__) from error
        if not sent:
            raise ChannelError("refused")
