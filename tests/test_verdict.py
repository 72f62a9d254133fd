"""The verdict as it is handed on: places, both languages, every format, and exit codes."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from typer.testing import CliRunner, Result

from generators.html_pages import render_html
from generators.office_files import render_as_docx
from generators.printed import PrintedReport
from generators.reports import ReportPlan, print_report
from gongkai import cli
from gongkai.document import Locator
from gongkai.errors import REASONS, SourceError
from gongkai.verdict import NoVerdict, Verdict, beside_one_another, judge, language_of
from gongkai.verdict.as_html import as_html
from gongkai.verdict.as_json import as_json
from gongkai.verdict.lines import lines_of, place_words
from gongkai.verdict.words import refusal_of

PLAN = ReportPlan(seed=1, forms="2021", numbers="balanced")
TEXT = "沭阳县教育局2023年政府信息公开年度报告\n一、总体情况\n公开信息8条，其中网站9条。\n二、主动公开\n"


def printed_with(change: dict[str, str]) -> PrintedReport:
    """Print a clean report in which some cells say something else."""

    def changed(cell):
        return replace(cell, text=change[cell.indicator]) if cell.indicator in change else cell

    return print_report(PLAN).change_tables(lambda table: table.change_cells(changed))


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Give a draft in Word of which one total is wrong."""
    file = tmp_path / "草稿.docx"
    file.write_bytes(render_as_docx(printed_with({"2021.requests.received.total": "99999"})))
    return file


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    file = tmp_path / "clean.docx"
    file.write_bytes(render_as_docx(print_report(PLAN)))
    return file


def run(*arguments: str | Path, piped: bytes | None = None, environment: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(cli.app, ["check", *map(str, arguments)], input=piped, env=environment)


def test_a_finding_says_where_it_stands(draft: Path) -> None:
    verdict = judge(draft)
    assert isinstance(verdict, Verdict)
    finding = next(each for each in verdict.failing if each.rule == "row_total")
    assert finding.place.table == "收到和处理政府信息公开申请情况"
    assert finding.place.row is not None
    assert "本年新收政府信息公开申请数量" in finding.place.row
    assert finding.place.column == "总计"
    assert finding.printed == "99999"
    assert finding.source.chinese == "国办公开办函〔2019〕60号、国办公开办函〔2021〕30号"
    assert verdict.report.document.text_at(str(finding.place.locator)) == "99999"


def test_a_sentence_is_shown_with_its_section() -> None:
    verdict = judge(TEXT.encode(), name="a.txt")
    assert isinstance(verdict, Verdict)
    finding = next(each for each in verdict.failing if each.rule == "part_within_whole")
    assert (finding.place.section, finding.place.sentence) == ("总体情况", "公开信息8条，其中网站9条。")
    assert (finding.printed, finding.expected, finding.place.locator) == ("9条", 8.0, Locator(3, start=11, end=13))


def test_the_worst_comes_first(draft: Path) -> None:
    verdict = judge(draft)
    assert isinstance(verdict, Verdict)
    severities = [each.severity for each in verdict.failing]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert verdict.counts["error"] == severities.count("error") > 0


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.parametrize("reason", REASONS)
def test_every_refusal_is_said_in_chinese(reason: str) -> None:
    said = refusal_of(SourceError("a.docx", reason), "a.docx")  # type: ignore[arg-type]
    assert said.chinese.startswith("a.docx：")
    assert said.english == str(SourceError("a.docx", reason))  # type: ignore[arg-type]


def test_no_line_is_wrapped_in_a_pipe(draft: Path) -> None:
    done = run(draft, "--lang", "zh")
    assert done.exit_code == cli.INVALID
    (verdict,) = beside_one_another([judge(draft)])
    assert len(done.stdout.splitlines()) == len(list(lines_of(verdict, "zh")))
    assert "错误：表格“收到和处理政府信息公开申请情况”" in done.stdout


def test_each_language_and_both(draft: Path) -> None:
    chinese, english, both = (run(draft, "--lang", lang).stdout for lang in ("zh", "en", "both"))
    assert "错误" in chinese
    assert "错误" not in english
    assert "错误" in both
    assert "error: table" in both
    assert run(draft, "--lang", "fr").exit_code != 0


def test_exit_codes(draft: Path, clean: Path, tmp_path: Path) -> None:
    other = tmp_path / "none.txt"
    other.write_text("今天天气很好。", encoding="utf-8")
    assert run(clean).exit_code == 0
    assert run(draft).exit_code == cli.INVALID
    assert run(other).exit_code == cli.UNUSABLE
    assert run(draft, other).exit_code == cli.UNUSABLE


def test_what_was_seen_is_said_in_chinese_as_well(tmp_path: Path) -> None:
    found = judge("今天天气很好。".encode(), name="a.txt")
    assert isinstance(found, NoVerdict)
    assert found.message.chinese.endswith("（未见报告标题，也未见规定表格）")


def test_a_list_that_cannot_be_written_is_told_before_anything_is_read(draft: Path, tmp_path: Path) -> None:
    for place in (tmp_path / "none" / "list.docx", tmp_path):
        done = run(draft, "--docx", place)
        assert (done.stdout, str(done.exception)[: len(str(place))]) == ("", str(place))


def test_a_list_takes_the_place_of_another_one_whole(draft: Path, tmp_path: Path) -> None:
    place = tmp_path / "list.xlsx"
    place.write_bytes(b"old")
    run(draft, "--lang", "en", "--xlsx", place)
    assert openpyxl.load_workbook(place).sheetnames == ["Findings", "Not checked"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["list.xlsx", draft.name]


def test_a_blank_form_is_not_well(tmp_path: Path) -> None:
    every = dict.fromkeys(print_report(PLAN).expected(), "")
    file = tmp_path / "blank.docx"
    file.write_bytes(render_as_docx(printed_with(every)))
    done = run(file, "--lang", "en")
    assert done.exit_code == cli.UNUSABLE
    assert done.stdout == f"{file}: the form is blank; fill in its numbers, and 0 where there was nothing\n"


def test_a_text_without_numbers_is_not_well() -> None:
    found = judge("沭阳县教育局2012年政府信息公开年度报告\n一、概述\n二、主动公开\n很好。".encode(), name="a.txt")
    assert isinstance(found, NoVerdict)
    assert found.message.english.startswith("a.txt: nothing could be checked")


def test_standard_input(draft: Path) -> None:
    done = run("-", "--json", piped=draft.read_bytes())
    assert done.exit_code == cli.INVALID
    (report,) = json.loads(done.stdout)["reports"]
    assert report["source"] == "standard input"
    assert {"row_total", "balance"} <= {finding["rule"] for finding in report["findings"]}
    first = next(finding for finding in report["findings"] if finding["rule"] == "row_total")
    assert (first["printed"], first["place"]["column"]) == ("99999", "总计")
    assert {"en", "zh"} == set(first["message"]) == set(first["source"])


def test_folders_have_a_summary(draft: Path, clean: Path, tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("p {}", encoding="utf-8")
    (tmp_path / ".hidden.docx").write_bytes(b"")
    done = run(tmp_path, "--lang", "en")
    assert done.stdout.splitlines()[-1].startswith("reports checked: 2, 1 with errors")
    assert (draft.name in done.stdout, clean.name in done.stdout) == (True, True)


OWN = (
    "全年通过门户网站的通知公告栏目和办事指南栏目发布教育招生与学校收费方面的信息{}条。",
    "学校安全检查的结果和食堂食品安全抽查的结果按季度在网站和公告栏同时公布，方便家长查询。",
    "依申请公开的受理、登记、答复和送达由办公室一名同志专人负责，逐件留档备查并定期回访申请人。",
    "机关各科室明确一名信息员，每月末报送本科室应当公开的内容，由办公室审核后统一对外发布和更新。",
    "针对家长来电集中反映的入学划片问题，组织人员编写问答并配以图解，在网站首页显著位置长期展示。",
)


def _report(folder: Path, name: str, sentences: str, year: int) -> Path:
    title = f"沭阳县教育局{year}年政府信息公开年度报告"
    text = f"{title}\n一、总体情况\n{sentences}\n二、主动公开\n公开信息8条，其中网站5条。\n"
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_report_that_repeats_last_year_s(tmp_path: Path) -> None:
    first = _report(tmp_path, "2022.txt", "".join(OWN).format(12), 2022)
    again = _report(tmp_path, "2023.txt", "".join(OWN).format(345), 2023)
    other = _report(tmp_path, "2024.txt", OWN[0].format(9), 2024)
    reports = json.loads(run(first, again, other, "--json").stdout)["reports"]
    repeated = [[each for each in report["findings"] if each["rule"] == "text_repeats"] for report in reports]
    assert [len(each) for each in repeated] == [0, 1, 0]
    assert repeated[1][0]["subject"] == f"report {first}"
    assert repeated[1][0]["place"]["locator"] == f"b3:0-{len(OWN[0].format(345))}"


def test_of_two_reports_the_later_one_repeats_whatever_is_given_first(tmp_path: Path) -> None:
    later = _report(tmp_path, "2023.txt", "".join(OWN).format(345), 2023)
    earlier = _report(tmp_path, "2022.txt", "".join(OWN).format(12), 2022)
    found = beside_one_another([judge(later), judge(earlier)])
    told = [[each.subject for each in verdict.failing if each.rule == "text_repeats"] for verdict in found]
    assert told == [[f"report {earlier}"], []]


def _of_year(folder: Path, year: int, change: dict[str, str]) -> Path:
    """Print the same clean report for another year, in which some cells say something else."""
    printed = printed_with(change)
    page = render_html(printed, skin="bare").decode()
    (folder / f"{year}.html").write_text(page.replace(str(printed.identity.year), str(year)), encoding="utf-8")
    return folder / f"{year}.html"


def test_last_year_s_report_is_held_beside_this_one(tmp_path: Path) -> None:
    carried = {"2021.requests.carried_out.total": "77", "2021.requests.carried_in.total": "3"}
    last, this = _of_year(tmp_path, 2022, carried), _of_year(tmp_path, 2024, carried)
    missing = json.loads(run(this, last, "--json").stdout)["reports"][0]["findings"]
    assert [each["subject"] for each in missing if each["rule"] == "missing_report"] == ["year 2023"]
    _of_year(tmp_path, 2023, carried)
    reports = json.loads(run(tmp_path, "--json").stdout)["reports"]
    carry_over = [[each for each in report["findings"] if each["rule"] == "carry_over"] for report in reports]
    totals = [[each for each in found if each["place"]["column"] == "总计"] for found in carry_over]
    assert [len(each) for each in totals] == [0, 1, 1]
    (finding,) = totals[1]
    assert (finding["printed"], finding["expected"]) == ("3", 77)
    assert finding["message"]["zh"].startswith("“总计”一列：2023年“二、上年结转政府信息公开申请数量”3应等于2022年")


def test_one_report_alone_says_that_it_is(clean: Path) -> None:
    done = run(clean, "--lang", "en")
    assert "Not compared with other years: no report of this body for another year was given" in done.stdout


def test_a_county_is_held_against_its_bureaus(tmp_path: Path) -> None:
    text = "{}2023年政府信息公开工作年度报告\n{}一、总体情况\n略。\n三、收到和处理政府信息公开申请情况\n{}"
    head = "| 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计\n"
    row = (
        "一、本年新收政府信息公开申请数量 | {0} | 0 | 0 | 0 | 0 | 0 | {0}\n二、上年结转政府信息公开申请数量"
        + " | 0" * 7
    )
    opening = "本报告由县政府办公室汇总县政府及其工作部门的数据编制。\n"
    county, bureau = tmp_path / "county.txt", tmp_path / "bureau.txt"
    county.write_text(text.format("沭阳县人民政府", opening, head + row.format(3)), encoding="utf-8")
    bureau.write_text(text.format("沭阳县发展和改革局", "", head + row.format(8)), encoding="utf-8")
    of_county, _ = json.loads(run(county, bureau, "--json").stdout)["reports"]
    found = [each for each in of_county["findings"] if each["rule"] == "hierarchy_sum"]
    assert [(each["place"]["column"], each["printed"], each["expected"]) for each in found] == [
        ("自然人", "3", 8),
        ("总计", "3", 8),
    ]


def test_a_folder_without_reports_is_said(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code != 0


def test_the_list_as_workbook_and_word(draft: Path, tmp_path: Path) -> None:
    done = run(draft, "--lang", "zh", "--xlsx", tmp_path / "list.xlsx", "--docx", tmp_path / "list.docx")
    assert done.exit_code == cli.INVALID
    verdict = judge(draft)
    assert isinstance(verdict, Verdict)
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("序号", "级别", "问题", "表格或部分")
    assert [(row[0], row[10]) for row in rows[1:]] == [
        (number, finding.rule) for number, finding in enumerate(verdict.failing, start=1)
    ]
    first = next(row for row in rows if row[10] == "row_total")
    assert (first[5], first[7], first[8]) == ("总计", "99999", verdict.failing[0].expected)
    (table,) = docx.Document(tmp_path / "list.docx").tables
    header, *listed = [[cell.text for cell in row.cells] for row in table.rows]
    assert header == ["序号", "级别", "位置", "问题", "规则和依据"]
    assert [row[3].split("\n")[0] for row in listed] == [finding.message.chinese for finding in verdict.failing]
    assert "填写内容：99999；比对数值" in listed[0][3]


def test_the_lists_say_what_was_not_checked(draft: Path, tmp_path: Path) -> None:
    run(draft, "--lang", "zh", "--xlsx", tmp_path / "list.xlsx", "--docx", tmp_path / "list.docx")
    alone = "未与其他年度比较：未同时提供该机关其他年度的报告。"
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx")["未作核对"]
    assert alone in [row[0] for row in sheet.iter_rows(values_only=True)]
    assert alone in [each.text for each in docx.Document(tmp_path / "list.docx").paragraphs]


def test_what_a_report_prints_is_no_formula_and_no_markup(tmp_path: Path) -> None:
    text = TEXT.replace("网站9条", "<script>alert(1)</script>网站9条")
    found = judge(text.encode(), name="=1+1.txt")
    page = as_html([found], "both")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    from gongkai.verdict.as_xlsx import write_xlsx

    write_xlsx([found], tmp_path / "list.xlsx", "en")
    cell = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0].cell(2, 13)
    assert (cell.data_type, cell.value) == ("s", "=1+1.txt")


def test_the_page_marks_the_place_and_needs_nothing_else(draft: Path) -> None:
    verdict = judge(draft)
    page = as_html([verdict], "zh")
    at = verdict.failing[0].place.locator
    assert f'<td id="v1.{at}"><a class="mark error' in page
    assert f'<li class="error" id="v1f1"><span class="severity">错误</span><a href="#v1.{at}">' in page
    assert 'href="#v1f1" data-facts="v1f1' in page
    assert "http" not in page
    assert "src=" not in page


def test_on_a_terminal_of_80_columns_nothing_is_wider(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.cells import cell_len
    from rich.console import Console

    shown = Console(file=io.StringIO(), force_terminal=True, width=80, color_system=None)
    monkeypatch.setattr("gongkai.commands.shown.output", shown)
    run(draft, "--lang", "both")
    lines = shown.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert max(map(cell_len, lines)) <= 80
    assert len(lines) > len(list(lines_of(judge(draft), "both")))


def test_what_is_missing_prints_nothing_there() -> None:
    printed = print_report(PLAN)
    lost = printed.change_tables(
        lambda table: replace(table, slots=(*table.slots[:8], *table.slots[9:])) if table.code == "requests" else table
    )
    verdict = judge(render_as_docx(lost), name="a.docx")
    assert isinstance(verdict, Verdict)
    finding = next(each for each in verdict.failing if each.rule == "rows_present")
    assert (finding.printed, finding.expected) == (None, None)


def test_a_day_is_told_as_what_it_is_about() -> None:
    late = "发布日期：2024-12-10\n" + TEXT
    verdict = judge(late.encode(), name="a.txt")
    assert isinstance(verdict, Verdict)
    finding = next(each for each in verdict.failing if each.rule == "published_in_time")
    assert place_words(finding.place).chinese == "公布日期"
    (found,) = json.loads(as_json([verdict]))["reports"]
    assert [each["place"]["part"] for each in found["findings"] if each["rule"] == finding.rule] == ["published"]


def test_chinese_is_broken_between_characters(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.cells import cell_len
    from rich.console import Console

    shown = Console(file=io.StringIO(), force_terminal=True, width=60, color_system=None)
    monkeypatch.setattr("gongkai.commands.shown.output", shown)
    run(draft, "--lang", "zh")
    lines = shown.file.getvalue().splitlines()  # type: ignore[attr-defined]
    first = next(place for place, line in enumerate(lines) if line.startswith("  1. 错误：表格"))
    # A line is full, and not left off where the next blank is.
    assert cell_len(lines[first].rstrip()) in (59, 60)
    assert lines[first + 1].startswith("  ")


def test_of_two_numbers_for_one_thing_the_other_one_was_expected() -> None:
    text = TEXT.replace("公开信息8条，其中网站9条。", "网站发布培训通知12条。") + "网站发布培训通知30条。\n三、其他\n"
    verdict = judge(text.encode(), name="a.txt")
    assert isinstance(verdict, Verdict)
    finding = next(each for each in verdict.failing if each.rule == "stated_twice")
    assert (finding.printed, finding.expected, finding.place.section) == ("30条", 12.0, "主动公开")


def test_a_sentence_that_is_shown_is_not_shown_again(tmp_path: Path) -> None:
    first = judge(_report(tmp_path, "2022.txt", "".join(OWN).format(12), 2022))
    _, again = beside_one_another([first, judge(_report(tmp_path, "2023.txt", "".join(OWN).format(345), 2023))])
    assert isinstance(again, Verdict)
    finding = next(each for each in again.failing if each.rule == "text_repeats")
    assert (finding.place.sentence, finding.printed) == (OWN[0].format(345), None)
