"""A file -> the rows of its report, in a process under limits, so that no file can take the build with it.

Question and answer cross the boundary as msgpack with declared types. `answer` runs in the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec
import pyarrow as arrow

from gongkai import tables
from gongkai.building.rows import ReportRows, rows_of
from gongkai.building.sources import NOWHERE, Origin
from gongkai.errors import Reason, SourceError
from gongkai.pipeline import read_report
from gongkai.supervised import Died, Limits, Workers

__all__ = ["LIMITS", "answer", "understand"]

LIMITS = Limits(seconds=60, memory=2 << 30)
"""What one file may cost. A report takes a tenth of a second, and a scan of forty pages a process of its own."""


def understand(
    data: bytes,
    name: str,
    origin: Origin = NOWHERE,
    beside: Mapping[str, bytes] | None = None,
) -> ReportRows:
    """Give the rows of the report that a file holds.

    Args:
        data: the bytes of the file.
        name: what to call it.
        origin: where it was published.
        beside: style sheets and frames that a web page was saved with, by their addresses in it.

    Raises:
        SourceError: the file gave no report, or was too much for the process that read it.
    """
    try:
        said = _workers.ask(_encoder.encode(_Question(name, origin, data, dict(beside or {}))))
    except Died as death:
        raise SourceError(name, death.reason, death.detail) from death
    given = _answers.decode(said)
    if isinstance(given, _Refused):
        raise SourceError(given.source, given.reason, given.detail)
    return ReportRows(_with_dates(given.tables), given.content)


Value = str | int | float | bool | None


class _Question(msgspec.Struct, array_like=True):
    name: str
    origin: Origin
    data: bytes
    beside: dict[str, bytes] = {}


class _Understood(msgspec.Struct, array_like=True, tag=True):
    tables: dict[str, list[dict[str, Value]]]
    content: str


class _Refused(msgspec.Struct, array_like=True, tag=True):
    source: str
    reason: Reason
    detail: str


_encoder = msgspec.msgpack.Encoder()
_questions = msgspec.msgpack.Decoder(_Question)
_answers = msgspec.msgpack.Decoder(_Understood | _Refused)
_workers = Workers(f"{__name__}:answer", LIMITS)


def answer(question: bytes) -> bytes:
    """Read the file of a question, and tell its rows, or why it has none."""
    asked = _questions.decode(question)
    try:
        rows = rows_of(read_report(asked.data, name=asked.name, beside=asked.beside), asked.origin)
        return _encoder.encode(_Understood(rows.tables, rows.content))
    except SourceError as error:
        return _encoder.encode(_Refused(error.source, error.reason, error.detail))
    except MemoryError:
        raise
    except Exception as error:  # one bad file among a million costs one row, never the run
        return _encoder.encode(_Refused(asked.name, "internal", f"{type(error).__name__}: {error}"))


def _with_dates(read: dict[str, list[dict[str, Value]]]) -> dict[str, list[dict[str, Any]]]:
    """Give days as dates again, which cross the boundary as text."""
    for table, rows in read.items():
        for row in rows:
            for column in _days(table):
                text = row.get(column)
                if isinstance(text, str):
                    row[column] = date.fromisoformat(text)  # type: ignore[assignment]
    return read


@cache
def _days(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in tables.arrow_schema(table) if arrow.types.is_date(column.type))
