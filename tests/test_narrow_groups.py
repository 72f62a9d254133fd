"""Headers whose group spans fewer columns than stand below it: the last of them moved behind the whole table."""

import pytest

from gongkai import read_report
from request_columns import REQUEST_COLUMNS

TITLE = "<h1>云岭县2023年政府信息公开工作年度报告</h1>"
ROWS = {
    "一、本年新收政府信息公开申请数量": [31, 2, 0, 1, 5, 4, 43],
    "二、上年结转政府信息公开申请数量": [6, 0, 0, 0, 0, 1, 7],
    "四、结转下年度继续办理": [3, 0, 0, 1, 0, 0, 4],
}


def read(width: int, lowest: list[str], own: str = "", rows: dict[str, list[int]] = ROWS) -> dict[str, list[float]]:
    """Give the values of each row in the order of the form, below a group that spans so many columns."""
    header = (
        f"<tr><td rowspan=3>指标<td colspan={width + 2}>申请人情况{own}"
        f"<tr><td rowspan=2>自然人<td colspan={width}>法人或其他组织<td rowspan=2>总计"
        f"<tr>{''.join(f'<td>{text}' for text in lowest)}"
    )
    body = "".join(f"<tr><td>{label}{''.join(f'<td>{value}' for value in values)}" for label, values in rows.items())
    report = read_report(f"{TITLE}<table>{header}{body}</table>".encode())
    found = {row.indicator_id.split(".", 2)[2]: row.value for row in report.observation_rows}
    return {
        row: [found.get(f"{row}.{column}", -1) for column in REQUEST_COLUMNS]
        for row in ("received", "carried_in", "carried_out")
    }


LOWEST = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
EXPECTED = dict(zip(("received", "carried_in", "carried_out"), ROWS.values(), strict=True))


@pytest.mark.parametrize("width", [2, 3, 4, 5])
def test_columns_without_room_belong_to_their_group(width):
    assert read(width, LOWEST) == EXPECTED


@pytest.mark.parametrize("width", [3, 4, 5])
def test_a_column_of_the_agency_stands_behind_the_total(width):
    """A browser shows 总计 above the values of a column of the group, and 比上年 beside it."""
    rows = {label: [*values, 9000 + values[0]] for label, values in ROWS.items()}
    assert read(width, LOWEST, own="<td rowspan=3>比上年", rows=rows) == EXPECTED


def test_a_column_that_is_left_out_stays_missing():
    rows = {label: [*values[:2], *values[3:]] for label, values in ROWS.items()}
    found = read(3, [text for text in LOWEST if text != "科研机构"], rows=rows)
    assert found == {row: [*values[:2], -1, *values[3:]] for row, values in EXPECTED.items()}


def test_a_column_of_the_agency_below_nothing_is_none_of_the_group():
    """It is not known whether 备注 or 总计 moved, so nothing is taken."""
    rows = {label: [*values, 9000 + values[0]] for label, values in ROWS.items()}
    found = read(4, [*LOWEST, "备注"], rows=rows)
    assert found == dict.fromkeys(EXPECTED, [-1] * 7)
