"""The site: it is built without a warning, and a click on a finding leads to its place in the review page."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import docs_examples
import docs_findings
from chromium import browser, opened

__all__ = ["browser"]

ROOT = Path(__file__).parents[1]
PAGES = ("findings.html", "zh-CN/findings.html")
NATURAL_PERSONS = "review/pingtan/zone-2020.html.html#b33.r25.c4"
"""The total of the results of natural persons: 20, where the results add up to 26."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("build") / "docs"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "scripts"), str(ROOT / "src")))}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return folder


def links(site: Path, page: str) -> list[str]:
    """Give where the links to review pages lead, from the top of the site."""
    text = (site / page).read_text(encoding="utf-8")
    found = re.findall(r'<a href="([^"]*review/[^"]*)"', text)
    return [posixpath.normpath(posixpath.join(posixpath.dirname(page), unescape(link))) for link in found]


@pytest.mark.parametrize("page", PAGES)
def test_a_finding_leads_to_its_place_in_the_review_page(site: Path, page: str) -> None:
    found = links(site, page)
    assert NATURAL_PERSONS in found
    assert "review/jiahe-2017.html.html#b24.r59.c3" in found
    assert "review/jiahe-2017.html.html" in found
    assert len([link for link in found if "#" in link]) == 213
    assert {link.partition("#")[0] for link in found} == {
        path.relative_to(site).as_posix() for path in (site / "review").rglob("*.html")
    }
    for link in found:
        file, _, place = link.partition("#")
        assert not place or f' id="{place}"' in (site / file).read_text(encoding="utf-8"), link


@pytest.mark.parametrize("page", PAGES)
def test_a_finding_leads_to_the_original(site: Path, page: str) -> None:
    text = (site / page).read_text(encoding="utf-8")
    row = next(row for row in text.split("<tr>") if NATURAL_PERSONS in row)
    original = "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/202103/t20210305_80595.htm"
    assert f'<a href="{original}"><code>pingtan/zone-2020.html</code></a>' in row


@pytest.mark.parametrize("page", PAGES)
def test_a_click_on_a_finding_shows_the_number(browser: Browser, site: Path, page: str) -> None:
    with opened(browser, site / page) as seen:
        seen.page.locator(f'a[href$="{NATURAL_PERSONS}"]').click()
        seen.page.wait_for_url("**/zone-2020.html.html#*")
        mark = seen.page.locator(".mark.chosen")
        mark.wait_for()
        assert mark.all_inner_texts() == ["20"]
        assert mark.evaluate("mark => mark.closest('[id]').id") == "b33.r25.c4"
        cells = mark.evaluate("mark => [...mark.closest('tr').cells].map(cell => cell.innerText.trim())")
        assert cells[:2] == ["（七）总计", "20"]


@pytest.mark.parametrize("page", PAGES)
def test_pictures_are_there(site: Path, page: str) -> None:
    view = site / page.replace("findings", "view")
    [picture] = re.findall(r'<img alt="[^"]+" src="([^"]+)"', view.read_text(encoding="utf-8"))
    assert (view.parent / picture).resolve().is_file()


def test_examples_of_the_reference_are_code(site: Path) -> None:
    text = (site / "reference.html").read_text(encoding="utf-8")
    assert "<blockquote>" not in text
    [block] = [block for block in text.split("<code>") if "p2.b7:5-9" in block.partition("</code>")[0]]
    assert "&gt;&gt;&gt; " in block


def test_examples_have_a_heading() -> None:
    assert docs_examples.with_heading("Add.\n\n>>> add(1)\n2\n") == "Add.\n\nExamples:\n    >>> add(1)\n    2\n"
    assert docs_examples.with_heading("Add one.") == "Add one."


def test_a_report_that_is_named_with_another_is_of_the_same_folder() -> None:
    row = "| [`pingtan/county-2012.docx`], `county-2013.odt` | Of 2,026 items `requests` |"
    original = "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/201401/t20140122_80754.htm"
    assert docs_findings.linked(row, "shown").endswith(
        f"[`county-2013.odt`]({original}) [shown](review/pingtan/county-2013.odt.html) | Of 2,026 items `requests` |\n"
    )
