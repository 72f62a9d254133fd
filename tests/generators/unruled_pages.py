"""A printed report as PDF without a single rule: only where words stand tells the columns.

Cells wrap to the width of their columns and stand in the middle or at the top of their rows, merged cells over all of
theirs; pages have numbers and titles, and a table goes on over them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from typing import Literal

import mplfonts
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from generators.printed import PrintedCell, PrintedReport, PrintedTable
from generators.text_pages import facts_line

__all__ = ["UnruledStyle", "render_unruled"]

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
pdfmetrics.registerFont(TTFont("SimHei", Path(mplfonts.__file__).parent / "fonts" / "SimHei.ttf"))

Side = Literal["left", "centre", "right"]


@dataclass(frozen=True)
class UnruledStyle:
    """How pages are printed. Widths and heights of a table are in sizes of its font, those of a page in points.

    Attributes:
        digits: the font of letters and digits, if another one.
        size: the largest font of a table; a table that is too wide has a smaller one.
        upright: how wide a label beside many rows is.
        values: on which side of their columns values stand.
        at_top: whether text stands at the top of its row instead of in its middle.
        again: whether a label that a page break cuts is printed again, instead of going on.
    """

    font: Literal["SimHei", "STSong-Light"] = "SimHei"
    digits: Literal["", "Helvetica", "Times-Roman"] = ""
    size: float = 9.0
    gap: float = 1.5
    widest_label: float = 16.0
    widest_head: float = 5.0
    upright: float = 1.0
    values: Side = "centre"
    labels: Side = "left"
    at_top: bool = False
    leading: float = 1.2
    padding: float = 0.6
    page: tuple[float, float] = (595.0, 842.0)
    margin: float = 62.0
    page_number: str = "- {} -"
    running_title: str = ""
    repeats_header: bool = False
    again: bool = False


def render_unruled(report: PrintedReport, style: UnruledStyle = UnruledStyle()) -> bytes:
    """Print the report on pages."""
    paper = _Paper(style)
    for block in [report.identity.title, facts_line(report.identity), *report.blocks]:
        if isinstance(block, str):
            _print_paragraph(block, paper)
        else:
            _print_table(block, report, paper)
    return paper.finished()


class _Paper:
    """The pages printed so far, and how far down the present one is filled."""

    def __init__(self, style: UnruledStyle) -> None:
        self.style = style
        self.used = 0.0
        self._file = io.BytesIO()
        self._canvas = Canvas(self._file, pagesize=style.page, invariant=1)
        self._number = 1

    @property
    def width(self) -> float:
        return self.style.page[0] - 2 * self.style.margin

    @property
    def height(self) -> float:
        return self.style.page[1] - 2 * self.style.margin

    def next_page(self) -> None:
        self._finish_page()
        self._number += 1
        self.used = 0.0

    def finished(self) -> bytes:
        self._finish_page()
        self._canvas.save()
        return self._file.getvalue()

    def write(self, text: str, left: float, middle: float, size: float) -> None:
        baseline = self.style.page[1] - self.style.margin - middle - 0.35 * size
        at = self.style.margin + left
        for font, run in self._runs(text):
            self._canvas.setFont(font, size)
            self._canvas.drawString(at, baseline, run)
            at += pdfmetrics.stringWidth(run, font, size)

    def measure(self, text: str, size: float) -> float:
        return sum(pdfmetrics.stringWidth(run, font, size) for font, run in self._runs(text))

    def _runs(self, text: str) -> Iterator[tuple[str, str]]:
        for is_plain, run in groupby(text, key=str.isascii):
            yield (self.style.digits or self.style.font) if is_plain else self.style.font, "".join(run)

    def _finish_page(self) -> None:
        if self.style.running_title:
            self.write(self.style.running_title, 0, -25, 9)
        if self.style.page_number:
            self.write(self.style.page_number.format(self._number), self.width / 2 - 10, self.height + 25, 9)
        self._canvas.showPage()


_PROSE = 10.5
_NEVER_FIRST = "，。、；：）》”！？"


def _print_paragraph(text: str, paper: _Paper) -> None:
    for number, line in enumerate(_wrapped("　　" + text, paper.width, _PROSE, paper)):
        if paper.used + 1.6 * _PROSE > paper.height:
            paper.next_page()
        paper.write(line.lstrip("　"), 0 if number else 2 * _PROSE, paper.used + 0.8 * _PROSE, _PROSE)
        paper.used += 1.6 * _PROSE


def _wrapped(text: str, room: float, size: float, paper: _Paper) -> list[str]:
    lines = [""]
    for character in text.replace("\n", ""):
        hangs = character in _NEVER_FIRST and paper.measure(lines[-1], size) <= room
        splits_number = character.isdecimal() and lines[-1][-1:].isdecimal()
        if paper.measure(lines[-1] + character, size) > room + 0.01 and not hangs and not splits_number:
            lines.append("")
        lines[-1] += character
    return lines if text else []


@dataclass(frozen=True)
class _Layout:
    """A table on paper: its font, the edges of its columns, what each cell prints, and how high each row is."""

    table: PrintedTable
    size: float
    lefts: Sequence[float]
    rights: Sequence[float]
    lines: dict[PrintedCell, list[str]]
    heights: Sequence[float]


def _print_table(table: PrintedTable, report: PrintedReport, paper: _Paper) -> None:
    layout = _laid_out(table, report, paper)
    paper.used += 0.8 * layout.size
    first = 0
    printed: dict[PrintedCell, int] = {}
    while first < len(layout.heights):
        begins = [*range(table.header_rows)] if first and paper.style.repeats_header else []
        room = paper.height - paper.used - sum(layout.heights[row] for row in begins)
        fitting = 0
        for top in accumulate(layout.heights[first:]):
            fitting += top <= room
        if fitting <= (table.header_rows if first == 0 else 0) and paper.used > 0:
            paper.next_page()
            continue
        rows = [*begins, *range(first, first + max(fitting, 1))]
        _print_rows(rows, layout, printed, paper)
        first = rows[-1] + 1
        if first < len(layout.heights):
            paper.next_page()
    paper.used += 0.8 * layout.size


def _print_rows(rows: Sequence[int], layout: _Layout, printed: dict[PrintedCell, int], paper: _Paper) -> None:
    style, size = paper.style, layout.size
    tops = dict(zip(rows, accumulate((layout.heights[row] for row in rows), initial=paper.used), strict=False))
    for cell in dict.fromkeys(cell for row in rows for cell in layout.table.slots[row]):
        all_rows, columns = _place(cell, layout.table)
        own = [row for row in all_rows if row in tops]
        top, bottom = tops[own[0]], tops[own[-1]] + layout.heights[own[-1]]
        is_whole = style.again or own == all_rows
        pitch = style.leading * size
        room = len(layout.lines[cell]) if is_whole or own[-1] == all_rows[-1] else int((bottom - top) / pitch)
        done = 0 if is_whole else printed.get(cell, 0)
        texts = layout.lines[cell][done : done + room]
        printed[cell] = done + len(texts)
        first = top + style.padding * size / 2 if style.at_top else (top + bottom - len(texts) * pitch) / 2
        left, right = layout.lefts[columns[0]], layout.rights[columns[-1]]
        for number, text in enumerate(texts):
            blank = right - left - paper.measure(text, size)
            side = _side(cell, style)
            indent = {"left": 0.0, "centre": blank / 2, "right": blank}[side]
            paper.write(text, left + indent, first + (number + 0.5) * pitch, size)
    paper.used = tops[rows[-1]] + layout.heights[rows[-1]]


def _side(cell: PrintedCell, style: UnruledStyle) -> Side:
    if cell.role == "label":
        return style.labels
    return "centre" if cell.role == "header" else style.values


def _laid_out(table: PrintedTable, report: PrintedReport, paper: _Paper) -> _Layout:
    style = paper.style
    parts = [each for each in report.tables() if each.code == table.code]
    parts = [each for each in parts if len(each.slots[0]) == len(table.slots[0])]
    widths = _widths(parts, paper)
    gaps = style.gap * (len(widths) - 1)
    size = min(style.size, paper.width / (sum(widths) + gaps))
    # What is left of the width is shared out, as programs do that fit a table to its window.
    share = (paper.width / size - sum(widths) - gaps) / len(widths)
    starts = [*accumulate((width + share + style.gap for width in widths), initial=0.0)]
    lefts = [size * start for start in starts[:-1]]
    rights = [size * (start - style.gap) for start in starts[1:]]
    lines = {}
    for cell in table.cells():
        _, columns = _place(cell, table)
        lines[cell] = _wrapped(cell.text, rights[columns[-1]] - lefts[columns[0]], size, paper)
    heights = [size * (style.leading + style.padding)] * len(table.slots)
    for cell, texts in sorted(lines.items(), key=lambda item: len(_place(item[0], table)[0])):
        rows, _ = _place(cell, table)
        needed = size * (len(texts) * style.leading + style.padding)
        heights[rows[-1]] += max(0.0, needed - sum(heights[row] for row in rows))
    return _Layout(table, size, lefts, rights, lines, heights)


def _widths(parts: Sequence[PrintedTable], paper: _Paper) -> list[float]:
    """Give each column the width of what stands in it alone, labels and headers wrapped."""
    style = paper.style
    widest = {"label": style.widest_label, "header": style.widest_head}
    widths = []
    for column in range(len(parts[0].slots[0])):
        alone = [
            (cell, rows)
            for table in parts
            for cell in table.cells()
            for rows, columns in [_place(cell, table)]
            if columns == [column]
        ]
        widths.append(
            max(
                [
                    2.0,
                    *(
                        min(
                            paper.measure(cell.text.replace("\n", ""), 1.0),
                            style.upright if cell.role == "label" and len(rows) > 1 else widest.get(cell.role, 99.0),
                        )
                        for cell, rows in alone
                    ),
                ]
            )
        )
    return widths


def _place(cell: PrintedCell, table: PrintedTable) -> tuple[list[int], list[int]]:
    rows = [number for number, row in enumerate(table.slots) if cell in row]
    return rows, [number for number, each in enumerate(table.slots[rows[0]]) if each is cell]
