"""Headers of which the page does not say over how many rows each cell stands."""

import pytest

from gongkai.document import Cell, Table
from gongkai.recognise.form_tables.lost_row_spans import header_places

Rows = list[list[str | tuple[str, int]]]


def table(rows: Rows) -> Table:
    """Lay out rows of texts, some with the number of columns that they span; all are one row high."""
    cells = []
    for row, texts in enumerate(rows, start=1):
        column = 1
        for each in texts:
            text, span = (each, 1) if isinstance(each, str) else each
            cells.append(Cell(text, row, column, column_span=span))
            column += span
    return Table(tuple(cells))


def places(rows: Rows) -> dict[str, tuple[int, int]]:
    """Give the column and the height of each cell that stands elsewhere."""
    return {cell.text: (cell.column, cell.row_span) for cell in header_places(table(rows)).values()}


def test_cells_reach_down_beside_those_of_their_group() -> None:
    assert places(
        [
            [("附注", 2), ("申请人情况", 5)],
            ["自然人", ("法人", 3), "总计"],
            ["企业", "机构", "其他"],
            [("收到", 2), "1", "2", "3", "4", "5"],
        ]
    ) == {
        "附注": (1, 3),
        "自然人": (3, 2),
        "法人": (4, 1),
        "总计": (7, 2),
        "企业": (4, 1),
        "机构": (5, 1),
        "其他": (6, 1),
    }


def test_what_stands_over_the_labels_reaches_down_before_others() -> None:
    """Of the two choices that are three columns wide only one has the note, which would have columns below it."""
    rows: Rows = [["附注", "自然人", ("法人", 3), "总计"], ["企业", "机构", "其他"], ["收到", "1", "2", "3", "4", "5"]]
    assert places(rows) == {
        "附注": (1, 2),
        "自然人": (2, 2),
        "总计": (6, 2),
        "企业": (3, 1),
        "机构": (4, 1),
        "其他": (5, 1),
    }


@pytest.mark.parametrize(
    "rows",
    [
        # Either of two cells may reach down.
        [["甲", "乙", "丙"], ["丁"], ["收到", "1", "2"]],
        # No choice of cells is as wide as what is missing.
        [[("甲", 2), ("乙", 2)], ["丙", "丁", "戊"], ["收到", "1", "2", "3"]],
        # The header is wider than the rows below it.
        [[("甲", 2), ("乙", 3)], ["丙", "丁", "戊"], ["收到", "1", "2", "3"]],
        # Nothing is missing.
        [["甲", "乙"], ["丙", "丁"], ["收到", "1"]],
        # A blank row is no header.
        [["甲", "乙"], ["丙"], ["收到", ""]],
        # There are no rows below it.
        [[("甲", 1), ("乙", 2)], ["丙", "丁"]],
    ],
)
def test_where_more_than_one_choice_is_left_the_cells_stay(rows: Rows) -> None:
    assert places(rows) == {}
