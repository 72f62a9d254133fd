"""Tables of one or two rows, known by the form's own header: nothing in them is lost in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generators.printed import PrintedCell, PrintedReport, PrintedTable
from generators.reports import FORMATS, ReportPlan, print_report, render
from generators.spaced_pages import render_spaced
from gongkai.document import Locator
from gongkai.pipeline import read_report
from gongkai.recognise.form_tables.observing import TableReading, claimed_once, merge
from gongkai.report import Report
from gongkai.rows import Observation

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
STOCK = "信息内容|本年制发件数|本年废止件数|现行有效件数"
STOCK_OF_2019 = "信息内容|本年新制作数量|本年新公开数量|对外公开总数量"
DECISIONS = "信息内容|本年处理决定数量"
STATISTICS = "统计指标|单位|统计数"


def table(*lines: str) -> PrintedTable:
    """Print a table whose cells stand between bars."""
    rows = [line.split("|") for line in lines]
    cells = [
        tuple(PrintedCell(text, "label" if place == 0 else "header" if number == 0 else "value") for place, text in row)
        for number, row in enumerate(map(enumerate, rows))
    ]
    return PrintedTable("disclosure", tuple(cells), 1)


def document(*blocks: PrintedTable | str, forms: str = "2021") -> PrintedReport:
    report = print_report(ReportPlan(3, forms))
    opening = report.blocks[: report.blocks.index("一、总体情况") + 2]
    closing = ("三、存在的主要问题及改进情况", "部分栏目更新不够及时，下一步将明确专人负责。")
    return replace(report, blocks=(*opening, "二、主动公开政府信息情况", *blocks, *closing))


def read(printed: PrintedReport, format_name: str) -> Report:
    if format_name == "text spaced":
        return read_report(render_spaced(printed))
    return read_report(render(printed, format_name))


def values(report: Report) -> dict[str, float | None]:
    return {row.indicator_id: row.value for row in report.observation_rows}


def left(report: Report) -> list[tuple[str | None, float | None]]:
    return [(row.label, row.value) for row in report.unmatched_rows]


GRIDS = [name for name in sorted(FORMATS) if not name.startswith(("text saved", "text lines"))] + ["text spaced"]
EVERY = [*sorted(FORMATS), "text spaced"]


@pytest.mark.parametrize("format_name", EVERY)
def test_the_stock_of_documents_alone(format_name: str) -> None:
    report = read(document(table(STOCK, "规章|1|2|3", "行政规范性文件|13|4|55")), format_name)
    assert values(report) == {
        "2021.disclosure.regulations.made": 1,
        "2021.disclosure.regulations.repealed": 2,
        "2021.disclosure.regulations.in_force": 3,
        "2021.disclosure.normative_documents.made": 13,
        "2021.disclosure.normative_documents.repealed": 4,
        "2021.disclosure.normative_documents.in_force": 55,
    }
    assert left(report) == []


@pytest.mark.parametrize("format_name", EVERY)
def test_one_row_under_the_header_of_2019(format_name: str) -> None:
    report = read(document(table(STOCK_OF_2019, "规范性文件|13|4|55")), format_name)
    assert values(report) == {
        "2019.disclosure.normative_documents.made": 13,
        "2019.disclosure.normative_documents.disclosed": 4,
        "2019.disclosure.normative_documents.in_public_total": 55,
    }


@pytest.mark.parametrize("format_name", EVERY)
def test_one_licence_under_its_clause(format_name: str) -> None:
    report = read(document("第二十条第（五）项", table(DECISIONS, "行政许可|97")), format_name)
    assert values(report) == {"2021.disclosure.licences.decisions": 97}


@pytest.mark.parametrize("format_name", GRIDS)
def test_one_row_of_the_statistics_form(format_name: str) -> None:
    printed = document(table(STATISTICS, "主动公开政府信息数|条|208"), forms="2014")
    assert values(read(printed, format_name)) == {"2014.statistics.disclosed_items.count": 208}


@pytest.mark.parametrize("format_name", EVERY)
def test_a_row_that_the_form_does_not_have_is_unmatched(format_name: str) -> None:
    report = read(document(table(STOCK, "规章|1|2|3", "地方性法规|13|4|55")), format_name)
    assert set(values(report)) == {f"2021.disclosure.regulations.{code}" for code in ("made", "repealed", "in_force")}
    if "lines" not in format_name and "saved cells" not in format_name:
        assert left(report) == [("地方性法规", 13), ("地方性法规", 4), ("地方性法规", 55)]


@pytest.mark.parametrize("format_name", GRIDS)
def test_a_cell_that_two_small_tables_print_is_of_neither(format_name: str) -> None:
    tables = [table(DECISIONS, f"行政许可|{number}") for number in (97, 98)]
    report = read(document("本级", tables[0], "下级", tables[1]), format_name)
    assert values(report) == {}
    assert left(report) == [("行政许可", 97), ("行政许可", 98)]


@pytest.mark.parametrize("format_name", GRIDS)
@pytest.mark.parametrize("header", ["信息内容|上年件数|本年制发件数|现行有效件数", "信息内容|2021年|2022年|2023年"])
def test_another_header_tells_no_small_table(header: str, format_name: str) -> None:
    report = read(document(table(header, "规章|1|2|3")), format_name)
    assert values(report) == {}


MARKDOWN = """嘉禾县2023年政府信息公开工作年度报告
一、总体情况
平稳。
## 二、主动公开政府信息情况
{before}
| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
|---|---|---|---|
| 规章 | 0 | 0 | 0 |
| 规范性文件 | 13 | 0 | 55 |
三、存在的主要问题及改进情况
部分栏目更新不够及时。
"""
LOOSE = "\n".join(
    (
        "第二十条第（五）项",
        "行政许可 97",
        "第二十条第（六）项",
        "行政处罚 6",
        "行政强制 0",
        "第二十条第（八）项",
        "行政事业性收费 0",
    )
)


@pytest.mark.parametrize("before", ["", "第二十条第（一）项", "第二十条第（八）项\n行政事业性收费 0", LOOSE])
def test_a_tidy_table_below_loose_lines(before: str) -> None:
    report = read_report(MARKDOWN.format(before=before).encode())
    stock = {name: value for name, value in values(report).items() if "regulations" in name or "documents" in name}
    assert stock == {
        "2021.disclosure.regulations.made": 0,
        "2021.disclosure.regulations.repealed": 0,
        "2021.disclosure.regulations.in_force": 0,
        "2021.disclosure.normative_documents.made": 13,
        "2021.disclosure.normative_documents.repealed": 0,
        "2021.disclosure.normative_documents.in_force": 55,
    }


def of_lines(*lines: str) -> Report:
    head = ("嘉禾县2023年政府信息公开工作年度报告", "一、总体情况", "平稳。", "二、主动公开政府信息情况")
    return read_report("\n".join((*head, *lines, "三、存在的主要问题", "人手不足。")).encode())


def test_a_value_glued_to_its_label_is_read_where_the_header_has_one_column() -> None:
    header = "信息内容本年处理决定数量"
    report = of_lines(
        "第二十条第（五）项", header, "行政许可97", "第二十条第（六）项", header, "行政处罚10", "行政强制6"
    )
    assert values(report) == {
        "2021.disclosure.licences.decisions": 97,
        "2021.disclosure.penalties.decisions": 10,
        "2021.disclosure.compulsory_measures.decisions": 6,
    }
    assert [report.locate(row.locator) for row in report.observation_rows] == ["97", "10", "6"]


def test_a_value_glued_to_its_label_is_unmatched_below_several_columns() -> None:
    header = "信息内容本年制发件数本年废止件数现行有效件数"
    report = of_lines("第二十条第（一）项", header, "规章12", "规范性文件7", "第二十条第（五）项", "行政许可97")
    assert values(report) == {}
    assert {value for _, value in left(report)} == {12, 7, 97}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "22-glued-value.txt",
            {"licences.decisions": 97, "penalties.decisions": 10, "compulsory_measures.decisions": 6},
        ),
        (
            "29-silent-table.txt",
            {
                "licences.decisions": 97,
                "penalties.decisions": 6,
                "compulsory_measures.decisions": 0,
                "administrative_fees.amount": 0,
                "regulations.made": 0,
                "regulations.repealed": 0,
                "regulations.in_force": 0,
                "normative_documents.made": 13,
                "normative_documents.repealed": 0,
                "normative_documents.in_force": 55,
            },
        ),
        (
            "30-lone-small-table.txt",
            {
                "regulations.made": 0,
                "regulations.repealed": 0,
                "regulations.in_force": 0,
                "normative_documents.made": 13,
                "normative_documents.repealed": 0,
                "normative_documents.in_force": 55,
            },
        ),
    ],
)
def test_the_given_cases(name: str, expected: dict[str, float]) -> None:
    path = CASES / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    assert values(read_report(path)) == {f"2021.disclosure.{code}": value for code, value in expected.items()}


def reading(form: str, **raw: str) -> TableReading:
    """Give a reading whose cells stand below each other in the third column, in the order of their rows' names."""
    rows = [
        Observation(
            f"{form}.{name}",
            float(text),
            "reported",
            None,
            None,
            text,
            Locator(1, int(name[1:]), 3),
            "甲",
            "label",
            1.0,
        )
        for name, text in raw.items()
    ]
    return TableReading(tuple(rows), blocks=frozenset({1}))


def test_a_cell_that_two_forms_claim_is_that_of_the_larger_table() -> None:
    found = claimed_once({"2014.a": reading("2014", r2="8"), "2021.b": reading("2021", r1="7", r2="8")})
    assert {name: [row.value for row in each.observations] for name, each in found.items()} == {
        "2014.a": [],
        "2021.b": [7, 8],
    }
    assert [row for each in found.values() for row in each.unmatched] == []


def test_a_cell_that_two_forms_claim_alike_is_of_neither() -> None:
    found = claimed_once({"2014.a": reading("2014", r1="6", r2="8"), "2021.b": reading("2021", r2="8", r3="9")})
    assert [row.value for each in found.values() for row in each.observations] == [6, 9]
    left = merge(found.values()).unmatched
    assert [(str(row.locator), row.raw, row.reason) for row in left] == [("b1.r2.c3", "8", "ambiguous")]
