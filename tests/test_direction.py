"""A number that is ordered to be shown from right to left never comes out as it is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generators.delimited import render_delimited
from generators.grid import Grid, GridCell
from generators.open_documents import render_ods, render_odt
from generators.rich_text import render_rtf
from generators.sheet import render_xls, render_xlsx
from generators.spreadsheet_xml import render_spreadsheet_xml
from generators.word import render_docx
from generators.word_2003 import render_word_2003
from gongkai.document import UNCERTAIN, Document, Paragraph
from gongkai.read import read_document
from gongkai.read.direction import as_shown

OVERRIDE, END = "\u202e", "\u202c"


@pytest.mark.parametrize(
    ("render", "printed"),
    [
        (render_docx, UNCERTAIN),
        (render_word_2003, UNCERTAIN),
        (render_rtf, "2455"),
        (render_odt, UNCERTAIN),
        (render_ods, "2455"),
        (render_xlsx, "2455"),
        (render_xls, "2455"),
        (render_spreadsheet_xml, "2455"),
        (render_delimited, "2455"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_cell(render: Callable[[list[Grid]], bytes], printed: str) -> None:
    others = (("办结", "7", "件"), ("结转", "0", "件"), ("信函", "3", "件"), ("传真", "4", "件"), ("当面", "5", "件"))
    rows = (("项目", "数量", "单位"), ("受理", f"{OVERRIDE}5542{END}", "件"), *others)
    grid = tuple(tuple(map(GridCell, row)) for row in rows)
    document = read_document(render([grid]))
    assert document.text_at("b1.r2.c2") == printed
    assert [remark.kind for remark in document.remarks_at("b1.r2.c2")] == ["reversed"]


def test_a_line_of_text() -> None:
    document = read_document(f"2024年收到申请{OVERRIDE}21{END}件，{OVERRIDE}办结".encode())
    assert document.text_at("b1") == "2024年收到申请12件，办结"
    assert [remark.detail for remark in document.remarks] == ["21 is written from right to left"]


def test_an_order_ends_with_its_line() -> None:
    document = read_document(f"收到申请{OVERRIDE}21\n办结12件".encode())
    assert [text for _, text in document.paragraphs()] == ["收到申请12", "办结12件"]


def test_orders_inside_one_another_are_a_doubt() -> None:
    assert read_document(f"收到{OVERRIDE}5\u202a54{END}2件".encode()).text_at("b1") == f"收到{UNCERTAIN}2件"


def test_signs_that_have_places_on_a_page_stand_as_they_are_seen() -> None:
    page = Document((Paragraph(f"{OVERRIDE}12件", page=1),), "pdf")
    assert as_shown(page) is page
