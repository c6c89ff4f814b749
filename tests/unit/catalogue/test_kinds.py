from __future__ import annotations

import pytest

from catalogue.kinds import RULES, kind_of
from storefront.demo.pictures import render

FOOD, DRINKS, HERBS, CRAFTS = "thuc-pham", "do-uong", "duoc-lieu-va-san-pham-tu-duoc-lieu", "thu-cong-my-nghe"


@pytest.mark.parametrize(
    ("name", "group", "kind"),
    [
        ("nuoc mam nhi ba muoi", FOOD, "fish-sauce"),
        ("tra tom non huong que", FOOD, "tea"),
        ("che lam phu quang lam thu", FOOD, "cake"),
        ("mien gao phuc thinh", FOOD, "noodles"),
        ("gao sinh thai ruong ruoi", FOOD, "rice"),
        ("toi ngam mat ong dori", FOOD, "garlic"),
        ("muoi hat sach tuyet diem", FOOD, "salt"),
        ("mit say ohjoy!", FOOD, "dried-fruit"),
        ("hat mac ca cao cap damaca", FOOD, "nuts"),
        ("gio trung phuong ben", FOOD, "sausage"),
        ("gio trai dat (gio coi)", CRAFTS, "sedge-basket"),
        ("luc binh gom my thien", CRAFTS, "pottery"),
        ("bo dung cu nha bep (tre, go)", CRAFTS, "bamboo"),
        ("vang sim rung mang den", DRINKS, "wine"),
        ("tinh dau que tra bong", HERBS, "essential-oil"),
        ("na trai vu phu long", FOOD, "fruit"),
        ("mot thu chua ai dat ten", "", "fruit"),
        ("linh sam bonsai", "sinh-vat-canh", "bonsai"),
        ("ecohost hai hau", "dich-vu-du-lich-cong-dong", "stilt-house"),
    ],
)
def test_kind_follows_the_words_of_the_name_inside_the_group(name, group, kind):
    assert kind_of(name, group) == kind


def test_every_kind_a_rule_names_is_drawn():
    named = {
        kind for rules, fallback in RULES.values() for kind in (fallback, *(kind for kind, _words in rules))
    }

    assert named <= set(render.kinds())


def test_every_kind_has_its_small_drawings():
    missing = [
        f"{kind}-{variant}"
        for kind in render.kinds()
        for variant in (1, 2, 3)
        if not (render.STATIC_KINDS / f"{kind}-{variant}.webp").exists()
    ]

    assert missing == []
