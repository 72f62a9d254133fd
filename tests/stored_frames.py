"""Frames as a package has them: what is wrong with their rows, as publishing and validating tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as arrow

from gongkai import tables
from gongkai.publish import write_table
from gongkai.publish.checked import TableCheck
from gongkai.publish.integrity import Problem
from gongkai.publish.queries import connected, reference_problems

__all__ = ["in_order", "row_problems", "stored"]


def in_order(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Give tables in the order of their keys."""
    return {
        table: frame.sort_values([name for name in tables.keys(table).primary if name in frame], ignore_index=True)
        for table, frame in frames.items()
    }


def stored(frames: Mapping[str, pd.DataFrame], folder: Path) -> dict[str, Sequence[Path]]:
    """Write tables whose rows keep their rules."""
    for table, frame in frames.items():
        write_table(folder / f"{table}.parquet", table, frame)
    return {table: [folder / f"{table}.parquet"] for table in frames}


def row_problems(frames: Mapping[str, pd.DataFrame], folder: Path) -> list[Problem]:
    """Give everything that is wrong with the rows of tables; references only where nothing else is."""
    problems = [problem for table, frame in frames.items() for problem in _table_problems(table, frame)]
    if problems:
        return problems
    files = stored(frames, folder)
    with connected(files, folder / "spill") as connection:
        return list(reference_problems(connection, files.keys()))


def _table_problems(table: str, frame: pd.DataFrame) -> list[Problem]:
    check = TableCheck(table)
    for batch in arrow.Table.from_pandas(frame, preserve_index=False).to_batches(max_chunksize=500):
        check.passes(arrow.Table.from_batches([batch]))
    return check.problems()
