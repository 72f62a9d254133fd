"""Text in which only spaces set the columns: no value is wrong, and what a header names is found."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generators.comparison import misplaced, missing, repeated, wrong
from generators.reports import ReportPlan, plans, print_report
from generators.spaced_pages import Style, render_spaced
from gongkai import read_report
from gongkai.document import Table
from gongkai.read.text import read_text

generated = settings(phases=(Phase.explicit, Phase.generate), max_examples=25)
styles = st.builds(
    Style,
    gap=st.sampled_from([2, 3, 5, 8]),
    widest_label=st.sampled_from([20, 30, 60]),
    widest_head=st.sampled_from([6, 8, 12, 30]),
    between_rows=st.sampled_from([0, 0, 1]),
    lines_on_page=st.sampled_from([30, 46, 1000]),
)


@given(plans(most_variations=0), styles)
@settings(generated)
def test_no_value_is_wrong_whatever_the_layout(plan, style):
    printed = print_report(plan)
    report = read_report(render_spaced(printed, style))
    assert not wrong(report, printed, one_reading=True)
    assert not repeated(report)
    assert not misplaced(report)


@pytest.mark.parametrize("forms", ["2014", "2019", "2021"])
def test_whole_tables_come_back_with_wrapped_labels_and_torn_headers(forms):
    plan = next(
        each
        for each in (print_plan(seed, forms) for seed in range(50))
        if all(cell.status == "reported" for cell in each.expected().values())
    )
    report = read_report(render_spaced(plan, Style(gap=4, widest_label=24, widest_head=6, lines_on_page=40)))
    assert not wrong(report, plan, one_reading=True)
    assert not missing(report, plan)


def print_plan(seed, forms):
    return print_report(ReportPlan(seed, forms, "balanced"))


def tables(*lines):
    return [
        [[cell.text for cell in row] for row in block.rows()]
        for block in read_text("\n".join(lines)).blocks
        if isinstance(block, Table)
    ]


HEADER = "信息内容              本年制发件数      现行有效件数"


def test_a_label_that_is_wrapped_around_its_values_is_one():
    found = tables(
        HEADER, "行政规范               3                 12", "性文件", "规章                   0                  4"
    )
    assert found == [[["信息内容", "本年制发件数", "现行有效件数"], ["行政规范性文件", "3", "12"], ["规章", "0", "4"]]]


def test_a_blank_is_the_blank_of_its_column():
    found = tables(HEADER, "规章                                     12", "行政规范性文件         3                 40")
    assert found[0][1] == ["规章", "", "12"]


def test_a_label_below_the_last_row_of_a_group_is_that_of_a_blank_row():
    found = tables(
        "                                 自然人     商业企业",
        "（五）不予处理    2.重复申请            3            4",
        "（六）其他处理    1.逾期不补正          7            0",
        "                  9.其他               12           13",
        "                  3.其他                0            5",
        "（七）总计",
        "四、结转下年度继续办理                  1            2",
    )
    assert found[0][-3:] == [["3.其他", "0", "5"], ["（七）总计", "", ""], ["四、结转下年度继续办理", "1", "2"]]


def test_a_table_of_blank_rows_is_no_part_of_the_header_of_the_next():
    found = tables(
        HEADER,
        "规章",
        "",
        "近年情况对照表",
        "指标                    2018年             2019年",
        "（一）予以公开           721                780",
        "1.属于国家秘密           847                450",
    )
    assert found == [[["指标", "2018年", "2019年"], ["（一）予以公开", "721", "780"], ["1.属于国家秘密", "847", "450"]]]


def test_a_page_number_is_no_value():
    found = tables(
        HEADER,
        "规章                   1                 12",
        "",
        " " * 24 + "— 2 —",
        "行政规范性文件         3                 40",
    )
    assert [row[1:] for row in found[0][1:]] == [["1", "12"], ["3", "40"]]


def test_a_label_beside_the_label_of_the_values_has_no_row_of_its_own():
    found = tables(HEADER, "规章 制定  总数        5                 12", "行政规范性文件         3                 40")
    assert found[0][1:] == [["规章 制定总数", "5", "12"], ["行政规范性文件", "3", "40"]]


def test_no_word_of_a_header_in_columns_is_dropped():
    found = tables(
        "信息内容        制发件数   废止件数   有效件数   上年件数",
        "规章               3          0                      7",
        "规范性文件        13          1                      9",
    )
    assert found[0][0] == ["信息内容", "制发件数", "废止件数", "有效件数", "上年件数"]
    assert found[0][1:] == [["规章", "3", "0", "", "7"], ["规范性文件", "13", "1", "", "9"]]


@pytest.mark.parametrize(
    "lines",
    [
        ("全年公开信息  12  条，同比增长。", "其中网站  7  条。"),
        (HEADER, "规章                   1  2              12", "行政规范性文件        123456              40"),
        (HEADER, "规章", "12"),
        ("规章                   1                 12",),
        (HEADER, "规章                   1                 12345.678", "                                         9"),
    ],
    ids=["prose", "two values in a column", "a value alone", "no header", "a number broken by its column"],
)
def test_what_leaves_a_doubt_stays_text(lines):
    assert tables(*lines) == []


def test_a_year_above_a_column_is_no_value():
    found = tables("信息内容              本年制发件数      2012年度", "规章                   1                 12")
    assert found == [[["信息内容", "本年制发件数", "2012年度"], ["规章", "1", "12"]]]


def test_values_right_below_a_label_with_nothing_are_not_its_values():
    stretch = (
        HEADER,
        "规章                   1                 12",
        "",
        "规范性文件",
        "",
        "                       7                 40",
    )
    assert tables(*stretch) == []


def test_a_label_goes_on_below_the_line_of_its_values():
    found = tables(
        HEADER,
        "行政规范",
        "                       7                 40",
        "性文件",
        "规章                   1                 12",
    )
    assert found[0][1:] == [["行政规范性文件", "7", "40"], ["规章", "1", "12"]]


def test_values_beside_no_label_are_a_row_by_themselves():
    found = tables(
        HEADER,
        "规章                   1                 12",
        "                     993                871",
        "规范性文件             7                 40",
    )
    assert found[0][1:] == [["规章", "1", "12"], ["993", "871"], ["规范性文件", "7", "40"]]


def test_labels_without_marks_are_parted_by_where_they_begin_and_end():
    found = tables(
        "                            本年制发件数      现行有效件数",
        "            要求行政机关确     1                 12",
        "            认",
        "不予处理    申请人无正当理     7                 40",
        "            由",
        "            重复申请           3                 9",
        "合计        全部               11                61",
    )
    labels = [row[:-2] for row in found[0][1:]]
    assert labels == [["要求行政机关确认"], ["不予处理", "申请人无正当理由"], ["重复申请"], ["合计", "全部"]]


def test_merged_cells_that_are_printed_again_stand_in_each_of_their_slots():
    found = tables(
        "项目                项目                本年制发件数      现行有效件数",
        "一、规章            一、规章                 1                 12",
        "二、办理结果        （一）予以公开           7                 40",
        "二、办理结果        （二）不予公开           3                 9",
    )
    assert [row[:-2] for row in found[0][1:]] == [
        ["一、规章", "一、规章"],
        ["二、办理结果", "（一）予以公开"],
        ["二、办理结果", "（二）不予公开"],
    ]


def test_a_word_heads_the_columns_in_whose_middle_it_stands():
    lines = (
        "                               申请人情况",
        "信息内容       上年       自然人    企业    机构",
        "规章           1          12        3       4",
        "决定           7          40        5       6",
    )
    (table,) = (block for block in read_text("\n".join(lines)).blocks if isinstance(block, Table))
    group = next(cell for cell in table.cells if cell.text == "申请人情况")
    assert (group.column, group.column_span) == (3, 3)


def test_letters_that_are_set_apart_are_one_word():
    found = tables(
        "信  息 内 容           本 年 制 发  件 数      现 行 有 效 件 数",
        "规 章                         1                     12",
        "行  政 规 范 性  文  件       3                     40",
    )
    assert found[0][0] == ["信  息 内 容", "本 年 制 发  件 数", "现 行 有 效 件 数"]
    assert found[0][1:] == [["规 章", "1", "12"], ["行  政 规 范 性  文  件", "3", "40"]]


def test_the_count_of_rows_is_no_label_and_no_value():
    found = tables(
        "序号   信息内容              本年制发件数      现行有效件数",
        " 1     规章                       1                 12",
        " 2     行政规范性文件             3                 40",
        " 3     决定                                          7",
    )
    assert found == [
        [
            ["信息内容", "本年制发件数", "现行有效件数"],
            ["规章", "1", "12"],
            ["行政规范性文件", "3", "40"],
            ["决定", "", "7"],
        ]
    ]


def test_a_word_in_the_place_of_a_number_ends_no_table():
    found = tables(
        HEADER, "规章                   1               见附件", "行政规范性文件        约3                40"
    )
    assert found[0][1:] == [["规章", "1", "见附件"], ["行政规范性文件", "约3", "40"]]


def test_another_table_close_below_has_a_header_of_its_own():
    found = tables(
        "信息内容                              本年制发件数      现行有效件数",
        "规章                                       1                 12",
        "行政规范性文件和其他规定                   3                 40",
        "",
        " 科室    专职    兼职",
        "办公室    12      9",
        "法规科    71      1",
    )
    assert [table[0] for table in found] == [["信息内容", "本年制发件数", "现行有效件数"], ["科室", "专职", "兼职"]]
