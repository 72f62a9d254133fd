"""Who reports, as title and header of a page say together."""

from collections.abc import Sequence

import pytest

from gongkai.document import Document, Paragraph
from gongkai.read import read_document
from gongkai.recognise.outline import Outline
from gongkai.recognise.who.identity import find_document_numbers, identify


def identity(title: str, header: str = "", meta: str = ""):
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}</title>{meta}</head><body>{header}<h1>{title}</h1>"
        "<p>一、总体情况</p><p>略。</p><p>二、主动公开政府信息情况</p><p>略。</p></body></html>"
    )
    return identify(Outline(read_document(page.encode(), name="page.html")))


def test_the_header_says_in_full_what_the_title_shortens():
    found = identity(
        "市民政局2019年政府信息公开工作年度报告",
        "<table><tr><td>发布机构</td><td>淮安市民政局</td><td>发文日期</td><td>2020-01-21</td></tr></table>",
    )
    assert (found.agency, found.agency_entry.agency_id) == ("市民政局", "320800-民政局")
    assert (found.published.isoformat(), found.published_source) == ("2020-01-21", "page")


def test_the_metadata_may_say_it():
    meta = '<meta name="ContentSource" content="淮安市民政局">'
    found = identity("市民政局2019年政府信息公开工作年度报告", meta=meta)
    assert found.agency_entry.agency_id == "320800-民政局"


@pytest.mark.parametrize("publisher", ["淮安市人民政府办公室", "淮安市教育局", "市民政局", "某市民政局"])
def test_another_publisher_does_not_say_it(publisher):
    found = identity("市民政局2019年政府信息公开工作年度报告", f"<p>发布机构：{publisher}</p>")
    assert (found.agency, found.agency_entry, found.division_code) == ("市民政局", None, None)
    assert "agency_id: 市民政局 names no division" in found.remarks


def test_a_title_that_names_its_body_needs_no_header():
    found = identity("沭阳县发改局2023年政府信息公开工作年度报告", "<p>发布机构：沭阳县人民政府办公室</p>")
    assert found.agency_entry.agency_id == "321322-发展和改革局"


def of_text(*lines: str, after: Sequence[str] = ()):
    sections = (
        "一、总体情况",
        "略。",
        "二、主动公开政府信息情况",
        "略。",
        "三、收到和处理政府信息公开申请情况",
        "略。",
    )
    return identify(Outline(read_document("\n".join([*lines, *sections, *after]).encode(), name="page.txt")))


def test_labels_and_values_that_only_blanks_part():
    found = of_text(
        "名称 淮安市2019年政府信息公开年度报告",
        "发布机构 淮安市人民政府办公室 发文日期 2020-02-26",
        "淮安市2019年政府信息公开年度报告",
    )
    assert (found.agency_entry.agency_id, found.year) == ("320800-人民政府", 2019)
    assert (found.published.isoformat(), found.published_source) == ("2020-02-26", "page")


def test_the_source_of_the_page_says_in_full_what_the_title_shortens():
    found = of_text(
        "2021年区审计局政府信息公开工作年度报告", "信息提供日期 : 2022-01-21 17:48来源 : 深圳市福田区审计局"
    )
    assert found.agency_entry.agency_id == "440304-审计局"
    assert found.published.isoformat() == "2022-01-21"


@pytest.mark.parametrize(
    "sentence",
    [
        "根据《条例》要求,现公布淮安市人民政府2017年政府信息公开工作年度报告。如有疑问请来电。",
        "根据《条例》和有关规定,编制形成淮安市人民政府2017年政府信息公开工作年度报告。",
        "现将淮安市人民政府2017年政府信息公开工作年度报告公布如下：",
        "按照有关规定,现将淮安市人民政府2017年政府信息公开工作年度报告进行公布。",
        "现公布淮安市人民政府（以下简称市政府）2017年政府信息公开工作年度报告。",
        "淮安市人民政府2017年政府信息公开工作年度报告根据《条例》编制。",
        "按照有关规定，编制《淮安市人民政府2017年政府信息公开工作年度报告》。",
        "根据《条例》规定，现发布《淮安市人民政府2017年政府信息公开工作年度报告》。",
    ],
)
def test_a_text_without_a_title_announces_the_report(sentence):
    found = of_text(sentence)
    assert (found.title, found.year) == ("淮安市人民政府2017年政府信息公开工作年度报告", 2017)
    assert found.agency_entry.agency_id == "320800-人民政府"


def test_a_long_table_of_the_page_is_above_the_text():
    rows = "".join(f"<tr><td>栏目{number}: 公开</td></tr>" for number in range(8))
    found = identity(
        "淮安市水利局2019年政府信息公开工作年度报告",
        f"<table><tr><td>发文机关: 市水利局</td></tr><tr><td>成文日期: 2020-01-21</td></tr>{rows}</table>",
    )
    assert (found.agency, found.published.isoformat()) == ("淮安市水利局", "2020-01-21")


def test_a_report_of_its_work_is_announced_in_the_words_of_the_text():
    found = of_text("现就淮安市水利局2017年政府信息公开工作情况报告如下。")
    assert (found.title, found.agency, found.year) == ("淮安市水利局2017年政府信息公开工作情况", "淮安市水利局", 2017)


def test_lines_of_a_broken_paragraph_are_read_together():
    found = of_text(
        "本报告是根据《中华人民共和国政府信息公开条例》要求，由淮安市统",
        "计局编制的 2012 年度政府信息公开工",
        "作年度报告。",
    )
    assert (found.agency, found.year) == ("淮安市统计局", 2012)


def test_the_branch_whose_year_a_report_covers_is_the_one_that_reports():
    found = of_text(
        "现公布2017年度淮安市公安局政府信息公开年报。内容涵盖淮安市公安局清江分局2017年1月1日至12月31日期间的情况。"
    )
    assert (found.agency, found.year) == ("淮安市公安局清江分局", 2017)


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("根据有关要求,现将我办2022年度政府信息公开情况报告如下:", 2022),
        ("根据有关规定，编制我单位2021年政府信息公开工作年度报告。", 2021),
        ("按照《关于做好2020年政府信息公开年度报告工作的通知》，现报告如下。", None),
        ("按照关于编制2020年政府信息公开年度报告的要求，我局认真总结。", None),
        ("现将2021年工作情况汇报如下：", 2021),
        ("现从六个方面汇报我镇2023年政府信息公开工作。", 2023),
        ("2022年，我局认真做好政务公开。", 2022),
        ("2022年3月，我局开展培训。", None),
        ("根据条例要求，2022年，我局继续做好公开。", 2022),
        ("条例实施以来，我局认真贯彻。2022年主要工作情况如下。", 2022),
        ("2022年水头镇政府严格按照条例做好公开。", 2022),
        ("高度重视。2022年，清江水利局共主动公开信息7条。", 2022),
        ("截止2022年12月31日我局发布信息34条。", 2022),
        ("截至2021年底我局发布信息34条。2022年，我局发布信息9条。", None),
        ("高度重视。与2021年，2022年相比有所增加。", None),
        ("现将2020年政府信息公开年度报告公布。另编制2019年政府信息公开年度报告。", None),
    ],
)
def test_the_year_that_a_text_without_a_title_announces(sentence, year):
    assert of_text(sentence).year == year


@pytest.mark.parametrize(
    ("sentence", "agency_id"),
    [
        ("本报告由淮安市统计局编制。统计期限自2019年1月1日至2019年12月31日。", "320800-统计局"),
        ("本报告由淮安市人民政府办公室编制。统计期限自2019年1月1日至2019年12月31日。", None),
        ("本报告由市统计局编制。统计期限自2019年1月1日至2019年12月31日。", None),
        ("现将我单位2019年政府信息公开工作年度报告公布如下。统计期限自2019年1月1日至2019年12月31日。", None),
        ("结合淮安市统计局（以下简称“市统计局”）数据撰写。统计期限自2019年1月1日至2019年12月31日。", "320800-统计局"),
        ("由淮安市政务公开工作领导小组办公室编制。统计期限自2019年1月1日至2019年12月31日。", "320800-人民政府"),
        ("淮安市统计局（市普查办）根据《条例》编制本报告。统计期限自2019年1月1日至2019年12月31日。", "320800-统计局"),
        ("由淮安市 统计局综合全年情况编制而成。统计期限自2019年1月1日至2019年12月31日。", "320800-统计局"),
        ("为做好淮安市统计局政府信息公开工作。统计期限自2019年1月1日至2019年12月31日。", "320800-统计局"),
        ("请与淮安市电子政务管理办公室联系。统计期限自2019年1月1日至2019年12月31日。", "320800-人民政府"),
        ("请联系:淮安市县人民政府办公室。统计期限自2019年1月1日至2019年12月31日。", None),
        ("按照《关于编制2019年政府信息公开年度报告的通知》,统计期限自2019年1月1日至2019年12月31日。", None),
    ],
)
def test_the_author_of_a_text_without_a_title(sentence, agency_id):
    found = of_text(sentence)
    assert found.title is None
    assert (found.agency_entry and found.agency_entry.agency_id, found.year) == (agency_id, 2019)


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("按照要求,淮安市水利局坚持公开为常态,认真做好各项工作。", "淮安市水利局"),
        ("2022年,淮安市水利局认真做好各项工作。", "淮安市水利局"),
        ("如对本报告有疑问,请与淮安市水利局办公室联系(地址:某路1号)。", "淮安市水利局"),
        ("如有疑问,请联系淮安市清江浦区长西街道办事处(电话略)。", "淮安市清江浦区长西街道办事处"),
        ("如对本报告有疑问,请与淮安市政府信息公开办公室联系。", None),
        ("如对本报告有疑问,请与淮安市人民政府办公室政府信息公开处联系。", "淮安市人民政府"),
        ("如对本报告有疑问,请与淮安市高新区党政办公室联系。", "淮安市高新区"),
        ("淮安市水利局认真做好各项工作。淮安市教育局认真做好各项工作。", None),
        ("2022年,全市各级各部门认真做好各项工作。", None),
        ("2022年,市水利局认真做好各项工作。", None),
    ],
)
def test_the_body_that_an_untitled_text_tells_of(sentence, agency):
    assert of_text(sentence, "所列数据的统计期限自2022年1月1日至2022年12月31日。").agency == agency


@pytest.mark.parametrize(
    ("sentences", "agency"),
    [
        ("水头街道严格落实条例。2022年,水头街道主动公开信息7条。", "水头街道"),
        ("水头街道办事处严格落实条例。水头街道对公开工作高度重视。", "水头街道办事处"),
        ("本报告由水头街道综合办公室编制。", "水头街道"),
        ("水头街道严格落实条例。", None),
        ("水头街道严格落实条例。桥墩镇严格落实条例。", None),
        ("各街道严格落实条例。各街道主动公开信息7条。", None),
    ],
)
def test_the_township_of_which_an_untitled_text_tells(sentences, agency):
    assert of_text(sentences, "所列数据的统计期限自2022年1月1日至2022年12月31日。").agency == agency


@pytest.mark.parametrize(
    ("title", "sentence", "agency_id"),
    [
        ("水利局", "2022年，淮安市水利局认真做好各项工作。", "320800-水利局"),
        ("水利局", "受到淮安市水利局表扬。", None),
        ("水利局", "淮安市水利局认真指导，沭阳县水利局认真落实。", None),
        ("长西街道", "本报告由清江浦区长西街道办事处编制。", "320812-长西街道办事处"),
        ("长西街道", "来源：淮安市清江浦区长西街道办", "320812-长西街道办事处"),
        ("长西街道", "清江浦区长西街道与沭阳县长西街道结对。", None),
    ],
)
def test_the_text_says_in_full_what_the_title_shortens(title, sentence, agency_id):
    found = of_text(f"{title}2022年政府信息公开工作年度报告", sentence)
    assert (found.agency, found.agency_entry and found.agency_entry.agency_id) == (title, agency_id)


def test_of_two_titles_the_one_that_names_the_body_in_full_counts():
    found = of_text(
        "淮安市清江浦区管理委员会 卫生健康办公室2022年政府信息公开工作年度报告",
        "淮安市清江浦区管理委员会",
        "卫生健康办公室2022年政府信息公开工作年度报告",
    )
    assert found.agency == "淮安市清江浦区管理委员会卫生健康办公室"


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["• 2023年01月12日 00时00分", "• 来源：市局"], "2023-01-12"),
        (["淮安市水利局", "2023年1月18日来源：1"], "2023-01-18"),
        (["(2023年1月18日)"], "2023-01-18"),
        (["责任部门: 发文日期: 2023-01-18 11:04:50"], "2023-01-18"),
        (["更新时间:2023-01-18浏览次数:来源:水利局作者:水利局 字体[ 大 中 小 ]"], "2023-01-18"),
        (["2022年政府信息公开工作年度报告 ( 2023-01-18 )"], "2023-01-18"),
        (["门户网站 www.example.gov.cn 2023-01-18 10:21 来源: 市局网站"], "2023-01-18"),
        (["2023年1月18日", "2023年1月19日"], None),
        (["2023年1月18日，我局召开会议。"], None),
        (["2022年1月18日", "统计期限自2022年1月1日至2022年12月31日。"], None),
        (["成文日期：2023-01-10 发布日期：2023-01-14"], "2023-01-14"),
        (["成文日期：2023-01-10"], "2023-01-10"),
    ],
)
def test_the_day_above_the_text(lines, day):
    found = of_text("淮安市水利局2022年政府信息公开工作年度报告", *lines)
    assert (found.published and found.published.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("发布怔2025〕56号", []),
        ("根据国〔2019〕5号", []),
        ("根据国办发〔2019〕5号", ["国办发"]),
        ("依闽政〔2014〕40号", ["闽政"]),
        ("按岚综管办便函〔2013〕5号", ["岚综管办便函"]),
    ],
)
def test_one_character_issues_no_document(text, issuers):
    found = find_document_numbers(Outline(Document((Paragraph(text),), "text")))
    assert [number.issuer for number in found] == issuers


UNTITLED = "2019年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("本报告由嘉禾县水利局根据《政府信息公开条例》的规定编制。", "嘉禾县水利局"),
        ("本年度报告由嘉禾县教育局组织编制。", "嘉禾县教育局"),
        ("根据条例，嘉禾县教育局编制本报告。", "嘉禾县教育局"),
        ("本报告由平潭综合实验区管委会编制。", "平潭综合实验区管委会"),
        ("按照要求，我单位编制本报告。", None),
        ("本报告由县水利局和各乡镇的数据汇总编制。", None),
    ],
)
def test_the_author_of_a_text_whose_title_names_nobody(sentence, agency):
    assert of_text(UNTITLED, sentence).agency == agency


def signed(*lines: str, above: str = UNTITLED):
    return of_text(above, "略。", after=lines)


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        (["嘉禾县教育局", "2020年1月12日"], "嘉禾县教育局"),
        (["嘉 禾 县 教 育 局", "2020年1月12日"], "嘉禾县教育局"),
        (["嘉禾县教育局 2020年1月12日"], "嘉禾县教育局"),
        (["平潭综合实验区管委会", "2020年1月12日"], "平潭综合实验区管委会"),
        (["嘉禾县人民政府办公室", "2020年1月12日"], None),
        (["办公室", "2020年1月12日"], None),
        (["嘉禾县教育局", "嘉禾县水利局"], None),
        (["嘉禾县教育局", "2020年1月12日", "嘉禾县水利局", "2020年1月12日"], None),
    ],
)
def test_who_signs_a_text_whose_title_names_nobody(lines, agency):
    assert signed(*lines).agency == agency


def test_a_day_behind_who_signs_is_that_of_the_signature():
    found = signed("嘉禾县教育局 2020年1月12日")
    assert (found.published.isoformat(), found.published_source) == ("2020-01-12", "signature")


@pytest.mark.parametrize(
    ("short", "signer", "agency_id"),
    [
        ("开发区", "嘉禾县经济开发区管委会", "431024-经济开发区管理委员会"),
        ("县政府", "嘉禾县人民政府", "431024-人民政府"),
        ("珠泉镇", "嘉禾县珠泉镇人民政府", "431024-珠泉镇人民政府"),
    ],
)
def test_who_signs_says_in_full_what_the_title_shortens(short, signer, agency_id):
    found = signed(signer, "2020年1月12日", above=f"{short}{UNTITLED}")
    assert (found.agency, found.agency_entry.agency_id) == (short, agency_id)


@pytest.mark.parametrize("publisher", ["发布机构：#嘉禾县教育局", "公开单位 嘉禾县教育局", "发布机构：## 嘉禾县教育局"])
def test_a_publisher_is_named_without_marks_and_labels(publisher):
    assert of_text(publisher, UNTITLED).agency == "嘉禾县教育局"


@pytest.mark.parametrize("nobody", ["（本单位）", "管委会", "党政办", "政务公开办公室"])
def test_a_title_that_names_nobody(nobody):
    assert of_text(f"{nobody}{UNTITLED}").agency is None


COLUMNS = ("title", "agency", "year", "period_start", "published", "document_number", "scope")


@pytest.mark.parametrize(
    "found",
    [
        of_text("沭阳县教育局2023年政府信息公开工作年度报告"),
        of_text("没有标题的报告"),
        of_text("2023年政府信息公开工作年度报告", "本报告数据的统计期限为2023年1月1日至2023年12月31日。"),
    ],
)
def test_every_empty_column_is_explained(found):
    explained = [remark.partition(":")[0] for remark in found.remarks]
    assert len(explained) == len(set(explained))
    for name in COLUMNS:
        column = "period" if name == "period_start" else name
        assert (getattr(found, name) is None) == (column in explained), name


def test_a_central_body_has_no_division():
    found = of_text("国家税务总局2023年政府信息公开工作年度报告")
    assert (found.agency_entry.agency_id, found.division_code) == ("000000-国家税务总局", None)
    assert "division_code: a central body belongs to no division" in found.remarks
