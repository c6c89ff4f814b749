"""The editors' images and officers' portraits: cleaned and drawn like any other."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from storefront.pictures.library import draw_image, specs_for
from tests.factories.pictures import MAKER, photo, stored, upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
Image = get_image_model()
ADD = "/quan-tri/images/add/"


@pytest.fixture(autouse=True)
def _own_media(db: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    Collection.get_first_root_node() or Collection.add_root(name="Root")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("sep@example.vn", "mat-khau"))
    return client


def send(editor: Client, content: bytes, name: str = "Chợ phiên.jpg") -> Any:
    return editor.post(
        ADD,
        {
            "title": "Chợ phiên",
            "file": upload(content, name),
            "collection": str(Collection.get_first_root_node().pk),
        },
    )


def test_an_upload_is_cleaned_drawn_and_removed_whole(
    editor: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert send(editor, photo(turn=6)).status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height) == (600, 900)
    assert image.file.name.endswith("-cho-phien.jpg")
    assert {each.filter_spec for each in image.renditions.all()} == set(specs_for(600))
    assert {each.width for each in image.renditions.all()} == {320, 480, 600}
    for name in stored(settings):
        content = (Path(settings.MEDIA_ROOT) / name).read_bytes()
        assert MAKER.encode() not in content
        with Pillow.open(io.BytesIO(content)) as picture:
            assert picture.height > picture.width
    # Wagtail finds them: nothing more is drawn for its own tags.
    before = stored(settings)
    image.get_renditions(*specs_for(600))
    assert stored(settings) == before
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert stored(settings) == set()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"no picture", "a.jpg", "không phải ảnh"),
        (photo(form="PNG"), "a.jpg", "Đuôi tệp"),
        (photo()[:3000], "a.jpg", "bị hỏng"),
    ],
    ids=["text", "ending", "cut"],
)
def test_a_bad_one_is_refused_beside_its_field(
    editor: Client, settings: Any, content: bytes, name: str, words: str
) -> None:
    answer = send(editor, content, name)
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert list(errors) == ["file"]
    assert (Image.objects.count(), stored(settings)) == (0, set())
    assert words in str(errors["file"])


def test_pages_show_what_is_ready_and_draw_nothing(
    editor: Client, settings: Any, django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(editor, photo(1600, 1000))
    image = Image.objects.prefetch_related("renditions").get()
    before = stored(settings)
    plain = render_to_string("components/picture.html", {"picture": image, "own_alt": True})
    assert f'<img src="{image.file.url}" alt="Chợ phiên" width="1600" height="1000"' in plain
    assert draw_image(image.pk)
    image = Image.objects.prefetch_related("renditions").get()
    image.focal_point_x, image.focal_point_y = 1500, 100
    with django_assert_num_queries(0):
        shown = render_to_string("components/picture.html", {"picture": image, "alt": "", "most": 640})
    assert shown.count("320w, ") == 3
    assert shown.count("640w") == 3
    assert "960w" not in shown
    assert 'class="focus-top-right"' in shown
    assert len(stored(settings)) == len(before) + len(specs_for(1600))


def test_what_was_stored_before_is_cleaned_by_the_command(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    image = Image.objects.create(title="Cũ", file=upload(photo()))
    name = default_storage.save("original_images/cu.jpg", ContentFile(photo(500, 400, turn=6)))
    Image.objects.filter(pk=image.pk).update(file=name, width=500, height=400)
    default_storage.delete(image.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("make_renditions", "--missing", stdout=io.StringIO())
    image.refresh_from_db()
    assert (image.width, image.height) == (400, 500)
    assert len(stored(settings)) == 1 + len(specs_for(400))
    for each in stored(settings):
        assert MAKER.encode() not in (Path(settings.MEDIA_ROOT) / each).read_bytes()


def test_a_portrait_of_an_officer_tells_nothing_either(settings: Any) -> None:
    profile = UserProfile.get_for_user(make_user())
    profile.avatar = upload(photo(200, 200))
    profile.save()
    assert MAKER.encode() not in Path(profile.avatar.path).read_bytes()
    profile.avatar = upload(b"no picture")
    profile.save()
    assert not profile.avatar
