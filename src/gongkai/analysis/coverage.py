"""What a package has of each agency and year, as a table and as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import duckdb
import pandas as pd

from gongkai.analysis.asked import in_package
from gongkai.package import Place
from gongkai.tables.everyday import everyday

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["CoverageStatus", "coverage", "draw_coverage"]

CoverageStatus = Literal["complete", "partial", "no_form", "missing"]

_COLOURS = ("#2a6f4e", "#e0a030", "#8fa8c8", "#eeeeee")


def coverage(package: Place | None = None) -> pd.DataFrame:
    """Give one row an agency and year, from the first year of the package to its last, and what there is of it.

    `status` is that of the best report (`complete`, `partial`, `no_form`), or `missing` where the package has none; the
    agency may well have published one. `forms` are the forms whose tables were read, `reports` counts the reports.
    Mirrors and duplicates are left out.

    Args:
        package: the package; without it, that of the repository.

    Raises:
        PackageError: there is no such package, or it lacks a table.

    >>> found = coverage(".")
    >>> found[(found.agency_id == "431024-人民政府") & (found.year == 2017)][["status", "forms"]].to_dict("records")
    [{'status': 'partial', 'forms': '2014'}]
    """

    def ask(base: duckdb.DuckDBPyConnection) -> pd.DataFrame:
        return everyday(base.sql(_QUESTION).to_arrow_table(), {"status": get_args(CoverageStatus)})

    return in_package(package, ("agencies", "reports"), ask)


def draw_coverage(found: pd.DataFrame) -> Axes:
    """Draw what `coverage` gave: a line an agency, a column a year, a colour a status. It needs matplotlib.

    Raises:
        ModuleNotFoundError: matplotlib is not installed.
    """
    from matplotlib import pyplot
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch

    codes = found.assign(code=found["status"].astype(object).map(get_args(CoverageStatus).index)).pivot(
        index=["agency_id", "agency"], columns="year", values="code"
    )
    _, axes = pyplot.subplots(figsize=(0.45 * len(codes.columns) + 3, 0.4 * len(codes) + 1))
    axes.pcolormesh(codes, cmap=ListedColormap(_COLOURS), vmin=0, vmax=len(_COLOURS), edgecolors="white", linewidth=2)
    axes.set_xticks([number + 0.5 for number in range(len(codes.columns))], [str(year) for year in codes.columns])
    axes.set_yticks([number + 0.5 for number in range(len(codes))], list(codes.index.get_level_values("agency")))
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.tick_params(axis="x", labelrotation=90)
    handles = [
        Patch(color=colour, label=status) for colour, status in zip(_COLOURS, get_args(CoverageStatus), strict=True)
    ]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    return axes


_QUESTION = """
    WITH chosen AS (
        FROM reports WHERE agency_id IS NOT NULL AND year IS NOT NULL AND NOT mirror AND duplicate_of IS NULL
    ), used AS (
        SELECT report_id, string_agg(DISTINCT form, ' ' ORDER BY form) AS forms
        FROM (
            SELECT report_id, split_part(unnest(string_split(forms, ' ')), '.', 1) AS form FROM chosen WHERE forms <> ''
        )
        GROUP BY report_id
    ), best AS (
        SELECT agency_id, year, count(*) AS reports,
            arg_min(struct_pack(status := status, forms := used.forms),
                struct_pack(rank := list_position(['complete', 'partial', 'no_form'], status), report_id := report_id)
            ) AS of_best
        FROM chosen LEFT JOIN used USING (report_id) GROUP BY agency_id, year
    ), every_year AS (
        SELECT unnest(generate_series(min(year), max(year))) AS year FROM chosen
    )
    SELECT agency_id, agencies.name AS agency, year, coalesce(of_best.status, 'missing') AS status,
        of_best.forms AS forms, coalesce(reports, 0) AS reports
    FROM agencies CROSS JOIN every_year LEFT JOIN best USING (agency_id, year)
    ORDER BY agency_id, year
"""
