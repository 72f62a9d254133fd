"""The problems and measures that a report lists: 一是 …; 二是 …."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from gongkai import resources
from gongkai.chinese import NUMERALS, ordinal
from gongkai.document import Locator
from gongkai.recognise.outline import Outline
from gongkai.rows import Point, PointKind, Section

__all__ = ["find_points"]

FEWEST_POINTS = 2
"""Members that it takes to make a list."""

_INLINE = frozenset({"says", "words"})
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LONGEST_HEADING = 40
_SENTENCE_ENDS = "。！？!?；;"


@dataclass(frozen=True, slots=True)
class _ListGrammar:
    mark: re.Pattern[str]
    styles: tuple[str, ...]
    words: dict[str, int]
    last_word: str
    cue: re.Pattern[str]
    leads_on: re.Pattern[str]
    heading: re.Pattern[str]
    both: re.Pattern[str]
    measures_begin: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _ListMark:
    """A number of a list in a paragraph: its style, its place in the list (0: the last), and its bounds."""

    style: str
    ordinal: int
    start: int
    end: int


def find_points(outline: Outline, sections: Sequence[Section], tables: Collection[int]) -> tuple[Point, ...]:
    """Give the problems and measures that the sections on problems list, and other sections under such a heading.

    A list inside a point is a part of it. A point that goes on over several paragraphs is located by its first.

    >>> from gongkai.document import Document, Paragraph
    >>> text = "存在以下问题：一是更新慢；二是人手少。下一步，一是定专人。二是勤培训。"
    >>> document = Document((Paragraph("五、存在的问题和改进措施"), Paragraph(text)), "text")
    >>> outline = Outline(document)
    >>> sections = (Section(1, "五", "存在的问题和改进措施", "problems", 40, Locator(1)),)
    >>> [(point.kind, point.ordinal, document.text_at(point.locator)) for point in find_points(outline, sections, ())]
    [('problem', '一是', '一是更新慢；'), ('problem', '二是', '二是人手少。'), ('measure', '一是', '一是定专人。'), \
('measure', '二是', '二是勤培训。')]
    """
    found: list[Point] = []
    for section, paragraphs in _by_section(outline, sections, tables):
        found += _points(section, paragraphs)
    return tuple(replace(point, point=number) for number, point in enumerate(found, start=1))


def _by_section(
    outline: Outline, sections: Sequence[Section], tables: Collection[int]
) -> Iterator[tuple[Section, list[tuple[Locator, str]]]]:
    starts = [(section.locator.block, section) for section in sections if section.locator]
    blocks = [block for block, _ in starts]
    texts: dict[int, list[tuple[Locator, str]]] = {}
    for place, text in outline.paragraphs:
        number = bisect_right(blocks, place.block) - 1
        if number >= 0 and place.block not in tables:
            texts.setdefault(number, []).append((place, text))
    for number, paragraphs in texts.items():
        yield starts[number][1], paragraphs


@dataclass(slots=True)
class _ListReader:
    """Reads the lists of a section, paragraph by paragraph.

    `kind`, `style` and `last` are of the list that is being read, `members` its points so far, and `opened` the mark
    of the member that has not ended yet. `heading_style` is how the heading is numbered that opened the list.
    """

    section: Section
    kind: PointKind | None
    style: str | None = None
    last: int = 0
    members: list[Point] = field(default_factory=list)
    opened: _ListMark | None = None
    heading_style: str | None = None
    found: list[Point] = field(default_factory=list)

    def read(self, place: Locator, text: str, *, first: bool) -> None:
        """Go on with a paragraph; the first of a section is its heading."""
        marks = list(_marks(text))
        begins = bool(marks) and not text[: marks[0].start].strip()
        heading = None if first else _heading(text, marks, begins=begins)
        if heading:
            self._start("problem" if _grammar().both.search(heading) else _told(heading) or self.kind)
            self.heading_style = marks[0].style if begins else None
        elif self.section.kind != "problems" and begins and marks[0].style == self.heading_style:
            self._start(None)
        if begins and (heading or (first and self.section.number is not None)):
            marks = marks[1:]
        if self.kind is None:
            return
        lead = text[: marks[0].start if marks else len(text)]
        if (told := _told(lead)) and not first and (marks or _announces(lead)):
            self._tell(told)
        for number, mark in enumerate(marks):
            following = marks[number + 1] if number + 1 < len(marks) else None
            end = following.start if following else len(text)
            if following and (inner := _told_by_heading(text[mark.end : end])):
                self._end(place, text, mark.start)
                self._tell(inner)
                continue
            self._mark(place, text, mark)
            self._lead_on(place, text, mark.end, end, following)
        self._end(place, text, len(text))

    def _lead_on(self, place: Locator, text: str, start: int, end: int, following: _ListMark | None) -> None:
        """End a point where a sentence leads on to another list."""
        for leads_on in _grammar().leads_on.finditer(text, start, end):
            if text[leads_on.start() - 1] in _SENTENCE_ENDS:
                self._end(place, text, leads_on.start())
                self._tell(_told(text[leads_on.start() : end]) or "measure")
                return
        # 三是反馈慢。改进措施：一是…: the words right before the next number announce its list, unless that one is a
        # part of the point.
        if following is None or (self.style not in _INLINE and self.style != following.style):
            return
        stop = max((text.rfind(mark, start, end) for mark in _SENTENCE_ENDS), default=-1)
        tail = text[stop + 1 : end].strip() if stop >= 0 else ""
        kind = _told(tail) if tail.endswith(("：", ":")) else _told_by_heading(tail)
        if kind:
            self._end(place, text, stop + 1)
            self._tell(kind)

    def close(self) -> list[Point]:
        """Give the points of the section."""
        self._start(None)
        return self.found

    def _start(self, kind: PointKind | None) -> None:
        if len(self.members) >= FEWEST_POINTS:
            self.found += self.members
        self.kind, self.style, self.last, self.members, self.heading_style = kind, None, 0, [], None

    def _tell(self, kind: PointKind) -> None:
        if kind != self.kind or self.members:
            heading_style = self.heading_style
            self._start(kind)
            self.heading_style = heading_style

    def _mark(self, place: Locator, text: str, mark: _ListMark) -> None:
        # One number of a list may have been lost, but no more.
        goes_on = mark.style == self.style and (mark.ordinal == 0 or self.last < mark.ordinal <= self.last + 2)
        if not goes_on:
            reading = bool(self.members) or self.opened is not None
            inside = reading and mark.style != self.style and not self._stands_above(text, mark)
            if mark.ordinal != 1 or inside:
                return
            self._end(place, text, mark.start)
            if self.members:
                self._tell("measure" if _grammar().measures_begin.match(text, mark.end) else self.kind or "problem")
            self.style, self.last = mark.style, 0
        self._end(place, text, mark.start)
        self.last = mark.ordinal or self.last + 1
        self.opened = mark

    def _stands_above(self, text: str, mark: _ListMark) -> bool:
        """Say whether a number at the head of a paragraph opens a list of its own, behind one inside a paragraph."""
        return self.style in _INLINE and mark.style not in _INLINE and not text[: mark.start].strip()

    def _end(self, place: Locator, text: str, end: int) -> None:
        mark, self.opened = self.opened, None
        if mark is None or self.kind is None:
            return
        span = text[mark.start : end].rstrip()
        if not text[mark.end : mark.start + len(span)].strip("，,、：: "):
            return
        where = Locator(place.block, start=mark.start, end=mark.start + len(span), page=place.page)
        printed, length = text[mark.start : mark.end], len("".join(span.split()))
        self.members.append(Point(0, self.section.section, printed, self.kind, length, where))


def _points(section: Section, paragraphs: Sequence[tuple[Locator, str]]) -> list[Point]:
    reader = _ListReader(section, _first_kind(section.heading or "") if section.kind == "problems" else None)
    for number, (place, text) in enumerate(paragraphs):
        reader.read(place, text, first=number == 0 and section.heading is not None)
    return reader.close()


def _marks(text: str) -> Iterator[_ListMark]:
    grammar = _grammar()
    for found in grammar.mark.finditer(text):
        style = grammar.styles[(found.lastindex or 1) - 1]
        number = _number(found[found.lastindex or 1], grammar)
        if number is not None:
            yield _ListMark(style, number, found.start(), found.end())


def _number(numeral: str, grammar: _ListGrammar) -> int | None:
    """Read the number of a list: 0 for the word that says it is the last, None for none."""
    numeral = numeral.removeprefix("第")
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    if numeral in grammar.words or numeral == grammar.last_word:
        return grammar.words.get(numeral, 0)
    return ordinal(numeral)


def _heading(text: str, marks: Sequence[_ListMark], *, begins: bool) -> str | None:
    """Give the words of a heading that only says which list follows."""
    start = marks[0].end if begins else 0
    words = re.split(r"[。；;]", text[start : start + 2 * _LONGEST_HEADING], maxsplit=1)[0].strip()
    alone = len(words) <= _LONGEST_HEADING and (begins or words == text.strip())
    return words if words and alone and _told(words) and _grammar().heading.fullmatch(words) else None


def _told_by_heading(text: str) -> PointKind | None:
    """Give the kind of list that words announce which are nothing but a heading: （二）改进措施。一是…"""
    words = text.strip().rstrip("。：:；;").strip()
    return _told(words) if words and _grammar().heading.fullmatch(words) else None


def _told(text: str) -> PointKind | None:
    """Give the kind of list that a text announces, by the last word of it that tells."""
    cues = [cue.lastgroup for cue in _grammar().cue.finditer(text)]
    return None if not cues else "measure" if cues[-1] == "measure" else "problem"


def _first_kind(heading: str) -> PointKind:
    """Give the kind of a section's first list, by the first word of its heading that tells."""
    found = _grammar().cue.search(heading)
    return "measure" if found and found.lastgroup == "measure" else "problem"


def _announces(paragraph: str) -> bool:
    return paragraph.rstrip().endswith(("：", ":")) or _grammar().leads_on.match(paragraph.lstrip()) is not None


@cache
def _grammar() -> _ListGrammar:
    data = dict(resources.data("gongkai.recognise.narrative", "points.yaml"))
    styles = data["styles"]
    behind_sentence, anywhere = "(?:(?<=[。；;：:！!])|^)", "(?:(?<=[。；;：:！!，,、 ”])|^)"
    mark = "|".join((anywhere if each["anywhere"] else behind_sentence) + each["pattern"] for each in styles.values())
    return _ListGrammar(
        mark=_compiled(rf"{mark}"),
        styles=tuple(styles),
        words=data["words"],
        last_word=data["last_word"],
        cue=_compiled(f"(?P<measure>{data['measures']})|(?P<problem>{data['problems']})"),
        leads_on=_compiled(data["leads_on"]),
        heading=_compiled(data["headings"]),
        both=_compiled(data["both"]),
        measures_begin=_compiled(data["measures_begin"]),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("{n}", f"[{NUMERALS}]").replace("{d}", "[0-9]"))
