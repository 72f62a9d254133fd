"""The parts of a Word document, found through their relationships."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from docx.oxml import parse_xml
from lxml.etree import XMLSyntaxError

from gongkai.errors import SourceError
from gongkai.read.office import xml_parts
from gongkai.read.word_xml import Element, attribute
from gongkai.read.zipped import Allowance, inflate, open_zip

__all__ = ["MAX_TAGS", "Package", "Relationship"]

MAX_TAGS = 1_000_000
"""The most tags and attributes in one part. The longest reports have a hundred thousand."""

MAX_FOREIGN_BYTES = 512 * 1024
"""The size above which data of another program are not looked into."""


class Relationship(NamedTuple):
    """What a part is bound to: the kind of relationship, and the name of the other part, or None if it is outside."""

    kind: str
    target: str | None


class Package:
    """The parts of a document.

    python-docx can open a package, but gives up on documents with macros and on those with a relationship to a part
    that is not there, and inflates every picture. So only its parser is used, and parts are looked up leniently.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """Inflate the XML parts of the bytes of a document.

        Raises:
            SourceError: with a reason of `xml_parts`.
        """
        self.name = name
        self._data = data
        self._parts = xml_parts(data, name)
        self._relationships: dict[str, dict[str, Relationship]] = {}

    def root(self, part: str | None) -> Element | None:
        """Parse a part, if there is such a part.

        Raises:
            SourceError: the part is `damaged` or `too_large`.
        """
        content = self._parts.get(part or "")
        return None if content is None else self._parsed(content, part or "")

    def foreign_root(self, part: str) -> Element | None:
        """Parse a part with the data of another program, if there is such a part.

        Raises:
            SourceError: the part is `damaged` or `too_large`.
        """
        content = self.content(part)
        if content is None:
            return None
        if len(content) > MAX_FOREIGN_BYTES:
            raise SourceError(self.name, "too_large", f"{part} has more than {MAX_FOREIGN_BYTES} bytes")
        if b"<!DOCTYPE" in content or b"\0" in content:
            raise SourceError(self.name, "damaged", f"{part} is no plain XML")
        return self._parsed(content, part)

    def _parsed(self, content: bytes, part: str) -> Element:
        if content.count(b"<") + content.count(b'="') + content.count(b"='") > MAX_TAGS:
            raise SourceError(self.name, "too_large", f"{part} has more than {MAX_TAGS} tags and attributes")
        try:
            return parse_xml(content)
        except (XMLSyntaxError, ValueError) as error:
            raise SourceError(self.name, "damaged", f"{part} cannot be read: {error}") from error

    def related(self, part: str | None, kind: str) -> str | None:
        """Give the name of the part that a part, or the package as "", is bound to by a kind of relationship."""
        found = (each.target for each in self.relationships(part).values() if each.kind == kind)
        return next(filter(None, found), None)

    def relationships(self, part: str | None) -> dict[str, Relationship]:
        """Give the relationships of a part, or of the package as "", by their identifiers."""
        folder, file = posixpath.split(part or "")
        source = posixpath.join(folder, "_rels", f"{file}.rels")
        if source not in self._relationships:
            root = self.root(source)
            self._relationships[source] = {
                attribute(node, "Id") or f"#{place}": _relationship(node, folder)
                for place, node in enumerate(() if root is None else root)
            }
        return self._relationships[source]

    def content(self, part: str) -> bytes | None:
        """Inflate a part of any kind, if there is such a part.

        Raises:
            SourceError: with a reason of `inflate`.
        """
        with open_zip(self._data, self.name) as container:
            for member in container.infolist():
                if member.filename.replace("\\", "/").lower() == part:
                    return inflate(container, member, self.name, Allowance())
        return None


def _relationship(node: Element, folder: str) -> Relationship:
    kind = (attribute(node, "Type") or "").rpartition("/")[2]
    if attribute(node, "TargetMode") == "External":
        return Relationship(kind, None)
    target = (attribute(node, "Target") or "").lower().replace("\\", "/")
    return Relationship(kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
