"""A report -> its review page: one HTML file that loads nothing, and in which all that sources say is only text."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup, escape

from gongkai._version import __version__
from gongkai.check.wording import number
from gongkai.document import Locator
from gongkai.marked import PlaceMark, drawn_document
from gongkai.report import Report
from gongkai.resources import templates, text
from gongkai.verdict import language_of
from gongkai.verdict.lines import place_words
from gongkai.verdict.words import word as said_of_verdicts
from gongkai.verdict.writing import refuse_unwritable
from gongkai.view.facts import FACT_KINDS, ReportFacts
from gongkai.view.pages import shown_pages
from gongkai.view.words import about, both, choice, word

__all__ = ["PageLanguage", "ReviewPage", "review"]

PageLanguage = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The review page of a report: one HTML file that needs no network. A notebook shows it as it is.

    Attributes:
        html: the page.
    """

    html: str = field(repr=False)

    def save(self, file: str | os.PathLike[str]) -> Path:
        """Write the page to a file, beside it first, and give its path.

        Raises:
            GongkaiError: the path is that of a folder, or lies in none that is there.
            OSError: the file cannot be written.
        """
        path = Path(file)
        refuse_unwritable({"html": path})
        beside = path.with_name(f".{path.name}.part")
        try:
            beside.write_text(self.html, encoding="utf-8")
            return beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def _repr_html_(self) -> str:
        # A frame of its own, so that its style and script are not those of the notebook.
        limits = 'sandbox="allow-scripts allow-modals" width="100%" height="720"'
        return f'<iframe srcdoc="{escape(self.html)}" {limits}></iframe>'


def review(report: Report, language: PageLanguage | None = None, at: Locator | str | None = None) -> ReviewPage:
    """Make the review page of a report.

    Args:
        report: the report.
        language: which of both languages is shown first; that of the locale if left out.
        at: the place that is shown first.

    Raises:
        KeyError: there is no such place in the document.
        ValueError: the text is no locator.

    >>> from gongkai.pipeline import read_report
    >>> report = read_report("嘉禾县2017年政府信息公开年度报告\\n一、概述\\n收到申请7件。\\n二、主动公开".encode())
    >>> page = review(report).html
    >>> 'data-facts="f1">7件</a>' in page, "http://" in page, "https://" in page
    (True, False, False)
    """
    if at is not None:
        report.locate(at)
    facts = ReportFacts.of(report)
    marks = [PlaceMark(fact.locator, fact.name, fact.classes) for fact in facts.all() if fact.locator is not None]
    summary = {**report.summary, "period": _period(report)}
    pages = _drawn_pages(report, marks)
    inline = {name: Markup(text(__package__, file)) for name, file in _INLINE.items()}  # noqa: S704 - these are ours
    template = templates(__package__).get_template("page.html.j2")
    html = template.render(
        **_SAID,
        **inline,
        facts=facts,
        kinds=FACT_KINDS,
        summary=summary,
        # Where there are pages, their boxes have the places for ids.
        source=drawn_document(report.document, marks, prefix="text." if pages else ""),
        pages=pages,
        taken=_drawn_facts(facts, summary),
        language=language or ("zh" if language_of() == "zh" else "en"),
        at=at or "",
        digests={name: _digest(content) for name, content in inline.items()},
        version=__version__,
    )
    return ReviewPage(html)


_INLINE = {"style": "view.css", "dark": "dark.css", "script": "view.js"}
_SAID: Mapping[str, Any] = {"word": word, "both": both, "choice": choice}


def _drawn_facts(facts: ReportFacts, summary: Mapping[str, Any]) -> Markup:
    """Give what was taken from a report, group by group."""
    template = templates(__package__).get_template("facts.html.j2")
    said = template.render(
        **_SAID,
        facts=facts,
        kinds=FACT_KINDS,
        summary=summary,
        about=about(),
        clean=said_of_verdicts("clean"),
        place_words=place_words,
        number=number,
    )
    return Markup(said)  # noqa: S704 - the template escapes


def _drawn_pages(report: Report, marks: Sequence[PlaceMark]) -> Markup:
    """Give the pages of the source as pictures, or nothing where it has none."""
    shown = shown_pages(report, marks)
    if shown is None:
        return Markup()
    return Markup(templates(__package__).get_template("pages.html.j2").render(**_SAID, shown=shown))  # noqa: S704


def _period(report: Report) -> str | None:
    start, end = report.identity.period_start, report.identity.period_end
    return f"{start} – {end}" if start and end else None


def _digest(content: str) -> str:
    """Give the digest by which a content policy knows a style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
