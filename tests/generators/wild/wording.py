"""The words of the three official forms, row by row, and consistent numbers for them.

Nothing here comes from the package or from the other generators, so that a mistake of theirs is not made here again.
A row is its code, how deep it stands, its words and its unit. A row without a code heads others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

__all__ = [
    "APPLICANTS",
    "CLAUSES",
    "OUTCOMES",
    "PROCEEDINGS",
    "STATISTICS",
    "Clause",
    "Truth",
    "Words",
    "draw",
    "request_rows",
]

Truth = Mapping[str, float | None]
"""What a careful reader takes, by `table.row.column`; None for a cell that is blank or says that there is nothing."""


class Words(NamedTuple):
    code: str | None
    depth: int
    mark: str
    text: str
    unit: str = ""


class Clause(NamedTuple):
    """One small table of the second section: its heading, its columns and its rows, each as code and words."""

    heading: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


STATISTICS = (
    Words(None, 0, "一、", "主动公开情况"),
    Words("disclosed_items", 1, "（一）", "主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    Words("disclosed_normative_documents", 2, "其中：", "主动公开规范性文件数", "条"),
    Words("issued_normative_documents", 2, "", "制发规范性文件总数", "件"),
    Words(None, 1, "（二）", "通过不同渠道和方式公开政府信息的情况"),
    Words("disclosed_via_gazette", 2, "1.", "政府公报公开政府信息数", "条"),
    Words("disclosed_via_website", 2, "2.", "政府网站公开政府信息数", "条"),
    Words("disclosed_via_weibo", 2, "3.", "政务微博公开政府信息数", "条"),
    Words("disclosed_via_wechat", 2, "4.", "政务微信公开政府信息数", "条"),
    Words("disclosed_via_other", 2, "5.", "其他方式公开政府信息数", "条"),
    Words(None, 0, "二、", "回应解读情况"),
    Words("responded_topics", 1, "（一）", "回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    Words(None, 1, "（二）", "通过不同渠道和方式回应解读的情况"),
    Words("press_conferences", 2, "1.", "参加或举办新闻发布会总次数", "次"),
    Words("press_conferences_by_head", 3, "其中：", "主要负责同志参加新闻发布会次数", "次"),
    Words("web_interviews", 2, "2.", "政府网站在线访谈次数", "次"),
    Words("web_interviews_by_head", 3, "其中：", "主要负责同志参加政府网站在线访谈次数", "次"),
    Words("policy_interpretations", 2, "3.", "政策解读稿件发布数", "篇"),
    Words("weibo_wechat_responses", 2, "4.", "微博微信回应事件数", "次"),
    Words("other_responses", 2, "5.", "其他方式回应事件数", "次"),
    Words(None, 0, "三、", "依申请公开情况"),
    Words("requests_received", 1, "（一）", "收到申请数", "件"),
    Words("requests_in_person", 2, "1.", "当面申请数", "件"),
    Words("requests_by_fax", 2, "2.", "传真申请数", "件"),
    Words("requests_online", 2, "3.", "网络申请数", "件"),
    Words("requests_by_letter", 2, "4.", "信函申请数", "件"),
    Words("requests_closed", 1, "（二）", "申请办结数", "件"),
    Words("closed_on_time", 2, "1.", "按时办结数", "件"),
    Words("closed_after_extension", 2, "2.", "延期办结数", "件"),
    Words("replies", 1, "（三）", "申请答复数", "件"),
    Words("replies_already_public", 2, "1.", "属于已主动公开范围数", "件"),
    Words("replies_granted", 2, "2.", "同意公开答复数", "件"),
    Words("replies_partly_granted", 2, "3.", "同意部分公开答复数", "件"),
    Words("replies_refused", 2, "4.", "不同意公开答复数", "件"),
    Words("refused_state_secret", 3, "其中：", "涉及国家秘密", "件"),
    Words("refused_trade_secret", 3, "", "涉及商业秘密", "件"),
    Words("refused_privacy", 3, "", "涉及个人隐私", "件"),
    Words("refused_security_stability", 3, "", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    Words("refused_not_government_information", 3, "", "不是《条例》所指政府信息", "件"),
    Words("refused_other_law", 3, "", "法律法规规定的其他情形", "件"),
    Words("replies_not_this_agency", 2, "5.", "不属于本行政机关公开数", "件"),
    Words("replies_not_existing", 2, "6.", "申请信息不存在数", "件"),
    Words("replies_to_be_amended", 2, "7.", "告知作出更改补充数", "件"),
    Words("replies_other_route", 2, "8.", "告知通过其他途径办理数", "件"),
    Words("reviews", 0, "四、", "行政复议数量", "件"),
    Words("reviews_upheld", 1, "（一）", "维持具体行政行为数", "件"),
    Words("reviews_corrected", 1, "（二）", "被依法纠错数", "件"),
    Words("reviews_other", 1, "（三）", "其他情形数", "件"),
    Words("lawsuits", 0, "五、", "行政诉讼数量", "件"),
    Words("lawsuits_upheld", 1, "（一）", "维持具体行政行为或者驳回原告诉讼请求数", "件"),
    Words("lawsuits_corrected", 1, "（二）", "被依法纠错数", "件"),
    Words("lawsuits_other", 1, "（三）", "其他情形数", "件"),
    Words("complaints", 0, "六、", "举报投诉数量", "件"),
    Words("request_fees", 0, "七、", "依申请公开信息收取的费用", "万元"),
    Words(None, 0, "八、", "机构建设和保障经费情况"),
    Words("dedicated_offices", 1, "（一）", "政府信息公开工作专门机构数", "个"),
    Words("reading_points", 1, "（二）", "设置政府信息公开查阅点数", "个"),
    Words("staff", 1, "（三）", "从事政府信息公开工作人员数", "人"),
    Words("staff_full_time", 2, "1.", "专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    Words("staff_part_time", 2, "2.", "兼职人员数", "人"),
    Words(
        "dedicated_budget",
        1,
        "（四）",
        "政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
    ),
    Words(None, 0, "九、", "政府信息公开会议和培训情况"),
    Words("meetings", 1, "（一）", "召开政府信息公开工作会议或专题会议数", "次"),
    Words("training_courses", 1, "（二）", "举办各类培训班数", "次"),
    Words("trainees", 1, "（三）", "接受培训人员数", "人次"),
)

CLAUSES: Mapping[str, tuple[Clause, ...]] = {
    "2019": (
        Clause(
            "第二十条第（一）项",
            (("made", "本年新制作数量"), ("disclosed", "本年新公开数量"), ("in_public_total", "对外公开总数量")),
            (("regulations", "规章"), ("normative_documents", "规范性文件")),
        ),
        Clause(
            "第二十条第（五）项",
            (("items_last_year", "上一年项目数量"), ("items_change", "本年增/减"), ("decisions", "处理决定数量")),
            (("licences", "行政许可"), ("other_services", "其他对外管理服务事项")),
        ),
        Clause(
            "第二十条第（六）项",
            (("items_last_year", "上一年项目数量"), ("items_change", "本年增/减"), ("decisions", "处理决定数量")),
            (("penalties", "行政处罚"), ("compulsory_measures", "行政强制")),
        ),
        Clause(
            "第二十条第（八）项",
            (("items_last_year", "上一年项目数量"), ("items_change", "本年增/减")),
            (("administrative_fees", "行政事业性收费"),),
        ),
        Clause(
            "第二十条第（九）项",
            (("projects", "采购项目数量"), ("amount", "采购总金额")),
            (("central_procurement", "政府集中采购"),),
        ),
    ),
    "2021": (
        Clause(
            "第二十条第（一）项",
            (("made", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
            (("regulations", "规章"), ("normative_documents", "行政规范性文件")),
        ),
        Clause("第二十条第（五）项", (("decisions", "本年处理决定数量"),), (("licences", "行政许可"),)),
        Clause(
            "第二十条第（六）项",
            (("decisions", "本年处理决定数量"),),
            (("penalties", "行政处罚"), ("compulsory_measures", "行政强制")),
        ),
        Clause(
            "第二十条第（八）项",
            (("amount", "本年收费金额（单位：万元）"),),
            (("administrative_fees", "行政事业性收费"),),
        ),
    ),
}

APPLICANTS = (
    ("natural_persons", "自然人"),
    ("companies", "商业企业"),
    ("research_bodies", "科研机构"),
    ("public_interest_bodies", "社会公益组织"),
    ("legal_services", "法律服务机构"),
    ("other_bodies", "其他"),
    ("total", "总计"),
)
"""The columns of the requests; all but the first and the last stand under 法人或其他组织."""

_REQUESTS = (
    Words("received", 0, "一、", "本年新收政府信息公开申请数量"),
    Words("carried_in", 0, "二、", "上年结转政府信息公开申请数量"),
    Words(None, 0, "三、", "本年度办理结果"),
    Words("granted", 1, "（一）", "予以公开"),
    Words("partly_granted", 1, "（二）", "部分公开（区分处理的，只计这一情形，不计其他情形）"),
    Words(None, 1, "（三）", "不予公开"),
    Words("refused_state_secret", 2, "1.", "属于国家秘密"),
    Words("refused_other_law", 2, "2.", "其他法律行政法规禁止公开"),
    Words("refused_security_stability", 2, "3.", "危及“三安全一稳定”"),
    Words("refused_third_party", 2, "4.", "保护第三方合法权益"),
    Words("refused_internal_affairs", 2, "5.", "属于三类内部事务信息"),
    Words("refused_deliberative", 2, "6.", "属于四类过程性信息"),
    Words("refused_enforcement_files", 2, "7.", "属于行政执法案卷"),
    Words("refused_administrative_query", 2, "8.", "属于行政查询事项"),
    Words(None, 1, "（四）", "无法提供"),
    Words("unavailable_not_held", 2, "1.", "本机关不掌握相关政府信息"),
    Words("unavailable_needs_making", 2, "2.", "没有现成信息需要另行制作"),
    Words("unavailable_still_unclear", 2, "3.", "补正后申请内容仍不明确"),
    Words(None, 1, "（五）", "不予处理"),
    Words("not_processed_petition", 2, "1.", "信访举报投诉类申请"),
    Words("not_processed_repeat", 2, "2.", "重复申请"),
    Words("not_processed_publication", 2, "3.", "要求提供公开出版物"),
    Words("not_processed_abusive", 2, "4.", "无正当理由大量反复申请"),
    Words("not_processed_reissue", 2, "5.", "要求行政机关确认或重新出具已获取信息"),
)
_OTHER_HANDLING = {
    "2019": (Words("other_handling", 1, "（六）", "其他处理"),),
    "2021": (
        Words(None, 1, "（六）", "其他处理"),
        Words("closed_not_amended", 2, "1.", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        Words(
            "closed_fee_unpaid", 2, "2.", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
        ),
        Words("other_handling_rest", 2, "3.", "其他"),
    ),
}
_BALANCE = (
    Words("results_total", 1, "（七）", "总计"),
    Words("carried_out", 0, "四、", "结转下年度继续办理"),
)

OUTCOMES = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
PROCEEDINGS = (
    ("reviews", "行政复议"),
    ("lawsuits_direct", "未经复议直接起诉"),
    ("lawsuits_after_review", "复议后起诉"),
)


def request_rows(form: str) -> tuple[Words, ...]:
    """Give the rows of the requests as a form prints them."""
    return _REQUESTS + _OTHER_HANDLING[form] + _BALANCE


def draw(random: Random, disclosure: str, requests: str) -> dict[str, float | None]:
    """Draw the numbers of all tables: mostly nothing, as of a small town, or something everywhere, as of a province."""
    empty = random.choice([0.0, 0.3, 0.8])

    def number(most: int) -> float:
        return 0.0 if random.random() < empty else float(random.randint(1, most))

    drawn: dict[str, float | None] = {}
    for row in STATISTICS:
        if row.code:
            money = row.unit == "万元"
            drawn[f"statistics.{row.code}.count"] = number(90000) / 100 if money else number(3000)
    for clause in CLAUSES[disclosure]:
        for code, _ in clause.rows:
            for column, _ in clause.columns:
                drawn[f"disclosure.{code}.{column}"] = number(900000) / 100 if column == "amount" else number(5000)
    _draw_requests(drawn, request_rows(requests), number)
    for group, _ in PROCEEDINGS:
        counts = {code: number(40) for code, _ in OUTCOMES[:-1]}
        drawn |= {f"disputes.{group}.{code}": count for code, count in counts.items()}
        drawn[f"disputes.{group}.total"] = sum(counts.values())
    return drawn


def _draw_requests(drawn: dict[str, float | None], rows: Sequence[Words], number: Callable[[int], float]) -> None:
    """What came in equals what was closed and what is left, for every kind of applicant and for all of them."""
    kinds = [code for code, _ in APPLICANTS[:-1]]
    results = [row.code for row in rows if row.code and row.depth and row.code != "results_total"]
    for kind in kinds:
        closed = {code: number(60) for code in results}
        left, carried = number(20), number(5)
        total = sum(closed.values())
        carried = min(carried, total + left)
        column = closed | {
            "results_total": total,
            "carried_out": left,
            "carried_in": carried,
            "received": total + left - carried,
        }
        drawn.update({f"requests.{code}.{kind}": count for code, count in column.items()})
    for code in (row.code for row in rows if row.code):
        drawn[f"requests.{code}.total"] = sum(drawn[f"requests.{code}.{kind}"] or 0 for kind in kinds)
