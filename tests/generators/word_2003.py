"""Word documents in one XML file: of Word 2003, and a package written flat."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from io import BytesIO
from operator import attrgetter
from xml.sax.saxutils import escape
from zipfile import ZipFile

from generators.grid import Block, Grid, PlacedCell, placed

__all__ = ["flat", "render_word_2003", "word_2003"]

_NAMESPACES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word_2003(body: str, before: str = "", encoding: str = "utf-8") -> bytes:
    """Give a document of Word 2003: what stands in its section, and before its body."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
        f'<w:wordDocument {_NAMESPACES} w:macrosPresent="no" xml:space="preserve">{before}'
        f"<w:body><wx:sect>{body}<w:sectPr><w:hdr><w:p><w:r><w:t>99</w:t></w:r></w:p></w:hdr></w:sectPr></wx:sect>"
        "</w:body></w:wordDocument>"
    )
    return text.encode(encoding)


def render_word_2003(blocks: Sequence[Block]) -> bytes:
    return word_2003("".join(_paragraph(block) if isinstance(block, str) else _table(block) for block in blocks))


def _paragraph(text: str) -> str:
    lines = '<w:r><w:br w:type="text-wrapping"/></w:r>'.join(
        f'<w:r><w:rPr><w:rFonts w:hint="fareast"/></w:rPr><w:t>{escape(line)}</w:t></w:r>' for line in text.split("\n")
    )
    return f"<w:p>{lines}</w:p>"


def _table(grid: Grid) -> str:
    cells = placed(grid)
    rows = []
    for row in range(1, len(grid) + 1):
        in_row = [cell for cell in cells if cell.row <= row < cell.row + cell.cell.row_span]
        texts = (_cell(cell, row) for cell in sorted(in_row, key=attrgetter("column")))
        rows.append(f"<w:tr>{''.join(texts)}</w:tr>")
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{"".join(rows)}</w:tbl>'


def _cell(place: PlacedCell, row: int) -> str:
    is_first = place.row == row
    properties = f'<w:gridSpan w:val="{place.cell.column_span}"/>' if place.cell.column_span > 1 else ""
    if place.cell.row_span > 1:
        properties += '<w:vmerge w:val="restart"/>' if is_first else "<w:vmerge/>"
    content = _paragraph(place.cell.text) if is_first else "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def flat(docx: bytes) -> bytes:
    """Write the parts of a .docx into one XML file."""
    parts = []
    with ZipFile(BytesIO(docx)) as container:
        for name in container.namelist():
            if name == "[Content_Types].xml":
                continue
            content = container.read(name)
            inside = (
                f"<pkg:xmlData>{content.decode()}</pkg:xmlData>"
                if name.endswith((".xml", ".rels"))
                else f"<pkg:binaryData>{base64.b64encode(content).decode()}</pkg:binaryData>"
            )
            parts.append(f'<pkg:part pkg:name="/{name}" pkg:contentType="application/xml">{inside}</pkg:part>')
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
        f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{"".join(parts)}</pkg:package>'
    ).encode()
