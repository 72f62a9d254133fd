"""Columns and rows that agencies add to the tables of the form cost none of its cells, and give no other number."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import html

from generators.reports import ReportPlan, print_report, render
from gongkai import read_report

NUMBER = re.compile(r"\s*[\d,.]+\s*")


@pytest.mark.parametrize("forms", ["2014", "2019", "2021"])
@pytest.mark.parametrize("written", ["{}", "（{}）", "第{}列", "{}栏"])
def test_a_row_that_numbers_the_columns(forms: str, written: str) -> None:
    def add(table: html.HtmlElement) -> None:
        _, below, width = _parts(table)
        cells = "".join(f"<td>{written.format(column + 1)}</td>" for column in range(width))
        below[0].addprevious(_row(cells))

    assert _cells_that_differ(forms, add) == {}


@pytest.mark.parametrize("forms", ["2014", "2019", "2021"])
@pytest.mark.parametrize(
    ("heading", "text", "at_left"),
    [
        ("序号", "{}", True),
        ("代码", "A{}", True),
        ("备注", "", False),
        ("备注", "含街道", False),
        ("单位", "件", False),
        ("上年", "7{}", False),
        ("同比增减", "{}%", False),
    ],
)
def test_a_column_of_something_else(forms: str, heading: str, text: str, at_left: bool) -> None:
    def add(table: html.HtmlElement) -> None:
        above, below, _ = _parts(table)
        added = [(above[0], f'<td rowspan="{len(above)}">{heading}</td>')]
        added += [(row, f"<td>{text.format(number)}</td>") for number, row in enumerate(below, start=1)]
        for row, cell in added:
            row.insert(0 if at_left else len(row), _row(cell)[0])

    assert _cells_that_differ(forms, add) == {}


def _cells_that_differ(forms: str, add: Callable[[html.HtmlElement], None]) -> dict[str, object]:
    """Change each table that has all its rows below one header, and give the cells that are not as printed."""
    printed = print_report(ReportPlan(3, forms))
    page = html.fromstring(render(printed, "html editor"))
    changed = [table for table in page.iter("table") if _is_one_table(table)]
    assert len(changed) == (1 if forms == "2014" else 2)
    for table in changed:
        add(table)
    observations = read_report(html.tostring(page, encoding="utf-8")).observations
    read = dict(zip(observations["indicator_id"], observations["value"].to_numpy(object, na_value=None), strict=True))
    expected = {indicator: cell.value for indicator, cell in printed.expected().items()}
    return {indicator: read.get(indicator) for indicator, value in expected.items() if read.get(indicator) != value}


def _is_one_table(table: html.HtmlElement) -> bool:
    said = "".join(table.text_content().split())
    if table.find(".//table") is not None or len(list(table.iter("tr"))) == 1:
        return False
    return any(word in said for word in ("自然人", "行政诉讼", "统计指标"))


def _parts(table: html.HtmlElement) -> tuple[list[html.HtmlElement], list[html.HtmlElement], int]:
    """Give the rows of the header, those below it, and how many columns there are."""
    rows = list(table.iter("tr"))
    first = next(number for number, row in enumerate(rows) if any(map(_is_number, row)))
    return rows[:first], rows[first:], sum(int(cell.get("colspan", "1")) for cell in rows[0])


def _is_number(cell: html.HtmlElement) -> bool:
    return NUMBER.fullmatch(cell.text_content()) is not None


def _row(cells: str) -> html.HtmlElement:
    return html.fromstring(f"<table><tr>{cells}</tr></table>").find(".//tr")
