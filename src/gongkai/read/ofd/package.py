"""The parts of an OFD: its pages with their templates and annotations, and the resources that they share."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.errors import SourceError
from gongkai.read.office import xml_parts
from gongkai.read.word_xml import Element, attribute, child, local_name

__all__ = ["MAX_PAGES", "MAX_TAGS", "OfdPackage", "OfdPage", "Resources", "children"]

MAX_PAGES = 500
"""More pages than any report has."""

MAX_TAGS = 3_000_000
"""The most tags and attributes in one part. A page of a report has some thousands."""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Give the children of a name, in order."""
    return (node for node in (() if element is None else element) if local_name(node) == name)


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page: its layers from the lowest to the highest, what was put onto it, and left, top, width and height."""

    box: str
    layers: tuple[Element, ...]
    annotations: tuple[Element, ...]


@dataclass(slots=True)
class Resources:
    """What objects of pages refer to, by identifiers, which are unique in a document."""

    fonts: dict[str, str] = field(default_factory=dict)
    color_spaces: dict[str, Element] = field(default_factory=dict)
    draw_params: dict[str, Element] = field(default_factory=dict)
    composites: dict[str, Element] = field(default_factory=dict)


class OfdPackage:
    """An OFD, whose parts are parsed when they are asked for.

    Attributes:
        resources: what the objects of pages refer to, of all documents and pages that were asked for so far.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """Inflate the XML parts.

        Raises:
            SourceError: the file is `encrypted`, `damaged` or `too_large`.
        """
        self.name = name
        self.resources = Resources()
        self._parts = xml_parts(data, name)
        if any(posixpath.basename(part) == _ENCRYPTIONS for part in self._parts):
            raise SourceError(name, "encrypted", "an OFD with encrypted parts")

    def pages(self) -> Iterator[OfdPage]:
        """Give the pages in their order.

        Raises:
            SourceError: a part that must be there is not, or the file is `damaged`, `empty` or `too_large`.
        """
        main = self._root(_MAIN)
        places = [text for body in children(main, "DocBody") if (text := _text(child(body, "DocRoot")))]
        if not places:
            raise SourceError(self.name, "damaged", "OFD.xml names no document")
        count = 0
        for place in places:
            for page in self._pages_of(_joined(_MAIN, place)):
                count += 1
                if count > MAX_PAGES:
                    raise SourceError(self.name, "too_large", f"no report has more than {MAX_PAGES} pages")
                yield page
        if not count:
            raise SourceError(self.name, "empty", "an OFD without pages")

    def attached(self) -> Iterator[str]:
        """Give the names of the files that are attached."""
        main = self._root(_MAIN)
        for body in children(main, "DocBody"):
            place = _joined(_MAIN, _text(child(body, "DocRoot")))
            index = _text(child(self._root(place), "Attachments"))
            if index:
                for node in children(self._root(_joined(place, index)), "Attachment"):
                    yield attribute(node, "Name") or _text(child(node, "FileLoc"))

    def _pages_of(self, place: str) -> Iterator[OfdPage]:
        document = self._root(place)
        common = child(document, "CommonData")
        for kind in ("PublicRes", "DocumentRes"):
            for resource in children(common, kind):
                self._take_resources(_joined(place, _text(resource)))
        templates = {
            attribute(node, "ID") or "": (_joined(place, attribute(node, "BaseLoc") or ""), attribute(node, "ZOrder"))
            for node in children(common, "TemplatePage")
        }
        annotations = self._annotations(place, _text(child(document, "Annotations")))
        default_box = _box(child(common, "PageArea"))
        for node in children(child(document, "Pages"), "Page"):
            own = _joined(place, attribute(node, "BaseLoc") or "")
            root = self._root(own)
            for resource in children(root, "PageRes"):
                self._take_resources(_joined(own, _text(resource)))
            box = _box(child(root, "Area")) or default_box
            if box is None:
                raise SourceError(self.name, "damaged", f"{own} does not say how large the page is")
            yield OfdPage(
                box,
                tuple(self._layers(root, templates)),
                tuple(annotations.get(attribute(node, "ID") or "", ())),
            )

    def _layers(self, root: Element, templates: dict[str, tuple[str, str | None]]) -> Iterator[Element]:
        """Give the layers of a page and of its templates, from the lowest to the highest."""
        ordered: list[tuple[int, Element]] = [
            (2 * _DEPTHS.get(attribute(layer, "Type") or "Body", 1), layer)
            for layer in children(child(root, "Content"), "Layer")
        ]
        for use in children(root, "Template"):
            place, own_depth = templates.get(attribute(use, "TemplateID") or "", ("", None))
            if not place:
                raise SourceError(self.name, "damaged", "a page has a template that is not there")
            template = self._root(place)
            for resource in children(template, "PageRes"):
                self._take_resources(_joined(place, _text(resource)))
            depth = 2 * _DEPTHS.get(attribute(use, "ZOrder") or own_depth or "Background", 0)
            # Of one depth, a template lies below the page in the background, and above it in the foreground.
            depth += 1 if depth == _FOREGROUND else -1
            ordered += [(depth, layer) for layer in children(child(template, "Content"), "Layer")]
        return (layer for _, layer in sorted(ordered, key=lambda pair: pair[0]))

    def _annotations(self, place: str, index: str) -> dict[str, list[Element]]:
        """Give what was put onto pages, by the identifier of the page."""
        found: dict[str, list[Element]] = {}
        if not index:
            return found
        path = _joined(place, index)
        for page in children(self._root(path), "Page"):
            file = _text(child(page, "FileLoc"))
            if file:
                on_page = children(self._root(_joined(path, file)), "Annot")
                found.setdefault(attribute(page, "PageID") or "", []).extend(on_page)
        return found

    def _take_resources(self, place: str) -> None:
        root = self._root(place)
        kept = self.resources
        for font in _held(root, "Fonts", "Font"):
            kept.fonts[attribute(font, "ID") or ""] = attribute(font, "FontName") or ""
        for holder, name, found in (
            ("ColorSpaces", "ColorSpace", kept.color_spaces),
            ("DrawParams", "DrawParam", kept.draw_params),
            ("CompositeGraphicUnits", "CompositeGraphicUnit", kept.composites),
        ):
            found.update((attribute(node, "ID") or "", node) for node in _held(root, holder, name))

    def _root(self, place: str) -> Element:
        content = self._parts.get(place.lower())
        if content is None:
            raise SourceError(self.name, "damaged", f"{place} is missing in it")
        if content.count(b"<") + content.count(b'="') + content.count(b"='") > MAX_TAGS:
            raise SourceError(self.name, "too_large", f"{place} has more than {MAX_TAGS} tags and attributes")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise SourceError(self.name, "damaged", f"{place} cannot be read: {error}") from error


_MAIN = "OFD.xml"
_ENCRYPTIONS = "encryptions.xml"
_DEPTHS = {"Background": 0, "Body": 1, "Foreground": 2}
_FOREGROUND = 4


def _joined(part: str, place: str) -> str:
    """Give where a part is that another names: a place begins in its folder, or at the root.

    >>> _joined("Doc_0/Document.xml", "Pages/Page_0/Content.xml"), _joined("Doc_0/Document.xml", "/Doc_1/a.xml")
    ('Doc_0/Pages/Page_0/Content.xml', 'Doc_1/a.xml')
    """
    folder = posixpath.dirname(part)
    return posixpath.normpath(posixpath.join("/", folder, place.strip().replace("\\", "/"))).lstrip("/")


def _held(root: Element, holder: str, name: str) -> Iterator[Element]:
    return (node for each in children(root, holder) for node in children(each, name))


def _text(node: Element | None) -> str:
    return "" if node is None else (node.text or "").strip()


def _box(area: Element | None) -> str | None:
    return _text(child(area, "PhysicalBox")) or None
