"""Words can be read on whatever they stand on, in both themes: every ink on every ground, from the tokens."""

from __future__ import annotations

import re

import pytest

from storefront.styles import CSS

INKS = ("ink", "ink-2", "leaf", "earth", "gold-ink", "alarm")
GROUNDS = ("paper", "surface", "sky-1", "leaf-soft", "earth-soft", "gold-soft", "alarm-soft", "line")
#: Words that stand on one ground alone: a button's, the ribbon's, a pressed chip's.
OWN_GROUND = {"on-leaf": "leaf", "on-ribbon": "ribbon", "gold": "ribbon"}
#: What must be seen, not read: frames of fields, the ring of the keyboard.
MARKS = ("edge", "leaf")
TEXT_AT_LEAST = 4.5
MARK_AT_LEAST = 3.0
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?)\s*;")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def _themes() -> dict[str, dict[str, str]]:
    day, night = (CSS / "tokens.css").read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")
    light = dict(_COLOUR.findall(day))
    return {"light": light, "dark": {**light, **dict(_COLOUR.findall(night))}}


THEMES = _themes()


def luminance(colour: str) -> float:
    """The relative luminance of `#rgb` or `#rrggbb` as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _declared(body: str, name: str) -> str:
    found = re.search(rf"(?<![\w-]){name}:\s*var\(--([\w-]+)\)", body)
    return found.group(1) if found else ""


def _pairs_in_rules() -> set[tuple[str, str]]:
    """Each pair of colour and ground that one rule of the shop's style sheets sets together."""
    found = set()
    for sheet in (*CSS.glob("*.css"), *CSS.glob("components/*.css"), *CSS.glob("pages/*.css")):
        if sheet.name == "admin.css":
            continue
        for _selector, body in _RULE.findall(sheet.read_text(encoding="utf-8")):
            pair = (_declared(body, "color"), _declared(body, "background(?:-color)?"))
            if all(name in THEMES["light"] for name in pair):
                found.add(pair)
    return found


def test_the_ratio_is_wcags() -> None:
    assert (round(contrast("#fff", "#000"), 2), round(contrast("#777777", "#fff"), 2)) == (21.0, 4.48)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_ink_can_be_read_on_every_ground(theme: str) -> None:
    colours = THEMES[theme]
    pairs = {(ink, ground) for ink in INKS for ground in GROUNDS} | set(OWN_GROUND.items())
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs | _pairs_in_rules()}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < TEXT_AT_LEAST} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_frames_and_the_ring_of_the_keyboard_can_be_seen(theme: str) -> None:
    colours = THEMES[theme]
    ratios = {
        (mark, ground): contrast(colours[mark], colours[ground])
        for mark in MARKS
        for ground in ("paper", "surface")
    }

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < MARK_AT_LEAST} == {}


def test_words_take_their_colour_from_the_inks_alone() -> None:
    """A new colour for words is a new token, and is then held to the ratio here."""
    used = {
        name
        for sheet in (*CSS.glob("*.css"), *CSS.glob("components/*.css"), *CSS.glob("pages/*.css"))
        if sheet.name != "admin.css"
        for name in re.findall(r"(?<![\w-])color:\s*var\(--([\w-]+)\)", sheet.read_text(encoding="utf-8"))
    }

    assert used - {*INKS, *OWN_GROUND, *(ink for ink, _ground in _pairs_in_rules())} == set()
