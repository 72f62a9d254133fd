"""A Word document -> `Document`: what it prints, in reading order, with its data tables as grids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gongkai.document import UNCERTAIN, Block, Document, Format, Locator, Notice, Paragraph, Remark, Table, Unread
from gongkai.errors import SourceError
from gongkai.read.office import office_format, refuse
from gongkai.read.word_binding import Bindings
from gongkai.read.word_chunk import Chunks
from gongkai.read.word_color import WHITE, color_of
from gongkai.read.word_flow import MAX_CELLS, Flow, TooManyCellsError
from gongkai.read.word_numbering import Numbering
from gongkai.read.word_package import Package
from gongkai.read.word_style import Styles
from gongkai.read.word_table import Item, Line, Mark, ReadTable, is_figure
from gongkai.read.word_xml import child

__all__ = ["read_docx", "read_package"]


def read_docx(data: bytes, name: str = "<bytes>") -> Document:
    """Read a Word document, .docx.

    What a person sees is read: insertions are accepted, and what is deleted, struck out, hidden, or of the colour of
    the ground is left out, as are headers, footers, notes and comments. Digits that are raised or lowered are written
    as such. Automatic numbers of lists, the entries of forms and imported parts are part of the text. A text box stands
    behind the paragraph that it is anchored in. A table that only lays out the page is taken apart into the flow. Lines
    of a cell are divided by a line feed. `UNCERTAIN` stands for what is seen and cannot be told.

    Args:
        data: the bytes of the document.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the document is `encrypted`, `damaged`, `too_large` or of an `unsupported_format`, or has
            `pictures_only`.
    """
    return read_package(_package(data, name), "docx")


def read_package(package: Package, format_name: Format) -> Document:
    """Read the parts of a document, whatever file they came in, as `read_docx` does.

    Args:
        package: the parts.
        format_name: the format of the file.

    Raises:
        SourceError: with a reason of `read_docx`.
    """
    document = _read(package, format_name, _DEEPEST)
    pictures = sum(part.kind == "picture" for part in document.unread)
    if pictures and not document.blocks:
        raise SourceError(package.name, "pictures_only", f"{pictures} of them, and no text")
    return document


_DEEPEST = 2
"""How many documents inside one another are read."""


def _package(data: bytes, name: str) -> Package:
    found = office_format(data)
    if found != "docx":
        refuse(found, name, "Word document")
    return Package.of_zip(data, name)


def _read(package: Package, format_name: Format, levels_left: int) -> Document:
    name = package.name
    main = package.related("", "officeDocument")
    root = package.root(main)
    body = child(root, "body")
    if body is None:
        raise SourceError(name, "damaged", "it has no main document part")
    styles = Styles(package.root(package.related(main, "styles")))
    numbering = Numbering(package.root(package.related(main, "numbering")), styles)
    read_inner = (lambda inner, part: _read(_package(inner, part), "docx", levels_left - 1)) if levels_left else None
    page = child(root, "background")
    flow = Flow(
        styles,
        numbering,
        Chunks(package, main or "", read_inner),
        Bindings(package, main or ""),
        WHITE if page is None or color_of(page, "color") in (None, WHITE) else "unknown",
    )
    try:
        flow.read_all(body)
    except RecursionError as error:
        raise SourceError(name, "damaged", "its elements are nested too deep") from error
    except TooManyCellsError as error:
        raise SourceError(name, "too_large", f"its tables have more than {MAX_CELLS} cells") from error
    notices = tuple(
        Notice("numbering", f"list numbers of the format {unknown} are left out")
        for unknown in sorted(numbering.unknown_formats)
    )
    document = _document(_overlaid(flow.items), name, format_name)
    return replace(document, metadata=_metadata(package), notices=notices)


def _metadata(package: Package) -> dict[str, str]:
    title = child(package.root(package.related("", "core-properties")), "title")
    text = "" if title is None else (title.text or "").strip()
    return {"title": text} if text else {}


def _document(items: Iterable[Item], name: str, format_name: Format) -> Document:
    """Number the blocks, and say of each place how it was seen."""
    blocks: list[Block] = []
    remarks: list[Remark] = []
    unread: list[Unread] = []
    for item in items:
        match item:
            case Line(text, marks) if text:
                blocks.append(Paragraph(text))
                remarks += (Remark(Locator(len(blocks)), mark.kind, mark.detail) for mark in dict.fromkeys(marks))
            case ReadTable(table, cell_marks):
                blocks.append(table)
                remarks += (
                    Remark(Locator(len(blocks), row, column), mark.kind, mark.detail)
                    for (row, column), marks in cell_marks.items()
                    for mark in marks
                )
            case Unread():
                unread.append(replace(item, locator=Locator(len(blocks)) if blocks else None))
    return Document(tuple(blocks), format_name, name, remarks=tuple(remarks), unread=tuple(unread))


def _overlaid(items: Sequence[Item]) -> list[Item]:
    """Doubt the blank cells of a table beside which a number floats that may lie over any of them."""
    overlaid = list(items)
    for place, item in enumerate(items):
        if isinstance(item, Line) and item.floats and is_figure(item.text):
            mark = Mark("overlapping", f"{item.text} floats over the page")
            for beside in range(max(place - _NEAR, 0), min(place + _NEAR + 1, len(items))):
                found = overlaid[beside]
                if isinstance(found, ReadTable):
                    overlaid[beside] = _with_doubtful_blanks(found, mark)
    return overlaid


_NEAR = 3
"""How many lines away the anchor of what lies over a table may be."""


def _with_doubtful_blanks(read: ReadTable, mark: Mark) -> ReadTable:
    blank = {(cell.row, cell.column) for cell in read.table.cells if not cell.text}
    cells = (replace(cell, text=UNCERTAIN) if (cell.row, cell.column) in blank else cell for cell in read.table.cells)
    marks = dict(read.marks) | {place: (*read.marks.get(place, ()), mark) for place in blank}
    return ReadTable(Table(tuple(cells), read.table.page), marks)
