"""The place of shops elsewhere and questions in the back office."""

from __future__ import annotations

from wagtail import hooks

from storefront.contacts.back_office import ContactGroup


@hooks.register("register_admin_viewset")
def contact_group() -> ContactGroup:
    return ContactGroup()
