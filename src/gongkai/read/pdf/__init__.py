"""PDF -> `Document`: paragraphs, and tables from ruling lines or, where the header is clear, from columns.

PDFium works in a process of its own (`worker`, `extraction`). Its pages are set upright (`opening`), their tables
filled (`ruled`, `tables`, `aligned`), running lines left out (`running`), tables joined over page breaks (`breaks`),
and the lines between them joined to paragraphs (`prose`).
Pages that are images take the same way once OCR has read them (`ocr`, if the extra is installed).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

import numpy as np

from gongkai.document import Block, Document, Format, Locator, Notice, Remark
from gongkai.errors import Reason, SourceError
from gongkai.read.pdf import ocr
from gongkai.read.pdf.aligned import aligned_tables
from gongkai.read.pdf.breaks import joined
from gongkai.read.pdf.halves import halves_of, have_a_title_each
from gongkai.read.pdf.layout import MadeOf, PageLayout
from gongkai.read.pdf.lines import TextLine
from gongkai.read.pdf.opening import is_illegible, read_pages
from gongkai.read.pdf.page import Box, UprightPage
from gongkai.read.pdf.pictures import new_tables, pictures_left, unread_pictures
from gongkai.read.pdf.prose import layouts_of, paragraphs
from gongkai.read.pdf.remarks import remarks_of, without_marks
from gongkai.read.pdf.running import PageLines, without_running_lines
from gongkai.read.pdf.seen import SeenNote
from gongkai.read.pdf.tables import PageTable, Ruled, ruled_tables
from gongkai.read.pdf.unruled import Flow, UnruledTable, with_unruled_tables

__all__ = ["document_of", "read_pdf"]


def read_pdf(data: bytes, name: str = "<bytes>", *, keep_layout: bool = False) -> Document:
    """Read a PDF. Pages that are images are read by OCR if the extra `ocr` is installed.

    Args:
        data: the bytes of the file.
        name: what to call the source in the document and in errors.
        keep_layout: whether the document keeps where on its pages everything stands.

    Raises:
        SourceError: with the reason `encrypted`, `damaged`, `no_text_layer` (a scan, and no OCR
            is installed or finds text in it), `empty`, `too_large` or `several_reports`.
    """
    return document_of(read_pages(data, name), name, "pdf", pdf=data if keep_layout else None)


def document_of(pages: Iterable[UprightPage], name: str, format_name: Format, *, pdf: bytes | None = None) -> Document:
    """Make a document of pages on which characters and lines have places.

    Args:
        pages: the pages.
        name: what to call the source in the document and in errors.
        format_name: the format of the source.
        pdf: the bytes of the PDF that the pages are of, if the document is to keep where on them everything stands.

    Raises:
        SourceError: with the reason `no_text_layer`, `no_text_found` or `empty`, or `several_reports` where two are
            printed side by side.
    """
    apart = list(_apart(pages, name))
    read = [_PageParts.of(page, ruled) for page, ruled in zip(apart, ruled_tables(apart), strict=True)]
    flows = _flows(read)
    if not any(flows):
        if any(page.is_illegible or page.is_from_ocr for page in read):
            raise SourceError(name, _no_text_reason(), f"{len(read)} pages of images or shapes")
        raise SourceError(name, "empty")
    if sum(page.unknown for page in read) > _UNREADABLE * sum(page.characters for page in read):
        raise SourceError(name, _no_text_reason(), "its fonts do not tell which characters they print")
    widths = {page.number: page.width for page in read}
    scanned = frozenset(page.number for page in read if page.is_scan)
    # What was read by OCR is not joined with what was not, so that each block is of one kind.
    runs = groupby(zip(read, flows, strict=True), key=lambda pair: pair[0].is_scan)
    marked = [each for is_scan, run in runs for each in _blocks([flow for _, flow in run], widths, is_scan=is_scan)]
    blocks = tuple(without_marks(each.block) for each in marked)
    layout = None if pdf is None else PageLayout(pdf, blocks, tuple(each.made_of for each in marked), tuple(apart))
    return Document(
        blocks,
        format_name,
        name,
        notices=tuple(_notices(read)),
        ocr_pages=scanned,
        remarks=(*_remarks([each.notes for each in marked]), *remarks_of([each.block for each in marked])),
        unread=tuple(unread_pictures(read, blocks)),
        layout=layout,
    )


def _apart(pages: Iterable[UprightPage], name: str) -> Iterator[UprightPage]:
    """Give each of the pages that are printed side by side on one by itself."""
    for page in pages:
        halves = halves_of(page)
        if have_a_title_each(halves):
            raise SourceError(name, "several_reports", f"two side by side on page {page.number}")
        yield from halves


def _no_text_reason() -> Reason:
    """Tell why pages without text give none: to install what is installed does not help."""
    return "no_text_found" if ocr.is_installed() else "no_text_layer"


_UNREADABLE = 0.5
"""Where more than this part of the characters cannot be told, there is nothing to read."""

_GARBLED = 0.05
"""A page is noted where more than this part cannot be told."""


@dataclass(frozen=True, slots=True)
class _PageParts:
    """What stands on a page."""

    number: int
    width: float
    height: float
    tables: tuple[PageTable, ...]
    lines: tuple[TextLine, ...]
    has_image: bool
    has_text: bool
    is_from_ocr: bool
    has_drawing: bool
    has_hidden_text: bool
    characters: int
    unknown: int
    """How many of its characters cannot be told."""
    is_illegible: bool
    unread_pictures: tuple[Box, ...]
    """The pictures on it that may hold a table."""

    @property
    def is_scan(self) -> bool:
        """Whether its text was read from an image, by us or by whoever laid it over the image."""
        return self.is_from_ocr or self.has_hidden_text

    @classmethod
    def of(cls, page: UprightPage, found: Ruled) -> _PageParts:
        ruled, outside, has_drawing = found
        of_pictures = [table for picture in page.read_pictures for table in new_tables(picture, ruled)]
        ruled = [*ruled, *of_pictures]
        # OCR may have missed a lone digit, and the columns of such a table are only told by what stands in them.
        aligned, lines = ([], outside) if page.is_from_ocr else aligned_tables(page, outside, ruled)
        return cls(
            number=page.number,
            width=page.width,
            height=page.height,
            tables=(*ruled, *aligned),
            lines=tuple(lines),
            has_image=page.has_image,
            has_text=len(page.characters) > 0,
            is_from_ocr=page.is_from_ocr or bool(of_pictures),
            has_drawing=has_drawing,
            has_hidden_text=page.has_hidden_text,
            characters=len(page.characters),
            unknown=int(np.count_nonzero(page.characters.unknown)),
            is_illegible=is_illegible(page),
            unread_pictures=() if page.is_from_ocr else tuple(pictures_left(page)),
        )


def _flows(pages: Sequence[_PageParts]) -> list[list[TextLine | PageTable]]:
    """Give what belongs to the text of each page, in reading order."""
    kept = without_running_lines(
        [
            PageLines(
                page.height,
                page.lines,
                min((table.box.top for table in page.tables), default=page.height),
                max((table.box.bottom for table in page.tables), default=0.0),
            )
            for page in pages
        ]
    )
    return [sorted([*page.tables, *lines], key=_top) for page, lines in zip(pages, kept, strict=True)]


def _top(item: TextLine | PageTable) -> float:
    return item.box.top if isinstance(item, PageTable) else item.top


_PlacedNotes = Sequence[tuple[Locator, SeenNote]]
"""What is remarked of the places of a block, whose number is not known yet."""


class _MadeBlock(NamedTuple):
    block: Block
    made_of: MadeOf
    notes: _PlacedNotes


def _remarks(notes: Iterable[_PlacedNotes]) -> Iterator[Remark]:
    for number, of_block in enumerate(notes, start=1):
        for place, note in of_block:
            yield Remark(replace(place, block=number), note.kind, note.detail)


def _blocks(
    flows: Sequence[Sequence[TextLine | PageTable]], page_widths: Mapping[int, float], *, is_scan: bool
) -> Iterator[_MadeBlock]:
    # OCR may have missed a lone digit, and the columns of such a table are only told by what stands in them.
    seen: list[Flow] = [[*flow] for flow in flows] if is_scan else with_unruled_tables(flows, page_widths)
    flow = list(_without_frames(_with_tables_joined(seen)))
    layouts = layouts_of([item for item in flow if isinstance(item, TextLine)], page_widths)
    for is_line, items in groupby(flow, key=lambda item: isinstance(item, TextLine)):
        if is_line:
            for lines in paragraphs([item for item in items if isinstance(item, TextLine)], layouts):
                notes = [(Locator(0, page=lines.block.page), note) for note in lines.notes]
                yield _MadeBlock(lines.block, lines.lines, notes)
        else:
            for item in items:
                if isinstance(item, PageTable):
                    yield _MadeBlock(item.as_table(), item, list(_notes_of_cells(item)))
                elif isinstance(item, UnruledTable):
                    yield _MadeBlock(item.table, item, [])


def _notes_of_cells(table: PageTable) -> Iterator[tuple[Locator, SeenNote]]:
    for cell in table.cells:
        for note in cell.notes:
            yield Locator(0, cell.row + 1, cell.column + 1, page=table.page), note


def _with_tables_joined(flows: Sequence[Flow]) -> Flow:
    whole: Flow = []
    for flow in flows:
        rest = flow
        if whole and flow and isinstance(whole[-1], PageTable) and isinstance(flow[0], PageTable):
            table = joined(whole[-1], flow[0])
            if table is not None:
                whole[-1] = table
                rest = flow[1:]
        whole.extend(rest)
    return whole


def _without_frames(flow: Flow) -> Iterator[TextLine | PageTable | UnruledTable]:
    """Give tables of one column as the lines in them: they are frames around text."""
    for item in flow:
        if isinstance(item, PageTable) and item.is_single_column:
            yield from (line for cell in item.cells for line in cell.lines)
        else:
            yield item


def _notices(pages: Sequence[_PageParts]) -> Iterator[Notice]:
    scanned = _numbers(page for page in pages if page.has_image and not page.has_text)
    if scanned:
        yield Notice("page_without_text", f"pages that are images: {', '.join(scanned)}")
    by_ocr = _numbers(page for page in pages if page.is_from_ocr and page.has_text)
    if by_ocr:
        yield Notice("read_by_ocr", f"pages that are images, whose text was read by OCR: {', '.join(by_ocr)}")
    hidden = _numbers(page for page in pages if page.has_hidden_text)
    if hidden:
        yield Notice("hidden_text", f"pages whose text is not printed, as OCR lays it over a scan: {', '.join(hidden)}")
    garbled = _numbers(page for page in pages if page.unknown > _GARBLED * page.characters)
    if garbled:
        yield Notice("unknown_characters", f"pages with characters that their fonts do not tell: {', '.join(garbled)}")
    drawings = _numbers(page for page in pages if page.has_drawing)
    if drawings:
        where = ", ".join(drawings)
        yield Notice("page_with_drawing", f"pages with more lines than a table has, where tables may be lost: {where}")


def _numbers(pages: Iterable[_PageParts]) -> list[str]:
    """Give the numbers of pages, each once: two may be printed on one."""
    return list(dict.fromkeys(str(page.number) for page in pages))
