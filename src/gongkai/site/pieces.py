"""What the pages load when they need it: JSON in pieces, each a call that hands it over.

A browser that shows a page from a folder, without a server, loads no JSON; a program it does load. So each piece is one
call: `gongkai.receive(NAME, JSON)`. Columns are lists side by side; a number stands for a row of another piece, or for
a place in a list of choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import pandas as pd

from gongkai._version import __version__
from gongkai.analysis.agencies import places_of_agencies
from gongkai.analysis.coverage import coverage
from gongkai.analysis.panel import panel
from gongkai.concepts import ConceptRow, concepts, crosswalk
from gongkai.forms import EVERY_FORM, Form, form
from gongkai.publish.stored import StoredPackage
from gongkai.rows import CoverageStatus, PanelStatus, ReportStatus, Scope
from gongkai.site.asking import asking
from gongkai.site.quality import write_quality
from gongkai.site.receiving import write_piece

__all__ = ["write_pieces"]

Value = TypeVar("Value")

CONCEPTS_AT_ONCE = 8
"""How many concepts are asked for together: of ten thousand reports that is a tenth of a million rows."""


def write_pieces(stored: StoredPackage, folder: Path) -> int:
    """Write the pieces of a package into a folder, and give the number of its reports."""
    with asking(stored, ("reports", "checks", "observations")) as base:
        found: pd.DataFrame = base.sql(_REPORTS).to_df()
    bodies = places_of_agencies(stored)
    place_of_body = {name: place for place, name in enumerate(bodies["agency_id"])}
    place_of_report = {name: place for place, name in enumerate(found["report_id"])}
    counts = _write_series(stored, folder, place_of_report)
    write_piece(folder, "reports", _of_reports(found, place_of_body))
    write_piece(folder, "titles", {"title": _plain(found["title"])})
    write_piece(folder, "bodies", _of_bodies(bodies, coverage(stored.root)))
    write_piece(folder, "package", _of_package(stored, found, counts))
    write_quality(stored, folder, place_of_report)
    return len(found)


def _batched(values: Sequence[Value], size: int) -> Iterator[Sequence[Value]]:
    """Give values some at a time.

    >>> list(_batched("abcde", 2))
    ['ab', 'cd', 'e']
    """
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _of_reports(found: pd.DataFrame, place_of_body: Mapping[str, int]) -> dict[str, Any]:
    return {
        "statuses": get_args(ReportStatus),
        "scopes": get_args(Scope),
        "id": _plain(found["report_id"]),
        "body": [place_of_body.get(name) for name in _plain(found["agency_id"])],
        "printed": [
            None if body else name
            for body, name in zip(_plain(found["agency_id"]), _plain(found["agency"]), strict=True)
        ],
        "year": _plain(found["year"]),
        "status": _places(found["status"], get_args(ReportStatus)),
        "scope": _places(found["scope"], get_args(Scope)),
        "format": _plain(found["format"]),
        "forms": _plain(found["forms"]),
        "values": _plain(found["cells"]),
        "errors": _plain(found["errors"]),
        "warnings": _plain(found["warnings"]),
        "apart": _plain(found["apart"]),
    }


def _of_bodies(bodies: pd.DataFrame, covered: pd.DataFrame) -> dict[str, Any]:
    letters = dict(zip(get_args(CoverageStatus), "cpn.", strict=True))
    of_body = (
        covered.assign(letter=covered["status"].map(letters).astype(str)).groupby("agency_id")["letter"].agg("".join)
    )
    return {
        "id": _plain(bodies["agency_id"]),
        "name": _plain(bodies["agency"]),
        "kind": _plain(bodies["kind"]),
        "province": _plain(bodies["province"]),
        "prefecture": _plain(bodies["prefecture"]),
        "county": _plain(bodies["county"]),
        "first_year": int(covered["year"].min()) if len(covered) else None,
        "covered": [of_body.get(name, "") for name in _plain(bodies["agency_id"])],
    }


def _of_package(stored: StoredPackage, found: pd.DataFrame, counts: Mapping[str, int]) -> dict[str, Any]:
    years = found["year"].dropna()
    return {
        "gongkai": __version__,
        "rows": {name: resource["gongkai:rows"] for name, resource in stored.resources.items()},
        "years": [int(years.min()), int(years.max())] if len(years) else [],
        "panel_statuses": get_args(PanelStatus),
        "forms": {code: _named(form(code)) for code in EVERY_FORM},
        "concepts": [
            {
                "concept": each.concept,
                "zh": each.name,
                "en": each.english,
                "definition": {"zh": each.definition_chinese, "en": each.definition},
                "unit": each.unit,
                "reported": counts[each.concept],
            }
            for each in concepts()
        ],
    }


def _named(given: Form) -> dict[str, str]:
    if given.places:
        return {"zh": f"{'、'.join(given.places)}地方格式", "en": f"local form of {', '.join(given.places)}"}
    return {"zh": f"{given.code}年格式", "en": f"form of {given.code}"}


def _write_series(stored: StoredPackage, folder: Path, place_of_report: Mapping[str, int]) -> dict[str, int]:
    """Write each concept over all bodies and years, and give how many numbers there are of it."""
    counts = {}
    for some in _batched(concepts(), CONCEPTS_AT_ONCE):
        rows = panel([each.concept for each in some], package=stored.root)
        of_concept = dict(iter(rows.groupby(rows["concept"].astype(str), sort=False)))
        for each in some:
            found = of_concept.get(each.concept, rows.iloc[:0])
            write_piece(folder, f"series/{each.concept}", _of_series(each, found, place_of_report))
            counts[each.concept] = int(found["value"].notna().sum())
    return counts


def _of_series(concept: ConceptRow, rows: pd.DataFrame, place_of_report: Mapping[str, int]) -> dict[str, Any]:
    return {
        "concept": concept.concept,
        "forms": {
            row.form: {"comparability": row.comparability, "reason": row.reason, "parts": row.indicators}
            for row in crosswalk()
            if row.concept == concept.concept
        },
        "report": [place_of_report[name] for name in _plain(rows["report_id"])],
        "value": _plain(rows["value"]),
        "unit": [None if unit == concept.unit else unit for unit in _plain(rows["unit"])],
        "status": _places(rows["status"], get_args(PanelStatus)),
        "form": [form or None for form in _plain(rows["form"])],
        # Of a figure of the text, the form cannot say where it stands.
        "parts": [
            parts if source == "prose" else None
            for parts, source in zip(_plain(rows["parts"]), _plain(rows["source"]), strict=True)
        ],
    }


def _plain(column: pd.Series) -> list[Any]:
    """Give a column as JSON has it: what is missing is null, and a whole number is whole."""
    return [None if pd.isna(value) else _whole(value) for value in column.astype(object)]


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _places(column: pd.Series, choices: Iterable[str]) -> list[int | None]:
    places = {choice: place for place, choice in enumerate(choices)}
    return [places.get(value) for value in _plain(column)]


_REPORTS = """
    WITH failing AS (
        SELECT report_id, count(*) FILTER (severity = 'error') AS errors,
            count(*) FILTER (severity = 'warning') AS warnings
        FROM checks WHERE outcome = 'fails' GROUP BY report_id
    ), printed AS (
        SELECT report_id, count(*) AS cells FROM observations WHERE status = 'reported' GROUP BY report_id
    )
    SELECT report_id, title, agency, agency_id, year, scope, status, format, forms,
        mirror OR duplicate_of IS NOT NULL AS apart,
        coalesce(cells, 0) AS cells, coalesce(errors, 0) AS errors, coalesce(warnings, 0) AS warnings
    FROM reports LEFT JOIN failing USING (report_id) LEFT JOIN printed USING (report_id)
    ORDER BY agency_id NULLS LAST, year NULLS LAST, report_id
"""
