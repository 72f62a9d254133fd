"""What commands print: on a terminal as wide as it is, and elsewhere every line whole, for whoever reads it by program.

All of it goes through `printable`: names and texts of sources are shown, and neither the terminal nor rich obeys what
stands in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gongkai.printable import printable, printable_lines

if TYPE_CHECKING:
    from gongkai.verdict.lines import ShownLine

__all__ = ["ShownTable", "json_text", "messages", "output", "say", "show_lines", "show_tables", "text"]

output = Console()
messages = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table to be shown; a table without headings is a list of names and values."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]


def text(said: object, style: str = "") -> Text:
    """Give what is said as text that nobody obeys."""
    return Text(printable_lines(str(said)), style)


def say(console: Console, said: object, style: str = "") -> None:
    """Print a message; where nobody looks at it, a line of it is one line."""
    console.print(text(said, style), soft_wrap=not console.is_terminal)


def show_lines(lines: Iterable[ShownLine]) -> None:
    """Show lines as wide as a terminal is; where nobody looks at them, a line is one line."""
    if not output.is_terminal:
        for line in lines:
            say(output, "  " * line.indent + line.text)
        return
    # Rich breaks lines at blanks alone, of which Chinese has none.
    from wcwidth import wrap

    for line in lines:
        for part in wrap(printable_lines(line.text), output.width - 2 * line.indent):
            output.print(Padding(text(part, line.style), (0, 0, 0, 2 * line.indent)))


def show_tables(console: Console, tables: Iterable[ShownTable]) -> None:
    """Print tables, framed on a terminal; elsewhere a row is one line, whole, with tabs between its cells."""
    for number, table in enumerate(tables):
        if console.is_terminal:
            console.print(_framed(table))
        else:
            # rich would make blanks of the tabs
            console.file.write(_lines(table, behind_another=number > 0))


def json_text(value: object) -> str:
    """Give a value as JSON that a terminal does not obey: what would be is escaped, as JSON has it.

    >>> json_text({"heading": "一\\u202e"})
    '{\\n  "heading": "一\\\\u202e"\\n}\\n'
    """
    written = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    return "\n".join(_escaped(line) for line in written.split("\n")) + "\n"


def _escaped(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(character if character.isprintable() else json.dumps(character)[1:-1] for character in line)


def _framed(table: ShownTable) -> Table:
    framed = Table(title=text(table.title), title_justify="left", show_header=bool(table.headings))
    for heading in table.headings:
        framed.add_column(heading, overflow="fold")
    for row in table.rows:
        framed.add_row(*(text(cell) for cell in row))
    return framed


def _lines(table: ShownTable, *, behind_another: bool) -> str:
    rows = [table.headings, *table.rows] if table.headings else table.rows
    lines = ["\t".join(printable(str(cell)) for cell in row) for row in rows]
    return "\n".join([*([""] if behind_another else []), printable(table.title), *lines, ""])
