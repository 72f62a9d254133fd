"""One table of agencies, years and concepts, with every break in the series marked.

It is computed from the tables of a package by a database, whenever it is asked for, so that it can never say anything
else than they do. Nothing is smoothed or filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any, Literal, get_args

import duckdb
import pandas as pd
import pyarrow as arrow

from gongkai.analysis.asked import in_package, known_language, listed, refuse_unknown
from gongkai.bounds import REPORT_YEARS
from gongkai.concepts import Comparability, stated_in_prose
from gongkai.package import Place
from gongkai.rows import AgencyKind, Scope
from gongkai.tables.everyday import everyday

__all__ = ["PanelSource", "PanelStatus", "panel"]

PanelSource = Literal["form", "prose"]
PanelStatus = Literal[
    "reported", "blank", "not_applicable", "unreadable", "missing", "units_differ", "contradicted", "not_in_form"
]

_TABLES = ("agencies", "concepts", "crosswalk", "divisions", "figures", "observations", "reports")

_CHOICES = {
    "status": get_args(PanelStatus),
    "source": get_args(PanelSource),
    "derived": ("one", "sum"),
    "comparability": get_args(Comparability),
    "scope": get_args(Scope),
}

_ROWS_IN_A_SLICE = 1_000_000
"""About so many rows are computed at once."""

_REPEATED = (
    "agency_id",
    "comparability",
    "concept",
    "derived",
    "form",
    "name",
    "parts",
    "reason",
    "scope",
    "source",
    "status",
    "unit",
)
"""Columns of text that says the same again and again, which is kept once."""

_IN_PROSE = frozenset(each.concept for each in stated_in_prose())

_COUNTS = frozenset(("件", "条", "项", "次", "篇", "个", "人", "人次"))
"""Units of which there are only whole ones, and of which several are used for one another."""


def panel(
    concepts: Iterable[str] | str | None = None,
    years: Iterable[int] | int | None = None,
    agencies: Iterable[str] | str | None = None,
    package: Place | None = None,
    *,
    wide: bool = False,
    language: Literal["zh", "en"] = "en",
) -> pd.DataFrame:
    """Give what agencies reported year after year, concept by concept.

    A row is one concept in one report, from the form (`source` is `form`) or from the text (`prose`). Mirrors and
    duplicates are left out; two reports of one agency and year stand apart, by `report_id` and `scope`. There is a
    `value` only where `status` is `reported`:

    - `blank`, `not_applicable` or `unreadable`: what is printed gives no number, for one of the parts at least, and a
      sum stands only where every part is a number;
    - `missing`: the form has it, and the report was not found to print it;
    - `units_differ`: the parts are printed in several units;
    - `contradicted`: the text gives several numbers;
    - `not_in_form`: the form of the report does not ask it, and `reason` says why.

    `comparability` says how far the count compares with that of the newest form which has the concept: over a `break`
    there is no series. `parts` and `locators` lead to every cell, `Report.locate` to the text there. `unit` is as
    printed. Of a local form each edition has other rows, which are `missing` where another edition has them.

    Args:
        concepts: concepts, such as `"granted"` (see `gongkai.find`); without them all.
        years: report years; without them all.
        agencies: agencies by `agency_id`; without them all.
        package: the package; without it, that of the repository.
        wide: one row a report, one column a concept, and beside each column how far it compares, `…_comparability`.
            Figures of the text have columns of their own, `…_prose`, and amounts a column of their unit, `…_unit`. What
            two forms in one report both print is left empty. Numbers are `float64` and missing as NaN, as formulas
            want them.
        language: the language of the names of concepts: `name` of a row, `attrs["names"]` of a wide frame. Columns are
            always named in English.

    Raises:
        PackageError: there is no such package, concept, year, agency or language, and the message names the nearest;
            or the package lacks a table.

    >>> found = panel("requests_received", 2017, "431024-人民政府", ".")
    >>> found[["value", "source", "comparability"]].to_dict("records")
    [{'value': 7.0, 'source': 'form', 'comparability': 'close'}]
    """
    known_language(language)
    asked_years = [years] if isinstance(years, int) else None if years is None else list(years)

    def ask(base: duckdb.DuckDBPyConnection) -> pd.DataFrame:
        _select(base, listed(concepts), asked_years, listed(agencies))
        names = "name" if language == "zh" else "english"
        return _wide(base, names) if wide else everyday(_answer(base, _LONG.format(name=names)), _CHOICES)

    return in_package(package, _TABLES, ask)


def _select(
    base: duckdb.DuckDBPyConnection,
    concepts: Sequence[str] | None,
    years: Sequence[int] | None,
    agencies: Sequence[str] | None,
) -> None:
    """Say in the database what was asked for."""
    refuse_unknown("year", years, range(REPORT_YEARS.first, REPORT_YEARS.last + 1))
    refuse_unknown("concept", concepts, _values(base, "SELECT concept FROM concepts"))
    refuse_unknown("agency", agencies, _values(base, "SELECT agency_id FROM agencies"))
    for name, values, type_ in (
        ("asked_concepts", concepts, arrow.string()),
        ("asked_years", years, arrow.int64()),
        ("asked_agencies", agencies, arrow.string()),
    ):
        base.register(name, arrow.table({"value": arrow.array(values or [], type_)}))
        base.execute(f"CREATE MACRO is_{name}(given) AS {'true' if values is None else f'given IN (FROM {name})'}")
    wordings = [
        {"concept": each.concept, "topic": each.topic, "subject": each.subject, "units": list(each.units)}
        for each in stated_in_prose()
    ]
    base.register("wordings", arrow.Table.from_pylist(wordings))


def _answer(base: duckdb.DuckDBPyConnection, question: str) -> arrow.Table:
    """Give what the panel answers to a question: slice by slice, so that many reports take no more memory than few."""
    (concepts,) = base.execute("SELECT count(*) FROM concepts WHERE is_asked_concepts(concept)").fetchone() or (0,)
    base.execute(_EVERYONE, [max(_ROWS_IN_A_SLICE // max(concepts, 1), 1)])
    (last,) = base.execute("SELECT coalesce(max(slice), 0) FROM everyone").fetchone() or (0,)
    statements = _statements("agencies"), _statements("panel")
    base.execute(statements[0])
    answers = []
    for number in range(last + 1):
        base.execute(f"SET VARIABLE slice = {number}")
        base.execute(statements[1])
        found = base.sql(question).to_arrow_table()
        for name in set(_REPEATED).intersection(found.column_names):
            place = found.column_names.index(name)
            found = found.set_column(place, name, found[name].dictionary_encode())
        answers.append(found)
    return arrow.concat_tables(answers).unify_dictionaries()


def _statements(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _values(base: duckdb.DuckDBPyConnection, question: str) -> list[str]:
    return [value for (value,) in base.execute(question).fetchall()]


def _wide(base: duckdb.DuckDBPyConnection, names: str) -> pd.DataFrame:
    asked = base.execute(
        f"SELECT concept, unit, {names} FROM concepts WHERE is_asked_concepts(concept) ORDER BY concept"  # noqa: S608
    ).fetchall()
    cells = everyday(_answer(base, _CELLS), _CHOICES)
    reports = everyday(base.sql(_REPORTS).to_arrow_table(), {"scope": get_args(Scope), "kind": get_args(AgencyKind)})
    of_form, of_text = (cells[cells["source"] == source] for source in get_args(PanelSource))
    of_form = of_form.assign(code=of_form["comparability"].cat.codes)
    concepts = [concept for concept, *_ in asked]
    values, stated = (_spread(rows, "value", reports, concepts) for rows in (of_form, of_text))
    codes = _spread(of_form, "code", reports, concepts).fillna(-1).astype("int8")
    amounts = [concept for concept, unit, _ in asked if unit not in _COUNTS]
    units = _spread(of_form[of_form["concept"].isin(amounts)], "unit", reports, amounts)
    columns: dict[str, Any] = {}
    for concept in concepts:
        columns[concept] = values[concept]
        comparability = pd.Categorical.from_codes(codes[concept], pd.Index(get_args(Comparability)))
        columns[f"{concept}_comparability"] = comparability.remove_unused_categories()
        if concept in units:
            columns[f"{concept}_unit"] = units[concept].astype("string")
        if concept in _IN_PROSE:
            columns[f"{concept}_prose"] = stated[concept]
    for name in reports.select_dtypes("category"):
        # A formula would give a coefficient to what no row says.
        reports[name] = reports[name].cat.remove_unused_categories()
    frame = pd.concat([reports, pd.DataFrame(columns, index=reports.index)], axis="columns")
    frame.attrs["names"] = {concept: name for concept, _, name in asked}
    return frame


def _spread(rows: pd.DataFrame, values: str, reports: pd.DataFrame, concepts: Sequence[str]) -> pd.DataFrame:
    """Give a column a concept and a row a report."""
    spread = rows.pivot(index="place", columns="concept", values=values)
    return spread.reindex(index=reports.index, columns=list(concepts))


_EVERYONE = """
    CREATE TEMP TABLE everyone AS
    SELECT *, place // ? AS slice FROM (
        SELECT report_id, agency_id, year, scope, forms,
            row_number() OVER (ORDER BY agency_id, year, report_id) - 1 AS place
        FROM reports
        WHERE agency_id IS NOT NULL AND year IS NOT NULL AND NOT mirror AND duplicate_of IS NULL
            AND is_asked_years(year) AND is_asked_agencies(agency_id)
    )
"""

_LONG = """
    SELECT agency_id, year, panel.concept, concepts.{name} AS name, value, panel.unit, status, source, derived, form,
        comparability, reason, scope, report_id, parts, locators
    FROM panel JOIN concepts USING (concept)
    ORDER BY agency_id, year, report_id, panel.concept, source, form
"""

_CELLS = """
    SELECT place, concept, source, value, unit, comparability
    FROM panel JOIN (SELECT report_id, place FROM everyone) USING (report_id)
    QUALIFY count(*) OVER (PARTITION BY place, concept, source) = 1
    ORDER BY place, concept
"""

_REPORTS = """
    SELECT agency_id, year, scope, report_id, forms, agency, kind, province, prefecture, county
    FROM everyone JOIN body USING (agency_id)
    ORDER BY place
"""
