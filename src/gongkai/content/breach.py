"""What contradicts itself inside a package, and how such rows are told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from gongkai.document import Locator
from gongkai.publish.integrity import Problem

__all__ = ["Breach", "told"]

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Breach:
    """One cell of a table that cannot be so: what it says, and what the rest of the package says."""

    table: str
    column: str
    row: str
    found: object
    expected: object

    def __str__(self) -> str:
        found = str(self.found) if isinstance(self.found, Locator) else self.found
        return f"{self.row}: {found!r}, but {self.expected}"


def told(breaches: Iterable[Breach]) -> Iterator[Problem]:
    """Tell breaches column by column, with the first examples of each.

    >>> [str(problem) for problem in told([Breach("unmatched", "value", "b1.r2.c3", 8.0, "the raw text says 7.0")])]
    ['unmatched: value contradicts the rest of the package in 1 row: b1.r2.c3: 8.0, but the raw text says 7.0']
    """
    by_column: dict[tuple[str, str], list[Breach]] = {}
    for breach in breaches:
        by_column.setdefault((breach.table, breach.column), []).append(breach)
    for (table, column), group in by_column.items():
        rows = f"{len(group)} row" + "s" * (len(group) > 1)
        examples = "; ".join([*map(str, islice(group, _EXAMPLES)), *["…"] * (len(group) > _EXAMPLES)])
        yield Problem(table, "content", f"{column} contradicts the rest of the package in {rows}: {examples}")
