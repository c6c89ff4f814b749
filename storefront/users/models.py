"""The person who signs in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.customer.abstract_models import AbstractUser

#: Stands where a person gave a telephone and no e-mail: a domain that can never receive a letter (RFC 2606).
NO_LETTERS = "so-dien-thoai.invalid"


class User(AbstractUser):
    """An account, known by its e-mail address or by a proven telephone. Shoppers need none."""

    phone = models.CharField(
        _("điện thoại đã xác nhận"), max_length=20, null=True, blank=True, unique=True, editable=False
    )

    #: Set when a code sent to the e-mail address came back.
    email_proven_at = models.DateTimeField(_("thư đã xác nhận lúc"), null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return self.get_full_name() or self.letter_address or self.phone or self.email

    @property
    def letter_address(self) -> str:
        """The e-mail address, empty when the person gave none."""
        return "" if self.email.endswith(f"@{NO_LETTERS}") else self.email
