"""Lines of prose -> paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gongkai.document import Paragraph
from gongkai.read.pdf.lines import Line, glue

__all__ = ["Layout", "paragraphs"]

_INDENT = 0.8
"""How far, in font sizes, a line must begin to the right of the others to begin a paragraph."""

_ROOM = 0.3
"""How much more room than it needs, in font sizes, a word is left that was not moved to the next line."""

_NEAR_MARGIN = 2.0
"""How far, in font sizes, a full line may end from the longest one."""

_LARGER = 1.3
"""A line whose characters are larger than those of its neighbour by this factor is of another paragraph."""

_FURTHER = 1.6
"""A line that is further from the last than others by this factor begins a paragraph."""

_TABULAR = 2.0
"""A blank as wide as this, in font sizes, divides columns, so that the line stands alone."""

_HEADING = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[章条]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the lines of a document begin and end, and how far apart they are."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Layout:
        """Measure it."""
        lefts = Counter(round(line.left) for line in lines)
        often = [left for left, count in lefts.items() if count > 1] or list(lefts)
        longest = max(line.right for line in lines)
        full = [line.right for line in lines if line.right > longest - _NEAR_MARGIN * line.size]
        steps = [
            below.middle - above.middle
            for above, below in pairwise(lines)
            if above.page == below.page and below.middle > above.middle
        ]
        return cls(left=min(often), right=median(full), pitch=median(steps) if steps else 0.0)


def paragraphs(lines: Sequence[Line], layout: Layout) -> Iterator[Paragraph]:
    """Give the paragraphs that lines form, with nothing but page breaks between the lines."""
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _begins_paragraph(line, paragraph[-1], layout):
            yield _paragraph(paragraph, layout)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _paragraph(paragraph, layout)


def _paragraph(lines: Sequence[Line], layout: Layout) -> Paragraph:
    breaks = [glue(above, below, layout.right - above.right) for above, below in pairwise(lines)]
    rest = [("" if between == "" else " ") + line.text for between, line in zip(breaks, lines[1:], strict=True)]
    return Paragraph(lines[0].text + "".join(rest), lines[0].page)


def _begins_paragraph(line: Line, before: Line, layout: Layout) -> bool:
    size = max(line.size, before.size)
    return (
        _HEADING.match(line.text) is not None
        or line.left - layout.left > _INDENT * line.size
        or layout.right - before.right > line.first_word_width() + _ROOM * size
        or size > _LARGER * min(line.size, before.size)
        or (line.page == before.page and line.middle - before.middle > _FURTHER * layout.pitch)
        or line.widest_gap >= _TABULAR * line.size
        or before.widest_gap >= _TABULAR * before.size
    )
