"""PDF without a single rule: no value is wrong, and a table comes back as a person sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generators.comparison import misplaced, missing, repeated, wrong
from generators.pdf import Grid, render_pdf
from generators.reports import ReportPlan, plans, print_report
from generators.unruled_pages import UnruledStyle, render_unruled
from gongkai import read_report
from gongkai.document import Paragraph, Table
from gongkai.read.pdf import read_pdf

generated = settings(phases=(Phase.explicit, Phase.generate), max_examples=25, deadline=None)
styles = st.builds(
    UnruledStyle,
    font=st.sampled_from(["SimHei", "STSong-Light"]),
    digits=st.sampled_from(["", "", "Helvetica", "Times-Roman"]),
    size=st.sampled_from([7.5, 9.0, 10.5]),
    gap=st.sampled_from([1.0, 1.5, 2.5]),
    widest_label=st.sampled_from([10.0, 14.0, 20.0, 30.0]),
    widest_head=st.sampled_from([2.0, 3.0, 5.0, 8.0]),
    upright=st.sampled_from([1.0, 2.0, 4.0, 6.0]),
    values=st.sampled_from(["left", "centre", "centre", "right"]),
    labels=st.sampled_from(["left", "left", "centre"]),
    at_top=st.booleans(),
    leading=st.sampled_from([1.1, 1.25]),
    padding=st.sampled_from([0.3, 0.6, 1.2]),
    page=st.sampled_from([(595.0, 842.0), (842.0, 595.0)]),
    page_number=st.sampled_from(["- {} -", "第{}页", "{}", ""]),
    running_title=st.sampled_from(["", "政府信息公开工作年度报告"]),
    repeats_header=st.booleans(),
    again=st.booleans(),
)


@given(plans(most_variations=0), styles)
@settings(generated)
def test_no_value_is_wrong_whatever_the_layout(plan: ReportPlan, style: UnruledStyle) -> None:
    printed = print_report(plan)
    report = read_report(render_unruled(printed, style))
    assert not wrong(report, printed, one_reading=True)
    assert not repeated(report)
    assert not misplaced(report)


@pytest.mark.parametrize("forms", ["2014", "2019", "2021"])
@pytest.mark.parametrize(
    "style",
    [
        UnruledStyle(widest_label=12, widest_head=3, repeats_header=True, running_title="年度报告"),
        UnruledStyle(values="right", page=(842, 595), again=True, upright=2),
        UnruledStyle(values="left", at_top=True, widest_label=12, digits="Helvetica"),
    ],
    ids=["wrapped, header again", "right, landscape", "left, at the top"],
)
def test_whole_tables_come_back(forms: str, style: UnruledStyle) -> None:
    printed = next(
        each
        for each in (print_report(ReportPlan(seed, forms, "balanced")) for seed in range(50))
        if all(cell.status == "reported" for cell in each.expected().values())
    )
    report = read_report(render_unruled(printed, style))
    assert not wrong(report, printed, one_reading=True)
    assert not missing(report, printed)


HEADER = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


def shown(*rows: list[str]) -> list[list[list[str]] | str]:
    """Print rows without rules, and give what is read: tables as their rows, paragraphs as text."""
    blocks = read_pdf(render_pdf([Grid.of(rows, rules="none")])).blocks
    return [
        [[cell.text for cell in row] for row in block.rows()] if isinstance(block, Table) else block.text
        for block in blocks
        if isinstance(block, Table | Paragraph)
    ]


def test_a_blank_is_the_blank_of_its_column() -> None:
    rows = [HEADER, ["规章", "3", "", "14"], ["行政规范性文件", "13", "1", "97"]]
    assert shown(*rows) == [rows]


def test_a_label_on_two_lines_around_its_values_is_one() -> None:
    long = "行政机关规范性文件及其解读材料"
    rows = [HEADER, ["规章", "3", "0", "14"], [long, "13", "1", "97"], ["决定", "2", "0", "5"]]
    assert shown(*rows) == [rows]


def test_values_beside_no_label_are_a_row_by_themselves() -> None:
    rows = [HEADER, ["规章", "3", "0", "14"], ["", "13", "1", "97"], ["决定", "2", "0", "5"]]
    assert shown(*rows) == [[HEADER, rows[1], rows[2][1:], rows[3]]]


def test_values_that_may_end_the_numbers_above_stay_lines() -> None:
    found = shown(HEADER, ["规章", "30", "10", "14"], ["", "13", "1", "9"], ["决定", "2", "0", "5"])
    assert found == ["信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 30 10 14", "13 1 9", "决定 2 0 5"]


def test_recall_by_table_stays_where_it_is() -> None:
    floors = yaml.safe_load((Path(__file__).parent / "accuracy_floors.yaml").read_text("utf-8"))["unruled"]
    found: dict[str, list[bool]] = {}
    for seed in range(24):
        printed = print_report(ReportPlan(seed, ["2014", "2019", "2021"][seed % 3], "balanced"))
        style = UnruledStyle(
            values=["left", "centre", "right"][seed // 3 % 3],
            widest_label=[10, 16, 30][seed // 2 % 3],
            widest_head=[3, 5, 8][seed % 3],
            at_top=seed % 4 == 3,
            repeats_header=seed % 2 == 0,
        )
        lost = missing(read_report(render_unruled(printed, style)), printed)
        for code in printed.expected():
            found.setdefault(code.split(".")[1], []).append(code not in lost)
    recall = {table: sum(each) / len(each) for table, each in found.items()}
    assert not {table: part for table, part in recall.items() if part < floors[table]}
