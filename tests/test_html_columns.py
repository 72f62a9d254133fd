"""Columns of a table that `<col>` or `<colgroup>` hides: their cells are not seen, whatever they hold."""

from __future__ import annotations

import pytest

from gongkai.document import UNCERTAIN
from gongkai.read.html import read_html

SHEET = "<style>.h{visibility:collapse} .out{display:none} table.t col:nth-child(2){visibility:collapse}</style>"


def read(columns: str, table: str = "") -> tuple[list[str], list[str]]:
    """Give the cells of a table of three columns, and where something is remarked of it."""
    rows = "<tr><td>受理<td>7<td>8<tr><td>办结<td>5<td>6<tr><td colspan=2>共 2 项<td>4"
    document = read_html(f"{SHEET}<table {table}>{columns}{rows}</table>")
    cells = [document.text_at(f"b1.r{row}.c{column}") or "" for row in (1, 2) for column in (1, 2, 3)]
    return cells, sorted({str(remark.locator) for remark in document.remarks})


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("<col><col style='visibility:collapse'><col>", ""),
        ("<col><col class=h>", ""),
        ("<colgroup><col><col class=h></colgroup>", ""),
        ("<colgroup></colgroup><colgroup class=h></colgroup><colgroup></colgroup>", ""),
        ("<colgroup><col></colgroup><colgroup class=h><col></colgroup>", ""),
        ("<colgroup span=1></colgroup><colgroup span=1 style='visibility:collapse'></colgroup>", ""),
        ("<col><col><col>", "class=t"),
    ],
)
def test_a_hidden_column_keeps_its_place_and_nothing_in_it(columns: str, table: str) -> None:
    cells, remarked = read(columns, table)
    assert cells == ["受理", "", "8", "办结", "", "6"]
    assert remarked == ["b1.r1.c2", "b1.r2.c2"]


@pytest.mark.parametrize("columns", ["<col><col style='display:none'>", "<col><col class=out>", "<col><col hidden>"])
def test_what_not_every_browser_hides_is_a_doubt(columns: str) -> None:
    cells, remarked = read(columns)
    assert cells == ["受理", UNCERTAIN, "8", "办结", UNCERTAIN, "6"]
    assert remarked == ["b1.r1.c2", "b1.r2.c2"]


def test_a_cell_is_hidden_only_with_all_its_columns() -> None:
    for columns, seen in [("<col class=h><col>", "共 2 项"), ("<col class=h span=2>", "")]:
        document = read_html(f"{SHEET}<table>{columns}<tr><td colspan=2>共 2 项<td>4<tr><td>受理<td>7<td>8</table>")
        assert document.text_at("b1.r1.c1") == seen


@pytest.mark.parametrize(
    "columns", ["", "<col><col style='visibility:hidden'>", "<col><col style='width:0'>", "<col><col span=0>"]
)
def test_other_columns_are_seen(columns: str) -> None:
    assert read(columns) == (["受理", "7", "8", "办结", "5", "6"], [])


def test_a_hidden_column_of_a_layout_is_left_out() -> None:
    inner = "<table><tr><td>受理<td>7<tr><td>办结<td>6</table>"
    page = f"{SHEET}<table><col><col class=h><tr><td>{inner}<td>3 月</td><tr><td>脚注<td>4 月</table>"
    document = read_html(page)
    assert [getattr(block, "text", "table") for block in document.blocks] == ["table", "脚注"]
