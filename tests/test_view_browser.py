"""The review page in a real browser: links lead both ways, filters and keys work, nothing of a source runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import gongkai
from chromium import browser, opened
from generators.office_files import render_as_docx
from generators.reports import ReportPlan, print_report
from gongkai.document import Cell, Locator

__all__ = ["browser"]

RAW = Path(__file__).parents[1] / "data" / "raw"
HTML, PDF = RAW / "jiahe-2017.html", RAW / "huaian-2024.pdf"

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'><svg onload=alert(3)>"
HOSTILE_PAGE = f"""<title>{escape(HOSTILE)}</title><h1>嘉禾县2017年政府信息公开年度报告</h1>
<p>一、概述{escape(HOSTILE)}</p><p>收到申请7件{escape(HOSTILE)}，依据湘政办函〔2017〕44号。</p>
<p>二、政府信息公开情况</p><table><tr><td>统计指标<td>单位<td>统计数<tr><td>一、主动公开情况<td>——<td>
<tr><td>（一）主动公开政府信息数<td>条<td>8645<tr><td>其中：主动公开规范性文件数<td>条<td>47{escape(HOSTILE)}
<tr><td>制发规范性文件总数<td>件<td>47<tr><td>{escape(HOSTILE)}<td>件<td>3</table>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def html_page(folder: Path) -> Path:
    return gongkai.read_report(HTML).view("en").save(folder / "html.html")


@pytest.fixture(scope="module")
def pdf_page(folder: Path) -> Path:
    return gongkai.read_report(PDF).view("en").save(folder / "pdf.html")


def is_in_window(page: Page, selector: str) -> bool:
    """Tell whether the middle of an element is seen, and not under something else."""
    found = page.evaluate(
        """selector => {
          const element = document.querySelector(selector), box = element.getBoundingClientRect();
          const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return Boolean(there) && (element.contains(there) || there.contains(element));
        }""",
        selector,
    )
    return bool(found)


REQUESTS_RECEIVED = '[id="b24.r23.c3"] .mark'


def test_a_click_on_a_value_shows_its_place_and_back(browser: Browser, html_page: Path) -> None:
    with opened(browser, html_page) as seen:
        page = seen.page
        fact = page.locator(".fact.cell", has_text="7").and_(page.locator('[href="#b24.r23.c3"]'))
        assert not is_in_window(page, REQUESTS_RECEIVED)
        fact.click()
        assert is_in_window(page, REQUESTS_RECEIVED)
        assert page.locator(".mark.chosen").all_inner_texts() == ["7"]
        page.evaluate("document.querySelector('#taken').scrollTop = 0")
        name = fact.get_attribute("id")
        assert not is_in_window(page, f"#{name}")
        page.locator(REQUESTS_RECEIVED).click()
        assert is_in_window(page, f"#{name}")
        columns, values = (page.locator(f"#chosen {each}").all_inner_texts() for each in ("dt", "dd"))
        row = dict(zip(columns, values, strict=True))
        assert row["indicator_id"] == "2014.statistics.requests_received.count"
        assert (row["value"], row["locator"]) == ("7", "b24.r23.c3")
        assert seen.errors == []


def test_links_lead_both_ways_without_a_script(browser: Browser, html_page: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(html_page.as_uri())
    page.locator('.fact.cell[href="#b24.r23.c3"]').click()
    assert page.url.endswith("#b24.r23.c3")
    assert page.locator('[id="b24.r23.c3"]').is_visible()
    page.locator(REQUESTS_RECEIVED).click()
    name = page.url.partition("#")[2]
    assert page.locator(f"#{name}").get_attribute("href") == "#b24.r23.c3"
    assert not page.locator("#filters").is_visible()
    context.close()


@pytest.mark.parametrize(("fragment", "text"), [("#b24.r23.c3", "7"), ("#b8:27-33", "47735条")])
def test_an_address_leads_to_a_place(browser: Browser, html_page: Path, fragment: str, text: str) -> None:
    with opened(browser, html_page, fragment) as seen:
        assert seen.page.locator(".mark.chosen").all_inner_texts() == [text]
        assert is_in_window(seen.page, ".mark.chosen")


def test_a_page_opens_at_the_place_that_it_was_made_for(browser: Browser, folder: Path) -> None:
    from gongkai.view import review

    file = review(gongkai.read_report(HTML), "en", at="b24.r30.c3").save(folder / "at.html")
    with opened(browser, file) as seen:
        assert is_in_window(seen.page, '[id="b24.r30.c3"]')


def test_on_a_page_of_a_pdf_the_box_lies_over_the_value(browser: Browser, pdf_page: Path) -> None:
    with opened(browser, pdf_page) as seen:
        page = seen.page
        assert page.locator("#read-text").is_hidden()
        fact = page.locator(".fact.cell").filter(has_text="3985758")
        fact.click()
        assert page.locator(".sheet .mark.chosen").get_attribute("aria-label") == "3985758"
        assert is_in_window(page, ".sheet .mark.chosen rect")
        page.locator("#as-text").click()
        assert page.locator("#pages").is_hidden()
        assert page.locator("#read-text .mark.chosen").inner_text() == "3985758"


def test_an_address_leads_to_a_place_that_has_no_box(browser: Browser, pdf_page: Path) -> None:
    report = gongkai.read_report(PDF)
    place = next(place for place, cell in cells(report) if cell.text == "行政处罚")
    with opened(browser, pdf_page, f"#{place}") as seen:
        assert seen.page.locator("#read-text .here").inner_text() == "行政处罚"
        assert is_in_window(seen.page, "#read-text .here")


def cells(report: gongkai.Report) -> Iterator[tuple[Locator, Cell]]:
    for place, table in report.document.tables():
        yield from ((replace(place, row=cell.row, column=cell.column), cell) for cell in table.cells)


def test_filters_narrow_both_sides(browser: Browser, html_page: Path) -> None:
    with opened(browser, html_page) as seen:
        page = seen.page
        page.locator('.chip[data-kind="figure"]').click()
        assert page.locator('section[data-kind="figure"]').is_hidden()
        assert page.locator(".mark.figure:not(.cell)").first.evaluate("mark => mark.classList.contains('off')")
        page.locator("#query").fill("requests_received")
        assert page.locator(".fact.cell:visible").all_inner_texts() == ["7"]
        page.locator("#query").fill("no such thing")
        assert page.locator("#none-left").is_visible()


def test_only_what_is_in_doubt(browser: Browser, html_page: Path) -> None:
    with opened(browser, html_page) as seen:
        seen.page.locator("#only-doubt").click()
        kinds = seen.page.locator(".fact:visible").evaluate_all("facts => facts.map(fact => fact.className)")
        assert kinds
        assert all("doubt" in kind.split() for kind in kinds)


def test_keys(browser: Browser, html_page: Path) -> None:
    with opened(browser, html_page) as seen:
        page = seen.page
        page.keyboard.press("j")
        assert page.locator(".fact.chosen").get_attribute("id") == "i-period"
        page.keyboard.press("j")
        assert page.locator(".fact.chosen").get_attribute("id") == "k1"
        page.keyboard.press("k")
        assert page.locator(".fact.chosen").get_attribute("id") == "i-period"
        page.keyboard.press("f")
        assert page.locator(".fact.chosen").get_attribute("id") == "k1"
        page.keyboard.press("s")
        assert page.evaluate("document.activeElement.matches('#source .mark.chosen')")
        page.keyboard.press("s")
        assert page.evaluate("document.activeElement.id") == "k1"
        page.keyboard.press("/")
        page.keyboard.type("j")
        assert page.locator("#query").input_value() == "j"
        page.keyboard.press("Escape")
        assert page.locator(".fact.chosen").count() == 0


def test_keys_can_be_turned_off(browser: Browser, html_page: Path) -> None:
    with opened(browser, html_page) as seen:
        page = seen.page
        page.keyboard.press("?")
        page.locator("#keys-on").uncheck()
        page.locator("#close-keys").click()
        page.keyboard.press("j")
        assert page.locator(".fact.chosen").count() == 0


def test_each_language_alone(browser: Browser, html_page: Path) -> None:
    with opened(browser, html_page) as seen:
        page = seen.page
        assert page.locator("#taken-heading").inner_text() == "What was taken from it"
        page.locator("#language").click()
        assert page.locator("#taken-heading").inner_text() == "提取结果"
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        assert page.locator(".in-en:visible").count() == 0
        assert (
            page.locator('.fact.cell[href="#b24.r23.c3"]').locator("xpath=ancestor::tr/th").inner_text() == "收到申请数"
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_and_the_switch(browser: Browser, html_page: Path, scheme: str) -> None:
    with opened(browser, html_page, color_scheme=scheme) as seen:
        page = seen.page
        light = {"light": True, "dark": False}[scheme]
        assert is_light(page) is light
        page.locator("#theme").click()
        assert is_light(page) is not light


def is_light(page: Page) -> bool:
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return ground == "rgb(244, 242, 236)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("source", ["html_page", "pdf_page"])
def test_axe_finds_no_serious_fault(
    browser: Browser, request: pytest.FixtureRequest, source: str, scheme: str, width: int
) -> None:
    with opened(browser, request.getfixturevalue(source), "#f1", width, color_scheme=scheme) as seen:
        found = Axe().run(seen.page).response["violations"]
        faults = [
            (each["id"], node["html"][:160], node["failureSummary"])
            for each in found
            if each["impact"] in ("serious", "critical")
            for node in each["nodes"]
        ]
        assert faults == []


def test_on_a_phone_one_side_is_seen_at_a_time(browser: Browser, html_page: Path) -> None:
    with opened(browser, html_page, width=390) as seen:
        page = seen.page
        assert (page.locator("#source").is_visible(), page.locator("#taken").is_visible()) == (True, False)
        page.locator('#tabs [data-pane="taken"]').click()
        page.locator('.fact.cell[href="#b24.r23.c3"]').click()
        assert is_in_window(page, REQUESTS_RECEIVED)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", ["hostile.html", f"{HOSTILE}.html"])
def test_nothing_of_a_source_runs(browser: Browser, folder: Path, name: str) -> None:
    report = gongkai.read_report(HOSTILE_PAGE.encode(), name=name)
    assert sum(HOSTILE in cell.text for _, table in report.document.tables() for cell in table.cells) == 2
    with opened(browser, report.view("en").save(folder / "hostile.html")) as seen:
        page = seen.page
        for language in ("en", "zh"):
            page.evaluate(f"document.documentElement.dataset.language = '{language}'")
            for fact in page.locator(".fact:visible").all():
                fact.click()
        assert page.locator("#source").inner_text().count(HOSTILE) == 4
        assert page.locator("img, svg[onload], #source script, #taken script").count() == 0
        assert (seen.dialogs, seen.errors, len(seen.requests)) == ([], [], 1)


def test_in_a_notebook_the_page_works_in_its_frame(browser: Browser, folder: Path) -> None:
    file = folder / "notebook.html"
    file.write_text(f"<h1>A notebook</h1>{gongkai.read_report(HTML).view('en')._repr_html_()}", encoding="utf-8")
    with opened(browser, file) as seen:
        frame = seen.page.frame_locator("iframe")
        frame.locator('.fact.cell[href="#b24.r23.c3"]').click()
        assert frame.locator(".mark.chosen").all_inner_texts() == ["7"]
        frame.locator("#theme").click()
        frame.locator("#language").click()
        assert frame.locator("#taken-heading").inner_text() == "提取结果"
        assert seen.errors == []


def test_a_page_asks_for_nothing(browser: Browser, pdf_page: Path) -> None:
    with opened(browser, pdf_page) as seen:
        assert [address for address in seen.requests if not address.startswith("data:")] == [pdf_page.as_uri()]
        assert seen.page.locator(".sheet img").first.evaluate("image => image.complete && image.naturalWidth") > 800


def test_the_policy_lets_nothing_else_in(browser: Browser, html_page: Path) -> None:
    with opened(browser, html_page) as seen:
        blocked = seen.page.evaluate(
            """async () => {
              const blocked = [];
              addEventListener("securitypolicyviolation", event => blocked.push(event.effectiveDirective));
              const script = document.createElement("script");
              script.textContent = "globalThis.hasRun = true";
              document.body.append(script);
              const image = document.createElement("img");
              image.src = "https://example.invalid/a.png";
              document.body.append(image);
              await fetch("https://example.invalid/").catch(() => null);
              await new Promise(done => setTimeout(done, 100));
              return [globalThis.hasRun, blocked.sort()];
            }"""
        )
        assert blocked == [None, ["connect-src", "img-src", "script-src-elem"]]


def test_on_paper_both_sides_are_printed_whole(browser: Browser, html_page: Path) -> None:
    with opened(browser, html_page, color_scheme="dark") as seen:
        page = seen.page
        page.emulate_media(media="print", color_scheme="dark")
        assert not page.locator("header .controls").is_visible()
        for pane in ("#source", "#taken"):
            assert page.locator(pane).evaluate("pane => pane.scrollHeight - pane.clientHeight") <= 0
        assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(31, 38, 43)"


def test_on_paper_boxes_lie_over_their_pages(browser: Browser, pdf_page: Path) -> None:
    with opened(browser, pdf_page) as seen:
        seen.page.emulate_media(media="print")
        picture, boxes = (seen.page.locator(f".sheet {each}").first.bounding_box() for each in ("img", "svg"))
        assert picture is not None
        assert boxes == pytest.approx(picture, abs=1)
        assert picture["height"] < 900


def test_a_document_of_word_is_shown_as_it_was_read(browser: Browser, folder: Path) -> None:
    report = gongkai.read_report(render_as_docx(print_report(ReportPlan(seed=1, forms="2021", numbers="balanced"))))
    with opened(browser, report.view("en").save(folder / "word.html")) as seen:
        for row in report.observation_rows[:3]:
            assert seen.page.locator(f'[id="{row.locator}"]').inner_text() == row.raw
