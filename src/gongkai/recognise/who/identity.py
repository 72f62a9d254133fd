"""Who reports, for which year, when it was published. What the document does not say stays empty."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from gongkai.bounds import DOCUMENT_YEARS, FIRST_SERIAL, REPORT_YEARS
from gongkai.document import Locator
from gongkai.recognise.outline import Outline
from gongkai.recognise.passages import Passage, passages
from gongkai.recognise.titles import Title, names_nobody, read_title
from gongkai.recognise.values import clean, without_markup
from gongkai.recognise.vocabulary import vocabulary
from gongkai.recognise.who.agencies import read_agency
from gongkai.recognise.who.announced import announced_year, calls_itself_a_report, cited_title, opening_year
from gongkai.recognise.who.authors import find_author, reporting_bodies
from gongkai.recognise.who.dates import (
    ImpossiblePeriod,
    Period,
    find_date,
    find_impossible_period,
    find_period,
    read_date,
    read_leading_date,
)
from gongkai.recognise.who.full_names import read_in_full
from gongkai.recognise.who.page_facts import page_facts
from gongkai.recognise.who.scope import find_scope
from gongkai.rows import DocumentNumber, Identity

__all__ = ["find_document_numbers", "identify"]

_SHORTEST_ISSUER = 2
_DOCUMENT_NUMBER = re.compile(
    rf"(?P<issuer>[\u4e00-\u9fff]{{{_SHORTEST_ISSUER},16}})\s?"
    r"(?:[〔﹝\[【［(（]\s?(?P<year>(?:19|20)\d\d)\s?[〕﹞\]】］)）]?|(?P<open_year>(?:19|20)\d\d)[〕﹞\]】］])"
    r"\s?第?\s?(?P<serial>\d{1,4})\s?号"
)
_METADATA_TITLES = ("articletitle", "title")
_METADATA_PUBLISHERS = ("contentsource", "author")
_METADATA_DATES = ("pubdate", "publishdate", "firstpublishedtime")
_TITLE_END = re.compile(r"[-_|—]+")


def identify(outline: Outline) -> Identity:
    """Find who reports for which year, and what the page says about the publication."""
    facts = list(page_facts(outline))
    period = _period(outline)
    title, remark = _title(outline, facts, period)
    preamble = list(_above_the_text(outline))
    if title is None or title.agency is None:
        title = _announced(preamble, period) or title
    said = title.year if title and title.year else period[1].last.year if period else None
    announced = _announced_year(preamble)
    if said and announced and said != announced and not (title and title.year):
        remark = f"year: the text announces {announced}, the period {said}"
    year = said or announced or opening_year(_opening(outline))
    remarks = [remark] if remark else [] if year else ["year: neither the title nor a period names it"]
    if year and year not in REPORT_YEARS:
        remarks.append(f"year: {year} is none that a report can be about")
        year = None
    identity = Identity(title=title.text if title else None, year=None if remark else year, remarks=tuple(remarks))
    if period:
        place, found = period
        identity = replace(identity, period_start=found.first, period_end=found.last, period_locator=place)
    else:
        identity = _with_impossible_period(identity, outline)
    identity = _with_scope(_with_publication(identity, outline, facts), outline)
    return _with_reasons(_with_agency(identity, outline, title, facts, preamble))


def find_document_numbers(outline: Outline) -> tuple[DocumentNumber, ...]:
    """Find the official document numbers in the text, also where one of the brackets was lost."""
    return tuple(replace(each, mention=number) for number, each in enumerate(_document_numbers(outline), start=1))


_WHY_EMPTY = {
    "title": "no line is the title of a report",
    "document_number": "the page gives the report none",
    "scope": "no sentence says whose numbers the report holds",
}
"""What is to be said of what is empty, where nothing else was said of it."""


def _with_reasons(identity: Identity) -> Identity:
    """Say why a column is empty, also where nothing was odd; what is said of the agency holds for its level as well."""
    said = {remark.partition(":")[0] for remark in identity.remarks}
    empty = (name for name in _WHY_EMPTY if getattr(identity, name) is None and name not in said)
    remarks = [f"{name}: {_WHY_EMPTY[name]}" for name in empty]
    if identity.agency_entry and identity.division_code is None and "division_code" not in said:
        remarks.append("division_code: a central body belongs to no division")
    return replace(identity, remarks=(*identity.remarks, *remarks))


def _title(
    outline: Outline, facts: Sequence[tuple[str, str, Locator]], period: tuple[Locator, Period] | None
) -> tuple[Title | None, str | None]:
    """Choose among the lines that are titles, and say so if none agrees with the period of the text.

    The fullest title counts, and of those the one nearest above the text: menus, with other reports, come first.
    """
    words = vocabulary()
    named = [title for name, value, _ in facts if name in words.title_labels and (title := read_title(value))]
    metadata = outline.document.metadata
    in_metadata = [title for name in _METADATA_TITLES if (title := _in_heading(metadata.get(name, "")))]
    above = [title for title in outline.titles if title.locator and title.locator.block <= outline.body]
    candidates = [*in_metadata, *named, *(above or outline.titles)]
    if period:
        year = period[1].last.year
        agreeing = [title for title in candidates if title.year in (None, year)]
        if candidates and not agreeing:
            said = candidates[-1].year
            return candidates[-1], f"year: the title says {said}, the period {year}"
        candidates = agreeing
    known = {(title.agency, title.year) for title in (*named, *in_metadata)}
    agencies = {title.agency for title in candidates if title.agency}
    best = max(
        enumerate(candidates),
        key=lambda item: (
            _fullness(item[1]),
            (item[1].agency, item[1].year) in known,
            _is_longer_than_some(item[1].agency, agencies),
            item[0],
        ),
        default=(0, None),
    )
    return best[1], None


def _above_the_text(outline: Outline) -> Iterator[tuple[Locator, str]]:
    """Give the paragraphs above the first heading, those whole again that a text broke into lines."""
    above = [(locator, text) for locator, text in outline.paragraphs if locator.block < outline.body]
    for passage in passages(above, wrapped=outline.document.format == "text"):
        yield passage.place, passage.text if len(passage.lines) == 1 else _TORN.sub("", passage.text)


_TORN = re.compile(r"(?<=[\u4e00-\u9fff\d])\s(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s(?=\d)")

_Preamble = Sequence[tuple[Locator, str]]
"""The paragraphs above the first heading."""


def _announced(preamble: _Preamble, period: tuple[Locator, Period] | None) -> Title | None:
    """Give the title that the text announces, if the body that it names is known or called as bodies are."""
    for locator, text in preamble:
        title = cited_title(text)
        agrees = title and (period is None or period[1].last.year == title.year)
        if title and title.agency and agrees and _is_body(title.agency, title.year, text):
            return replace(title, locator=locator)
    return None


def _is_body(name: str, year: int | None, text: str) -> bool:
    return name.endswith(tuple(vocabulary().reporting_endings)) or read_agency(name, year, text).agency is not None


def _announced_year(preamble: _Preamble) -> int | None:
    """Give the one year for which the text announces the report."""
    years = {year for _, text in preamble if (year := announced_year(text))}
    return years.pop() if len(years) == 1 else None


def _opening(outline: Outline) -> Iterator[str]:
    """Give the paragraphs of the text down to the second heading."""
    blocks = [heading.locator.block for heading in outline.headings()]
    end = blocks[1] if len(blocks) > 1 else outline.end
    return (text for locator, text in outline.paragraphs if locator.block < end)


def _in_heading(heading: str) -> Title | None:
    return read_title(heading) or read_title(_TITLE_END.split(heading)[0])


def _is_longer_than_some(agency: str | None, agencies: Iterable[str]) -> bool:
    """Say whether a title names the body in full that another one names in short."""
    return agency is not None and any(agency != each and agency.endswith(each) for each in agencies)


def _fullness(title: Title) -> int:
    return 2 * (title.agency is not None) + (title.year is not None)


def _period(outline: Outline) -> tuple[Locator, Period] | None:
    for passage in _on_periods(outline):
        period = find_period(passage.text)
        if period:
            return passage.span(period.start, period.end), period
    return None


def _on_periods(outline: Outline) -> Iterator[Passage]:
    """Give the passages that may name the days which the numbers cover."""
    words = vocabulary().period_words
    for passage in passages(outline.paragraphs, wrapped=outline.document.format == "text"):
        if any(word in passage.text for word in words):
            yield passage


def _with_impossible_period(identity: Identity, outline: Outline) -> Identity:
    """Keep a period that cannot be as it is printed, and say so; nothing else follows from it."""
    impossible = _impossible_period(outline)
    if impossible is None:
        return replace(identity, remarks=(*identity.remarks, "period: no sentence names its first and last day"))
    place, found = impossible
    why = "ends before it begins" if found.last else "names a day that does not exist"
    return replace(
        identity,
        period_start=found.first,
        period_end=found.last,
        period_locator=place,
        remarks=(*identity.remarks, f"period: the one printed {why}"),
    )


def _impossible_period(outline: Outline) -> tuple[Locator, ImpossiblePeriod] | None:
    for passage in _on_periods(outline):
        found = find_impossible_period(passage.text)
        if found:
            return passage.span(found.start, found.end), found
    return None


def _with_publication(identity: Identity, outline: Outline, facts: Sequence[tuple[str, str, Locator]]) -> Identity:
    words = vocabulary()
    number = next(
        (value for name, value, _ in facts if name in words.number_labels and re.search(r"\d+\s?号", value)), None
    )
    identity = replace(identity, document_number=number)
    on_page = _days(facts, words.published_labels) or _days(facts, words.written_labels)
    if len(on_page) > 1:
        days = ", ".join(sorted(day.isoformat() for day in on_page))
        return replace(identity, remarks=(*identity.remarks, f"published: the page gives more than one day: {days}"))
    if on_page:
        return replace(identity, published=on_page.pop(), published_source="page")
    metadata = outline.document.metadata
    in_metadata = [day for name in _METADATA_DATES if (day := find_date(metadata.get(name, "")))]
    if in_metadata:
        return replace(identity, published=in_metadata[0], published_source="metadata")
    if day := _day_above(outline, identity.period_end):
        return replace(identity, published=day, published_source="page")
    signed = _signature(outline)
    if signed and (identity.period_end is None or signed > identity.period_end):
        return replace(identity, published=signed, published_source="signature")
    return replace(identity, remarks=(*identity.remarks, "published: the document does not say"))


def _with_scope(identity: Identity, outline: Outline) -> Identity:
    stated, remark = find_scope(outline)
    remarks = (*identity.remarks, remark) if remark else identity.remarks
    if stated is None:
        return replace(identity, remarks=remarks)
    return replace(identity, scope=stated.scope, scope_locator=stated.locator, remarks=remarks)


def _days(facts: Sequence[tuple[str, str, Locator]], labels: Collection[str]) -> set[date]:
    return {day for name, value, _ in facts if name in labels and (day := find_date(value))}


def _day_above(outline: Outline, period_end: date | None) -> date | None:
    """Give the day that stands without a label above the text, at the beginning of a line, if only one does."""
    above = (text for locator, text in outline.paragraphs if locator.block < outline.body)
    days = {day for text in above if len(text) <= LONGEST_HEAD and (day := read_leading_date(text))}
    return next(iter(days)) if len(days) == 1 and (period_end is None or period_end < min(days)) else None


LONGEST_HEAD = 100
"""Characters of a line of the page's head that begins with the day of publication."""


def _signature(outline: Outline) -> date | None:
    """Give the date that stands alone in a line under the report, or behind who signs there, if only one does."""
    below = [clean(text) for locator, text in outline.paragraphs if locator.block > outline.body]
    alone = [text for text in below if len(text) <= LONGEST_DATE]
    behind = [text.partition(" ")[2] for text in below if len(text) <= LONGEST_SIGNATURE]
    days = {day for text in (*alone, *behind) if (day := read_date(text))}
    return days.pop() if len(days) == 1 else None


def _with_agency(
    identity: Identity,
    outline: Outline,
    title: Title | None,
    facts: Sequence[tuple[str, str, Locator]],
    preamble: _Preamble,
) -> Identity:
    of_page = (value for name, value, _ in facts if name in vocabulary().publisher_labels)
    publishers = [value for value in dict.fromkeys(map(without_markup, of_page)) if not names_nobody(value)]
    printed = title.agency if title and title.agency else publishers[0] if len(publishers) == 1 else None
    paragraphs = [text for _, text in outline.paragraphs]
    of_itself = [*(text for _, text in preamble), *filter(calls_itself_a_report, _opening(outline))]
    printed = printed or find_author(of_itself, paragraphs, identity.year)
    printed = printed or _signer(outline, identity.year)
    if printed is None:
        return replace(identity, remarks=(*identity.remarks, "agency: no title or page header names one"))
    sources = [value for name, value, _ in facts if name in vocabulary().source_labels]
    metadata = outline.document.metadata
    sources += [metadata[name] for name in _METADATA_PUBLISHERS if name in metadata]
    sources += _signers(outline)
    reading = read_agency(printed, identity.year, outline.text)
    if reading.agency is None:
        named = (*publishers, *sources, *reporting_bodies(paragraphs))
        reading = read_in_full(printed, named, identity.year, outline.text) or reading
    agency = reading.agency
    return replace(
        identity,
        agency=printed,
        agency_entry=agency,
        division_code=reading.division_code,
        level=agency.level if agency else None,
        remarks=(*identity.remarks, *((reading.remark,) if reading.remark else ())),
    )


def _signer(outline: Outline, year: int | None) -> str | None:
    """Give the one body that signs the report, if it is known; an office signs for another body."""
    names = {name for name in _signers(outline) if "办" not in name and read_agency(name, year, outline.text).agency}
    return names.pop() if len(names) == 1 else None


def _signers(outline: Outline) -> list[str]:
    """Give what stands right above a date that is alone under the report, or before it in its line."""
    lines = (clean(text) for locator, text in outline.paragraphs if locator.block > outline.body)
    below = [text for text in lines if len(text) <= LONGEST_SIGNATURE]
    above = [first for first, text in pairwise(below) if read_date(text) and not read_date(first)]
    parted = (text.partition(" ") for text in below)
    before = [name for name, _, day in parted if read_date(day) and not read_date(name)]
    return [name.replace(" ", "") for name in (*above, *before)]


LONGEST_DATE = 20
"""Characters of a line that may be a date."""

LONGEST_SIGNATURE = 30
"""Characters of a line that may be the name of a body, or a date."""


def _document_numbers(outline: Outline) -> Iterator[DocumentNumber]:
    for locator, text in outline.paragraphs:
        for found in _DOCUMENT_NUMBER.finditer(text):
            issuer, start = _issuer(found["issuer"]), found.start()
            year, serial = int(found["year"] or found["open_year"]), int(found["serial"])
            if len(issuer) >= _SHORTEST_ISSUER and year in DOCUMENT_YEARS and serial >= FIRST_SERIAL:
                start += len(found["issuer"]) - len(issuer)
                yield DocumentNumber(
                    mention=0,
                    raw=text[start : found.end()],
                    issuer=issuer,
                    year=year,
                    serial=serial,
                    locator=replace(locator, start=start, end=found.end()),
                )


def _issuer(run: str) -> str:
    """Cut off what the sentence puts before an issuer's mark."""
    cut = max((run.rfind(word) + len(word) for word in vocabulary().before_issuer if word in run), default=0)
    return run[cut:]
