"""The outline of a document: what all wings ask of it, found once."""

import pytest

from gongkai.document import Cell, Document, Paragraph, Table
from gongkai.recognise.form_tables.lines import Stream, is_numbering
from gongkai.recognise.form_tables.pieces import pieces
from gongkai.recognise.outline import Outline

TITLE = "嘉禾县2017年政府信息公开年度报告"
SHORT_TABLE = Table((Cell("文号", 1, 1), Cell("1号", 1, 2)))
LONG_TABLE = Table(tuple(Cell(str(row), row, 1) for row in range(1, 8)))


def outline(*blocks: str | Table) -> Outline:
    return Outline(Document(tuple(Paragraph(each) if isinstance(each, str) else each for each in blocks), "text"))


@pytest.mark.parametrize(
    ("blocks", "body"),
    [
        ((TITLE, "现予公布。", "一、概述", "略。"), 3),
        ((TITLE, SHORT_TABLE, LONG_TABLE, "一、概述"), 3),
        ((TITLE, SHORT_TABLE), 3),
        ((), 1),
    ],
)
def test_the_body_begins_with_a_heading_or_a_long_table(blocks: tuple[str | Table, ...], body: int) -> None:
    assert outline(*blocks).body == body


def test_headings_between_two_blocks_follow_one_another_anew() -> None:
    found = outline(TITLE, "一、概述", "二、公开", TITLE, "一、概述", "二、申请", "四、其他")
    assert [heading.locator.block for heading in found.headings()] == [2, 3, 7]
    assert [heading.locator.block for heading in found.headings(5)] == [5, 6, 7]
    assert [heading.locator.block for heading in found.headings(2, 6, without={3})] == [2]


def test_an_empty_document_has_no_titles_and_no_headings() -> None:
    assert (outline().titles, outline().headings(), outline().page_lines) == ((), [], frozenset())


def test_lines_of_the_page_are_known_by_their_blocks() -> None:
    assert outline(TITLE, "第2页 共5页", "略。").page_lines == {2}


def stream(*rows: tuple[str, ...]) -> Stream:
    cells = (Cell(text, row, column) for row, texts in enumerate(rows, 1) for column, text in enumerate(texts, 1))
    return Stream(pieces(Document((Paragraph("统计表"), Table(tuple(cells))), "html")))


def test_texts_are_found_from_any_place() -> None:
    found = stream(("1", "规章", "3"), ("2", "4", "5"))
    assert [piece.text for piece in found] == ["统计表", "1", "规章", "3", "2", "4", "5"]
    assert (found.text_before(2), found.text_before(6), found.text_behind(1), found.text_behind(2)) == (0, 2, 2, None)


def test_regions_are_tables_and_the_lines_between_them() -> None:
    assert stream(("规章", "3"), ("合计", "5")).regions == (range(1), range(1, 5))


def test_a_table_whose_rows_differ_in_length_has_no_grid() -> None:
    assert stream(("规章", "3"), ("合计", "5")).ragged == {None}
    assert stream(("规章", "3"), ("合计",)).ragged == {None, 2}


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        (("1", "2", "3"), True),
        (("1", "3"), False),
        (("1",), False),
        (("1", "2", "3", "4", "5", ""), True),
        (("", "1", "2", "3", "4", "5"), True),
        (("1", "2", "", "3", "4", "5"), False),
        (("1", "2", "", ""), False),
    ],
)
def test_a_row_that_numbers_the_columns(row: tuple[str, ...], numbers: bool) -> None:
    assert is_numbering(stream(row)[1:]) is numbers


def test_of_two_cells_at_one_slot_the_first_is_meant() -> None:
    table = Table((Cell("甲", 1, 1), Cell("乙", 1, 1)))
    assert (table.text_at(1, 1), table.text_at(2, 1)) == ("甲", None)
