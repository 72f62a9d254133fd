from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document import Cell, Document, Locator, Paragraph, Table
from gongkai.read import read_document
from gongkai.repair import Edit, Plan, apply_plan, repair
from gongkai.repair.lexicon import lexicon

CASES = Path(__file__).parent / "repair_cases"


def page(*texts):
    return Document(tuple(map(Paragraph, texts)), "text")


# --- Digits set apart ---


@pytest.mark.parametrize(
    ("cells", "repaired"),
    [
        (["2 4 5 5", "3", "1 2"], ["2455", "3", "12"]),
        (["2\u00a04\u00a05\u00a05", "31", "7"], ["2455", "31", "7"]),
        (["2  4  5", "1  2"], ["245", "12"]),
    ],
    ids=["no number is whole", "others are whole", "wider blanks"],
)
def test_digits_that_are_set_apart_are_a_number_where_each_cell_holds_one(cells, repaired):
    found = repair(Document((column(cells),), "html"))
    assert [cell.text for cell in found.document.blocks[0].cells] == repaired
    assert {row.kind for row in found.plan.rows()} == {"digits_set_apart"}


@pytest.mark.parametrize(
    "cells",
    [
        ["2 4 5", "3 1 2", "7 1 1"],
        ["2 4 5"],
        ["0 4 5", "1 2"],
        ["2 4  5", "1 2"],
        ["2 4", "31", "7"],
        ["12 3", "7 5 1"],
    ],
    ids=["as many in each", "only one", "a zero before", "uneven blanks", "two beside whole numbers", "other numbers"],
)
def test_digits_that_may_be_several_numbers_stay_apart(cells):
    assert repair(Document((column(cells),), "html")).plan == Plan()


def test_digits_on_a_line_of_text_are_values():
    assert repair(page("规章 2 4 5", "2 4 5 5", "7")).plan == Plan()


def column(texts):
    return Table(tuple(Cell(text, row, 1) for row, text in enumerate(texts, start=1)))


# --- Plans ---

DAMAGED = Document(
    (
        Paragraph("数据自201711日至20171231日止，由****公司报送", page=2),
        Table(
            (Cell("文号", 1, 1), Cell("湘政办函〔201744号", 1, 2), Cell("日期", 2, 1), Cell("20181月", 2, 2)), page=3
        ),
    ),
    "text",
)


def test_plan_gives_the_rows_of_the_table():
    rows = repair(DAMAGED).plan.rows()
    assert [(row.repair, row.kind, row.before, row.after, str(row.locator), row.certainty) for row in rows] == [
        (1, "dropped_characters", "201711日", "2017年1月1日", "p2.b1:3-10", 1.0),
        (2, "dropped_characters", "20171231日", "2017年12月31日", "p2.b1:11-20", 1.0),
        (3, "masked", "****", "****", "p2.b1:23-27", 1.0),
        (4, "dropped_characters", "〔201744号", "〔2017〕44号", "p3.b2.r1.c2:4-12", 1.0),
        (5, "dropped_characters", "20181月", "2018年1月", "p3.b2.r2.c2:0-6", 1.0),
    ]


def test_blocks_rows_and_columns_stay():
    repaired = repair(DAMAGED).document
    assert [type(block) for block in repaired.blocks] == [Paragraph, Table]
    assert repaired.text_at("b2.r1.c2") == "湘政办函〔2017〕44号"
    assert [(cell.row, cell.column) for cell in repaired.blocks[1].cells] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert replace(repaired, blocks=DAMAGED.blocks) == DAMAGED


def test_plan_is_replayed():
    result = repair(DAMAGED)
    assert apply_plan(DAMAGED, result.plan) == result.document


@pytest.mark.parametrize(
    ("repaired", "raw"),
    [
        ("b1:3-12", "b1:3-10"),  # the whole edit
        ("b1:7-8", "b1:3-10"),  # a part of it
        ("b1:0-3", "b1:0-3"),  # before it
        ("b1:12-13", "b1:10-11"),  # between two
        ("b1:0-35", "b1:0-31"),  # all of the text
        ("b1:27-31", "b1:23-27"),  # what is masked
        ("b1", "b1"),
        ("b2.r1.c1:0-2", "b2.r1.c1:0-2"),
        ("p3.b2.r1.c2:10-12", "p3.b2.r1.c2:4-12"),
        ("b2:3-5", "b2"),
        ("b2", "b2"),
    ],
)
def test_places_lead_back_to_the_raw_text(repaired, raw):
    assert repair(DAMAGED).plan.to_raw(Locator.parse(repaired)) == Locator.parse(raw)


def test_plan_of_another_document_is_refused():
    plan = repair(DAMAGED).plan
    with pytest.raises(ValueError, match="another document"):
        apply_plan(page("数据自201811日"), plan)
    with pytest.raises(ValueError, match="no block 2"):
        apply_plan(page(DAMAGED.blocks[0].text), plan)


def test_edit_without_characters_is_refused():
    with pytest.raises(ValueError, match="needs the characters"):
        apply_plan(page("甲"), Plan((Edit("masked", "甲", "甲", Locator(1), 1.0),)))


def test_two_kinds_of_damage_in_one_place_are_one_edit():
    result = repair(page("截至2017\u200b1231日"))
    assert [(edit.kind, edit.before, edit.after) for edit in result.plan.edits] == [
        ("invisible", "2017\u200b1231日", "2017年12月31日")
    ]


def test_empty_document():
    empty = Document((), "text")
    assert repair(empty).document is empty


# --- Properties ---

WORDS = sorted(
    word
    for group in ("genre", "general")
    for word in yaml.safe_load(
        (Path(__file__).parents[1] / "src/gongkai/repair/lexicon.yaml").read_text(encoding="utf-8")
    )[group].split()
)
HEALTHY_PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([*"，。；、：,;:()", "“一网通办”", "《条例》", "（一）", "(GDP)", "——", "\n", "\u3000"]),
    st.builds("{}件".format, st.integers(0, 99999)),
    st.builds("{:.1f}%".format, st.floats(0, 100)),
    st.dates().filter(lambda day: day.year > 1949).map(lambda day: f"{day.year}年{day.month}月{day.day}日"),
    st.dates().filter(lambda day: day.year > 1949).map(lambda day: f"{day:%Y-%m-%d}"),
    st.builds("国办发〔20{:02}〕{}号".format, st.integers(0, 99), st.integers(1, 999)),
    st.builds("0{}-{}".format, st.integers(310, 999), st.integers(1000000, 99999999)),
    st.integers(10**10, 10**11).map(str),
)
GB_2312 = st.builds(
    lambda lead, trail: bytes((lead, trail)).decode("gb2312", errors="ignore"),
    st.integers(0xB0, 0xF7),
    st.integers(0xA1, 0xFE),
)
BROKEN_PIECES = st.one_of(
    HEALTHY_PIECES,
    GB_2312,
    st.characters(),
    st.sampled_from(
        [
            "20171月",
            "201711日",
            "〔201744号",
            "****",
            "\u200b",
            "傲郊肌",
            ":喜⒘酥馗床牧,",
            "Õþ¸®ÐÅÏ¢",
            "關",
            "(guān)",
            "\ufffd",
        ]
    ),
)


def texts_of(pieces, size=30):
    return st.lists(st.lists(pieces, max_size=size).map("".join), max_size=4)


@given(texts_of(HEALTHY_PIECES))
def test_healthy_text_stays(texts):
    healthy = page(*texts)
    assert repair(healthy).document is healthy


@given(st.lists(st.lists(GB_2312, max_size=40).map("".join), max_size=4))
def test_rare_characters_are_no_damage_by_themselves(texts):
    assert repair(page(*texts)).plan.edits == ()


@given(texts_of(BROKEN_PIECES))
def test_plans_hold_whatever_is_broken(texts):
    raw = page(*texts)
    result = repair(raw)
    assert apply_plan(raw, result.plan) == result.document
    for edit in result.plan.edits:
        assert raw.text_at(edit.place) == edit.before
        assert 0 < edit.certainty <= 1
    for first, second in zip(result.plan.edits, result.plan.edits[1:], strict=False):
        assert (first.place.block, first.place.end) <= (second.place.block, second.place.start)


@given(texts_of(BROKEN_PIECES), st.data())
def test_places_lead_back_whatever_is_broken(texts, data):
    raw = page("甲", *texts)
    result = repair(raw)
    block = data.draw(st.integers(1, len(raw.blocks)))
    length = len(result.document.blocks[block - 1].text)
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    place = result.plan.to_raw(Locator(block, start=start, end=end))
    edits = [edit for edit in result.plan.edits if edit.place.block == block and edit.before != edit.after]
    touched = [edit for edit in edits if edit.place.start < place.end and place.start < edit.place.end]
    for edit in touched:
        assert place.start <= edit.place.start
        assert edit.place.end <= place.end
    if not touched:
        assert raw.text_at(place) == result.document.text_at(Locator(block, start=start, end=end))


@given(texts_of(BROKEN_PIECES))
def test_what_is_repaired_stays(texts):
    repaired = repair(page(*texts)).document
    again = repair(repaired)
    assert {edit.kind for edit in again.plan.edits if edit.before != edit.after} <= {
        "gbk_shift",
        "traditional",
        "mojibake",
    }


def test_a_converter_puts_words_of_taiwan_for_official_ones():
    raw = page("二、主動公開政府資訊情況", "行政規範性檔案的資訊內容", "訂閱資訊並歸檔檔案")
    assert [block.text for block in repair(raw).document.blocks] == [
        "二、主动公开政府信息情况",
        "行政规范性文件的信息内容",
        "订阅资讯并归档档案",
    ]


# --- Real documents ---


@pytest.mark.parametrize("name", ["huaian-2024.pdf", "shuyang-drc-2023.html"])
def test_healthy_samples_stay(samples, name):
    document = read_document(samples / name)
    assert repair(document).document is document


def test_damaged_sample(samples):
    result = repair(read_document(samples / "jiahe-2017.txt"))
    assert [(edit.kind, edit.before, edit.after) for edit in result.plan.edits] == [
        ("dropped_characters", "201711日", "2017年1月1日"),
        ("dropped_characters", "20171231日", "2017年12月31日"),
        ("dropped_characters", "〔201744号", "〔2017〕44号"),
        ("gbk_shift", "!傲郊肌", "。“两集约”"),
        ("gbk_shift", "!叭嵘", "。“三提升”"),
        ("gbk_shift", ":喜⒘酥馗床牧", "。合并了重复材料"),
        ("dropped_characters", "20181月", "2018年1月"),
    ]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_own_text_is_healthy(name):
    text = (Path(__file__).parents[1] / name).read_text(encoding="utf-8")
    plan = repair(page(*text.splitlines())).plan
    assert [edit for edit in plan.edits if edit.before != edit.after] == []


def test_lexicon_says_each_word_once():
    data = yaml.safe_load((Path(__file__).parents[1] / "src/gongkai/repair/lexicon.yaml").read_text(encoding="utf-8"))
    for group in ("particles", "singles", "genre", "general"):
        words = data[group].split()
        assert len(words) == len(set(words))
    assert lexicon().root.after("公开").surprise is not None
