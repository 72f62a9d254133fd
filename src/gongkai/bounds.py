"""What years, numbers, moments and digests there can be: the tables allow these, and what reads takes no others."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DIGEST", "DOCUMENT_YEARS", "FIRST_SERIAL", "MOMENT", "REPORT_YEARS", "Years"]


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

MOMENT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z"
"""How a crawl writes when it fetched a record, in UTC (ISO 8601)."""

DIGEST = r"[a-z0-9-]+:[0-9A-Za-z+/=_-]+"
"""How a crawl writes a digest, with the name of its algorithm."""
