"""A product's photographs: cleaned on the way in, drawn in their sizes, gone with the last row that shows them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client

from catalogue.models import Product, ProductImage
from catalogue.templatetags.products import product_card
from storefront.pictures import making
from storefront.pictures.reading import PictureRefusedError
from storefront.pictures.renditions import Known, rendition_name
from storefront.pictures.showing import largest_jpeg
from tests.factories.catalogue import make_product
from tests.factories.pictures import MAKER, photo, stored, upload

pytestmark = pytest.mark.django_db
WIDTHS = (320, 480, 640, 900)


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def names(picture: ProductImage, widths: tuple[int, ...] = WIDTHS) -> set[str]:
    name = picture.original.name
    return {name} | {
        rendition_name(name, width, form) for width in widths for form in ("avif", "webp", "jpg")
    }


def add(product: Product, callbacks: Any, content: bytes | None = None) -> ProductImage:
    with callbacks(execute=True):
        return ProductImage.objects.create(product=product, original=upload(content or photo()))


def test_renditions_come_with_the_picture_and_leave_with_it(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    product = make_product()
    first = add(product, django_capture_on_commit_callbacks)
    first.refresh_from_db()
    assert Known.of(first.renditions) == Known(900, 600, WIDTHS, ("avif", "webp", "jpg"))
    assert stored(settings) == names(first)
    for name in stored(settings):
        assert MAKER.encode() not in (Path(settings.MEDIA_ROOT) / name).read_bytes()
    assert largest_jpeg(first) == f"/media/{rendition_name(first.original.name, 900, 'jpg')}"
    former = names(first)
    with django_capture_on_commit_callbacks(execute=True):
        first.original = upload(photo(400, 300))
        first.save()
    first.refresh_from_db()
    assert stored(settings) == names(first, (320, 400))
    assert not former & stored(settings)
    # Another row that shows the same file keeps it.
    second = ProductImage.objects.create(
        product=product, original=first.original.name, renditions=first.renditions, display_order=1
    )
    with django_capture_on_commit_callbacks(execute=True):
        first.delete()
    assert stored(settings) == names(second, (320, 400))
    with django_capture_on_commit_callbacks(execute=True):
        product.images.all().delete()
    assert stored(settings) == set()


def test_a_large_one_waits_for_the_worker_and_is_shown_meanwhile(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """In tests the queue of large pictures is one nobody works off."""
    picture = add(make_product(), django_capture_on_commit_callbacks, photo(1600, 1200))
    picture.refresh_from_db()
    assert Known.of(picture.renditions) == Known(1600, 1200)
    before = render_to_string("components/picture.html", {"picture": picture, "alt": "Mắm"})
    assert f'src="{picture.original.url}"' in before
    assert 'width="1600" height="1200"' in before
    assert "<source" not in before
    assert largest_jpeg(picture) == picture.original.url
    assert making.make("catalogue.ProductImage", "original", picture.pk)
    picture.refresh_from_db()
    assert Known.of(picture.renditions).widths == (320, 480, 640, 960, 1280, 1600)
    assert stored(settings) == names(picture, (320, 480, 640, 960, 1280, 1600))


def test_the_component_names_what_is_ready(django_capture_on_commit_callbacks: Any) -> None:
    picture = add(make_product(), django_capture_on_commit_callbacks)
    picture.refresh_from_db()
    stem = picture.original.url.removesuffix(".jpg")
    shown = {
        "picture": picture,
        "alt": 'Mắm "ngon"',
        "sizes": "46vw",
        "most": 500,
        "width": 400,
        "height": 400,
    }
    sets = {form: f"{stem}-320.{form} 320w, {stem}-480.{form} 480w" for form in ("avif", "webp", "jpg")}
    assert render_to_string("components/picture.html", shown).strip() == (
        f'<picture><source type="image/avif" srcset="{sets["avif"]}" sizes="46vw">'
        f'<source type="image/webp" srcset="{sets["webp"]}" sizes="46vw">'
        f'<img src="{stem}-480.jpg" srcset="{sets["jpg"]}" sizes="46vw" alt="Mắm &quot;ngon&quot;"'
        ' width="400" height="400" loading="lazy" decoding="async"></picture>'
    )
    eager = render_to_string("components/picture.html", {"picture": picture, "eager": True})
    assert 'width="900" height="600" fetchpriority="high" decoding="async"' in eager
    drawing = render_to_string("components/picture.html", {"src": "/static/a.webp", "width": 4, "height": 4})
    assert drawing.strip() == (
        '<img src="/static/a.webp" alt="" width="4" height="4" loading="lazy" decoding="async">'
    )


def test_cards_ask_nothing_for_their_pictures(
    django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any
) -> None:
    counts = []
    for _more in (1, 2):
        for _each in range(_more):
            add(make_product(), django_capture_on_commit_callbacks, photo(320, 320))
        products = list(Product.objects.for_cards())
        with django_assert_num_queries(0):
            cards = "".join(product_card(product) for product in products)
        counts.append(cards.count("<picture>"))
    assert counts == [1, 3]


def test_whatever_is_missing_is_made_by_the_command(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    whole = add(make_product(), django_capture_on_commit_callbacks)
    old_name = default_storage.save("images/products/old.jpg", ContentFile(photo(700, 500, turn=6)))
    old = ProductImage.objects.create(product=make_product(), original=old_name)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("make_renditions", "--missing", stdout=io.StringIO())
    old.refresh_from_db()
    # Stored before pictures were cleaned: it stands upright now, under a name of its content.
    assert Known.of(old.renditions) == Known(500, 700, (320, 480, 500), ("avif", "webp", "jpg"))
    whole.refresh_from_db()
    assert stored(settings) == names(whole) | names(old, (320, 480, 500))
    for name in stored(settings):
        assert MAKER.encode() not in (Path(settings.MEDIA_ROOT) / name).read_bytes()
    out = io.StringIO()
    call_command("make_renditions", "--missing", stdout=out)
    assert out.getvalue().strip() == "Đã làm 0 ảnh, không làm được 0 ảnh."
    default_storage.delete(whole.original.name)
    with pytest.raises(CommandError):
        call_command("make_renditions", "--all", stdout=io.StringIO())


def test_what_is_no_picture_leaves_nothing_behind(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    product = make_product()
    kept = add(product, django_capture_on_commit_callbacks)
    before = stored(settings)
    with pytest.raises(PictureRefusedError), transaction.atomic():
        ProductImage.objects.create(product=product, original=upload(b"no picture"), display_order=1)
    kept.original = upload(photo(form="PNG"), "IMG.jpg")
    with pytest.raises(PictureRefusedError), transaction.atomic():
        kept.save()
    assert (product.images.count(), stored(settings)) == (1, before)


def test_staff_upload_in_the_dashboard(
    client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    product = make_product(structure="standalone")
    client.force_login(get_user_model().objects.create_superuser("sep@example.vn", "mat-khau"))
    address = f"/dashboard/catalogue/products/{product.pk}/"
    form = client.get(address).context["form"]
    fields = {
        name: value
        for name, value in form.initial.items()
        if value is not None and not hasattr(value, "read")
    }
    fields |= {"action": "save"}
    for prefix in ("productcategory_set", "images", "primary_recommendations", "stockrecords", "children"):
        fields |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    fields["primary_recommendations-TOTAL_FORMS"] = "0"
    link = product.productcategory_set.get()
    fields |= {"productcategory_set-INITIAL_FORMS": "1", "productcategory_set-0-id": link.pk}
    fields |= {"productcategory_set-0-category": link.category_id}
    fields |= {"images-0-display_order": "0", "images-0-caption": "Chai mắm"}
    refused = client.post(address, fields | {"images-0-original": upload(b"GIF89a", "anh.gif")})
    assert refused.status_code == 200
    assert "không phải ảnh JPG" in refused.content.decode()
    assert (product.images.count(), stored(settings)) == (0, set())
    with django_capture_on_commit_callbacks(execute=True):
        taken = client.post(address, fields | {"images-0-original": upload(photo(turn=6))})
    assert taken.status_code == 302
    picture = product.images.get()
    assert Known.of(picture.renditions) == Known(600, 900, (320, 480, 600), ("avif", "webp", "jpg"))
    assert stored(settings) == names(picture, (320, 480, 600))


def test_what_is_named_by_its_content_may_be_kept_for_ever(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    picture = add(make_product(), django_capture_on_commit_callbacks, photo(320, 200))
    for_ever = "public, max-age=31536000, immutable"
    answer = client.get(rendition_name(picture.original.url, 320, "avif"))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "image/avif",
        for_ever,
    )
    assert client.get(picture.original.url)["Cache-Control"] == for_ever
    default_storage.save("avatar.jpg", ContentFile(b"x"))
    assert "Cache-Control" not in client.get("/media/avatar.jpg")
    assert client.get("/media/0123456789abcdef0123-320.jpg").status_code == 404
