"""Workbooks in one XML file: where their cells stand, what they show, and what is not seen of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.grid import Grid, GridCell, grids, placed
from generators.shown import Shown, shown_blocks
from generators.spreadsheet_xml import render_spreadsheet_xml, spreadsheet_xml, worksheet
from gongkai.document import UNCERTAIN, Document, Table
from gongkai.errors import Reason, SourceError
from gongkai.read import read_document


def row(*cells: str, attributes: str = "") -> str:
    """A row of cells, each a text or a whole cell."""
    inside = (each if each.startswith("<") else cell(each) for each in cells)
    return f"<Row {attributes}>{''.join(inside)}</Row>"


def cell(text: str, kind: str = "String", attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def number(text: str, attributes: str = "") -> str:
    return cell(text, "Number", attributes)


def read(*rows: str, styles: str = "", columns: str = "", more: str = "") -> Document:
    data = spreadsheet_xml(worksheet(rows, columns=columns, more=more), styles=styles)
    return read_document(data, name="report.xls")


def shown(*rows: str, styles: str = "", columns: str = "", more: str = "") -> Shown:
    return shown_blocks(read(*rows, styles=styles, columns=columns, more=more))


def value(written: str, styles: str = "", more: str = "") -> str:
    """Read a cell below a header, beside its label."""
    ((_, (_, text)),) = shown(row("项目", "数量"), row("受理", written), styles=styles, more=more)
    return text


def test_the_content_tells_the_format() -> None:
    document = read(row("受理", number("7")))
    assert (document.format, document.encoding, document.source) == ("excel_xml", "utf-8", "report.xls")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_any_encoding(encoding: str) -> None:
    data = spreadsheet_xml(worksheet([row("受理", number("7"))]), encoding=encoding)
    assert shown_blocks(read_document(data)) == [[["受理", "7"]]]


# Where cells stand


def test_rows_and_columns_that_are_passed_over() -> None:
    rows = (
        row("受理", number("7"), number("8", 'ss:Index="4"')),
        row(number("9", 'ss:Index="2"'), attributes='ss:Index="3"'),
    )
    assert shown(*rows) == [[["受理", "7", "", "8"]], "9"]


def test_merged_cells() -> None:
    document = read(
        row(cell("项目", attributes='ss:MergeDown="1"'), cell("数量", attributes='ss:MergeAcross="1"'), "注"),
        row(number("7", 'ss:Index="2"'), number("6"), "无"),
    )
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [(each.text, each.row, each.column, each.row_span, each.column_span) for each in table.cells] == [
        ("项目", 1, 1, 2, 1),
        ("数量", 1, 2, 1, 2),
        ("注", 1, 4, 1, 1),
        ("7", 2, 2, 1, 1),
        ("6", 2, 3, 1, 1),
        ("无", 2, 4, 1, 1),
    ]


def test_a_row_may_stand_for_several() -> None:
    rows = (row("受理", number("7")), row("", attributes='ss:Span="2"'), row("办结", number("6")))
    assert shown(*rows) == [[["受理", "7"]], [["办结", "6"]]]


@given(grids(st.sampled_from(["受理", "甲<&>乙", "7"])))
@settings(max_examples=30)
def test_any_table_comes_back(grid: Grid) -> None:
    full_row = tuple(GridCell("甲") for _ in range(sum(each.column_span for each in grid[0])))
    (table,) = read_document(render_spreadsheet_xml([(full_row, *grid, full_row)])).blocks
    assert isinstance(table, Table)
    found = [(each.text, each.row, each.column, each.row_span, each.column_span) for each in table.cells]
    assert found[len(full_row) : -len(full_row)] == [
        (each.cell.text, each.row + 1, each.column, each.cell.row_span, each.cell.column_span) for each in placed(grid)
    ]


# What a cell shows


@pytest.mark.parametrize(
    ("kind", "text", "printed"),
    [
        ("Number", "7", "7"),
        ("Number", "7003.40", "7003.4"),
        ("Number", "1E3", "1000"),
        ("Number", "7 件", "7 件"),
        ("String", "007", "007"),
        ("String", " 251,000元 ", "251,000元"),
        ("String", "22&#10;（其中修订16件）", "22\n（其中修订16件）"),
        ("Boolean", "1", "TRUE"),
        ("Error", "#REF!", "#REF!"),
    ],
)
def test_values(kind: str, text: str, printed: str) -> None:
    assert value(cell(text, kind)) == printed


@pytest.mark.parametrize(
    ("code", "stored", "printed"),
    [
        ("0", "3.6", "4"),
        ("0.00", "3", "3.00"),
        ("#,##0", "1234", "1,234"),
        ("Percent", "0.25", "25.00%"),
        ("Fixed", "7", "7.00"),
        ("0!.0,&quot;万元&quot;", "251000", "25.1万元"),
        (";;;", "7", ""),
        ("#,##0;-#,##0;", "0", ""),
        ("Yes/No", "0", "No"),
    ],
)
def test_numbers_as_their_format_shows_them(code: str, stored: str, printed: str) -> None:
    styles = f'<Style ss:ID="s1"><NumberFormat ss:Format="{code}"/></Style>'
    assert value(number(stored, 'ss:StyleID="s1"'), styles) == printed


@pytest.mark.parametrize(
    ("name", "printed"), [("Short Date", "2024/1/31"), ("Long Date", "2024年1月31日"), ("yyyy\\-mm\\-dd", "2024-01-31")]
)
def test_dates(name: str, printed: str) -> None:
    styles = f'<Style ss:ID="s1"><NumberFormat ss:Format="{name}"/></Style>'
    assert value(cell("2024-01-31T00:00:00.000", "DateTime", 'ss:StyleID="s1"'), styles) == printed


@pytest.mark.parametrize(
    ("properties", "printed"),
    [
        ('<Font ss:StrikeThrough="1"/>', UNCERTAIN),
        ('<Font ss:StrikeThrough="0"/>', "7"),
        ('<Font ss:VerticalAlign="Superscript"/>', UNCERTAIN),
        ('<Font ss:Color="#FFFFFF"/>', ""),
        ('<Font ss:Color="#FFFFFF"/><Interior ss:Color="#1F4E79" ss:Pattern="Solid"/>', "7"),
        ('<Font ss:Color="#FF0000"/><Interior ss:Color="#FF0000" ss:Pattern="Solid"/>', ""),
        ('<Font ss:Color="#FFFFFF"/><Interior ss:Color="#1F4E79" ss:Pattern="ThinDiagStripe"/>', UNCERTAIN),
    ],
)
def test_what_a_person_sees(properties: str, printed: str) -> None:
    assert value(number("7", 'ss:StyleID="s1"'), f'<Style ss:ID="s1">{properties}</Style>') == printed


def test_styles_of_rows_columns_and_parents() -> None:
    styles = (
        '<Style ss:ID="a"><NumberFormat ss:Format="0.0"/></Style>'
        '<Style ss:ID="b" ss:Parent="a"><Font ss:Size="9"/></Style>'
        '<Style ss:ID="c"><NumberFormat ss:Format="0.00"/></Style>'
    )
    rows = (
        row("受理", number("7"), attributes='ss:StyleID="b"'),
        row("办结", number("7")),
        row("诉讼", number("7", 'ss:StyleID="Default"')),
    )
    columns = '<Column ss:Index="2" ss:StyleID="c"/>'
    assert shown(*rows, styles=styles, columns=columns) == [[["受理", "7.0"], ["办结", "7.00"], ["诉讼", "7"]]]


def test_a_style_that_is_its_own_parent() -> None:
    assert value(number("7", 'ss:StyleID="a"'), '<Style ss:ID="a" ss:Parent="a"/>') == "7"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("7<S>9</S>", "7"),
        ("<B><Font html:Color='#FF0000'>7</Font></B>", "7"),
        ("7<Font html:Color='#FFFFFF'>9</Font>", "7"),
        ("7<Sup>①</Sup>", "7"),
        ("2<Sup>1</Sup>4", UNCERTAIN),
        ("<S>9</S>", UNCERTAIN),
    ],
)
def test_letters_with_looks_of_their_own(text: str, printed: str) -> None:
    data = f'<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">{text}</ss:Data>'
    assert value(f"<Cell>{data}</Cell>") == printed


def test_remarks_of_cells_are_not_shown() -> None:
    comment = '<Comment><ss:Data xmlns="http://www.w3.org/TR/REC-html40">9</ss:Data></Comment>'
    assert value(f'<Cell><Data ss:Type="Number">7</Data>{comment}</Cell>') == "7"
    assert value(f"<Cell>{comment}</Cell>") == ""


# Hidden


def test_hidden_rows_and_columns() -> None:
    rows = (
        row("受理", number("9"), number("7")),
        row("办结", number("9"), number("9"), attributes='ss:Hidden="1"'),
        row("诉讼", number("9"), number("9"), attributes='ss:AutoFitHeight="0" ss:Height="0"'),
        row("复议", number("9"), number("6")),
    )
    document = read(*rows, columns='<Column ss:Width="90"/><Column ss:Hidden="1" ss:AutoFitWidth="0"/>')
    assert shown_blocks(document) == [[["受理", "7"], ["复议", "6"]]]
    assert [notice.kind for notice in document.notices] == ["hidden", "hidden"]


def test_several_hidden_columns_at_once() -> None:
    columns = '<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>'
    assert shown(row("受理", number("9"), number("9"), number("7")), columns=columns) == [[["受理", "7"]]]


@pytest.mark.parametrize("state", ["SheetHidden", "SheetVeryHidden"])
def test_hidden_sheets(state: str) -> None:
    options = f"<x:WorksheetOptions><x:Visible>{state}</x:Visible></x:WorksheetOptions>"
    hidden = worksheet([row("办结", number("9"))], more=options, name="乙")
    data = spreadsheet_xml(worksheet([row("受理", number("7"))]), hidden)
    assert shown_blocks(read_document(data)) == [[["受理", "7"]]]


def test_a_sheet_that_shows_no_zeros() -> None:
    more = "<x:WorksheetOptions><x:DoNotDisplayZeros/></x:WorksheetOptions>"
    assert value(number("0"), more=more) == ""


def test_a_number_that_does_not_fit_its_column() -> None:
    found = shown(row("受理", number("1234567")), columns='<Column ss:Index="2" ss:Width="20"/>')
    assert found == [[["受理", UNCERTAIN]]]


def test_a_conditional_format() -> None:
    def condition(qualifier: str) -> str:
        return (
            "<x:ConditionalFormatting><x:Range>R2C2:R9C2</x:Range><x:Condition>"
            f"<x:Qualifier>{qualifier}</x:Qualifier><x:Value1>0</x:Value1><x:Format x:Style='color:white'/>"
            "</x:Condition></x:ConditionalFormatting>"
        )

    assert value(number("0"), more=condition("Equal")) == ""
    assert value(number("7"), more=condition("Equal")) == "7"
    assert value(number("7"), more=condition("Greater")) == ""
    assert value(number("7"), more=condition("Other")) == UNCERTAIN


# Formulas


@pytest.mark.parametrize(
    ("formula", "saved", "printed"),
    [
        ("=SUM(R[-2]C:R[-1]C)", "7", "7"),
        ("=R[-2]C+R2C2", "7", "7"),
        ("=SUM(R[-2]C:R[-1]C)", "9", UNCERTAIN),
        ("=SUM(R[-2]C:R[-1]C)", "0", "7"),
        ("=SUM(R[-2]C:R[-1]C)", "", "7"),
        ("=COUNTIF(R1C1:R2C2,7)", "2", "2"),
        ("=COUNTIF(R1C1:R2C2,7)", "", UNCERTAIN),
        ("=COUNTIF(R1C1:R2C2,7)", "0", UNCERTAIN),
    ],
)
def test_formulas(formula: str, saved: str, printed: str) -> None:
    total = number(saved, f'ss:Formula="{formula}"')
    ((*_, (_, text)),) = shown(row("受理", number("3")), row("结转", number("4")), row("总计", total))
    assert text == printed


# Damage


def refusal(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_document(data, name="report.xls")
    return caught.value


FAR_AWAY = row(cell("乙", attributes='ss:Index="9999"'), attributes='ss:Index="99999"')
SMALL = spreadsheet_xml(worksheet([row("受理", number("7"))]))


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (SMALL.replace(b"<Workbook", b'<!DOCTYPE a [<!ENTITY b "7">]><Workbook'), "damaged", "document type"),
        (SMALL[:-30], "damaged", "cannot be read"),
        (spreadsheet_xml(worksheet([row("受理", attributes='ss:Index="9999999"')])), "damaged", "no Index"),
        (spreadsheet_xml(worksheet([row(cell("7", attributes='ss:Index="x"'))])), "damaged", "no Index"),
        (spreadsheet_xml(worksheet([row(cell("7", attributes='ss:MergeAcross="16384"'))])), "damaged", "no column"),
        (
            spreadsheet_xml(worksheet([row(cell("甲", attributes='ss:MergeDown="1"'), "乙"), row("7", "8")])),
            "damaged",
            "row 2 stands under a merged one",
        ),
        (spreadsheet_xml(worksheet([])), "empty", ""),
        (spreadsheet_xml(worksheet([row("甲"), FAR_AWAY])), "too_large", "slots"),
    ],
)
def test_damage_has_one_clear_error(data: bytes, reason: Reason, detail: str) -> None:
    error = refusal(data)
    assert (error.source, error.reason) == ("report.xls", reason)
    assert detail in error.detail


def test_more_merged_cells_than_any_report() -> None:
    wide = cell("", attributes='ss:MergeAcross="16383" ss:MergeDown="1000000"')
    assert refusal(spreadsheet_xml(worksheet([row(wide)] * 100 + [row("受理")]))).reason == "too_large"
