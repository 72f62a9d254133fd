"""Verdicts as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from gongkai.check.wording import Phrase
from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.verdicts import Finding, Verdict

__all__ = ["as_json"]


def as_json(found: Sequence[Verdict | NoVerdict]) -> str:
    """Give verdicts as one JSON document, always in both languages.

    >>> as_json([NoVerdict("a.html", Phrase("no report", "不是报告"))]).splitlines()[:3]
    ['{', '  "reports": [', '    {']
    """
    return json.dumps({"reports": [_verdict(each) for each in found]}, ensure_ascii=False, indent=2) + "\n"


def _verdict(found: Verdict | NoVerdict) -> dict[str, Any]:
    if isinstance(found, NoVerdict):
        return {"source": found.source, "checked": False, "message": _both(found.message)}
    identity = found.report.identity
    return {
        "source": found.source,
        "checked": True,
        "title": identity.title,
        "agency": identity.agency,
        "year": identity.year,
        "status": found.report.summary["status"],
        "counts": dict(found.counts),
        "findings": [_finding(each) for each in found.failing],
        "not_checked": [_finding(each) for each in found.not_checked],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "rule": finding.rule,
        "subject": finding.subject,
        "outcome": finding.outcome,
        "severity": finding.severity,
        "place": {
            "locator": str(place.locator) if place.locator else None,
            **{
                name: getattr(place, name) for name in ("page", "table", "row", "column", "section", "sentence", "part")
            },
        },
        "printed": finding.printed,
        "expected": finding.expected,
        "message": _both(finding.message),
        "source": _both(finding.source),
    }


def _both(said: Phrase) -> dict[str, str]:
    return {"en": said.english, "zh": said.chinese}
