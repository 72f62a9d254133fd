"""A Word document -> `Document`: what it prints, in reading order, with its data tables as grids."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from docx.oxml import parse_xml
from lxml.etree import XMLSyntaxError

from gongkai.document import Document, Notice, Paragraph, Table
from gongkai.errors import SourceError
from gongkai.read.blank import BLANK
from gongkai.read.office import office_format, refuse, xml_parts
from gongkai.read.word_numbering import Numbering
from gongkai.read.word_table import OpenTable
from gongkai.read.word_xml import Element, Styles, attribute, child, contents, inside, is_on, local_name, number, value

__all__ = ["read_docx"]


def read_docx(data: bytes, name: str = "<bytes>") -> Document:
    """Read a Word document, .docx.

    Insertions are accepted, and what is deleted, struck out or hidden is left out, as are headers, footers, notes and
    comments. Automatic numbers of lists are part of the text. A text box stands behind the paragraph that it is
    anchored in. A table that only lays out the page is taken apart into the flow. Lines of a cell are divided by a
    line feed.

    Args:
        data: the bytes of the document.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the document is `encrypted`, `damaged`, `too_large` or of an `unsupported_format`.
    """
    found = office_format(data)
    if found != "docx":
        refuse(found, name, "Word document")
    package = _Package(xml_parts(data, name), name)
    main = package.related("", "officeDocument")
    body = child(package.root(main), "body")
    if body is None:
        raise SourceError(name, "damaged", "it has no main document part")
    styles = Styles(package.root(package.related(main, "styles")))
    numbering = Numbering(package.root(package.related(main, "numbering")), styles)
    flow = _Flow(styles, numbering)
    try:
        flow.read_all(body)
    except RecursionError as error:
        raise SourceError(name, "damaged", "its elements are nested too deep") from error
    notices = tuple(
        Notice("numbering", f"list numbers of the format {unknown} are left out")
        for unknown in sorted(numbering.unknown_formats)
    )
    blocks = (Paragraph(block) if isinstance(block, str) else block for block in flow.blocks)
    return Document(tuple(blocks), "docx", name, metadata=_metadata(package), notices=notices)


def _metadata(package: _Package) -> dict[str, str]:
    title = child(package.root(package.related("", "core-properties")), "title")
    text = "" if title is None else (title.text or "").strip()
    return {"title": text} if text else {}


class _Package:
    """The XML parts of a document, found through their relationships.

    python-docx can open a package, but gives up on documents with macros and on those with a relationship to a part
    that is not there, and inflates every picture. So only its parser is used, and parts are looked up leniently.
    """

    def __init__(self, parts: Mapping[str, bytes], name: str) -> None:
        self._parts = parts
        self._name = name

    def root(self, part: str | None) -> Element | None:
        """Parse a part, if there is such a part."""
        content = self._parts.get(part or "")
        if content is None:
            return None
        try:
            return parse_xml(content)
        except (XMLSyntaxError, ValueError) as error:
            raise SourceError(self._name, "damaged", f"{part} cannot be read: {error}") from error

    def related(self, part: str | None, kind: str) -> str | None:
        """Give the name of the part that a part, or the package as "", is bound to by a kind of relationship."""
        folder, file = posixpath.split(part or "")
        relationships = self.root(posixpath.join(folder, "_rels", f"{file}.rels"))
        for relationship in () if relationships is None else relationships:
            if (attribute(relationship, "Type") or "").rpartition("/")[2] == kind:
                target = (attribute(relationship, "Target") or "").lower().replace("\\", "/")
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None


class _Flow:
    """What has been read of a document so far, and what is still open, as its elements come in reading order."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.blocks: list[str | Table] = []
        self._styles = styles
        self._numbering = numbering
        self._pieces: list[str] = []
        self._boxes: list[Element] = []
        self._fields: list[str] = []
        self._tables: list[OpenTable] = []
        self._paragraph_style: str | None = None
        self._is_shown = True
        self._script = ""

    def read_all(self, element: Element) -> None:
        """Read what an element holds."""
        for node in contents(element):
            self._read(node)

    def _read(self, node: Element) -> None:
        kind = local_name(node)
        match kind:
            case "p":
                self._read_paragraph(node)
            case "tbl":
                self._read_table(node)
            case "r":
                self._read_run(node)
            case "t":
                self._add((node.text or "").translate(_ONE_LINE))
            case "sym":
                self._add(_symbol(node))
            case "fldChar":
                self._turn_field(attribute(node, "fldCharType"))
            case "den" | "sup" | "sub":
                self._read_formula_part(node, kind)
            case "drawing" | "pict" | "object":
                if self._is_shown:
                    self._boxes += _boxes(node)
            case _ if kind in _PRINTED_AS:
                self._add(_PRINTED_AS[kind])
            case _ if kind not in _LEFT_OUT:
                self.read_all(node)

    def _read_paragraph(self, node: Element) -> None:
        properties = child(node, "pPr")
        self._paragraph_style = value(properties, "pStyle")
        self.read_all(node)
        # Without its mark, a paragraph runs on into the next.
        if not _is_mark_gone(child(properties, "rPr")):
            self._end_paragraph(self._numbering.next_label(properties))

    def _end_paragraph(self, label: str = "") -> None:
        lines = (label + "".join(self._pieces)).split("\n")
        self.blocks += (line.strip() for line in lines if line.strip(BLANK))
        self._pieces.clear()
        # A field whose instruction does not end here never ends, and must not swallow the document.
        self._fields = [part for part in self._fields if part != "begin"]
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.read_all(box)

    def _read_run(self, node: Element) -> None:
        properties = child(node, "rPr")
        before = self._is_shown, self._script
        self._is_shown = self._is_shown and not any(self._is_switched(properties, switch) for switch in _UNSEEN)
        self._script = value(properties, "vertAlign") or self._script
        self.read_all(node)
        self._is_shown, self._script = before

    def _read_formula_part(self, node: Element, kind: str) -> None:
        """Set a denominator, an exponent or an index off from the digits before it."""
        before = self._script
        self._add("/" if kind == "den" else "")
        self._script = _FORMULA_SCRIPTS.get(kind, before)
        self.read_all(node)
        self._script = before

    def _is_switched(self, properties: Element | None, switch: str) -> bool:
        own = is_on(properties, switch)
        if own is not None:
            return own
        styles = (value(properties, "rStyle"), self._paragraph_style)
        return any(self._styles.is_on(style, switch) for style in styles)

    def _turn_field(self, part: str | None) -> None:
        """Follow a field from its instruction, which is not printed, to its result, which is."""
        if part == "begin":
            self._fields.append(part)
        elif self._fields:
            self._fields.pop()
            if part == "separate":
                self._fields.append(part)

    def _add(self, text: str) -> None:
        if self._is_shown and "begin" not in self._fields:
            # A raised 2 beside a number must not become a digit of it.
            self._pieces.append(text.translate(_SCRIPTS.get(self._script, {})))

    def _read_table(self, node: Element) -> None:
        self._end_paragraph()
        table = OpenTable(self.blocks)
        self._tables.append(table)
        for row in inside(node, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None or is_on(properties, "hidden"):
                continue
            table.open_row(number(value(properties, "gridBefore"), 0))
            for cell, column_span, vertical_merge in _row_cells(row):
                table.open_cell(column_span, vertical_merge)
                self.read_all(cell)
                self._end_paragraph()
                table.close_cell()
        self._tables.pop()
        if table.close() and self._tables:
            self._tables[-1].hold_table()


_PRINTED_AS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
"""What is printed for an element that has no text of its own. A tab is a blank, as it is on a web page."""

_LEFT_OUT = frozenset(
    {
        *("", "del", "moveFrom", "delText", "instrText", "delInstrText", "rt"),
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr"),
    }
)
"""What is deleted, instructions of fields, readings above characters, properties and (nameless) comments in XML."""

_UNSEEN = ("vanish", "strike", "dstrike")
_ONE_LINE = str.maketrans("\t\n\r", "   ")
_SCRIPTS = {
    "superscript": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "subscript": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
_FORMULA_SCRIPTS = {"sup": "superscript", "sub": "subscript"}


def _is_mark_gone(mark: Element | None) -> bool:
    deleted = any(child(mark, change) is not None for change in ("del", "moveFrom"))
    return deleted or is_on(mark, "vanish") is True


def _symbol(node: Element) -> str:
    """Give the character of a symbol. The font Symbol has the digits in their usual places of a private area."""
    code = int(found[0], 16) if (found := _SYMBOL_CODE.fullmatch(attribute(node, "char") or "")) else 0
    in_symbol_font = (attribute(node, "font") or "").lower() == "symbol"
    if in_symbol_font and chr(code & 0xFF).isdecimal() and code & 0xFF00 == _SYMBOL_AREA:
        code &= 0xFF
    return chr(code) if code else ""


_SYMBOL_CODE = re.compile("(?![dD][89a-fA-F])[0-9a-fA-F]{4}")
_SYMBOL_AREA = 0xF000


def _boxes(node: Element) -> Iterator[Element]:
    """Find the outermost text boxes of a drawing."""
    for part in contents(node):
        if local_name(part) == "txbxContent":
            yield part
        else:
            yield from _boxes(part)


def _row_cells(row: Element) -> list[tuple[Element, int, str | None]]:
    """Give each cell of a row, how many columns it covers, and its part in a vertical merge."""
    cells: list[tuple[Element, int, str | None]] = []
    for cell in inside(row, "tc"):
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            continue
        column_span = max(number(value(properties, "gridSpan"), 1), 1)
        if cells and _merge(properties, "hMerge") == "continue":
            first, first_span, vertical_merge = cells.pop()
            cells.append((first, first_span + column_span, vertical_merge))
        else:
            cells.append((cell, column_span, _merge(properties, "vMerge")))
    return cells


def _merge(properties: Element | None, direction: str) -> str | None:
    """Give "restart", "continue", or None. A merge that says nothing more goes on."""
    merge = child(properties, direction)
    return None if merge is None else attribute(merge, "val") or "continue"
