"""Build the site and publish stories by function: for the first installation, the demo, and other programs.

People publish through the back office; both ways end in the same revisions and pages. All of it is safe to repeat.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site

from cms.guides import Guide, read_guides
from cms.models import ArticleIndexPage, ArticlePage, HomePage, ProductStoryPage, StoryIndexPage
from cms.words import HOME_BODY, HOME_TITLE, SECTIONS
from storefront.pictures.reading import clean_file
from storefront.vietnamese import slugify

Section = tuple[str, Any]


@transaction.atomic
def ensure_site() -> HomePage:
    """Make home, sections and guides in every language, and return the Vietnamese home page.

    Guides and sections follow this version's words until an editor changes them; then they stay as they are.
    """
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES
    }
    home = ensure_home(locales[settings.LANGUAGE_CODE])
    ensure_sections(home)
    for code, locale in locales.items():
        if code != settings.LANGUAGE_CODE:
            translate_site(home, locale)
    return home


def ensure_home(locale: Locale) -> HomePage:
    """Make the home page under the root, point the default site at it, and take Wagtail's welcome page away."""
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        root = Page.get_first_root_node() or Page.add_root(
            instance=Page(title="Root", slug="root", locale=locale)
        )
        welcome = Page.objects.child_of(root).exact_type(Page).filter(slug="home").first()
        language = locale.language_code
        home = HomePage(
            title=HOME_TITLE[language], slug="trang-chu", locale=locale, body=json.dumps(HOME_BODY[language])
        )
        root.add_child(instance=home)
        home.save_revision().publish()
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "root_page": home, "site_name": settings.WAGTAIL_SITE_NAME},
        )
        if welcome is not None:
            Page.objects.get(pk=welcome.pk).delete()
    return home


def ensure_sections(home: HomePage) -> None:
    """Make the story index, the news and the guides below a home page."""
    language = home.locale.language_code
    for slug, (model, words) in SECTIONS.items():
        kind = {"story": StoryIndexPage, "article": ArticleIndexPage}[model]
        index = kind.objects.child_of(home).filter(slug=slug).first()
        if index is None:
            index = kind(slug=slug, locale=home.locale, **words[language])
            home.add_child(instance=index)
            index.save_revision().publish()
        elif is_untouched(index):
            write_values(index, words[language])
        for guide in read_guides(slug, language):
            ensure_article(index, guide)


def ensure_article(index: ArticleIndexPage, guide: Guide) -> ArticlePage:
    """Publish a guide below an index, or renew the one at its address unless a person has changed it."""
    article = ArticlePage.objects.child_of(index).filter(slug=guide.slug).first()
    if article is None:
        article = ArticlePage(slug=guide.slug, locale=index.locale, **guide_values(guide))
        index.add_child(instance=article)
        article.save_revision().publish()
    elif is_untouched(article):
        write_values(article, guide_values(guide))
    return article


def guide_values(guide: Guide) -> dict[str, Any]:
    """The fields of a guide's page."""
    return {"title": guide.title, "standfirst": guide.standfirst, "body": json.dumps(guide.body)}


def is_untouched(page: Page) -> bool:
    """Whether only programs have written this page: no revision of it is a person's, and it is still shown."""
    return page.live and not page.revisions.exclude(user=None).exists()


def translate_site(home: HomePage, locale: Locale) -> None:
    """Make the home page and its sections in another language, tied to the Vietnamese ones."""
    language = locale.language_code
    other = home.get_translation_or_none(locale)
    if other is None:
        other = home.copy_for_translation(locale)
        other.title, other.draft_title = HOME_TITLE[language], HOME_TITLE[language]
        other.body = json.dumps(HOME_BODY[language])
        other.save_revision().publish()
    for slug, (_model, words) in SECTIONS.items():
        source = Page.objects.child_of(home).get(slug=slug).specific
        translated(source, locale, slug=slug, **words[language])
        guides = {guide.slug: guide for guide in read_guides(slug, language)}
        for article in ArticlePage.objects.child_of(source).filter(slug__in=guides):
            guide = guides[article.slug]
            translated(article, locale, slug=guide.slug, **guide_values(guide))


def translated(source: Page, locale: Locale, **values: Any) -> Page:
    """Return the page in another language, made with these values, or renewed unless a person has changed it."""
    page = source.get_translation_or_none(locale)
    if page is None:
        page = source.copy_for_translation(locale)
        write_values(page, values)
    elif is_untouched(page):
        page = page.specific
        write_values(page, values)
    return page


@transaction.atomic
def publish_story(
    *,
    product: Any,
    title: str,
    standfirst: str,
    sections: Iterable[Section],
    locale: str = "vi",
    producer: Any = None,
    slug: str = "",
    cover_path: str | Path | None = None,
    cover_title: str = "",
) -> ProductStoryPage:
    """Publish the story of a product in a language and return its page. The same call again changes nothing.

    `sections` are (block type, value) of `cms.blocks.StoryBody`; wherever a block wants a picture, the value may be the
    path of a file. Another language needs the Vietnamese story first: it becomes its translation. Raises `LookupError`
    when the site, or that original, is missing.
    """
    index = StoryIndexPage.objects.filter(locale__language_code=locale).first()
    if index is None:
        raise LookupError(f"no story index in {locale!r}: call ensure_site() first")
    values = {
        "title": title,
        "standfirst": standfirst,
        "product": product,
        "producer": producer,
        "cover": picture_at(cover_path, title=cover_title or title) if cover_path else None,
        "body": json.dumps([{"type": kind, "value": with_pictures(value)} for kind, value in sections]),
    }
    story = story_in(locale, product=product, producer=producer)
    if story is None and locale == settings.LANGUAGE_CODE:
        story = ProductStoryPage(slug=slug or slugify(title), locale=index.locale, **values)
        index.add_child(instance=story)
        story.save_revision().publish()
        return ProductStoryPage.objects.get(pk=story.pk)
    if story is None:
        original = story_in(settings.LANGUAGE_CODE, product=product, producer=producer)
        if original is None:
            raise LookupError("a translation needs the Vietnamese story first")
        story = original.copy_for_translation(index.locale)
        story.slug = slug or slugify(title)
    write_values(story, values)
    return ProductStoryPage.objects.get(pk=story.pk)


def story_in(locale: str, *, product: Any, producer: Any) -> ProductStoryPage | None:
    """Return the story of a product (or, without one, of a producer) in a language."""
    stories = ProductStoryPage.objects.filter(locale__language_code=locale, product=product)
    return (stories if product else stories.filter(producer=producer)).first()


def write_values(page: Page, values: dict[str, Any]) -> None:
    """Publish a page with new values; no revision when it already says just that."""
    before = comparable(page)
    for name, value in values.items():
        setattr(page, name, value)
    if page.live and comparable(page) == before:
        return
    page.draft_title = page.title
    page.save_revision().publish()


def comparable(page: Page) -> str:
    """A page's content as text, without the ids its blocks were given."""
    content = page.serializable_data()
    kept = {
        name: content.get(name)
        for name in ("title", "slug", "standfirst", "intro", "product", "producer", "cover")
    }
    if hasattr(page, "body"):
        kept["body"] = without_ids(page.body.get_prep_value())
    return json.dumps(kept, sort_keys=True, default=str)


def without_ids(value: Any) -> Any:
    """Drop the ids of stream and list items at every depth."""
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key != "id"}
    return value


def with_pictures(value: Any) -> Any:
    """Replace the paths of picture files at every depth by the ids of images in the library."""
    if isinstance(value, Path):
        return picture_at(value).pk
    if isinstance(value, list | tuple):
        return [with_pictures(item) for item in value]
    if isinstance(value, dict):
        return {key: with_pictures(item) for key, item in value.items()}
    return value


def picture_at(path: str | Path, *, title: str = "") -> Any:
    """Return the library's image with this file's picture, added when it is new."""
    path = Path(path)
    with path.open("rb") as file:
        clean = clean_file(file, stem=slugify(path.stem)[:30], named=False)
    model = get_image_model()
    digest = hashlib.sha1(clean.picture.content, usedforsecurity=False).hexdigest()
    image = model.objects.filter(file_hash=digest).first()
    if image is None:
        image = model(title=title or path.stem, file=clean)
        image.save()
    return image
