"""What the review page says and where it marks it, without a browser; `test_view_browser` opens it in one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.testing import CliRunner, Result

import gongkai
import gongkai.view
from generators.office_files import render_as_docx
from generators.reports import ReportPlan, print_report
from generators.side_by_side import render_side_by_side
from generators.unruled_pages import UnruledStyle, render_unruled
from gongkai import cli, resources, rows
from gongkai.document import Locator, RemarkKind, UnreadKind
from gongkai.forms import indicators
from gongkai.marked import PlaceMark, drawn_document, segments
from gongkai.read.pdf.layout import PageLayout, PlacedBox
from gongkai.read.pdf.unruled import UnruledTable
from gongkai.view import ReportFacts, lines_at
from gongkai.view.pages import shown_pages
from gongkai.view.words import choice

RAW = Path(__file__).parents[1] / "data" / "raw"
HTML, PDF = RAW / "jiahe-2017.html", RAW / "huaian-2024.pdf"
SOURCE = Path(gongkai.view.__file__).parent
TEXT = "嘉禾县2017年政府信息公开年度报告\n一、概述\n收到申请7件。\n二、主动公开"

CHOICES = (
    *(rows.Status, rows.Severity, rows.ReportStatus, rows.Scope, rows.SectionKind, rows.PointKind, rows.RepairKind),
    *(rows.UnmatchedReason, RemarkKind, UnreadKind, rows.TextSource),
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, list(map(str, arguments)))


@pytest.fixture(scope="module")
def report() -> gongkai.Report:
    return gongkai.read_report(HTML)


@pytest.mark.parametrize("value", sorted({value for kind in CHOICES for value in get_args(kind)}))
def test_every_choice_is_said_in_both_languages(value: str) -> None:
    assert 'class="in-zh"' in choice(value)


def test_every_word_is_said_in_both_languages() -> None:
    said: dict[str, dict[str, Any]] = resources.data("gongkai.view", "words.yaml")
    for group in said.values():
        for words in group.values():
            assert set(words) == {"english", "chinese"}
            assert all(words.values())


def test_every_word_is_used() -> None:
    files = (SOURCE / name for name in ("page.py", "showing.py", "facts.py"))
    used = "".join(file.read_text(encoding="utf-8") for file in [*files, *(SOURCE / "templates").iterdir()])
    assert [name for name in resources.data("gongkai.view", "words.yaml")["words"] if f'"{name}"' not in used] == []


def test_marks_may_lie_over_one_another() -> None:
    marks = [
        PlaceMark(Locator(1, start=0, end=6), "p1", "point"),
        PlaceMark(Locator(1, start=2, end=4), "f1", "figure"),
        PlaceMark(Locator(1, start=3, end=6), "k1", "finding"),
        PlaceMark(Locator(1, start=6, end=6), "u1", "not_understood"),
    ]
    assert [(each.text, each.marks.names) for each in segments("甲乙丙丁戊己", marks)] == [
        ("甲乙", "p1"),
        ("丙", "f1 p1"),
        ("丁", "f1 k1 p1"),
        ("戊己", "k1 p1"),
        ("", "u1"),
    ]


def test_every_fact_with_a_place_is_marked_and_leads_back(report: gongkai.Report) -> None:
    page = report.view("en").html
    named = {name for names in re.findall(r'data-facts="([^"]*)"', page) for name in names.split()}
    facts = [fact for fact in ReportFacts.of(report).all() if fact.locator is not None]
    kinds = Counter(fact.kind for fact in facts)
    assert kinds.pop("finding") == sum(row.outcome == "fails" and row.locator is not None for row in report.check_rows)
    assert kinds == {"cell": 58, "figure": 48, "section": 7, "point": 6, "document_number": 1, "identity": 1}
    for fact in facts:
        assert f'id="{fact.name}" href="#{fact.locator}"' in page
        assert f'id="{fact.locator}"' in page
    assert named == {fact.name for fact in facts}


@pytest.mark.parametrize("source", [HTML, PDF])
def test_an_id_stands_once(source: Path) -> None:
    ids = re.findall(r' id="([^"]*)"', gongkai.read_report(source).view("en").html)
    assert sorted(set(ids)) == sorted(ids)


def test_blank_cells_are_marked_and_no_zero(report: gongkai.Report) -> None:
    blank = next(row for row in report.observation_rows if row.status == "blank")
    fact = next(fact for fact in ReportFacts.of(report).of_kind("cell") if fact.of is blank)
    page = report.view("en").html
    drawn = page.partition(f'<td id="{blank.locator}">')[2].partition("</td>")[0]
    assert f'data-facts="{fact.name}"' in drawn or f" {fact.name}" in drawn
    assert drawn.endswith('<span class="nothing">□</span></a>')
    assert 'class="status blank"' in page.partition(f'id="{fact.name}"')[2].partition("</td>")[0]


def test_cells_stand_in_the_rows_and_columns_of_their_form() -> None:
    plan = ReportPlan(seed=1, forms="2021", numbers="balanced")
    report = gongkai.read_report(render_as_docx(print_report(plan)))
    grids = list(ReportFacts.of(report).grids())
    requests = next(grid for grid in grids if grid.title == "收到和处理政府信息公开申请情况")
    assert [column.chinese for column in requests.columns][-1] == "总计"
    for row in requests.rows:
        for fact, column in zip(row.facts, requests.columns, strict=True):
            if fact is not None:
                indicator = next(each for each in indicators() if each.indicator_id == fact.of.indicator_id)
                assert (indicator.row_label, indicator.column_label) == (row.label.chinese, column.chinese)


def test_a_place_of_another_document_is_left_out() -> None:
    document = gongkai.read_document(TEXT.encode())
    assert "o1" not in drawn_document(document, [PlaceMark(Locator(99, 1, 1), "o1", "cell")])


def test_boxes_lie_around_what_they_are_boxes_of() -> None:
    report = gongkai.read_report(PDF, keep_layout=True)
    layout = report.document.layout
    assert isinstance(layout, PageLayout)
    figure = next(row for row in report.figure_rows if row.raw == "5500余条")
    [placed] = layout.boxes(figure.locator)
    assert text_in(layout, placed) == "5500余条"


@pytest.mark.parametrize(
    "style",
    [UnruledStyle(widest_label=30), UnruledStyle(values="right", widest_label=30), UnruledStyle(digits="Helvetica")],
)
def test_values_without_rules_around_them_have_their_boxes(style: UnruledStyle) -> None:
    data = render_unruled(print_report(ReportPlan(seed=1, forms="2014", numbers="balanced")), style)
    report = gongkai.read_report(data, keep_layout=True)
    layout = report.document.layout
    assert isinstance(layout, PageLayout)
    assert isinstance(layout.made_of[report.observation_rows[0].locator.block - 1], UnruledTable)
    boxes = [(row.raw, layout.boxes(row.locator)) for row in report.observation_rows if row.raw]
    assert len(boxes) == 34
    assert [(raw, text_in(layout, *placed)) for raw, placed in boxes] == [(raw, raw) for raw, _ in boxes]


def text_in(layout: PageLayout, placed: PlacedBox) -> str:
    """Give the characters whose middle is in a box."""
    characters = layout.pages[placed.page].characters
    middle = (characters.left + characters.right) / 2
    inside = (middle > placed.box.left) & (middle < placed.box.right)
    inside &= (characters.middle > placed.box.top) & (characters.middle < placed.box.bottom)
    return characters.take(inside).text


def test_every_value_of_a_pdf_has_a_box_on_its_page() -> None:
    report = gongkai.read_report(PDF)
    marks = [PlaceMark(row.locator, f"o{number}", "cell") for number, row in enumerate(report.observation_rows)]
    shown = shown_pages(report, marks)
    assert shown is not None
    names = {mark.name for page in shown.pages for box in page.boxes for mark in box.marks}
    assert names == {mark.name for mark in marks}
    assert all(page.picture for page in shown.pages)
    assert [*(page.number for page in shown.pages), *shown.left_out] == [1, 2]


def test_only_pages_with_values_are_drawn() -> None:
    report = gongkai.read_report(PDF)
    row = report.observation_rows[0]
    shown = shown_pages(report, [PlaceMark(row.locator, "o1", "cell")])
    assert shown is not None
    assert len(shown.pages) == 1
    assert len(shown.left_out) >= 1


def test_pages_printed_side_by_side_are_named_and_not_drawn() -> None:
    title, period = "嘉禾县2017年政府信息公开年度报告", "本报告所列数据的统计期限自2017年1月1日起，至2017年12月31日止。"
    prose = ["一、概述", period, "全年主动公开政府信息12条，" + "其中网站公开的信息数量较上一年有所增加，" * 6]
    report = gongkai.read_report(render_side_by_side([title, *prose], ["二、主动公开", *prose[1:]]))
    page = report.view("en").html
    assert "Pages 1 have two pages printed side by side" in page
    assert "<svg viewBox" not in page
    assert 'id="text.p1.b1"' in page


def test_what_is_no_page_has_none(report: gongkai.Report) -> None:
    assert shown_pages(report, []) is None


def test_the_page_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    done = run("view", HTML, "--out", tmp_path / "page.html", "--lang", "zh")
    assert done.exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]
    assert 'data-language="zh"' in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_told_before_anything_is_read(tmp_path: Path) -> None:
    done = run("view", tmp_path / "missing.html", "--out", tmp_path / "no" / "page.html")
    assert str(done.exception) == f"{tmp_path}/no/page.html: there is no such folder; make it, or choose another place"


def test_what_gives_no_report_is_told_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "cut.pdf"
    file.write_bytes(PDF.read_bytes()[:3000])
    done = CliRunner().invoke(cli.app, ["view", str(file), "--out", str(tmp_path / "page.html")])
    assert isinstance(done.exception, gongkai.SourceError)
    assert done.exception.reason in ("damaged", "truncated")
    assert not (tmp_path / "page.html").exists()


def test_a_place_is_shown_with_its_row_and_what_was_taken(report: gongkai.Report) -> None:
    done = run("show", HTML, "b24.r23.c3", "--lang", "en")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[:3] == ["b24.r23.c3", "7", "around it: （一）收到申请数 | 件 | 【7】"]
    assert "indicator_id: 2014.statistics.requests_received.count" in lines


def test_a_place_is_shown_with_what_is_said_of_it(report: gongkai.Report) -> None:
    finding = ReportFacts.of(report).of_kind("finding")[0]
    said = [line.text for line in lines_at(report, finding.locator, "both")]
    assert finding.of.message.english in said
    assert finding.of.message.chinese in said


def test_a_table_is_shown_with_all_that_was_taken_from_it(report: gongkai.Report) -> None:
    said = [line.text for line in lines_at(report, "b24", "en")]
    assert sum(text.startswith("indicator_id: ") for text in said) == 58


def test_a_place_from_which_nothing_was_taken(report: gongkai.Report) -> None:
    assert [line.text for line in lines_at(report, "b24.r23.c2", "en")][-1] == "nothing was taken from this place"


@pytest.mark.parametrize(
    ("place", "told"), [("b99", "b99: the document has 24 blocks"), ("7", "'7' is no locator; one looks like b12")]
)
def test_a_place_that_is_not_there(place: str, told: str) -> None:
    done = run("show", HTML, place)
    assert isinstance(done.exception, gongkai.GongkaiError)
    assert told in str(done.exception)


def test_show_writes_the_page_that_opens_at_the_place(tmp_path: Path) -> None:
    done = run("show", HTML, "b24.r23.c3", "--out", tmp_path / "page.html")
    assert done.stdout.splitlines()[-1] == f"{(tmp_path / 'page.html').as_uri()}#b24.r23.c3"
    assert 'data-at="b24.r23.c3"' in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(report: gongkai.Report) -> None:
    frame = report.view()._repr_html_()
    assert frame.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    assert frame.count("<") == 2
