"""One table of agencies, years and concepts, with every break in the series marked.

What it says is the table `panel` of a package, which `gongkai.series` makes of the others and `validate` makes again.
Here rows are chosen, brought into the order of agencies and years, and spread over columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
import pyarrow as arrow
from pyarrow import compute

from gongkai import tables
from gongkai.analysis.agencies import places_of_agencies
from gongkai.analysis.asked import known_agencies, known_language, listed, refuse_unknown
from gongkai.bounds import REPORT_YEARS
from gongkai.concepts import Comparability, stated_in_prose
from gongkai.package import Place, while_current
from gongkai.publish.parquet import read_rows
from gongkai.publish.stored import StoredPackage
from gongkai.rows import Scope
from gongkai.tables.everyday import choices_of, everyday

__all__ = ["panel"]

_REPEATED = (
    "report_id", "concept", "source", "form", "agency_id", "scope", "unit", "status", "derived", "comparability",
    "reason", "parts",
)  # fmt: skip
"""Columns of text that says the same again and again, which is kept once."""

_LONG = (
    "agency_id", "year", "concept", "name", "value", "unit", "status", "source", "derived", "form", "comparability",
    "reason", "scope", "report_id", "parts", "locators",
)  # fmt: skip

_Whole = np.ndarray[Any, np.dtype[np.int64]]

_MANY_ROWS = 2_000_000
"""From here on one column is read after the other, as each is in memory several times until it is one of pandas."""

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
    there is no series. `parts` and `locators` lead to every cell, and `gongkai.trace` shows them. `unit` is as printed.
    Of a local form each edition has other rows, which are `missing` where another edition has them.

    Args:
        concepts: concepts, such as `"granted"` (see `gongkai.find`); without them all.
        years: report years; without them all.
        agencies: agencies by `agency_id`, or by their full names; without them all.
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

    >>> found = panel("requests_received", 2017, "嘉禾县人民政府", ".")
    >>> found[["value", "source", "comparability"]].to_dict("records")
    [{'value': 7.0, 'source': 'form', 'comparability': 'close'}]
    """
    known_language(language)

    def read(stored: StoredPackage) -> pd.DataFrame:
        asked = _asked(stored, listed(concepts), years, listed(agencies), language)
        return _wide(stored, asked) if wide else _long(stored, asked)

    return while_current(package, read)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for: concepts with their names and units, in order, and what reports and rows must be for it."""

    concepts: Sequence[str]
    names: Sequence[str]
    units: Sequence[str | None]
    of_reports: Sequence[compute.Expression]
    of_concepts: Sequence[compute.Expression]


def _asked(
    stored: StoredPackage,
    concepts: Sequence[str] | None,
    years: Iterable[int] | int | None,
    agencies: Sequence[str] | None,
    language: str,
) -> _Asked:
    """Hold what is asked for against what there is."""
    asked_years = [years] if isinstance(years, int) else None if years is None else list(years)
    known = read_rows(stored.files("concepts"), "concepts")
    refuse_unknown("concept", concepts, known["concept"].to_pylist())
    refuse_unknown("year", asked_years, range(REPORT_YEARS.first, REPORT_YEARS.last + 1))
    ids = None if agencies is None else known_agencies(stored, agencies)
    chosen = known if concepts is None else known.filter(compute.is_in(known["concept"], arrow.array(concepts)))
    of_reports = [
        _among(name, values) for name, values in (("year", asked_years), ("agency_id", ids)) if values is not None
    ]
    return _Asked(
        chosen["concept"].to_pylist(),
        chosen["name" if language == "zh" else "english"].to_pylist(),
        chosen["unit"].to_pylist(),
        of_reports,
        [] if concepts is None else [_among("concept", concepts)],
    )


def _among(column: str, values: Sequence[Any]) -> compute.Expression:
    return compute.field(column).isin(arrow.array(values, tables.arrow_schema("panel").field(column).type))


def _rows(stored: StoredPackage, asked: _Asked, columns: Sequence[str]) -> arrow.Table:
    """Give columns of the rows of `panel` that are asked for, with each text that is repeated once."""
    conditions = [*asked.of_reports, *asked.of_concepts]
    condition = reduce(and_, conditions) if conditions else None
    repeated = [name for name in _REPEATED if name in columns]
    return read_rows(stored.files("panel"), "panel", columns, condition, repeated=repeated).unify_dictionaries()


def _long(stored: StoredPackage, asked: _Asked) -> pd.DataFrame:
    # Rows come in the order of reports, concepts and sources; of equal agencies and years that stays.
    order = arrow.array(np.argsort(_place(_rows(stored, asked, ["agency_id", "year"])), kind="stable"))
    stored_names = tables.arrow_schema("panel").names
    columns: dict[str, pd.Series] = {}
    for together in [stored_names] if len(order) < _MANY_ROWS else [[name] for name in stored_names]:
        rows = _rows(stored, asked, together)
        for name in together:
            column = rows[name].combine_chunks().take(order)
            columns[name] = _everyday(name, column)
            if name == "concept":
                translated = _translated(column, dict(zip(asked.concepts, asked.names, strict=True)))
                columns["name"] = _everyday("name", translated)
    return pd.DataFrame({name: columns[name] for name in _LONG}, copy=False)


def _everyday(name: str, column: arrow.Array) -> pd.Series:
    choices = choices_of("panel")
    values = everyday(arrow.table({name: column}), choices)[name]
    if isinstance(values.dtype, pd.CategoricalDtype) and name not in choices:
        return values.cat.remove_unused_categories()  # the dictionaries of the files have also what other rows say
    return values


def _place(rows: arrow.Table) -> _Whole:
    """Give numbers that rise with agencies and years."""
    codes, agencies = _codes(rows["agency_id"])
    ranks = np.empty(len(agencies), dtype=np.int64)
    ranks[np.argsort(np.array(agencies, dtype=object))] = np.arange(len(agencies))
    years: _Whole = rows["year"].to_numpy()
    return ranks[codes] * (REPORT_YEARS.last + 1) + years


def _translated(column: arrow.DictionaryArray, words: dict[str, str]) -> arrow.DictionaryArray:
    """Give other words for those of a dictionary."""
    translated = [words.get(each, each) for each in column.dictionary.to_pylist()]
    return arrow.DictionaryArray.from_arrays(column.indices, arrow.array(translated, arrow.string()))


def _wide(stored: StoredPackage, asked: _Asked) -> pd.DataFrame:
    reports = _reports(stored, asked)
    rows = _rows(stored, asked, ["report_id", "concept", "source", "value", "unit", "comparability"])
    of_form, of_text = (_Matrix.of(rows, source, reports["report_id"], asked.concepts) for source in ("form", "prose"))
    values, stated = of_form.numbers("value"), of_text.numbers("value")
    compares, units = of_form.choices("comparability", get_args(Comparability)), of_form.choices("unit")
    columns: dict[str, Any] = {}
    for place, (concept, unit) in enumerate(zip(asked.concepts, asked.units, strict=True)):
        columns[concept] = values[:, place]
        columns[f"{concept}_comparability"] = compares(place).remove_unused_categories()
        if unit not in _COUNTS:
            columns[f"{concept}_unit"] = pd.Series(units(place), index=reports.index).astype("string")
        if concept in _IN_PROSE:
            columns[f"{concept}_prose"] = stated[:, place]
    frame = pd.concat([reports, pd.DataFrame(columns, index=reports.index)], axis="columns")
    frame.attrs["names"] = dict(zip(asked.concepts, asked.names, strict=True))
    return frame


def _reports(stored: StoredPackage, asked: _Asked) -> pd.DataFrame:
    """Give the reports that count, in the order of agencies and years, with what is known of their bodies."""
    counts = (
        compute.field("agency_id").is_valid(),
        compute.field("year").is_valid(),
        ~compute.field("mirror"),
        compute.field("duplicate_of").is_null(),
    )
    columns = ["agency_id", "year", "scope", "report_id", "forms", "division_code"]
    rows = read_rows(stored.files("reports"), "reports", columns, reduce(and_, [*counts, *asked.of_reports]))
    in_order = rows.sort_by([("agency_id", "ascending"), ("year", "ascending"), ("report_id", "ascending")])
    reports = everyday(in_order, {"scope": get_args(Scope)})
    bodies = places_of_agencies(stored)[["agency_id", "agency", "kind", "province", "prefecture", "county"]]
    found = reports.merge(bodies, on="agency_id", how="left", validate="many_to_one")
    for name in ("scope", "kind"):
        # A formula would give a coefficient to what no row says.
        found[name] = found[name].cat.remove_unused_categories()
    return found


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Rows of one source, each with its place in a matrix of reports and concepts.

    `chosen` are the numbers of the rows, `cells` their places. What stands twice has none: nobody can say which counts.
    """

    rows: arrow.Table
    chosen: _Whole
    cells: _Whole
    shape: tuple[int, int]

    @classmethod
    def of(cls, rows: arrow.Table, source: str, reports: Iterable[str], concepts: Sequence[str]) -> _Matrix:
        """Give the rows of a source their places."""
        codes, sources = _codes(rows["source"])
        chosen = np.flatnonzero(codes == sources.index(source)) if source in sources else np.empty(0, dtype=np.int64)
        report, concept = (
            _placed(rows[name], order)[chosen] for name, order in (("report_id", reports), ("concept", concepts))
        )
        cells = report * len(concepts) + concept
        once = np.bincount(cells, minlength=1)[cells] == 1
        return cls(rows, chosen[once], cells[once], (len(list(reports)), len(concepts)))

    def numbers(self, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Give the matrix of a column of numbers, with NaN where there is none."""
        matrix = np.full(self.shape, np.nan)
        matrix.flat[self.cells] = self.rows[name].to_numpy()[self.chosen]
        return matrix

    def choices(self, name: str, known: Sequence[str] | None = None) -> Callable[[int], pd.Categorical]:
        """Give what gives a column of the matrix of texts, by its place."""
        codes, texts = _codes(self.rows[name])
        matrix = np.full(self.shape, -1, dtype=np.int32)
        matrix.flat[self.cells] = codes[self.chosen]
        return lambda place: pd.Categorical.from_codes(matrix[:, place], pd.Index(texts, dtype=object)).set_categories(
            list(known or texts)
        )


def _placed(column: arrow.ChunkedArray, order: Iterable[str]) -> _Whole:
    """Give for each row the place that its text has in an order."""
    places = {text: place for place, text in enumerate(order)}
    codes, texts = _codes(column)
    return np.array([places.get(text, -1) for text in texts], dtype=np.int64)[codes]


def _codes(column: arrow.ChunkedArray) -> tuple[_Whole, list[str]]:
    """Give the texts of a column, and for each row the place of its own among them: -1 where it has none."""
    whole = column.combine_chunks()
    return whole.indices.fill_null(-1).to_numpy(zero_copy_only=False), whole.dictionary.to_pylist()
