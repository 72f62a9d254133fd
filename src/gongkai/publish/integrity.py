"""What can be wrong with a package, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

__all__ = ["Kind", "Problem", "shown"]

Kind = Literal[
    "descriptor",
    "resource",
    "file",
    "bytes",
    "rows",
    "hash",
    "schema",
    "value",
    "primary_key",
    "foreign_key",
    "extra_file",
    "order",
    "content",
]

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a package; `table` is None where it concerns the whole."""

    table: str | None
    kind: Kind
    message: str

    def __str__(self) -> str:
        """Give the message with its table."""
        return f"{self.table}: {self.message}" if self.table else self.message


def shown(values: Iterable[Any]) -> str:
    """Give the first values of many, and a mark if there are more.

    >>> shown([1, 2, 3, 4])
    '1, 2, 3, …'
    """
    first = list(islice(values, _EXAMPLES + 1))
    return ", ".join([repr(value) for value in first[:_EXAMPLES]] + ["…"] * (len(first) > _EXAMPLES))
