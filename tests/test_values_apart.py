"""Values that stand elsewhere than their labels."""

from gongkai import read_report

ROWS = """| 项目 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
| 一、本年新收政府信息公开申请数量 | 7 | 0 | 0 | 0 | 0 | 0 | 7 |
| 二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
| （一）予以公开 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
| 1.本机关不掌握相关政府信息 |  |  |  |  |  |  |  |
{}
| 2.没有现成信息需要另行制作 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |
| 3.补正后申请内容仍不明确 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |
"""


def statuses(heading: str) -> set[str]:
    report = read_report(f"嘉禾县2023年政府信息公开工作年度报告\n一、总体情况\n略。\n{ROWS.format(heading)}".encode())
    rows = report.observations[report.observations.indicator_id.str.contains("unavailable_not_held")]
    return set(rows.status)


def test_a_row_above_a_heading_with_numbers_is_not_said_to_be_blank() -> None:
    assert statuses("| （四）无法提供 | 21 | 13 | 0 | 0 | 0 | 0 | 34 |") == set()
    assert statuses("| （四）无法提供 |  |  |  |  |  |  |  |") == {"blank"}
