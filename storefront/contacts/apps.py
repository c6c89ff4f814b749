"""Ways to a producer that are no order."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "storefront.contacts"
    label = "contacts"
    verbose_name = _("Liên hệ và kênh bán ngoài")

    def ready(self) -> None:
        from storefront.contacts.templatetags import contacts  # noqa: F401, PLC0415 -- adds its parts to the product page
