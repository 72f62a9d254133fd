"""Headers that name rows of the form, which a model that reads pages made up."""

from __future__ import annotations

from gongkai import read_report

ABOVE = """# 灯塔市人民政府2025年政府信息公开工作年度报告

## 三、收到和处理政府信息公开申请情况

| 类别 | 数据1 | 数据2 | 数据3 | 数据4 | 数据5 | 数据6 | 总计 |
|---|---|---|---|---|---|---|---|
| 一、本年新收政府信息公开申请数量 | 31 | 5 | 0 | 2 | 6 | 4 | 48 |
| 二、上年结转政府信息公开申请数量 | 3 | 0 | 0 | 0 | 1 | 0 | 4 |
| （一）予以公开 | 12 | 2 | 0 | 0 | 5 | 3 | 22 |
| （二）部分公开（区分处理的，只计这一情形，不计其他情形） | 8 | 2 | 0 | 2 | 1 | 1 | 14 |
| 1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
| 2.其他法律行政法规禁止公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
| 1.本机关不掌握相关政府信息 | 9 | 1 | 0 | 0 | 0 | 0 | 10 |
| 1.信访举报投诉类申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |

"""
MADE_UP = """| 项目 | 本年新收件数 | 上年结转件数 | 予以公开 | 部分公开 | 不予公开 | 结转下年度 | 总计 |
|---|---|---|---|---|---|---|---|
| （七）总计 | 30 | 5 | 0 | 2 | 6 | 4 | 47 |
| 四、结转下年度继续办理 | 4 | 0 | 0 | 0 | 1 | 0 | {} |
"""


def totals(text: str) -> list[float | None]:
    rows = read_report(text.encode()).observation_rows
    return [row.value for row in rows if ".requests.results_total." in row.indicator_id]


def test_columns_that_are_called_as_rows_are_those_of_the_form() -> None:
    assert totals(ABOVE + MADE_UP.format(5)) == [30, 5, 0, 2, 6, 4, 47]


def test_where_a_row_does_not_add_up_only_the_column_that_is_named_is_taken() -> None:
    assert totals(ABOVE + MADE_UP.format(6)) == [47]


def test_columns_of_other_things_are_none_of_the_form() -> None:
    districts = MADE_UP.format(5)
    for name, district in (("本年新收件数", "东区"), ("予以公开", "西区"), ("部分公开", "南区"), ("不予公开", "北区")):
        districts = districts.replace(name, district)
    assert totals(ABOVE + districts) == [47]
