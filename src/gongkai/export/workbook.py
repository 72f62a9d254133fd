"""A package as an Excel workbook: a first sheet that explains it, the numbers with their names, and every table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as arrow
import xlsxwriter

from gongkai import resources, tables
from gongkai.export.described import DescribedColumn, described_columns, described_table, every_column
from gongkai.export.views import View, views
from gongkai.publish.parquet import check_schema, stored_groups
from gongkai.publish.queries import connected, streamed
from gongkai.publish.stored import StoredPackage

__all__ = ["write_workbook"]

ROWS_OF_A_SHEET = 1_048_576
"""Excel opens no more; a table that has more goes on in another sheet."""

LONGEST_TEXT = 32_767
"""Characters of a cell, of which Excel keeps no more."""

_HEADINGS = 3
"""Rows of a sheet above its data: Chinese titles, English titles with units, and the names of the columns."""

_WIDTHS = (26, 30, 12, 90)
"""Of the columns of the first sheet, in characters."""

_BEGINNING = datetime(1980, 1, 1)
"""When a workbook says that it was made, so that the same package gives the same bytes."""

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def write_workbook(stored: StoredPackage, file: Path) -> None:
    """Write a package as a workbook, with some thousand rows in memory at once.

    A text is a text, whatever a spreadsheet would make of it; one that is longer than Excel keeps is cut and says so.

    Raises:
        PackageError: a table is missing or damaged.
        OSError: the file cannot be written.
    """
    with (
        TemporaryDirectory(prefix="gongkai-") as folder,
        xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": folder}) as workbook,
    ):
        workbook.set_properties({"title": stored.properties.get("title", ""), "created": _BEGINNING})
        book = _Book(workbook, workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"}))
        book.explain(stored)
        files = _sound_files(stored)
        with connected(files, Path(folder) / "spill") as connection:
            numbers = views()[0]
            book.add_rows(numbers.name, _columns_of(numbers), streamed(connection, numbers.query_in_order))
        for table in tables.TABLES:
            book.add_rows(table, described_columns(table), _rows(stored, table))
        book.add_lines("columns", _dictionary())


@dataclass(frozen=True, slots=True)
class _Book:
    workbook: Any
    bold: Any

    def explain(self, stored: StoredPackage) -> None:
        """Add the first sheet: what the package is, and where what stands in the workbook."""
        words = resources.data("gongkai.export", "workbook.yaml")
        sheet = self.workbook.add_worksheet(words["sheet"])
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        about = [*_about(stored, words), ("", "")]
        for place, (name, value) in enumerate(about):
            sheet.write_string(place, 0, name, self.bold if place == 0 else None)
            sheet.write_string(place, 1, value)
        start = len(about)
        for column, heading in enumerate(words["headings"]):
            sheet.write_string(start, column, heading, self.bold)
        for place, (name, chinese, rows, said) in enumerate(_contents(stored), start=start + 1):
            sheet.write_url(place, 0, f"internal:'{name}'!A1", string=name)
            sheet.write_string(place, 1, chinese)
            if rows is not None:
                sheet.write_number(place, 2, rows)
            sheet.write_string(place, 3, said)

    def add_rows(self, name: str, columns: Sequence[DescribedColumn], rows: Iterable[Sequence[Any]]) -> None:
        """Add rows under the titles of their columns, in as many sheets as they need."""
        left = iter(rows)
        number = 1
        while True:
            sheet = self.workbook.add_worksheet(name if number == 1 else f"{name} ({number})")
            self._head(sheet, columns)
            last = _HEADINGS - 1
            for last, row in enumerate(islice(left, ROWS_OF_A_SHEET - _HEADINGS), start=_HEADINGS):
                for place, value in enumerate(row):
                    _write_cell(sheet, last, place, value)
            sheet.autofilter(_HEADINGS - 1, 0, last, len(columns) - 1)
            following = next(left, None)
            if following is None:
                return
            left = chain([following], left)
            number += 1

    def add_lines(self, name: str, lines: Iterable[Sequence[str]]) -> None:
        """Add a sheet of texts, the first line of which are headings."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_column(0, 3, 22)
        sheet.set_column(5, 5, 100)
        for row, line in enumerate(lines):
            for column, said in enumerate(line):
                sheet.write_string(row, column, said, self.bold if row == 0 else None)
        sheet.freeze_panes(1, 0)

    def _head(self, sheet: Any, columns: Sequence[DescribedColumn]) -> None:
        for place, column in enumerate(columns):
            sheet.set_column(place, place, max(12, min(30, len(column.name) + 4)))
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.chinese, self.bold)
        for place, column in enumerate(columns):
            sheet.write_string(1, place, column.title + (f" [{column.unit}]" if column.unit else ""), self.bold)
        for place, column in enumerate(columns):
            sheet.write_string(2, place, column.name)
        sheet.freeze_panes(_HEADINGS, 1)


def _sound_files(stored: StoredPackage) -> dict[str, list[Path]]:
    files = {table: stored.files(table) for table in tables.TABLES}
    for table, parts in files.items():
        for part in parts:
            check_schema(part, table)
    return files


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case date():
            sheet.write_datetime(row, column, value)
        case _:
            sheet.write_string(row, column, _short_enough(str(value)))


def _short_enough(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    note = f" … [{len(text)} characters, cut; the Parquet file has them all]"
    return text[: LONGEST_TEXT - len(note)] + note


def _rows(stored: StoredPackage, table: str) -> Iterator[Sequence[Any]]:
    group: arrow.Table
    for group in stored_groups(stored.files(table), table):
        for batch in group.to_batches(max_chunksize=_ROWS_AT_ONCE):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


_ROWS_AT_ONCE = 4096


def _columns_of(view: View) -> list[DescribedColumn]:
    known = {(column.table, column.name): column for column in every_column()}
    return [
        DescribedColumn(view.name, name, found.title, found.chinese, found.unit, found.description)
        for name, origin in view.columns.items()
        for found in [known[origin]]
    ]


def _about(stored: StoredPackage, words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    described = stored.properties
    yield described.get("title", ""), ""
    yield "", ""
    yield from ((line, "") for line in str(described.get("description", "")).split("\n"))
    yield "", ""
    for name in ("version", "id", "created"):
        if described.get(name):
            yield words[name], str(described[name]).removesuffix("T00:00:00Z")
    yield words["licence"], ", ".join(licence["name"] for licence in described.get("licenses", []))
    yield "", ""
    yield from ((line, "") for line in words["how"])


def _contents(stored: StoredPackage) -> Iterator[tuple[str, str, int | None, str]]:
    numbers = views()[0]
    yield numbers.name, numbers.chinese, None, f"{numbers.title}. {numbers.description}"
    for table in map(described_table, tables.TABLES):
        rows = stored.resources[table.name].get("gongkai:rows")
        yield table.name, table.chinese, rows, " ".join(table.description.split())
    yield "columns", "字段说明", None, "What every column means, with its titles and units."


def _dictionary() -> Iterator[Sequence[str]]:
    yield "table 表", "column 字段", "title", "中文名", "unit 单位", "description"
    for column in every_column():
        yield column.table, column.name, column.title, column.chinese, column.unit, column.description
