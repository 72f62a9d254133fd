"""Small inputs of each kind that was read wrongly: the given ones, and our own of the same kinds."""

from itertools import pairwise
from pathlib import Path

import pytest

from gongkai.forms import form
from gongkai.pipeline import read_report

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
TITLE = "嘉禾县2023年政府信息公开工作年度报告"
CLOSING = "二、存在的主要问题及改进情况\n一是力量不足。二是培训不够。\n"


def given(name):
    path = CASES / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return read_report(path)


def figures_of(report):
    return [(row.subject, row.value) for row in report.figure_rows]


def of_text(body):
    return read_report(f"{TITLE}\n一、总体情况\n{body}\n{CLOSING}".encode())


# Tables that are none of the national form's ----------------------------------------------------------------------


def test_the_given_provincial_table_is_read_under_its_own_form():
    report = given("01-provincial-form.html")
    assert report.forms == ("fujian.statistics",)
    cells = {row.indicator_id.removeprefix("fujian.statistics."): row.value for row in report.observation_rows}
    assert len(cells) == 22
    assert report.unmatched_rows == ()
    assert (cells["disclosed_documents.year"], cells["disclosed_documents.cumulative"]) == (830, 6120)
    assert (cells["requests_in_person.year"], cells["reviews.cumulative"], cells["lawsuits.year"]) == (1, 1, 0)


def provincial(labels, columns, layout):
    rows = [
        columns,
        *([label, "条", f"{number}", f"{number}00"][: len(columns)] for number, label in enumerate(labels, 3)),
    ]
    if layout == "html":
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        return f"<h1>嘉禾县2016年政府信息公开年度报告</h1><table>{cells}</table>"
    join = {"pipes": " | ", "tabs": "\t", "lines": "\n"}[layout]
    return "嘉禾县2016年政府信息公开年度报告\n" + "\n".join(join.join(row) for row in rows)


@pytest.mark.parametrize("layout", ["html", "pipes", "tabs", "lines"])
@pytest.mark.parametrize(
    "columns",
    [
        ["指标名称", "计量单位", "2016年度", "历年累计"],
        ["指标名称", "计量单位", "本年度", "历年累计"],
        ["指标名称", "计量单位", "年末统计"],
        ["指标", "单位", "统计数"],
    ],
)
@pytest.mark.parametrize("local", ["fujian", "annex_2008"])
def test_a_provincial_table_feeds_no_national_form(local, columns, layout):
    labels = [row.label for row in form(local).tables[0].blocks[0].rows][:20]
    report = read_report(provincial(labels, columns, layout).encode())
    assert {name.partition(".")[0] for name in report.forms} <= {local}
    read = {row.value: row.indicator_id for row in report.observation_rows}
    assert {row.value for row in report.unmatched_rows} | set(read) >= set(range(3, 23))
    named = columns[2] in ("2016年度", "本年度") or (columns[2], local) == ("年末统计", "fujian")
    assert bool(read) == named
    for number, row in enumerate(form(local).tables[0].blocks[0].rows[:20], 3) if named else ():
        assert read[number].split(".")[2] == row.code


# Prose ------------------------------------------------------------------------------------------------------------


def test_the_given_wrapped_prose():
    found = figures_of(given("02-wrapped-prose.txt"))
    assert found == [
        ("全县全年共收办政府信息公开申请", 612),
        ("县政府", 40),
        ("县各有关部门", 131),
        ("东河镇", 88),
        ("西坪镇", 74),
        ("全县全年共收办政府信息公开申请同比增长", 5.5),
        ("自然人申请", 600),
        ("法人或其他组织申请", 12),
        ("予以公开", 210),
        ("不予公开", 31),
        ("县级", 47),
        ("东河镇", 8),
    ]


SENTENCE = "全县共收到政府信息公开申请612件，其中自然人申请600件，予以公开210件，不予公开31件。"


@pytest.mark.parametrize("width", range(9, 45))
def test_prose_says_the_same_at_every_width(width):
    lines = [SENTENCE[start : start + width] for start in range(0, len(SENTENCE), width)]
    parted = any(before[-1].isdigit() and after[0].isdigit() for before, after in pairwise(lines))
    opens = any(line[0].isdigit() and line[1:2] in "、.)" for line in lines)
    found, whole = figures_of(of_text("\n".join(lines))), figures_of(of_text(SENTENCE))
    assert len(whole) == 4
    # A number that the break parts may be two, so that it is left out.
    assert set(found) <= set(whole) if parted or opens else found == whole


@pytest.mark.parametrize("heading", ["（一）主动公开情况", "1.依申请公开工作", "依申请公开政府信息办理情况", "（二）"])
def test_a_heading_is_no_line_of_the_paragraph_below(heading):
    assert figures_of(of_text(f"{heading}\n收到申请12件。")) == figures_of(of_text("收到申请12件。"))


def test_the_place_of_a_figure_is_where_its_number_stands():
    report = of_text("全县共收到政府信息公开申\n请612件，其中自然人申请60\n件，其余都是企业申请。")
    assert [(row.raw, report.locate(row.locator)) for row in report.figure_rows] == [("612件",) * 2, ("60",) * 2]


def test_the_given_share_without_a_count():
    shares = [row for row in figures_of(given("03-share-without-count.txt")) if "占" in row[0]]
    assert shares == [
        ("规范性文件类信息占总体比例", 18),
        ("规划计划类信息占总体比例", 9),
        ("安全生产类信息占总体比例", 45),
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("发布信息30条，占60%；微博信息，占40%。", ("微博信息", 40)),
        ("发布信息30条，占60%。微博信息，占比40%。", ("微博信息", 40)),
        ("发布信息30条，均已公开，占60%。", ("发布信息", 60)),
    ],
)
def test_a_share_is_one_of_what_its_clause_names(text, last):
    assert figures_of(of_text(text))[-1] == last


def test_the_given_run_of_labels_and_values():
    found = figures_of(given("18-label-value-run.txt"))
    assert found == [("文字公开率", 42), ("表格公开率", 84), ("总体公开率", 63)]


@pytest.mark.parametrize("blank", [" ", "　", "  "])
@pytest.mark.parametrize("colon", [":", "：", ": "])
@pytest.mark.parametrize("unit", ["%", "件"])
def test_a_blank_parts_a_value_from_the_next_label(blank, colon, unit):
    text = blank.join(f"{label}{colon}{number}{unit}" for label, number in [("受理数量", 42), ("办结数量", 84)])
    assert figures_of(of_text(text)) == [("受理数量", 42), ("办结数量", 84)]


# Who reports ------------------------------------------------------------------------------------------------------


def test_the_given_page_in_markdown():
    report = given("07-ocr-markdown.md")
    assert (report.identity.agency, report.identity.title) == (
        "云岭县人民政府",
        "云岭县人民政府 2025 年 政府信息公开工作年度报告",
    )
    assert [row.number for row in report.section_rows] == [None, *"一二三四五"]
    found = [row.value for row in report.observation_rows if ".requests.received." in row.indicator_id]
    assert found == [75, 3, 0, 0, 5, 0, 83]


@pytest.mark.parametrize("mark", ["# ", "## ", "#", "**"])
def test_marks_of_markdown_are_no_part_of_a_title(mark):
    title = f"{mark}{TITLE}{'**' if mark == '**' else ''}"
    identity = read_report(f"{title}\n{mark}一、概述\n公开。\n{mark}二、问题\n不足。".encode()).identity
    assert (identity.title, identity.agency) == (TITLE, "嘉禾县")


def test_the_given_generic_publisher():
    assert given("27-generic-publisher.txt").identity.agency == "云岭市安华镇人民政府"


@pytest.mark.parametrize("name", ["机关", "本单位", "办公室", "我局", "本机关", "管理员", "本站原创", "本级"])
@pytest.mark.parametrize("label", ["发布机构", "信息来源", "发布单位"])
def test_a_word_for_any_body_names_nobody(label, name):
    head = f"{label}：{name}　发布日期：2024-01-19\n2023年政府信息公开年报\n"
    sections = "一、概述\n公开。\n二、主动公开\n公开。\n"
    assert read_report((head + sections).encode()).identity.agency is None
    author = "本报告由嘉禾县水利局编制。\n"
    assert read_report((head + author + sections).encode()).identity.agency == "嘉禾县水利局"


@pytest.mark.parametrize("name", ["本溪市", "县林业局", "嘉禾县"])
def test_a_name_names_somebody(name):
    report = read_report(f"发布机构：{name}\n2023年政府信息公开年报\n一、概述\n公开。\n二、主动公开\n公开。\n".encode())
    assert report.identity.agency == name


# Checks -----------------------------------------------------------------------------------------------------------


def findings(report, rule):
    return [(row.outcome, row.left, row.right) for row in report.check_rows if row.rule == rule]


def test_the_given_joint_count_holds():
    report = given("04-joint-count.html")
    assert findings(report, "text_requests_partly_granted") == []
    assert findings(report, "text_requests_granted_at_least_partly") == [("holds", 42, 42)]


def with_requests(sentence):
    header = ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [
        ("一、本年新收政府信息公开申请数量", 42),
        ("二、上年结转政府信息公开申请数量", 0),
        ("（一）予以公开", 22),
        ("（二）部分公开", 20),
        ("（七）总计", 42),
        ("四、结转下年度继续办理", 0),
    ]
    lines = [header, *([label, f"{number}", *"00000", f"{number}"] for label, number in rows)]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    return read_report(f"<h1>{TITLE}</h1><p>一、总体情况</p><p>{sentence}</p><table>{cells}</table>".encode())


@pytest.mark.parametrize("joint", ["及", "和", "、", "以及", "与", "或"])
@pytest.mark.parametrize(("number", "outcome"), [(42, "holds"), (41, "fails")])
def test_a_joint_subject_is_compared_with_the_sum(joint, number, outcome):
    report = with_requests(f"依申请公开方面，予以公开{joint}部分公开{number}件。")
    failed = [row.rule for row in report.check_rows if row.outcome == "fails" and row.kind != "completeness"]
    assert failed == (["text_requests_granted_at_least_partly"] if outcome == "fails" else [])
    assert findings(report, "text_requests_granted_at_least_partly") == [(outcome, number, 42)]


@pytest.mark.parametrize("text", ["政府信息公开申请办结、不予公开30件。", "答复人大代表建议、政协提案全文公开486件。"])
def test_what_counts_several_things_is_not_compared_with_one(text):
    failed = [row.rule for row in with_requests(text).check_rows if row.outcome == "fails"]
    assert [rule for rule in failed if rule.startswith("text_")] == []


# Layouts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("blank-filled-2014.txt", 29),
        ("subtotals-2021.txt", 1),
        ("two-tables-2014.html", 58),
        ("other-words-2021.html", 200),
        ("pipes-2021.txt", 175),
        ("aligned-2019.txt", 0),
        ("aligned-2021.txt", 4),
        ("unruled-2019.pdf", 37),
    ],
)
def test_a_given_layout_gives_nothing_wrong(name, right):
    report = given(f"layout/{name}")
    lines = (CASES / "layout" / f"{Path(name).stem}.csv").read_text(encoding="utf-8").split()[1:]
    truth = {".".join(parts[:3]): float(parts[3]) if parts[3] else None for line in lines if (parts := line.split(","))}
    found = {row.indicator_id.partition(".")[2]: row for row in report.observation_rows}
    wrong = {
        cell: row.value
        for cell, row in found.items()
        if (row.value is not None and truth.get(cell) != row.value)
        or (row.status == "blank" and truth[cell] is not None)
    }
    assert wrong == {}
    assert sum(row.value == truth[cell] for cell, row in found.items()) >= right


def test_the_given_blank_cells():
    found = {row.indicator_id: row.value for row in given("11-blank-cells.txt").observation_rows}
    assert found.pop("2021.disclosure.normative_documents.made") == 2
    assert set(found.values()) == {None}
    assert len(found) == 8


def test_the_given_misprinted_sign_costs_one_cell():
    rows = given("12-double-minus.txt").observation_rows
    values = {row.indicator_id.removeprefix("2019.disclosure.penalties."): (row.value, row.status) for row in rows[:3]}
    assert values == {
        "items_last_year": (253, "reported"),
        "items_change": (None, "unreadable"),
        "decisions": (0, "reported"),
    }


def test_the_given_misprinted_header():
    found = {row.indicator_id: row.value for row in given("13-header-typo.txt").observation_rows}
    assert found["2021.disclosure.licences.decisions"] == 12
    assert found["2021.disclosure.penalties.decisions"] == 3
    assert found["2021.disclosure.compulsory_measures.decisions"] == 0


DISCLOSURE = """第二十条第（五）项
信息内容{0}{1}
行政许可{0}12
第二十条第（六）项
信息内容{0}{1}
行政处罚{0}3
行政强制{0}0"""


@pytest.mark.parametrize("divider", ["\n", " | ", "\t"])
@pytest.mark.parametrize("header", ["本年处理绝对数量", "本年处里决定数量", "本年度处理决定数", "本年处理决定数"])
def test_a_misprinted_header_of_the_only_column_is_that_column(header, divider):
    found = of_text("二、主动公开政府信息情况\n" + DISCLOSURE.format(divider, header)).observation_rows
    assert [row.value for row in found] == [12, 3, 0]


@pytest.mark.parametrize("divider", ["\n", " | ", "\t"])
@pytest.mark.parametrize("header", ["上年处理决定数量", "区政府处理决定数量", "历年处理决定数量", "备注"])
def test_a_header_of_something_else_is_no_misprint(header, divider):
    report = of_text("二、主动公开政府信息情况\n" + DISCLOSURE.format(divider, header))
    assert report.observation_rows == ()


# Reviews and lawsuits whose header is apart or in pieces -------------------------------------------------------------


def disputes_of(report):
    return [row.value for row in report.observation_rows if ".disputes." in row.indicator_id]


def test_the_given_small_tables_of_disputes():
    assert disputes_of(given("07-ocr-markdown.md")) == [7, 1, 2, 3, 13, 3, 0, 0, 0, 3, 8, 0, 1, 1, 10]


def test_the_given_header_of_disputes_in_pieces():
    report = given("28-second-numbering.txt")
    assert disputes_of(report) == [1, 0, 0, 0, 1, *[0] * 10]
    assert report.unmatched_rows == ()


OUTCOMES = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n|---|---|---|---|---|\n"


@pytest.mark.parametrize("heading", ["### 行政复议", "（一）行政复议", "1.行政复议：", "**行政复议**"])
def test_a_small_table_under_the_name_of_its_group(heading):
    text = f"二、政府信息公开行政复议、行政诉讼情况\n{heading}\n{OUTCOMES}| 4 | 1 | 0 | 2 | 7 |\n"
    assert disputes_of(of_text(text)) == [4, 1, 0, 2, 7]


@pytest.mark.parametrize(
    "heading",
    [
        "二、政府信息公开行政复议、行政诉讼情况",
        "行政诉讼",
        "上年行政复议",
        "行政复议和行政诉讼",
        "行政复议以外的投诉",
    ],
)
def test_a_small_table_under_another_heading_is_none_of_a_group(heading):
    report = of_text(f"二、政府信息公开情况\n{heading}\n{OUTCOMES}| 4 | 1 | 0 | 2 | 7 |\n")
    assert disputes_of(report) == []
    assert [row.value for row in report.unmatched_rows] == [4, 1, 0, 2, 7]


PIECES = "行政复议行政诉讼\n未经复议直接起诉复议后起诉\n| 维持 | 纠正 | 结果 | 审结 | 其他 |\n"
FIFTEEN = [3, 1, 0, 2, 6, 5, 0, 1, 0, 6, 0, 0, 0, 4, 4]


def row_of(values):
    return "| " + " | ".join(map(str, values)) + " |\n"


def test_fifteen_numbers_below_all_groups_and_pieces_of_outcomes():
    assert disputes_of(of_text(f"二、政府信息公开行政复议、行政诉讼情况\n{PIECES}{row_of(FIFTEEN)}")) == FIFTEEN


@pytest.mark.parametrize(
    "text",
    [
        PIECES + row_of(FIFTEEN[:14]),
        PIECES + row_of(range(1, 16)),
        PIECES.replace("行政复议行政诉讼\n未经复议直接起诉复议后起诉", "行政诉讼\n复议后起诉未经复议直接起诉")
        + row_of(FIFTEEN),
        PIECES.replace("维持", "上年") + row_of(FIFTEEN),
    ],
)
def test_another_line_of_numbers_is_none_of_the_form(text):
    assert disputes_of(of_text(f"二、政府信息公开情况\n{text}")) == []


# Figures and damage of the given texts -------------------------------------------------------------------------------


def test_the_given_radicals():
    report = given("15-radicals.txt")
    assert report.identity.title == "云岭县2023年政府信息公开工作年度报告"
    assert (str(report.identity.period_start), str(report.identity.period_end)) == ("2023-01-01", "2023-12-31")
    shown = [(row.value, row.unit, row.kind) for row in report.figure_rows]
    assert shown == [(785407, "人次", "count"), (7.3, "%", "change")]
    assert [row.kind for row in report.point_rows] == ["problem"] * 3
    assert {row.kind for row in report.repair_rows} == {"radical"}


def test_the_given_durations():
    rows = given("16-from-to.txt").figure_rows
    assert [(row.subject, row.from_value, row.value, row.unit, row.kind) for row in rows] == [
        ("群众等候时间", 42, 19, "分钟", "duration"),
        ("公共服务事项", None, 92, "%", "share"),
        ("公共服务事项办结时长", None, 30, "分钟", "duration"),
    ]


def test_no_subject_of_the_given_lost_units_swallows_numbers():
    rows = given("23-lost-units.txt").figure_rows
    assert not any(character.isdecimal() for row in rows for character in row.subject)
    assert ("会议信息", 42) in [(row.subject, row.value) for row in rows]


def test_the_given_lead_ins_are_cut_off():
    assert figures_of(given("25-lead-in-glued.txt")) == [
        ("全县共主动公开政府信息", 14571),
        ("组织检查", 4),
        ("单位行政处罚处理决定数量", 39),
    ]


def test_the_given_disclosure_with_a_glued_header():
    values = [row.value for row in given("21-disclosure-single-column.txt").observation_rows]
    assert values == [97, 0, 6, 12.5]


def requests_of(report, row):
    return [each.value for each in report.observation_rows if f".requests.{row}." in each.indicator_id]


def test_the_given_stacked_header():
    report = given("05-stacked-header.txt")
    assert (len(report.observation_rows), report.unmatched_rows) == (41, ())
    assert requests_of(report, "received") == [310, 9, 0, 1, 5, 2, 327]
    assert requests_of(report, "carried_in") == [11, 0, 0, 0, 0, 0, 11]


def test_the_given_letters_of_an_upright_label():
    report = given("06-group-letters.txt")
    assert (len(report.observation_rows), report.unmatched_rows) == (97, ())
    assert requests_of(report, "granted") == [140, 4, 0, 0, 2, 0, 146]
    assert requests_of(report, "refused_other_law") == [3, 0, 0, 0, 0, 0, 3]
    assert requests_of(report, "unavailable_needs_making") == [6, 1, 0, 0, 0, 0, 7]
    assert requests_of(report, "not_processed_reissue") == [2, 0, 0, 0, 0, 0, 2]
    assert requests_of(report, "results_total") == [309, 9, 0, 1, 5, 2, 326]


@pytest.mark.parametrize("label", ["其中：规范性文件", "其中:行政规范性文件"])
def test_a_part_of_the_row_above_is_no_row_of_the_form(label):
    table = (
        "第二十条第（一）项\n"
        "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
        f"| 规章 | 1 | 0 | 7 |\n| {label} | 5 | 3 | 9 |\n"
        "| 行政许可 | 2 |\n| 行政处罚 | 1 |\n"
    )
    report = of_text(f"二、主动公开政府信息情况\n{table}")
    found = {row.indicator_id.removeprefix("2021.disclosure."): row.value for row in report.observation_rows}
    assert (found["regulations.made"], found["regulations.in_force"]) == (1, 7)
    assert "normative_documents.made" not in found
    assert [row.value for row in report.unmatched_rows if row.label and "规范性文件" in row.label] == [5, 3, 9]
