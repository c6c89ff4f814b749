"""Who writes, who approves. Rights on pages hang on the page tree, not on the model."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.models import HomePage

ROLE_PERMISSIONS = {
    "editor": [
        "cms.change_homepage",
        "cms.add_productstorypage",
        "cms.change_productstorypage",
        "cms.add_articlepage",
        "cms.change_articlepage",
        "simple_translation.submit_translation",
    ],
    "programme_office": ["cms.change_productstorypage"],
}

EDITOR_PAGE_RIGHTS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
OFFICE_PAGE_RIGHTS = ["add_page", "change_page"]
IMAGE_RIGHTS = ["add_image", "change_image", "choose_image"]
DOCUMENT_RIGHTS = ["add_document", "change_document", "choose_document"]


def ensure_editor_permissions(*, editors: Group, office: Group, trade: Group) -> None:
    """Editors write and publish below every home page; the programme office writes, editors approve. Safe to repeat.

    The trade department brings pictures for its fairs, livestreams and sales points, and touches no page.
    """
    for page in HomePage.objects.all():
        grant_page_rights(editors, page, EDITOR_PAGE_RIGHTS)
        grant_page_rights(office, page, OFFICE_PAGE_RIGHTS)
    for group in (editors, office):
        grant_collection_rights(group, [*IMAGE_RIGHTS, *DOCUMENT_RIGHTS])
    grant_collection_rights(trade, IMAGE_RIGHTS)


def grant_page_rights(group: Group, page: Page, codenames: list[str]) -> None:
    """Let a group do these things with a page and all below it."""
    for right in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=right)


def grant_collection_rights(group: Group, codenames: list[str]) -> None:
    """Let a group do these things with every picture and document."""
    root = Collection.get_first_root_node()
    rights = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=codenames
    )
    for right in rights if root else []:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=right)
