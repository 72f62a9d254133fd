r"""Rich Text Format: characters in every spelling, tables, and what is not seen of a document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.grid import Grid, grids, placed
from generators.rich_text import escaped, in_bytes, render_rtf, rtf
from generators.shown import Shown, shown_blocks
from gongkai.document import UNCERTAIN, Table
from gongkai.errors import Reason, SourceError
from gongkai.read import read_document
from gongkai.read.rtf import read_rtf


def shown(body: str, before: str = "") -> Shown:
    return shown_blocks(read_document(rtf(body, before)))


def row(*cells: str, shape: str = r"\cellx2000\cellx4000") -> str:
    return rf"\trowd{shape}" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row"


def value(inside: str) -> str:
    """Read a cell, beside its label."""
    ((_, (_, text)),) = shown(row("a", "b") + row("c", inside))
    return text


def test_the_content_tells_the_format() -> None:
    document = read_document(rtf(r"{\info{\title " + in_bytes("某局年报") + "}}" + r"7\par"), name="report.doc")
    assert (document.format, document.source, document.metadata) == ("rtf", "report.doc", {"title": "某局年报"})


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (escaped("受理7件"), "受理7件"),
        (in_bytes("受理7件"), "受理7件"),
        (r"\f1 " + in_bytes("受理7件"), "受理7件"),
        (r"\f0 " + in_bytes("受理7件"), "受理7件"),
        (r"{\f1 \'ca\'dc}" + "\r\n" + r"{\f1 \'c0" + "\r\n" + r"\'ed}7", "受理7"),
        (r"\uc0\u21463\u29702 7", "受理7"),
        (r"\uc2\u21463\'ca\'dc\u29702 ab7", "受理7"),
        (r"{\upr{??}{\*\ud\u21463?\u29702?}}7", "受理7"),
        (r"\u-10179?\u-9216?7", "\U0001f4007"),
        (r"\u-9216?7", "\ufffd7"),
        (r"a\~b\_c\-d\emdash e\ldblquote f\rdblquote", "a\u00a0b-cd—e“f”"),
        (r"\{7\}\\", "{7}\\"),
        (r"7\tab 8", "7 8"),
        (r"\'81\'408", "丂8"),
        (r"\'ff7", "\ufffd7"),
    ],
)
def test_characters(written: str, printed: str) -> None:
    assert shown(rf"{written}\par") == [printed]


def test_the_font_for_wide_characters() -> None:
    body = r"\loch\f0\hich\f0\dbch\f1 \'ca\'dc\loch\f0 7\dbch\af1\loch\f0 \dbch \'c0\'ed\par"
    assert shown_blocks(read_document(rtf(body, code_page=1252))) == ["受7理"]


def test_a_code_page_of_taiwan() -> None:
    assert shown_blocks(read_document(rtf(in_bytes("處罰7件", "big5") + r"\par", code_page=950))) == ["處罰7件"]


def test_lines_paragraphs_and_what_the_file_says_of_itself() -> None:
    before = r"{\stylesheet{\s0 Normal 99;}}{\*\generator 99;}{\header 99\par}{\footer 99\par}{\info{\author 99}}"
    assert shown(r"1\line 2\par 3\sect 4\page 5", before) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("set_so", "printed"),
    [
        (r"\b", "7"),
        (r"\v", ""),
        (r"\v\v0", "7"),
        (r"\v\plain", "7"),
        (r"\strike", UNCERTAIN),
        (r"\striked1", UNCERTAIN),
        (r"\strike0", "7"),
        (r"\super", "⁷"),
        (r"\sub", "₇"),
        (r"\super\nosupersub", "7"),
        (r"\cf1", ""),
        (r"\cf1\chcbpat2", "7"),
        (r"\cf1\highlight2", "7"),
        (r"\cf2\cb2", ""),
        (r"\cf9", "7"),
        (r"\fs4", ""),
        (r"\charscalex5", ""),
        (r"\f2", UNCERTAIN),
        (r"\deleted", ""),
        (r"\revised", "7"),
    ],
)
def test_what_a_person_sees(set_so: str, printed: str) -> None:
    assert value(rf"{{{set_so} 7}}") == printed


def test_digits_that_are_raised_by_a_distance() -> None:
    assert value(r"\fs21 7{\up8\fs14 12}") == "7¹²"


def test_white_letters_in_coloured_cells_and_paragraphs() -> None:
    blue = r"\cellx2000\clcbpat2\cellx4000"
    assert shown(row("a", "b") + row("c", r"{\cf1 7}", shape=blue)) == [[["a", "b"], ["c", "7"]]]
    assert shown(r"\pard\cbpat2{\cf1 7}\par\pard{\cf1 9}8\par") == ["7", "8"]


def test_lines_and_rows_too_low_to_be_seen() -> None:
    assert shown(r"\pard\sl-20\slmult0 9\par\pard 7\par") == ["7"]
    low = row("c", "9", shape=r"\trrh-20\cellx2000\cellx4000")
    assert shown(row("a", "7") + low) == [[["a", "7"]]]


def cells_of(body: str) -> list[tuple[str, int, int, int, int]]:
    (table,) = read_document(rtf(body)).blocks
    assert isinstance(table, Table)
    return [(each.text, each.row, each.column, each.row_span, each.column_span) for each in table.cells]


def test_merged_cells() -> None:
    body = row("a", "b", shape=r"\clvmgf\cellx2000\cellx6000")
    body += row("9", "7", "6", shape=r"\clvmrg\cellx2000\cellx4000\cellx6003")
    expected = [("a", 1, 1, 2, 1), ("b", 1, 2, 1, 2), ("7", 2, 2, 1, 1), ("6", 2, 3, 1, 1)]
    assert cells_of(body) == expected
    by_marks = row("a", "b", "", shape=r"\clvmgf\cellx2000\clmgf\cellx4000\clmrg\cellx6000")
    assert cells_of(by_marks + row("9", "7", "6", shape=r"\clvmrg\cellx2000\cellx4000\cellx6003")) == expected


def test_a_row_that_begins_further_to_the_right() -> None:
    body = row("a", "b", "c", shape=r"\cellx2000\cellx4000\cellx6000")
    body += row("7", "6", shape=r"\trleft2000\cellx4000\cellx6000")
    assert [cell[:3] for cell in cells_of(body)][3:] == [("7", 2, 2), ("6", 2, 3)]


def test_the_shape_of_a_row_may_stand_behind_it() -> None:
    behind = r"\pard\intbl a\cell b\cell\pard\intbl{\trowd\cellx2000\cellx4000\row}"
    assert shown(behind * 2 + r"\pard c\par") == [[["a", "b"], ["a", "b"]], "c"]


def test_a_paragraph_parts_two_tables() -> None:
    assert shown(row("a", "7") + r"\pard c\par" + row("b", "6")) == [[["a", "7"]], "c", [["b", "6"]]]


def test_a_table_inside_a_table() -> None:
    inner = (
        r"\pard\intbl\itap2 a\nestcell{\nonesttables\par}7\nestcell{\nonesttables\par}"
        r"{\*\nesttableprops\trowd\cellx1000\cellx2000\nestrow}"
    )
    outer = rf"\trowd\cellx4000 {inner}\pard\intbl\itap1 b\cell\row\pard c\par"
    assert shown(outer) == [[["a", "7"]], "b", "c"]


@given(grids(st.sampled_from(["受理", "7", "", "甲{<&>}乙"])))
@settings(max_examples=30)
def test_any_table_comes_back(grid: Grid) -> None:
    (table,) = read_rtf(render_rtf([grid])).blocks
    assert isinstance(table, Table)
    columns = {edge for each in placed(grid) for edge in (each.column, each.column + each.cell.column_span)}
    if columns == set(range(1, max(columns) + 1)):
        assert [(each.text, each.row, each.column, each.row_span, each.column_span) for each in table.cells] == [
            (each.cell.text, each.row, each.column, each.cell.row_span, each.cell.column_span) for each in placed(grid)
        ]
    else:
        assert [each.text for each in table.cells] == [each.cell.text for each in placed(grid)]


def test_numbers_of_lists() -> None:
    label = r"{\listtext\pard\plain\u19968?\u12289?\tab}"
    assert shown(rf"\pard\ls1 {label}a\par\pard{{\*\pn\pnlvlbody{{\pntxta .}}}}{{\pntext 2.\tab}}b\par") == [
        "一、 a",
        "2. b",
    ]


def test_a_number_of_a_list_that_is_not_in_the_text_is_doubted_in_a_cell() -> None:
    assert value(r"\ls1 ") == UNCERTAIN
    assert value(r"\ls0 ") == ""


def test_fields_print_their_result() -> None:
    assert value(r"{\field{\*\fldinst  =SUM(ABOVE) }{\fldrslt 7}}") == "7"
    assert value(r"{\field{\*\fldinst  =SUM(ABOVE) }{\fldrslt }}") == UNCERTAIN
    assert value(r"{\field{\*\fldinst HYPERLINK 9}{\fldrslt{\ul 7}}}") == "7"


def test_notes_and_remarks_are_no_part_of_the_line() -> None:
    assert value(r"7{\super\chftn{\footnote\pard\plain 9\par}}") == "7"
    assert value(r"7{\*\atnid x}{\*\annotation\pard 9\par}") == "7"


def test_text_boxes_pictures_and_objects() -> None:
    box = (
        r"{\shp{\*\shpinst\shpleft0\shptop0{\sp{\sn fillColor}{\sv 16777215}}{\shptxt\pard\plain 8\par}}{\shprslt 99}}"
    )
    picture = r"{\*\shppict{\pict\pngblip\picwgoal8000\pichgoal4000 89504e47}}{\nonshppict{\pict 99}}"
    embedded = r"{\object\objemb{\*\objclass Excel.Sheet.8}{\*\objdata 99}{\result{\pict\picwgoal8000 99}}}"
    document = read_document(rtf(rf"\pard 7{box}\par\pard {picture}\par\pard {embedded}\par 6\par"))
    assert shown_blocks(document) == ["7", "8", "6"]
    assert [part.kind for part in document.unread] == ["picture", "embedded"]


def test_a_small_picture_in_a_cell_may_be_a_number() -> None:
    assert value(r"{\pict\picwgoal400\pichgoal200 89504e47}") == UNCERTAIN


def test_raw_data_are_passed_over() -> None:
    assert shown_blocks(read_document(rtf("").replace(b"}}", b"}}" + b"{\\pict\\bin4 }{}{}7\\par", 1))) == ["7"]


# Damage


def refusal(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_document(data, name="report.rtf")
    return caught.value


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (rtf(""), "empty", ""),
        (rtf(r"7\par")[:-1], "truncated", "1 groups do not end"),
        (rtf(row("a", "b"))[:-20], "truncated", ""),
        (rtf("{" * 2000 + "}" * 2000), "damaged", "nested too deep"),
        (rtf(r"\pard\intbl\itap99 7\par"), "damaged", "tables are nested too deep"),
        (rtf(r"\trowd" + r"\cellx9" * 2000), "damaged", "more than 1000 cells"),
        (rtf(r"{\pict\picwgoal8000\pichgoal4000 99}\par"), "pictures_only", ""),
    ],
)
def test_damage_has_one_clear_error(data: bytes, reason: Reason, detail: str) -> None:
    error = refusal(data)
    assert (error.source, error.reason) == ("report.rtf", reason)
    assert detail in error.detail


def test_what_stands_behind_the_end_is_none_of_the_document() -> None:
    assert shown_blocks(read_document(rtf(r"7\par") + b"9}}}}")) == ["7"]
