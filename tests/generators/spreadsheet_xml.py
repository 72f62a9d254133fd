"""Workbooks in one XML file, as Excel 2003 writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from generators.grid import Block, PlacedCell
from generators.sheet import placed_on_sheet, typed

__all__ = ["render_spreadsheet_xml", "spreadsheet_xml", "worksheet"]


def spreadsheet_xml(*worksheets: str, styles: str = "", encoding: str = "utf-8") -> bytes:
    """Give a workbook of worksheets."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Styles><Style ss:ID="Default" ss:Name="Normal"/>{styles}</Styles>{"".join(worksheets)}</Workbook>'
    )
    return text.encode(encoding)


def worksheet(rows: Iterable[str], *, columns: str = "", more: str = "", name: str = "表") -> str:
    """Give a worksheet of rows, with what stands before them, and behind its table."""
    return f'<Worksheet ss:Name="{name}"><Table>{columns}{"".join(rows)}</Table>{more}</Worksheet>'


def render_spreadsheet_xml(blocks: Sequence[Block]) -> bytes:
    rows: dict[int, list[PlacedCell]] = {}
    for place in placed_on_sheet(blocks):
        rows.setdefault(place.row, []).append(place)
    lines = (
        f'<Row ss:Index="{row}">{"".join(map(_cell, sorted(rows[row], key=lambda place: place.column)))}</Row>'
        for row in sorted(rows)
    )
    return spreadsheet_xml(worksheet(lines))


def _cell(place: PlacedCell) -> str:
    value = typed(place.cell.text)
    across, down = place.cell.column_span - 1, place.cell.row_span - 1
    merges = "".join(f' ss:{name}="{by}"' for name, by in (("MergeAcross", across), ("MergeDown", down)) if by)
    kind = "Number" if isinstance(value, float) else "String"
    shown = f"{value:.15g}" if isinstance(value, float) else escape(value).replace("\n", "&#10;")
    data = f'<Data ss:Type="{kind}">{shown}</Data>' if shown else ""
    return f'<Cell ss:Index="{place.column}"{merges}>{data}</Cell>'
