"""Verdicts as one page that needs nothing else: the findings, and under them the report with their places marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gongkai.marked import PlaceMark, drawn_document
from gongkai.printable import printable, printable_lines
from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.lines import facts_of, place_words, summary_line
from gongkai.verdict.verdicts import Finding, Verdict
from gongkai.verdict.words import Language, in_language, word

__all__ = ["as_html"]

_STYLE = """
:root { color-scheme: light dark; --text: #222; --page: #fff; --faint: #5f5f5f; --line: #999;
  --error: #b3261e; --warning: #8a5300; --note: #33618d;
  --error-mark: #ffc9c4; --warning-mark: #ffe3a8; --note-mark: #d5e6f7; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e6e6; --page: #1b1b1b; --faint: #a8a8a8; --line: #666;
  --error-mark: #7d241f; --warning-mark: #6b4800; --note-mark: #274a6b; } a { color: #9cc4ff; } }
body { font: 15px/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; margin: 2em auto;
  max-width: 70em; padding: 0 1em; color: var(--text); background: var(--page); }
h1 { font-size: 1.5em; } h2 { font-size: 1.25em; border-bottom: 1px solid var(--line); margin-top: 2em; }
ol { padding-left: 2.2em; } li { margin: .8em 0; }
.severity { color: #fff; border-radius: 3px; padding: 0 .4em; margin-right: .4em; }
.error .severity { background: var(--error); } .warning .severity { background: var(--warning); }
.note .severity { background: var(--note); }
.said { display: block; } .source, .unchecked { color: var(--faint); font-size: .9em; }
.mark { color: inherit; text-decoration: none; } .mark.note { background: var(--note-mark); }
.mark.warning { background: var(--warning-mark); } .mark.error { background: var(--error-mark); }
td:has(.mark.error) { outline: 2px solid var(--error); } td:has(.mark.warning) { outline: 2px solid var(--warning); }
table { border-collapse: collapse; margin: 1em 0; } td { border: 1px solid var(--line); padding: .2em .5em; }
.report p { margin: .3em 0; } .table { overflow-x: auto; }
:target { outline: 3px solid var(--text); }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } li, tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; } .table { overflow: visible; }
  .mark, .severity { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


def as_html(found: Sequence[Verdict | NoVerdict], language: Language) -> str:
    """Give verdicts as an HTML page, self-contained, in which all that sources say is only text.

    >>> from gongkai.check.wording import Phrase
    >>> page = as_html([NoVerdict("<a>.html", Phrase("<b>: no report", "不是报告"))], "en")
    >>> "&lt;b&gt;: no report" in page, "<b>" in page
    (True, False)
    """
    title = _text(in_language(word("heading"), language))
    parts = "".join(_verdict(place, each, language) for place, each in enumerate(found, start=1))
    summary = f"<p>{_text(summary_line(found, language).text)}</p>" if len(found) > 1 else ""
    tongue = "en" if language == "en" else "zh-CN"
    return (
        f'<!DOCTYPE html>\n<html lang="{tongue}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{title}</h1>{summary}{parts}</body></html>\n"
    )


def _verdict(place: int, found: Verdict | NoVerdict, language: Language) -> str:
    if isinstance(found, NoVerdict):
        return f"<h2>{_text(found.source)}</h2>{_said(in_language(found.message, language, between=chr(10)))}\n"
    items = "".join(_item(place, position, each, language) for position, each in enumerate(found.failing, 1))
    findings = f"<ol>{items}</ol>" if items else f"<p>{_text(in_language(word('clean'), language))}</p>"
    reasons = dict.fromkeys(in_language(each.message, language) for each in found.not_checked)
    unchecked = "".join(f"<li>{_text(reason)}</li>" for reason in reasons)
    heading = f"<h2>{_text(found.report.identity.title or found.source)}</h2><p>{_text(found.source)}</p>"
    counts = f"<p>{_text(in_language(word('counts', **found.counts), language))}</p>"
    listed = (
        f'<details class="unchecked"><summary>{_text(in_language(word("not_checked"), language))}</summary>'
        f"<ul>{unchecked}</ul></details>"
        if unchecked
        else ""
    )
    places = [(f"v{place}f{position}", each) for position, each in enumerate(found.failing, start=1)]
    marks = [PlaceMark(each.place.locator, name, each.severity) for name, each in places if each.place.locator]
    shown = drawn_document(found.report.document, marks, prefix=_prefix(place))
    report = (
        f'<details class="report" open><summary>{_text(in_language(word("the_report"), language))}</summary>{shown}'
    )
    return f"{heading}{counts}{findings}{listed}{report}</details>\n"


def _prefix(place: int) -> str:
    """Give what the ids of one of several reports on a page begin with."""
    return f"v{place}."


def _item(of: int, position: int, finding: Finding, language: Language) -> str:
    severity = _text(in_language(word(finding.severity), language))
    place = _text(in_language(place_words(finding.place), language))
    at = finding.place.locator
    link = f'<a href="#{_prefix(of)}{at}">{place}</a>' if at else place
    message = _said(in_language(finding.message, language, between="\n"))
    facts = in_language(facts_of(finding), language, between="\n")
    said = _said(facts) if facts else ""
    source = _text(in_language(word("rule", rule=finding.rule, source=finding.source), language))
    return (
        f'<li class="{finding.severity}" id="v{of}f{position}"><span class="severity">{severity}</span>{link}'
        f'{message}{said}<span class="source">{source}</span></li>'
    )


def _said(message: str) -> str:
    return "".join(f'<span class="said">{_text(line)}</span>' for line in printable_lines(message).split("\n"))


def _text(text: str) -> str:
    return "<br>".join(escape(printable(line)) for line in text.split("\n"))
