"""Draw the pictures of the review page in docs/pictures, in both languages, light and dark, with a real Chromium."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import gongkai
from gongkai.view import review

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "data" / "raw" / "jiahe-2017.html"
PLACE = "b24.r23.c3"
WINDOW = {"width": 1280, "height": 760}
COLOURS = 96

PICTURES = (("review-en.png", "en", "light"), ("review-zh.png", "zh", "light"), ("review-dark.png", "en", "dark"))


def main() -> None:
    """Write each of `PICTURES`."""
    report = gongkai.read_report(SOURCE, name=SOURCE.relative_to(ROOT).as_posix())
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for name, language, scheme in PICTURES:
            file = review(report, language, at=PLACE).save(Path(folder) / f"{name}.html")
            page = browser.new_page(viewport=WINDOW, color_scheme=scheme, reduced_motion="reduce")
            page.goto(file.as_uri())
            page.wait_for_timeout(300)
            with Image.open(BytesIO(page.screenshot())) as picture:
                few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                few.save(ROOT / "docs" / "pictures" / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
