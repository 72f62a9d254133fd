"""Headers in text that shows no grid: which column stands where, where the words leave one order."""

import pytest

from gongkai import read_report
from request_columns import REQUEST_COLUMNS

ABOVE = ("某县2022年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况")
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
BODIES = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
ROWS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "四、结转下年度继续办理",
)


def read(*header: str, values: int) -> dict[str, float | None]:
    """Give the cells of the first row, whose values are 11, 12, 13 ..., of a table that prints a cell a line."""
    lines = [*ABOVE, NOTE, *header]
    for tens, label in enumerate(ROWS, start=1):
        lines += [label, *(str(10 * tens + number) for number in range(1, values + 1))]
    report = read_report("\n".join(lines).encode())
    return {
        row.indicator_id.split(".")[3]: row.value for row in report.observation_rows if ".received." in row.indicator_id
    }


def test_a_column_of_the_agency_stands_where_its_row_of_the_header_has_it() -> None:
    found = read("申请人情况", "自然人", "个体工商户", "法人或其他组织", "总计", *BODIES, values=8)
    assert found == dict(zip(REQUEST_COLUMNS, [11, 13, 14, 15, 16, 17, 18], strict=True))
    found = read("申请人情况", "自然人", "法人或其他组织", "上年数", "总计", *BODIES, values=8)
    assert found == dict(zip(REQUEST_COLUMNS, [11, 12, 13, 14, 15, 16, 18], strict=True))


def test_a_column_of_something_else_before_the_words_above_the_others_is_the_first() -> None:
    found = read("上年数", "申请人情况", "自然人", "法人或其他组织", "总计", *BODIES, values=8)
    assert found == dict(zip(REQUEST_COLUMNS, [12, 13, 14, 15, 16, 17, 18], strict=True))


def test_columns_that_the_agency_left_out_have_no_value() -> None:
    without_research = [word for word in BODIES if word != "科研机构"]
    found = read("申请人情况", "自然人", "法人或其他组织", "总计", *without_research, values=6)
    columns = [column for column in REQUEST_COLUMNS if column != "research_bodies"]
    assert found == dict(zip(columns, [11, 12, 13, 14, 15, 16], strict=True))


@pytest.mark.parametrize(
    ("header", "values"),
    [
        # The last column, or the first below 申请人情况.
        (("申请人情况", "上年数", "自然人", "法人或其他组织", "总计", *BODIES), 8),
        # Beside 总计, or the first below 法人或其他组织.
        (("申请人情况", "自然人", "法人或其他组织", "总计", "上年数", *BODIES), 8),
        # The last below 法人或其他组织, or the last of all.
        (("申请人情况", "自然人", "法人或其他组织", "总计", *BODIES, "备注数"), 8),
        # A value for which there is no word, or none for a word.
        (("申请人情况", "自然人", "个体工商户", "法人或其他组织", "总计", *BODIES), 9),
        (("申请人情况", "自然人", "个体工商户", "法人或其他组织", "总计", *BODIES), 7),
        # The misprinted word may be that of the missing column, in another order.
        (("申请人情况", "自然人", "法人或其他组织", "总计", "商业企业", "社会公益组织", "科研企业", *BODIES[3:]), 7),
    ],
)
def test_a_header_that_leaves_more_than_one_order_says_nothing(header: tuple[str, ...], values: int) -> None:
    assert read(*header, values=values) == {}


def test_rows_of_a_header_that_are_seen_tell_the_column_behind_all_others() -> None:
    lines = [
        *ABOVE,
        f"{NOTE} | 申请人情况 | 上年数 | ||||||||",
        "自然人 | 法人或其他组织 | 总计 | ||||||||",
        "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | ||||||",
        *(f"{label} | 1 | 2 | 3 | 4 | 5 | 6 | 21 | 99 | ||" for label in ROWS),
    ]
    report = read_report("\n".join(lines).encode())
    values = [row.value for row in report.observation_rows if ".received." in row.indicator_id]
    assert values == [1, 2, 3, 4, 5, 6, 21]
    assert [row.value for row in report.unmatched_rows] == [99, 99, 99]


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_a_header_without_merged_cells_says_its_columns_as_they_are_printed(gap: str) -> None:
    header = gap.join(("项目", "总计", "自然人", *BODIES))
    rows = [
        f"{label} {10 * tens + 9} {' '.join(str(10 * tens + at) for at in range(1, 7))}"
        for tens, label in enumerate(ROWS, 1)
    ]
    report = read_report("\n".join([*ABOVE, header, *rows]).encode())
    found = {
        row.indicator_id.split(".", 2)[2]: row.value
        for row in report.observation_rows
        if ".requests." in row.indicator_id
    }
    assert len(found) == len(ROWS) * len(REQUEST_COLUMNS)
    assert [found[f"received.{column}"] for column in REQUEST_COLUMNS] == [11, 12, 13, 14, 15, 16, 19]
    assert found["carried_out.total"] == 39


def test_a_sum_before_its_parts_below_a_merged_cell_leaves_more_than_one_order() -> None:
    assert read("申请人情况", "总计", "自然人", "法人或其他组织", *BODIES, values=7) == {}


def test_a_column_whose_word_is_that_of_a_row_too_is_left_out() -> None:
    without_other = BODIES[:-1]
    found = read("申请人情况", "自然人", "法人或其他组织", "总计", *without_other, values=6)
    columns = [column for column in REQUEST_COLUMNS if column != "other_bodies"]
    assert found == dict(zip(columns, [11, 12, 13, 14, 15, 16], strict=True))


def test_a_word_that_may_be_the_last_of_a_header_or_the_label_of_a_row_leaves_two_readings() -> None:
    # Where blank cells were lost, those of the last column may all be.
    assert read("申请人情况", "自然人", "法人或其他组织", "总计", *BODIES, "9", values=6) == {}
