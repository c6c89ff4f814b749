"""`manage.py forget_enquiries`: hand on questions that could not be told yet, and delete those whose time is over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from storefront.contacts.asking import forget_enquiries, hand_on_again


class Command(BaseCommand):
    help = "Sends questions to producers that did not go out, and deletes those older than OCOP_ENQUIRY_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, gone = hand_on_again(), forget_enquiries()
        self.stdout.write(
            _("Câu hỏi gửi lại được: %(sent)s. Câu hỏi đã xoá: %(gone)s.") % {"sent": sent, "gone": gone}
        )
