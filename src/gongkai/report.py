"""The one model of what was understood: a `Report`, whose rows it gives as data frames."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from gongkai.address import host_of
from gongkai.check import is_complete, missing_tables
from gongkai.document import Document, Locator, TextSource
from gongkai.forms import indicators
from gongkai.printable import printable
from gongkai.rows import Facts, ReportStatus, record, report_id

if TYPE_CHECKING:
    import pandas as pd

    from gongkai.view import PageLanguage, ReviewPage

__all__ = ["Report"]


@dataclass(frozen=True, kw_only=True)
class Report(Facts):
    """What gongkai understood of one document.

    `observations`, `unmatched`, `sections`, `document_numbers`, `figures`, `points`, `checks` and `repairs` are data
    frames with the columns that `gongkai.tables` declares, each made of the rows that have the same name (`figures` of
    `figure_rows`); `summary` is the report's row of the table `reports`. All locators point into the source as it was,
    also where damaged text was repaired before it was understood.
    """

    data: bytes = field(repr=False)
    document: Document = field(repr=False)

    @cached_property
    def report_id(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of the source's bytes."""
        return report_id(self.data)

    @cached_property
    def observations(self) -> pd.DataFrame:
        """One row a printed cell of the official tables; key: report_id, indicator_id."""
        return self._frame("observations", self.observation_rows)

    @cached_property
    def unmatched(self) -> pd.DataFrame:
        """One row a numeric cell of the official tables that no indicator claims; key: report_id, locator."""
        return self._frame("unmatched", self.unmatched_rows)

    @cached_property
    def sections(self) -> pd.DataFrame:
        """One row a section of the text; key: report_id, section."""
        return self._frame("sections", self.section_rows)

    @cached_property
    def document_numbers(self) -> pd.DataFrame:
        """One row a mention of an official document number; key: report_id, mention."""
        return self._frame("document_numbers", self.document_number_rows)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """One row a quantity that the text states; key: report_id, figure."""
        return self._frame("figures", self.figure_rows)

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row a problem or measure that the report lists; key: report_id, point."""
        return self._frame("points", self.point_rows)

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One row a rule applied to the report; key: report_id, rule, subject."""
        return self._frame("checks", self.check_rows)

    @cached_property
    def repairs(self) -> pd.DataFrame:
        """One row a change made to damaged text; key: report_id, repair."""
        return self._frame("repairs", self.repair_rows)

    @property
    def text_source(self) -> TextSource:
        """`ocr` if some page is an image that was read by OCR, so that the report is to be compared with its pages."""
        return "ocr" if self.document.ocr_pages else "text"

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The report's row of the table `reports`."""
        known = {name: value for name, value in record(self.identity).items() if name != "agency_entry"}
        notices = tuple(f"{notice.kind}: {notice.detail}" for notice in self.document.notices)
        agency = self.identity.agency_entry
        return {
            **known,
            "report_id": self.report_id,
            "agency_id": agency.agency_id if agency else None,
            "forms": " ".join(self.forms),
            "source": self.document.source,
            "url": None,
            "host": host_of(self.document.metadata.get("url")),
            "fetched": None,
            "payload_digest": None,
            "mirror": False,
            "format": self.document.format,
            "encoding": self.document.encoding,
            "text_source": self.text_source,
            "bytes": len(self.data),
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "status": self._status(),
            "duplicate_of": None,
            "remarks": "\n".join((*self.identity.remarks, *notices, *self._remarks_on_tables())) or None,
        }

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Give the report's rows of a table as mappings of its columns.

        Raises:
            KeyError: the table has no rows of single reports.
        """
        if table == "reports":
            yield self.summary
            return
        for row in self._rows_by_table[table]:
            yield {"report_id": self.report_id, **record(row)}

    def value(self, indicator_id: str) -> float | None:
        """Give the printed number of one indicator, whole where it is, or None where there is none.

        Raises:
            KeyError: no form has such an indicator; the message names the nearest.
        """
        if indicator_id not in _indicator_ids():
            nearest = get_close_matches(indicator_id, _indicator_ids(), n=3, cutoff=0)
            raise KeyError(f"no indicator {indicator_id!r}; the nearest are {', '.join(map(repr, nearest))}")
        value = next((row.value for row in self.observation_rows if row.indicator_id == indicator_id), None)
        return int(value) if value is not None and value.is_integer() else value

    def locate(self, locator: str | Locator) -> str:
        """Give the source text at a locator.

        Raises:
            KeyError: there is no such place in the document.
            ValueError: the text is no locator.
        """
        return self.document.text_at(locator)

    def view(self, language: PageLanguage | None = None) -> ReviewPage:
        """Make the page on which the source is seen with every value marked, and beside it what was taken from it.

        A notebook shows it; `report.view().save("page.html")` writes it to a file, which needs no network.

        Args:
            language: `zh` or `en`, which of both is shown first; that of the locale if left out.
        """
        from gongkai.view import review

        return review(self, language)

    @cached_property
    def _rows_by_table(self) -> Mapping[str, tuple[Any, ...]]:
        return {
            "observations": self.observation_rows,
            "unmatched": self.unmatched_rows,
            "sections": self.section_rows,
            "document_numbers": self.document_number_rows,
            "figures": self.figure_rows,
            "points": self.point_rows,
            "checks": self.check_rows,
            "repairs": self.repair_rows,
        }

    def _frame(self, table: str, rows: Iterable[Any]) -> pd.DataFrame:
        # Data frames take long to import, and whoever wants none of them need not wait.
        import pyarrow as arrow

        from gongkai import tables
        from gongkai.tables.everyday import choices_of, everyday

        checked = tables.frame(table, ({"report_id": self.report_id, **record(row)} for row in rows))
        return everyday(arrow.Table.from_pandas(checked, preserve_index=False), choices_of(table))

    def _status(self) -> ReportStatus:
        if not self.forms:
            return "partial" if self.document.unread else "no_form"
        unclear = any(row.status == "unreadable" for row in self.observation_rows)
        is_partial = unclear or self.unmatched_rows or not is_complete(self.check_rows)
        return "partial" if is_partial else "complete"

    def _remarks_on_tables(self) -> Iterator[str]:
        missing = missing_tables(self.forms)
        yield from (f"tables: {name} was not found" for name in missing)
        if missing or not self.forms:
            for part in self.document.unread:
                place = f"behind {part.locator}: " if part.locator else ""
                yield f"unread {part.kind}: {place}{part.detail}; it may hold a table"

    def _repr_html_(self) -> str:
        facts = {
            "report": self.report_id,
            "agency": self.identity.agency,
            "division": self.identity.division_code,
            "year": self.identity.year,
            "published": self.identity.published,
            "forms": ", ".join(self.forms) or "none",
            "read by OCR": f"pages {', '.join(map(str, sorted(self.document.ocr_pages)))}; compare with the source"
            if self.document.ocr_pages
            else None,
            "cells": f"{len(self.observation_rows)} understood, {len(self.unmatched_rows)} unmatched",
        }
        lines = "".join(
            f"<tr><th style='text-align:left'>{escape(name)}</th><td>{_shown(value)}</td></tr>"
            for name, value in facts.items()
            if value is not None
        )
        shown = self.observations[["label", "value", "unit", "status", "locator"]].head(12).astype(object)
        shown = shown.map(lambda value: printable(value) if isinstance(value, str) else value)
        return f"<h4>{_shown(self.identity.title or self.document.source)}</h4><table>{lines}</table>" + shown.to_html(
            index=False, na_rep="", border=0
        )


@cache
def _indicator_ids() -> frozenset[str]:
    return frozenset(each.indicator_id for each in indicators())


def _shown(value: object) -> str:
    return escape(printable(str(value)))
