"""Take the pictures of `docs/screenshots`: `make screenshots`, or this file against a shop with the demo.

    .venv/bin/python -m tests.screenshots.take http://127.0.0.1:8000 [--only home,product] [--to docs/screenshots]

Each page at 360, 768 and 1440 px, by day and by night, cut to what a long glance takes in. A phone is as high as
the cut, so that what sticks to the foot of its screen stays out of the picture's middle. Chromium as in the
browser tests (`CHROMIUM` names the program).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

SIZES = {360: (1400, 1.0), 768: (1500, 0.75), 1440: (1700, 2 / 3)}  # width: how far down, scale of the file
THEMES = {"light": "", "dark": "-dark"}
QUALITY = 62
EAGER = "for (const one of document.querySelectorAll('img[loading=lazy]')) one.loading = 'eager'"
ALL_IN = "Promise.all([...document.images].map(one => one.decode().catch(() => 0))).then(() => true)"
FIRST_PRODUCT = "nước mắm cốt"


def first_link(list_path: str, below: str) -> Callable[[Page, str], None]:
    """Open a list and follow its first entry below an address."""

    def go(page: Page, base: str) -> None:
        page.goto(base + list_path)
        target = page.locator(f"main a[href^='{below}']").first.get_attribute("href")
        page.goto(base + (target or list_path))

    return go


def at(path: str) -> Callable[[Page, str], None]:
    """Open one address."""
    return lambda page, base: page.goto(base + path) and None


def with_goods(path: str) -> Callable[[Page, str], None]:
    """Put the first product found into the basket, then open an address."""

    def go(page: Page, base: str) -> None:
        product(page, base)
        page.locator("form.buy button[type=submit]").click()
        page.goto(base + path)

    return go


product = first_link(f"/san-pham/?q={FIRST_PRODUCT}", "/san-pham/nuoc")

PAGES: dict[str, Callable[[Page, str], None]] = {
    "home": at("/"),
    "listing": at("/san-pham/?sao=5&sao=4"),
    "product": product,
    "producer": lambda page, base: (
        product(page, base),
        page.goto(base + str(page.locator("main .eyebrow a").first.get_attribute("href"))),
        None,
    )[-1],
    "story": first_link("/cau-chuyen/", "/cau-chuyen/"),
    "group": at("/nhom/do-uong/"),
    "region": at("/vung-mien/thanh-hoa/"),
    "register": at("/so-dang-ky/"),
    "search": at("/san-pham/?q=nuoc+mam"),
    "nothing-found": at("/san-pham/?q=zzqx"),
    "fairs": first_link("/hoi-cho/", "/hoi-cho/"),
    "sales-points": at("/diem-ban/"),
    "basket": with_goods("/gio-hang/"),
    "checkout": with_goods("/thanh-toan/"),
    "not-found": at("/khong-co-trang-nay/"),
    "scan": lambda page, base: (
        product(page, base),
        page.goto(base + str(page.locator("main a[href^='/p/']").first.get_attribute("href"))),
        None,
    )[-1],
}


def save(png: bytes, to: Path, *, height: int, scale: float) -> None:
    """Cut and shrink a picture and write it as WebP."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(height, picture.height)))
    if scale != 1:
        size = (round(picture.width * scale), round(picture.height * scale))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    picture.save(to, "WEBP", quality=QUALITY, method=6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("--only", default="")
    parser.add_argument("--to", type=Path, default=Path("docs/screenshots"))
    asked = parser.parse_args()
    chosen = [name for name in asked.only.split(",") if name] or list(PAGES)
    asked.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for width, (height, scale) in SIZES.items():
            for theme, ending in THEMES.items():
                for name in chosen:
                    context = browser.new_context(
                        viewport={"width": width, "height": height if width < 700 else 900},
                        color_scheme=theme,
                        locale="vi-VN",
                    )
                    page = context.new_page()
                    PAGES[name](page, asked.base.rstrip("/"))
                    page.evaluate(EAGER)
                    page.evaluate(ALL_IN)
                    to = asked.to / f"{name}-{width}{ending}.webp"
                    save(page.screenshot(full_page=True), to, height=height, scale=scale)
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    told = "" if wide <= width else f", {wide} px wide!"
                    sys.stdout.write(f"{to} {to.stat().st_size // 1024} KB{told}\n")
                    context.close()
        browser.close()


if __name__ == "__main__":
    main()
