"""Pages of HTML from drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape

from generators.wild.sheets import (
    Cell,
    Draft,
    Part,
    Sheet,
)

__all__ = ["by_clause", "by_group", "cell_element", "page", "table", "with_breaks"]

Print = Callable[[Sheet], str]


def cell_element(cell: Cell, *, tag: str = "td", inner: Callable[[str], str] = escape, attributes: str = "") -> str:
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    down = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    return f"<{tag}{across}{down}{attributes}>{inner(cell.text)}</{tag}>"


def table(sheet: Sheet, *, inner: Callable[[str], str] = escape, opening: str = '<table border="1">') -> str:
    rows = "\n".join(f"<tr>{''.join(cell_element(cell, inner=inner) for cell in row)}</tr>" for row in sheet.rows)
    return f"{opening}\n{rows}\n</table>\n"


def with_breaks(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def page(paper: Draft, show: Print = table, *, frame: str = "{}", encoding: str = "utf-8") -> bytes:
    parts = "".join(show(part) if isinstance(part, Sheet) else f"<p>{escape(part)}</p>\n" for part in paper.parts)
    body = frame.format(f"<h1>{paper.title}</h1>\n{parts}")
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}"><title>{paper.title}</title>'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def by_clause(sheet: Sheet) -> Iterable[Part]:
    """Give each clause a table of its own below its heading."""
    starts = [number for number, row in enumerate(sheet.rows) if row[0].text.startswith("第二十条")]
    for start, end in zip(starts, [*starts[1:], len(sheet.rows)], strict=True):
        yield sheet.rows[start][0].text
        yield Sheet("clause", tuple(tuple(replace(c, across=1) for c in row) for row in sheet.rows[start + 1 : end]))


def by_group(sheet: Sheet) -> Iterable[Part]:
    """Give each kind of dispute a table of its own below its name."""
    outcomes, values = sheet.rows[2][:5], sheet.rows[3]
    for number, name in enumerate(("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")):
        yield name
        yield Sheet("group", (outcomes, values[number * 5 : number * 5 + 5]))
