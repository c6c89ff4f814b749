"""The person who signs in."""

from __future__ import annotations

from oscar.apps.customer.abstract_models import AbstractUser


class User(AbstractUser):
    """An account, known by its e-mail address. Shoppers need none; officers, editors and producers have one."""

    def __str__(self) -> str:
        return self.get_full_name() or self.email
