"""Text of a cell a line in which a line stands for each slot that a merged cell covers: all rows have as many lines."""

import pytest

from gongkai import read_report
from request_columns import REQUEST_COLUMNS

BLANK = "\u00a0"
TITLE = "某县2022年政府信息公开工作年度报告"
HEADER = (
    ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "", "", "申请人情况", *[""] * 6),
    ("", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"),
    ("", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""),
)
ROWS = (
    ("一、本年新收政府信息公开申请数量", "", "", "21", "", "", "3", "", "", "24"),
    ("二、上年结转政府信息公开申请数量", "", "", "", "", "", "", "", "", "0"),
    ("三、本年度办理结果", "（一）予以公开", "", "9", "", "", "1", "", "", "10"),
    ("", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "", "4", "", "", "", "", "", "4"),
    ("", "（三）不予公开", "1.属于国家秘密", "", "", "", "", "", "", ""),
    ("", "", "2.其他法律行政法规禁止公开", "2", "", "", "", "", "", "2"),
    ("", "", "3.危及“三安全一稳定”", "", "", "", "", "", "", ""),
    ("", "", "4.保护第三方合法权益", "5", "", "", "2", "", "", "7"),
    ("四、结转下年度继续办理", "", "", "1", "", "", "", "", "", "1"),
)


def cells(*rows: tuple[str, ...]) -> dict[tuple[str, str], float | None]:
    """Give the cells of requests that are read, by row and column, of rows whose cells are a line each."""
    lines = [TITLE, "三、收到和处理政府信息公开申请情况", *(text or BLANK for row in rows for text in row)]
    report = read_report("\n".join(lines).encode())
    found = (row for row in report.observation_rows if ".requests." in row.indicator_id)
    return {tuple(row.indicator_id.split(".")[2:4]): row.value for row in found}


def row_of(found: dict[tuple[str, str], float | None], code: str) -> list[float | None]:
    return [found[code, column] for column in REQUEST_COLUMNS]


EXPECTED = [21, None, None, 3, None, None, 24]


def test_every_cell_has_its_place() -> None:
    found = cells(*HEADER, *ROWS)
    assert len(found) == len(ROWS) * len(REQUEST_COLUMNS)
    assert row_of(found, "received") == EXPECTED
    assert row_of(found, "carried_in") == [None, None, None, None, None, None, 0]
    assert row_of(found, "granted") == [9, None, None, 1, None, None, 10]
    assert row_of(found, "refused_third_party") == [5, None, None, 2, None, None, 7]


def test_rows_that_are_counted() -> None:
    header = [("序号" if row is HEADER[0] else "", *row) for row in HEADER]
    found = cells(*header, *((str(number), *row) for number, row in enumerate(ROWS, start=1)))
    assert len(found) == len(ROWS) * len(REQUEST_COLUMNS)
    assert row_of(found, "received") == EXPECTED


def test_columns_that_are_counted() -> None:
    found = cells(*HEADER, ("栏次", "", "", "1", "2", "3", "4", "5", "6", "7"), *ROWS)
    assert len(found) == len(ROWS) * len(REQUEST_COLUMNS)
    assert row_of(found, "received") == EXPECTED


def test_a_word_in_the_place_of_a_value_moves_none() -> None:
    rows = [*ROWS[:3], (*ROWS[3][:4], "详见正文", *ROWS[3][5:]), *ROWS[4:]]
    found = cells(*HEADER, *rows)
    assert row_of(found, "partly_granted") == [4, None, None, None, None, None, 4]
    assert row_of(found, "refused_third_party") == [5, None, None, 2, None, None, 7]


@pytest.mark.parametrize("lost", [4, 5, 7, 8])
def test_a_line_that_is_lost_among_the_values_gives_no_wrong_cell(lost: int) -> None:
    rows = [*ROWS[:5], (*ROWS[5][:lost], *ROWS[5][lost + 1 :]), *ROWS[6:]]
    whole = cells(*HEADER, *ROWS)
    found = cells(*HEADER, *rows)
    assert found.items() <= whole.items()


def test_without_words_above_every_column_no_grid_is_seen() -> None:
    header = (*HEADER[:2], (*HEADER[2][:5], "", *HEADER[2][6:]))
    assert cells(*header, *ROWS) == {}


def test_words_of_a_header_that_moved_left_tell_no_column() -> None:
    # 上年数 spans three rows, and only its first slot is printed; the rows below it are filled up at their end.
    header = [(*HEADER[0][:3], "上年数", *HEADER[0][3:]), (*HEADER[1], ""), (*HEADER[2], "")]
    rows = [(*row[:3], "9999", *row[3:]) for row in ROWS]
    assert cells(*header, *rows) == {}


def test_reviews_whose_merged_words_leave_blanks() -> None:
    outcomes = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    header = (
        ("行政复议", *[""] * 4, "行政诉讼", *[""] * 9),
        (*outcomes, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4),
        (*[""] * 5, *outcomes, *outcomes),
    )
    values = ("1", "", "", "2", "3", "", "", "", "", "0", "4", "5", "", "", "9")
    lines = [TITLE, "四、政府信息公开行政复议、行政诉讼情况"]
    lines += [text or BLANK for row in (*header, values) for text in row]
    report = read_report("\n".join([*lines, "五、存在的主要问题及改进情况", "部分栏目更新不及时。"]).encode())
    found = [row.value for row in report.observation_rows if ".disputes." in row.indicator_id]
    assert found == [float(text) if text else None for text in values]


def test_reviews_whose_merged_words_are_printed_in_every_slot() -> None:
    outcomes = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    header = (
        (*["行政复议"] * 5, *["行政诉讼"] * 10),
        (*outcomes, *["未经复议直接起诉"] * 5, *["复议后起诉"] * 5),
        (*outcomes, *outcomes, *outcomes),
    )
    values = ("1", "", "", "2", "3", "", "", "", "", "0", "4", "5", "", "", "9")
    lines = [TITLE, "四、政府信息公开行政复议、行政诉讼情况"]
    lines += [text or BLANK for row in (*header, values) for text in row]
    behind = ("五、存在的主要问题及改进情况", "部分栏目更新不及时。")
    report = read_report("\n".join([*lines, *behind]).encode())
    found = [row.value for row in report.observation_rows if ".disputes." in row.indicator_id]
    assert found == [float(text) if text else None for text in values]
    short = read_report("\n".join([*lines[:-1], *behind]).encode())
    assert [row for row in short.observation_rows if ".disputes." in row.indicator_id] == []
