"""How to look into WordprocessingML: elements by their local names, switches that are on, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.etree import _Element as Element

__all__ = ["Element", "attribute", "child", "contents", "inside", "is_on", "local_name", "number", "value"]

# Names are compared without their namespaces, because the standard has two sets of them, transitional and strict.


def local_name(node: Element) -> str:
    """Give the name of an element without its namespace, or the empty string for a comment."""
    tag = node.tag
    return _bare(tag) if isinstance(tag, str) else ""


# A document has a few dozen names, and asks for them tens of thousands of times.
@lru_cache(maxsize=1024)
def _bare(name: str) -> str:
    return name.rpartition("}")[2]


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
        if element is None:
            return None
        for node in element:
            tag = node.tag
            if isinstance(tag, str) and _bare(tag) == name:
                element = node
                break
        else:
            return None
    return element


def attribute(element: Element | None, name: str) -> str | None:
    """Give an attribute by its local name."""
    if element is not None:
        for key, text in element.attrib.items():
            if _bare(key) == name:
                return str(text)
    return None


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
