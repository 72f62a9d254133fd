"""Lines of prose -> paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from gongkai.document import Paragraph
from gongkai.read.pdf.lines import TextLine, glue
from gongkai.read.pdf.seen import SeenNote, notes_of

__all__ = ["Layout", "ParagraphWithNotes", "layouts_of", "paragraphs"]

_INDENT = 0.8
"""How far, in font sizes, a line must begin to the right of the others to begin a paragraph."""

_ROOM = 0.3
"""How much more room than it needs, in font sizes, a word is left that was not moved to the next line."""

_NEAR_MARGIN = 2.0
"""How far, in font sizes, a full line may end from the longest one."""

_FEWEST_FULL = 3
"""So many lines that end alike show where the margin is."""

_LARGER = 1.3
"""A line whose characters are larger than those of its neighbour by this factor is of another paragraph."""

_FURTHER = 1.6
"""A line that is further from the last than others by this factor begins a paragraph."""

_APART = 3.5
"""A line that is this many font sizes below the last begins a paragraph, however far apart others are."""

_TABULAR = 2.0
"""A blank as wide as this, in font sizes, divides columns, so that the line stands alone."""

_HEADING = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[章条]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the lines of pages begin and end, and how far apart they are."""

    left: float
    right: float
    pitch: float


def layouts_of(lines: Sequence[TextLine], page_widths: Mapping[int, float]) -> dict[int, Layout]:
    """Measure the layout of each page, together with those that are as wide."""
    by_width: dict[float, list[TextLine]] = {}
    for line in lines:
        by_width.setdefault(page_widths[line.page], []).append(line)
    return {
        line.page: layout for width, alike in by_width.items() for layout in [_layout(alike, width)] for line in alike
    }


class ParagraphWithNotes(NamedTuple):
    """A paragraph, the lines that it was made of, and what is remarked of it."""

    block: Paragraph
    lines: tuple[TextLine, ...]
    notes: tuple[SeenNote, ...]


def paragraphs(lines: Sequence[TextLine], layouts: Mapping[int, Layout]) -> Iterator[ParagraphWithNotes]:
    """Give the paragraphs that lines form, with nothing but page breaks between the lines."""
    paragraph: list[TextLine] = []
    for line in lines:
        if paragraph and _begins_paragraph(line, paragraph[-1], layouts):
            yield _paragraph(paragraph, layouts)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _paragraph(paragraph, layouts)


def _layout(lines: Sequence[TextLine], page_width: float) -> Layout:
    """Measure lines. If few of them are full, the right margin is taken to be as wide as the left one."""
    lefts = Counter(round(line.left) for line in lines)
    left = min([left for left, count in lefts.items() if count > 1] or lefts)
    longest = max(line.right for line in lines)
    # A line in front of a heading ends where its text ends.
    broken = [line for line, below in pairwise(lines) if not _HEADING.match(below.text)]
    full = [line.right for line in broken if line.right > longest - _NEAR_MARGIN * line.size]
    steps = [
        below.middle - above.middle
        for above, below in pairwise(lines)
        if above.page == below.page and below.middle > above.middle
    ]
    return Layout(
        left=left,
        right=median(full) if len(full) >= _FEWEST_FULL else max(longest, page_width - left),
        pitch=median(steps) if steps else 0.0,
    )


def _paragraph(lines: Sequence[TextLine], layouts: Mapping[int, Layout]) -> ParagraphWithNotes:
    breaks = [glue(above, below, _room_beside(above, layouts)) for above, below in pairwise(lines)]
    rest = [("" if between == "" else " ") + line.text for between, line in zip(breaks, lines[1:], strict=True)]
    notes = (note for line in lines if line.source.seen.any() for note in notes_of(line.characters))
    block = Paragraph(lines[0].text + "".join(rest), lines[0].page)
    return ParagraphWithNotes(block, tuple(lines), tuple(dict.fromkeys(notes)))


def _room_beside(line: TextLine, layouts: Mapping[int, Layout]) -> float:
    return layouts[line.page].right - line.right


def _begins_paragraph(line: TextLine, before: TextLine, layouts: Mapping[int, Layout]) -> bool:
    layout = layouts[line.page]
    size = max(line.size, before.size)
    return (
        _HEADING.match(line.text) is not None
        or line.left - layout.left > _INDENT * line.size
        or _room_beside(before, layouts) > line.first_word_width() + _ROOM * size
        or size > _LARGER * min(line.size, before.size)
        or (line.page == before.page and line.middle - before.middle > min(_FURTHER * layout.pitch, _APART * size))
        or line.widest_gap >= _TABULAR * line.size
        or before.widest_gap >= _TABULAR * before.size
    )
