"""Bytes of any format that gongkai reads -> `Document`. The format is found from the content, not from the name.

A new format is one module in this package and one line in `_READERS`; one that another distribution brings comes first.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from gongkai.document import Document, Notice, Paragraph
from gongkai.errors import SourceError, reason_of_unread
from gongkai.read.answer import AnswerText, answers
from gongkai.read.archive import is_archive, only_member
from gongkai.read.companions import files_beside
from gongkai.read.delimited import is_delimited, read_delimited
from gongkai.read.direction import OVERRIDE, as_shown
from gongkai.read.encoding import Decoded, decode
from gongkai.read.file import open_file
from gongkai.read.html import looks_like_html
from gongkai.read.legacy_word import read_doc
from gongkai.read.mail import is_mail, report_in_mail
from gongkai.read.ofd import read_ofd
from gongkai.read.office import OfficeFormat, office_format, refuse
from gongkai.read.open_document import is_open_document_xml, read_open_document, read_open_document_xml
from gongkai.read.pdf import read_pdf
from gongkai.read.picture import is_picture, read_picture
from gongkai.read.plugins import read_with_plugin
from gongkai.read.rtf import read_rtf
from gongkai.read.sheet import is_sheet_xml, read_sheet, read_sheet_xml
from gongkai.read.text import read_text
from gongkai.read.web_page import read_web_page
from gongkai.read.word import read_docx
from gongkai.read.word_2003 import is_word_xml, read_word_xml

__all__ = ["MAX_BYTES", "MAX_BYTES_OF_TEXT", "MAX_CHARACTERS", "read_bytes", "read_document", "read_file"]

MAX_BYTES = 256 * 1024 * 1024
"""The size above which a source is refused unread: scans and pictures make a report large, its text does not."""

MAX_BYTES_OF_TEXT = 64 * 1024 * 1024
"""The size above which a web page or plain text is refused undecoded; saved pages hold their pictures inside."""

MAX_CHARACTERS = 2_000_000
"""The length of text above which a document is no report: the longest have about a hundred thousand characters."""


def read_document(
    source: str | os.PathLike[str] | bytes,
    *,
    name: str | None = None,
    beside: Mapping[str, bytes] | None = None,
    keep_layout: bool = False,
) -> Document:
    """Read one report into paragraphs and tables in reading order.

    What holds one report, such as an archive, a mail or the answer of a web service, is read as that report.

    Args:
        source: the path of a file, or its bytes.
        name: what to call the source in the document and in errors; the path itself if left out.
        beside: style sheets and frames that a web page was saved with, by their addresses in it; for a path those of
            the folder that a browser saved with the page, if left out.
        keep_layout: whether a document of pages (PDF, pictures) keeps where on them everything stands, as its `layout`.

    Raises:
        SourceError: the source cannot be read; its `reason` says why, the message also what to do.

    >>> document = read_document("<table><tr><th>收到申请<td>7<tr><th>予以公开<td>5</table>".encode())
    >>> document.format, document.encoding, document.text_at("b1.r2.c2")
    ('html', 'utf-8', '5')
    """
    if isinstance(source, bytes):
        name = name or "<bytes>"
        _refuse_too_large(source, name)
        opened = _OpenedSource(source, name, beside or {}, keep_layout=keep_layout)
    else:
        name = name or os.fspath(source)
        data = read_bytes(source, name)
        beside = files_beside(Path(source)) if beside is None else beside
        opened = _OpenedSource(data, name, beside, keep_layout=keep_layout)
    document = _read(opened)
    texts = list(_texts(document))
    characters = sum(map(len, texts))
    if characters == 0:
        raise _empty(document)
    if characters > MAX_CHARACTERS:
        raise SourceError(opened.name, "too_large", f"{characters} characters of text")
    return as_shown(document) if any(OVERRIDE in text for text in texts) else document


def _read(source: _OpenedSource) -> Document:
    by_plugin = read_with_plugin(source.data, source.name)
    if by_plugin is not None:
        return by_plugin
    reader = next(reader for reader in _READERS if reader.recognises(source))
    return reader.read(source)


def _empty(document: Document) -> SourceError:
    """Say why there is no text: what is seen in its place was not read. A picture alone announces no report."""
    reason = reason_of_unread([part.kind for part in document.unread])
    if reason == "pictures_only" and not any(_ANNOUNCES.search(text) for text in document.metadata.values()):
        reason = None
    return SourceError(document.source, reason or "empty", "; ".join(part.detail for part in document.unread[:4]))


_ANNOUNCES = re.compile(r"信息公开.*报告")


def read_bytes(path: str | os.PathLike[str], name: str) -> bytes:
    """Read a file, but no more of it than a report may have.

    Args:
        path: the path of the file.
        name: what to call the source in errors.

    Raises:
        SourceError: with the reason `missing`, `not_a_file`, `unreadable`, `changed` or `too_large`.
    """
    with open_file(path, name) as file:
        return read_file(file, name)


def read_file(file: BinaryIO, name: str) -> bytes:
    """Read an open file, but no more of it than a report may have.

    Args:
        file: the file, at its beginning.
        name: what to call the source in errors.

    Raises:
        SourceError: with the reason `missing` or `too_large`.
    """
    try:
        data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(name, "missing", f"it cannot be read: {error.strerror}") from error
    _refuse_too_large(data, name)
    return data


def _refuse_too_large(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise SourceError(name, "too_large", f"more than {MAX_BYTES} bytes")


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


@dataclass(frozen=True)
class _OpenedSource:
    """The bytes of a source, decoded only if a reader asks for its text."""

    data: bytes
    name: str
    beside: Mapping[str, bytes] = field(default_factory=dict)
    location: str = ""
    """The address of a web page, where what holds it says it."""
    depth: int = 0
    """In how many others it was found."""
    keep_layout: bool = False
    """Whether a document of pages keeps where on them everything stands."""

    def holds(self, data: bytes, name: str, beside: Mapping[str, bytes], location: str = "") -> _OpenedSource:
        """Give what was found in it as a source."""
        if self.depth >= _DEEPEST:
            raise SourceError(self.name, "unsupported_format", f"files more than {_DEEPEST} deep inside one another")
        return _OpenedSource(data, name, beside, location, self.depth + 1, self.keep_layout)

    @cached_property
    def answers(self) -> list[AnswerText]:
        return answers(self.decoded.text)

    @cached_property
    def decoded(self) -> Decoded:
        for at, signature, format_name in _FOREIGN_SIGNATURES:
            if self.data.startswith(signature, at):
                raise SourceError(self.name, "unsupported_format", format_name)
        if len(self.data) > MAX_BYTES_OF_TEXT:
            raise SourceError(self.name, "too_large", f"more than {MAX_BYTES_OF_TEXT} bytes of text")
        return decode(self.data, self.name)

    @cached_property
    def office(self) -> OfficeFormat | None:
        return office_format(self.data)


_FOREIGN_SIGNATURES = (
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"MSCF\x00\x00\x00\x00", "a cabinet"),
)
"""Formats by the bytes at a place in them."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """A format: how a source of it is known, and what reads it."""

    recognises: Callable[[_OpenedSource], bool]
    read: Callable[[_OpenedSource], Document]


def _of_text(read: Callable[[str, str], Document]) -> Callable[[_OpenedSource], Document]:
    def read_decoded(source: _OpenedSource) -> Document:
        decoded = source.decoded
        document = read(decoded.text, source.name)
        return replace(document, encoding=decoded.encoding, notices=decoded.notices + document.notices)

    return read_decoded


def _of_bytes(read: Callable[[bytes, str], Document]) -> Callable[[_OpenedSource], Document]:
    return lambda source: read(source.data, source.name)


def _of_pages(read: Callable[..., Document]) -> Callable[[_OpenedSource], Document]:
    return lambda source: read(source.data, source.name, keep_layout=source.keep_layout)


def _refuse_office(source: _OpenedSource) -> Document:
    refuse(source.office, source.name, "report")


_DEEPEST = 3
"""How many files may be found inside one another."""


def _read_page(source: _OpenedSource) -> Document:
    decoded = source.decoded
    document = read_web_page(decoded.text, source.name, source.beside, source.location)
    return replace(document, encoding=decoded.encoding, notices=decoded.notices + document.notices)


def _read_member(source: _OpenedSource) -> Document:
    member = only_member(source.data, source.name)
    return _read(source.holds(member.data or b"", member.name, member.beside))


def _read_mail(source: _OpenedSource) -> Document:
    part = report_in_mail(source.data, source.name)
    if part.attached:
        return _read(source.holds(part.data, f"{source.name}/{part.attached}", {}))
    document = _read(source.holds(part.data, source.name, part.beside, part.location))
    notice = Notice("container", "a mail, or a page saved as one")
    return replace(document, metadata={**part.metadata, **document.metadata}, notices=(*document.notices, notice))


def _read_answer(source: _OpenedSource) -> Document:
    first, *more = source.answers
    if more:
        places = ", ".join(each.place for each in source.answers[:_NAMED_ANSWERS])
        raise SourceError(source.name, "several_reports", f"an answer with texts at {places}")
    document = _read(source.holds(first.text.encode("utf-8", "replace"), source.name, source.beside))
    notice = Notice("container", f"the answer of a web service, text at {first.place or 'its top'}")
    return replace(document, metadata={**first.metadata, **document.metadata}, notices=(*document.notices, notice))


_NAMED_ANSWERS = 4
_SHEETS = frozenset({"xlsx", "xls"})
_OPEN_DOCUMENTS = frozenset({"odt", "ods"})
_PDF_BEGINS_WITHIN = 1024

# The first reader that recognises a source reads it. Formats known by their bytes belong before those known by
# their text, because to ask for the text of a source is to refuse it if it has none.
_READERS = (
    _Reader(lambda source: b"%PDF-" in source.data[:_PDF_BEGINS_WITHIN], _of_pages(read_pdf)),
    _Reader(lambda source: source.office == "ofd", _of_bytes(read_ofd)),
    _Reader(lambda source: source.office == "docx", _of_bytes(read_docx)),
    _Reader(lambda source: source.office in _SHEETS, _of_bytes(read_sheet)),
    _Reader(lambda source: source.office == "doc", _of_bytes(read_doc)),
    _Reader(lambda source: source.office in _OPEN_DOCUMENTS, _of_bytes(read_open_document)),
    _Reader(lambda source: source.office is not None, _refuse_office),
    _Reader(lambda source: source.data.startswith(b"{\\rtf"), _of_bytes(read_rtf)),
    _Reader(lambda source: is_picture(source.data), _of_pages(read_picture)),
    _Reader(lambda source: is_archive(source.data), _read_member),
    _Reader(lambda source: is_mail(source.data), _read_mail),
    _Reader(lambda source: is_word_xml(source.decoded.text), _of_text(read_word_xml)),
    _Reader(lambda source: is_sheet_xml(source.decoded.text), _of_text(read_sheet_xml)),
    _Reader(lambda source: is_open_document_xml(source.decoded.text), _of_text(read_open_document_xml)),
    _Reader(lambda source: bool(source.answers), _read_answer),
    _Reader(lambda source: looks_like_html(source.decoded.text), _read_page),
    _Reader(lambda source: is_delimited(source.decoded.text), _of_text(read_delimited)),
    _Reader(lambda source: True, _of_text(read_text)),
)
