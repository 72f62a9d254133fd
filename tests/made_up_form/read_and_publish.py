"""Read, check, publish and validate reports of a form that gongkai knows by its one YAML file alone.

A program of its own, because the forms are found when gongkai is imported: `test_one_edit` runs it with a copy of
gongkai that has the file. Takes the folder to publish into.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import gongkai
from generators.comparison import misplaced, missing, wrong
from generators.official import Numbers, official_table
from generators.printed import PrintedReport
from generators.reports import CLOSING, FORMATS, ReportPlan, print_report, render
from gongkai.forms import FORMS, form
from gongkai.package import validate_package
from gongkai.publish.dictionary import data_dictionary

CODE = "2031"
HEADINGS = {"open_data": "二、数据开放情况", "disputes": "三、政府信息公开行政复议、行政诉讼情况"}


def main(folder: Path) -> None:
    assert form(CODE).last_year is None
    assert form(FORMS[-2]).last_year == int(CODE) - 1, "a form is in force until the next"
    sources = folder / "sources"
    sources.mkdir(parents=True)
    for seed, format_name in enumerate(FORMATS):
        printed = made_up_report(seed)
        data = render(printed, format_name)
        report = gongkai.read_report(data)
        assert report.forms == (f"{CODE}.open_data", f"{CODE}.disputes"), format_name
        assert report.identity.year == printed.identity.year
        assert wrong(report, printed, one_reading=True) == {}, format_name
        assert missing(report, printed) == set(), format_name
        assert misplaced(report) == [], format_name
        assert report.unmatched_rows == (), format_name
        outcomes = {check.rule: check.outcome for check in report.check_rows}
        assert outcomes["text_reviews"] == "holds", format_name
        assert {check.outcome for check in report.check_rows if check.rule == "available_at_most"} == {"fails"}
        assert outcomes["opened_at_least"] == "holds"
        (sources / f"report-{seed}").write_bytes(data)
    gongkai.build(sources, folder / "package", strict=True)
    assert len(gongkai.load("observations", folder / "package")) == len(FORMATS) * len(made_up_report(0).expected())
    assert validate_package(folder / "package") == []
    assert form(CODE).authority in data_dictionary()


def made_up_report(seed: int) -> PrintedReport:
    """Print a report of the form, whose text states one of its cells."""
    random = Random(seed)
    opening = print_report(ReportPlan(seed))
    year = int(CODE) + seed % 3
    title = f"{opening.identity.agency}{year}年政府信息公开工作年度报告"
    period = (opening.identity.period_start, opening.identity.period_end)
    start, end = (day.replace(year=year) for day in period if day)
    identity = replace(opening.identity, title=title, year=year, period_start=start, period_end=end)
    tables = {code: numbers(random, code) for code in HEADINGS}
    overview = f"机关认真落实公开要求，全年共收到行政复议{tables['disputes']['reviews', 'total']}件。"
    blocks = ["一、总体情况", overview]
    filled = [
        part for code, heading in HEADINGS.items() for part in (heading, official_table(CODE, code, tables[code]))
    ]
    return PrintedReport(identity, (*blocks, *filled, *CLOSING))


def numbers(random: Random, table_code: str) -> Numbers:
    """Give a table numbers that are all different and grow from column to column."""
    table = next(each for each in form(CODE).tables if each.code == table_code)
    cells = [(row.code, column.code) for block in table.blocks for row in block.rows for column in block.columns]
    return dict(zip(cells, sorted(random.sample(range(10, 9999), len(cells))), strict=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
