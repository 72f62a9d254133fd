"""Figures of the prose against each other and against the tables."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from gongkai.check import check_report
from gongkai.check.prose import Prose, check_parts, check_shares
from gongkai.check.restated import check_restated
from gongkai.check.rules import rulebook
from gongkai.check.spans import span
from gongkai.check.text_and_tables import check_text_and_tables, concepts
from gongkai.document import Locator
from gongkai.forms import indicators
from gongkai.rows import Check, Figure, FigureKind, Identity, Observation, Section

INDICATORS = {indicator.indicator_id: indicator for indicator in indicators()}
SECTIONS = [Section(number, "零一二三四"[number], "标题", "other", 100, Locator(number)) for number in range(1, 5)]
COUNTY = Identity(agency="某某县", level="county", year=2017)


def figure(
    number: int,
    subject: str,
    value: float,
    unit: str | None = "件",
    *,
    section: int = 1,
    whole: int | None = None,
    topic: str | None = "requests",
    hedge: str | None = None,
    kind: FigureKind | None = None,
    scale: float = 1,
    raw: str | None = None,
) -> Figure:
    return Figure(
        figure=number,
        section=section,
        subject=subject,
        value=value,
        unit=unit,
        normal_value=value * scale,
        normal_unit=unit,
        from_value=None,
        hedge=hedge,
        kind=kind or ("share" if unit == "%" else "count"),
        topic=topic,
        whole=whole,
        stated="number",
        raw=raw or f"{value:g}{unit or ''}",
        locator=Locator(section, start=1, end=2),
        sentence_locator=Locator(section, start=0, end=50),
    )


def outcomes(checks: list[Check], rule: str) -> dict[str, str]:
    return {check.subject: check.outcome for check in checks if check.rule == rule}


def parts(*figures: Figure) -> list[Check]:
    return list(check_parts(Prose(figures, SECTIONS)))


def shares(*figures: Figure) -> list[Check]:
    return list(check_shares(Prose(figures, SECTIONS)))


def restated(*figures: Figure, identity: Identity = COUNTY) -> list[Check]:
    return list(check_restated(Prose(figures, SECTIONS), identity))


def against_table(cells: Mapping[str, float | None], *figures: Figure) -> list[Check]:
    rows = [
        Observation(
            indicator_id, value, "blank" if value is None else "reported", INDICATORS[indicator_id].unit, "form", "",
            Locator(1), INDICATORS[indicator_id].row_label, "label", 1.0,
        )
        for indicator_id, value in cells.items()
    ]  # fmt: skip
    return list(check_text_and_tables(Prose(figures, SECTIONS), rows))


@pytest.mark.parametrize(
    ("figures", "outcome"),
    [
        ([("公开电话交办", 2068, "项"), ("公开电话诉求", 3769, "次")], "holds"),
        ([("制度", 2068, "件"), ("办法", 3700, "件")], "not_applicable"),
        ([("网站发布", 3000, "件"), ("微信发布", 2900, "件")], "not_applicable"),
        ([("办结", 5800, "件"), ("按时办结", 5700, "件"), ("延期办结", 100, "件")], "not_applicable"),
        ([("甲类", 3000, "件"), ("乙类", 2000, "件"), ("丙类", 838, "件")], "fails"),
        ([("甲类", 3000, "件"), ("乙类", 2000, "项"), ("丙类", 838, "次")], "not_applicable"),
        ([("当面", 5000, "件"), ("网络", 837, "件"), ("已办结", 5837, "件")], "holds"),
        ([("线上申请", 2000, "件"), ("线下申请", 3000, "件")], "fails"),
        ([("线上申请", 2000, "件"), ("线下申请", 3837, "件")], "holds"),
        ([("网络申请", 2000, "件"), ("现场申请", 3000, "件")], "not_applicable"),
        ([("自然人申请", 5000, "件"), ("法人申请", 800, "件")], "not_applicable"),
        ([("自然人申请", 5000, "件"), ("法人和其他组织申请", 800, "件")], "fails"),
        # A last part that takes in all others leaves nothing out, and kinds of bodies exclude one another.
        ([("教育类", 3000, "件"), ("其他", 2800, "件")], "fails"),
        ([("其他", 2800, "件"), ("教育类", 3000, "件")], "not_applicable"),
        ([("区直单位", 3000, "件"), ("乡镇", 2900, "件")], "fails"),
        ([("区直单位", 3000, "件"), ("乡镇", 2000, "件")], "not_applicable"),
        ([("涉及征地", 3000, "件"), ("涉及拆迁", 2000, "件"), ("涉及社保", 1900, "件")], "not_applicable"),
    ],
)
def test_parts_add_up_to_their_whole(figures: list[tuple[str, float, str]], outcome: str) -> None:
    whole = figure(1, "处理诉求", 5837)
    found = parts(whole, *(figure(number, *each, whole=1) for number, each in enumerate(figures, start=2)))
    assert outcomes(found, "parts_of_whole") == {"figure 1": outcome}


def test_what_only_does_not_exceed_the_table_is_said_so() -> None:
    cells = {"2021.requests.results_total.total": 9.0}
    said = {value: against_table(cells, figure(1, "答复申请", value))[0].message_chinese for value in (8.0, 9.0, 10.0)}
    assert "未超过表格中的" in said[8.0]
    assert "与表格一致" in said[9.0]
    assert "相差1" in said[10.0]


def test_a_review_is_counted_in_any_unit() -> None:
    cells = {"2021.disputes.reviews.total": 0.0}
    (check,) = against_table(cells, figure(1, "收到行政复议申请", 1, "份", topic="disputes"))
    assert (check.rule, check.outcome) == ("text_reviews", "fails")


def test_decimal_amounts_add_up() -> None:
    amounts = [figure(number, "某费", value, "元", whole=1, kind="money") for number, value in ((2, 3.1), (3, 2.2))]
    assert outcomes(parts(figure(1, "收费", 5.3, "元", kind="money"), *amounts), "parts_of_whole") == {
        "figure 1": "holds"
    }


def test_no_part_exceeds_its_whole() -> None:
    found = parts(figure(1, "报送信息", 3010, "条"), figure(2, "被采用", 4068, "条", whole=1))
    assert outcomes(found, "part_within_whole") == {"figure 2": "fails"}
    assert "多出1058" in found[0].message_chinese


def test_an_approximate_part_may_be_larger_than_printed() -> None:
    found = parts(figure(1, "发布", 5550, "条"), figure(2, "转载", 5500, "条", whole=1, hedge="余"))
    assert outcomes(found, "part_within_whole") == {"figure 2": "holds"}


@pytest.mark.parametrize(
    ("part", "whole", "share", "raw", "outcome"),
    [
        (2068, 3010, 68.7, "68.7%", "holds"),
        (159, 974, 16, "16%", "holds"),
        (472, 974, 50, "50%", "fails"),
        (2, 3, 66.6, "66.6%", "holds"),
        (2, 3, 66.7, "66.7%", "holds"),
        (2, 3, 66.8, "66.8%", "fails"),
        (105, 105, 100, "100%", "holds"),
        (104, 105, 100, "100%", "holds"),
        (100, 105, 100, "100%", "fails"),
    ],
)
def test_a_share_is_worked_out_to_its_printed_digits(
    part: float, whole: float, share: float, raw: str, outcome: str
) -> None:
    found = shares(
        figure(1, "事项", whole),
        figure(2, "被市里采用", part, whole=1),
        figure(3, "采用率", share, "%", whole=1, raw=raw),
    )
    assert outcomes(found, "share_of_whole") == {"figure 3": outcome}


def test_about_half_may_be_48_percent() -> None:
    about = figure(3, "即办事项", 50, "%", whole=1, hedge="约")
    assert shares(figure(1, "事项", 974), figure(2, "即办事项", 472, whole=1), about)[0].outcome == "holds"


def test_a_share_of_the_rest_leaves_out_the_parts_before() -> None:
    found = shares(
        figure(1, "事项", 974),
        figure(2, "即办事项", 472, whole=1),
        figure(3, "零上门事项", 159, whole=1),
        figure(4, "一次办结事项", 323, whole=1),
        figure(5, "其余事项", 94, "%", whole=1),
    )
    assert outcomes(found, "share_of_whole") == {"figure 5": "holds"}


def test_a_rate_of_something_else_is_no_share_of_the_part_before() -> None:
    assert (
        shares(figure(1, "来信", 105), figure(2, "已回复", 100, whole=1), figure(3, "满意率", 89.5, "%", whole=1)) == []
    )
    assert shares(figure(1, "来信", 105), figure(3, "回复率", 100, "%")) == []


@pytest.mark.parametrize(("share", "outcome"), [(20, "not_applicable"), (60, "holds"), (45, "fails")])
def test_a_share_may_be_one_of_another_number_of_its_sentence(share: float, outcome: str) -> None:
    found = shares(
        figure(1, "收到留言", 150, "条"),
        figure(2, "转办乡镇", 50, "条"),
        figure(3, "咨询类", 30, "条", whole=2),
        figure(4, "咨询类", share, "%", whole=2),
    )
    assert outcomes(found, "share_of_whole") == {"figure 4": outcome}


@pytest.mark.parametrize(
    ("share", "outcome"), [(62.5, "not_applicable"), (50, "holds"), (62, "fails"), (55.5, "fails")]
)
def test_a_share_may_be_one_of_the_parts_together(share: float, outcome: str) -> None:
    found = shares(
        figure(1, "受理诉求", 100, "件"),
        figure(2, "咨询类", 50, "件", whole=1),
        figure(3, "咨询类", share, "%", whole=1),
        figure(4, "投诉类", 30, "件", whole=1),
    )
    assert outcomes(found, "share_of_whole") == {"figure 3": outcome}


def test_two_sections_that_disagree_are_found() -> None:
    found = restated(
        figure(1, "某某县政府门户网站发布各类信息", 47735, "条", section=2, topic="website"),
        figure(2, "向某某市门户网站报送信息", 3010, "条", section=2, topic="website"),
        figure(3, "被某某市采用", 2068, "条", section=2, topic="website", whole=2),
        figure(4, "网站共发布各类信息", 10845, "条", section=3, topic="website"),
        figure(5, "被市门户网站采用", 4068, "条", section=3, topic="website", whole=4),
    )
    assert outcomes(found, "stated_twice") == {"figure 4": "fails", "figure 5": "fails"}
    assert found[0].message_chinese == (
        "第二部分称“某某县政府门户网站发布各类信息”47735条，第三部分称“网站共发布各类信息”10845条，相差36890；"
        "请统一数字，或说明口径的不同。"
    )


@pytest.mark.parametrize(
    "others",
    [
        [figure(2, "网站发布信息", 20, "条", section=1, topic="website")],
        [figure(2, "网站发布信息", 20, "篇", section=2, topic="website")],
        [figure(2, "微博发布信息", 20, "条", section=2, topic="new_media")],
        [figure(2, "乡镇网站发布信息", 20, "条", section=2, topic="website")],
        [figure(2, "网站累计发布信息", 20, "条", section=2, topic="website")],
        [figure(2, "甲局网站发布信息", 20, "条", section=2, topic="website")],
        [figure(number, "网站发布信息", 20, "条", section=2, topic="website") for number in (2, 3)],
    ],
)
def test_what_may_be_another_thing_is_left_alone(others: list[Figure]) -> None:
    assert restated(figure(1, "网站发布信息", 10, "条", section=1, topic="website"), *others) == []


def test_outcomes_of_different_wholes_are_different_things() -> None:
    found = restated(
        figure(1, "行政复议", 351, topic="disputes", section=1),
        figure(2, "结果维持", 72, topic="disputes", section=1, whole=1),
        figure(3, "行政诉讼", 46, topic="disputes", section=2),
        figure(4, "结果维持", 25, topic="disputes", section=2, whole=3),
    )
    assert found == []


STATISTICS = {
    "2014.statistics.requests_received.count": 7,
    "2014.statistics.requests_in_person.count": 4,
    "2014.statistics.requests_by_fax.count": None,
    "2014.statistics.requests_online.count": 2,
    "2014.statistics.requests_by_letter.count": 1,
    "2014.statistics.policy_interpretations.count": 75,
    "2014.statistics.request_fees.count": 0.394,
}


@pytest.mark.parametrize(
    ("stated", "rule", "outcome"),
    [
        (figure(1, "全县线上线下受理依申请公开", 7), "text_requests_received", "holds"),
        (figure(1, "受理政府信息公开申请", 9), "text_requests_received", "fails"),
        (figure(1, "各乡镇受理政府信息公开申请", 9), "text_requests_received", "not_applicable"),
        (figure(1, "线上申请", 2), "text_requests_online", "holds"),
        (figure(1, "线下申请", 5), "text_requests_offline", "holds"),
        (figure(1, "线下申请", 4), "text_requests_offline", "fails"),
        (figure(1, "线下申请", 6), "text_requests_offline", "not_applicable"),
        (figure(1, "传真申请", 1), "text_requests_by_fax", "not_applicable"),
        (figure(1, "政策解读", 5, "次", topic="interpretation"), "text_policy_interpretations", "fails"),
        (figure(1, "政策解读", 70, "篇", topic="interpretation", hedge="余"), "text_policy_interpretations", "holds"),
        (figure(1, "政策解读专栏", 5, "个", topic="interpretation"), "text_policy_interpretations", None),
        (figure(1, "依申请公开收取费用", 3940, "元", topic="fees", kind="money"), "text_request_fees", "holds"),
        (
            figure(1, "依申请公开收取费用", 0.39, "元", topic="fees", kind="money", scale=10000),
            "text_request_fees",
            "holds",
        ),
        (figure(1, "依申请公开收取费用", 4000, "元", topic="fees", kind="money"), "text_request_fees", "fails"),
        (figure(1, "受理网络问政", 182, topic="participation"), "text_requests_received", None),
        (figure(1, "依申请公开系统收到申请", 2), "text_requests_received", None),
        (figure(1, "门户网站发布政策解读", 5, "篇", topic="interpretation"), "text_policy_interpretations", "fails"),
        (figure(1, "发布公告、政策解读等信息", 90, "条", topic="interpretation"), "text_policy_interpretations", None),
    ],
)
def test_prose_against_the_statistics_form(stated: Figure, rule: str, outcome: str | None) -> None:
    found = outcomes(against_table(STATISTICS, stated), rule)
    assert found == ({} if outcome is None else {"figure 1": outcome})


REQUESTS = {
    "2021.requests.received.total": 3119,
    "2021.requests.carried_in.total": 34,
    "2021.requests.results_total.total": 3050,
    "2021.requests.carried_out.total": 103,
    "2021.disputes.reviews.total": 351,
    "2021.disputes.lawsuits_direct.total": 26,
    "2021.disputes.lawsuits_after_review.total": 20,
    "2021.disputes.lawsuits_direct.upheld": 13,
    "2021.disputes.lawsuits_after_review.upheld": 12,
}


def test_prose_against_the_form_of_2021() -> None:
    found = against_table(
        REQUESTS,
        figure(1, "受理政府信息公开申请", 3119),
        figure(2, "答复", 3050),
        figure(3, "上年度结转申请", 34, whole=2),
        figure(4, "顺延到下年度", 103),
        figure(5, "行政复议", 351, topic="disputes"),
        figure(6, "行政诉讼", 46, topic="disputes"),
        figure(7, "结果维持", 25, topic="disputes", whole=6),
    )
    assert {check.rule: check.outcome for check in found} == dict.fromkeys(
        (
            "text_requests_received", "text_requests_carried_in", "text_requests_carried_out",
            "text_requests_answered", "text_reviews", "text_lawsuits", "text_lawsuits_upheld",
        ),
        "holds",
    )  # fmt: skip


def test_received_may_count_what_was_carried_in() -> None:
    assert against_table(REQUESTS, figure(1, "收到政府信息公开申请", 3153))[0].outcome == "holds"


def test_a_part_of_another_number_states_no_total() -> None:
    found = against_table(REQUESTS, figure(1, "办理公开事项", 3140), figure(2, "县局收到公开申请", 40, whole=1))
    assert outcomes(found, "text_requests_received") == {}


def test_a_second_number_is_no_alarm_where_the_first_agrees() -> None:
    found = against_table(REQUESTS, figure(1, "受理公开申请", 3119), figure(2, "收到公开申请", 40))
    assert outcomes(found, "text_requests_received") == {"figure 1": "holds", "figure 2": "not_applicable"}


@pytest.mark.parametrize(
    ("stated", "rule"),
    [
        (figure(1, "不予公开文件数", 55), "text_requests_refused"),
        (figure(1, "依申请公开及不予公开", 409), "text_requests_refused"),
        (figure(1, "因答复不当引起的行政复议", 0, topic="disputes"), "text_reviews"),
        (figure(1, "予以公开或部分公开", 3), "text_requests_partly_granted"),
        (figure(1, "主动公开市政府规章", 9), "text_regulations_made"),
    ],
)
def test_what_only_looks_like_a_cell_is_not_compared(stated: Figure, rule: str) -> None:
    cells = (
        "2021.requests.partly_granted.total", "2021.requests.refused_internal_affairs.total",
        "2021.disputes.reviews.total", "2021.disclosure.regulations.made",
    )  # fmt: skip
    assert outcomes(against_table(dict.fromkeys(cells, 1), stated), rule) == {}


def test_information_that_is_not_published_is_no_request_refused() -> None:
    refused = ("state_secret", "other_law", "security_stability", "third_party", "internal_affairs", "deliberative")
    others = ("enforcement_files", "administrative_query")
    cells = dict.fromkeys((f"2021.requests.refused_{reason}.total" for reason in (*refused, *others)), 1)
    made = against_table(cells, figure(1, "制发政府信息", 316, "条"), figure(2, "不予公开", 67, "条", whole=1))
    asked = against_table(cells, figure(1, "受理公开申请", 5), figure(2, "不予公开", 2, whole=1))
    assert outcomes(made, "text_requests_refused") == {}
    assert outcomes(asked, "text_requests_refused") == {"figure 2": "fails"}


def test_a_message_names_section_figure_and_cell() -> None:
    found = against_table(STATISTICS, figure(1, "政策解读", 5, "次", section=2, topic="interpretation"))
    assert found[0].message_chinese == (
        "第二部分称“政策解读”5次，而表格中“政策解读稿件发布数”75，相差70；请更正有误的数字，或在文中说明统计范围。"
    )


@pytest.mark.parametrize(
    ("stated", "low", "high"),
    [
        (figure(1, "信息", 5500, "条"), 5500, 5500),
        (figure(1, "信息", 5500, "条", hedge="余"), 5500, 5600),
        (figure(1, "信息", 26.8, "条", scale=10000, raw="26.8万条"), 267500, 268500),
        (figure(1, "信息", 26.8, "条", scale=10000, raw="26.8万条", hedge="余"), 268000, 269000),
        (figure(1, "信息", 500, "条", hedge="近"), 400, 600),
        (figure(1, "信息", 500, "条", hedge="超过"), 500, float("inf")),
        (figure(1, "信息", 500, "条", hedge="不到"), 0, 500),
        (figure(1, "信息", 500, "条", hedge="不知"), 0, float("inf")),
        (figure(1, "信息", 0, "条"), 0, 0),
    ],
)
def test_a_figure_allows_the_numbers_that_its_words_allow(stated: Figure, low: float, high: float) -> None:
    found = span(stated, rulebook().words["hedges"])
    assert (found.low, found.high) == pytest.approx((low, high))


def test_every_cell_of_the_rules_is_a_cell_of_its_form() -> None:
    named = {f"{code}.{cell}" for concept in concepts() for code, cell in concept.named_cells}
    assert named <= set(INDICATORS)
    assert len(named) > 60


def test_every_finding_has_a_subject_of_its_own() -> None:
    found = check_report(COUNTY, [], [figure(1, "信息", 10), figure(2, "其中一类", 5, whole=1)], SECTIONS)
    assert len({(check.rule, check.subject) for check in found}) == len(found)


@pytest.mark.parametrize(("stated", "outcome"), [(393, "holds"), (470, "holds"), (392, "fails")])
def test_the_text_may_count_documents_of_the_year_beside_those_in_force(stated: float, outcome: str) -> None:
    stock = "2021.disclosure.normative_documents"
    cells = {f"{stock}.made": 77, f"{stock}.repealed": 132, f"{stock}.in_force": 470}
    found = against_table(cells, figure(1, "现行有效行政规范性文件", stated, topic="disclosure"))
    assert outcomes(found, "text_normative_documents_in_force") == {"figure 1": outcome}
