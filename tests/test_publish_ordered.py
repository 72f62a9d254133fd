"""Rows in the order of their key, however many pieces they were laid in, and however few are in memory."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pyarrow as arrow
import pytest

from gongkai.publish import ordered
from gongkai.publish.ordered import in_order

ROWS = [(f"{number:03x}", place) for number in range(300) for place in (2, 10)]
SHUFFLED = Random(5).sample(ROWS, len(ROWS))


def batches(rows: list[tuple[str, int]], size: int) -> Iterator[arrow.RecordBatch]:
    for start in range(0, len(rows), size):
        names, places = zip(*rows[start : start + size], strict=True)
        yield arrow.record_batch({"name": list(names), "place": list(places), "text": [f"{name}-文" for name in names]})


def ordered_rows(bounds: list[str], folder: Path, size: int = 7) -> list[tuple[object, ...]]:
    given = in_order(batches(SHUFFLED, size), ["name", "place"], bounds, folder)
    return [tuple(row.values()) for batch in given for row in batch.to_pylist()]


@pytest.mark.parametrize(
    "bounds",
    [
        pytest.param([], id="no bound"),
        pytest.param(["000"], id="one piece"),
        pytest.param(["000", "07f", "080", "100"], id="four pieces"),
        pytest.param(["050", "051"], id="rows before the first bound"),
        pytest.param(["000", "0ff", "0fff", "fff"], id="pieces without rows"),
        pytest.param([f"{number:03x}" for number in range(0, 300, 3)], id="pieces in pieces in pieces"),
    ],
)
def test_rows_are_in_order_wherever_pieces_begin(
    bounds: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordered, "MOST_FILES", 4)
    assert ordered_rows(bounds, tmp_path) == [(name, place, f"{name}-文") for name, place in ROWS]
    assert list(tmp_path.iterdir()) == []


def test_nothing_stays_nothing(tmp_path: Path) -> None:
    assert list(in_order([], ["name"], ["a", "b"], tmp_path)) == []


def test_no_more_rows_are_held_than_one_piece_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in memory at once are the rows of one piece, and no more files are open than may be."""
    held, opened = [], []
    sort, lay = ordered._sorted, ordered._laid

    def counted(given: list[arrow.RecordBatch], *key: object) -> Iterator[arrow.RecordBatch]:
        held.append(sum(batch.num_rows for batch in given))
        return sort(given, *key)

    def laid(*given: object) -> object:
        files = lay(*given)
        opened.append(len(files))
        return files

    monkeypatch.setattr(ordered, "_sorted", counted)
    monkeypatch.setattr(ordered, "_laid", laid)
    monkeypatch.setattr(ordered, "MOST_FILES", 4)
    ordered_rows([f"{number:03x}" for number in range(0, 300, 5)], tmp_path)
    assert sum(held) == len(ROWS)
    assert max(held) == 2 * 5
    assert max(opened) == 4


def test_an_error_leaves_no_piece(tmp_path: Path) -> None:
    def broken() -> Iterator[arrow.RecordBatch]:
        yield from batches(ROWS, 100)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(in_order(broken(), ["name"], ["000", "100"], tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_whoever_stops_reading_leaves_no_piece(tmp_path: Path) -> None:
    rows = in_order(batches(SHUFFLED, 7), ["name"], ["000", "100"], tmp_path)
    next(rows)
    assert len(list(tmp_path.iterdir())) == 1
    rows.close()
    assert list(tmp_path.iterdir()) == []
