"""The sections of a report's text: number, heading, kind and length."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from itertools import accumulate, pairwise

from gongkai.document import Locator
from gongkai.recognise.outline import Outline
from gongkai.rows import Section

__all__ = ["find_sections"]


def find_sections(outline: Outline, title_at: Locator | None, tables: Collection[int]) -> tuple[Section, ...]:
    """Give the sections of a text from its title on, without the blocks in `tables`.

    Section 0 is what stands between the title and the first heading.
    """
    start = title_at.block if title_at else 0
    left_out = outline.page_lines.union(tables)
    whole = [(locator, paragraph) for locator, paragraph in outline.paragraphs if locator.block not in left_out]
    text = [line for line in whole if line[0].block > start]
    headings = outline.headings(start + 1, without=left_out)
    # A title below all text, as in a link to the next report, heads none of it; but figures may stand in it.
    text = text or whole
    if not text:
        return ()
    blocks = [locator.block for locator, _ in text]
    until = list(accumulate((len("".join(paragraph.split())) for _, paragraph in text), initial=0))
    bounds = [0, *(heading.locator.block for heading in headings), outline.end]
    lengths = [until[bisect_left(blocks, end)] - until[bisect_left(blocks, first)] for first, end in pairwise(bounds)]
    sections = [Section(0, None, None, "preamble", lengths[0], text[0][0])]
    for position, (heading, length) in enumerate(zip(headings, lengths[1:], strict=True), start=1):
        sections.append(
            Section(
                section=position,
                number=heading.number,
                heading=heading.text,
                kind=heading.kind,
                characters=length,
                locator=heading.locator,
            )
        )
    return tuple(sections)
