"""An OpenDocument file -> `Document`: a text is read as one of Word is, a workbook as one of Excel."""

from __future__ import annotations

from dataclasses import replace

from gongkai.document import Document
from gongkai.read.opendocument.as_word import title_part, word_parts
from gongkai.read.opendocument.package import OpenDocument, is_open_document_xml, opened, opened_xml
from gongkai.read.opendocument.workbook import workbook_of
from gongkai.read.sheet import read_workbook
from gongkai.read.word import read_package
from gongkai.read.word_package import Package

__all__ = ["is_open_document_xml", "read_open_document", "read_open_document_xml"]


def read_open_document(data: bytes, name: str = "<bytes>") -> Document:
    """Read a text (.odt) or a workbook (.ods), as `read_docx` and `read_sheet` read theirs.

    Args:
        data: the bytes of the document.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the document is `encrypted`, `damaged`, `too_large` or of an `unsupported_format`, or has
            `pictures_only`.
    """
    return _document(opened(data, name))


def read_open_document_xml(text: str, name: str = "<bytes>") -> Document:
    """Read such a document in one XML file (.fodt, .fods), decoded, as `read_open_document` does."""
    return _document(opened_xml(text, name))


def _document(source: OpenDocument) -> Document:
    if source.kind == "ods":
        document = read_workbook(lambda: workbook_of(source), "ods", source.name)
        return replace(document, metadata={"title": source.title} if source.title else {})
    body, numbering = word_parts(source)
    parts = {"numbering": numbering, "core-properties": title_part(source.title)}
    return read_package(Package.of_roots(source.name, body, parts), "odt")
