"""What a package has of each agency and year, as a table and as a picture, and what could not be had."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import pandas as pd

from gongkai.analysis.asked import refuse_unknown
from gongkai.errors import PackageError
from gongkai.fetch.exchange import STATUSES
from gongkai.fetch.rows import DONE
from gongkai.package import Place, while_current
from gongkai.publish.parquet import read_rows
from gongkai.publish.stored import StoredPackage
from gongkai.tables.everyday import choices_of, everyday

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["LookedForStatus", "coverage", "draw_coverage"]

LookedForStatus = Literal["complete", "partial", "no_form", "missing", "blocked"]
"""What there is of an agency and year, also where somebody looked for it."""

_COLOURS = {
    "complete": "#2a6f4e",
    "partial": "#e0a030",
    "no_form": "#8fa8c8",
    "missing": "#eeeeee",
    "blocked": "#b04a4a",
}

_MOST_LINES = 400
"""A picture with more lines cannot be read."""


def coverage(
    package: Place | None = None,
    *,
    looked_for: pd.DataFrame | str | PathLike[str] | None = None,
    fetched: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Give one row an agency and year, from the first year of the package to its last, and what there is of it.

    `status` is that of the best report (`complete`, `partial`, `no_form`), or `missing` where the package has none; the
    agency may well have published one. `forms` are the forms whose tables were read, `reports` counts the reports,
    `report_id` is the best. Mirrors and duplicates are left out.

    Whoever looked for reports can say so. Where there is none, and an address of the agency and year did not answer,
    the status is then `blocked`: a refusal, a firewall or a dead host, of which nothing follows about the report.

    Args:
        package: the package; without it, that of the repository.
        looked_for: where reports were looked for, as a data frame or a CSV: `agency_id`, `year`, and either `status`,
            with the words of the index of a fetch (`not_found`, `blocked` and so on), or `url`. The list that `gongkai
            fetch` was given may have these columns.
        fetched: the index of the fetch (`fetched.csv`) or its folder, where `looked_for` has addresses.

    Raises:
        PackageError: there is no such package, it lacks a table, or a list lacks a column or has another status.

    >>> found = coverage(".")
    >>> found[(found.agency_id == "431024-人民政府") & (found.year == 2017)][["status", "forms"]].to_dict("records")
    [{'status': 'partial', 'forms': '2014'}]
    """

    def read(stored: StoredPackage) -> pd.DataFrame:
        found = everyday(read_rows(stored.files("coverage"), "coverage"), choices_of("coverage"))
        bodies = everyday(read_rows(stored.files("agencies"), "agencies", ["agency_id", "name"]), {})
        named = found.merge(bodies.rename(columns={"name": "agency"}), on="agency_id", validate="many_to_one")
        return named[["agency_id", "agency", *found.columns.drop("agency_id")]]

    found = while_current(package, read)
    return found if looked_for is None else _with_blocked(found, _outcomes(looked_for, fetched))


def draw_coverage(found: pd.DataFrame) -> Axes:
    """Draw what `coverage` gave: a line an agency, a column a year, a colour a status. It needs matplotlib.

    Raises:
        ModuleNotFoundError: matplotlib is not installed.
        PackageError: there are more agencies than a picture can show.
    """
    from matplotlib import pyplot
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch

    statuses = list(get_args(LookedForStatus))
    codes = found.assign(code=found["status"].astype(object).map(statuses.index)).pivot(
        index=["agency_id", "agency"], columns="year", values="code"
    )
    if len(codes) > _MOST_LINES:
        raise PackageError(f"{len(codes)} agencies do not fit into a picture: choose {_MOST_LINES} at most")
    _, axes = pyplot.subplots(figsize=(0.4 * len(codes.columns) + 3, 0.28 * len(codes) + 1))
    colours = ListedColormap([_COLOURS[status] for status in statuses])
    axes.pcolormesh(codes, cmap=colours, vmin=0, vmax=len(statuses), edgecolors="white", linewidth=2)
    axes.set_xticks([number + 0.5 for number in range(len(codes.columns))], [str(year) for year in codes.columns])
    axes.set_yticks([number + 0.5 for number in range(len(codes))], list(codes.index.get_level_values("agency")))
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.tick_params(axis="x", labelrotation=90)
    shown = [status for status in statuses if status != "blocked" or (found["status"] == status).any()]
    handles = [Patch(color=_COLOURS[status], label=status) for status in shown]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    return axes


def _with_blocked(found: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Tell `blocked` from `missing`; agencies and years that only were looked for join."""
    answered = outcomes.assign(answered=outcomes["status"].isin(DONE)).groupby(["agency_id", "year"])["answered"]
    looked = answered.all().rename("answered").reset_index()
    looked["year"] = looked["year"].astype("Int64")
    whole = found.merge(looked, on=["agency_id", "year"], how="outer")
    status = whole["status"].astype(object).fillna("missing")
    is_blocked = (status == "missing") & ~whole["answered"].astype("boolean").fillna(True).astype(bool)
    names = dict(zip(found["agency_id"], found["agency"], strict=True))
    whole["status"] = pd.Categorical(status.mask(is_blocked, "blocked"), list(get_args(LookedForStatus)))
    whole["agency"] = [names.get(each, each) for each in whole["agency_id"]]
    whole["agency"] = whole["agency"].astype("string")
    whole["forms"], whole["reports"] = whole["forms"].fillna(""), whole["reports"].fillna(0)
    return whole[found.columns].sort_values(["agency_id", "year"], ignore_index=True)


def _outcomes(looked_for: pd.DataFrame | str | PathLike[str], fetched: str | PathLike[str] | None) -> pd.DataFrame:
    """Give what became of each place where a report was looked for: agency, year and status."""
    listed = looked_for if isinstance(looked_for, pd.DataFrame) else _csv(looked_for)
    _refuse_lacking(listed, ("agency_id", "year"), looked_for)
    if fetched is not None:
        _refuse_lacking(listed, ("url",), looked_for)
        place = Path(fetched)
        index = _csv(place / "fetched.csv" if place.is_dir() else place)
        _refuse_lacking(index, ("url", "status"), fetched)
        listed = listed.drop(columns="status", errors="ignore").merge(index[["url", "status"]], on="url", how="inner")
    _refuse_lacking(listed, ("status",), looked_for)
    refuse_unknown("status", listed["status"].unique().tolist(), STATUSES)
    try:
        return listed.astype({"agency_id": "string", "year": "Int64"})
    except (TypeError, ValueError) as error:
        raise PackageError(f"{_called(looked_for)}: a year is no whole number ({error})") from error


def _csv(place: str | PathLike[str]) -> pd.DataFrame:
    try:
        return pd.read_csv(place)
    except (OSError, ValueError) as error:
        raise PackageError(f"{place}: the list cannot be read ({error}); give a CSV in UTF-8") from error


def _refuse_lacking(listed: pd.DataFrame, columns: tuple[str, ...], place: object) -> None:
    for column in columns:
        if column not in listed:
            there = ", ".join(map(str, listed))
            raise PackageError(f"{_called(place)}: there is no column {column!r}; the columns are {there}")


def _called(place: object) -> str:
    return "looked_for" if isinstance(place, pd.DataFrame) else str(place)
