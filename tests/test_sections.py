import pytest

from gongkai.document import Document, Locator, Paragraph
from gongkai.recognise.narrative.sections import find_sections
from gongkai.recognise.outline import Outline


def sections(*lines: str) -> list[tuple[str | None, str | None, str]]:
    document = Document(tuple(Paragraph(line) for line in lines), "text")
    return [(each.number, each.heading, each.kind) for each in find_sections(Outline(document), None, ())][1:]


def test_headings_follow_one_another() -> None:
    assert sections("一、总体情况", "全年平稳。", "二、主动公开政府信息情况", "略。") == [
        ("一", "总体情况", "overview"),
        ("二", "主动公开政府信息情况", "disclosure"),
    ]


def test_a_list_that_counts_from_one_again_is_no_section() -> None:
    assert [
        number for number, _, _ in sections("一、总体情况", "二、主动公开政府信息情况", "一、抓培训", "三、其他")
    ] == [
        "一",
        "二",
        "三",
    ]


@pytest.mark.parametrize("line", ["十十、总体情况", "一一、总体情况"])
def test_a_malformed_numeral_heads_nothing(line: str) -> None:
    assert sections(line, "一、主动公开政府信息情况", "二、其他需要报告的事项") == [
        ("一", "主动公开政府信息情况", "disclosure"),
        ("二", "其他需要报告的事项", "other"),
    ]


def test_of_a_page_that_was_cut_the_first_sections_are_gone() -> None:
    assert sections("三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况") == [
        ("三", "收到和处理政府信息公开申请情况", "requests"),
        ("四", "政府信息公开行政复议、行政诉讼情况", "disputes"),
    ]
    assert sections("三、抓好培训", "四、抓好考核") == []


def test_brackets_number_sections_where_nothing_else_does() -> None:
    assert sections("（一）总体情况", "（二）主动公开政府信息情况") == [
        ("一", "总体情况", "overview"),
        ("二", "主动公开政府信息情况", "disclosure"),
    ]


def test_a_heading_may_open_its_paragraph() -> None:
    assert sections("一、总体情况。今年本局公开信息三条。", "二、主动公开政府信息情况。以网站为主。") == [
        ("一", "总体情况", "overview"),
        ("二", "主动公开政府信息情况", "disclosure"),
    ]


def test_characters_are_those_of_the_section() -> None:
    document = Document(tuple(map(Paragraph, ("某局年报", "一、总体情况", "全年 平稳。"))), "text")
    assert [each.characters for each in find_sections(Outline(document), Locator(1), ())] == [0, 11]


def test_other_matters_and_their_annexes_are_the_other_matters() -> None:
    assert sections("一、附件", "二、需要说明的其他事项与附表") == [
        ("一", "附件", "attachment"),
        ("二", "需要说明的其他事项与附表", "other"),
    ]
