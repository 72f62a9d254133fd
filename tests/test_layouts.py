"""How agencies lay the official tables out: other orders of rows and columns, headers in two rows, lines of text."""

from __future__ import annotations

import pytest

from gongkai.pipeline import read_report
from gongkai.report import Report

TITLE = "嘉禾县水利局2022年政府信息公开工作年度报告"
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def page(*tables: str) -> Report:
    prose = "<p>一、总体情况</p><p>公开工作平稳有序。</p>"
    ending = "<p>五、存在的主要问题及改进情况</p><p>人手不足。</p><p>六、其他需要报告的事项</p><p>没有。</p>"
    return read_report(f"<h1>{TITLE}</h1>{prose}{''.join(tables)}{ending}".encode())


def text(*lines: str) -> Report:
    ending = ("五、存在的主要问题及改进情况", "人手不足。", "六、其他需要报告的事项", "没有。")
    return read_report("\n".join([TITLE, "一、总体情况", "公开工作平稳有序。", *lines, *ending]).encode())


def table(*rows: str) -> str:
    """Make a table of rows such as `a | b*2`, in which `*2` says that a cell spans two columns."""
    return f"<table>{''.join(f'<tr>{_cells(row)}</tr>' for row in rows)}</table>"


def _cells(row: str) -> str:
    parts = (cell.strip().partition("*") for cell in row.split("|"))
    return "".join(f'<td colspan="{span or 1}">{label}</td>' for label, _, span in parts)


def values(report: Report, row: str) -> list[float | None]:
    return [each.value for each in report.observation_rows if f".{row}." in each.indicator_id]


def unmatched(report: Report) -> list[float | None]:
    return [each.value for each in report.unmatched_rows]


# Requests --------------------------------------------------------------------------------------------------------

REQUESTS = (
    "一、本年新收政府信息公开申请数量 | 11 | 12 | 13 | 14 | 15 | 16 | 81",
    "二、上年结转政府信息公开申请数量 | 21 | 22 | 23 | 24 | 25 | 26 | 141",
    "（一）予以公开 | 31 | 32 | 33 | 34 | 35 | 36 | 201",
)


def test_columns_in_another_order_are_found_by_their_headers() -> None:
    order = (6, 0, 2, 1, 3, 4, 5)
    header = "项目 | " + " | ".join(APPLICANTS[place] for place in order)
    split = [row.split(" | ") for row in REQUESTS]
    rows = [" | ".join([row[0], *(row[1 + place] for place in order)]) for row in split]
    report = page(table(header, *rows))
    assert values(report, "received") == [81, 11, 13, 12, 14, 15, 16]
    found = {each.indicator_id.rpartition(".")[2]: each.value for each in report.observation_rows[:7]}
    assert (found["total"], found["companies"], found["research_bodies"]) == (81, 12, 13)


def test_a_group_heading_that_is_too_narrow_leaves_no_order() -> None:
    header = "项目 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 总计 | 法律服务机构 | 其他"
    report = page(table(header, *REQUESTS))
    assert values(report, "received") == []
    assert 81 in unmatched(report)


def test_a_column_of_its_own_above_another_counts() -> None:
    header = (
        "项目 | 自然人 | 个体户 | 法人或其他组织*5 | 总计",
        " | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |",
    )
    rows = [row.replace(" | ", " | ", 1) for row in REQUESTS]
    report = page(table(*header, *rows))
    assert values(report, "received") == []


def test_header_cells_in_two_rows_are_one() -> None:
    header = (
        "项目 | 自然人 | 商业 | 科研 | 社会公益 | 法律服务 | 其他 | 总计",
        "名称 | | 企业 | 机构 | 组织 | 机构 | |",
    )
    report = page(table(*header, *REQUESTS))
    assert values(report, "granted") == [31, 32, 33, 34, 35, 36, 201]


def test_a_total_called_sum() -> None:
    report = page(table("项目 | " + " | ".join(APPLICANTS), *REQUESTS, "（七）合　计 | 1 | 2 | 3 | 4 | 5 | 6 | 21"))
    assert values(report, "results_total") == [1, 2, 3, 4, 5, 6, 21]


def test_a_heading_before_another_label_has_no_values() -> None:
    rows = (
        "一、本年新收政府信息公开申请数量 | | 11 | 12 | 13 | 14 | 15 | 16",
        "二、上年结转政府信息公开申请数量 | | 21 | 22 | 23 | 24 | 25 | 26",
        "（二）部分公开 | | 31 | 32 | 33 | 34 | 35 | 36",
        "（六）其他处理 | 1.申请人无正当理由逾期不补正 | 41 | 42 | 43 | 44 | 45 | 46",
    )
    report = page(table(*rows))
    assert values(report, "other_handling") == []
    assert {41, 42, 46} <= set(unmatched(report))


def test_two_labels_in_one_cell_are_neither() -> None:
    report = page(
        table("项目 | " + " | ".join(APPLICANTS), *REQUESTS, "（六）其他处理 3.其他 | 1 | 0 | 0 | 0 | 0 | 0 | 1")
    )
    assert values(report, "other_handling") == []
    assert values(report, "received") == [11, 12, 13, 14, 15, 16, 81]


HEADER_LINES = (
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "申请人情况",
    "自然人",
    "法人或其他组织",
    "总计",
    *APPLICANTS[1:6],
)


def lines_of(rows: tuple[str, ...]) -> list[str]:
    return [cell for row in rows for cell in row.split(" | ")]


def test_a_header_in_lines_speaks_in_the_order_of_the_form() -> None:
    report = text(*HEADER_LINES, *lines_of(REQUESTS))
    assert values(report, "carried_in") == [21, 22, 23, 24, 25, 26, 141]


@pytest.mark.parametrize(
    "header",
    [
        (*HEADER_LINES[:2], "个体工商户", *HEADER_LINES[2:]),
        (*HEADER_LINES[:4], "个体工商户", *HEADER_LINES[4:]),
        (*HEADER_LINES, "个体工商户"),
        (*HEADER_LINES[:4], *HEADER_LINES[5:]),
    ],
)
def test_a_header_in_lines_with_a_stranger_or_a_gap_does_not_speak(header: tuple[str, ...]) -> None:
    assert values(text(*header, *lines_of(REQUESTS)), "received") == []


def test_header_cells_broken_over_lines() -> None:
    broken = ("法律服务", "机构")
    header = [part for line in HEADER_LINES for part in (broken if line == "法律服务机构" else (line,))]
    assert values(text(*header, *lines_of(REQUESTS)), "granted") == [31, 32, 33, 34, 35, 36, 201]


def test_rows_of_words_and_numbers() -> None:
    header = ("自然人 法人或其他组织 总计", "商业企业 科研机构 社会公益组织 法律服务机构 其他")
    report = text(*header, *(row.replace(" | ", " ") for row in REQUESTS))
    assert values(report, "received") == [11, 12, 13, 14, 15, 16, 81]


SAVED = """申请人情况 | ||||||||
自然人 | 法人或其他组织 | 总计 | |||||||
商业 企业 | 科研 机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||
一、本年新收政府信息公开申请数量 | 11 | 12 | 13 | 14 | 15 | 16 | 81 | ||
二、上年结转政府信息公开申请数量 | 7 | | | | | | 7 | ||
三、本年度办理结果 | （一）予以公开 | 31 | 32 | 33 | 34 | 35 | 36 | 201 | |
（二）部分公开 | 3 | 5 | 8 | ||||||
"""


@pytest.mark.parametrize("cell_a_line", [False, True])
def test_rows_filled_up_with_pipes(cell_a_line: bool) -> None:
    saved = SAVED.replace(" | ", " |\n").replace("|\n| ", "|\n|\n") if cell_a_line else SAVED
    report = text(*saved.splitlines())
    assert values(report, "received") == [11, 12, 13, 14, 15, 16, 81]
    assert values(report, "granted") == [31, 32, 33, 34, 35, 36, 201]
    # Blank cells were left out of the last row, so that its numbers have no column.
    assert values(report, "partly_granted") == []
    assert unmatched(report) == [3, 5, 8]


# Disclosure ------------------------------------------------------------------------------------------------------


def test_changes_in_words() -> None:
    header = "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量"
    report = page(
        table(
            "第二十条第（五）项*4",
            header,
            "行政许可 | 37 | 减3 | 1125",
            "其他对外管理服务事项 | 12 | 新增2项 | 40",
            "第二十条第（六）项*4",
            header,
            "行政处罚 | 减少4 | 5（减） | 8",
            "行政强制 | 6 | 5（减少委托事项） | 9",
        )
    )
    found = {each.indicator_id: (each.value, each.status) for each in report.observation_rows}
    assert found["2019.disclosure.licences.items_change"] == (-3, "reported")
    assert found["2019.disclosure.other_services.items_change"] == (2, "reported")
    assert found["2019.disclosure.penalties.items_change"] == (-5, "reported")
    assert found["2019.disclosure.penalties.items_last_year"] == (None, "unreadable")
    assert found["2019.disclosure.compulsory_measures.items_change"] == (None, "unreadable")


def test_lines_of_headers_that_were_cut_off() -> None:
    report = page(
        table(
            "第二十条第（一）项*4",
            "信息内容 | 本年新 | 本年新 | 对外公开总数量",
            "规章 | 1 | 2 | 3",
            "规范性文件 | 4 | 5 | 6",
            "第二十条第（九）项*4",
            "信息内容 | 采购项目数量 | 采购总金额*2",
            "政府集中采购 | 7 | 8000元*2",
        )
    )
    assert values(report, "regulations") == [1, 2, 3]
    assert values(report, "central_procurement") == [7, 8000]


def test_headers_of_one_form_are_not_taken_for_those_of_another() -> None:
    lines = (
        "行政强制",
        "0",
        "第二十条第（八）项",
        "信息内容",
        "上一年项目数量",
        "本年增/减",
        "行政事业性收费",
        "5",
        "2",
    )
    report = text(
        "第二十条第（六）项",
        "信息内容",
        "上一年项目数量",
        "本年增/减",
        "处理决定数量",
        "行政处罚",
        "36",
        "0",
        "4",
        *lines,
    )
    assert values(report, "penalties") == [36, 0, 4]
    assert values(report, "compulsory_measures") == []


# Reviews and lawsuits --------------------------------------------------------------------------------------------

DISPUTES = {
    "a row for each group": (
        "类别*2 | " + " | ".join(OUTCOMES),
        "行政复议*2 | 1 | 2 | 3 | 4 | 10",
        "行政诉讼 | 未经复议直接起诉 | 5 | 6 | | 8 | 19",
        "行政诉讼 | 复议后起诉 | 9 | 10 | 11 | 12 | 42",
    ),
    "a row for each outcome": (
        " | 行政复议 | 未经复议直接起诉 | 复议后起诉",
        "结果维持 | 1 | 5 | 9",
        "结果纠正 | 2 | 6 | 10",
        "其他结果 | 3 | | 11",
        "尚未审结 | 4 | 8 | 12",
        "总计 | 10 | 19 | 42",
    ),
    "a row for each value": (
        "项目*2 | 数量",
        "行政复议 | 结果维持 | 1",
        *(f" | {outcome} | {value}" for outcome, value in zip(OUTCOMES[1:], (2, 3, 4, 10), strict=True)),
        "未经复议直接起诉 | 结果维持 | 5",
        *(f" | {outcome} | {value}" for outcome, value in zip(OUTCOMES[1:], (6, "", 8, 19), strict=True)),
        "复议后起诉 | 结果维持 | 9",
        *(f" | {outcome} | {value}" for outcome, value in zip(OUTCOMES[1:], (10, 11, 12, 42), strict=True)),
    ),
    "a label before the values": (
        " | 行政复议*5 | 行政诉讼*10",
        " | " + " | ".join(OUTCOMES) + " | 未经复议直接起诉*5 | 复议后起诉*5",
        " | | | | | | " + " | ".join(OUTCOMES * 2),
        "件数 | 1 | 2 | 3 | 4 | 10 | 5 | 6 | | 8 | 19 | 9 | 10 | 11 | 12 | 42",
    ),
}


@pytest.mark.parametrize("layout", DISPUTES)
def test_reviews_and_lawsuits(layout: str) -> None:
    report = page(table(*DISPUTES[layout]))
    assert values(report, "reviews") == [1, 2, 3, 4, 10]
    assert values(report, "lawsuits_direct") == [5, 6, None, 8, 19]
    assert values(report, "lawsuits_after_review") == [9, 10, 11, 12, 42]
    assert unmatched(report) == []


def test_a_row_of_reviews_and_lawsuits_that_is_not_understood_is_unmatched() -> None:
    rows = ("类别*2 | " + " | ".join(OUTCOMES), "行政复议*2 | 1 | 2 | 3 | 4 | 10", "行政赔偿*2 | 5 | 6 | 7 | 8 | 26")
    report = page(table(*rows))
    assert values(report, "reviews") == [1, 2, 3, 4, 10]
    assert unmatched(report) == [5, 6, 7, 8, 26]


TORN = (
    "行政复议 行政诉讼",
    "未经复议直接起诉 复议后起诉",
    "结 结 其 尚",
    "结 结 其 尚 结 结 其 尚",
    "果 果 他 未",
    "总计 果 果 他 未 总 果 果 他 未 总",
    "维 纠 结 审",
    "维 纠 结 审 计 维 纠 结 审 计",
    "持 正 果 结",
    "持 正 果 结 持 正 果 结",
)


def test_a_header_torn_to_characters_leaves_the_order_of_the_form() -> None:
    report = text("四、政府信息公开行政复议、行政诉讼情况", *TORN, "1 2 3 4 10 0 0 5 0 5 6 0 0 1 7")
    assert values(report, "reviews") == [1, 2, 3, 4, 10]
    assert values(report, "lawsuits_direct") == [0, 0, 5, 0, 5]
    assert values(report, "lawsuits_after_review") == [6, 0, 0, 1, 7]
    assert {each.matched_by for each in report.observation_rows} == {"order"}


@pytest.mark.parametrize(
    "lines",
    [
        (*TORN, "1 2 3 4 10 0 0 5 0 5 6 0 0 1"),  # a value is lost
        (*TORN[:-1], "持 正 果 结 持 正 果", "1 2 3 4 10 0 0 5 0 5 6 0 0 1 7"),  # so is a character
        (*TORN, "区 本 级", "1 2 3 4 10 0 0 5 0 5 6 0 0 1 7"),  # the agency has a word of its own
        ("行政诉讼 行政复议", "复议后起诉 未经复议直接起诉", *TORN[2:], "1 2 3 4 10 0 0 5 0 5 6 0 0 1 7"),
    ],
)
def test_a_torn_header_that_leaves_a_doubt_says_nothing(lines: tuple[str, ...]) -> None:
    before = ("二、主动公开政府信息情况", "略。", "三、收到和处理政府信息公开申请情况", "略。")
    assert text(*before, "四、政府信息公开行政复议、行政诉讼情况", *lines).observation_rows == ()


def test_one_misnamed_column_of_a_header_in_lines_is_the_one_that_is_left() -> None:
    above = ("自然人 | 法人或其他组织 | 总计 | |||||||",)
    wrong = "商业企业 | 科研企业 | 社会公益组织 | 法律服务机构 | 其他 | |||||"
    received = "一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21 | ||"
    other = "二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | ||"
    report = text("三、收到和处理政府信息公开申请情况", *above, wrong, received, other)
    assert values(report, "received") == [1, 2, 3, 4, 5, 6, 21]
    swapped = "商业企业 | 社会公益组织 | 科研企业 | 法律服务机构 | 其他 | |||||"
    assert values(text("三、收到和处理政府信息公开申请情况", *above, swapped, received, other), "received") == []


def test_columns_of_a_header_in_lines_that_were_cut_off() -> None:
    header = ("信息内容 |", "本年新 |", "本年新 |", "对外公开总数量 |", "||")
    rows = ("规章 |", "1 |", "2 |", "3 |", "||", "规范性文件 |", "4 |", "5 |", "6 |", "||")
    report = text("二、主动公开政府信息情况", "第二十条第（一）项 |", "|||||", *header, *rows, "三、其他", "略。")
    assert values(report, "regulations") == [1, 2, 3]
    assert values(report, "normative_documents") == [4, 5, 6]


def _without_row_spans(*own: str) -> str:
    """Make a table of requests with columns of the agency's own, whose first cells have lost the rows they span."""
    companies = "".join(f"<td>{label}</td>" for label in ("商业企业", *own, *APPLICANTS[2:6]))
    header = (
        "<tr><td colspan=3>（勾稽关系）</td><td colspan=8>申请人情况</td></tr>"
        f"<tr><td rowspan=2>自然人</td><td colspan={5 + len(own)}>法人或其他组织</td><td rowspan=2>总计</td></tr>"
        f"<tr>{companies}</tr>"
    )
    rows = (
        ("<td colspan=3>一、本年新收政府信息公开申请数量</td>", (1, 2, 9, 3, 4, 5, 6, 30)),
        ("<td colspan=3>二、上年结转政府信息公开申请数量</td>", ("", 2, "", 3, 4, 5, 6, "")),
        ("<td>三、本年度办理结果</td><td colspan=2>（一）予以公开</td>", (1, "", 9, 3, 4, 5, 6, "")),
        ("<td colspan=2>（二）部分公开</td>", ("", "", 9, "", "", "", "", "")),
    )
    body = "".join(f"<tr>{label}{''.join(f'<td>{value}</td>' for value in cells)}</tr>" for label, cells in rows)
    return f"<table>{header}{body}</table>"


def test_an_own_column_left_of_where_the_labels_end() -> None:
    report = page(_without_row_spans("乡镇街道"))
    assert values(report, "received") == [1, 2, 3, 4, 5, 6, 30]
    assert values(report, "carried_in") == [None, 2, 3, 4, 5, 6, None]
    assert values(report, "partly_granted") == [None] * 7
    assert 9 in unmatched(report)


def test_a_row_with_more_values_than_the_header_has_columns_says_nothing() -> None:
    report = page(_without_row_spans("").replace("<td></td>", "", 1))
    assert values(report, "received") == values(report, "partly_granted") == []
