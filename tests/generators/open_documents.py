"""OpenDocument files: texts and workbooks, as LibreOffice writes them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from generators.grid import Block, Grid, PlacedCell, placed
from generators.sheet import placed_on_sheet, typed

__all__ = ["ods", "odt", "one_file", "render_ods", "render_odt", "sheet"]

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *((name, name) for name in ("office", "style", "text", "table", "meta")),
        *(("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("number", "datastyle")),
    )
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:calcext="urn:org:documentfoundation:names:calc:calcext:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)


def odt(body: str, styles: str = "", common: str = "") -> bytes:
    """Give a text: its body, its own styles, and the content of its part of styles."""
    return _packed("text", body, styles, common)


def ods(*sheets: str, styles: str = "", generator: str = "LibreOffice/7.6") -> bytes:
    """Give a workbook of sheets."""
    return _packed("spreadsheet", "".join(sheets), styles, "", generator)


def one_file(kind: str, body: str, styles: str = "") -> bytes:
    """Give a document in one XML file: its kind is `text` or `spreadsheet`."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    ).encode()


def _packed(kind: str, body: str, styles: str, common: str, generator: str = "LibreOffice/7.6") -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as container:
        media_type = f"application/vnd.oasis.opendocument.{kind}"
        container.writestr("mimetype", media_type, ZIP_STORED)
        container.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES}>'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
        container.writestr("styles.xml", f"<office:document-styles {_NAMESPACES}>{common}</office:document-styles>")
        container.writestr(
            "meta.xml",
            f"<office:document-meta {_NAMESPACES}><office:meta><meta:generator>{generator}</meta:generator>"
            "<dc:title>某局年报</dc:title></office:meta></office:document-meta>",
        )
        container.writestr("META-INF/manifest.xml", _manifest(media_type))
    return packed.getvalue()


def _manifest(media_type: str) -> str:
    """List the parts, without which LibreOffice takes a file for damaged."""
    parts = {"/": media_type, **dict.fromkeys(("content.xml", "styles.xml", "meta.xml"), "text/xml")}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in parts.items()
    )
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return f'<manifest:manifest xmlns:manifest="{namespace}" manifest:version="1.3">{entries}</manifest:manifest>'


# Texts


def render_odt(blocks: Sequence[Block]) -> bytes:
    return odt("".join(_paragraph(block) if isinstance(block, str) else _table(block) for block in blocks))


def _paragraph(text: str) -> str:
    lines = escape(text).replace("  ", " <text:s/>").replace("\n", "<text:line-break/>")
    return f'<text:p text:style-name="Standard">{lines}</text:p>'


def _table(grid: Grid) -> str:
    anchors = {slot: cell for cell in placed(grid) for slot in cell.slots()}
    columns = max(column for _, column in anchors)
    rows = []
    for row in range(1, len(grid) + 1):
        cells = (_cell(anchors[row, column], row, column) for column in range(1, columns + 1))
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    opening = f'<table:table-column table:number-columns-repeated="{columns}"/>'
    return f"<table:table>{opening}<table:table-rows>{''.join(rows)}</table:table-rows></table:table>"


def _cell(place: PlacedCell, row: int, column: int) -> str:
    if (place.row, place.column) != (row, column):
        return "<table:covered-table-cell/>"
    return (
        f'<table:table-cell{_spans(place)} office:value-type="string">{_paragraph(place.cell.text)}</table:table-cell>'
    )


def _spans(place: PlacedCell) -> str:
    spans = (("columns", place.cell.column_span), ("rows", place.cell.row_span))
    return "".join(
        f' table:number-{side}-spanned="{span}"' for side, span in spans if max(spans[0][1], spans[1][1]) > 1
    )


# Workbooks


def sheet(*rows: str, columns: str = "", attributes: str = "", more: str = "") -> str:
    """Give a sheet of rows."""
    return f'<table:table table:name="表" {attributes}>{columns}{"".join(rows)}{more}</table:table>'


def render_ods(blocks: Sequence[Block]) -> bytes:
    anchors = {slot: cell for cell in placed_on_sheet(blocks) for slot in cell.slots()}
    rows, columns = (max(slot[side] for slot in anchors) for side in (0, 1))
    lines = []
    for row in range(1, rows + 1):
        cells = "".join(_sheet_cell(anchors.get((row, column)), row, column) for column in range(1, columns + 1))
        # Programs say of the blank cells behind the last that there are as many as fit.
        rest = f'<table:table-cell table:number-columns-repeated="{1024 - columns}"/>'
        lines.append(f"<table:table-row>{cells}{rest}</table:table-row>")
    blank = '<table:table-cell table:number-columns-repeated="1024"/>'
    lines.append(f'<table:table-row table:number-rows-repeated="1000000">{blank}</table:table-row>')
    return ods(sheet(*lines))


def _sheet_cell(place: PlacedCell | None, row: int, column: int) -> str:
    if place is None:
        return "<table:table-cell/>"
    if (place.row, place.column) != (row, column):
        return "<table:covered-table-cell/>"
    value = typed(place.cell.text)
    stored = f'"float" office:value="{value:.15g}"' if isinstance(value, float) else '"string"'
    lines = "".join(map(_paragraph, place.cell.text.split("\n"))) if place.cell.text else ""
    return f"<table:table-cell{_spans(place)} office:value-type={stored}>{lines}</table:table-cell>"
