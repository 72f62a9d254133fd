"""From a number of a series to the cells and sentences that it stands in."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pyarrow as arrow
from pyarrow import compute

from gongkai.analysis.panel import panel
from gongkai.package import Place, while_current
from gongkai.publish.parquet import read_rows
from gongkai.publish.stored import StoredPackage
from gongkai.tables.everyday import everyday

__all__ = ["trace"]

_COLUMNS = (
    "agency_id", "year", "concept", "source", "part", "label", "raw", "value", "unit", "status", "locator", "file",
    "url", "report_id",
)  # fmt: skip


def trace(
    concept: str,
    years: Iterable[int] | int | None = None,
    agencies: Iterable[str] | str | None = None,
    package: Place | None = None,
) -> pd.DataFrame:
    """Give the printed cells, and the figures of the text, that the numbers of a series are made of.

    A row is one cell or figure: `part` is its indicator or figure, `label` the printed label or the subject, `raw` the
    text that stands there, `locator` its place in `file`, and `url` the original. `read_report(file).locate(locator)`
    gives the same text from the source itself.

    Args:
        concept: the concept, such as `"granted"`.
        years: report years; without them all.
        agencies: agencies by `agency_id` or full name; without them all.
        package: the package; without it, that of the repository.

    Raises:
        PackageError: as `panel` does.

    >>> trace("lawsuits", 2024, "平潭综合实验区管理委员会", ".")[["part", "raw", "locator"]].to_dict("records")
    [{'part': '2021.disputes.lawsuits_direct.total', 'raw': '0', 'locator': 'b24.r4.c10'}, ...]
    """

    def read(stored: StoredPackage) -> pd.DataFrame:
        counted = panel(concept, years, agencies, stored.descriptor)
        parts = _parts(counted[counted["parts"].notna()].astype({"parts": "string"}))
        printed = pd.concat([_cells(stored, parts), _figures(stored, parts)])
        sources = _of_reports(stored, "reports", parts, ["report_id", "source", "url"])
        named = sources.rename(columns={"source": "file"})
        found = parts.merge(printed, on=["report_id", "part"], how="left").merge(named, on="report_id", how="left")
        return found[list(_COLUMNS)]

    return while_current(package, read)


def _parts(counted: pd.DataFrame) -> pd.DataFrame:
    """Give a row for each part of a number; parts and locators are told in the same order."""
    is_prose = counted["source"] == "prose"
    names = counted["parts"].str.split().where(~is_prose, counted["parts"].str.split(", "))
    parts = counted.assign(part=names, locator=counted["locators"].str.split()).explode(["part", "locator"])
    kept = parts[["agency_id", "year", "concept", "source", "report_id", "part", "locator"]]
    return kept.astype({"agency_id": "string", "report_id": "string", "part": "string", "locator": "string"})


def _cells(stored: StoredPackage, parts: pd.DataFrame) -> pd.DataFrame:
    columns = ["report_id", "indicator_id", "label", "raw", "value", "unit", "status"]
    cells = _of_reports(stored, "observations", parts[parts["source"] == "form"], columns)
    return cells.rename(columns={"indicator_id": "part"})


def _figures(stored: StoredPackage, parts: pd.DataFrame) -> pd.DataFrame:
    columns = ["report_id", "figure", "subject", "raw", "value", "unit"]
    figures = _of_reports(stored, "figures", parts[parts["source"] == "prose"], columns)
    named = figures.rename(columns={"subject": "label"}).assign(part=_FIGURE + figures["figure"].astype("string"))
    return named.drop(columns="figure").assign(status="reported").astype({"status": "string"})


def _of_reports(stored: StoredPackage, table: str, parts: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    reports = arrow.array(parts["report_id"].unique(), arrow.string())
    rows = read_rows(stored.files(table), table, columns, compute.field("report_id").isin(reports))
    return everyday(rows, {})


_FIGURE = "figure "
"""What stands before the number of a figure in the column `parts`."""
