"""The parts of a Word document, found through their relationships."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Self

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

    def __init__(
        self,
        name: str,
        parts: Mapping[str, bytes | Element],
        content: Callable[[str], bytes | None] = lambda part: None,
    ) -> None:
        """Take the XML parts of a document, parsed or not, and what gives a part of any other kind."""
        self.name = name
        self.content = content
        self._parts = parts
        self._relationships: dict[str, dict[str, Relationship]] = {}

    @classmethod
    def of_zip(cls, data: bytes, name: str) -> Self:
        """Inflate the XML parts of the bytes of a document.

        Raises:
            SourceError: with a reason of `xml_parts`.
        """
        return cls(name, xml_parts(data, name), lambda part: _member(data, name, part))

    @classmethod
    def of_roots(cls, name: str, document: Element, others: Mapping[str, Element | None]) -> Self:
        """Put a package together from the roots of its parts: the document, and others by their kinds."""
        parts = {kind: root for kind, root in others.items() if root is not None}
        package = cls(name, {_MAIN: document} | parts)
        package._relationships = {
            "": {"": Relationship("officeDocument", _MAIN)} | _related_parts(parts, _OF_PACKAGE),
            _MAIN: _related_parts(parts, parts.keys() - _OF_PACKAGE),
        }
        return package

    def root(self, part: str | None) -> Element | None:
        """Parse a part, if there is such a part.

        Raises:
            SourceError: the part is `damaged` or `too_large`.
        """
        content = self._parts.get(part or "")
        return self._parsed(content, part or "") if isinstance(content, bytes) else content

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
        part = part or ""
        if part not in self._relationships:
            folder, file = posixpath.split(part)
            root = self.root(posixpath.join(folder, "_rels", f"{file}.rels"))
            self._relationships[part] = {
                attribute(node, "Id") or f"#{place}": _relationship(node, folder)
                for place, node in enumerate(() if root is None else root)
            }
        return self._relationships[part]


_MAIN = "document"
_OF_PACKAGE = frozenset({"core-properties"})


def _related_parts(parts: Mapping[str, Element], kinds: Iterable[str]) -> dict[str, Relationship]:
    return {kind: Relationship(kind, kind) for kind in sorted(kinds) if kind in parts}


def _member(data: bytes, name: str, part: str) -> bytes | None:
    """Inflate a part of any kind, if there is such a part."""
    with open_zip(data, name) as container:
        for member in container.infolist():
            if member.filename.replace("\\", "/").lower() == part:
                return inflate(container, member, name, Allowance())
    return None


def _relationship(node: Element, folder: str) -> Relationship:
    kind = (attribute(node, "Type") or "").rpartition("/")[2]
    if attribute(node, "TargetMode") == "External":
        return Relationship(kind, None)
    target = (attribute(node, "Target") or "").lower().replace("\\", "/")
    return Relationship(kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
