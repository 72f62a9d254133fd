"""The text of an OpenDocument file in the elements of Word, so that one reader decides what is seen of both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from gongkai.errors import SourceError
from gongkai.read.opendocument.inline import InlinePiece, is_struck, pieces, script
from gongkai.read.opendocument.lists import Lists
from gongkai.read.opendocument.package import OpenDocument
from gongkai.read.opendocument.styles import OpenStyles, Properties, points
from gongkai.read.opendocument.table_rows import placed_cells, rows_of
from gongkai.read.word_flow import MAX_CELLS
from gongkai.read.word_xml import Element, attribute, local_name

__all__ = ["title_part", "word_parts"]


def word_parts(document: OpenDocument) -> tuple[Element, Element]:
    """Give the document part and the numbering part that print what an OpenDocument text prints.

    Raises:
        SourceError: the document is `damaged` or `too_large`.
    """
    writer = _WordWriter(document)
    try:
        writer.write(document.body, writer.body)
    except RecursionError as error:
        raise SourceError(document.name, "damaged", "its elements are nested too deep") from error
    return writer.root, writer.lists.part


def _colour(said: str | None) -> str | None:
    found = _COLOUR.fullmatch(said or "")
    return found[1].upper() if found else None


_COLOUR = re.compile("#([0-9A-Fa-f]{6})")


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, tag, attributes)


class _WordWriter:
    """Writes the elements of Word as those of OpenDocument come in reading order."""

    def __init__(self, document: OpenDocument) -> None:
        self.root = etree.Element("document")
        self._name = document.name
        self._styles = OpenStyles(document.roots)
        page = _colour(self._styles.page_colour)
        if page is not None:
            _add(self.root, "background", color=page)
        self.body = _add(self.root, "body")
        self.lists = Lists(self._styles)
        self._cells_left = MAX_CELLS

    def write(self, node: Element, parent: Element) -> None:
        """Write what an element holds."""
        for inner in node:
            kind = local_name(inner)
            if kind not in _LEFT_OUT:
                _WRITERS.get(kind, _WordWriter.write)(self, inner, parent)

    # Paragraphs

    def _write_paragraph(self, node: Element, parent: Element) -> None:
        if any(local_name(each) == "hidden-paragraph" and attribute(each, "is-hidden") == "true" for each in node):
            return
        said = self._styles.of("paragraph", attribute(node, "style-name"))
        paragraph = _add(parent, "p")
        properties = _add(paragraph, "pPr")
        ground = _colour(said.get("paragraph:background-color"))
        if ground is not None:
            _add(properties, "shd", val="clear", fill=ground)
        height = points(said.get("paragraph:line-height"))
        if height is not None:
            _add(properties, "spacing", line=f"{max(height, 0) * 20:.0f}", lineRule="exact")
        self.lists.number(node, properties)
        for piece in pieces(node, self._styles, said):
            run = _add(paragraph, "r")
            _set(_add(run, "rPr"), piece.properties)
            self._write_piece(piece, run, paragraph)

    def _write_piece(self, piece: InlinePiece, run: Element, paragraph: Element) -> None:
        if piece.node is None:
            for part in _BREAKS.split(piece.text):
                _add(run, _TAGS.get(part, "t")).text = part
        elif local_name(piece.node) == "note":
            _add(run, "footnoteReference")
        elif local_name(piece.node) == "placeholder":
            control = _add(paragraph, "sdt")
            _add(_add(control, "sdtPr"), "showingPlcHdr")
            content = _add(_add(control, "sdtContent"), "r")
            _add(content, "t").text = "".join(piece.node.itertext())
        else:
            self._write_drawing(piece.node, run)

    def _write_list(self, node: Element, parent: Element) -> None:
        with self.lists.inside(node):
            for item in node:
                if local_name(item) in ("list-item", "list-header"):
                    self.lists.begin(item)
                    self.write(item, parent)

    def _write_section(self, node: Element, parent: Element) -> None:
        if attribute(node, "display") not in ("none", "condition"):
            self.write(node, parent)

    # Drawings

    def _write_frame(self, node: Element, parent: Element) -> None:
        self._write_drawing(node, _add(_add(parent, "p"), "r"))

    def _write_drawing(self, node: Element, run: Element) -> None:
        said = self._styles.of("graphic", attribute(node, "style-name"))
        shape = _add(_add(run, "pict"), "shape", style=_placed(node))
        fill = _colour(said.get("graphic:fill-color")) if said.get("graphic:fill", "none") == "solid" else None
        if fill is not None:
            shape.set("fillcolor", fill)
        for inner in (node, *node):
            match local_name(inner):
                case "text-box" | "custom-shape" | "rect" | "ellipse" | "circle":
                    content = _add(_add(shape, "textbox"), "txbxContent")
                    for block in inner:
                        if local_name(block) in _BLOCKS:
                            _WRITERS[local_name(block)](self, block, content)
                case "image":
                    _add(shape, "imagedata")
                case "object" | "object-ole":
                    _add(shape, "OLEObject", ProgID="OpenDocument")
                case "frame" | "g" if inner is not node:
                    self._write_drawing(inner, run)
                case "control":
                    _add(shape, "control")

    # Tables

    def _write_table(self, node: Element, parent: Element) -> None:
        table = _add(parent, "tbl")
        ground = _colour(self._styles.of("table", attribute(node, "style-name")).get("table:background-color"))
        for row in placed_cells(rows_of(node), self._name):
            line = _add(table, "tr")
            row_ground = _colour(self._styles.of("table-row", row.style).get("table-row:background-color"))
            for cell in row.cells:
                self._cells_left -= 1
                if self._cells_left < 0:
                    raise SourceError(self._name, "too_large", f"its tables have more than {MAX_CELLS} cells")
                properties = _add(written := _add(line, "tc"), "tcPr")
                _add(properties, "gridSpan", val=str(cell.column_span))
                if cell.row_span > 1 or cell.continues:
                    _add(properties, "vMerge", val="continue" if cell.continues else "restart")
                said = self._styles.of("table-cell", attribute(cell.node, "style-name"))
                own = _colour(said.get("table-cell:background-color")) or row_ground or ground
                if own is not None:
                    _add(properties, "shd", val="clear", fill=own)
                if not cell.continues:
                    self.write(cell.node, written)


_BREAKS = re.compile("([\t\n])")
_TAGS = {"\t": "tab", "\n": "br"}

_WRITERS: Mapping[str, Callable[[_WordWriter, Element, Element], None]] = {
    **dict.fromkeys(("p", "h"), _WordWriter._write_paragraph),
    "list": _WordWriter._write_list,
    "section": _WordWriter._write_section,
    "table": _WordWriter._write_table,
    **dict.fromkeys(("frame", "custom-shape", "g", "rect", "ellipse", "circle", "control"), _WordWriter._write_frame),
}
"""What writes an element. All others are passed through, to what they hold."""

_BLOCKS = frozenset({"p", "h", "list", "section", "table", "frame"})
_LEFT_OUT = frozenset(
    {
        *("", "tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls", "annotation"),
        *("dde-connection-decls", "table-column", "table-columns", "table-column-group", "table-header-columns"),
        *("index-title-template", "table-of-content-source", "desc", "title", "line", "connector", "path"),
    }
)


def _set(properties: Element, said: Properties) -> None:
    """Write how characters are set."""
    for tag, value in _looks(said):
        _add(properties, tag, **({"ascii": value} if tag == "rFonts" else {"val": value}))
    ground = _colour(said.get("text:background-color"))
    if ground is not None:
        _add(properties, "shd", val="clear", fill=ground)


def _looks(said: Properties) -> Iterator[tuple[str, str]]:
    is_clear = said.get("text:opacity") in ("0%", "0") or said.get("text:display") == "none"
    if is_clear:
        yield "vanish", "true"
    if is_struck(said):
        yield "strike", "true"
    raised, colour = script(said), _colour(said.get("text:color"))
    if raised:
        yield "vertAlign", raised
    if colour is not None and said.get("text:use-window-font-color") != "true":
        yield "color", colour
    size, width = points(said.get("text:font-size")), said.get("text:text-scale", "")
    if size is not None and size > 0:
        yield "sz", f"{max(size * 2, 1):.0f}"
    if width:
        yield "w", width
    font = said.get("text:font-name") or said.get("text:font-family")
    if font:
        yield "rFonts", font.strip("'\"")


def _placed(node: Element) -> str:
    """Say in the language of Word where a drawing stands, and how large it is."""
    sizes = {name: points(attribute(node, name)) for name in ("width", "height", "x", "y")}
    style = [f"{name}:{sizes[name]:g}pt" for name in ("width", "height") if sizes[name] is not None]
    if attribute(node, "anchor-type") in (None, "paragraph", "page", "char", "frame"):
        style.append("position:absolute")
        style += [f"margin-{side}:{sizes[name] or 0:g}pt" for side, name in (("left", "x"), ("top", "y"))]
    return ";".join(style)


def title_part(title: str) -> Element:
    """Give the part with the title of a document."""
    part = etree.Element("coreProperties")
    _add(part, "title").text = title
    return part
