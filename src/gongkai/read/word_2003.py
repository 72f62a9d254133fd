"""Word documents that are one XML file -> `Document`: those of Word 2003, and packages written flat.

The elements of Word 2003 are those of today under some other names. They are renamed, and read as a .docx is.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping

from lxml import etree

from gongkai.document import Document
from gongkai.errors import SourceError
from gongkai.read.word import read_package
from gongkai.read.word_number_formats import NUMBER_FORMATS
from gongkai.read.word_package import Package
from gongkai.read.word_xml import Element, attribute, child, local_name, number
from gongkai.read.xml_text import parsed, root_name

__all__ = ["is_word_xml", "read_word_xml"]


def is_word_xml(text: str) -> bool:
    """Tell a Word document in one XML file from other text.

    >>> is_word_xml('<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">')
    True
    """
    return root_name(text) in (_ROOT_OF_2003, _FLAT_PACKAGE)


_ROOT_OF_2003 = "{http://schemas.microsoft.com/office/word/2003/wordml}wordDocument"
_FLAT_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}package"


def read_word_xml(text: str, name: str = "<bytes>") -> Document:
    """Read a Word document that is one XML file, as `read_docx` reads a .docx.

    Args:
        text: the whole file, decoded.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the document is `damaged`, `too_large` or of an `unsupported_format`, or has `pictures_only`.
    """
    is_flat = root_name(text) == _FLAT_PACKAGE
    root = parsed(text, name)
    return read_package(_flat_package(root, name) if is_flat else _package_of_2003(root, name), "word_xml")


# A package written flat


def _flat_package(root: Element, name: str) -> Package:
    parts: dict[str, Element] = {}
    packed: dict[str, Element] = {}
    for part in root:
        part_name = (attribute(part, "name") or "").lstrip("/").lower()
        for content in part:
            if local_name(content) == "xmlData" and len(content):
                parts[part_name] = content[0]
            elif local_name(content) == "binaryData":
                packed[part_name] = content
    if not any(local_name(part) == "document" for part in parts.values()):
        raise SourceError(name, "unsupported_format", "a package of XML that is no Word document")
    return Package(name, parts, lambda part: _unpacked(packed.get(part), name))


def _unpacked(content: Element | None, name: str) -> bytes | None:
    try:
        return None if content is None else base64.b64decode(content.text or "")
    except binascii.Error as error:
        raise SourceError(name, "damaged", f"a part cannot be read: {error}") from error


# Word 2003


def _package_of_2003(root: Element, name: str) -> Package:
    for node in list(root.iter(etree.Element)):
        _RENAMED_BY.get(local_name(node), _renamed)(node)
    document = etree.Element("document")
    document.extend(node for node in (child(root, "bgPict", "background"), child(root, "body")) if node is not None)
    title = etree.Element("coreProperties")
    title.extend(node for node in (child(root, "DocumentProperties", "Title"),) if node is not None)
    for node in title:
        node.tag = "title"
    others = {"styles": child(root, "styles"), "numbering": child(root, "lists"), "core-properties": title}
    return Package.of_roots(name, document, others)


_TAGS = {
    "vmerge": "vMerge",
    "hmerge": "hMerge",
    "hlink": "hyperlink",
    "listPr": "numPr",
    "ilfo": "numId",
    "ilst": "abstractNumId",
    "listStyleLink": "numStyleLink",
}
_ATTRIBUTES = {
    "line-rule": "lineRule",
    "h-rule": "hRule",
    "drop-cap": "dropCap",
    "bookmark": "anchor",
    "listDefId": "abstractNumId",
    "ilfo": "numId",
}


def _renamed(node: Element) -> None:
    """Give an element and its attributes the names that they have today."""
    kind = local_name(node)
    if kind in _TAGS:
        node.tag = _TAGS[kind]
    for name, said in list(node.attrib.items()):
        new_name = _ATTRIBUTES.get(str(name).rpartition("}")[2])
        if new_name is not None:
            node.set(new_name, said)


def _rename_list(node: Element) -> None:
    _renamed(node)
    node.tag = {"list": "num", "listDef": "abstractNum"}[local_name(node)]


def _rename_annotation(node: Element) -> None:
    """Tell what was put in from what was deleted, and take out comments and how text looked before."""
    kind = _ANNOTATIONS.get(attribute(node, "type") or "", "")
    if kind:
        node.tag = kind
    else:
        _take_out(node)


_ANNOTATIONS = {"Word.Insertion": "ins", "Word.Deletion": "del"}


def _take_out(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _rename_note(node: Element) -> None:
    """Leave the mark of a note. Its text stands in the line, and is printed elsewhere."""
    node.clear()
    node.tag = "footnoteReference"


def _rename_number_format(node: Element) -> None:
    code = number(attribute(node, "val"), 0)
    node.tag = "numFmt"
    node.attrib.clear()
    node.set("val", NUMBER_FORMATS[code] if code < len(NUMBER_FORMATS) else f"number {code}")


def _change_value(change: Callable[[str], str]) -> Callable[[Element], None]:
    def change_value(node: Element) -> None:
        _renamed(node)
        for name, said in list(node.attrib.items()):
            if str(name).rpartition("}")[2] == "val":
                node.set(name, change(said))

    return change_value


def _in_camel_case(text: str) -> str:
    return _HYPHENED.sub(lambda found: found[1].upper(), text)


_HYPHENED = re.compile("-([a-z0-9])")
_BITS_OF_A_LOOK = 4


def _rename_background(node: Element) -> None:
    said = (attribute(node, "bgcolor") or "").lstrip("#")
    node.set("color", "FFFFFF" if said in ("", "white", "auto") else said if _COLOR.fullmatch(said) else _SOME_COLOR)


_COLOR = re.compile("[0-9A-Fa-f]{6}")
_SOME_COLOR = "808080"

_RENAMED_BY: Mapping[str, Callable[[Element], None]] = {
    **dict.fromkeys(("list", "listDef"), _rename_list),
    "annotation": _rename_annotation,
    **dict.fromkeys(("footnote", "endnote"), _rename_note),
    "nfc": _rename_number_format,
    **dict.fromkeys(("shd", "highlight"), _change_value(_in_camel_case)),
    "suff": _change_value(str.lower),
    "tblLook": _change_value(lambda bits: bits[-_BITS_OF_A_LOOK:]),
    "background": _rename_background,
}
