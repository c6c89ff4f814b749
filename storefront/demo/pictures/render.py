"""Draw the demo pictures: drawings (SVG) on a coloured ground → WebP.

Needed only to change them; the WebP files are committed, so that running the shop needs no renderer:
`python -m storefront.demo.pictures.render` with `rsvg-convert` (Debian: librsvg2-bin) on the path.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
DRAWINGS = HERE / "drawings"
PRODUCT_SIZE = (800, 800)
SCENE_SIZE = (1280, 880)
PORTRAIT_SIZE = (480, 480)
GROUP_SIZE = (560, 560)
STATIC_GROUPS = HERE.parents[1] / "static" / "img" / "groups"
STATIC_KINDS = STATIC_GROUPS.parent / "kinds"
KIND_SIZE = (480, 480)

# Sky, sun, ground.
GROUNDS = {
    "peach": ("#f7e6d3", "#f3c79b", "#e9cfae"),
    "sage": ("#e3efe2", "#f5dfa3", "#c4dcc0"),
    "mauve": ("#ece5ee", "#f1cfc0", "#d8cbd6"),
    "straw": ("#f4ead6", "#f6d58b", "#e3d0a6"),
    "butter": ("#fdeecb", "#f7cd6b", "#f0d488"),
    "olive": ("#eef0dd", "#f6e3a1", "#d5dcae"),
    "lilac": ("#e9e6f4", "#f3d6e2", "#cfd9c6"),
    "mist": ("#dfeaf0", "#f7d9a0", "#c3d6d9"),
    "rose": ("#f8e3df", "#f4bfa8", "#e8c6bc"),
    "teal": ("#d9ece8", "#f6d9a8", "#b5d6cf"),
}
DEFAULT_GROUNDS = ("peach", "sage", "mist")
# Grounds of the variants 1, 2, 3, chosen so that the thing itself stands out.
KIND_GROUNDS = {
    "fish-sauce": ("peach", "mist", "butter"),
    "shrimp-paste": ("mauve", "straw", "teal"),
    "tea": ("sage", "straw", "mist"),
    "coffee": ("straw", "rose", "olive"),
    "cocoa": ("mauve", "butter", "sage"),
    "honey": ("butter", "olive", "rose"),
    "rice": ("olive", "peach", "teal"),
    "flour": ("straw", "sage", "lilac"),
    "noodles": ("teal", "peach", "lilac"),
    "garlic": ("mauve", "sage", "mist"),
    "sausage": ("peach", "butter", "mist"),
    "meat": ("straw", "rose", "olive"),
    "egg": ("mist", "olive", "peach"),
    "dried-seafood": ("mist", "teal", "peach"),
    "seafood": ("peach", "butter", "rose"),
    "seaweed": ("peach", "mist", "straw"),
    "wine": ("olive", "rose", "mist"),
    "juice": ("sage", "mist", "butter"),
    "fruit": ("sage", "mist", "straw"),
    "pomelo": ("peach", "teal", "lilac"),
    "dried-fruit": ("rose", "olive", "straw"),
    "vegetables": ("peach", "mist", "butter"),
    "mushroom": ("sage", "straw", "mauve"),
    "nuts": ("sage", "rose", "teal"),
    "spice": ("butter", "olive", "rose"),
    "salt": ("mist", "rose", "teal"),
    "oil": ("sage", "peach", "mauve"),
    "cake": ("peach", "butter", "rose"),
    "cracker": ("teal", "sage", "rose"),
    "herbs": ("olive", "lilac", "peach"),
    "ginseng": ("sage", "lilac", "rose"),
    "balm": ("straw", "rose", "lilac"),
    "essential-oil": ("lilac", "butter", "sage"),
    "cosmetics": ("sage", "lilac", "butter"),
    "birdnest": ("mist", "rose", "sage"),
    "sedge-basket": ("straw", "sage", "mist"),
    "bamboo": ("sage", "mist", "rose"),
    "pottery": ("peach", "sage", "lilac"),
    "brocade": ("straw", "mist", "rose"),
    "hat": ("sage", "rose", "mist"),
    "wood": ("sage", "butter", "mist"),
    "lacquer": ("straw", "sage", "mauve"),
    "flowers": ("butter", "sage", "lilac"),
    "bonsai": ("sage", "peach", "lilac"),
    "fish-bowl": ("peach", "butter", "rose"),
    "stilt-house": ("mist", "peach", "butter"),
    "boat-tour": ("peach", "mist", "rose"),
}
# Colours of the thing itself that change in variants 2 and 3.
RECOLOURED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "fish-sauce": (
        {"#9a4a1c": "#7a2e16", "#b9642c": "#9a4526", "#1c6a45": "#a8481f"},
        {"#9a4a1c": "#b5651d", "#b9642c": "#d0863c", "#1c6a45": "#2f4a6b"},
    ),
    "shrimp-paste": (
        {"#9c4a5a": "#b5402a", "#b76473": "#cc5f45", "#a8481f": "#1c6a45"},
        {"#9c4a5a": "#8a6a2c", "#b76473": "#a88643", "#c65b3c": "#5f9f4c"},
    ),
    "tea": (
        {"#1c6a45": "#8a2f3c", "#2a8158": "#a84a57", "#134a31": "#5f1f29"},
        {"#1c6a45": "#2f4a6b", "#2a8158": "#46668a", "#134a31": "#1f3350"},
    ),
    "coffee": (
        {"#5a3a26": "#2f3a34", "#704a31": "#47534c", "#40281a": "#1d2822"},
        {"#5a3a26": "#8a2f23", "#704a31": "#a5473a", "#40281a": "#5f1f18"},
    ),
    "honey": (
        {"#e39a1b": "#c4761a", "#f0b13c": "#d9933c", "#7a4a22": "#1c6a45", "#935c2d": "#2a8158"},
        {"#e39a1b": "#b5591d", "#f0b13c": "#cf7a3a", "#7a4a22": "#2f3a34", "#935c2d": "#47534c"},
    ),
    "rice": (
        {"#a8481f": "#1c6a45", "#f3ead2": "#e9d9c8", "#fff9e8": "#f5eade", "#8f9a3c": "#a8481f"},
        {"#a8481f": "#2f4a6b", "#8f9a3c": "#2f4a6b"},
    ),
    "flour": ({"#e39a1b": "#d98aa0", "#fff3cf": "#fff5f7"}, {"#e39a1b": "#5f9f4c", "#fff3cf": "#f4f8e8"}),
    "noodles": ({"#a8481f": "#1c6a45", "#c25a2c": "#2a8158"}, {"#f6edd8": "#e6d3b0", "#d9c79c": "#bfa572"}),
    "sausage": ({"#3f8a4f": "#c05a3c", "#58a566": "#d6785a"}, {}),
    "wine": (
        {"#a8481f": "#1c6a45", "#3b7ea1": "#a8481f", "#5f9fbf": "#c4703f"},
        {"#e7e3da": "#7a4a22", "#fff": "#935c2d"},
    ),
    "juice": (
        {"#e9852b": "#b53a4a", "#f3a24f": "#cc5f6c", "#fbd9a6": "#f6d3d0"},
        {"#e9852b": "#7a9a35", "#f3a24f": "#9ab856", "#fbd9a6": "#eef3d3"},
    ),
    "fruit": ({"#e9852b": "#a9b84a", "#f3a24f": "#c2cf6a"}, {"#d94f3a": "#7a3b5a", "#e87560": "#96557a"}),
    "pomelo": (
        {"#a9b84a": "#e0892b", "#c2cf6a": "#f0a650", "#f2a19a": "#f3b04f"},
        {"#a9b84a": "#d0405a", "#c2cf6a": "#e0657c", "#f2a19a": "#f3e3ea"},
    ),
    "dried-fruit": (
        {"#3b7ea1": "#1c6a45", "#5f9fbf": "#2a8158"},
        {"#3b7ea1": "#a8542c", "#5f9fbf": "#c4703f"},
    ),
    "mushroom": (
        {"#a0623a": "#4a3f3a", "#b97a4c": "#655750", "#8a5230": "#39302c"},
        {"#a0623a": "#c9a878", "#b97a4c": "#dcc197", "#8a5230": "#b08d5c"},
    ),
    "essential-oil": (
        {"#6b4a8a": "#1c6a45", "#8563a6": "#2a8158", "#9b7cc0": "#e3b23c"},
        {"#6b4a8a": "#a8481f", "#8563a6": "#c4703f", "#9b7cc0": "#e87560"},
    ),
    "cosmetics": (
        {"#f0c8c0": "#cfe0c0", "#fadfd9": "#e3eed8", "#c9776a": "#5f8f4c"},
        {"#f0c8c0": "#cfd6ea", "#fadfd9": "#e3e8f5", "#c9776a": "#5a6a9a"},
    ),
    "balm": ({"#1c6a45": "#a8481f", "#2a8158": "#c4703f"}, {"#1c6a45": "#5a3a6b", "#2a8158": "#76548a"}),
    "pottery": (
        {"#a8542c": "#2f5a7a", "#c4703f": "#4d7c9a", "#8a4020": "#234660"},
        {"#a8542c": "#4a5a48", "#c4703f": "#66785f", "#8a4020": "#364435"},
    ),
    "brocade": ({"#8a2f3c": "#1c6a45", "#1c6a45": "#8a2f3c"}, {"#8a2f3c": "#c4703f", "#2f4a6b": "#5a3a6b"}),
    "bamboo": ({"#f2cf7d": "#f7e6c4"}, {"#f2cf7d": "#e8a06a"}),
    "flowers": (
        {"#3b7ea1": "#a8542c", "#5f9fbf": "#c4703f", "#e87560": "#9b7cc0"},
        {"#e87560": "#fff7e6", "#d94f6a": "#f0b429"},
    ),
    "lacquer": ({"#8a1f1a": "#1f3d5a"}, {"#8a1f1a": "#1c4a35"}),
    "fish-bowl": ({"#e9652b": "#b53a4a"}, {"#e9652b": "#f0b429", "#f3a24f": "#f7cd6b"}),
    "stilt-house": ({"#9cbca6": "#c0a58e"}, {"#9cbca6": "#a9c48f"}),
}
GROUP_KINDS = {
    "food": ("fish-sauce", 1),
    "drinks": ("tea", 1),
    "herbs": ("herbs", 1),
    "crafts": ("sedge-basket", 1),
    "plants": ("bonsai", 1),
    "tourism": ("stilt-house", 1),
}
SUNS = ((146, 60), (52, 56), (150, 74))
GROUND_LINES = (
    "M0 146C40 130 78 154 118 144S180 132 200 142V200H0Z",
    "M0 138C44 150 84 130 124 140S176 152 200 144V200H0Z",
    "M0 150C36 144 70 136 110 142S170 146 200 134V200H0Z",
)


def kinds() -> list[str]:
    """Return the kinds of products there is a drawing of."""
    return sorted(path.stem for path in (DRAWINGS / "products").glob("*.svg"))


def product_svg(kind: str, variant: int) -> str:
    """Return the picture of a kind in variant 1, 2 or 3 as SVG: sky, sun, ground, shadow, the thing."""
    body = (DRAWINGS / "products" / f"{kind}.svg").read_text(encoding="utf-8")
    body = body.split(">", 1)[1].rsplit("</svg>", 1)[0]
    if variant > 1:
        body = recolour(body, RECOLOURED.get(kind, ({}, {}))[variant - 2])
    sky, sun, ground = GROUNDS[KIND_GROUNDS.get(kind, DEFAULT_GROUNDS)[variant - 1]]
    (sun_x, sun_y), line = SUNS[variant - 1], GROUND_LINES[variant - 1]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">'
        f'<rect width="200" height="200" fill="{sky}"/><circle cx="{sun_x}" cy="{sun_y}" r="34" fill="{sun}"/>'
        f'<path d="{line}" fill="{ground}"/><ellipse cx="100" cy="164" rx="52" ry="7" opacity=".1"/>'
        f'<g transform="translate(6 -1) scale(.94)">{body}</g></svg>'
    )


def recolour(svg: str, colours: dict[str, str]) -> str:
    """Replace whole colours, all at once, so that two may change places."""
    for place, old in enumerate(colours):
        svg = svg.replace(f'"{old}"', f'"@{place}"')
    for place, new in enumerate(colours.values()):
        svg = svg.replace(f'"@{place}"', f'"{new}"')
    return svg


def write_webp(svg: str, target: Path, size: tuple[int, int], *, quality: int = 82) -> int:
    """Render an SVG at a size and write it as WebP; return the bytes written."""
    png = subprocess.run(  # noqa: S603 -- our own drawing, fixed command
        ["rsvg-convert", "-w", str(size[0]), "-h", str(size[1])],  # noqa: S607
        input=svg.encode(),
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    target.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").save(target, "WEBP", quality=quality, method=6)
    return target.stat().st_size


def render_all() -> int:
    """Write every picture and return the bytes of all of them."""
    total = 0
    for kind in kinds():
        for variant in (1, 2, 3):
            svg = product_svg(kind, variant)
            total += write_webp(svg, HERE / "products" / f"{kind}-{variant}.webp", PRODUCT_SIZE)
            total += write_webp(svg, STATIC_KINDS / f"{kind}-{variant}.webp", KIND_SIZE)
    for folder, size in (("scenes", SCENE_SIZE), ("portraits", PORTRAIT_SIZE)):
        for path in sorted((DRAWINGS / folder).glob("*.svg")):
            total += write_webp(path.read_text(encoding="utf-8"), HERE / folder / f"{path.stem}.webp", size)
    for group, (kind, variant) in GROUP_KINDS.items():
        total += write_webp(product_svg(kind, variant), STATIC_GROUPS / f"{group}.webp", GROUP_SIZE)
    return total


if __name__ == "__main__":
    sys.stdout.write(f"{render_all()} bytes\n")
