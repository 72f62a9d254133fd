"""A table that compares years, beside the form's own, where a cell a line is left of both."""

from gongkai import read_report
from request_columns import REQUEST_COLUMNS

TITLE = "某县2022年政府信息公开工作年度报告"
COMPARING = (
    *("近年情况对照表", "项目", "上年", "本年", "增减%"),
    *("一、本年新收政府信息公开申请数量", "701", "702", "703"),
    *("（一）予以公开", "704", "705", "706"),
    *("1.属于国家秘密", "\u00a0", "708", "709"),
    *("四、结转下年度继续办理", "710", "711", "712"),
)
HEADER = (
    *("三、收到和处理政府信息公开申请情况", "申请人情况", "自然人", "法人或其他组织", "总计"),
    *("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
)
LABELS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "1.属于国家秘密",
    "四、结转下年度继续办理",
)
OWN = [text for number, label in enumerate(LABELS, start=1) for text in (label, *(str(number) * 7))]
BEHIND = ("四、政府信息公开行政复议、行政诉讼情况", "本机关未发生行政复议、行政诉讼。")


def received(*lines: str) -> tuple[list[float | None], list[float | None]]:
    """Give what is read of the requests, and what is left unmatched."""
    report = read_report("\n".join([TITLE, *lines, *BEHIND]).encode())
    found = [row.value for row in report.observation_rows if ".requests." in row.indicator_id]
    return found, [row.value for row in report.unmatched_rows]


EXPECTED = [float(number) for number in range(1, len(LABELS) + 1) for _ in REQUEST_COLUMNS]


def test_it_is_put_aside_before_the_own_table_and_behind_it() -> None:
    for lines in ((*COMPARING, *HEADER, *OWN), (*HEADER, *OWN, *COMPARING)):
        found, unmatched = received(*lines)
        assert found == EXPECTED
        assert sorted(number for number in unmatched if number is not None) == [
            *range(701, 707),
            *range(708, 713),
        ]


def test_without_words_that_compare_the_same_rows_leave_two_readings() -> None:
    found, _ = received(*("项目", "甲方", "乙方", "丙方", *COMPARING[5:]), *HEADER, *OWN)
    assert found == []
