"""Content controls that are bound to data in the file: Word shows the data, whatever text is saved beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from gongkai.errors import SourceError
from gongkai.read.word_package import Package
from gongkai.read.word_xml import Element, attribute, child, inside, local_name

__all__ = ["Bindings"]

MAX_STORES = 20
"""The most data parts that are looked into."""

MAX_CONTROLS = 1000
"""The most controls that are compared with their data. All cells of a report are fewer."""


class Bindings:
    """The data parts of a document, inflated when a control is bound to one of them."""

    def __init__(self, package: Package, main: str) -> None:
        """Take the package and the name of its main part."""
        self._package = package
        self._main = main
        self._controls_left = MAX_CONTROLS

    def contradiction(self, control: Element) -> str:
        """Say how a control's text differs from the data that it is bound to, or give nothing if it does not.

        Dates and pictures are kept in another form than they are shown in, and are not compared.
        """
        properties = child(control, "sdtPr")
        binding = child(properties, "dataBinding")
        content = child(control, "sdtContent")
        if binding is None or content is None or any(child(properties, kind) is not None for kind in _OTHER_FORMS):
            return ""
        self._controls_left -= 1
        if self._controls_left < 0:
            return f"it is bound to data, as more than {MAX_CONTROLS} are"
        bound = self._bound(attribute(binding, "xpath") or "")
        if bound is None:
            return ""
        bound = _displayed(properties, bound.strip())
        saved = "".join(part.text or "" for part in content.iter() if local_name(part) == "t").strip()
        return "" if bound == saved else f"{saved[:_LONGEST]} is saved, but its data say {bound[:_LONGEST]}"

    def _bound(self, path: str) -> str | None:
        """Follow a path of plain steps in the first part that has it."""
        steps = path.removesuffix("/text()").lstrip("/").split("/")
        found = [_STEP.fullmatch(step) for step in steps]
        for root in self._stores:
            node: Element | None = None
            for place, step in enumerate(found):
                if step is None:
                    return None
                if step["attribute"]:
                    return None if node is None else attribute(node, step["attribute"])
                choices = [root] if place == 0 else [] if node is None else list(node)
                named = [choice for choice in choices if local_name(choice) == step["element"]]
                which = int(step["place"] or 1) - 1
                node = named[which] if which < len(named) else None
            if node is not None:
                return node.text or ""
        return None

    @cached_property
    def _stores(self) -> list[Element]:
        return list(self._roots())

    def _roots(self) -> Iterator[Element]:
        parts = [each.target for each in self._package.relationships(self._main).values() if each.kind == "customXml"]
        for part in [part for part in parts if part is not None][:MAX_STORES]:
            try:
                root = self._package.foreign_root(part)
            except SourceError:
                # Data that cannot be read contradict nothing.
                continue
            if root is not None:
                yield root
        for kind in ("core-properties", "extended-properties"):
            root = self._package.root(self._package.related("", kind))
            if root is not None:
                yield root


_OTHER_FORMS = ("date", "picture", "checkbox", "docPartObj", "docPartList", "richText", "repeatingSection")
_LONGEST = 40
_STEP = re.compile(
    r"(?:[\w.-]+:)?(?P<element>[\w.-]+)(?:\[(?P<place>[0-9]{1,4})\])?|@(?:[\w.-]+:)?(?P<attribute>[\w.-]+)"
)


def _displayed(properties: Element | None, bound: str) -> str:
    """Give what a list to choose from shows for a value."""
    for kind in ("dropDownList", "comboBox"):
        choices = child(properties, kind)
        for item in () if choices is None else inside(choices, "listItem"):
            if attribute(item, "value") == bound:
                return (attribute(item, "displayText") or bound).strip()
    return bound
