"""Rows of any number in the order of their key, in memory that does not grow: laid in pieces on the disk first.

A sort of all rows at once needs memory that grows with them, and asking for some rows at a time reads all of them each
time. So each row is written once into the file of its piece, and one piece after the other is sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as arrow
from pyarrow import compute, ipc

__all__ = ["ROWS_IN_A_PIECE", "in_order"]

ROWS_IN_A_PIECE = 16_384
"""So many rows, more or less, should lie between two bounds: they are in memory at once."""

MOST_FILES = 200
"""How many files are open at once; where there are more pieces, each file is laid in pieces again."""

_ROWS_AT_ONCE = 8_192


def in_order(
    batches: Iterable[arrow.RecordBatch], key: Sequence[str], bounds: Sequence[str], folder: Path
) -> Iterator[arrow.RecordBatch]:
    """Give rows in the order of their key.

    Args:
        batches: the rows, in any order.
        key: the columns of the key; the first is text.
        bounds: rising values of the first column, at which pieces begin; what is less than the first of them is in the
            first piece.
        folder: where the pieces lie meanwhile.

    Raises:
        OSError: the pieces cannot be written.

    >>> batch = arrow.record_batch({"report_id": ["b", "c", "a", "b"], "number": [2, 1, 1, 1]})
    >>> with TemporaryDirectory() as folder:
    ...     found = list(in_order([batch], ["report_id", "number"], ["a", "b", "c"], Path(folder)))
    >>> [tuple(row.values()) for batch in found for row in batch.to_pylist()]
    [('a', 1), ('b', 1), ('b', 2), ('c', 1)]
    """
    if len(bounds) < 2:
        yield from _sorted(list(batches), key)
        return
    together = -(-len(bounds) // MOST_FILES)
    with TemporaryDirectory(prefix="pieces-", dir=folder) as place:
        files = _laid(batches, key[0], bounds[::together], Path(place))
        for number in sorted(files):
            inside = bounds[number * together : (number + 1) * together]
            yield from in_order(_stored(files[number]), key, inside, folder)
            files[number].unlink()


def _laid(batches: Iterable[arrow.RecordBatch], column: str, bounds: Sequence[str], folder: Path) -> Mapping[int, Path]:
    """Write each row into the file of its piece, and give the files by the numbers of the pieces that have rows."""
    files: dict[int, Path] = {}
    begins = arrow.array(bounds[1:])
    with ExitStack() as opened:
        writers: dict[int, ipc.RecordBatchFileWriter] = {}
        for batch in batches:
            numbers = compute.search_sorted(begins, batch[column], side="right")
            by_piece = batch.take(compute.sort_indices(numbers))
            counts = np.bincount(numbers.to_numpy(), minlength=len(bounds))
            start = 0
            for number in np.flatnonzero(counts).tolist():
                if number not in writers:
                    files[number] = folder / f"{number}.arrow"
                    writer = ipc.new_file(str(files[number]), batch.schema, options=_PACKED)
                    writers[number] = opened.enter_context(writer)
                writers[number].write_batch(by_piece.slice(start, counts[number]))
                start += counts[number]
    return files


_PACKED = ipc.IpcWriteOptions(compression="lz4", use_threads=False)
"""Rows lie there for a moment: what packs them fast is best, and without threads, each of which keeps some memory."""


def _stored(file: Path) -> Iterator[arrow.RecordBatch]:
    with ipc.open_file(str(file)) as reader:
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)


def _sorted(batches: list[arrow.RecordBatch], key: Sequence[str]) -> Iterator[arrow.RecordBatch]:
    if not batches:
        return
    rows = arrow.Table.from_batches(batches).combine_chunks()
    batches.clear()
    places = compute.sort_indices(rows, [(column, "ascending") for column in key])
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield from rows.take(places.slice(start, _ROWS_AT_ONCE)).to_batches()
    del rows, places
    arrow.default_memory_pool().release_unused()
