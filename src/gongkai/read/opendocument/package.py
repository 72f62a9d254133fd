"""The parts of an OpenDocument file: content, styles, and what is said of the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gongkai.errors import SourceError
from gongkai.read.office import xml_parts
from gongkai.read.word_xml import Element, attribute, child, local_name
from gongkai.read.xml_text import parsed, root_name

__all__ = ["OpenDocument", "is_open_document_xml", "opened", "opened_xml"]


@dataclass(frozen=True, slots=True, eq=False)
class OpenDocument:
    """The body of a document, the elements that hold its styles, its title, and the program that wrote it."""

    name: str
    body: Element
    roots: tuple[Element, ...]
    title: str
    generator: str

    @property
    def kind(self) -> Literal["odt", "ods"]:
        """What the body is: a text or a workbook.

        Raises:
            SourceError: it is neither.
        """
        kinds: dict[str, Literal["odt", "ods"]] = {"text": "odt", "spreadsheet": "ods"}
        name = local_name(self.body)
        if name not in kinds:
            raise SourceError(self.name, "unsupported_format", f"OpenDocument: {name}")
        return kinds[name]


def opened(data: bytes, name: str) -> OpenDocument:
    """Open a zipped document.

    Raises:
        SourceError: the document is `encrypted`, `damaged`, `too_large` or of an `unsupported_format`.
    """
    manifest = xml_parts(data, name, frozenset({_MANIFEST})).get(_MANIFEST, b"")
    if b"encryption-data" in manifest:
        raise SourceError(name, "encrypted")
    parts = xml_parts(data, name, frozenset(_PARTS))
    roots = [parsed(parts[part].decode("utf-8", "replace"), name) for part in _PARTS if part in parts]
    return _document(roots, name)


_MANIFEST = "meta-inf/manifest.xml"
_PARTS = ("content.xml", "styles.xml", "meta.xml")


def opened_xml(text: str, name: str) -> OpenDocument:
    """Open a document in one XML file.

    Raises:
        SourceError: the document is `damaged`, `too_large` or of an `unsupported_format`.
    """
    return _document([parsed(text, name)], name)


def is_open_document_xml(text: str) -> bool:
    """Tell an OpenDocument in one XML file from other text."""
    return root_name(text) == "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}document"


def _document(roots: list[Element], name: str) -> OpenDocument:
    bodies = [body for root in roots if (body := child(root, "body")) is not None and len(body)]
    if not bodies:
        raise SourceError(name, "damaged", "it has no body")
    facts = {local_name(node): (node.text or "").strip() for root in roots for node in _facts(root)}
    return OpenDocument(name, bodies[0][0], tuple(roots), facts.get("title", ""), facts.get("generator", ""))


def _facts(root: Element) -> list[Element]:
    meta = child(root, "meta")
    return [] if meta is None else [node for node in meta if attribute(node, "name") is None]
