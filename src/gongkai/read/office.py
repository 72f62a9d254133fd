"""Which office format some bytes are, found from their content, and the XML parts of the zipped ones."""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Iterable
from typing import Literal, NoReturn

from gongkai.errors import SourceError
from gongkai.read.ole import SIGNATURE, root_streams, stream_start
from gongkai.read.zipped import Allowance, inflate, open_zip

__all__ = ["OfficeFormat", "office_format", "refuse", "xml_parts", "zipped_format"]

OfficeFormat = Literal[
    "docx", "xlsx", "xlsb", "pptx", "odt", "ods", "odp", "ofd", "doc", "xls", "ppt", "encrypted", "damaged"
]


def office_format(data: bytes) -> OfficeFormat | None:
    """Tell which office format the bytes are of, whether or not gongkai reads it, or None if of none.

    `encrypted` is a document of any of these that opens with a password only, and `damaged` an OLE file that is cut
    before it says what it holds.

    >>> office_format(b"PK not quite") is None
    True
    """
    if data.startswith(_ZIP_SIGNATURE):
        return zipped_format(data, _member_names(data))
    if data.startswith(SIGNATURE):
        return _ole_format(data)
    return None


def refuse(found: OfficeFormat | None, name: str, wanted: str) -> NoReturn:
    """Raise the error for bytes that are not of the format that a reader reads.

    Args:
        found: what `office_format` says of them.
        name: what to call them in errors.
        wanted: what the reader reads.

    Raises:
        SourceError: with the reason `encrypted`, `damaged` or `unsupported_format`.
    """
    if found == "encrypted" or found == "damaged":
        raise SourceError(name, found)
    raise SourceError(name, "unsupported_format", found or f"no {wanted}")


def xml_parts(data: bytes, name: str, wanted: Collection[str] | None = None) -> dict[str, bytes]:
    """Give the XML parts of a zipped office document by their names in lower case.

    Pictures, and data that other programs have attached, are not even inflated.

    Args:
        data: the bytes of the document.
        name: what to call it in errors.
        wanted: the names of the parts that are wanted, if not all are.

    Raises:
        SourceError: the document is `damaged`, `too_large` or `encrypted`. A part that declares a document type,
            as one with entities does, is damage: what the entities stand for would be lost, or worse.
    """
    parts: dict[str, bytes] = {}
    allowance = Allowance()
    with open_zip(data, name) as container:
        for member in container.infolist():
            part_name = member.filename.replace("\\", "/").lower()
            is_plain = part_name.endswith(_XML_SUFFIXES) and not part_name.startswith(_FOREIGN_FOLDER)
            if is_plain if wanted is None else part_name in wanted:
                part = inflate(container, member, name, allowance)
                found = _NOT_OFFICE_XML.search(part)
                if found:
                    raise SourceError(name, "damaged", f"{member.filename} {_NOT_OFFICE_BECAUSE[found.group()]}")
                parts[part_name] = part
    return parts


_XML_SUFFIXES = (".xml", ".rels")
_FOREIGN_FOLDER = "customxml/"
_NOT_OFFICE_XML = re.compile(rb"<!DOCTYPE|\0")
_NOT_OFFICE_BECAUSE = {b"<!DOCTYPE": "declares a document type", b"\0": "is not in UTF-8"}

_ZIP_SIGNATURE = b"PK\x03\x04"
_PACKAGE_MARK = "[content_types].xml"

_PACKAGES: tuple[tuple[str, OfficeFormat], ...] = (
    ("word/", "docx"),
    ("xl/workbook.bin", "xlsb"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
)
"""What the name of some part begins with in each format of Office Open XML."""

_OPEN_DOCUMENTS: dict[bytes, OfficeFormat] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_OPEN_DOCUMENT_TYPE = re.compile(rb"PK\x03\x04.{26}mimetype(application/vnd\.oasis\.opendocument\.[a-z]+)", re.DOTALL)
"""The type stands unpacked in the first member, so that it can be read without inflating anything."""


def zipped_format(begin: bytes, members: Iterable[str]) -> OfficeFormat | None:
    """Tell which office format a zip container is of, by its first bytes and the names of its members."""
    open_document = _OPEN_DOCUMENT_TYPE.match(begin)
    if open_document:
        return _OPEN_DOCUMENTS.get(open_document[1])
    names = frozenset(name.replace("\\", "/").lower() for name in members)
    if "ofd.xml" in names:
        return "ofd"
    if _PACKAGE_MARK not in names:
        return None
    return next((kind for mark, kind in _PACKAGES if any(name.startswith(mark) for name in names)), None)


def _member_names(data: bytes) -> list[str]:
    """List the members. A file that was cut has lost its directory, and is known from the members' own headers."""
    try:
        with open_zip(data, "") as container:
            return container.namelist()
    except SourceError:
        lengths = ((header.end(), *struct.unpack("<H", header[1])) for header in _MEMBER_HEADER.finditer(data))
        return [data[start : start + length].decode("utf-8", "replace") for start, length in lengths]


_MEMBER_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)

_ROOT_STREAMS: tuple[tuple[str, OfficeFormat], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)


def _ole_format(data: bytes) -> OfficeFormat | None:
    try:
        streams = root_streams(data)
    except struct.error:
        return "damaged"
    kind = next((kind for stream, kind in _ROOT_STREAMS if stream in streams), None)
    if kind == "doc" and _is_encrypted_word(stream_start(data, streams["WordDocument"])):
        return "encrypted"
    return kind


def _is_encrypted_word(stream: bytes) -> bool:
    """Read the flag fEncrypted of the File Information Block."""
    return len(stream) > _FIB_FLAGS and bool(stream[_FIB_FLAGS] & _FIB_ENCRYPTED)


_FIB_FLAGS = 11
_FIB_ENCRYPTED = 0x01
