import pytest

from gongkai.document import Document, Paragraph
from gongkai.recognise.outline import Outline
from gongkai.recognise.titles import read_title


@pytest.mark.parametrize(
    ("text", "agency", "year"),
    [
        ("嘉禾县2017年政府信息公开年度报告", "嘉禾县", 2017),
        ("沭阳县发展和改革局2023年政府信息公开年度报告", "沭阳县发展和改革局", 2023),
        ("2018年郴州市政府信息公开工作年度报告", "郴州市", 2018),
        ("2018年度郴州市人民政府信息公开工作年度报告", "郴州市人民政府", 2018),
        ("郴州市财政局政府信息公开工作年度报告（2020年度）", "郴州市财政局", 2020),
        ("郴州市财政局关于2015年政府信息公开工作情况的报告", "郴州市财政局", 2015),
        ("郴州市财政局二〇一六年政府信息公开年报", "郴州市财政局", 2016),
        ("2021年度政府信息公开工作年度报告", None, 2021),
        ("政府信息公开年度报告", None, None),
        ("嘉禾县2017年政府信息公开年度报告（附统计表）", "嘉禾县", 2017),
        ("【年报】嘉禾县2017年政府信息公开年度报告", "嘉禾县", 2017),
        ("关于嘉禾县2017年度政府信息公开工作情况的报告", "嘉禾县", 2017),
        ("《郴州市２０１９年政务公开年度报告》", "郴州市", 2019),
        ("郴\ufffd市2019年政务公开年度报告", None, 2019),
        ("平潭县人防办2011年度政府信息工作公开年度报告", "平潭县人防办", 2011),
        ("关于报送《平潭综合实验区公安局2016年 政府信息公开工作情况》的函", "平潭综合实验区公安局", 2016),
        ("嘉禾县苏平片区管理局关于报送2020年度政府信息公开工作年度报告的函", "嘉禾县苏平片区管理局", 2020),
        ("教育部办公厅关于2011年教育部政府信息公开工作年度报告的公告", "教育部", 2011),
        ("关于发布《郴州市2011年政府信息公开工作年度报告》的公告", "郴州市", 2011),
        ("郴州市财政局关于2011年政府信息公开工作年度报告的公告", "郴州市财政局", 2011),
        ("郴州市财政局2018度政府信息公开工作年度报告", "郴州市财政局", 2018),
        ("• 标 题: 郴州市财政局2020年度政府信息公开工作年度报告", "郴州市财政局", 2020),
        ("example.com桑墟镇2018年政府信息公开工作年度报告", "桑墟镇", 2018),
        ("Page 9 - 郴州市财政局2020年政府信息公开工作年度报告", "郴州市财政局", 2020),
        ("名 称: 郴州市财政局2020年 政府信息公开工作年度报告", "郴州市财政局", 2020),
        ("第一篇：2020年郴州市财政局政府信息公开年度报告", "郴州市财政局", 2020),
        ("• 中文名：2010年度政府信息公开年度报告", None, 2010),
        ("郴州海关2015年海关政府信息公开年度报告", "郴州海关", 2015),
        ("郴州市财政局发布2012年政府信息公开工作年度报告", "郴州市财政局", 2012),
    ],
)
def test_titles(text, agency, year):
    title = read_title(text)
    assert (title.agency, title.year) == (agency, year)


@pytest.mark.parametrize(
    "text",
    [
        "关于印发嘉禾县2017年政府信息公开年度报告的通知",
        "关于编制2017年政府信息公开年度报告的通知",
        "关于报送2020年度政府信息公开工作年度报告的函",
        "政府信息公开",
        "郴州市2017年政府工作报告",
        "根据《条例》要求，特向社会公布2017年政府信息公开年度报告。",
        "2017年政府信息公开情况统计表",
        "",
        "首页 > 政务公开 > 政府信息公开年度报告",
        "关于报送《平潭县教育局2016年工作情况》的函",
        "关于报送2016年政府信息公开工作年度报告的函",
        "平潭县公安局2016年政府信息公开工作情况",
    ],
)
def test_no_titles(text):
    title = read_title(text)
    assert title is None or (title.agency is None and title.year is None)


def test_a_letter_that_hands_a_report_in_keeps_its_own_words():
    letter = "关于报送《平潭综合实验区公安局2016年 政府信息公开工作情况》的函"
    assert read_title(letter).text == letter


def test_a_title_over_two_lines():
    document = Document((Paragraph("嘉禾县人民政府"), Paragraph("2017年政府信息公开工作年度报告")), "text")
    first = Outline(document).titles[0]
    assert (first.agency, first.year, str(first.locator)) == ("嘉禾县人民政府", 2017, "b1")


def test_a_breadcrumb_before_a_title_is_no_part_of_it():
    document = Document((Paragraph("1. 政府信息公开"), Paragraph("嘉禾县2017年政府信息公开年度报告")), "text")
    assert [title.agency for title in Outline(document).titles] == ["嘉禾县"]


def test_a_banner_is_no_agency():
    document = Document((Paragraph("郴州市人民政府门户网站"), Paragraph("2017年政府信息公开工作年度报告")), "text")
    assert [title.agency for title in Outline(document).titles] == [None]


def test_a_title_whose_last_words_stand_on_a_line_of_their_own():
    lines = ("道县文广新局2013年度信息公开工作", "年度报告")
    (title,) = Outline(Document(tuple(map(Paragraph, lines)), "text")).titles
    assert (title.text, title.agency, title.year) == ("".join(lines), "道县文广新局", 2013)
