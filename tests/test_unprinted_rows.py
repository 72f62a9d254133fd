"""Rows of which only the label is left, in texts of a cell a line that have no line for a blank cell."""

from gongkai import read_report

HEADER = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
FULL = ("3", "0", "0", "0", "0", "0", "3")


def values(*lines: str) -> dict[str, dict[str, float | None]]:
    """Read rows of the requests below the header, a cell a line, and give what each row has, by column."""
    top = ("云溪县2021年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *HEADER)
    found: dict[str, dict[str, float | None]] = {}
    for row in read_report("\n".join([*top, *lines]).encode()).observation_rows:
        _, _, name, column = row.indicator_id.split(".")
        found.setdefault(name, {})[column] = row.value
    return found


RECEIVED = ("一、本年新收政府信息公开申请数量", *FULL)
CARRIED_IN = ("二、上年结转政府信息公开申请数量", *FULL)
RESULTS = ("三、本年度办理结果",)
SECRET = ("1.属于国家秘密",)
OTHER_LAW = ("2.其他法律行政法规禁止公开",)
THREE = ("3.危及“三安全一稳定”", *FULL)


def test_a_row_with_nothing_before_the_next_row_is_blank():
    found = values(*RECEIVED, *CARRIED_IN, *RESULTS, "（三）不予公开", *SECRET, *OTHER_LAW, *FULL, *THREE)
    assert set(found["refused_state_secret"].values()) == {None}
    assert len(found["refused_state_secret"]) == len(HEADER)
    assert found["refused_other_law"]["total"] == 3


def test_a_row_that_lost_some_cells_is_not_understood():
    found = values(*RECEIVED, *CARRIED_IN, *RESULTS, "（三）不予公开", *SECRET, "5", *OTHER_LAW, *FULL, *THREE)
    assert "refused_state_secret" not in found


def test_labels_whose_values_stand_elsewhere_are_not_blank():
    found = values(RECEIVED[0], CARRIED_IN[0], *RESULTS, "（三）不予公开", *SECRET, *OTHER_LAW, THREE[0], *FULL, *FULL)
    assert found == {}


def test_a_row_before_one_of_the_agencys_own_is_not_blank():
    found = values(*RECEIVED, *CARRIED_IN, *RESULTS, "（三）不予公开", *SECRET, "其中：本级", *FULL, *OTHER_LAW, *FULL)
    assert "refused_state_secret" not in found
