"""Producers as screens ask for them."""

from __future__ import annotations

from typing import Any

from django.db import models


class ProducerQuerySet(models.QuerySet):
    def active(self) -> ProducerQuerySet:
        """Producers whose pages and goods are public."""
        return self.filter(state="active")

    def visible_to(self, user: Any) -> ProducerQuerySet:
        """All for those who keep the register; its own for a producer's login; none for others."""
        if user.has_perm("producers.view_producer"):
            return self
        return self.filter(users=user) if user.is_authenticated else self.none()
