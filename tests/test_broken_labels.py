"""Labels in lines that go on behind the values of their row, and labels behind the heading on one line."""

import pytest

from gongkai import read_report

HEADER = """云溪县2023年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
项目 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计
"""


RECEIVED = "一、本年新收政府信息公开申请数量 7 1 0 0 0 2 10"
CARRIED_IN = "二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1"
OTHERS = "（一）予以公开 2 0 0 0 0 1 3\n2.重复申请 1 0 0 0 0 0 1\n四、结转下年度继续办理 0 0 0 0 0 0 0\n"


def cells(text):
    found = {}
    for row in read_report(text.encode()).observation_rows:
        _, table, name, column = row.indicator_id.split(".")
        found.setdefault(f"{table}.{name}", {})[column] = row.value
    return {name: list(values.values()) for name, values in found.items()}


@pytest.mark.parametrize(
    "row",
    [
        "一、本年新收政府信息公开 7 1 0 0 0 2 10\n申请数量",
        "一、本年新收政府\n信息公开 7 1 0 0 0 2 10\n申请数量",
        "一、本年新收政府信\n7 1 0 0 0 2 10\n息公开申请数量",
        "一、本年新收政府 7 1 0 0 0 2 10\n信息公开申\n请数量",
    ],
)
def test_a_label_goes_on_behind_its_values(row):
    text = f"{HEADER}{row}\n{CARRIED_IN}\n{OTHERS}"
    assert cells(text)["requests.received"] == [7, 1, 0, 0, 0, 2, 10]
    assert cells(text)["requests.carried_in"] == [1, 0, 0, 0, 0, 0, 1]


def test_lines_that_are_no_label_of_the_form_together_stay_unmatched():
    text = f"{HEADER}{RECEIVED}\n上年结转行政复议 7 1 0 0 0 2 10\n申请数量\n{OTHERS}"
    assert "requests.carried_in" not in cells(text)
    assert [row.raw for row in read_report(text.encode()).unmatched_rows] == ["7", "1", "0", "0", "0", "2", "10"]


def test_a_heading_stands_on_the_line_of_the_first_row_below_it():
    text = (
        f"{HEADER}{RECEIVED}\n{CARRIED_IN}\n"
        "三、本年度办理结果 （一）予以公开 2 0 0 0 0 1 3\n（三）不予公开 1.属于国家秘密 4 0 0 0 0 0 4\n"
    )
    assert cells(text)["requests.granted"] == [2, 0, 0, 0, 0, 1, 3]
    assert cells(text)["requests.refused_state_secret"] == [4, 0, 0, 0, 0, 0, 4]


NUMBERED = (
    f"{HEADER}1 {RECEIVED}\n2 {CARRIED_IN}\n3 （一）予以公开 2 0 0 0 0 1 3\n"
    "5.要求行政机关确认或重新出具已获\n{}\n取信息\n5 四、结转下年度继续办理 1 0 0 0 0 0 1\n"
)


def test_the_number_of_a_row_is_no_value_where_its_label_is_on_the_lines_around():
    whole = cells(NUMBERED.format("4 6 1 0 0 0 2 9"))
    assert whole["requests.granted"] == [2, 0, 0, 0, 0, 1, 3]
    assert whole["requests.not_processed_reissue"] == [6, 1, 0, 0, 0, 2, 9]
    assert whole["requests.carried_out"] == [1, 0, 0, 0, 0, 0, 1]


def test_values_behind_the_number_of_their_row_of_which_blanks_were_lost_stay_unmatched():
    lacking = NUMBERED.format("4 6 1 0 0 2 9")
    assert "requests.not_processed_reissue" not in cells(lacking)
    assert [row.raw for row in read_report(lacking.encode()).unmatched_rows] == ["6", "1", "0", "0", "2", "9"]


def test_a_number_that_does_not_count_on_is_a_value():
    assert cells(NUMBERED.format("6 1 0 0 0 2 9"))["requests.not_processed_reissue"] == [6, 1, 0, 0, 0, 2, 9]


TABLE = """<p>云溪县2023年政府信息公开工作年度报告</p><table>
<tr><td>项目<td>自然人<td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他<td>总计</tr>
<tr><td>一、本年新收政府信息公开申请数量<td>7<td>1<td>0<td>0<td>0<td>2<td>10</tr>
<tr><td>（一）予以公开<td>2<td>0<td>0<td>0<td>0<td>1<td>3</tr>
<tr><td>2.其他法律行政法规禁止公<td><td><td><td><td><td><td></tr>
<tr><td>（三）开{}公开<td>4<td>0<td>0<td>0<td>0<td>0<td>4</tr>
<tr><td>2.重复申请<td>1<td>0<td>0<td>0<td>0<td>0<td>1</tr>
<tr><td>四、结转下年度继续办理<td>0<td>0<td>0<td>0<td>0<td>0<td>0</tr></table>"""


def test_a_row_is_not_blank_where_the_rest_of_its_label_stands_below_beside_values():
    found = cells(TABLE.format("不予"))
    assert "requests.refused_other_law" not in found
    assert found["requests.granted"] == [2, 0, 0, 0, 0, 1, 3]


def test_a_row_that_is_counted_otherwise_is_not_the_one_that_is_missing():
    rows = "".join(
        f"<tr><td>{label}<td>{place}<td>0<td>0<td>0<td>0<td>0<td>{place}</tr>"
        for place, label in enumerate(
            [
                "一、本年新收政府信息公开申请数量",
                "（一）予以公开",
                "2.重复申请",
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                "9.其他",
                "（七）总计",
            ],
            start=11,
        )
    )
    head = "<td>项目<td>自然人<td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他<td>总计"
    found = cells(f"<p>云溪县2023年政府信息公开工作年度报告</p><table><tr>{head}</tr>{rows}</table>")
    assert "requests.other_handling_rest" not in found
    assert found["requests.results_total"] == [17, 0, 0, 0, 0, 0, 17]


STATISTICS = """云溪县2016年政府信息公开工作年度报告
统计指标 单位 统计数
1.政府公报公开政府信息数 条 11
2.政府网站公开政府信息数 条 12
3.政务微博公开政府信息数 条 13
{}
2.政府网站在线访谈次数 次 15
3.政策解读稿件发布数 篇 16
4.微博微信回应事件数 次 17
"""


def test_a_value_with_its_unit_stands_between_the_lines_of_its_label():
    text = STATISTICS.format("1.参加或举办新闻\n次 14\n发布会总次数")
    assert cells(text)["statistics.press_conferences"] == [14]


def test_a_bare_number_between_the_lines_of_a_label_may_be_that_of_a_page():
    text = STATISTICS.format("1.参加或举办新闻\n14\n发布会总次数")
    assert cells(text).get("statistics.press_conferences", [None]) == [None]
