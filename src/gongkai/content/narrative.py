"""The text of a report: numbers against what is printed, places against one another."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from gongkai import chinese
from gongkai.content.breach import Breach
from gongkai.content.replay import ReplayedRepairs
from gongkai.content.stored_rows import StoredReport
from gongkai.document import Document, Paragraph
from gongkai.recognise.narrative.figures.grammar import grammar
from gongkai.recognise.narrative.figures.topics import topic_of
from gongkai.recognise.outline import Outline
from gongkai.recognise.values import clean
from gongkai.recognise.vocabulary import vocabulary
from gongkai.recognise.who.identity import find_document_numbers
from gongkai.rows import Figure, Section

__all__ = ["document_number_breaches", "figure_breaches", "point_breaches", "section_breaches"]

_ARABIC = re.compile(r"\d+(?:\.\d+)?")
_NUMERAL = re.compile("[〇零一二三四五六七八九十百千万亿两]+")
_NUMERALS = str.maketrans("〇两", "零二")


def section_breaches(report: StoredReport) -> Iterator[Breach]:
    """Hold sections against their headings and their order."""
    last_place = 0
    for position, row in enumerate(report.rows["sections"]):
        name = f"{report.report_id} {row.section}"
        if row.section != position:
            yield Breach("sections", "section", name, row.section, f"it is section {position} of the report")
        kind = _section_kind(row)
        if row.kind != kind:
            yield Breach("sections", "kind", name, row.kind, f"the heading {row.heading!r} is of the kind {kind!r}")
        if (row.number is None) != (row.section == 0 or kind == "attachment") and row.number is None:
            yield Breach("sections", "number", name, row.number, "every section but an attachment has a number")
        # Numbers need not rise: a text may count from 一 again for its tables, or print one number for another.
        block = row.locator.block if row.locator else 0
        if block < last_place or (row.section and row.locator is None):
            yield Breach("sections", "locator", name, row.locator, "it is not behind the section before")
        last_place = block


def document_number_breaches(report: StoredReport) -> Iterator[Breach]:
    """Read every document number again."""
    repairs = ReplayedRepairs(report.rows["repairs"])
    yield from _in_order(report, "document_numbers", "mention")
    for row in report.rows["document_numbers"]:
        name = f"{report.report_id} {row.mention}"
        yield from _span(row, "document_numbers", name)
        text = repairs.read(row.raw, row.locator) or ""
        read = next(iter(find_document_numbers(Outline(Document((Paragraph(text),), "text")))), None)
        for column in ("issuer", "year", "serial"):
            said = getattr(read, column, None)
            if getattr(row, column) != said:
                expected = f"the raw text {row.raw!r} says {said!r}"
                yield Breach("document_numbers", column, name, getattr(row, column), expected)


def figure_breaches(report: StoredReport) -> Iterator[Breach]:
    """Read every figure again, and hold its places against one another."""
    repairs = ReplayedRepairs(report.rows["repairs"])
    yield from _in_order(report, "figures", "figure")
    yield from _in_section(report, "figures")
    by_number = {row.figure: row for row in report.rows["figures"]}
    for row in report.rows["figures"]:
        name = f"{report.report_id} {row.figure}"
        yield from _span(row, "figures", name)
        yield from _quantity(row, repairs.read(row.raw, row.locator) or row.raw, name)
        sentence, place = row.sentence_locator, row.locator
        inside = (sentence.start or 0) <= (place.start or 0) and (place.end or 0) <= (sentence.end or 0)
        if sentence.block != place.block or sentence.page != place.page or not inside:
            expected = f"the figure stands at {row.locator}"
            yield Breach("figures", "sentence_locator", name, row.sentence_locator, expected)
        topic = topic_of(row.subject)
        if topic is not None and row.topic != topic:
            yield Breach("figures", "topic", name, row.topic, f"the subject {row.subject!r} is about {topic!r}")
        whole = by_number.get(row.whole) if row.whole is not None else None
        if row.whole is not None and (whole is None or whole is row):
            yield Breach("figures", "whole", name, row.whole, "the report has no such other figure")
        elif whole and whole.locator.block != place.block:
            yield Breach("figures", "whole", name, row.whole, "that figure stands in another paragraph")


def point_breaches(report: StoredReport) -> Iterator[Breach]:
    """Hold points against their places."""
    yield from _in_order(report, "points", "point")
    yield from _in_section(report, "points")
    for row in report.rows["points"]:
        place = row.locator
        if place.start is not None and place.end is not None and row.characters > place.end - place.start:
            name = f"{report.report_id} {row.point}"
            yield Breach("points", "characters", name, row.characters, f"it stands at {row.locator}")


def _section_kind(row: Section) -> str:
    if row.section == 0:
        return "preamble"
    heading = row.heading or ""
    return next((kind for kind, words in vocabulary().section_kinds if any(word in heading for word in words)), "other")


def _in_order(report: StoredReport, table: str, column: str) -> Iterator[Breach]:
    """Hold the numbers of rows against their order in the text."""
    last = (0, 0)
    for position, row in enumerate(report.rows[table], start=1):
        number, place = getattr(row, column), row.locator
        name = f"{report.report_id} {number}"
        if number != position:
            yield Breach(table, column, name, number, f"it is number {position} of the report")
        if place.row is None and (place.block, place.start or 0) < last:
            yield Breach(table, "locator", name, row.locator, "it is not behind the row before")
        last = max(last, (place.block, place.start or 0))


def _in_section(report: StoredReport, table: str) -> Iterator[Breach]:
    """Hold the section of rows against where sections begin."""
    placed = [row for row in report.rows["sections"] if row.locator]
    blocks = [row.locator.block for row in placed]
    for number, row in enumerate(report.rows[table], start=1):
        position = bisect_right(blocks, row.locator.block) - 1
        section = placed[position].section if position >= 0 else None
        if row.section != section:
            name = f"{report.report_id} {number}"
            yield Breach(table, "section", name, row.section, f"its place {row.locator} is in section {section}")


def _span(row: Any, table: str, name: str) -> Iterator[Breach]:
    place = row.locator
    if place.start is None or place.end is None or place.end - place.start != len(row.raw):
        yield Breach(table, "locator", name, row.locator, f"the raw text has {len(row.raw)} characters")


def _quantity(row: Figure, text: str, name: str) -> Iterator[Breach]:
    if row.stated == "words":
        said = (row.value, row.unit, row.normal_value, row.normal_unit, row.from_value, row.hedge)
        if said != (0.0, None, 0.0, None, None, None):
            yield Breach("figures", "stated", name, said, "what is stated in words is a plain 0")
        return
    numbers = _numbers(text)
    if row.value not in numbers:
        yield Breach("figures", "value", name, row.value, f"the raw text {row.raw!r} says {numbers}")
    scaled = [(row.value * scale, unit) for scale, unit in _scales(row.unit)]
    if not any(_close(row.normal_value, value) and row.normal_unit == unit for value, unit in scaled):
        expected = f"{row.value} {row.unit or ''} comes to {scaled}"
        yield Breach("figures", "normal_value", name, (row.normal_value, row.normal_unit), expected)


def _numbers(text: str) -> list[float]:
    plain = re.sub(r"(?<=\d)[, ](?=\d)", "", clean(text))
    numbers = [float(found) for found in _ARABIC.findall(plain)]
    for numeral in _NUMERAL.findall(clean(text)):
        for first in range(len(numeral)):
            for end in range(first + 1, len(numeral) + 1):
                read = chinese.number(numeral[first:end].translate(_NUMERALS))
                numbers += [] if read is None else [float(read)]
    return numbers + [100.0] * ("百分之百" in text)


def _scales(unit: str | None) -> Sequence[tuple[float, str | None]]:
    """Give what a unit may come to: 万条 is 10,000 条."""
    if unit == "‰":
        return [(0.1, "%")]
    scales = grammar().scales
    scaled = [(float(scales[word]), unit[len(word) :] or None) for word in scales if unit and unit.startswith(word)]
    return scaled or [(1.0, unit)]


def _close(one: float | None, other: float) -> bool:
    return one is not None and abs(one - other) <= 1e-9 * max(1.0, abs(other))
