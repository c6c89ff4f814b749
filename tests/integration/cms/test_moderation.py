"""A story is written by the programme office and shown after an editor has read it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import ProductStoryPage, StoryIndexPage
from cms.permissions import ensure_editor_permissions
from cms.workflows import ensure_story_workflow
from storefront.users.roles import ensure_roles
from tests.factories.catalogue import make_product
from tests.factories.cms import make_site
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(settings, tmp_path) -> StoryIndexPage:
    settings.MEDIA_ROOT = tmp_path
    home = make_site()
    roles = ensure_roles()
    ensure_editor_permissions(
        editors=roles["editor"], office=roles["programme_office"], trade=roles["trade_department"]
    )
    ensure_story_workflow(roles["editor"])
    return StoryIndexPage.objects.get(locale=home.locale)


def story_form(product, **more):
    return nested_form_data(
        {
            "title": "Sợi cói qua bốn mùa",
            "slug": "soi-coi",
            "product": product.pk,
            "producer": "",
            "standfirst": "Cói cắt lúc nước ròng.",
            "cover": "",
            "body": streamfield([("text", rich_text("<p>Phơi hai nắng.</p>"))]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
            "seo_title": "",
            "search_description": "",
            **more,
        }
    )


def add_story(client, index, **more):
    address = reverse("wagtailadmin_pages:add", args=["cms", "productstorypage", index.pk])
    return client.post(address, story_form(make_product(), **more))


def test_an_editor_publishes_at_once(client, index):
    client.force_login(make_user(role="editor"))

    add_story(client, index, **{"action-publish": "1"})

    assert "Phơi hai nắng." in client.get("/cau-chuyen/soi-coi/").content.decode()


def test_the_office_submits_and_an_editor_approves(client, index):
    client.force_login(make_user(role="programme_office"))
    add_story(client, index, **{"action-submit": "1"})
    story = ProductStoryPage.objects.get()
    assert (story.live, story.current_workflow_state.status) == (False, "in_progress")

    client.force_login(make_user(role="editor"))
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[story.pk, "approve", story.current_workflow_task_state.pk]
    )
    client.post(address, {"comment": ""})

    story.refresh_from_db()
    assert story.live
    assert client.get("/cau-chuyen/soi-coi/").status_code == 200


def test_an_editor_sends_a_story_back_with_a_reason(client, index):
    client.force_login(make_user(role="programme_office"))
    add_story(client, index, **{"action-submit": "1"})
    story = ProductStoryPage.objects.get()

    client.force_login(make_user(role="editor"))
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[story.pk, "reject", story.current_workflow_task_state.pk]
    )
    client.post(address, {"comment": "Thiếu tên người kể"})

    state = ProductStoryPage.objects.get().current_workflow_state
    assert state.status == "needs_changes"
    assert state.current_task_state.comment == "Thiếu tên người kể"
    assert client.get("/cau-chuyen/soi-coi/").status_code == 404


def test_the_office_cannot_publish_past_the_editor(client, index):
    client.force_login(make_user(role="programme_office"))

    add_story(client, index, **{"action-publish": "1"})

    assert not ProductStoryPage.objects.filter(live=True).exists()


def test_the_trade_department_writes_no_stories(client, index):
    client.force_login(make_user(role="trade_department"))

    add_story(client, index, **{"action-publish": "1"})

    assert ProductStoryPage.objects.count() == 0
