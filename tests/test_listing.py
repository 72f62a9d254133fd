"""Pages on which form 2014 stands in ways that mislead: what a careful reader takes, and nothing else."""

import pytest

from gongkai.pipeline import read_report

HEAD = "<h1>嘉禾县2017年政府信息公开工作年度报告</h1>"
LABELS = ["（一）收到申请数", "1.当面申请数", "2.传真申请数", "3.网络申请数", "4.信函申请数", "（二）申请办结数"]
CODES = ["requests_received", "requests_in_person", "requests_by_fax", "requests_online", "requests_by_letter"]


def table(*rows, header="统计指标|单位|统计数"):
    lines = [header, *rows] if header else rows
    cells = (
        "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in line.split("|")) for line in lines
    )
    return HEAD + "<table>" + "".join(f"<tr>{line}</tr>" for line in cells) + "</table>"


def cells(page):
    report = read_report(page.encode())
    found = {
        row.indicator_id.split(".")[2]: row.value if row.value is not None else row.status
        for row in report.observation_rows
    }
    return found, sorted((row.value, row.reason) for row in report.unmatched_rows)


def rows(pattern, labels=LABELS):
    return [pattern.format(label=label, number=number) for number, label in enumerate(labels)]


def test_the_column_of_the_report_year_is_taken():
    found, left = cells(table(*rows("{label}|件|9{number}|{number}"), header="统计指标|单位|2016年|2017年"))
    assert found == {**dict(zip(CODES, range(5), strict=True)), "requests_closed": 5}
    assert [value for value, _ in left] == [90, 91, 92, 93, 94, 95]


def test_two_columns_of_numbers_without_a_header_give_none():
    found, left = cells(table(*rows("{label}|件|{number}|9"), "六、举报投诉数量|件|5|", header=""))
    assert found == {}
    assert len(left) == 13


def test_line_numbers_are_no_values():
    found, _ = cells(table(*rows("{label}|{number}|"), header="主要指标|行次|数量"))
    assert set(found.values()) == {"blank"}


def test_a_value_cell_over_several_rows_belongs_to_none():
    found, left = cells(
        table(*rows("{label}|件")[:5], "（二）申请办结数|件|7", header="统计指标|单位|统计数").replace(
            "<td>件</td></tr>", "<td>件</td><td rowspan=5>0</td></tr>", 1
        )
    )
    assert found == {"requests_closed": 7}
    assert left == [(0, "unknown_column")]


def test_a_value_over_the_unit_column_is_the_value():
    found, _ = cells(table(*rows("{label}|<td colspan=2>{number}</td>|"), header="统计指标|单位|统计数|备注"))
    assert found == {**dict(zip(CODES, range(5), strict=True)), "requests_closed": 5}


def test_an_unknown_label_in_the_row_keeps_its_value():
    page = table(
        *rows("{label}|件|{number}"),
        "<td rowspan=2>四、行政复议数量</td>|（一）维持原决定的件数|件|5",
        "（二）撤回的件数|件|6",
    )
    found, left = cells(page)
    assert "reviews" not in found
    assert [value for value, _ in left] == [5, 6]


def test_repeated_labels_under_a_strange_heading_are_not_claimed():
    page = table(
        *rows("{label}|件|{number}"),
        "五、行政申诉数量|件|3",
        "（二）被依法纠错数|件|2",
        "（三）其他情形数|件|1",
        "六、举报投诉数量|件|4",
    )
    found, left = cells(page)
    assert not {"reviews_corrected", "lawsuits_corrected", "reviews_other", "lawsuits_other"} & found.keys()
    assert found["complaints"] == 4
    assert [value for value, _ in left] == [1, 2, 3]


@pytest.mark.parametrize("word", ["上年", "累计", "县", "不", "拟"])
def test_another_word_in_a_label_makes_another_row(word):
    found, left = cells(table(*rows("{label}|件|{number}"), f"六、{word}举报投诉数量|件|77"))
    assert "complaints" not in found
    assert left == [(77, "unknown_row")]


def test_several_rows_in_one_row_are_parted():
    lines = ["<br>".join(LABELS), "<br>".join("件" * 6), "<br>".join("012345")]
    found, left = cells(table("|".join(lines)))
    assert found == {**dict(zip(CODES, range(5), strict=True)), "requests_closed": 5}
    assert left == []


def test_halves_side_by_side_are_read_one_after_the_other():
    pairs = [f"{LABELS[row]}|件|{row}|{LABELS[row + 3]}|件|{row + 3}" for row in range(3)]
    found, left = cells(table(*pairs, header="统计指标|单位|统计数|统计指标|单位|统计数"))
    assert found == {**dict(zip(CODES, range(5), strict=True)), "requests_closed": 5}
    assert left == []


@pytest.mark.parametrize(
    "pattern", ["{label}：{number}", "{label}（{number}件）", "{label}：{number}件", "{label} 件 {number}"]
)
def test_numbers_on_the_line_of_the_label(pattern):
    text = "\n".join(["嘉禾县2017年政府信息公开工作年度报告", *rows(pattern)])
    found, left = cells(text)
    assert found == {**dict(zip(CODES, range(5), strict=True)), "requests_closed": 5}
    assert left == []


def test_line_numbers_on_lines_of_their_own_are_no_values():
    lines = [
        part
        for number, label in enumerate(LABELS)
        for part in (str(21 + number), label, "件", "7" if number != 1 else "")
    ]
    found, _ = cells("\n".join(["嘉禾县2017年政府信息公开工作年度报告", *lines]))
    assert found["requests_in_person"] == "blank"
    assert {found[code] for code in ("requests_received", "requests_by_fax", "requests_online")} == {7}


def test_a_form_printed_twice_is_claimed_from_neither():
    page = table(*rows("{label}|件|{number}"))
    found, left = cells(page + page.replace(HEAD, "<p>本级</p>"))
    assert found == {}
    assert {reason for _, reason in left} == {"ambiguous"}
    assert len(left) == 12


def test_a_footnote_mark_is_no_digit_of_the_number():
    plain, _ = cells(table(*rows("{label}|件|{number}5")))
    marked, _ = cells(table(*rows("{label}|件|{number}5¹")))
    assert marked == plain


def test_a_digit_that_may_be_the_mark_of_the_label_below_is_of_neither():
    lines = ["统计指标", "单位", "统计数", *(line for row in rows("{label}|件|{number}") for line in row.split("|"))]
    at = lines.index("2.传真申请数")
    lines[at - 1 : at + 1] = ["7", ".传真申请数"]
    text = "\n".join(["嘉禾县2017年政府信息公开工作年度报告", "一、概述", *lines])
    found = {row.indicator_id.split(".")[2]: row for row in read_report(text.encode()).observation_rows}
    in_doubt = found["requests_in_person"]
    assert (in_doubt.value, in_doubt.status, in_doubt.raw) == (None, "unreadable", "")
    assert found["requests_by_fax"].value == 2
    assert found["requests_online"].value == 3
