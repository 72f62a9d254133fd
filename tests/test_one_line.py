"""Reports that a program saved on one line."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from generators.printed import PrintedTable
from generators.reports import ReportPlan, print_report
from gongkai import Report, read_report
from gongkai.document import Document, Locator, Paragraph, Remark
from gongkai.recognise.one_line import part_lines

CASE = Path(__file__).resolve().parents[2] / "shared" / "cases" / "08-one-line.txt"

ONE_LINE = (
    "本报告的统计期限自2023年1月1日起至2023年12月31日止。一、总体情况全县共公开政府信息1356条。"
    "二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件71247"
    "第二十条第（五）项信息内容本年处理决定数量行政许可2629第二十条第（六）项信息内容本年处理决定数量行政处罚1330行政强制54"
    "第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费594.08"
    "五、存在的主要问题及改进情况一是解读不多。六、其他需要报告的事项无。"
)


def values(report: Report) -> dict[str, float | None]:
    return {row.indicator_id: row.value for row in report.observation_rows}


def test_the_given_line() -> None:
    if not CASE.is_file():
        pytest.skip(f"{CASE} is not there")
    report = read_report(CASE)
    assert (report.identity.agency, report.identity.year) == ("云岭县", 2023)
    assert (report.identity.period_start, report.identity.published) == (date(2023, 1, 1), date(2024, 3, 8))
    assert [row.number for row in report.section_rows] == [None, "一", "二", "三", "四", "五", "六"]
    assert ("全县共公开政府信息", 1356) in [(row.subject, row.value) for row in report.figure_rows]
    assert sorted(value for value in values(report).values() if value is not None) == [54, 594.08, 1330, 2629]


def test_single_values_are_read_and_glued_ones_reported() -> None:
    report = read_report(f"云岭县2023年政府信息公开工作年度报告\n{ONE_LINE}".encode())
    assert values(report) == {
        "2021.disclosure.licences.decisions": 2629,
        "2021.disclosure.penalties.decisions": 1330,
        "2021.disclosure.compulsory_measures.decisions": 54,
        "2021.disclosure.administrative_fees.amount": 594.08,
    }
    assert [(row.label, row.raw) for row in report.unmatched_rows] == [("规章", "000"), ("行政规范性文件", "71247")]


def test_headings_of_other_words_are_set_apart_by_blanks() -> None:
    line = (
        "引 言 本报告由嘉禾县水利局编制。 一、概 述 2012年，我局工作正常。 二、主动公开信息工作 公开信息9条。 "
        "三、咨询处理情况 接待咨询4次。"
    )
    report = read_report(f"嘉禾县水利局2012年政府信息公开工作年度报告\n{line}".encode())
    assert [row.heading for row in report.section_rows] == [None, "概述", "主动公开信息工作", "咨询处理情况"]
    assert [(row.section, row.subject, row.value) for row in report.figure_rows] == [
        (2, "公开信息", 9),
        (3, "接待咨询", 4),
    ]


def test_what_a_line_is_parted_into_is_all_that_it_says() -> None:
    parts = part_lines(Document((Paragraph(ONE_LINE),), "text")).blocks
    assert "".join(block.text for block in parts if isinstance(block, Paragraph)) == ONE_LINE


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况平稳。二、主动公开政府信息情况良好。共有两个标题，不足以看出一份完整的报告，所以整行保持原样不动。",
        "二、主动公开政府信息情况见附件；一、总体情况见正文；五、存在的主要问题及改进情况见后；顺序不对的标题不是一份报告的标题。",
        "报告分为总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、存在的主要问题及改进情况和其他需要报告的事项。",
    ],
)
def test_a_line_that_speaks_of_headings_is_no_report(text: str) -> None:
    document = Document((Paragraph(text),), "text")
    assert part_lines(document) is document or len(part_lines(document).blocks) == 1


def test_remarks_stay_with_their_blocks() -> None:
    remark = Remark(Locator(2, start=0, end=1), "struck", "1 is struck out")
    document = Document((Paragraph(ONE_LINE), Paragraph("7")), "html", remarks=(remark,))
    parted = part_lines(document)
    (moved,) = parted.remarks
    assert parted.text_at(moved.locator) == "7"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("forms", ["2019", "2021"])
def test_no_number_of_a_generated_report_on_one_line_is_wrong(forms: str, seed: int) -> None:
    printed = print_report(ReportPlan(Random(seed).getrandbits(32), forms))
    line = "".join(
        "".join(cell.text for cell in block.cells()) if isinstance(block, PrintedTable) else block
        for block in printed.blocks[1:]
    )
    report = read_report(f"{printed.identity.title}\n{line}".encode())
    expected = {code: cell.value for code, cell in printed.expected().items()}
    assert {code: value for code, value in values(report).items() if value != expected.get(code)} == {}
