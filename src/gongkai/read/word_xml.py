"""How to look into WordprocessingML: elements by their local names, switches that are on, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

__all__ = ["Element", "attribute", "child", "contents", "inside", "is_on", "local_name", "number", "value"]

# Names are compared without their namespaces, because the standard has two sets of them, transitional and strict.


def local_name(node: Element) -> str:
    """Give the name of an element without its namespace, or the empty string for a comment."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def contents(element: Element) -> Iterator[Element]:
    """Give the children of an element, and in place of mc:AlternateContent those of the version that is shown."""
    for node in element:
        if local_name(node) == "AlternateContent":
            versions = {local_name(version): version for version in reversed(node)}
            yield from contents(versions.get("Choice", versions.get("Fallback", ())))
        else:
            yield node


def inside(element: Element, name: str) -> Iterator[Element]:
    """Give the children of a name, whether or not content controls or custom markup are wrapped around them."""
    for node in contents(element):
        found = local_name(node)
        if found == name:
            yield node
        elif found in _WRAPPERS:
            yield from inside(node, name)


_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag"})


def child(element: Element | None, *path: str) -> Element | None:
    """Give the first child of a name, and of that the first child of the next name."""
    for name in path:
        element = next((node for node in (() if element is None else element) if local_name(node) == name), None)
    return element


def attribute(element: Element | None, name: str) -> str | None:
    """Give an attribute by its local name."""
    found = () if element is None else element.attrib.items()
    return next((text for key, text in found if key.rpartition("}")[2] == name), None)


def value(element: Element | None, *path: str) -> str | None:
    """Give the w:val of the element at the end of a path of names."""
    return attribute(child(element, *path), "val")


def number(text: str | None, default: int) -> int:
    """Read a whole number as small as those of Word, or give the default if there is none."""
    return int(text) if text is not None and _NUMBER.fullmatch(text) else default


_NUMBER = re.compile("[0-9]{1,5}")


def is_on(properties: Element | None, name: str) -> bool | None:
    """Tell whether a switch is on, off, or (None) not set here."""
    switch = child(properties, name)
    return None if switch is None else attribute(switch, "val") not in _OFF


_OFF = frozenset({"0", "false", "off"})
