"""Which years and regions the reports of a package are of, and how new they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gongkai import divisions
from gongkai.publish.parquet import stored_table

__all__ = ["Extent", "extent", "extent_properties"]

_COUNTRY = {"code": "CN", "name": "China"}


@dataclass(slots=True)
class Extent:
    """The years, the provinces by their codes, and the newest day of the reports of a package."""

    years: set[int] = field(default_factory=set)
    provinces: set[str] = field(default_factory=set)
    newest: date | None = None


def extent_properties(files: Mapping[str, Sequence[Path]]) -> dict[str, Any]:
    """Give what the descriptor of a package says of its extent; nothing that no report says.

    `created` is the day on which the newest report was published or fetched.

    Raises:
        OSError: a file cannot be read.

    >>> extent_properties({})
    {}
    """
    if "reports" not in files:
        return {}
    found = extent(files["reports"])
    spatial = [_COUNTRY, *_named(found.provinces, max(found.years, default=0))]
    return {
        **({"created": f"{found.newest}T00:00:00Z"} if found.newest else {}),
        **({"gongkai:temporalCoverage": f"{min(found.years)}/{max(found.years)}"} if found.years else {}),
        **({"gongkai:spatialCoverage": spatial} if found.provinces else {}),
    }


def extent(reports: Sequence[Path]) -> Extent:
    """Give the extent of the reports in the files of their table."""
    found = Extent()
    columns = ["year", "division_code", "published", "fetched"]
    for batch in stored_table(reports, "reports").to_batches(columns=columns):
        years, codes, published, fetched = (column.drop_null().unique().to_pylist() for column in batch.columns)
        found.years.update(years)
        found.provinces.update(f"{code[:2]}0000" for code in codes)
        days = [*published, *(date.fromisoformat(moment[:10]) for moment in fetched)]
        found.newest = max([*days, *([found.newest] if found.newest else [])], default=None)
    return found


def _named(codes: set[str], year: int) -> Iterator[dict[str, str]]:
    names = {row.code: row.name for row in divisions.rows_of_package({year})}
    for code in sorted(codes):
        yield {"code": f"CN-{code}", **({"name": names[code]} if code in names else {})}
