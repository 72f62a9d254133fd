"""Make the pictures of the site of the package of the repository, in both languages, with a real Chromium.

python scripts/draw_site.py
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from gongkai.site import write_site

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SERIES = "explore.html#b=350128-综合实验区管理委员会&c=requests_received&c=granted"
COLOURS = 96
"""So many colours are enough for pages of text, and make a picture a third as large."""

Language = Literal["en", "zh"]


def main() -> None:
    """Make every picture in both languages."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = Path(folder) / "site"
        write_site(ROOT, site)
        for language in ("en", "zh"):
            take(browser, f"{site.as_uri()}/{SERIES}", language, "series")
            take(browser, f"{site.as_uri()}/{SERIES}&t=table", language, "table")
            take(browser, f"{site.as_uri()}/quality.html", language, "quality")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox"]
        )
        yield browser
        browser.close()


def take(browser: Browser, address: str, language: Language, name: str) -> None:
    """Take the picture of a page as it is first seen."""
    locale = {"en": "en-GB", "zh": "zh-CN"}[language]
    context = browser.new_context(locale=locale, color_scheme="light", viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(address)
    shown(page)
    taken = Image.open(BytesIO(page.screenshot()))
    taken.quantize(COLOURS).save(PICTURES / f"{name}-{language}.png", optimize=True)
    context.close()


def shown(page: Page) -> None:
    """Wait until a page is drawn."""
    page.wait_for_load_state("networkidle")
    if page.locator("#chart").count():
        page.locator("#chart[data-drawn]").wait_for(state="attached")


if __name__ == "__main__":
    main()
