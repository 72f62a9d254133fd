"""Merged cells that a program wrote into every slot which they covered."""

from __future__ import annotations

import pytest

from gongkai import read_report
from gongkai.document import Cell, Table
from gongkai.recognise.form_tables.repeated_cells import merge_repeated

DISCLOSURE = """2023年灯塔市人民政府政府信息公开工作年度报告
一、总体情况
二、主动公开政府信息情况
第二十条第（一）项 | 第二十条第（一）项 | 第二十条第（一）项 | 第二十条第（一）项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 0 | 0 | 0
行政规范性文件 | 3 | 3 | 3
第二十条第（五）项 | 第二十条第（五）项 | 第二十条第（五）项 | 第二十条第（五）项
信息内容 | 本年处理决定数量 | 本年处理决定数量 | 本年处理决定数量
行政许可 | 25 | 25 | 25
第二十条第（六）项 | 第二十条第（六）项 | 第二十条第（六）项 | 第二十条第（六）项
信息内容 | 本年处理决定数量 | 本年处理决定数量 | 本年处理决定数量
行政处罚 | 209 | 209 | 209
行政强制 |  |  |
"""


def values(text: str) -> dict[str, float | None]:
    rows = read_report(text.encode()).observation_rows
    return {row.indicator_id.removeprefix("2021.disclosure."): row.value for row in rows}


def test_a_value_in_every_slot_is_one_value_and_equal_values_under_their_own_headers_are_several() -> None:
    assert values(DISCLOSURE) == {
        "regulations.made": 0,
        "regulations.repealed": 0,
        "regulations.in_force": 0,
        "normative_documents.made": 3,
        "normative_documents.repealed": 3,
        "normative_documents.in_force": 3,
        "licences.decisions": 25,
        "penalties.decisions": 209,
        "compulsory_measures.decisions": None,
    }


def test_different_values_under_a_repeated_header_are_no_value() -> None:
    found = values(DISCLOSURE.replace("行政处罚 | 209 | 209 | 209", "行政处罚 | 209 | 209 | 7"))
    assert "penalties.decisions" not in found
    assert found["licences.decisions"] == 25


def test_rows_that_lost_a_cell_are_left_as_they_are() -> None:
    table = Table(
        tuple(
            Cell(text, row, column)
            for row, texts in enumerate(
                [["信息内容", "采购项目数量", "采购总金额", "采购总金额"], ["政府集中采购", "5", "5"]], start=1
            )
            for column, text in enumerate(texts, start=1)
        )
    )
    assert merge_repeated(table) is table


@pytest.mark.parametrize("span", [{"row_span": 2}, {"column_span": 2}])
def test_tables_with_spans_are_left_as_they_are(span: dict[str, int]) -> None:
    table = Table((Cell("总计", 1, 1, **span), Cell("总计", 1, 3), Cell("总计", 1, 4)))
    assert merge_repeated(table) is table


def test_a_narrow_table_above_a_wider_one_is_merged_though_its_last_cells_reach_to_the_side() -> None:
    rows = [
        ["第二十条第（五）项", "第二十条第（五）项", "第二十条第（五）项"],
        ["信息内容", "本年处理决定数量", "本年处理决定数量"],
        ["行政许可", "25", "25"],
        ["三、收到和处理政府信息公开申请情况"],
        ["（第一项与第二项之和等于第三项与第四项之和）", "自然人", "商业企业", "其他", "总计"],
        ["一、本年新收政府信息公开申请数量", "1", "2", "3", "6"],
    ]
    cells = [
        Cell(text, row, column, 1, 6 - column if column == len(texts) else 1)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
    ]
    merged = merge_repeated(Table(tuple(cells)))
    assert [(cell.text, cell.column, cell.column_span) for cell in merged.cells if cell.row <= 3] == [
        ("第二十条第（五）项", 1, 5),
        ("信息内容", 1, 1),
        ("本年处理决定数量", 2, 4),
        ("行政许可", 1, 1),
        ("25", 2, 4),
    ]
    assert [cell.text for cell in merged.cells if cell.row > 4] == [*rows[4], *rows[5]]


def test_a_header_that_was_cut_is_no_repeated_cell_where_headings_stand_once() -> None:
    cut = """2020年灯塔市水利局政府信息公开工作年度报告
一、总体情况
二、主动公开政府信息情况
第二十条第（一）项 | ||||
信息内容 | 本年新 | 本年新 | 对外公开总数量 | |
规章 | 0 | 0 | 0 | |
规范性文件 | 4 | 4 | 9 | |
三、收到和处理政府信息公开申请情况
"""
    rows = read_report(cut.encode()).observation_rows
    assert {row.indicator_id.removeprefix("2019.disclosure."): row.value for row in rows} == {
        "regulations.made": 0,
        "regulations.disclosed": 0,
        "regulations.in_public_total": 0,
        "normative_documents.made": 4,
        "normative_documents.disclosed": 4,
        "normative_documents.in_public_total": 9,
    }
