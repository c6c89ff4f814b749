from __future__ import annotations

import pytest
from wagtail.models import Workflow

from cms.models import StoryIndexPage
from cms.permissions import ensure_editor_permissions
from cms.workflows import ensure_story_workflow
from storefront.users.roles import ensure_roles
from tests.factories.cms import make_site
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_story_workflow_covers_the_stories_of_every_language_once():
    make_site()
    editors = ensure_roles()["editor"]

    workflow = ensure_story_workflow(editors)
    ensure_story_workflow(editors)

    assert Workflow.objects.count() == 1
    assert [task.groups.get() for task in workflow.tasks.specific()] == [editors]
    assert {index.get_workflow() for index in StoryIndexPage.objects.all()} == {workflow}


def test_editors_publish_and_the_office_only_writes():
    home = make_site()
    roles = ensure_roles()
    ensure_editor_permissions(
        editors=roles["editor"], office=roles["programme_office"], trade=roles["trade_department"]
    )
    editor, officer, other = make_user(), make_user(), make_user()
    editor.groups.add(roles["editor"])
    officer.groups.add(roles["programme_office"])
    other.groups.add(roles["operator"])
    index = StoryIndexPage.objects.get(locale=home.locale)

    assert index.permissions_for_user(editor).can_publish_subpage()
    assert index.permissions_for_user(officer).can_add_subpage()
    assert not index.permissions_for_user(officer).can_publish_subpage()
    assert not index.permissions_for_user(other).can_add_subpage()


def test_editor_permissions_again_add_nothing():
    make_site()
    roles = ensure_roles()
    for _time in range(2):
        ensure_editor_permissions(
            editors=roles["editor"], office=roles["programme_office"], trade=roles["trade_department"]
        )

    assert roles["editor"].page_permissions.count() == 10
    assert roles["editor"].collection_permissions.count() == 6
    assert roles["trade_department"].collection_permissions.count() == 3
