"""What contradicts itself inside a package, and how such rows are told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gongkai.document import Locator
from gongkai.publish.integrity import Problem

__all__ = ["Breach", "Tally", "told"]

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


@dataclass(slots=True)
class Tally:
    """Any number of breaches: how many each column has, and the first of them."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, breaches: Iterable[Breach]) -> None:
        """Count breaches."""
        for breach in breaches:
            self._count((breach.table, breach.column), 1, [str(breach)] if self._wants(breach) else [])

    def join(self, other: Tally) -> None:
        """Count what another has counted, behind what was counted here."""
        for column, count in other.counts.items():
            self._count(column, count, other.examples[column])

    def problems(self) -> Iterator[Problem]:
        """Tell breaches column by column, with the first examples of each."""
        for (table, column), count in self.counts.items():
            rows = f"{count} row" + "s" * (count > 1)
            examples = "; ".join([*self.examples[table, column], *["…"] * (count > _EXAMPLES)])
            yield Problem(table, "content", f"{column} contradicts the rest of the package in {rows}: {examples}")

    def _wants(self, breach: Breach) -> bool:
        return self.counts.get((breach.table, breach.column), 0) < _EXAMPLES

    def _count(self, column: tuple[str, str], count: int, examples: list[str]) -> None:
        self.counts[column] = self.counts.get(column, 0) + count
        known = self.examples.setdefault(column, [])
        known += examples[: _EXAMPLES - len(known)]


def told(breaches: Iterable[Breach]) -> Iterator[Problem]:
    """Tell breaches column by column, with the first examples of each.

    >>> [str(problem) for problem in told([Breach("unmatched", "value", "b1.r2.c3", 8.0, "the raw text says 7.0")])]
    ['unmatched: value contradicts the rest of the package in 1 row: b1.r2.c3: 8.0, but the raw text says 7.0']
    """
    tally = Tally()
    tally.add(breaches)
    return tally.problems()
