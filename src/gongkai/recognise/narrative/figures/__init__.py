"""The figures of the narrative: every quantity that the prose of a report states, with what it counts.

A paragraph is read in seven steps, each a module: `passages` (lines put together), `strands` (plain text, brackets
apart, names and dates covered), `quantities` (numbers with their units), `subjects` (the words around them),
`statements` (numbers with subjects, lists distributed), `nothing` (what was said not to exist) and `relations` (parts
and wholes). The grammar is `figures.yaml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence

from gongkai.document import Locator
from gongkai.recognise.narrative.figures.relations import wholes
from gongkai.recognise.narrative.figures.statements import Statement, statements
from gongkai.recognise.narrative.figures.topics import topic_of
from gongkai.recognise.outline import Outline
from gongkai.recognise.passages import Passage, passages
from gongkai.rows import Figure, Section

__all__ = ["find_figures"]

_NEAR = 100
"""Characters of a sentence before and behind a number that may tell its topic."""

_STOP = re.compile(r"[。！？!?\n]")
_HEADING = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．])([^。；;，,：:]{2,40})"
)
_MAY_STATE = re.compile(r"[0-9０-９未没无零二两三四五六七八九十一百]|不存在|不涉及")


def find_figures(outline: Outline, sections: Sequence[Section], tables: Collection[int]) -> tuple[Figure, ...]:
    """Give the figures of the paragraphs outside `tables` in reading order, from the first section on.

    `sections` are the document's, as `find_sections` gives them; without any, the whole text is read.

    >>> from gongkai.document import Document, Paragraph
    >>> outline = Outline(Document((Paragraph("网站共发布各类信息26.8万余条。"),), "text"))
    >>> [figure] = find_figures(outline, (), ())
    >>> figure.subject, figure.value, figure.unit, figure.normal_value, figure.hedge, figure.topic
    ('网站共发布各类信息', 26.8, '万条', 268000.0, '余', 'website')
    >>> str(figure.locator), str(figure.sentence_locator)
    ('b1:9-16', 'b1:0-17')
    """
    found: list[Figure] = []
    for passage, section, headings in _prose(outline, sections, tables):
        if _MAY_STATE.search(passage.text):
            found.extend(_figures(passage, section, headings, len(found)))
    return tuple(found)


def _prose(
    outline: Outline, sections: Sequence[Section], tables: Collection[int]
) -> Iterator[tuple[Passage, int, tuple[str, ...]]]:
    """Give each paragraph of the report with its section, and its headings from the nearest on."""
    starts = [(section.locator.block, section) for section in sections if section.locator]
    blocks = [block for block, _ in starts]
    section, heading = 0, ""
    for passage in _passages(outline, blocks, tables):
        number = bisect_right(blocks, passage.place.block) - 1
        current = starts[number][1] if starts else None
        if current and current.section != section:
            section, heading = current.section, ""
        own = _HEADING.match(passage.text)
        heading = own[1] if own else heading
        yield passage, section, (heading, (current.heading if current else None) or "")


def _passages(outline: Outline, starts: Sequence[int], tables: Collection[int]) -> Iterator[Passage]:
    """Give the paragraphs from the first section on; a section begins a paragraph of its own."""
    wrapped = outline.document.format == "text"
    left_out, first_of_sections = outline.page_lines.union(tables), frozenset(starts)
    run: list[tuple[Locator, str]] = []
    for place, text in outline.paragraphs:
        if place.block in left_out or (starts and place.block < starts[0]):
            continue
        if place.block in first_of_sections:
            yield from passages(run, wrapped=wrapped)
            run = []
        run.append((place, text))
        if place.block in first_of_sections:
            yield from passages(run, wrapped=False)
            run = []
    yield from passages(run, wrapped=wrapped)


def _figures(passage: Passage, section: int, headings: Sequence[str], before: int) -> Iterator[Figure]:
    text = passage.text
    found = statements(text)
    bounds = [0, *(stop.end() for stop in _STOP.finditer(text)), len(text)] if found else []
    topic: str | None = None
    last_sentence = -1
    for number, (each, whole) in enumerate(zip(found, wholes(found), strict=True), start=before + 1):
        sentence = bisect_right(bounds, each.start, hi=len(bounds) - 1) - 1
        # A figure without a word of its own is about what the one before it is about, or its sentence, or its heading.
        told = topic if sentence == last_sentence else None
        span = bounds[sentence], bounds[sentence + 1]
        around = (text[max(span[0], each.start - _NEAR) : each.start], text[each.end : min(span[1], each.end + _NEAR)])
        topic = topic_of(each.subject) or told or _first_topic(around) or topic or _first_topic(headings)
        last_sentence = sentence
        yield _figure(each, number, section, topic, None if whole is None else before + 1 + whole, passage, span)


def _first_topic(texts: Iterable[str]) -> str | None:
    return next((topic for topic in map(topic_of, texts) if topic), None)


def _figure(
    each: Statement,
    number: int,
    section: int,
    topic: str | None,
    whole: int | None,
    passage: Passage,
    sentence: tuple[int, int],
) -> Figure:
    quantity = each.quantity
    place = passage.span(each.start, each.end)
    return Figure(
        figure=number,
        section=section,
        subject=each.subject,
        value=float(quantity.value) if quantity else 0.0,
        unit=quantity.unit if quantity else None,
        normal_value=float(quantity.normal_value) if quantity else 0.0,
        normal_unit=quantity.normal_unit if quantity else None,
        from_value=float(quantity.origin) if quantity and quantity.origin is not None else None,
        hedge=quantity.hedge if quantity else None,
        kind=each.kind,
        topic=topic,
        whole=whole,
        stated="number" if quantity else "words",
        raw=passage.text_at(place),
        locator=place,
        sentence_locator=passage.part(place, *_stripped(passage.text, *sentence)),
    )


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    return start, end
