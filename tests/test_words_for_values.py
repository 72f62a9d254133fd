"""Words in the place of values, where a cell a line is left of the requests."""

import pytest

from gongkai import read_report
from request_columns import REQUEST_COLUMNS

TITLE = "某县2022年政府信息公开工作年度报告"
HEADER = (
    *("三、收到和处理政府信息公开申请情况", "申请人情况", "自然人", "法人或其他组织", "总计"),
    *("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
)
LABELS = (
    ("received", "一、本年新收政府信息公开申请数量"),
    ("carried_in", "二、上年结转政府信息公开申请数量"),
    ("granted", "（一）予以公开"),
    ("partly_granted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("refused_state_secret", "1.属于国家秘密"),
    ("refused_other_law", "2.其他法律行政法规禁止公开"),
    ("refused_security_stability", "3.危及“三安全一稳定”"),
    ("carried_out", "四、结转下年度继续办理"),
)


def granted(*values: str) -> list[tuple[float | None, str]]:
    """Give what is read of the row 予以公开, which has these values; those of the others are 1, 2, 3, 4, 5, 6, 21."""
    lines = [TITLE, *HEADER]
    for code, label in LABELS:
        lines += [label, *(values if code == "granted" else ["1", "2", "3", "4", "5", "6", "21"])]
    report = read_report("\n".join([*lines, "四、政府信息公开行政复议、行政诉讼情况"]).encode())
    cells = {row.indicator_id.split(".", 2)[2]: (row.value, row.status) for row in report.observation_rows}
    others = [cells[f"{code}.total"] for code, _ in LABELS if code != "granted"]
    assert others == [(21, "reported")] * (len(LABELS) - 1)
    return [cells[f"granted.{column}"] for column in REQUEST_COLUMNS if f"granted.{column}" in cells]


@pytest.mark.parametrize("place", range(7))
def test_a_word_is_a_cell_that_cannot_be_read(place: int) -> None:
    values = ["7", "0", "0", "8", "0", "0", "15"]
    values[place] = "详见正文"
    expected = [(float(text), "reported") if text.isdecimal() else (None, "unreadable") for text in values]
    assert granted(*values) == expected


@pytest.mark.parametrize(
    "values",
    [
        # One line more, or one less, than the other rows have.
        ("7", "0", "详见正文", "0", "8", "0", "0", "15"),
        ("7", "0", "详见正文", "8", "0", "15"),
        # A blank may fill up the row, and another one be lost.
        ("7", "0", "详见正文", "8", "0", "15", "\u00a0"),
        # The label of another row, and words that are too long for a cell.
        ("7", "0", "3.其他", "0", "8", "0", "15"),
        ("7", "0", "本年度没有此类申请事项", "0", "8", "0", "15"),
    ],
)
def test_another_text_among_the_values_leaves_the_row_unread(values: tuple[str, ...]) -> None:
    assert granted(*values) == []
