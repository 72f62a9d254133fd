"""Headers that PDF text left torn, with cells that touch."""

from __future__ import annotations

import pytest

from gongkai import read_report

ABOVE = """三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：第一项加第二项之和，
等于第三项加第四项之和）
申请人情况
"""
ROWS = """一、本年新收政府信息公开申请数量 31 5 0 2 6 4 48
二、上年结转政府信息公开申请数量 3 0 0 0 1 0 4
三、
本
年
度
办
理
结
果
（一）予以公开 12 2 0 0 5 3 22
四、政府信息公开行政复议、行政诉讼情况
"""
RECEIVED = {
    "natural_persons": 31,
    "companies": 5,
    "research_bodies": 0,
    "public_interest_bodies": 2,
    "legal_services": 6,
    "other_bodies": 4,
    "total": 48,
}


def received(header: str) -> dict[str, float | None]:
    text = f"2024年灯塔市人民政府政府信息公开工作年度报告\n{ABOVE}{header}\n{ROWS}"
    found = {row.indicator_id.partition(".")[2]: row.value for row in read_report(text.encode()).observation_rows}
    prefix = "requests.received."
    return {name.removeprefix(prefix): value for name, value in found.items() if name.startswith(prefix)}


@pytest.mark.parametrize(
    "header",
    [
        "自然人\n法人或其他组织\n总计商 业 企\n业\n科研机\n构\n社会公益\n组织\n法 律 服 务\n机构\n其他",
        "自然人\n法人或其他组织\n总计商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他",
        "自然人 法人或其他组织 总计\n商业 科研 社会公益 法律服务 其他\n企业 机构 组织 机构",
    ],
)
def test_the_next_row_of_a_header_may_touch_its_last_cell(header: str) -> None:
    assert received(header) == RECEIVED


@pytest.mark.parametrize(
    "header",
    [
        "总计自然人\n法人或其他组织\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他",
        "总计 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "总计\n自然人\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他",
        "自然人\n法人或其他组织\n总计科研机构\n商业企业 其他 社会公益组织\n法律服务机构",
        "自然人 科研机构 商业企业 社会公益组织 法律服务机构 其他 总计",
    ],
)
def test_a_header_in_another_order_is_not_taken_for_that_of_the_form(header: str) -> None:
    assert received(header) == {}
