from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse

from cms.models import HomePage, ProductStoryPage
from cms.permissions import ensure_editor_permissions
from storefront.users.roles import ensure_roles
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.cms import COVER, PICTURES, make_site, make_story
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

QUERIES_STORY_INDEX = 12


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def site(today):
    return make_site()


@pytest.fixture
def desk(client, site):
    """A client signed in as an editor."""
    editor = make_user(role="editor")
    roles = ensure_roles()
    ensure_editor_permissions(
        editors=roles["editor"], office=roles["programme_office"], trade=roles["trade_department"]
    )
    client.force_login(editor)
    return client


def certified(title: str, *, on: date, **facts):
    product = make_product(title, **facts)
    certify(product, 4, on=on)
    return product


def test_home_shows_its_bands(client, site):
    certified("Trà Suối Mây", on=date(2026, 10, 1))
    make_product("Mật ong chưa có sao")
    story = make_story(title="Chuyện hay", cover_path=COVER)

    html = client.get("/").content.decode()

    assert "Sản vật có\u00a0sao" in html
    assert "Trà Suối Mây" in html
    assert "Mật ong chưa có sao" not in html
    assert f'href="{story.url}"' in html
    assert "<b>1</b>sản phẩm còn hạn sao" in html


def test_home_puts_the_youngest_recognition_first(client, site):
    certified("Sản phẩm cũ", on=date(2025, 1, 5))
    certified("Sản phẩm mới", on=date(2026, 11, 1))

    html = client.get("/").content.decode()

    assert html.index("Sản phẩm mới") < html.index("Sản phẩm cũ")


def test_home_without_any_product_says_so(client, site):
    assert "Chưa có sản phẩm nào còn hạn hôm nay" in client.get("/").content.decode()


def test_home_in_english(client, site):
    html = client.get("/en/").content.decode()

    assert '<html lang="en">' in html
    assert "Village goods with a star" in html
    assert 'href="/en/cau-chuyen/"' in html
    assert 'hreflang="vi" href="https://saolang.example/"' in html


def test_featured_story_is_the_chosen_one_while_it_is_published(client, site):
    chosen = make_story(title="Chuyện được chọn")
    make_story(title="Chuyện mới hơn")
    body = [{"type": "featured_story", "value": {"eyebrow": "", "story": chosen.pk}}]
    site.body = json.dumps(body)
    site.save_revision().publish()

    assert "Chuyện được chọn" in client.get("/").content.decode()

    chosen.unpublish()

    assert "Chuyện mới hơn" in client.get("/").content.decode()


def test_story_shows_every_block(client, site):
    product = certified("Nước mắm Vạn Phúc", on=date(2026, 10, 1))
    story = make_story(
        product=product,
        title="Mười hai tháng",
        cover_path=COVER,
        sections=[
            ("text", "<h2>Bến thuyền</h2><p>Cá về lúc bốn giờ.</p>"),
            (
                "picture",
                {
                    "picture": {"image": COVER, "decorative": False, "alt_text": "Đồi chè"},
                    "caption": "Sáng sớm",
                },
            ),
            ("quote", {"words": "Chưa rút nỏ", "speaker": "Bà Hoà", "role": "thợ cả"}),
            (
                "making",
                {
                    "title": "Cách làm",
                    "steps": [{"title": "Trộn", "time_taken": "Một đêm", "text": "Ba một."}] * 2,
                },
            ),
            (
                "people",
                {
                    "title": "Ai làm",
                    "people": [
                        {
                            "portrait": PICTURES / "portraits" / "man-old.webp",
                            "name": "Ông Tư",
                            "role": "đóng chum",
                            "text": "",
                        },
                        {"portrait": None, "name": "Chị Ba", "role": "", "text": "Bán hàng."},
                    ],
                },
            ),
            ("place", {"name": "Xã Vạn Phúc", "text": "Cửa sông.", "way": "Đi bộ ra bến"}),
        ],
    )

    html = client.get(story.url).content.decode()

    for words in (
        "Bến thuyền",
        'alt="Đồi chè"',
        "Sáng sớm",
        "“Chưa rút nỏ”",
        "Cách làm",
        "Một đêm",
        "Ông Tư",
        "Chị Ba",
    ):
        assert words in html
    assert "Đi bộ ra bến" in html
    assert product.get_absolute_url() in html
    assert product.producer.get_absolute_url() in html
    assert "4 sao" in html


def test_story_of_a_revoked_product_shows_no_star(client, site, today):
    story = make_story(product=make_product("Chưa có sao"))

    assert 'class="stars' not in client.get(story.url).content.decode()


def test_story_leads_to_its_translation(client, site):
    product = make_product()
    story = make_story(product=product)
    english = make_story(
        product=product, locale="en", title="Twelve months", sections=[("text", "<p>At four.</p>")]
    )

    assert (
        f'hreflang="en" href="https://saolang.example{english.url}"' in client.get(story.url).content.decode()
    )
    page = client.get(english.url).content.decode()
    assert "At four." in page
    assert f'hreflang="vi" href="https://saolang.example{story.url}"' in page


def test_story_without_translation_leads_to_the_english_home(client, site):
    story = make_story()

    page = client.get(story.url).content.decode()
    # The reader is led to the English home; robots are not told that it is the same story.
    assert 'href="/en/" lang="en" hreflang="en"' in page
    assert '<link rel="alternate" hreflang=' not in page


def test_unpublished_story_is_not_shown(client, site):
    story = make_story(title="Bản nháp")
    story.unpublish()

    assert client.get(story.url).status_code == 404
    assert "Bản nháp" not in client.get("/cau-chuyen/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_story_index_asks_the_same_number_of_questions(client, site, count, django_assert_num_queries):
    for _number in range(count):
        make_story(cover_path=COVER)
    client.get("/cau-chuyen/")

    with django_assert_num_queries(QUERIES_STORY_INDEX):
        html = client.get("/cau-chuyen/").content.decode()

    assert html.count('<article class="card teaser">') == count


def test_story_index_pages_by_twelve(client, site):
    product = make_product()
    for number in range(13):
        make_story(product=None, producer=make_product().producer, title=f"Chuyện {number:02}")
    assert product

    first = client.get("/cau-chuyen/").content.decode()
    second = client.get("/cau-chuyen/?page=2").content.decode()

    assert "Chuyện 12" in first
    assert "Chuyện 00" not in first
    assert "Chuyện 00" in second


def test_empty_story_index_says_what_to_do(client, site):
    html = client.get("/cau-chuyen/").content.decode()

    assert "Chưa có câu chuyện nào" in html
    assert f'href="{reverse("catalogue:index")}"' in html


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/huong-dan/", "Ngôi sao OCOP được chấm thế nào"),
        ("/huong-dan/thanh-toan/", "Trả khi nhận hàng"),
        ("/en/huong-dan/thanh-toan/", "Cash on delivery"),
        ("/tin-tuc/", "Chưa có bài nào"),
    ],
)
def test_articles(client, site, path, words):
    assert words in client.get(path).content.decode()


def test_unknown_address_answers_in_our_own_words(client, site):
    answer = client.get("/khong-co/")

    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()


def test_chooser_finds_a_product_without_accents(desk):
    make_product("Nước mắm Vạn Phúc")
    make_product("Chè Suối Mây")

    html = desk.get(reverse("product_chooser:choose_results"), {"q": "nuoc MAM"}).content.decode()

    assert "Nước mắm Vạn Phúc" in html
    assert "Chè Suối Mây" not in html


def test_editor_opens_a_story_in_the_back_office(desk):
    story = make_story()

    html = desk.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()

    assert "Chọn sản phẩm khác" in html
    assert "Lời dẫn" in html


def test_block_preview_wears_the_shops_clothes(desk):
    block = ProductStoryPage.body.field.stream_block.child_blocks["quote"]

    html = desk.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}).content.decode()

    assert "css/site.css" in html
    assert "Nhà tôi chưa bao giờ rút nỏ" in html


def test_home_page_class_is_what_the_site_serves(site):
    assert isinstance(site, HomePage)
