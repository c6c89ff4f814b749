"""Oscar's payment models; ours, when there are any, come first."""

from oscar.apps.payment.models import *  # noqa: F403
