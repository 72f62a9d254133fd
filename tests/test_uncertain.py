"""A character that could not be told: its cell is unreadable, its number no figure, and all around it stays."""

from dataclasses import replace
from random import Random

import pytest

from generators.comparison import missing, wrong
from generators.reports import FORMATS, ReportPlan, print_report, render
from gongkai.document import UNCERTAIN, Document, Paragraph
from gongkai.pipeline import read_report
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.narrative.figures import find_figures
from gongkai.recognise.outline import Outline
from gongkai.recognise.values import read_cell, read_change
from gongkai.recognise.who.dates import find_date, find_period

SHAPES = ("{u}", "2{u}", "{u}件", "1{u}4", "{u}{u}", "1,{u}34", "-{u}", "12件{u}", "22（其中修订{u}件）", "{u}万元")
QUICK = [name for name in sorted(FORMATS) if name.startswith(("text", "html"))]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_cell_with_it_is_neither_number_nor_blank(shape):
    text = shape.format(u=UNCERTAIN)
    assert read_cell(text).kind == "uncertain"
    assert read_change(text).number is None


@pytest.mark.parametrize("text", [f"政策解读稿{UNCERTAIN}发布数", f"（一{UNCERTAIN}收到申请数", f"详见{UNCERTAIN}文"])
def test_a_label_with_it_is_text(text):
    assert read_cell(text).kind == "text"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@pytest.mark.parametrize("format_name", QUICK)
def test_one_unreadable_cell_costs_nothing_but_itself(format_name, form, shape):
    printed = print_report(ReportPlan(7, form, "all different"))
    random = Random(f"{format_name} {form} {shape}")
    chosen = random.choice([cell for table in printed.tables() for cell in table.cells() if cell.indicator])
    text = shape.format(u=UNCERTAIN)
    varied = printed.change_tables(
        lambda table: table.change_cells(
            lambda cell: replace(cell, text=text, value=None, status="unreadable") if cell is chosen else cell
        )
    )
    report = read_report(render(varied, format_name))
    assert wrong(report, varied, one_reading=True) == {}
    assert missing(report, varied) == set()
    (row,) = [row for row in report.observation_rows if row.indicator_id == chosen.indicator]
    assert (row.value, row.status, UNCERTAIN in row.raw) == (None, "unreadable", True)


@pytest.mark.parametrize(("form", "share"), [("2014", 0.3), ("2019", 0.1), ("2021", 0.1)])
@pytest.mark.parametrize("format_name", [name for name in QUICK if "saved cells" not in name])
def test_many_unreadable_cells_leave_their_neighbours(format_name, form, share):
    printed = print_report(ReportPlan(8, form, "all different"))
    random = Random(f"{format_name} {form}")
    cells = [cell for table in printed.tables() for cell in table.cells() if cell.indicator]
    chosen = {cell for cell in cells if random.random() < share}
    varied = printed.change_tables(
        lambda table: table.change_cells(
            lambda cell: replace(cell, text=UNCERTAIN, value=None, status="unreadable") if cell in chosen else cell
        )
    )
    report = read_report(render(varied, format_name))
    assert wrong(report, varied, one_reading=True) == {}
    assert missing(report, varied) == set()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"收到申请数：24{UNCERTAIN}5件", f"24{UNCERTAIN}5件"),
        (f"收到申请数：{UNCERTAIN}件", f"{UNCERTAIN}件"),
        (f"收到申请数24{UNCERTAIN}", f"24{UNCERTAIN}"),
        (f"政策解读稿件发布{UNCERTAIN}", None),
        ("收到申请数：2455¹", "2455"),
        ("收到申请数¹", None),
    ],
)
def test_a_number_that_ends_a_label(text, number):
    assert read_label(text).number == number


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (f"收到申请24{UNCERTAIN}5件，办结12件。", [12]),
        (f"公开信息{UNCERTAIN}件，其中网站3条。", [3]),
        (f"召开会议{UNCERTAIN}三次，培训四次。", [4]),
        (f"满意率9{UNCERTAIN}%，公开率98%。", [98]),
        (f"公开信息1{UNCERTAIN}万条，微博30条。", [30]),
        (f"收到申请24 {UNCERTAIN}5件，办结12件。", [12]),
        ("发布信息2455¹件，微博30条²。", [2455, 30]),
        ("发布信息2455¹2件，微博30条。", [30]),
    ],
)
def test_a_number_beside_it_is_no_figure(text, values):
    figures = find_figures(Outline(Document((Paragraph(text),), "text")), (), ())
    assert [figure.value for figure in figures] == values
    assert all(UNCERTAIN not in figure.raw for figure in figures)


def test_a_date_with_it_is_none():
    assert find_date(f"发布时间：2020-09-2{UNCERTAIN}") is None
    assert find_date("发布时间：2020-09-27 11:24") is not None
    assert find_period(f"自2017年1月1日至2017年12月3{UNCERTAIN}日") is None


@pytest.mark.parametrize(
    "page",
    [
        "<h1>嘉禾县2017年政府信息公开工作年度报告</h1><table><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>"
        "<tr><td>当面申请数</td><td>件</td><td>2455¹</td></tr><tr><td>传真申请数</td><td>件</td><td>3</td></tr>"
        "<tr><td>信函申请数</td><td>件</td><td>4²</td></tr></table>",
        "嘉禾县2017年政府信息公开工作年度报告\n统计指标 | 单位 | 统计数\n当面申请数 | 件 | 2455¹\n传真申请数 | 件 | 3\n"
        "信函申请数 | 件 | 4件²",
        "嘉禾县2017年政府信息公开工作年度报告\n统计指标\n单位\n统计数\n当面申请数\n件\n2455¹\n传真申请数\n件\n3\n信函申请数\n件\n4²",
    ],
    ids=["grid", "pipes", "lines"],
)
def test_a_raised_digit_is_a_mark_of_a_footnote(page):
    found = {row.indicator_id.split(".")[2]: row.value for row in read_report(page.encode()).observation_rows}
    assert found == {"requests_in_person": 2455, "requests_by_fax": 3, "requests_by_letter": 4}


MISPRINTED = """2019年嘉禾县政府信息公开工作年度报告
一、总体情况
二、主动公开政府信息情况
第二十条第（六）项
信息内容{0}上一年项目数量{0}本年增/减{0}处理决定数量
行政处罚{0}253{0}{1}{0}0
行政强制{0}4{0}0{0}0
"""


@pytest.mark.parametrize("divider", ["\n", " | ", "\t"])
@pytest.mark.parametrize("cell", ["--253", "—-253", "1,23", "+-3"])
def test_a_misprinted_number_costs_its_cell_and_no_other(cell: str, divider: str) -> None:
    report = read_report(MISPRINTED.format(divider, cell).encode())
    found = {row.indicator_id.removeprefix("2019.disclosure."): row for row in report.observation_rows}
    assert found["penalties.items_last_year"].value == 253
    assert found["penalties.decisions"].value == 0
    assert (found["penalties.items_change"].status, found["penalties.items_change"].raw) == ("unreadable", cell)
    assert found["compulsory_measures.items_last_year"].value == 4
