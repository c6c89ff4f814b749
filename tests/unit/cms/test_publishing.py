from __future__ import annotations

import pytest
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from cms.models import ArticlePage, HomePage, ProductStoryPage, StoryIndexPage
from cms.publishing import ensure_site, publish_story
from tests.factories.catalogue import make_producer, make_product
from tests.factories.cms import COVER, PICTURES, make_site, make_story
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_ensure_site_makes_home_and_sections_in_both_languages():
    home = ensure_site()

    assert home.url == "/"
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert sorted(page.url for page in Page.objects.live().child_of(home)) == [
        "/cau-chuyen/",
        "/huong-dan/",
        "/tin-tuc/",
    ]
    english = home.get_translations().get()
    assert english.url == "/en/"
    assert sorted(page.url for page in Page.objects.live().child_of(english)) == [
        "/en/cau-chuyen/",
        "/en/huong-dan/",
        "/en/tin-tuc/",
    ]


def test_ensure_site_again_adds_nothing():
    ensure_site()
    before = (Page.objects.count(), {page.pk: page.revisions.count() for page in Page.objects.all()})

    ensure_site()

    assert (Page.objects.count(), {page.pk: page.revisions.count() for page in Page.objects.all()}) == before


def test_ensure_site_keeps_what_an_editor_changed():
    home = ensure_site()
    guide = ArticlePage.objects.get(slug="thanh-toan", locale=home.locale)
    guide.title = "Trả tiền"
    guide.save_revision(user=make_user()).publish()

    ensure_site()

    assert ArticlePage.objects.get(pk=guide.pk).title == "Trả tiền"


def test_every_guide_exists_in_both_languages():
    ensure_site()

    vietnamese = ArticlePage.objects.filter(locale__language_code="vi")
    assert vietnamese.count() == 7
    assert [guide.get_translations().count() for guide in vietnamese] == [1] * 7


def test_publish_story_makes_a_live_page_under_the_index():
    make_site()
    product = make_product()

    story = publish_story(
        product=product,
        title="Mười hai tháng",
        standfirst="Dẫn.",
        sections=[("text", "<p>Ủ.</p>")],
        cover_path=COVER,
    )

    assert story.live
    assert story.url == "/cau-chuyen/muoi-hai-thang/"
    assert story.product == product
    assert story.maker == product.producer
    assert story.cover.title == "Mười hai tháng"


def test_publish_story_again_changes_nothing():
    make_site()
    product = make_product()
    facts = {
        "product": product,
        "title": "Mười hai tháng",
        "standfirst": "Dẫn.",
        "sections": [
            ("text", "<p>Ủ.</p>"),
            ("making", {"title": "", "steps": [{"title": "Một", "time_taken": "", "text": "a"}] * 2}),
            (
                "people",
                {"title": "", "people": [{"portrait": COVER, "name": "Bà Hoà", "role": "", "text": ""}]},
            ),
        ],
        "cover_path": COVER,
    }

    first = publish_story(**facts)
    second = publish_story(**facts)

    assert second.pk == first.pk
    assert second.revisions.count() == 1
    assert get_image_model().objects.count() == 1


def test_publish_story_with_new_words_publishes_a_new_revision():
    make_site()
    product = make_product()
    make_story(product=product, standfirst="Cũ.")

    story = make_story(product=product, standfirst="Mới.")

    assert (story.standfirst, story.revisions.count()) == ("Mới.", 2)
    assert ProductStoryPage.objects.count() == 1


def test_publish_story_in_english_translates_the_vietnamese_one():
    make_site()
    product = make_product()
    original = make_story(product=product)

    english = make_story(product=product, locale="en", title="Twelve months", standfirst="In short.")

    assert english.url == "/en/cau-chuyen/twelve-months/"
    assert english.translation_key == original.translation_key
    assert (
        make_story(product=product, locale="en", title="Twelve months", standfirst="In short.").pk
        == english.pk
    )


def test_publish_story_in_english_needs_the_original():
    make_site()

    with pytest.raises(LookupError):
        make_story(locale="en")

    assert ProductStoryPage.objects.count() == 0


def test_publish_story_needs_the_site():
    with pytest.raises(LookupError):
        make_story()


def test_publish_story_about_a_producer_without_a_product():
    make_site()
    producer = make_producer("Làng nghề Nga Sơn")

    story = make_story(product=None, producer=producer)

    assert story.maker == producer
    assert make_story(product=None, producer=producer, title=story.title).pk == story.pk


def test_ensure_site_without_wagtails_first_rows():
    Page.objects.all().delete()

    assert ensure_site() == HomePage.objects.get(locale__language_code="vi")
    assert StoryIndexPage.objects.count() == 2


def test_pictures_folder_is_where_the_demo_expects_it():
    assert (PICTURES / "products" / "fish-sauce-1.webp").exists()
