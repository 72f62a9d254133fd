"""The index of a folder of archives: what became of each address, in `fetched.csv`.

While a run goes on, each row is added to a journal beside it, with the place where the archive ends; so a killed run
loses what it was about to fetch, and nothing else. When a run ends, or the next one begins, journal and index become
the new index.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

import msgspec

from gongkai.errors import GongkaiError
from gongkai.fetch.archive import StoredVisit, archive_sizes, close_left_open, utc
from gongkai.fetch.rows import UrlRow, entity_tag, http_date
from gongkai.fetch.visit import Visit
from gongkai.printable import file_name, printable

__all__ = ["INDEX", "Index", "row_of"]

INDEX = "fetched.csv"
_JOURNAL = ".fetched.jsonl"


class Index:
    """The index of a folder, and the journal of a run.

    What a killed run left in the folder is completed when it is opened.

    Raises:
        GongkaiError: the index that is there is not right; the message names the line.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / INDEX
        self._journal = folder / _JOURNAL
        self._rows = {row.url: row for row in _read(self._path)}
        kept = list(_kept(self._journal, archive_sizes(folder)))
        self._rows |= {entry.row.url: entry.row for entry in kept}
        close_left_open(folder, {entry.stored.warc: entry.stored.end for entry in kept if entry.stored.warc})
        self._complete()
        self._file = self._journal.open("wb")

    def get(self, url: str) -> UrlRow | None:
        """Give the row of an address, or None where it was never asked for."""
        return self._rows.get(url)

    @property
    def archives(self) -> frozenset[str]:
        """The names of the archives that have documents of the index."""
        return frozenset(row.warc for row in self._rows.values() if row.warc)

    def add(self, row: UrlRow, stored: StoredVisit) -> None:
        """Add a row; it has left this process when this returns."""
        self._file.write(msgspec.json.encode(_JournalLine(row, stored)) + b"\n")
        self._file.flush()
        self._rows[row.url] = row

    def close(self) -> None:
        """End the journal: all that it says is in the index now."""
        self._file.close()
        self._complete()

    def _complete(self) -> None:
        beside = self._path.with_name(f".{INDEX}.part")
        with beside.open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file, lineterminator="\n")
            written.writerow(_COLUMNS)
            written.writerows(_cells(self._rows[url]) for url in sorted(self._rows))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        self._journal.unlink(missing_ok=True)


def row_of(visit: Visit, stored: StoredVisit) -> UrlRow:
    """Give the row of an address that was visited. What is known of a document stays, if there is no other one."""
    answer, known = visit.answer, visit.known
    row = UrlRow(
        url=visit.url,
        status=visit.status,
        time=utc(visit.time),
        http_status=answer.status if answer else None,
        detail=visit.detail or None,
    )
    if answer and visit.status == "fetched":
        return replace(
            row,
            final_url=answer.url,
            document_time=utc(answer.time),
            payload_digest=answer.payload_digest,
            length=len(answer.body),
            etag=entity_tag(answer),
            last_modified=http_date(answer),
            warc=stored.warc,
            offset=stored.offset,
        )
    return replace(row, **{name: getattr(known, name) for name in _OF_THE_DOCUMENT}) if known else row


_COLUMNS = tuple(field.name for field in fields(UrlRow))
_OF_THE_DOCUMENT = _COLUMNS[_COLUMNS.index("final_url") :]


@dataclass(frozen=True, slots=True)
class _JournalLine:
    """A line of the journal."""

    row: UrlRow
    stored: StoredVisit


def _kept(journal: Path, sizes: Mapping[str, int]) -> Iterator[_JournalLine]:
    """Give the entries of a journal that the archives bear out; the last line may be torn."""
    if not journal.exists():
        return
    with journal.open("rb") as lines:
        for line in lines:
            try:
                entry = msgspec.json.decode(line, type=_JournalLine)
            except msgspec.DecodeError:
                return
            # An archive that is not here any more was moved away when it was complete.
            if entry.stored.warc is None or entry.stored.end <= sizes.get(entry.stored.warc, entry.stored.end):
                yield entry


def _read(path: Path) -> Iterator[UrlRow]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        read = csv.DictReader(file)
        try:
            for cells in read:
                yield msgspec.convert({name: cell for name, cell in cells.items() if cell}, UrlRow, strict=False)
        except (csv.Error, UnicodeError, msgspec.ValidationError) as error:
            place = f"{file_name(str(path))}, line {read.reader.line_num}"
            raise GongkaiError(
                f"{place}: this is no row that gongkai wrote ({printable(str(error))});"
                " put it right, or take the file away to fetch everything again"
            ) from error


def _cells(row: UrlRow) -> list[object]:
    return ["" if (value := getattr(row, name)) is None else value for name in _COLUMNS]
