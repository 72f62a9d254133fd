"""Parts in other formats that Word imports into a document when it opens it, read in the place where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from gongkai.document import Document, Paragraph, Unread
from gongkai.errors import SourceError
from gongkai.read.encoding import decode
from gongkai.read.html import looks_like_html, read_html
from gongkai.read.office import office_format
from gongkai.read.text import read_text
from gongkai.read.word_package import Package
from gongkai.read.word_table import Item, Line, Mark, ReadTable

__all__ = ["Chunks"]

MAX_CHUNKS = 50
"""The most imported parts that are read of one document."""

MAX_CHUNK_BYTES = 16 * 1024 * 1024
"""The size above which a part is not read."""


class Chunks:
    """The imported parts of one document, each read once."""

    def __init__(self, package: Package, main: str, read_inner: Callable[[bytes, str], Document] | None) -> None:
        """Take the package, the name of its main part, and what reads a document inside it, unless that is too deep."""
        self._package = package
        self._relationships = package.relationships(main)
        self._read_inner = read_inner
        self._chunks_left = MAX_CHUNKS
        self._read: dict[str, list[Item]] = {}

    def items(self, relationship_id: str | None) -> list[Item]:
        """Give what the part shows that a relationship leads to, or that it was not read."""
        relationship = self._relationships.get(relationship_id or "")
        if relationship is None or relationship.target is None:
            return [Unread("embedded", "an imported part that is not in the file")]
        if not self._chunks_left:
            return [Unread("embedded", f"an imported part behind the first {MAX_CHUNKS}")]
        self._chunks_left -= 1
        target = relationship.target
        if target not in self._read:
            try:
                self._read[target] = list(_items(self._document(target)))
            except SourceError as error:
                self._read[target] = [Unread("embedded", f"an imported part, {target}: {error.detail or error.reason}")]
        return self._read[target]

    def _document(self, part: str) -> Document:
        content = self._package.content(part)
        if content is None:
            raise SourceError(part, "missing", "it is not in the file")
        if len(content) > MAX_CHUNK_BYTES:
            raise SourceError(part, "too_large", f"more than {MAX_CHUNK_BYTES} bytes")
        found = office_format(content)
        if found == "docx" and self._read_inner is not None:
            return self._read_inner(content, part)
        if found is not None or content.lstrip()[:_LONGEST_SIGNATURE].startswith(_FOREIGN):
            raise SourceError(part, "unsupported_format", f"{found or 'its format'} is not read there")
        text = decode(content, part).text
        return read_html(text, part) if looks_like_html(text) else read_text(text, part)


_FOREIGN = (b"{\\rtf", b"MIME-Version:", b"From:", b"%PDF-", b"PK")
_LONGEST_SIGNATURE = 16


def _items(document: Document) -> Iterator[Item]:
    """Turn a document into what the flow of another is made of."""
    marks: defaultdict[tuple[int, int | None, int | None], list[Mark]] = defaultdict(list)
    for remark in document.remarks:
        place = remark.locator
        marks[place.block, place.row, place.column].append(Mark(remark.kind, remark.detail))
    unread: defaultdict[int, list[Unread]] = defaultdict(list)
    for part in document.unread:
        unread[0 if part.locator is None else part.locator.block].append(Unread(part.kind, part.detail))
    yield from unread[0]
    for number, block in enumerate(document.blocks, start=1):
        if isinstance(block, Paragraph):
            yield Line(block.text, tuple(marks[number, None, None]))
        else:
            places = ((cell.row, cell.column) for cell in block.cells)
            yield ReadTable(block, {place: tuple(found) for place in places if (found := marks.get((number, *place)))})
        yield from unread[number]
