"""A printed report as plain text: one cell a line, or the cells of a row between pipes or tabs.

Programs that save pages as text end each cell with a pipe, leave out the slots that a merged cell covers, and fill
the row up with pipes that have nothing between them: a row a line, or a cell a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generators.printed import ExpectedIdentity, PrintedCell, PrintedReport, PrintedTable

__all__ = [
    "facts_line",
    "render_bordered_pipes",
    "render_lines",
    "render_pipes",
    "render_saved_cells",
    "render_saved_rows",
    "render_tabs",
]

BLANK_LINE = "\u00a0"
"""How a text saved from a page shows an empty cell in a line of its own."""


def render_lines(report: PrintedReport) -> bytes:
    """One cell a line, as tables are flattened; a line break inside a label stays one."""
    return _joined(report, _cell_lines(report))


def render_pipes(report: PrintedReport) -> bytes:
    """Rows such as `a | b | c`."""
    return _joined(report, _row_lines(report, "{}", " | "))


def render_bordered_pipes(report: PrintedReport) -> bytes:
    """Rows such as `| a | b | c |`."""
    return _joined(report, _row_lines(report, "| {} |", " | "))


def render_tabs(report: PrintedReport) -> bytes:
    """Rows divided by tabs, as pasted from a sheet."""
    return _joined(report, _row_lines(report, "{}", "\t"))


def render_saved_rows(report: PrintedReport) -> bytes:
    """Rows such as `a | b | ||`, filled up to the width of the table."""
    return _joined(report, (line.replace("\n", " ") for line in _saved_lines(report, "".join)))


def render_saved_cells(report: PrintedReport) -> bytes:
    """Lines such as `a |`, and one such as `||` that fills up the row."""
    return _joined(report, _saved_lines(report, "\n".join))


def facts_line(identity: ExpectedIdentity) -> str:
    """Say who published the report, when, and under which number."""
    number = f"文号：{identity.document_number}" if identity.document_number else ""
    return f"发布机构：{identity.agency}　发布日期：{identity.published.isoformat()}　{number}".strip()


def _joined(report: PrintedReport, lines: Iterator[str]) -> bytes:
    return "\n".join([facts_line(report.identity), report.identity.title, *lines]).encode()


def _cell_lines(report: PrintedReport) -> Iterator[str]:
    for block in report.blocks:
        if isinstance(block, str):
            yield block
            continue
        for cell in block.cells():
            if cell.text.strip():
                yield from cell.text.strip("\n").split("\n")
            elif not report.cells_lost:
                yield BLANK_LINE


def _row_lines(report: PrintedReport, line: str, divider: str) -> Iterator[str]:
    for block in report.blocks:
        if isinstance(block, str):
            yield block
        else:
            yield from (line.format(divider.join(row)) for row in _rows(report, block))


def _saved_lines(report: PrintedReport, join: Callable[[list[str]], str]) -> Iterator[str]:
    for block in report.blocks:
        if isinstance(block, str):
            yield block
            continue
        for row in block.anchored():
            covered = len(block.slots[0]) - len(row)
            ended = [f"{each.cell.text.strip()} | ".lstrip() for each in row]
            yield join(ended + ["|" * covered] * (covered > 0))


def _rows(report: PrintedReport, table: PrintedTable) -> Iterator[list[str]]:
    seen: set[PrintedCell] = set()
    for row in table.slots:
        texts = []
        for cell in row:
            text = "" if cell in seen else cell.text.replace("\n", "")
            if not (report.covered_left_out and cell in seen) and not (report.cells_lost and not text.strip()):
                texts.append(text)
            seen.add(cell)
        yield texts
