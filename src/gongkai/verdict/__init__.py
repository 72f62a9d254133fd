"""What is said of a report before it is published: each finding with its place, what stands there, and on whose word.

`verdict_of` makes a `Verdict` of a report that was read, `judge` one of a source, whatever it is; `beside_one_another`
holds several against each other. How they are shown is a module each: `lines` for a terminal, `as_json`, `as_html`,
`as_xlsx` and `as_docx`, the lists that are handed on.
"""

from __future__ import annotations

from gongkai.verdict.beside import beside_one_another
from gongkai.verdict.judging import NoVerdict, judge, sources_in, verdict_of
from gongkai.verdict.verdicts import Finding, FoundPlace, Verdict
from gongkai.verdict.words import Language, language_of

__all__ = [
    "Finding",
    "FoundPlace",
    "Language",
    "NoVerdict",
    "Verdict",
    "beside_one_another",
    "judge",
    "language_of",
    "sources_in",
    "verdict_of",
]
