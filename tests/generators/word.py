"""Word documents made for tests, with the habits of real ones switched on one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from generators.grid import Block, Grid, PlacedCell, placed


@dataclass(frozen=True)
class Habits:
    """How a document is written, though it prints the same."""

    layout_table: bool = False
    """Everything stands in the one cell of a table."""
    text_boxes: bool = False
    """Every block stands in a text box, in its new and its old spelling."""
    tracked_changes: bool = False
    """Every text is an insertion behind a deletion, with hidden text behind it."""
    content_controls: bool = False
    """Every paragraph, row and cell is wrapped in a content control."""
    automatic_numbers: bool = False
    """一、 before a paragraph is a number that Word counts."""


PLAIN = Habits()


def render_docx(blocks: Sequence[Block], habits: Habits = PLAIN) -> bytes:
    body = "".join(_block(block, habits) for block in blocks)
    if habits.layout_table:
        body = tbl(tr(tc(body + p())))
    return docx_of(body, numbering=CHINESE_NUMBERS)


def _block(block: Block, habits: Habits) -> str:
    xml = _paragraph(block, habits) if isinstance(block, str) else _table(block, habits)
    return in_text_box(xml) if habits.text_boxes else xml


def _paragraph(text: str, habits: Habits) -> str:
    properties = ""
    if habits.automatic_numbers and _NUMBER.match(text):
        text = _NUMBER.sub("", text)
        properties = numbered(1)
    lines = "<w:r><w:br/></w:r>".join(_run(line, habits) for line in text.split("\n"))
    xml = p(lines, properties=properties)
    return _wrapped(xml) if habits.content_controls else xml


_NUMBER = re.compile("[一二三四五六七八九十]+、 ")


def _run(text: str, habits: Habits) -> str:
    xml = run(text)
    if habits.tracked_changes:
        deleted = "<w:del><w:r><w:delText>123</w:delText></w:r></w:del>"
        return f"{deleted}<w:ins>{xml}</w:ins>{run('456', '<w:vanish/>')}"
    return xml


def _table(grid: Grid, habits: Habits) -> str:
    cells = placed(grid)
    anchors = {slot: cell for cell in cells for slot in cell.slots()}
    return tbl(*(_row(row, anchors, habits) for row in range(1, len(grid) + 1)))


def _row(row: int, anchors: dict[tuple[int, int], PlacedCell], habits: Habits) -> str:
    columns = sorted(column for anchored_row, column in anchors if anchored_row == row)
    cells = "".join(
        _cell(anchors[row, column], row, habits) for column in columns if anchors[row, column].column == column
    )
    xml = tr(cells)
    return _wrapped(xml) if habits.content_controls else xml


def _cell(anchor: PlacedCell, row: int, habits: Habits) -> str:
    cell = anchor.cell
    properties = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
    if cell.row_span > 1:
        properties += '<w:vMerge w:val="restart"/>' if anchor.row == row else "<w:vMerge/>"
    xml = tc(_paragraph(cell.text, habits) if anchor.row == row else p(), properties)
    return _wrapped(xml) if habits.content_controls else xml


def _wrapped(xml: str) -> str:
    return f"<w:sdt><w:sdtPr><w:alias w:val='7'/></w:sdtPr><w:sdtContent>{xml}</w:sdtContent></w:sdt>"


def in_text_box(xml: str) -> str:
    """Give a paragraph with a text box anchored in it, as Word writes one: for itself, and for older programs."""
    return (
        "<w:p><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{xml}</w:txbxContent></wps:txbx></w:drawing>'
        "</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"<w:txbxContent>{xml}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def tc(content: str, properties: str = "") -> str:
    """Give a cell of a text, or of blocks."""
    blocks = content if content.startswith("<") else p(run(content))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def numbered(list_id: int, depth: int = 0) -> str:
    """Give the property of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'


def level(depth: int, number_format: str, text: str, more: str = "") -> str:
    """Give a level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def list_of(*levels: str) -> str:
    """Give the content of a numbering part with one list, whose number is 1."""
    definition = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
    return f'{definition}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


CHINESE_NUMBERS = list_of(level(0, "chineseCountingThousand", "%1、"))


def docx_of(body: str, numbering: str = "", styles: str = "", **parts: str | bytes) -> bytes:
    """Pack the content of the body, and of other parts, into a document.

    A part is named by its file, with two underlines for the dot.
    """
    contents: dict[str, str | bytes] = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELATIONSHIPS,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONSHIPS,
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {_NAMESPACES}>{styles}</w:styles>",
    }
    return zip_of(contents | {name.replace("__", "."): content for name, content in parts.items()})


def zip_of(contents: dict[str, str | bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as container:
        for name, content in contents.items():
            container.writestr(name, content)
    return packed.getvalue()


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD_TYPE}.numbering+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD_TYPE}.styles+xml"/>'
    "</Types>"
)


def _relationships(*targets: tuple[str, str]) -> str:
    lines = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{"".join(lines)}</Relationships>'


_PACKAGE_RELATIONSHIPS = _relationships(
    (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
    ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
)
_DOCUMENT_RELATIONSHIPS = _relationships(
    (f"{_OFFICE}/relationships/styles", "styles.xml"),
    (f"{_OFFICE}/relationships/numbering", "/word/numbering.xml"),
    (f"{_OFFICE}/relationships/image", "NULL"),
)
