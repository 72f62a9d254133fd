"""Text of a cell a line whose rows or columns are counted: the numbers that count are no values."""

import pytest

from gongkai import read_report
from request_columns import REQUEST_COLUMNS

TITLE = "某县2022年政府信息公开工作年度报告"
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
BODIES = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
HEADER = (NOTE, "申请人情况", "自然人", "法人或其他组织", "总计", *BODIES)
ROWS = (
    ("一、本年新收政府信息公开申请数量",),
    ("二、上年结转政府信息公开申请数量",),
    ("三、本年度办理结果", "（一）予以公开"),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）",),
    ("（三）不予公开", "1.属于国家秘密"),
    ("2.其他法律行政法规禁止公开",),
    ("3.危及“三安全一稳定”",),
    ("四、结转下年度继续办理",),
)


def values(row: int) -> list[str]:
    """Give the values of a row: 11, 12 … in the first, 21, 22 … in the second."""
    return [str(10 * row + column) for column in range(1, len(REQUEST_COLUMNS) + 1)]


def cells(*lines: str) -> dict[str, list[float | None]]:
    """Give the values of each row that is read."""
    text = [TITLE, "三、收到和处理政府信息公开申请情况", *lines]
    report = read_report("\n".join([*text, "四、政府信息公开行政复议、行政诉讼情况"]).encode())
    found: dict[str, list[float | None]] = {}
    for row in report.observation_rows:
        if ".requests." in row.indicator_id:
            found.setdefault(row.indicator_id.split(".")[2], []).append(row.value)
    return found


EXPECTED = {
    code: [float(text) for text in values(number)]
    for number, code in enumerate(
        (
            "received",
            "carried_in",
            "granted",
            "partly_granted",
            "refused_state_secret",
            "refused_other_law",
            "refused_security_stability",
            "carried_out",
        ),
        start=1,
    )
}


def counted(first: int = 1) -> list[str]:
    """Give the lines of the rows, each with its number before its first label."""
    return [text for at, labels in enumerate(ROWS, start=1) for text in (str(at - 1 + first), *labels, *values(at))]


PLAIN = [text for number, labels in enumerate(ROWS, start=1) for text in (*labels, *values(number))]


def test_rows_that_are_counted() -> None:
    assert cells("序号", *HEADER, *counted()) == EXPECTED


@pytest.mark.parametrize("caption", ["栏次", "\u00a0"])
def test_columns_that_are_counted(caption: str) -> None:
    assert cells(*HEADER, caption, *"1234567", *PLAIN) == EXPECTED


def test_both_are_counted() -> None:
    assert cells("序号", *HEADER, "栏次", *"1234567", *counted()) == EXPECTED


def test_numbers_that_count_no_rows_from_one_on_leave_two_readings() -> None:
    assert cells("序号", *HEADER, *counted(first=31)) == {}


def test_a_row_of_one_to_six_behind_a_blank_is_one_of_values() -> None:
    rows = ["\u00a0", *"123456", *PLAIN[8:]]
    found = cells(*HEADER, PLAIN[0], *rows)
    assert found["received"] == [None, 1, 2, 3, 4, 5, 6]
    assert found["carried_in"] == EXPECTED["carried_in"]


def test_header_words_and_notes_that_are_broken_over_lines() -> None:
    broken = (NOTE[:14], NOTE[14:], "申请", "人情况", "自然人", "法人或", "其他组织", "总计", *BODIES)
    assert cells(*broken, *PLAIN) == EXPECTED


def test_columns_that_are_counted_behind_a_blank_cell_of_a_saved_page() -> None:
    rows = (" | ".join((*labels, *values(number))) + " | |" for number, labels in enumerate(ROWS, start=1))
    header = (
        f"{NOTE} | 申请人情况 | ||||||||",
        "自然人 | 法人或其他组织 | 总计 | |||||||",
        " | ".join(BODIES) + " | |||||",
    )
    assert cells(*header, "| 1 | 2 | 3 | 4 | 5 | 6 | 7 | ||", *rows) == EXPECTED


def test_the_last_value_of_the_last_row_may_be_the_next_number() -> None:
    lines = [*counted()[:-1], str(len(ROWS) + 1)]
    assert cells("序号", *HEADER, *lines) == {**EXPECTED, "carried_out": [81, 82, 83, 84, 85, 86, 9]}
