"""Whether every locator of a package is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import pyarrow as arrow

from gongkai import tables
from gongkai.content.breach import Breach
from gongkai.document import Locator

__all__ = ["place_breaches"]


def place_breaches(stored: Mapping[str, arrow.Table]) -> Iterator[Breach]:
    """Find what stands in a column of locators and is none, or spans no characters."""
    for table, rows in stored.items():
        for column in tables.place_columns(table):
            for text in rows[column].unique().drop_null().to_pylist():
                fault = _fault(text)
                if fault:
                    yield Breach(table, column, "a row", text, fault)


# The same places are named in report after report.
@lru_cache(maxsize=65_536)
def _fault(text: str) -> str | None:
    try:
        place = Locator.parse(text)
    except ValueError as error:
        return str(error)
    numbers = (place.block, place.row, place.column, place.page)
    counted = all(number is None or number >= 1 for number in numbers)
    spans = place.start is None or place.end is None or place.start <= place.end
    return None if counted and spans and str(place) == text else "there is no such place in any document"
