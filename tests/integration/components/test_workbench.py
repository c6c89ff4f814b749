"""The designer's page shows every component; nobody sees it where it is not asked for."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.conf import settings

from cms.workbench import FRAME, samples
from storefront.styles import build

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
MOST_CSS = 16 * 1024


def test_every_component_is_on_the_page():
    assert sorted([*samples(), *FRAME]) == sorted(path.stem for path in COMPONENTS.glob("*.html"))


@pytest.mark.django_db
def test_the_page_shows_each_component_in_both_themes(client, settings):
    settings.COMPONENTS_PAGE = True

    html = client.get("/_components/").content.decode()

    assert [name for name in samples() if html.count(f'id="c-{name}"') != 1] == []
    assert html.count('class="theme light"') == html.count('class="theme dark"') == len(samples()) + 1
    assert html.count("style=") == 0


@pytest.mark.django_db
def test_without_being_asked_for_there_is_no_such_page(client):
    assert settings.COMPONENTS_PAGE is False
    assert client.get("/_components/").status_code == 404


def test_the_sheet_of_the_shop_stays_light(tmp_path):
    sheet = build("css/site.css", tmp_path).read_bytes()

    assert len(gzip.compress(sheet, 9, mtime=0)) <= MOST_CSS


def test_both_themes_are_there_to_be_shown_side_by_side(tmp_path):
    css = build("css/workbench.css", tmp_path).read_text(encoding="utf-8")

    assert ".light { color-scheme: light dark; --paper: #fbfaf6;" in css
    assert ".dark { --paper: #131916;" in css
