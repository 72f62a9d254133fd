"""Print what the package of the repository holds and what it does not, in Markdown: `docs/coverage.md`.

python scripts/print_coverage.py > docs/coverage.md
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

import compare_readings
import gongkai

ROOT = Path(__file__).parents[1]
NOT_TRANSCRIBED = ROOT / "data" / "not_transcribed.csv"

OPENING = """\
# What the package holds

Printed from the package by `scripts/print_coverage.py`, which `make build-data` runs: edit the script, not this page.
"""

ABOUT = """\
A cell is what a body's report of a year has: the national form whose tables were read (2014, 2019, 2021), `fujian`
for the table that the government of Fujian prescribed, `pingtan` for another that some bureaus printed in its place, or
`text` for a report without a form; and in brackets, where a report is not complete, what it is. A dot is no report **in
this package**: the body may well have published one. ✕ is one that was looked for and could not be had. Two reports
name no body that is known (— in the second table).
"""

LEFT_OUT = """\
## What could not be transcribed

Reports of the bureaus and parks of 平潭 that were looked for and are not here, or were read and are none that the
package takes (`data/not_transcribed.csv`, which `gongkai.coverage` takes as `looked_for`).
"""

READ_TWICE = """\
## Read a second time

A tenth of the reports of the bureaus and parks, drawn by chance ({drawn} of {of}, `scripts/compare_readings.py`), was
read again without a look at the transcription (`data/second_reading`). What one reading tends to mistake, the other may
too. {without} of them have no table. In the other {read} every cell was compared, those that are blank or 0 included;
the facts of the text were not.

| | |
| --- | --- |
| cells read twice | {cells:,} |
| of them neither 0 nor blank | {telling:,} |
| differed before settling: a row that the first reader left out | {left_out:,} |
| differed before settling: another value | {other:,} |
| of these, the first reader was wrong | {wrong:,} |
| differ now | {now:,} |

Where the cells of a row run together in the text of the archive, so that its digits can be parted in more than one way,
the cells of the page itself were read, or the numbers of the year before or after tell which it is.
"""

LIMITS = """\
## What it does not hold

- **No sample of China.** The bodies are those whose reports were at hand. Nothing follows from them about others, and
  nothing from a missing year. The county of 平潭 has none after 2013: the report of the zone for 2014 says that their
  offices were merged.
- **No national form for 平潭 before 2019.** From 2011 to 2018 its reports print Fujian's table, whose cells are
  indicators of their own; `indicators.same_as` names the national cell where one counts the same. Its first row
  changed its name (主动公开信息数, from 2014 on 主动公开文件数), and the cumulative column (历年累计) begins again in
  2017: a break, not a fall.
- **No original sentence.** The reports are transcribed: labels and printed figures as they stand, what is wrong or
  blank included, and the facts of the text in words of our own. So the lengths of sections and points and the wording
  of `figures.subject` are ours. Not every fact of the text is told, and no person, telephone number or address of an
  office.
- **No original file.** Eight reports that were web pages stand here in other formats, so that the package has a source
  of each. A locator leads to a place in the transcription; `reports.url` names the original where it is known.
- **Little scope.** `reports.scope` is empty where no sentence says whose numbers a report counts. Those of the zone and
  of the county for 2011 to 2013 say that they were made of the reports of departments and towns (`region`). They
  overlap, as the zone counts the bodies of the county too; and so does the report of a bureau or park with both: do not
  add them.

Where the reports contradict themselves is told in [findings.md](findings.md).
"""


ABSENT = {"missing": "·", "blocked": "✕"}
"""What stands for a report that the package has not."""


def coverage(package: Path) -> str:
    """Give the page about a package."""
    reports = gongkai.load("reports", package)
    names = gongkai.load("agencies", package)[["agency_id", "name"]]
    reports = reports.merge(names, on="agency_id", how="left").fillna({"name": "—"}).sort_values(["name", "year"])
    by_report = ["## Report by report\n", _by_report(reports, package)]
    left_out = [LEFT_OUT, _left_out()]
    parts = [OPENING, _totals(reports, package), ABOUT, _by_year(package), *by_report, *left_out]
    return "\n".join([*parts, _read_twice(package), LIMITS])


def _totals(reports: pd.DataFrame, package: Path) -> str:
    cells = gongkai.load("observations", package)["status"]
    figures = gongkai.load("figures", package)
    bodies, years = reports["agency_id"].nunique(), reports["year"]
    return (
        f"{len(reports)} reports of {bodies} bodies, {years.min()} to {years.max()}: {len(cells):,} cells of official "
        f"tables, {(cells == 'reported').sum():,} of them with a number, and {len(figures):,} figures of the text.\n"
    )


def _by_year(package: Path) -> str:
    found = gongkai.coverage(package, looked_for=NOT_TRANSCRIBED)
    found["said"] = [_form(row.forms, row.status) for row in found.fillna({"forms": ""}).itertuples()]
    bodies = found.groupby("agency")["reports"].sum().sort_index().sort_values(ascending=False, kind="stable")
    by_year = found.pivot(index="agency", columns="year", values="said").loc[bodies.index].fillna(ABSENT["missing"])
    return _table(["body", *map(str, by_year.columns)], ([name, *said] for name, *said in by_year.itertuples()))


def _form(forms: str, status: str) -> str:
    """Name the forms of a report, each once, and its status where something of it is missing."""
    if status in ABSENT:
        return ABSENT[status]
    named = " ".join(dict.fromkeys(each.partition(".")[0] for each in forms.split())) or "text"
    return named if status in ("complete", "no_form") else f"{named} ({status})"


def _by_report(reports: pd.DataFrame, package: Path) -> str:
    cells, checks = (gongkai.load(table, package) for table in ("observations", "checks"))
    counted = {
        "numbers": cells[cells["status"] == "reported"],
        "blank": cells[cells["status"] == "blank"],
        "figures": gongkai.load("figures", package),
        "points": gongkai.load("points", package),
        "checks that fail": checks[checks["outcome"] == "fails"],
    }
    counts = {heading: rows["report_id"].value_counts() for heading, rows in counted.items()}
    lines = []
    for row in reports.itertuples():
        published = "" if pd.isna(row.published) else str(row.published.date())
        said = [row.name, str(row.year), f"`{row.source}`", published, _form(row.forms, row.status)]
        lines.append([*said, *(str(count.get(row.report_id, 0)) for count in counts.values())])
    return _table(["body", "year", "source", "published", "form", *counts], lines)


def _left_out() -> str:
    with NOT_TRANSCRIBED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return _table(
        ["body", "year", "why"],
        ([row["agency_id"], f"[{row['year']}]({row['url']})", row["reason"]] for row in rows),
    )


def _read_twice(package: Path) -> str:
    second, drawn = compare_readings.notes(), list(compare_readings.reports().values())
    settled = compare_readings.settled().values()
    other = [row for row in settled if row["first"]]
    still = compare_readings.differing(second, compare_readings.printed(package))
    return READ_TWICE.format(
        of=len(drawn),
        drawn=len([said for said in drawn if said]),
        without=drawn.count("no table"),
        read=drawn.count("read"),
        cells=len(second),
        telling=len([value for value in second.values() if value not in ("", "0")]),
        left_out=len(settled) - len(other),
        other=len(other),
        wrong=len([row for row in other if row["first"] != row["settled"]]),
        now=len([row for row in still if compare_readings.settled().get(row[:2], {}).get("settled") != row[2]]),
    )


def _table(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = (heading, ["---"] * len(heading), *lines)
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    sys.stdout.write(coverage(ROOT))
