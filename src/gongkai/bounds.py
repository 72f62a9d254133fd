"""What years and numbers a report can have: the tables allow these, and what recognises them takes no others."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DOCUMENT_YEARS", "FIRST_SERIAL", "REPORT_YEARS", "Years"]


@dataclass(frozen=True, slots=True)
class Years:
    """The years from `first` to `last`.

    >>> 2002 in REPORT_YEARS, 2003 in REPORT_YEARS
    (False, True)
    """

    first: int
    last: int

    def __contains__(self, year: int) -> bool:
        """Tell whether a year is one of them."""
        return self.first <= year <= self.last


REPORT_YEARS = Years(2003, 2100)
"""Years that a report can be about."""

DOCUMENT_YEARS = Years(1949, 2100)
"""Years that an official document number can name."""

FIRST_SERIAL = 1
"""The first number of a year that an official document can have."""
