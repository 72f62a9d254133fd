"""What the reports get wrong, as the site shows it: each report that is named leads to its original and review page.

`docs/findings.md` is read where nothing is built as well, so the links to review pages are made with the site. A page
opens at the place that the package gives for the finding, and where it gives none, at its top.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

import gongkai
from gongkai.view import review

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
PAGE = ROOT / "docs" / "findings.md"

_ROW = re.compile(r"^\| \[?`([^`]+)`\]? \| `(\w+)` \|(?: (\S+) \| (\S+) \| (.+) \|$)?", re.MULTILINE)
"""A finding of a rule, in the English page with both numbers and what was seen."""

_CODE = re.compile(r"\[?`([^`]+)`\]?")


@dataclass(frozen=True)
class SeenFinding:
    """A check that fails and was looked up on the page of its report.

    Attributes:
        source: the report.
        rule: the rule.
        seen: what was seen on the page.
        said: what the package says of it, in Chinese.
        place: where it stands in the report, or nothing if that is no single place.
    """

    source: str
    rule: str
    seen: str
    said: str
    place: str


@cache
def seen_findings() -> tuple[SeenFinding, ...]:
    """Give the findings of the first table of the page, in its order, with what the package says of each.

    Raises:
        KeyError: the package has no such check.
        IndexError: the page has a check more often than the package.
    """
    checks = gongkai.load("checks", ROOT).merge(gongkai.load("reports", ROOT)[["report_id", "source"]], on="report_id")
    said: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for row in checks[checks["outcome"] == "fails"].itertuples():
        key = row.source, row.rule, print_number(row.left), print_number(row.right)
        said.setdefault(key, []).append((row.message_chinese, "" if pd.isna(row.locator) else row.locator))
    # Checks that are alike but for their places stand on the page in the order of the package.
    return tuple(
        SeenFinding(source, rule, seen, *said[source, rule, left, right].pop(0))
        for source, rule, left, right, seen in _ROW.findall(PAGE.read_text(encoding="utf-8"))
    )


def print_number(value: float) -> str:
    """Write a number as the page of the findings does, and a dash where there is none.

    >>> print_number(8645.0), print_number(float("nan"))
    ('8645', '—')
    """
    return "—" if value != value else f"{value:.10g}"


def linked(page: str, label: str) -> str:
    """Lead from each report that a row names to its original, if its address is known, and to its review page.

    Args:
        page: the page, in any language: the first table has the findings in the order of `seen_findings`.
        label: what the link to a review page says.
    """
    places = iter([finding.place for finding in seen_findings()])
    lines = (
        _linked_row(line, label, next(places) if _ROW.match(line) else "") if line.startswith("| ") else line
        for line in page.splitlines()
    )
    return "\n".join(lines) + "\n"


def _linked_row(row: str, label: str, place: str) -> str:
    def link(code: re.Match[str]) -> str:
        source = _source(code[1], row)
        if source is None:
            return code[0]
        address, fragment = _addresses()[source], f"#{place}" if place else ""
        named = f"[`{code[1]}`]({address})" if address else f"`{code[1]}`"
        return f"{named} [{label}]({review_page(source)}{fragment})"

    return _CODE.sub(link, row)


def named_sources() -> list[str]:
    """Give every report that the page names."""
    rows = (line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| "))
    return sorted({source for row in rows for name in _CODE.findall(row) if (source := _source(name, row))})


def _source(name: str, row: str) -> str | None:
    """Give the report that a row means; the folder is told with the first report of a row alone."""
    folder = _CODE.findall(row)[0].rpartition("/")[0]
    return next((source for source in (name, f"{folder}/{name}") if source in _addresses()), None)


@cache
def _addresses() -> dict[str, str]:
    with (RAW / "sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["url"] for row in csv.DictReader(file)}


def review_page(source: str) -> str:
    """Give the place of the review page of a report in the site.

    >>> review_page("pingtan/zone-2012.ods")
    'review/pingtan/zone-2012.ods.html'
    """
    return f"review/{source}.html"


def review_pages() -> Iterator[tuple[str, str]]:
    """Give the review page of every report that the page names, by its place: what `gongkai view` makes of it."""
    for source in named_sources():
        report = gongkai.read_report(RAW / source, name=source, keep_layout=True)
        yield review_page(source), review(report, "en").html
