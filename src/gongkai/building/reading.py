"""A shard -> its parts: the one place where a build reads, and where a document fails. Any process may do it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as arrow
from pandera.errors import SchemaErrors

from gongkai import tables
from gongkai.building.parts import DOCUMENTS, SOURCES, Counts, Manifest, Parts, Writing
from gongkai.building.rows import PER_REPORT, ReportRows, origin_columns
from gongkai.building.shards import Shard, source_key
from gongkai.building.sources import Origin, PassedOver, SourceDocument, is_lasting, opened
from gongkai.building.understanding import understand
from gongkai.errors import Reason, SourceError
from gongkai.printable import printable
from gongkai.supervised import Died

__all__ = ["PASSING", "read_shard"]

PASSING: frozenset[Reason] = frozenset({"missing", "unreadable", "changed", "plugin", "internal"})
"""Reasons that may have passed when the next build comes; such a source is read again then.

What failed by itself may have met a full disk, or too many open files.
"""


def read_shard(shard: Shard, parts: Parts) -> Manifest:
    """Read the sources of a shard, and write what they gave where the parts are.

    A document that fails costs its own row. Documents of the same bytes are read once.

    Raises:
        OSError: the parts cannot be written.
    """
    with parts.writing(shard.name) as writing:
        return writing.done(_Reading(writing).read(shard))


@dataclass(frozen=True, slots=True)
class _KnownBytes:
    """What the first document of some bytes came to."""

    report_id: str
    content: str
    host: str | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class _Read:
    """A document that gave a report: its rows, and its row among the documents."""

    rows: ReportRows
    document: dict[str, Any]


class _Reading:
    """The documents of one shard, a batch at a time."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._seen: dict[str, _KnownBytes] = {}
        self._batch: list[_Read] = []
        self._documents: list[dict[str, Any]] = []
        self._counts: Counter[str] = Counter()
        self._again: set[str] = set()

    def read(self, shard: Shard) -> Counts:
        passed_over: dict[str, int] = {}
        for source in shard.sources:
            key, position = source_key(source), 0
            passed_over[key] = 0
            for each in opened(source):
                if isinstance(each, PassedOver):
                    passed_over[key] += each.records
                    continue
                self._take(each, {"key": key, "position": position, "name": each.name})
                position += 1
            if source.error is not None:
                self._again.discard(key)  # when that has passed, its key is another one
            elif not is_lasting(source):
                self._again.add(key)
        self._flush(at_least=1)
        self._counts["passed_over"] = sum(passed_over.values())
        sources = [
            {"key": key, "again": key in self._again, "passed_over": records} for key, records in passed_over.items()
        ]
        self._write(DOCUMENTS, self._documents)
        self._write(SOURCES, sources)
        return Counts(**self._counts)

    def _take(self, document: SourceDocument, row: dict[str, Any]) -> None:
        digest = hashlib.sha256(document.data).hexdigest() if document.data is not None else None
        row |= {"sha256": digest, "bytes": len(document.data) if document.data is not None else None}
        self._counts["documents"] += 1
        self._counts["bytes"] += row["bytes"] or 0
        if digest in self._seen:
            self._flush(at_least=1)  # which may tell that there is no report after all
        known = self._seen.get(digest or "")
        if known is not None:
            self._documents.append(row | _of_report(known, document.origin))
            self._counts["reports"] += 1
            return
        try:
            if document.data is None:
                raise document.error or SourceError(document.name, "missing")
            rows = understand(document.data, document.name, document.origin, document.beside)
        except SourceError as error:
            self._fail(row, error)
            return
        self._seen[digest or ""] = _KnownBytes(
            rows.summary["report_id"], rows.content, rows.summary["host"], rows.summary["agency"]
        )
        self._batch.append(_Read(rows, row | _of_report(self._seen[digest or ""], document.origin)))
        self._flush(at_least=_BATCH)

    def _fail(self, row: dict[str, Any], error: SourceError) -> None:
        if error.reason in PASSING or (isinstance(error.__cause__, Died) and not error.__cause__.is_sure):
            self._again.add(row["key"])
        self._counts["failures"] += 1
        self._documents.append(row | {"reason": error.reason, "detail": printable(error.detail) or None})

    def _flush(self, at_least: int) -> None:
        """Write the batch. A report that is no sound part of it fails alone."""
        if len(self._batch) < at_least:
            return
        batch, self._batch = self._batch, []
        for sound in self._sound(batch):
            for table, rows in sound.items():
                self._writing.write(table, rows)

    def _sound(self, batch: list[_Read]) -> Iterator[Mapping[str, arrow.Table]]:
        try:
            converted = self._converted(batch)
        except _UNSOUND as error:
            if len(batch) > 1:
                for each in batch:
                    yield from self._sound([each])
                return
            (one,) = batch
            del self._seen[one.document["sha256"]]
            detail = printable(str(error)[:_LONGEST_DETAIL])
            self._fail(
                {name: one.document[name] for name in ("key", "position", "name", "sha256", "bytes")},
                SourceError(one.document["name"], "internal", detail),
            )
            return
        self._documents += [each.document for each in batch]
        self._counts["reports"] += len(batch)
        yield converted

    def _converted(self, batch: list[_Read]) -> Mapping[str, arrow.Table]:
        converted = {}
        for table in ("reports", *PER_REPORT):
            rows = self._writing.converted(table, [row for each in batch for row in each.rows.tables[table]])
            tables.validate(table, rows.drop_columns("shard").to_pandas(types_mapper=pd.ArrowDtype))
            converted[table] = rows
        named = [
            {**agency, "report_id": each.rows.summary["report_id"], "year": each.rows.summary["year"]}
            for each in batch
            for agency in each.rows.tables["agencies"]
        ]
        return {**converted, "agencies": self._writing.converted("agencies", named)}

    def _write(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        self._writing.write(table, self._writing.converted(table, rows))


_BATCH = 32
"""How many reports are held before they are written."""

_LONGEST_DETAIL = 400

_UNSOUND = (SchemaErrors, arrow.ArrowException, OverflowError, UnicodeError)


def _of_report(seen: _KnownBytes, origin: Origin) -> dict[str, Any]:
    return {"report_id": seen.report_id, "content": seen.content, **origin_columns(origin, seen.host, seen.agency)}
