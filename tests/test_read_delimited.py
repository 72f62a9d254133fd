"""Tables whose cells are parted by a character: which text is one, and what stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.delimited import render_delimited
from generators.grid import GridCell
from generators.shown import Shown, shown_blocks
from gongkai.document import UNCERTAIN
from gongkai.read import read_document

ROWS = "项目,数量,备注\n受理,7,\n办结,6,无\n"
TABLE = [["项目", "数量", "备注"], ["受理", "7", ""], ["办结", "6", "无"]]


def shown(text: str, encoding: str = "utf-8") -> Shown:
    return shown_blocks(read_document(text.encode(encoding)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_any_encoding(encoding: str) -> None:
    document = read_document(ROWS.encode(encoding), name="report.csv")
    assert shown_blocks(document) == [TABLE]
    assert (document.format, document.source) == ("csv", "report.csv")


@pytest.mark.parametrize(
    "text",
    [
        ROWS.replace("\n", "\r\n"),
        ROWS.replace(",", ";"),
        "sep=;\n" + ROWS.replace(",", ";"),
        '"项目","数量","备注"\n"受理","7",""\n"办结","6","无"\n',
        '"项目"\t"数量"\t"备注"\n受理\t7\t\n办结\t6\t无\n',
    ],
)
def test_any_separator(text: str) -> None:
    assert shown(text) == [TABLE]


def test_lines_with_tabs_are_tables_of_plain_text() -> None:
    document = read_document(ROWS.replace(",", "\t").encode())
    assert (document.format, shown_blocks(document)) == ("text", [TABLE])


def test_quoted_line_breaks_separators_and_quotes() -> None:
    text = '项目,数量,备注\n"受理\n（件）","1,234","甲,""乙"""\n办结,6,\n'
    assert shown(text) == [[["项目", "数量", "备注"], ["受理\n（件）", "1,234", '甲,"乙"'], ["办结", "6", ""]]]


@pytest.mark.parametrize(
    "title", ["某局2023年年报\n", "某局2023年年报,,\n", "某局2023年年报,,\n,,\n", "\n某局2023年年报\n\n"]
)
def test_a_title_above_the_table(title: str) -> None:
    assert shown(title + ROWS) == ["某局2023年年报", TABLE]


def test_blank_records_part_two_tables() -> None:
    assert shown(ROWS + ",,\n二、公开,,\n,,\n" + ROWS) == [TABLE, "二、公开", TABLE]


def test_a_record_of_another_length_is_not_sure() -> None:
    odd = "项目,数量,备注\n受理,1,234,\n办结,6\n诉讼,5,\n复议,4,,,\n"
    found = shown(odd + "".join(f"第{number}项,{number},\n" for number in range(20)))
    assert found[0][1:5] == [
        ["受理", UNCERTAIN, UNCERTAIN],
        ["办结", "6", UNCERTAIN],
        ["诉讼", "5", ""],
        ["复议", "4", ""],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "受理申请7件，办结6件。\n予以公开5件。\n",
        "Received 7, answered 6, refused 1\nPublished 5, and more\nNothing else, as we said, today\nThat is all\n",
        "受理申请7件,办结6件\n公开信息5条,更新3条\n接待4人次,答复2次\n",
        "收到申请数 件 2,261\n当面申请数 件 1,048\n传真申请数 件 2,915\n网络申请数 件 1,556\n",
        "受理\n1,234\n2,345\n3,456\n4,567\n",
        "受理 | 1,234\n办结 | 2,345\n诉讼 | 3,456\n",
        "受理\t1,234\n办结\t2,345\n诉讼\t3,456\n",
        '受理,7,"\n办结,6,\n诉讼,5,\n',
        "项目,数量\n受理,7\n",
    ],
)
def test_text_with_commas_is_text(text: str) -> None:
    assert read_document(text.encode()).format == "text"


@given(
    st.lists(
        st.lists(st.sampled_from(["受理", "7", "1,234", '甲"乙', "丙\n丁", ""]), min_size=3, max_size=3), max_size=6
    )
)
@settings(max_examples=40)
def test_any_cells_come_back(rows: list[list[str]]) -> None:
    full = [["项目", "1", "2"], *rows, ["合计", "3", "4"], ["总计", "5", "6"], ["上年", "7", "8"]]
    filled = [row for row in full if any(row)]
    data = render_delimited([tuple(tuple(GridCell(text) for text in row) for row in filled)])
    ((*found,),) = shown_blocks(read_document(data))
    assert found == filled
