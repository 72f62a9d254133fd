"""Documents that are one XML file: of which kind they are, and their elements, without entities and within bounds."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.errors import SourceError
from gongkai.read.word_xml import Element

__all__ = ["MAX_TAGS", "parsed", "root_name"]

MAX_TAGS = 2_000_000
"""The most tags and attributes of a document. A long report, with the formats of every letter, has some hundred
thousand."""


def root_name(text: str) -> str:
    """Give the name of the root element with its namespace, or the empty string for what does not begin as XML.

    >>> root_name('<?xml version="1.0"?><!-- a --><w:a xmlns:w="urn:b">')
    '{urn:b}a'
    >>> root_name("<a>"), root_name("年报")
    ('a', '')
    """
    place = 0
    while found := _PROLOG.match(text, place, _LONGEST_PROLOG):
        place = found.end()
    root = _ROOT.match(text, place, place + _LONGEST_PROLOG)
    if root is None:
        return ""
    namespace = next(
        (each["uri"] for each in _NAMESPACE.finditer(root["rest"]) if each["prefix"] == root["prefix"]), ""
    )
    return f"{{{namespace}}}{root['name']}" if namespace else root["name"]


_LONGEST_PROLOG = 16 * 1024
_PROLOG = re.compile(r"[\ufeff\s]+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.DOTALL)
_ROOT = re.compile(r"<(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)(?P<rest>(?:[\s/][^>]*)?>)")
_NAMESPACE = re.compile(r"""\sxmlns(?::(?P<prefix>[\w.-]+))?\s*=\s*["'](?P<uri>[^"'<]*)["']""")


def parsed(text: str, name: str) -> Element:
    """Parse a document.

    Args:
        text: the whole file, decoded.
        name: what to call the source in errors.

    Raises:
        SourceError: the document is `damaged` or `too_large`. One that declares a document type, as one with entities
            does, is damaged: what the entities stand for would be lost, or worse.
    """
    if "<!DOCTYPE" in text:
        raise SourceError(name, "damaged", "it declares a document type")
    if text.count("<") + text.count('="') + text.count("='") > MAX_TAGS:
        raise SourceError(name, "too_large", f"it has more than {MAX_TAGS} tags and attributes")
    plain = _LONG_DATA.sub("", _DECLARATION.sub("", text, count=1))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(plain.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(name, "damaged", f"it cannot be read: {error}") from error


_DECLARATION = re.compile(r"\A[\ufeff\s]*<\?xml\b[^>]*>")
_LONG_DATA = re.compile(r"(?<=>)[A-Za-z0-9+/=\s]{1000000,}(?=<)")
"""Pictures in letters, which may be longer than the parser takes."""
