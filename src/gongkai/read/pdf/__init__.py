"""Born-digital PDF -> `Document`: paragraphs, and tables from ruling lines or, where the header is clear, from columns.

Pages are read one by one (`opening`, `drawn`), their tables filled (`ruled`, `tables`, `aligned`), running lines left
out (`running`), tables joined over page breaks (`breaks`), and the lines between them joined to paragraphs (`prose`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from gongkai.document import Block, Document, Notice
from gongkai.errors import SourceError
from gongkai.read.pdf.aligned import aligned_tables
from gongkai.read.pdf.breaks import joined
from gongkai.read.pdf.lines import Line
from gongkai.read.pdf.opening import read_pages
from gongkai.read.pdf.page import Page
from gongkai.read.pdf.prose import layouts_of, paragraphs
from gongkai.read.pdf.running import PageLines, without_running_lines
from gongkai.read.pdf.tables import PageTable, ruled_tables

__all__ = ["read_pdf"]


def read_pdf(data: bytes, name: str = "<bytes>") -> Document:
    """Read a born-digital PDF.

    Args:
        data: the bytes of the file.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: with the reason `encrypted`, `damaged`, `no_text_layer` (a scan), `empty` or `too_large`.
    """
    read = [_ReadPage.of(page) for page in read_pages(data, name)]
    flows = _flows(read)
    if not any(flows):
        if any(page.has_image for page in read):
            raise SourceError(name, "no_text_layer", f"{len(read)} pages of images")
        raise SourceError(name, "empty")
    return Document(
        tuple(_blocks(flows, {page.number: page.width for page in read})), "pdf", name, notices=tuple(_notices(read))
    )


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """What stands on a page."""

    number: int
    width: float
    height: float
    tables: tuple[PageTable, ...]
    lines: tuple[Line, ...]
    has_image: bool
    has_text: bool

    @classmethod
    def of(cls, page: Page) -> _ReadPage:
        ruled, outside = ruled_tables(page)
        aligned, lines = aligned_tables(page, outside, ruled)
        return cls(
            number=page.number,
            width=page.width,
            height=page.height,
            tables=(*ruled, *aligned),
            lines=tuple(lines),
            has_image=page.has_image,
            has_text=len(page.characters) > 0,
        )


_Flow = list[Line | PageTable]


def _flows(pages: Sequence[_ReadPage]) -> list[_Flow]:
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


def _top(item: Line | PageTable) -> float:
    return item.box.top if isinstance(item, PageTable) else item.top


def _blocks(flows: Sequence[_Flow], page_widths: Mapping[int, float]) -> Iterator[Block]:
    flow = list(_without_frames(_with_tables_joined(flows)))
    layouts = layouts_of([item for item in flow if isinstance(item, Line)], page_widths)
    for is_line, items in groupby(flow, key=lambda item: isinstance(item, Line)):
        if is_line:
            yield from paragraphs([item for item in items if isinstance(item, Line)], layouts)
        else:
            yield from (item.as_table() for item in items if isinstance(item, PageTable))


def _with_tables_joined(flows: Sequence[_Flow]) -> _Flow:
    whole: _Flow = []
    for flow in flows:
        rest = flow
        if whole and flow and isinstance(whole[-1], PageTable) and isinstance(flow[0], PageTable):
            table = joined(whole[-1], flow[0])
            if table is not None:
                whole[-1] = table
                rest = flow[1:]
        whole.extend(rest)
    return whole


def _without_frames(flow: _Flow) -> Iterator[Line | PageTable]:
    """Give tables of one column as the lines in them: they are frames around text."""
    for item in flow:
        if isinstance(item, PageTable) and item.is_single_column:
            yield from (line for cell in item.cells for line in cell.lines)
        else:
            yield item


def _notices(pages: Sequence[_ReadPage]) -> Iterator[Notice]:
    scanned = [str(page.number) for page in pages if page.has_image and not page.has_text]
    if scanned:
        yield Notice("page_without_text", f"pages that are images: {', '.join(scanned)}")
