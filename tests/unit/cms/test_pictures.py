from __future__ import annotations

import re

import pytest
from PIL import Image

from storefront.demo.pictures import render
from tests.factories.cms import PICTURES

README = (PICTURES / "README.md").read_text(encoding="utf-8")
KINDS = re.findall(r"^\| `([a-z-]+)` \|", README, re.MULTILINE)


def test_every_kind_is_drawn_and_every_drawing_is_listed():
    assert sorted(KINDS) == render.kinds()
    assert sorted(render.KIND_GROUNDS) == render.kinds()


@pytest.mark.parametrize("variant", [1, 2, 3])
def test_product_pictures_are_committed_in_their_size(variant):
    for kind in KINDS:
        with Image.open(PICTURES / "products" / f"{kind}-{variant}.webp") as picture:
            assert picture.size == render.PRODUCT_SIZE


@pytest.mark.parametrize(
    ("folder", "size"), [("scenes", render.SCENE_SIZE), ("portraits", render.PORTRAIT_SIZE)]
)
def test_scenes_and_portraits_are_the_listed_ones(folder, size):
    files = sorted((PICTURES / folder).glob("*.webp"))
    section = README.split(f"## {folder.capitalize()}")[1].split("\n## ")[0]

    assert {path.stem for path in files} == set(re.findall(r"`([a-z-]+)`", section))
    for path in files:
        with Image.open(path) as picture:
            assert picture.size == size


def test_the_set_stays_light():
    assert sum(path.stat().st_size for path in PICTURES.rglob("*.webp")) < 3_000_000


def test_recolour_lets_two_colours_change_places():
    svg = '<a fill="#1"/><b fill="#2"/>'

    assert render.recolour(svg, {"#1": "#2", "#2": "#1"}) == '<a fill="#2"/><b fill="#1"/>'
