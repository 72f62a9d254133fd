"""The problems and measures that a report lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document import Document, Locator, Paragraph
from gongkai.read import read_document
from gongkai.recognise import recognise
from gongkai.recognise.narrative.points import find_points
from gongkai.recognise.narrative.sections import find_sections
from gongkai.recognise.outline import Outline

BEFORE = [
    "某县2020年政府信息公开工作年度报告",
    "一、总体情况",
    "一是抓学习；二是抓落实；三是抓考核。",
    "二、主动公开政府信息情况",
]
AFTER = ["四、其他需要报告的事项", "一是经费充足；二是人员稳定。"]


def points(heading: str, *paragraphs: str) -> list[tuple[str, str, str]]:
    """The points of a report whose third section has the heading and the paragraphs: kind, ordinal, text."""
    texts = [*BEFORE, f"三、{heading}", *paragraphs, *AFTER]
    document = Document(tuple(map(Paragraph, texts)), "text")
    outline = Outline(document)
    sections = find_sections(outline, Locator(1), ())
    found = find_points(outline, sections, ())
    assert [point.point for point in found] == list(range(1, len(found) + 1))
    assert {point.section for point in found} <= {3}
    for point in found:
        text = document.text_at(point.locator)
        assert text.startswith(point.ordinal)
        assert point.characters == len("".join(text.split()))
    return [(point.kind, point.ordinal, document.text_at(point.locator)) for point in found]


def test_inline_lists():
    assert points(
        "存在的主要问题及改进措施",
        "工作中还有一些不足：一是更新不及时；二是解读形式单一。",
        "下一步，我们将做好以下工作：一是专人负责。每周检查；二是多用图解。",
    ) == [
        ("problem", "一是", "一是更新不及时；"),
        ("problem", "二是", "二是解读形式单一。"),
        ("measure", "一是", "一是专人负责。每周检查；"),
        ("measure", "二是", "二是多用图解。"),
    ]


def test_both_lists_in_one_paragraph():
    found = points(
        "存在的问题和改进情况",
        "2020年仍有不足：1、公开面窄；2、人手少。针对以上问题，将采取以下措施：1、扩大公开；2、充实人员。",
    )
    assert [(kind, ordinal) for kind, ordinal, _ in found] == [
        ("problem", "1、"),
        ("problem", "2、"),
        ("measure", "1、"),
        ("measure", "2、"),
    ]
    assert found[1][2] == "2、人手少。"


def test_lists_by_paragraph_under_headings():
    found = points(
        "存在的主要问题及改进情况",
        "（一）存在的主要问题",
        "1.主动公开意识不强。个别科室不报信息。",
        "2.栏目更新慢。",
        "（二）改进措施",
        "1.加强培训。一是办班；二是自学。",
        "2.定期通报。",
    )
    assert [(kind, ordinal) for kind, ordinal, _ in found] == [
        ("problem", "1."),
        ("problem", "2."),
        ("measure", "1."),
        ("measure", "2."),
    ]
    assert found[2][2] == "1.加强培训。一是办班；二是自学。"


def test_a_list_inside_a_point_is_a_part_of_it():
    found = points(
        "存在的问题",
        "当前存在以下问题：",
        "（一）机制不健全。一是分工不明；二是责任不清。",
        "（二）队伍不稳定。",
    )
    assert [ordinal for _, ordinal, _ in found] == ["（一）", "（二）"]


@pytest.mark.parametrize(
    ("text", "ordinals"),
    [
        ("首先，机制不健全；其次，人手不足；最后，经费不够。", ["首先", "其次", "最后"]),
        ("第一，渠道少。第二，更新慢。第三、解读难。", ["第一", "第二", "第三"]),
        ("①渠道少；②更新慢。", ["①", "②"]),
        ("（1）渠道少；（2）更新慢。", ["（1）", "（2）"]),
        ("一是渠道少；三是更新慢。", ["一是", "三是"]),
        ("一要拓宽渠道，二要加快更新。", ["一要", "二要"]),
    ],
)
def test_ways_to_number(text, ordinals):
    assert [ordinal for _, ordinal, _ in points("存在的问题", text)] == ordinals


def test_lists_numbered_as_sections_are():
    found = points(
        "存在的问题和改进措施",
        "存在的主要问题",
        "一、认识不够。",
        "二、人员少。",
        "改进措施",
        "一、多学习。",
        "二、配人员。",
    )
    assert [kind for kind, _, _ in found] == ["problem", "problem", "measure", "measure"]


def test_a_second_list_that_nothing_announces():
    found = points("存在的问题及改进情况", "一是更新慢；二是解读少。", "一是加快更新；二是丰富解读。")
    assert [kind for kind, _, _ in found] == ["problem", "problem", "measure", "measure"]


def test_an_announcement_behind_a_point_ends_it():
    found = points("存在的问题和改进措施", "主要问题：①人手不足；②目录不全。改进措施：①增配人手；②完善目录。")
    assert [(kind, text) for kind, _, text in found] == [
        ("problem", "①人手不足；"),
        ("problem", "②目录不全。"),
        ("measure", "①增配人手；"),
        ("measure", "②完善目录。"),
    ]


def test_an_announcement_of_a_list_inside_a_point_does_not():
    found = points("存在的问题", "（一）机制不全。主要表现在：一是分工不明；二是责任不清。（二）队伍不稳。")
    assert [ordinal for _, ordinal, _ in found] == ["（一）", "（二）"]


@pytest.mark.parametrize(
    "text",
    [
        "（一）存在问题。一是图解少。二是更新慢。（二）改进措施。一是多做图解。二是加快更新。",
        "（一）问题：1、图解少。2、更新慢。（二）措施：1、多做图解。2、加快更新。",
    ],
)
def test_headings_inside_a_paragraph(text):
    found = points("存在的主要问题及改进情况", text)
    assert [(kind, text[2:]) for kind, _, text in found] == [
        ("problem", "图解少。"),
        ("problem", "更新慢。"),
        ("measure", "多做图解。"),
        ("measure", "加快更新。"),
    ]


def test_what_was_done_about_the_problems_of_last_year_is_measures():
    found = points(
        "存在的主要问题及改进情况",
        "针对上年度栏目空白问题，一是建立台账，二是限时办理。今年存在的问题：一是图解少；二是更新慢。",
    )
    assert [kind for kind, _, _ in found] == ["measure", "measure", "problem", "problem"]


def test_a_heading_that_names_both_opens_the_problems():
    found = points(
        "其他情况", "存在的主要问题及改进情况", "一是图解少；", "二是更新慢。", "改进措施", "一是加人。", "二是加钱。"
    )
    assert [kind for kind, _, _ in found] == ["problem", "problem", "measure", "measure"]


def test_a_need_for_improvement_is_a_problem():
    found = points("存在的主要问题及改进情况", "还有需要改进和加强的地方，主要表现在：一是质量不高；二是人员不足。")
    assert [kind for kind, _, _ in found] == ["problem", "problem"]


def test_a_section_of_measures():
    found = points("下一步工作打算", "一是完善制度；二是优化平台。")
    assert [kind for kind, _, _ in found] == ["measure", "measure"]


def test_a_heading_inside_another_section_opens_lists():
    found = points(
        "政府信息公开工作情况",
        "（一）主要做法。一是抓领导；二是抓队伍。",
        "（二）存在的主要问题。一是不主动；二是不及时。",
        "（三）下一步打算。一是主动报；二是及时发。",
        "（四）典型经验。一是公开透明；二是便民高效。",
    )
    assert [(kind, text) for kind, _, text in found] == [
        ("problem", "一是不主动；"),
        ("problem", "二是不及时。"),
        ("measure", "一是主动报；"),
        ("measure", "二是及时发。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "信息更新有时不够及时，今后将认真改进。",
        "一是更新不及时。",
        "根据《条例》第二十条第（一）项、第（二）项的规定，公开不够全面。",
        "2019年问题3个，2020年1.5个百分点的差距。",
    ],
)
def test_no_lists(text):
    assert points("存在的问题", text) == []


def test_tables_are_left_out():
    texts = [*BEFORE, "三、存在的问题", "一是慢；二是少。"]
    document = Document(tuple(map(Paragraph, texts)), "text")
    outline = Outline(document)
    sections = find_sections(outline, Locator(1), ())
    assert len(find_points(outline, sections, ())) == 2
    assert find_points(outline, sections, {len(texts)}) == ()


@given(
    st.lists(st.text(alphabet="一二三四是要首先其次第、，。；：（）1234. 问题下一步措施针对", max_size=40), max_size=6)
)
def test_any_text_gives_points_that_stand_in_it(paragraphs):
    points("存在的问题及改进措施", *paragraphs)


@pytest.mark.parametrize("piece", ["一是", "（一）", "1.", "一、", "下一步", "。针对", "首先", "问题", "①"])
def test_hostile_text_ends(piece):
    points("存在的问题", piece * (20_000 // len(piece)))


@pytest.mark.parametrize(
    ("sample", "kinds"),
    [
        ("jiahe-2017.txt", ["problem"] * 3 + ["measure"] * 3),
        ("huaian-2024.pdf", ["problem"] * 2),
        ("shuyang-drc-2023.html", ["measure"] * 2),
    ],
)
def test_points_of_the_samples(sample, kinds, samples):
    source = samples / sample
    report = recognise(read_document(source))
    assert [point.kind for point in report.point_rows] == kinds
