"""The officers' whole back office speaks Vietnamese: every kind of page their menus lead to, and what forms answer.

Names in English are data where an office keeps English pages; they are taken out before a text is judged.
"""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Picture
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from cms.models import StoryIndexPage
from cms.permissions import ensure_editor_permissions
from cms.workflows import ensure_story_workflow
from qr.codes import issue_code
from storefront.users.models import User
from storefront.users.roles import ROLES, ensure_roles
from tests.factories.catalogue import make_group, make_producer, make_product
from tests.factories.certification import certify, claim, make_decision, revoke
from tests.factories.cms import make_site, make_story
from tests.factories.fairs import make_booth_category, make_fair, make_sales_point, make_session
from tests.factories.purchases import make_basket, make_good, place
from tests.factories.users import make_user
from tests.integration.language.english import catalogues, is_english, vietnamese
from tests.integration.language.reading import read
from tests.integration.language.walking import Walk

pytestmark = pytest.mark.django_db

OFFICE = "/quan-tri/"
STARTS = ("", "account/", "pages/", "reports/site-history/", "reports/workflow/", "images/", "documents/")
# What people typed here in English, and the shop's name: data, not words of the back office.
DATA = ("Stories", "News", "Guides", "How to order", "English", "Home")


@pytest.fixture
def office(settings, tmp_path, today: date) -> None:
    """An office at work: stories in every state, goods with and without stars, events, codes, orders, files."""
    settings.MEDIA_ROOT = tmp_path
    home = make_site()
    roles = ensure_roles()
    ensure_editor_permissions(
        editors=roles["editor"], office=roles["programme_office"], trade=roles["trade_department"]
    )
    ensure_story_workflow(roles["editor"])
    group = make_group("Đồ uống")
    tea = make_product("Trà Shan tuyết", producer=make_producer("Hợp tác xã Suối Mây"))
    tea.categories.set([group])
    certify(tea, star=4, on=today)
    claim(make_product("Măng khô"), 3)
    revoked = make_product("Mắm tôm Làng Chài")
    certify(revoked, star=3, on=date(2026, 3, 2))
    revoke(revoked, on=today)
    make_decision(number="9/QĐ-UBND")
    issue_code(tea)
    make_fair("Tuần hàng Lam Sơn")
    make_booth_category()
    make_session()
    make_sales_point("Cửa hàng phố Tràng Thi")
    place(make_basket((make_good("Nước mắm cốt"), 2)))
    story = make_story(title="Chè trên núi", product=tea)
    waiting = make_story(title="Sợi cói qua bốn mùa")
    waiting.title = "Sợi cói bốn mùa"
    waiting.save_revision()
    StoryIndexPage.objects.get(locale=home.locale).get_workflow().start(waiting, make_user())
    story.locked = True
    story.save()
    file = BytesIO()
    Picture.new("RGB", (40, 30)).save(file, "PNG")
    Image.objects.create(title="Đồi chè", file=ContentFile(file.getvalue(), "doi-che.png"))
    Document.objects.create(title="Bản khai", file=ContentFile(b"ban khai", "ban-khai.txt"))
    Redirect.objects.create(old_path="/cu", redirect_page=home)


def own_words() -> list[str]:
    """English that is data: the titles of the English pages."""
    titles = set(Page.objects.filter(locale__language_code="en").values_list("title", flat=True))
    return sorted(titles | set(DATA), key=len, reverse=True)


@pytest.mark.usefixtures("office")
def test_no_screen_of_the_officers_is_in_english() -> None:
    data = re.compile("|".join(rf"\b{re.escape(title)}\b" for title in own_words()))
    seen: set[str] = set()
    found: dict[str, str] = {}
    for role in [*ROLES, "administrator"]:
        user = make_user(f"{role}@example.vn", role=role if role in ROLES else "")
        if role == "administrator":
            User.objects.filter(pk=user.pk).update(is_superuser=True, is_staff=True)
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(pk=user.pk))
        walk = Walk(client, seen=seen)
        walk.start(*(OFFICE + start for start in STARTS))
        assert walk.failed == {}, role
        found.update({text: f"{role}: {where}" for text, where in walk.english.items()})
    assert {text: where for text, where in found.items() if is_english(data.sub(" ", text))} == {}
    assert len(seen) > 250


@pytest.mark.usefixtures("office")
def test_signing_in_and_its_refusals_are_in_vietnamese() -> None:
    client = Client()
    walk = Walk(client)
    make_user("can-bo@example.vn", role="editor")
    walk.read("login", client.get(f"{OFFICE}login/"))
    walk.read("wrong", client.post(f"{OFFICE}login/", {"username": "can-bo@example.vn", "password": "sai"}))
    walk.read("empty", client.post(f"{OFFICE}login/", {}))
    walk.read("reset", client.get(f"{OFFICE}password_reset/"))
    answer = client.post(f"{OFFICE}password_reset/", {"email": "can-bo@example.vn"}, follow=True)
    walk.read("reset sent", answer)
    letter = mail.outbox[-1]
    address = re.search(r"http\S+(/quan-tri/password_reset/confirm/\S+)", str(letter.body))
    assert address
    walk.note("letter", [letter.subject, *str(letter.body).splitlines()])
    form = client.get(address[1], follow=True)
    walk.read("new password", form)
    typed = {"new_password1": "12345678", "new_password2": "123"}
    walk.read("bad password", client.post(form.redirect_chain[-1][0], typed))
    walk.read("used link", client.get("/quan-tri/password_reset/confirm/MQ/abc-def/"))
    strict = Client(enforce_csrf_checks=True)
    walk.read("no token", strict.post(f"{OFFICE}login/", {"username": "x"}))
    assert walk.english == {}


@pytest.mark.usefixtures("office")
def test_pages_that_are_not_there_or_not_for_one_are_in_vietnamese() -> None:
    client = Client()
    client.force_login(make_user(role="trade_department"))
    walk = Walk(client)
    for address in ("khong-co/", "users/", "chung-nhan/nhap/", "pages/999/edit/", "san-pham/edit/999/"):
        walk.read(address, client.get(OFFICE + address, follow=True))
    assert walk.english == {}


def test_every_message_of_the_packages_has_its_vietnamese() -> None:
    """Left out: Django's own admin, which has no address here, and its page for a project without addresses."""
    developers = {"django.contrib.admin"}
    missing = [
        (name, message.id)
        for name, messages in catalogues()
        for message in messages
        if name not in developers
        and not vietnamese(message)
        and not any("default_urlconf" in path for path, _line in message.locations)
    ]
    assert missing == []


def test_every_message_of_the_scripts_has_its_vietnamese(client: Client) -> None:
    answer = client.get(f"{OFFICE}jsi18n/").content.decode()
    served = json.loads(re.search(r"const newcatalog = (\{.*?\});", answer, re.DOTALL)[1])
    (messages,) = [messages for name, messages in catalogues("djangojs") if name == "wagtail.admin"]
    firsts = [message.id if isinstance(message.id, str) else message.id[0] for message in messages]
    assert len(firsts) > 80
    assert [text for text in firsts if text not in served] == []
    told = [form for text in served.values() for form in ([text] if isinstance(text, str) else text)]
    assert [text for text in told if is_english(text)] == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>The page could not be saved.</p>",
        "<button aria-label='Close dialog'></button>",
        "<input type='submit' value='Search'>",
        "<input placeholder='Search all pages'>",
        '<script type=\'application/json\'>{"label": "Add child page"}</script>',
        "<div data-w-progress-active-value='Saving changes'></div>",
        "<template><h2>Keyboard shortcuts</h2></template>",
        "<td>Đã lưu and published</td>",
    ],
)
def test_english_is_noticed_wherever_it_stands(html: str) -> None:
    assert [is_english(text) for text in read(html).texts] == [True]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Đã lưu trang “Chè trên núi”.</p>",
        "<p>Phiên livestream trên TikTok, xuất CSV và XLSX</p>",
        "<a title='can-bo@example.vn' href='/the/page/'>tệp anh/old-tea.png</a>",
        "<style>.not { color: red }</style><script>const the = 'page'</script>",
        "<p>them in cho to</p>",
    ],
)
def test_vietnamese_is_let_be(html: str) -> None:
    assert [text for text in read(html).texts if is_english(text)] == []
