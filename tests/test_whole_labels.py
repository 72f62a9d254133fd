"""Labels broken over lines, in text of a cell a line: letter by letter, or in two parts."""

from gongkai import read_report
from request_columns import REQUEST_COLUMNS

TITLE = "某县2022年政府信息公开工作年度报告"
HEADER = (
    *("三、收到和处理政府信息公开申请情况", "申请人情况", "自然人", "法人或其他组织", "总计"),
    *("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
)
BEHIND = "四、政府信息公开行政复议、行政诉讼情况"


def rows(*lines: str) -> dict[str, list[float | None]]:
    """Give the values of each row of requests that is read."""
    report = read_report("\n".join([TITLE, *lines, BEHIND]).encode())
    found: dict[str, list[float | None]] = {}
    for row in report.observation_rows:
        if ".requests." in row.indicator_id:
            found.setdefault(row.indicator_id.split(".")[2], []).append(row.value)
    return found


def values(tens: int) -> list[str]:
    return [str(10 * tens + column) for column in range(len(REQUEST_COLUMNS))]


def test_upright_labels_head_the_rows_behind_them() -> None:
    labels = (
        ("received", ["一、本年新收政府信息公开申请数量"]),
        ("carried_in", ["二、上年结转政府信息公开申请数量"]),
        ("granted", [*"三、本年度办理结果", "（一）予以公开"]),
        ("refused_state_secret", [*"（三）不予公开", "1.属于国家秘密"]),
        ("closed_not_amended", [*"（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"]),
        ("closed_fee_unpaid", ["2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"]),
        ("other_handling_rest", ["3.其他"]),
        ("results_total", ["（七）总计"]),
        ("carried_out", ["四、结转下年度继续办理"]),
    )
    lines = [text for tens, (_, label) in enumerate(labels) for text in (*label, *values(tens))]
    expected = {code: [float(text) for text in values(tens)] for tens, (code, _) in enumerate(labels)}
    assert rows(*HEADER, *lines) == expected
    counted = [text for tens, (_, label) in enumerate(labels) for text in (str(tens + 1), *label, *values(tens))]
    assert rows("序号", *HEADER, *counted) == expected


def test_a_value_of_one_digit_before_the_letters_stays_the_last_of_its_row() -> None:
    found = rows(
        *HEADER,
        *("一、本年新收政府信息公开申请数量", *"1234567"),
        *("二、上年结转政府信息公开申请数量", *"7654321"),
        *(*"三、本年度办理结果", "（一）予以公开", *"2222228"),
        *("四、结转下年度继续办理", *"1111119"),
    )
    assert found["carried_in"] == [7, 6, 5, 4, 3, 2, 1]
    assert found["granted"] == [2, 2, 2, 2, 2, 2, 8]


def test_labels_in_two_lines_are_one_cell_of_a_grid() -> None:
    blank = "\u00a0"
    header = (
        *("（第一项与第二项之和，", "等于第三项与第四项之和）", blank, blank, "申请人情况", *[blank] * 6),
        *(blank, blank, blank, "自然人", "法人或", "其他组织", *[blank] * 4, "总计"),
        *([blank] * 4),
        *("商业企业", "科研机构", "社会公益", "组织", "法律服务机构", "其他", blank),
    )
    labels = (
        ("received", ["一、本年新收政府信息", "公开申请数量", blank, blank]),
        ("carried_in", ["二、上年结转政府信息公开申请数量", blank, blank]),
        ("granted", ["三、本年度", "办理结果", "（一）予以公开", blank]),
        ("partly_granted", [blank, "（二）部分公开（区分处理的，", "只计这一情形，不计其他情形）", blank]),
        ("refused_state_secret", [blank, "（三）", "不予公开", "1.属于国家秘密"]),
        ("refused_other_law", [blank, blank, "2.其他法律行政", "法规禁止公开"]),
        ("results_total", [blank, "（七", "）总计", blank]),
        ("carried_out", ["四、结转下年度继续办理", blank, blank]),
    )
    lines = [text for tens, (_, label) in enumerate(labels) for text in (*label, *values(tens))]
    expected = {code: [float(text) for text in values(tens)] for tens, (code, _) in enumerate(labels)}
    assert rows(*HEADER[:1], *header, *lines) == expected


def test_a_dash_behind_a_label_is_a_value_and_no_part_of_it() -> None:
    blank = "\u00a0"
    header = (
        *("申请人情况", blank, "自然人", "商业企业", "科研机构"),
        *("社会公益组织", "法律服务机构", "其他", "总计"),
    )
    labels = (
        ("received", "一、本年新收政府信息公开申请数量"),
        ("carried_in", "二、上年结转政府信息公开申请数量"),
        ("refused_state_secret", "1.属于国家秘密"),
        ("refused_other_law", "2.其他法律行政法规禁止公开"),
        ("refused_security_stability", "3.危及“三安全一稳定”"),
        ("refused_third_party", "4.保护第三方合法权益"),
        ("carried_out", "四、结转下年度继续办理"),
    )
    lines = [text for tens, (_, label) in enumerate(labels) for text in (label, "—", *values(tens)[1:])]
    expected = {code: [None, *map(float, values(tens)[1:])] for tens, (code, _) in enumerate(labels)}
    assert rows(*HEADER[:1], *(text for text in header if text != blank), *lines) == expected
