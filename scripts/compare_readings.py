"""Compare a second, independent reading of some reports with the package, cell by cell.

python scripts/compare_readings.py          # prints, as CSV, the cells that differ and are not settled

`data/second_reading/reports.csv` says which reports were drawn. The second reader has not seen the transcription and
writes `data/second_reading/notes.txt`: for each report a line `@SOURCE FORM`, and the columns that its table has where
it has not all of them, then lines of what the page prints. `disclosure …` gives the cells of that table in the order of
the form, any other line a row and its cells; rows of requests and disputes that are not told are full of zeros. `0*7`
is seven zeros, `_` an empty cell. What differs is looked up on the page once more, and
`data/second_reading/differences.csv` says what either reader wrote and what the page has.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

import gongkai
from gongkai.forms import indicators

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "second_reading"
SEED = 15
"""With which the reports were drawn: the number of the question that asked for them."""

Cell = tuple[str, str]
"""The source of a report, and an indicator."""


def drawn(sources: Sequence[str]) -> set[str]:
    """Draw a tenth of the sources of either first reader, those before the national form of 2019 and those on it.

    >>> len(drawn([f"bureau-{year}.html" for year in range(2000, 2040)]))
    4
    """
    readers = [[source for source in sources if (int(source[-9:-5]) < 2019) is before] for before in (True, False)]
    return {source for mine in readers for source in _sample(mine)}


def reports() -> dict[str, str]:
    """Give each source that could be drawn, and `read` or `no table` with those that were."""
    with (FOLDER / "reports.csv").open(encoding="utf-8", newline="") as file:
        return {row["source"]: row["drawn"] for row in csv.DictReader(file)}


def read_notes(text: str) -> dict[Cell, str]:
    """Give what each cell of the notes holds, an empty one as an empty string.

    >>> cells = read_notes("@a.html fujian year cumulative\\nreviews 0 _\\n")
    >>> cells["a.html", "fujian.statistics.reviews.year"], cells["a.html", "fujian.statistics.reviews.cumulative"]
    ('0', '')
    """
    cells: dict[Cell, str] = {}
    source, rows = "", {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, *words = line.split()
        if name.startswith("@"):
            source, rows = name[1:], _rows(*words)
            untold = [cells_of for (table, _), cells_of in rows.items() if table in ("requests", "disputes")]
            cells |= {(source, cell): "0" for cells_of in untold for cell in cells_of}
            continue
        wanted = [cell for key, cells_of in rows.items() if name in key for cell in cells_of]
        values = list(_values(words))
        if len(values) != len(wanted):
            raise ValueError(f"{source}: {name} has {len(wanted)} cells, not {len(values)}")
        cells |= {(source, cell): value for cell, value in zip(wanted, values, strict=True)}
    return cells


def printed(package: Path) -> dict[Cell, str]:
    """Give what the cells of a package print, an empty one as an empty string."""
    sources = gongkai.load("reports", package)[["report_id", "source"]]
    cells = gongkai.load("observations", package).merge(sources, on="report_id")
    return {
        (source, indicator): "" if pd.isna(raw) else raw
        for source, indicator, raw in zip(cells["source"], cells["indicator_id"], cells["raw"], strict=True)
    }


def differing(second: Mapping[Cell, str], first: Mapping[Cell, str]) -> list[tuple[str, str, str, str]]:
    """Give the cells of a second reading that are not so in the first: source, indicator, first, second."""
    return [
        (*cell, first.get(cell, "(none)"), value)
        for cell, value in second.items()
        if _bare(first.get(cell, "(none)")) != _bare(value)
    ]


def settled() -> dict[Cell, dict[str, str]]:
    """Give the cells that differed, with what either reader wrote and what the page has."""
    with (FOLDER / "differences.csv").open(encoding="utf-8", newline="") as file:
        return {(row["source"], row["indicator_id"]): row for row in csv.DictReader(file)}


def notes() -> dict[Cell, str]:
    """Give the cells of the second reading."""
    return read_notes((FOLDER / "notes.txt").read_text(encoding="utf-8"))


def _sample(sources: Sequence[str]) -> list[str]:
    return random.Random(SEED).sample(sorted(sources), -(-len(sources) // 10))  # noqa: S311 (chance, no secret)


def _rows(form: str, *columns: str) -> dict[tuple[str, str], list[str]]:
    rows: dict[tuple[str, str], list[str]] = {}
    for indicator in indicators():
        if indicator.form == form and (not columns or indicator.column in columns):
            rows.setdefault((indicator.table, indicator.row), []).append(indicator.indicator_id)
    return rows


def _values(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        value, _, times = word.partition("*")
        yield from ["" if value == "_" else value] * int(times or 1)


def _bare(value: str) -> str:
    return "".join(value.split())


if __name__ == "__main__":
    known = settled()
    writer = csv.writer(sys.stdout)
    writer.writerow(["source", "indicator_id", "first", "second"])
    writer.writerows(row for row in differing(notes(), printed(ROOT)) if row[:2] not in known)
