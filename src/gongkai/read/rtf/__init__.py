"""Documents in Rich Text Format -> `Document`, in the elements of Word, so that one reader decides what is seen."""

from __future__ import annotations

from lxml import etree

from gongkai.document import Document
from gongkai.errors import SourceError
from gongkai.read.rtf.flow import DamagedRtfError
from gongkai.read.rtf.reader import RtfReader
from gongkai.read.word import read_package
from gongkai.read.word_package import Package

__all__ = ["MAX_RTF_BYTES", "read_rtf"]

MAX_RTF_BYTES = 128 * 1024 * 1024
"""The size above which a document is refused unread. Pictures are written in letters, and make it large."""


def read_rtf(data: bytes, name: str = "<bytes>") -> Document:
    r"""Read a document in Rich Text Format, as `read_docx` reads a .docx.

    Args:
        data: the bytes of the document.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the document is `damaged`, `truncated` or `too_large`, or has `pictures_only`.

    >>> read_rtf(rb"{\rtf1\ansi\ansicpg936 \'ca\'dc\'c0\'ed 7\'bc\'fe\par}").text_at("b1")
    '受理 7件'
    """
    if len(data) > MAX_RTF_BYTES:
        raise SourceError(name, "too_large", f"more than {MAX_RTF_BYTES} bytes")
    reader = RtfReader()
    try:
        reader.read(data)
    except DamagedRtfError as error:
        raise SourceError(name, error.reason, error.detail) from error
    title = etree.Element("coreProperties")
    etree.SubElement(title, "title").text = reader.title
    return read_package(Package.of_roots(name, reader.root, {"core-properties": title}), "rtf")
