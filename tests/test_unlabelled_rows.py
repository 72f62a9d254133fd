"""Rows of a matrix whose labels were lost, where each cell is a line."""

from __future__ import annotations

from gongkai import read_report

HEADER = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
RECEIVED = ["一、本年新收政府信息公开申请数量", *["31", "5", "0", "2", "6", "4", "48"]]
CARRIED_IN = ["二、上年结转政府信息公开申请数量", *["3", "0", "0", "0", "1", "0", "4"]]
GRANTED = ["三、本年度办理结果", "（一）予以公开", *["12", "2", "0", "0", "5", "3", "22"]]
NOT_HELD = ["9", "1", "0", "0", "0", "0", "10"]
NEEDS_MAKING = ["2", "0", "0", "1", "0", "0", "3"]
STILL_UNCLEAR = ["0", "0", "0", "0", "0", "0", "0"]
TOTAL = ["（七）总计", *["23", "3", "0", "1", "5", "3", "35"]]


def cells(*below: str) -> dict[str, float | None]:
    title = "2020年灯塔市水利局政府信息公开工作年度报告"
    above = [title, "三、收到和处理政府信息公开申请情况", *HEADER, *RECEIVED, *CARRIED_IN, *GRANTED]
    rows = read_report("\n".join([*above, *below, *TOTAL]).encode()).observation_rows
    return {row.indicator_id.partition(".requests.")[2]: row.value for row in rows}


def test_as_many_values_as_the_rows_of_a_heading_have_are_those_of_its_rows() -> None:
    found = cells("（四）无法提供", *NOT_HELD, *NEEDS_MAKING, *STILL_UNCLEAR)
    assert [found[f"unavailable_not_held.{column}"] for column in ("natural_persons", "companies", "total")] == [
        9,
        1,
        10,
    ]
    assert [found[f"unavailable_needs_making.{column}"] for column in ("natural_persons", "legal_services")] == [2, 0]
    assert found["unavailable_still_unclear.total"] == 0
    assert found["results_total.total"] == 35


def test_fewer_or_more_values_leave_more_than_one_reading() -> None:
    for values in (NOT_HELD, [*NOT_HELD, *NEEDS_MAKING], [*NOT_HELD, *NEEDS_MAKING, *STILL_UNCLEAR, "0"]):
        assert not any(name.startswith("unavailable") for name in cells("（四）无法提供", *values))


def test_a_heading_one_of_whose_rows_has_its_label_has_no_rows_without() -> None:
    found = cells("（四）无法提供", "1.本机关不掌握相关政府信息", *NOT_HELD, *NEEDS_MAKING, *STILL_UNCLEAR)
    assert not any(name.startswith(("unavailable_needs_making", "unavailable_still_unclear")) for name in found)
