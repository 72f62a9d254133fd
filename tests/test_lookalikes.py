"""Rows, columns, tables and page numbers that look like the form's and are not: they never feed an indicator."""

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generators.comparison import misplaced, repeated, wrong
from generators.lookalikes import LOOKALIKES, OTHER_ROWS, PAGE_NUMBERS, numbered_pages
from generators.reports import FORMATS, ReportPlan, plans, print_report, render
from gongkai.errors import SourceError
from gongkai.pipeline import read_report

generated = settings(
    phases=(Phase.explicit, Phase.generate), suppress_health_check=(HealthCheck.filter_too_much,), max_examples=15
)
TEXTS = [name for name in sorted(FORMATS) if name.startswith("text")]
QUICK = [name for name in sorted(FORMATS) if name.startswith(("text", "html"))]


def faults(printed, data):
    try:
        report = read_report(data)
    except SourceError:
        return []
    return [wrong(report, printed, one_reading=False) or repeated(report) or misplaced(report)]


@pytest.mark.parametrize("name", LOOKALIKES)
@given(plan=plans(most_variations=0), format_name=st.sampled_from(QUICK))
@generated
def test_what_looks_like_a_part_of_the_form_feeds_no_indicator(name, plan, format_name):
    printed = LOOKALIKES[name](Random(plan.seed), print_report(plan))
    assert not any(faults(printed, render(printed, format_name)))


@given(plan=plans(most_variations=0), format_name=st.sampled_from(TEXTS))
@generated
def test_the_number_of_a_page_is_no_value(plan, format_name):
    printed = print_report(plan)
    assert not any(faults(printed, numbered_pages(Random(plan.seed), render(printed, format_name))))


@pytest.mark.parametrize("pattern", PAGE_NUMBERS)
@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_page_numbers_between_the_lines_leave_every_value(pattern, form):
    printed = print_report(ReportPlan(3, form, "all different"))
    lines = render(printed, "text lines").decode().split("\n")
    numbered = [text for number, line in enumerate(lines) for text in (line, *[pattern.format(number)][number % 5 :])]
    with_numbers = read_report("\n".join(numbered).encode()).observations
    without = read_report("\n".join(lines).encode()).observations
    columns = ["indicator_id", "value", "status"]
    assert len(without) > 50
    assert with_numbers[columns].equals(without[columns])


def table_of_2014(*rows, header="统计指标|单位|统计数"):
    cells = ("".join(f"<td>{cell}</td>" for cell in line.split("|")) for line in (header, *rows))
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in cells) + "</table>"


HEAD = "<h1>嘉禾县2017年政府信息公开工作年度报告</h1>"
LABELS = ("主动公开政府信息数", "制发规范性文件总数", "当面申请数", "传真申请数", "信函申请数", "申请办结数")


def found_in(page):
    report = read_report((HEAD + page).encode())
    observed = {row.indicator_id.split(".")[2]: row.value for row in report.observation_rows if row.value is not None}
    return observed, {row.value for row in report.unmatched_rows}


@pytest.mark.parametrize("label", [label for label in OTHER_ROWS if label != "其中："])
def test_a_row_with_other_words_is_unmatched(label):
    rows = [f"{each}|件|{number}" for number, each in enumerate(LABELS, start=1)]
    for place in range(1, len(rows) + 1):
        observed, left = found_in(table_of_2014(*rows[:place], f"{label}|件|777", *rows[place:]))
        assert 777 not in observed.values()
        assert 777 in left
        assert len(observed) == len(LABELS)


@pytest.mark.parametrize(
    "heading",
    ["历年累计", "上年", "上年数", "去年同期", "2016年", "2016年度", "同比", "增减", "区直单位", "乡镇街道", "本级"],
)
def test_the_only_column_of_numbers_may_be_of_something_else(heading):
    rows = [f"{each}|件|{number}" for number, each in enumerate(LABELS, start=1)]
    observed, left = found_in(table_of_2014(*rows, header=f"统计指标|单位|{heading}"))
    assert observed == {}
    assert left == set(range(1, 7))


@pytest.mark.parametrize(
    "header",
    ["指标|2015年|2016年|增减", "指标|2016年|2017年|增减", "项目|上年|本年|同比", "内容|2016年度|2017年度|增幅"],
)
@pytest.mark.parametrize("before", [True, False])
def test_a_small_table_of_several_years_is_put_aside(header, before):
    printed = print_report(ReportPlan(5, "2014", "all different"))
    official = render(printed, "html bare").decode()
    rows = [f"{label}|{number}000001|{number}000002|5%" for number, label in enumerate(LABELS, start=1)]
    small = "<p>近年情况对照表</p>" + table_of_2014(*rows, header=header)
    start, end = official.index("<table"), official.rindex("</table>") + len("</table>")
    page = official[:start] + small * before + official[start:end] + small * (not before) + official[end:]
    plain, both = read_report(official.encode()), read_report(page.encode())
    columns = ["indicator_id", "value", "status"]
    assert both.observations[columns].equals(plain.observations[columns])
    assert {1000001, 6000002} <= {row.value for row in both.unmatched_rows}


@pytest.mark.parametrize("format_name", QUICK)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_subtotals_of_headings_are_no_row_of_the_other_form(form, format_name):
    plan = ReportPlan(11, form, "all different")
    printed = LOOKALIKES["headings with subtotals"](Random(2), print_report(plan))
    report = read_report(render(printed, format_name))
    assert wrong(report, printed, one_reading=True) == {}


REQUESTS_2019 = """一、本年新收政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 0 | 6
二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0
三、本年度办理结果 | （一）予以公开 | 3 | 0 | 0 | 0 | 0 | 0 | 3
{before}（六）其他处理 | 1 | 0 | 0 | 0 | 0 | 0 | 1
{behind}（七）总计 | 5 | 1 | 0 | 0 | 0 | 0 | 6
四、结转下年度继续办理 | 0 | 0 | 0 | 0 | 0 | 0 | 0"""
HEADER_OF_REQUESTS = "申请人情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计"


def requests_of(text, year=2022):
    head = f"嘉禾县{year}年政府信息公开工作年度报告\n一、总体情况\n平稳。\n三、收到和处理政府信息公开申请情况\n"
    report = read_report((head + text).encode())
    return {row.indicator_id: row.value for row in report.observation_rows}, report


def test_other_things_with_the_number_of_another_row_are_no_row_of_the_form():
    table = REQUESTS_2019.format(before="", behind="9.其他 | 701 | 702 | 703 | 704 | 705 | 706 | 707\n")
    observed, report = requests_of(f"{HEADER_OF_REQUESTS}\n{table}")
    assert observed["2019.requests.other_handling.natural_persons"] == 1
    assert not {701, 707} & set(observed.values())
    assert {701, 707} <= {row.value for row in report.unmatched_rows}


def test_a_word_of_another_table_does_not_choose_the_form():
    table = REQUESTS_2019.format(before="", behind="")
    other = "附：其他工作统计\n建议提案 | 收到 | 办结 | 其他 | 总计\n人大建议 | 9001 | 9002 | 9003 | 9004"
    observed, _ = requests_of(f"{HEADER_OF_REQUESTS}\n{table}\n四、行政复议\n{other}")
    assert observed["2019.requests.other_handling.total"] == 1
    assert observed["2019.requests.received.total"] == 6


def test_rows_without_a_header_that_begin_unlike_are_not_counted_off():
    rows = (
        "一、本年新收政府信息公开申请数量 |  |  | 5 | 1 | 0 | 0 | 6",
        "二、上年结转政府信息公开申请数量 |  |  | 0 | 0 | 0 | 0 | 0",
        "三、本年度办理结果 | （一）予以公开 |  | 3 | 0 | 0 | 0 | 3",
        " |  | 1.属于国家秘密 | 2 | 0 | 0 | 0 | 2",
        " |  | 2.其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0",
        "四、结转下年度继续办理 |  |  | 0 | 0 | 0 | 0 | 0",
    )
    observed, report = requests_of("\n".join(rows))
    assert observed == {}
    assert {5, 6, 3, 2} <= {row.value for row in report.unmatched_rows}


@pytest.mark.parametrize("code", ["disclosure", "requests"])
def test_a_column_of_something_else_stands_in_one_place_in_all_parts_of_a_table(code):
    plan = ReportPlan(7, "2021", "all different", frozenset({"tables split"}))
    for seed in range(20):
        printed = LOOKALIKES["columns of other things"](Random(seed), print_report(plan))
        places = {
            tuple(number for number, cell in enumerate(row) if cell.role == "own")
            for table in printed.tables()
            if table.code == code
            for row in table.slots
            if any(cell.role == "value" for cell in row)
        }
        assert len(places) == 1


def test_a_row_that_lost_its_blank_tells_no_value_beside_a_column_of_the_agencys_own():
    rows = "主动公开政府信息数 | 条 | 9\n制发规范性文件总数 | 件 | 1 | 8\n当面申请数 | 件 | 3 | 7"
    text = f"嘉禾县2017年政府信息公开工作年度报告\n统计指标 | 单位 | 统计数 | 网站\n{rows}"
    report = read_report(text.encode())
    observed = {row.indicator_id.split(".")[2]: row.value for row in report.observation_rows if row.value is not None}
    assert observed == {"issued_normative_documents": 1, "requests_in_person": 3}
    assert {9, 8, 7} == {row.value for row in report.unmatched_rows}


@pytest.mark.parametrize("ending", ["", " | 备注"])
def test_a_row_that_lost_its_blank_remark_tells_its_value(ending):
    rows = "主动公开政府信息数 | 条 | 9\n制发规范性文件总数 | 件 | 1\n当面申请数 | 件 | 3"
    text = f"嘉禾县2017年政府信息公开工作年度报告\n统计指标 | 单位 | 统计数{ending}\n{rows}"
    assert [row.value for row in read_report(text.encode()).observation_rows] == [9, 1, 3]


def test_a_column_named_beside_the_heading_of_a_block_leaves_no_value_in_its_place():
    rows = (
        "第二十条第（六）项 | 区政府 | | |",
        "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 | |",
        "行政处罚 | 412704 | | -8 | |",
        "行政强制 | 720029 | | | |",
        "第二十条第（八）项 | | | |",
        "信息内容 | 上一年项目数量 | 本年增/减 | | |",
        "行政事业性收费 | 6 | 8 | | |",
    )
    head = "嘉禾县2019年政府信息公开工作年度报告\n一、总体情况\n平稳。\n二、主动公开政府信息情况\n"
    report = read_report((head + "\n".join(rows)).encode())
    assert not {412704, 720029} & {row.value for row in report.observation_rows}
    assert {412704, 720029, 8} <= {abs(row.value or 0) for row in report.unmatched_rows}


def test_a_fraction_in_the_place_of_a_value_is_no_number_of_a_page():
    lines = (
        "统计指标",
        "单位",
        "统计数",
        "主动公开政府信息数",
        "条",
        "3/4",
        "当面申请数",
        "件",
        "7",
        "传真申请数",
        "件",
        "8",
    )
    report = read_report("\n".join(("嘉禾县2017年政府信息公开工作年度报告", *lines)).encode())
    assert ("disclosed_items", "blank") not in {
        (row.indicator_id.split(".")[2], row.status) for row in report.observation_rows
    }


def test_a_row_of_nothing_but_padding_is_read_without_fail():
    header = '<tr><td colspan="2">信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>'
    rows = '<tr><td>规章</td><td></td></tr><tr><td colspan="2">行政规范性文件</td><td>7</td><td>1</td><td>9</td></tr>'
    page = f"<h1>嘉禾县2022年政府信息公开工作年度报告</h1><p>第二十条第（一）项</p><table>{header}{rows}</table>"
    observed = {row.indicator_id: row.value for row in read_report(page.encode()).observation_rows}
    assert observed["2021.disclosure.normative_documents.made"] == 7


def test_a_line_that_may_end_another_label_is_no_blank_row():
    lines = (
        "1.参加或举办新闻发布会总次数  次  1",
        "其中：主要负责同志参加新闻发布会次数  次  2",
        "2.政府网站在线访谈次数  次  3",
        "其中：主要负责同志参加  次  4",
        "政策解读稿件发布数",
        "4.微博微信回应事件数  次  5",
    )
    report = read_report("\n".join(("嘉禾县2017年政府信息公开工作年度报告", *lines)).encode())
    assert "blank" not in {row.status for row in report.observation_rows}
    assert {1, 2, 3, 5} <= {row.value for row in report.observation_rows}


def test_values_on_the_next_line_are_no_row_where_values_stand_beside_their_labels():
    lines = (
        "一、本年新收政府信息公开申请数量  5  1  0  0  0  0  6",
        "二、上年结转政府信息公开申请数量  0  0  0  0  0  0  0",
        "（一）予以公开",
        "701  702  703  704  705  706  707",
        "（二）部分公开  2  1  0  0  0  0  3",
    )
    observed, report = requests_of("\n".join(lines))
    assert not {701, 707} & set(observed.values())
    assert {701, 707} <= {row.value for row in report.unmatched_rows}
    assert [value for name, value in observed.items() if ".partly_granted." in name] == [2, 1, 0, 0, 0, 0, 3]
