"""The site in a real browser: choose, see, take a CSV; nothing of a report runs, and no other host is asked."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import gongkai
from chromium import browser
from gongkai.site import write_site
from gongkai.site.report_pages import page_of_report
from test_site import HOSTILE, ROOT, hostile

__all__ = ["browser", "hostile"]

BODY = "350128-综合实验区管理委员会"


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Leave the test's output as it is."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("browser") / "site"
    write_site(ROOT, place)
    return place


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Watched:
    """A page with what it asked for and what went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        page.on("console", lambda said: said.type in ("error", "warning") and self.wrong.append(said.text))


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield Watched(context.new_page())
    context.close()


def test_choose_see_and_download(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/explore.html#b={BODY}")
    expect(page.locator("#chart[data-drawn]")).to_be_attached()
    page.get_by_label("Find what is counted").fill("lawsuits")
    page.locator("#concepts input[value=lawsuits]").check()
    page.get_by_role("combobox", name="From").select_option("2019")
    expect(page.locator("#chart svg")).to_have_count(3)
    page.get_by_role("tab", name="Table").click()
    row = page.locator("#table tbody tr", has_text="2024")
    assert row.locator("td.number").nth(0).inner_text().split() == ["218"]
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download CSV").click()
    text = Path(waited.value.path()).read_bytes().decode("utf-8-sig")
    panel = gongkai.panel(["requests_received", "granted", "lawsuits"], range(2019, 2026), BODY, ROOT)
    expected = {
        (row.year, row.concept, row.source, row.status, "" if row.value != row.value else f"{row.value:g}")
        for row in panel.itertuples()
    }
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    told = {(int(row["year"]), row["concept"], row["source"], row["status"], row["value"]) for row in rows}
    assert told == expected
    assert len(rows) == len(panel)
    assert {row["agency_id"] for row in rows} == {BODY}
    assert watched.wrong == []
    assert all(url.startswith((address, "blob:")) for url in watched.asked)


def test_a_value_leads_to_where_it_was_printed(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/explore.html#b={BODY}&c=requests_received&y=2024-2024&t=table")
    page.locator("#table td.number a").first.click()
    cell = page.locator(":target")
    assert cell.evaluate("cell => cell.firstChild.textContent.trim()") == "218"
    assert cell.locator(".place").is_visible()


def test_what_the_address_says_is_chosen(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/explore.html#b=431024-人民政府&c=staff&y=2014-2018&t=coverage")
    expect(page.locator("#coverage tbody tr")).to_have_count(1)
    assert page.locator("#coverage .cover.partial a").get_attribute("aria-label") == "嘉禾县人民政府 2017: partial"


def test_search_by_name_place_and_year(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/reports.html")
    page.get_by_label("Body, place or title").fill("嘉禾 2017")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    assert "湖南省 郴州市 嘉禾县" in page.locator("#list tbody tr").inner_text()
    page.get_by_label("Status").select_option("complete")
    expect(page.locator("#list")).to_contain_text("Nothing was found.")


def test_a_rule_opens_with_the_reports_that_break_it(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/quality.html")
    rule = page.locator("details.rule", has_text="staff_by_kind")
    rule.locator("summary").click()
    expect(rule.locator("li a")).to_have_text("嘉禾县人民政府 2017")
    assert "they differ by 13" in rule.locator("li").inner_text()


def test_languages_and_themes_change_and_stay(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/index.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Government disclosure reports政府信息公开年报数据")
    assert page.get_by_role("heading", level=1).inner_text() == "Government disclosure reports"
    page.get_by_role("button", name="中文").click()
    assert page.get_by_role("heading", level=1).inner_text() == "政府信息公开年报数据"
    page.get_by_role("button", name="切换明暗").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("heading", level=1).inner_text() == "政府信息公开年报数据"
    assert watched.wrong == []


def test_it_works_by_keyboard(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/explore.html")
    expect(page.locator("#chart[data-drawn]")).to_be_attached()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#tab-chart").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-table"
    expect(page.locator("#table")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#coverage")).to_be_visible()


@pytest.mark.parametrize("name", ["index", "explore", "reports", "quality", "about"])
def test_a_phone_needs_no_scrolling_sideways(browser: Browser, folder: Path, name: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.goto((folder / f"{name}.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_it_works_from_a_folder_without_a_server(watched: Watched, folder: Path) -> None:
    page = watched.page
    page.goto((folder / "explore.html").as_uri())
    expect(page.locator("#chart svg")).to_have_count(2)
    assert watched.wrong == []
    assert all(url.startswith("file://") for url in watched.asked)


def test_nothing_that_a_report_says_runs(watched: Watched, hostile: Path) -> None:
    page = watched.page
    for name in ("index", "explore", "reports", "quality"):
        page.goto((hostile / f"{name}.html").as_uri())
        page.wait_for_load_state("networkidle")
    (report,) = (hostile / "reports").rglob("*.html")
    page.goto(report.as_uri())
    assert HOSTILE in page.locator("body").inner_text()
    assert page.title() != "1"
    assert watched.wrong == []


def test_a_text_is_no_formula_of_a_spreadsheet(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/explore.html")
    expect(page.locator("#chart[data-drawn]")).to_be_attached()
    line = page.evaluate(
        """() => series.csv(
            {bodies: {id: ["=1+1"], province: ["@x"], prefecture: ["-2"], county: ['a"b']},
             about: {byName: new Map([["c", {zh: "甲", en: "A, B"}]])}},
            [{body: 0, name: "+1", year: 2020, concept: "c", value: -3.5, unit: "", status: "reported", source: "form",
              form: null, comparability: "same", scope: "", id: "0"}]).split("\\r\\n")[1]"""
    )
    assert line == '\'=1+1,\'+1,\'@x,\'-2,"a""b",2020,c,甲,"A, B",-3.5,,reported,form,,same,,0'


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["index", "explore", "explore.html#t=table", "explore.html#t=coverage", "quality", "report"]
)
def test_axe_finds_no_serious_fault(browser: Browser, folder: Path, name: str, theme: Literal["light", "dark"]) -> None:
    context = browser.new_context(locale="zh-CN", color_scheme=theme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    place = page_of_report("07473aaf77c98601") if name == "report" else name if "#" in name else f"{name}.html"
    page.goto(f"{folder.as_uri()}/{place}")
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"]) for each in serious] == []
    context.close()
