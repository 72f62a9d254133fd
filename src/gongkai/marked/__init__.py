"""A document as HTML, tables as tables and paragraphs as paragraphs, with the places marked that something is said of.

Every paragraph and cell, and every mark inside of one, has its locator for an id, so that an address may end in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from gongkai.document import Document, Locator
from gongkai.resources import templates

__all__ = ["PlaceMark", "PlaceMarks", "Segment", "drawn_document", "segments"]


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A place that something is said of.

    Attributes:
        place: a paragraph, a cell, a table, or a span of a text.
        name: the id of what is said of it, to which the mark leads.
        kind: what kind of thing that is: a class of the mark.
    """

    place: Locator
    name: str
    kind: str


class PlaceMarks(tuple[PlaceMark, ...]):
    """The marks on one place, the shortest first."""

    __slots__ = ()

    @property
    def kinds(self) -> str:
        """The kinds of the marks, as classes.

        >>> PlaceMarks([PlaceMark(Locator(1), "f1", "figure"), PlaceMark(Locator(1), "p1", "point")]).kinds
        'figure point'
        """
        return " ".join(dict.fromkeys(mark.kind for mark in self))

    @property
    def names(self) -> str:
        """The names of the marks."""
        return " ".join(dict.fromkeys(mark.name for mark in self))


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text that the same marks lie over, and the places that begin with it.

    Attributes:
        text: the text; empty where a mark has a place, but no characters.
        marks: the marks over it.
        places: the places of those of them that begin here.
    """

    text: str
    marks: PlaceMarks = field(default_factory=PlaceMarks)
    places: tuple[Locator, ...] = ()

    @property
    def lines(self) -> list[str]:
        """Its text, line by line."""
        return self.text.split("\n")


def drawn_document(document: Document, marks: Iterable[PlaceMark], prefix: str = "") -> Markup:
    """Draw a document.

    Args:
        document: the document.
        marks: the marks, in any order. A place that is not in the document is left out.
        prefix: what ids begin with, where a page has several documents.

    >>> from gongkai.document import Cell, Table
    >>> document = Document((Table((Cell("收到<b>", 1, 1), Cell("7", 1, 2))),), "html")
    >>> page = drawn_document(document, [PlaceMark(Locator(1, 1, 2), "o1", "cell")])
    >>> "收到&lt;b&gt;" in page, 'id="b1.r1.c2"' in page, 'href="#o1"' in page
    (True, True, True)
    """
    template = templates(__name__).get_template("document.html.j2")
    return Markup(template.render(blocks=document.blocks, marked=_MarkedPlaces.of(marks), prefix=prefix))  # noqa: S704 - a template escapes


def segments(text: str, marks: Sequence[PlaceMark]) -> Iterator[Segment]:
    """Cut a text where marks begin and end; marks may lie over one another.

    >>> sentence = PlaceMark(Locator(1, start=0, end=5), "p1", "point")
    >>> number = PlaceMark(Locator(1, start=3, end=5), "f1", "figure")
    >>> [(each.text, each.marks.names, each.marks.kinds) for each in segments("收到申7件", [sentence, number])]
    [('收到申', 'p1', 'point'), ('7件', 'f1 p1', 'figure point')]
    """
    spans = [(_start(mark), _end(mark, len(text)), mark) for mark in marks]
    cuts = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    beginning: dict[int, list[tuple[int, int, PlaceMark]]] = {}
    for span in spans:
        beginning.setdefault(span[0], []).append(span)
    over: list[tuple[int, int, PlaceMark]] = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        begun = beginning.get(start, [])
        empty = PlaceMarks(mark for _, finish, mark in begun if finish == start)
        if empty:
            yield Segment("", empty, _places(empty))
        begun = [span for span in begun if span[1] > start]
        over = sorted([*(span for span in over if span[1] > start), *begun], key=lambda span: span[1] - span[0])
        if start < end:
            marks = PlaceMarks(mark for _, _, mark in over)
            yield Segment(text[start:end], marks, _places([mark for _, _, mark in begun]))


def _places(marks: Sequence[PlaceMark]) -> tuple[Locator, ...]:
    return tuple(dict.fromkeys(mark.place for mark in marks if mark.place.start is not None))


def _start(mark: PlaceMark) -> int:
    return mark.place.start or 0


def _end(mark: PlaceMark, length: int) -> int:
    return length if mark.place.end is None else min(mark.place.end, length)


_Key = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class _MarkedPlaces:
    """What a template asks for: the parts of each paragraph and cell, and the marks on each table."""

    marks: Mapping[_Key, list[PlaceMark]]

    @classmethod
    def of(cls, marks: Iterable[PlaceMark]) -> _MarkedPlaces:
        by_place: dict[_Key, list[PlaceMark]] = {}
        for mark in dict.fromkeys(marks):
            at = mark.place
            by_place.setdefault((at.block, at.row, at.column), []).append(mark)
        return cls(by_place)

    def parts(self, text: str, block: int, row: int | None = None, column: int | None = None) -> list[Segment]:
        """Give the parts of a paragraph or cell."""
        marks = self.marks.get((block, row, column), [])
        return list(segments(text, marks)) if marks else [Segment(text)]

    def on_table(self, block: int) -> Segment:
        """Give the marks on a table as a whole."""
        return Segment("", PlaceMarks(self.marks.get((block, None, None), ())))
