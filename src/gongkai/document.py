"""The one model of a document that every format is read into: paragraphs and tables in reading order.

Each paragraph and each cell has a locator, so that a value found later can be shown in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Self

__all__ = [
    "PAGED",
    "UNCERTAIN",
    "Block",
    "Cell",
    "Document",
    "Format",
    "Locator",
    "Notice",
    "Paragraph",
    "Remark",
    "RemarkKind",
    "Table",
    "TextSource",
    "Unread",
    "UnreadKind",
]

Format = Literal[
    "html",
    "text",
    "pdf",
    "ofd",
    "docx",
    "doc",
    "word_xml",
    "rtf",
    "xlsx",
    "xls",
    "excel_xml",
    "odt",
    "ods",
    "csv",
    "image",
    "other",
]
PAGED: frozenset[Format] = frozenset({"pdf", "ofd", "image"})
"""The formats that are printed pages, so that a locator names the page."""

TextSource = Literal["text", "ocr"]
RemarkKind = Literal[
    "annotation",
    "computed",
    "covered",
    "drawn",
    "font",
    "form_field",
    "formatted",
    "generated",
    "hidden",
    "list_number",
    "not_computed",
    "overlapping",
    "picture",
    "raised",
    "reversed",
    "script",
    "stamp",
    "struck",
]
UnreadKind = Literal["picture", "embedded", "attachment", "frame", "drawing"]

UNCERTAIN = "\ufffd"
"""Stands in a text for what a person sees there and the reader cannot tell. A number beside it is no number."""

_LOCATOR = re.compile(r"(?:p(\d+)\.)?b(\d+)(?:\.r(\d+)\.c(\d+))?(?::(\d+)-(\d+))?")


@dataclass(frozen=True, slots=True, order=True)
class Locator:
    """A place in a document. Blocks, rows, columns and pages count from 1, as a reader counts them.

    `start` and `end` bound characters of the block's or cell's text, as a Python slice does.

    >>> str(Locator(block=12, row=3, column=2))
    'b12.r3.c2'
    >>> Locator.parse("p2.b7:5-9")
    Locator(block=7, row=None, column=None, start=5, end=9, page=2)
    """

    block: int
    row: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the string form back.

        Raises:
            ValueError: the text is no locator.
        """
        found = _LOCATOR.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no locator; one looks like b12, b12.r3.c2 or p2.b7:5-9")
        page, block, row, column, start, end = (None if part is None else int(part) for part in found.groups())
        assert block is not None  # noqa: S101 - the pattern requires it
        return cls(block=block, row=row, column=column, start=start, end=end, page=page)

    @property
    def reading_order(self) -> tuple[int, int, int, int]:
        """What sorts places in the order of the text."""
        return self.block, self.row or 0, self.column or 0, self.start or 0

    def __str__(self) -> str:
        page = f"p{self.page}." if self.page is not None else ""
        cell = f".r{self.row}.c{self.column}" if self.row is not None else ""
        span = f":{self.start}-{self.end}" if self.start is not None else ""
        return f"{page}b{self.block}{cell}{span}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text that stands by itself. An empty `text` is a line that was printed blank."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell: its text and the slots of the grid that it covers, counted from 1."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Table:
    """A table as a grid: cells in reading order, each anchored at its top left slot."""

    cells: tuple[Cell, ...]
    page: int | None = None

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Give the cells row by row, each in the row where it is anchored.

        >>> table = Table((Cell("甲", 1, 1), Cell("乙", 1, 2), Cell("丙", 3, 1)))
        >>> [[cell.text for cell in row] for row in table.rows()]
        [['甲', '乙'], ['丙']]
        """
        row: list[Cell] = []
        for cell in self.cells:
            if row and cell.row != row[0].row:
                yield tuple(row)
                row = []
            row.append(cell)
        if row:
            yield tuple(row)

    def text_at(self, row: int, column: int) -> str | None:
        """Give the text of the cell that begins at a slot, or None where none does."""
        return self._texts.get((row, column))

    @cached_property
    def _texts(self) -> dict[tuple[int, int], str]:
        return {(cell.row, cell.column): cell.text for cell in reversed(self.cells)}


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd about the bytes that a careful reader would want to know, and that was coped with."""

    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Remark:
    """How the text of a place was seen, where that is not plain: what was left out, put in, or could not be told."""

    locator: Locator
    kind: RemarkKind
    detail: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the source that a person sees and that may hold a table, but whose text was not read.

    `locator` is that of the block in front of it.
    """

    kind: UnreadKind
    detail: str
    locator: Locator | None = None


@dataclass(frozen=True)
class Document:
    """What stands in a source, free of the format that it came in.

    `metadata` holds what the page says about itself outside its text (HTML `<title>` and `<meta>`), `attachments`
    the addresses of the documents that it links or embeds, `ocr_pages` the pages that are images and were read by OCR.
    `remarks` tells how single places were seen, `unread` what may hold a table and was not read. `layout` is where on
    its pages everything stands, if whoever had it read asked for that (`gongkai.read.pdf.layout.PageLayout`).
    """

    blocks: tuple[Block, ...]
    format: Format
    source: str = "<bytes>"
    encoding: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    attachments: tuple[str, ...] = ()
    ocr_pages: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()
    unread: tuple[Unread, ...] = ()
    layout: object | None = field(default=None, repr=False, compare=False)

    def remarks_at(self, locator: Locator | str) -> Iterator[Remark]:
        """Give what is remarked of a place: of its cell, of its paragraph, or of a span that it shares characters with.

        >>> struck = Remark(Locator(block=1, row=2, column=3), "struck", "12 is struck out")
        >>> [remark.kind for remark in Document((), "html", remarks=(struck,)).remarks_at("b1.r2.c3:0-2")]
        ['struck']
        """
        place = _place(locator)
        there = self._remarks_by_place.get((place.block, place.row, place.column), ())
        return (remark for remark in there if _share(remark.locator, place))

    def text_source_at(self, locator: Locator | str) -> TextSource:
        """Tell whether the text at a locator stands in the source as text, or was read from an image by OCR.

        >>> document = Document((Paragraph("收到申请7件", page=2),), "pdf", ocr_pages=frozenset({2}))
        >>> document.text_source_at("p2.b1:4-5")
        'ocr'
        """
        return "ocr" if _place(locator).page in self.ocr_pages else "text"

    def paragraphs(self) -> Iterator[tuple[Locator, str]]:
        """Give every paragraph with text, and where it stands."""
        for number, block in enumerate(self.blocks, start=1):
            if isinstance(block, Paragraph) and block.text:
                yield Locator(block=number, page=block.page), block.text

    def tables(self) -> Iterator[tuple[Locator, Table]]:
        """Give every table, and where it stands."""
        for number, block in enumerate(self.blocks, start=1):
            if isinstance(block, Table):
                yield Locator(block=number, page=block.page), block

    def text_at(self, locator: Locator | str) -> str:
        """Give the source text at a locator: of the cell or paragraph, or of the span inside it.

        Raises:
            KeyError: there is no such place in this document.

        >>> document = Document((Paragraph("收到申请7件"),), "text")
        >>> document.text_at("b1:4-5")
        '7'
        """
        place = _place(locator)
        text = self._block_text(place)
        if place.start is None:
            return text
        if place.end is None or not place.start <= place.end <= len(text):
            raise KeyError(f"{place}: the text there has {len(text)} characters")
        return text[place.start : place.end]

    def _block_text(self, place: Locator) -> str:
        if not 1 <= place.block <= len(self.blocks):
            raise KeyError(f"{place}: the document has {len(self.blocks)} blocks")
        block = self.blocks[place.block - 1]
        if isinstance(block, Paragraph):
            if place.row is not None:
                raise KeyError(f"{place}: block {place.block} is a paragraph, not a table")
            return block.text
        if place.row is None:
            return "\n".join("\t".join(cell.text for cell in row) for row in block.rows())
        text = block.text_at(place.row, place.column or 0)
        if text is None:
            raise KeyError(f"{place}: no cell begins there")
        return text

    @cached_property
    def _remarks_by_place(self) -> dict[tuple[int, int | None, int | None], list[Remark]]:
        by_place: dict[tuple[int, int | None, int | None], list[Remark]] = {}
        for remark in self.remarks:
            place = remark.locator
            by_place.setdefault((place.block, place.row, place.column), []).append(remark)
        return by_place


def _place(locator: Locator | str) -> Locator:
    return Locator.parse(locator) if isinstance(locator, str) else locator


def _share(one: Locator, other: Locator) -> bool:
    """Say whether two places in one cell or paragraph share characters."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return True
    # A remark on what was left out has a place, but no characters.
    return one.start <= other.end and other.start <= one.end
