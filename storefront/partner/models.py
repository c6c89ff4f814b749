"""Oscar's partner models; ours, when there are any, come first."""

from oscar.apps.partner.models import *  # noqa: F403
