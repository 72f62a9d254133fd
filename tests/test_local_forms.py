"""Local forms: their tables, what they must not pass for, and tables that nobody knows."""

import csv
import re
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from gongkai import Report, read_report
from gongkai.forms import FORMS, LOCAL_FORMS, form, indicators

SHARED = Path(__file__).resolve().parents[2] / "shared"
TITLE = "嘉禾县2016年政府信息公开年度报告"
JOINED = {"pipes": " | ", "tabs": "\t", "lines": "\n", "spaces": "  "}
LAYOUTS = ["html", *JOINED]
FUJIAN = ["指标名称", "计量单位", "2016年度", "历年累计"]


def page(rows: Sequence[Sequence[str]], layout: str = "html", title: str = TITLE) -> Report:
    if layout == "html":
        cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return read_report(f"<h1>{title}</h1><p>一、概述</p><p>略。</p><table>{cells}</table>".encode())
    lines = "\n".join(JOINED[layout].join(row) for row in rows)
    return read_report(f"{title}\n一、概述\n略。\n{lines}".encode())


def cells(report: Report) -> dict[str, float | None]:
    return {row.indicator_id.partition(".statistics.")[2]: row.value for row in report.observation_rows}


def unmatched(report: Report) -> list[float | None]:
    return [row.value for row in report.unmatched_rows]


ROWS = [
    ["主动公开文件数", "条", "830", "6120"],
    ["其中：1、政府网站公开数", "条", "829", "6119"],
    ["受理依申请公开信息总数", "条", "3", "9"],
    ["其中：1、当面申请数", "条", "1", "4"],
    ["2、网上申请数", "条", "2", "5"],
    ["行政复议数", "件", "0", "7"],
]
READ = {
    "disclosed_documents": (830, 6120),
    "disclosed_via_website": (829, 6119),
    "requests_accepted": (3, 9),
    "requests_in_person": (1, 4),
    "requests_online": (2, 5),
    "reviews": (0, 7),
}
BOTH = {f"{row}.{column}": value for row, (year, all_years) in READ.items() for column, value in
        (("year", year), ("cumulative", all_years))}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_local_table_has_indicators_of_its_own(layout):
    report = page([FUJIAN, *ROWS], layout)
    assert (report.forms, cells(report), report.unmatched_rows) == (("fujian.statistics",), BOTH, ())
    assert report.summary["status"] == "complete"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_columns_are_those_that_the_header_names(layout):
    turned = [[label, unit, last, first] for label, unit, first, last in (FUJIAN, *ROWS)]
    assert cells(page(turned, layout)) == BOTH


@pytest.mark.parametrize("layout", ["html", "pipes", "tabs"])
@pytest.mark.parametrize("foreign", ["2015年度", "上年", "增减"])
def test_a_column_of_something_else_is_unmatched(layout, foreign):
    report = page([[*FUJIAN[:2], foreign, FUJIAN[3]], *ROWS], layout)
    assert cells(report) == {name: value for name, value in BOTH.items() if name.endswith("cumulative")}
    assert unmatched(report) == [830, 829, 3, 1, 2, 0]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_row_with_more_values_than_the_header_has_words_is_unmatched(layout):
    report = page([FUJIAN, *ROWS[:3], [*ROWS[3], "8"], *ROWS[4:]], layout)
    found = cells(report)
    assert not [name for name in found if name.startswith("requests_in_person")]
    assert found.items() <= BOTH.items()
    assert {1, 4, 8} <= set(unmatched(report))


def test_a_blank_keeps_its_place_in_a_table_and_costs_lines_their_values():
    blank = [FUJIAN, *ROWS[:5], ["行政复议数", "件", "", "7"]]
    assert cells(page(blank)) == {**BOTH, "reviews.year": None}
    assert cells(page(blank, "lines")) == {}
    assert len(unmatched(page(blank, "lines"))) == 11


def test_a_cell_that_two_tables_have_is_that_of_neither():
    table = [FUJIAN, *ROWS]
    cells_of = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in table)
    twice = f"<h1>{TITLE}</h1><table>{cells_of}</table><p>附件</p><table>{cells_of.replace('830', '831')}</table>"
    report = read_report(twice.encode())
    assert report.observation_rows == ()
    assert {830, 831} < set(unmatched(report))


def test_a_table_that_goes_on_without_a_header_goes_on_under_that_before():
    parts = [[FUJIAN, *ROWS[:3]], ROWS[3:]]
    tables = ("".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in part) for part in parts)
    report = read_report(f"<h1>{TITLE}</h1>{''.join(f'<table>{part}</table>' for part in tables)}".encode())
    assert cells(report) == BOTH


def test_the_unit_is_the_printed_one():
    units = {row.indicator_id: (row.unit, row.unit_source) for row in page([FUJIAN, *ROWS]).observation_rows}
    assert units["fujian.statistics.requests_in_person.year"] == ("条", "printed")
    assert units["fujian.statistics.reviews.year"] == ("件", "printed")


# Rows of a national form under columns of their own -------------------------------------------------------------------

NATIONAL = [row for block in form("2014").tables[0].blocks for row in block.rows]
ANHUI = ["统计指标", "单位", "区政府", "区直单位", "乡镇街道"]


def of_anhui(*values: str) -> list[list[str]]:
    """Print the rows of the national form; a row that heads others has no values."""
    return [
        [
            _printed(row.number) + row.label,
            row.unit or "",
            *("" if row.header else str(number) + value for value in values),
        ]
        for number, row in enumerate(NATIONAL, 11)
    ]


def _printed(number: str) -> str:
    if number == "其中":
        return "其中："
    return number if not number or number.startswith("（") else f"{number}、"


@pytest.mark.parametrize("layout", ["html", "pipes", "tabs", "lines"])
@pytest.mark.parametrize("columns", [ANHUI[2:], ["县政府", "县直单位", "乡镇（街道）"]])
def test_the_rows_of_the_national_form_by_whose_they_are(layout, columns):
    report = page([[*ANHUI[:2], *columns], *of_anhui("1", "2", "3")], layout)
    assert report.forms == ("anhui.statistics",)
    expected = {
        f"{row.code}.{column}": float(f"{number}{value}")
        for number, row in enumerate(NATIONAL, 11)
        for column, value in (("government", "1"), ("departments", "2"), ("townships", "3"))
        if not row.header
    }
    assert cells(report) == expected
    assert len(expected) == 174


def test_the_columns_may_stand_below_another_line_of_the_header():
    spanning = '<td rowspan="2">统计指标</td><td rowspan="2">单位</td><td colspan="3">统计数</td>'
    below = "".join(f"<td>{word}</td>" for word in ANHUI[2:])
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in of_anhui("1", "2", "3"))
    table = f"<table><tr>{spanning}</tr><tr>{below}</tr>{lines}</table>"
    assert len(cells(read_report(f"<h1>{TITLE}</h1>{table}".encode()))) == 174


@pytest.mark.parametrize(
    ("columns", "national"), [(["统计数", "区政府", "区直单位"], 58), (["区政府", "区直单位", "上年"], 0)]
)
def test_some_of_the_columns_do_not_make_it_the_local_form(columns, national):
    report = page([[*ANHUI[:2], *columns], *of_anhui("1", "2", "3")])
    assert [row.indicator_id.partition(".")[0] for row in report.observation_rows] == ["2014"] * national
    assert len(report.unmatched_rows) == 174 - national


# Rows that stand in another place, and the table of a county ----------------------------------------------------------

COMPLAINTS = ["接受行政申诉、举报数", "件", "3", "4"]
DISPUTES = [["行政复议数", "件", "1", "7"], ["行政诉讼数", "件", "2", "8"]]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_complaints_are_told_from_reviews_above_and_below_them(layout):
    above = cells(page([FUJIAN, *ROWS[:5], COMPLAINTS, *DISPUTES], layout))
    below = cells(page([FUJIAN, *ROWS[:5], *DISPUTES, COMPLAINTS], layout))
    disputes = {"reviews.year": 1, "reviews.cumulative": 7, "lawsuits.year": 2, "lawsuits.cumulative": 8}
    received = {"appeals_or_complaints_received.year": 3, "appeals_or_complaints_received.cumulative": 4}
    last = {"appeals_or_complaints.year": 3, "appeals_or_complaints.cumulative": 4}
    read = {name: value for name, value in BOTH.items() if not name.startswith("reviews")}
    assert (above, below) == ({**read, **disputes, **received}, {**read, **disputes, **last})


PINGTAN = [
    ["指标名称", "单位", "数量"], ["主动公开信息数", "条", "20"], ["正式受理政府信息公开申请数", "件", "7"],
    ["其中：1．在办", "件", "1"], ["2．办结", "件", "6"], ["其中：1．同意提供", "件", "2"], ["2．拒绝提供", "件", "4"],
    ["其中：1．信息不存在", "件", "0"], ["2．信息涉密", "件", "0"], ["3．信息描述不清", "件", "0"],
    ["4．超出合理需要", "件", "0"], ["5．第三方不同意", "件", "1"], ["6．其他", "件", "3"],
    ["政府信息公开查询点数", "件", "5"], ["政府信息公开查询点受理查询数", "件", "8"], ["政府信息咨询数", "件", "9"],
    ["其中：1．公开电话", "件", "0"], ["2．服务窗口", "件", "0"],
    ["3．网络信箱（论坛）", "件", "0"], ["4．其他", "件", "10"],
    ["受理政府信息公开工作行政复议数", "件", "11"], ["收到政府信息公开工作行政诉讼数", "件", "12"],
]  # fmt: skip


def test_the_table_of_a_county_has_a_cell_for_each_of_its_rows():
    report = page(PINGTAN, title="平潭县财政局2011年度政府信息公开年度报告")
    assert (report.forms, report.unmatched_rows) == (("pingtan.statistics",), ())
    assert [row.value for row in report.observation_rows] == [float(row[2]) for row in PINGTAN[1:]]
    assert cells(report)["refused_other.count"] == 3
    assert cells(report)["consultations_other.count"] == 10


FEW = [["指标名称", "计量单位", "{year}年度"], ["主动公开信息数", "条", "6"], ["受理依申请公开信息总数", "条", "0"],
       ["对申请的答复总数", "条", "0"], ["行政复议数", "件", "0"], ["行政诉讼数", "件", "0"]]  # fmt: skip


@pytest.mark.parametrize(("year", "forms"), [(2011, ("fujian.statistics",)), (2014, ("2014.statistics",))])
def test_few_rows_are_of_a_local_form_before_there_were_national_ones(year, forms):
    rows = [[cell.format(year=year) for cell in row] for row in FEW]
    assert page(rows, title=f"平潭县经济贸易局{year}年政府信息公开年度报告").forms == forms


# Links to the national form -------------------------------------------------------------------------------------------


def test_a_link_leads_to_an_indicator_of_a_national_form():
    known = {each.indicator_id: each for each in indicators()}
    links = {each.indicator_id: each.same_as for each in indicators() if each.same_as is not None}
    assert {known[other].form for other in links.values()} <= set(FORMS)
    assert {known[own].form for own in links} <= set(LOCAL_FORMS)
    assert links["fujian.statistics.requests_by_fax.year"] == "2014.statistics.requests_by_fax.count"
    assert len(links) == len(set(links.values())) == 10


@pytest.mark.parametrize(
    "indicator",
    ["disclosed_documents.year", "disclosed_items.year", "requests_accepted.year", "requests_online.year",
     "replies_refused.year", "reviews.cumulative", "reviews.year_end"],
)  # fmt: skip
def test_what_is_only_alike_has_no_link(indicator):
    (found,) = (each for each in indicators() if each.indicator_id == f"fujian.statistics.{indicator}")
    assert found.same_as is None


# Checks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("all_years", "outcome"), [("830", "holds"), ("829", "fails"), ("", "not_applicable")])
def test_all_years_are_at_least_this_one(all_years, outcome):
    report = page([FUJIAN, [*ROWS[0][:3], all_years], *ROWS[1:]])
    found = {check.subject: check.outcome for check in report.check_rows if check.rule == "cumulative_at_least_year"}
    assert found["fujian.statistics.disclosed_documents.cumulative"] == outcome


# Tables that no form knows --------------------------------------------------------------------------------------------

STRANGE = [["公开目录条数", "条", "12"], ["公开栏更新数", "次", "3"], ["公开点数", "个", "45"]]


@pytest.mark.parametrize("layout", ["html", "pipes", "tabs"])
@pytest.mark.parametrize(
    "header", [["统计指标", "单位", "统计数"], ["指标名称", "计量单位", "2016年度"], ["指标", "单位", "数值"]]
)
def test_a_table_that_no_form_knows_is_unmatched_with_its_labels(layout, header):
    report = page([header, *STRANGE], layout)
    assert [(row.label, row.value) for row in report.unmatched_rows] == [(row[0], float(row[2])) for row in STRANGE]
    assert (report.forms, report.observation_rows) == ((), ())


def test_a_table_of_statistics_makes_no_report():
    with pytest.raises(Exception, match="no annual report"):
        page([["指标名称", "计量单位", "2016年度"], *STRANGE], title="嘉禾县2016年国民经济统计公报")


def test_a_list_of_anything_is_no_table_of_statistics():
    report = page([["序号", "文件名称", "文号"], ["1", "通知", "12"], ["2", "办法", "13"]])
    assert report.unmatched_rows == ()


# Real tables ----------------------------------------------------------------------------------------------------------

PRINTED = [f"pingtan-{body}-{year}" for body, years in (("county", range(2011, 2014)), ("zone", range(2011, 2019)))
           for year in years]  # fmt: skip


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_table_is_read_cell_by_cell(name):
    truth = SHARED / "truth" / "pingtan" / f"{name}-local-cells.csv"
    if not truth.is_file():
        pytest.skip(f"{truth} is not there")
    with truth.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    printed = {
        (re.sub(r"\s", "", row["label"]), column): (float(row[column]) if row[column] else None, row["unit"])
        for row, column in product(rows, ("year", "cumulative"))
    }
    report = read_report(SHARED / "samples" / "pingtan" / f"{name}.html")
    found = {
        (re.sub(r"\s", "", row.label), row.indicator_id.rpartition(".")[2]): (row.value, row.unit)
        for row in report.observation_rows
    }
    assert (found, report.unmatched_rows) == (printed, ())


@pytest.mark.parametrize("year", range(2011, 2026))
def test_the_zone_has_one_agency_in_all_years(year):
    source = SHARED / "samples" / "pingtan" / f"pingtan-zone-{year}.html"
    if not source.is_file():
        pytest.skip(f"{source} is not there")
    identity = read_report(source).identity
    assert identity.agency_entry is not None
    assert (identity.agency_entry.agency_id, identity.division_code) == ("350128-综合实验区管理委员会", "350128")
