"""Whether every locator of a package is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from gongkai import tables
from gongkai.content.breach import Breach
from gongkai.document import Locator

__all__ = ["place_breaches"]


def place_breaches(frames: Mapping[str, pd.DataFrame]) -> Iterator[Breach]:
    """Find what stands in a column of locators and is none, or spans no characters."""
    for table, frame in frames.items():
        for column in tables.place_columns(table):
            for text in frame[column].dropna().unique():
                fault = _fault(text)
                if fault:
                    yield Breach(table, column, "a row", text, fault)


def _fault(text: str) -> str | None:
    try:
        place = Locator.parse(text)
    except ValueError as error:
        return str(error)
    numbers = (place.block, place.row, place.column, place.page)
    counted = all(number is None or number >= 1 for number in numbers)
    spans = place.start is None or place.end is None or place.start <= place.end
    return None if counted and spans and str(place) == text else "there is no such place in any document"
