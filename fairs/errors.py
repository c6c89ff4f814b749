"""What the department may be told when a plan cannot stand."""

from __future__ import annotations

from storefront.errors import DomainError


class SchedulingError(DomainError):
    """A fair, booth, livestream or sales point breaks a rule; nothing was written."""
