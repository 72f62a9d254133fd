"""Plain text: paragraphs, blank cells, stray markup, and tables of divided lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.document import Paragraph, Table
from gongkai.read import read_document
from gongkai.read.text import read_text

SAMPLE = Path(__file__).parents[2] / "shared" / "samples" / "jiahe-2017.txt"


def shown(text: str) -> list[str | list[list[str]]]:
    """Give each paragraph as its text and each table as its rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows()]
        for block in read_text(text).blocks
    ]


def test_each_line_is_a_paragraph() -> None:
    assert shown("  一、总体情况\n\n \t\n\u3000\u3000全年公开\u00a0208 件。\u00a0\n") == [
        "一、总体情况",
        "全年公开\u00a0208 件。",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\v", "\u2028"])
def test_every_line_end_ends_a_line(end: str) -> None:
    assert shown(f"受理{end}7{end}") == ["受理", "7"]


def test_characters_of_no_width_are_stripped_at_the_ends_only() -> None:
    assert shown("\ufeff受\u200b理\u200b \n\u200b\n") == ["受\u200b理"]


def test_a_line_of_printed_spaces_is_a_blank_cell() -> None:
    assert shown("受理\n \u00a0 \n办结\n\u3000\n诉讼\n  \n") == ["受理", "", "办结", "", "诉讼"]


def test_lines_of_stray_markup_give_nothing() -> None:
    stray = '1. <em id="a"><button id="a"></button></em>\n  <output></output>\n<tfoot id="a"></tfoot><rt></rt>\n'
    assert shown(stray + "1. 公开年报\n12\n") == ["1. 公开年报", "12"]


def test_tags_inside_a_sentence_stay() -> None:
    assert shown("受理<em>7</em>件，a < b\n<em>7</em>") == ["受理<em>7</em>件，a < b", "<em>7</em>"]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ("受理 | 件 | 7\n办结|件|\n", [["受理", "件", "7"], ["办结", "件", ""]]),
        ("| 受理 | 7 |\n\n| 办结 | |\n", [["受理", "7"], ["办结", ""]]),
        ("| 受理 | 7\n| 办结 | 6\n", [["受理", "7"], ["办结", "6"]]),
        ("受理｜7\n办结│6│2\n", [["受理", "7"], ["办结", "6", "2"]]),
        ("项目 | 数量\n--- | :---:\n受理 | 7\n", [["项目", "数量"], ["受理", "7"]]),
        ("┌──┬──┐\n│受理│ 7│\n├──┼──┤\n│办结│ 6│\n└──┴──┘\n", [["受理", "7"], ["办结", "6"]]),
        ("+------+---+\n| 受理 | - |\n+------+---+\n", [["受理", "-"]]),
        ("| - | - |\n| - | 3 |\n", [["-", "-"], ["-", "3"]]),
        ("受理\t件\t7\n办结\t件\t\n", [["受理", "件", "7"], ["办结", "件", ""]]),
        ("项目\t甲\t乙\n合计\t\t\n受理\t1\t2\n", [["项目", "甲", "乙"], ["合计", "", ""], ["受理", "1", "2"]]),
        ("\t受理\t7\n\t\t6\t2\n", [["受理", "7"], ["", "6", "2"]]),
    ],
)
def test_divided_lines_are_a_table(lines: str, rows: list[list[str]]) -> None:
    assert shown(f"前言\n{lines}结语\n") == ["前言", rows, "结语"]


FILLED_UP = """第二十条第（一）项 | |||
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 3 | | 14 |
行政许可 | 26 | ||
行政强制 | ||
"""


def test_pipes_that_fill_up_a_row_are_no_cells_beyond_those_of_its_header() -> None:
    assert shown(f"前言\n{FILLED_UP}结语\n") == [
        "前言",
        [
            ["第二十条第（一）项"],
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", "3", "", "14"],
            ["行政许可", "26", "", ""],
            ["行政强制", "", "", ""],
        ],
        "结语",
    ]


def test_a_row_has_as_many_cells_as_its_header_where_merged_cells_are_filled_up() -> None:
    assert shown("信息内容 | 本年处理决定数量 | ||\n行政许可 | 25 | ||\n行政处罚 | |||\n") == [
        [["信息内容", "本年处理决定数量"], ["行政许可", "25"], ["行政处罚", ""]]
    ]


def test_a_blank_at_the_end_of_a_row_is_doubtful_where_merged_cells_are_filled_up() -> None:
    assert shown("项目 | 甲 | |\n受理 | 7 | |\n外网 | ||\n") == [[["项目", "甲"], ["受理", "7"], ["外网", ""]]]
    # 公开 stands beside two rows, and so is the slot before 受理 that its one pipe is of.
    assert shown("类别 | 项目 | 甲 | 乙 |\n公开 | 网站 | 1 | 2 |\n受理 | 7 | 0 | |\n合计 | 9 | ||\n")[0][2] == [
        *("受理", "7", "0")
    ]


def test_a_blank_at_the_end_of_a_row_is_one_below_a_header_with_a_cell_for_every_slot() -> None:
    assert shown("项目 | 甲 | 乙 |\n受理 | 7 | |\n合计 | ||\n") == [
        [["项目", "甲", "乙"], ["受理", "7", ""], ["合计", "", ""]]
    ]
    assert shown("复议 | ||\n维持 | 纠正 | 总计 |\n3 | 4 | |\n")[0][-1] == ["3", "4", ""]


def test_a_blank_at_the_end_of_a_row_is_one_where_no_row_is_filled_up() -> None:
    assert shown("项目 | 甲 | 乙 |\n受理 | 7 | |\n合计 | 7 | 2 |\n") == [
        [["项目", "甲", "乙"], ["受理", "7", ""], ["合计", "7", "2"]]
    ]


def test_cells_on_lines_of_their_own_are_paragraphs() -> None:
    lines = (
        "第二十条第（一）项 |\n|||\n规章 |\n3 |\n|\n14件 |\n行政规范性文件\n|\n0 |\n5 |\n6 |\n行政许可 |\n26 |\n||\n"
    )
    assert shown(lines) == [
        *("第二十条第（一）项", "规章", "3", "", "14件", "行政规范性文件", "0", "5", "6", "行政许可", "26"),
    ]


def test_pipes_before_the_cells_end_the_lines_above() -> None:
    assert shown("指标名称\n| 计量\n单位\n| 本年\n|\n受理数\n| 条\n|\n|\n办结数\n| 条\n| 4\n|\n") == [
        *("指标名称", "计量", "单位", "本年", "受理数", "条", "", "办结数", "条", "4"),
    ]


def test_cells_are_counted_from_one() -> None:
    table = read_text("受理 | 7\n办结 | 6 | 2\n").blocks[0]
    assert isinstance(table, Table)
    assert [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells] == [
        (1, 1, 1, 1),
        (1, 2, 1, 1),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
        (2, 3, 1, 1),
    ]


def test_lines_divided_otherwise_are_another_table() -> None:
    assert shown("甲 | 1\n乙 | 2\n丙\t3\n丁\t4\n") == [[["甲", "1"], ["乙", "2"]], [["丙", "3"], ["丁", "4"]]]


@pytest.mark.parametrize("line", ["某县年报 | 某县政府", "电话：\t12345", "\t\t一、总体情况", "结语\t"])
def test_a_title_or_an_indented_line_is_no_table(line: str) -> None:
    assert shown(f"前\n{line}\n后") == ["前", line.strip(), "后"]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample reports are not beside the repository")
def test_the_2014_form_flattened_to_lines() -> None:
    document = read_document(SAMPLE)
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert (document.format, document.encoding, len(texts)) == ("text", "utf-8", len(document.blocks))
    assert texts[0] == "1. 政府信息公开"
    assert not any("<" in text for text in texts)
    assert texts.count("") == 15
    assert texts[-1] == "362"
    tail = texts[texts.index("统计指标") :]
    assert tail[:3] == ["统计指标", "单位", "统计数"]
    assert tail[3:6] == ["一、主动公开情况", "——", ""]


@pytest.mark.parametrize("number", ["— 3 —", "第 3 页 共 9 页", "3/9", "Page 3 of 9"])
@pytest.mark.parametrize("divider", [" | ", "\t"])
def test_a_table_goes_on_over_the_number_of_a_page(number: str, divider: str) -> None:
    rows = [["规章", "1", "2"], ["行政规范性文件", "3", "4"]]
    above, below = (divider.join(row) for row in rows)
    assert shown(f"{above}\n{number}\n{below}") == [rows]


def test_the_number_of_a_page_is_no_cell_where_each_cell_is_a_line() -> None:
    assert shown("规章 |\n5 |\n— 3 —\n|\n7 |") == ["规章", "5", "", "7"]


@pytest.mark.parametrize("text", ["12", "第三次"])
def test_what_may_be_a_value_or_a_text_stays_between_the_rows(text: str) -> None:
    assert shown(f"规章 | 1\n{text}\n规范性文件 | 3")[1] == text


def test_the_number_of_a_page_far_from_tables_stays_a_line() -> None:
    assert shown("一、总体情况\n— 3 —\n全年公开 208 件。")[1] == "— 3 —"


def test_pipes_at_the_borders_that_some_lines_lost_part_no_cells() -> None:
    text = "| 项目 | 本年 | 上年 |\n|---|---|---|\n受理 | 7 | 5 |\n| 办结 | 6 | 4\n| 其中：\n"
    (table,) = read_text(text).blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["项目", "本年", "上年"],
        ["受理", "7", "5"],
        ["办结", "6", "4"],
        ["其中："],
    ]


def test_a_blank_cell_at_the_border_is_kept_where_lines_have_no_borders() -> None:
    (table,) = read_text("项目 | 本年 | 上年\n受理 | 7 |\n| 6 | 4\n").blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["项目", "本年", "上年"],
        ["受理", "7", ""],
        ["", "6", "4"],
    ]


def test_spaces_that_only_part_the_cells_set_no_columns() -> None:
    lines = ["信息内容  本年制发件数  现行有效件数", "规章  0  3", "行政规范性文件  4  21"]
    assert [block.text for block in read_text("\n".join(lines)).blocks if isinstance(block, Paragraph)] == lines


def test_pipes_at_borders_are_told_block_by_block() -> None:
    lines = ("第一项 |", "信息内容 | 制发 | 现行有效 |", "| 规章 | 3 | 12 |", "| 文件 | 4 | 5", "第五项 |")
    text = "\n".join([*lines, "| 信息内容 | 决定", "许可 | 7 |"])
    (table,) = read_text(text).blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["第一项"],
        ["信息内容", "制发", "现行有效"],
        ["规章", "3", "12"],
        ["文件", "4", "5"],
        ["第五项"],
        ["信息内容", "决定"],
        ["许可", "7"],
    ]


def test_a_pipe_that_opens_each_row_is_no_blank_cell() -> None:
    rows = [
        "| ",
        "   规章  | ",
        "      ",
        "   5  | ",
        "    ||",
        "| ",
        "   行政许可  | ",
        "   7  | ",
        "| ",
        "   行政处罚  | ",
    ]
    texts = [block.text for block in read_text("\n".join(rows)).blocks]
    assert texts == ["规章", "5", "行政许可", "7", "行政处罚"]
    # Where no pipe opens the first row, one that stands alone ends a blank cell.
    assert [block.text for block in read_text("规章 |\n5 |\n|\n行政许可 |\n7 |").blocks] == [
        "规章",
        "5",
        "",
        "行政许可",
        "7",
    ]
