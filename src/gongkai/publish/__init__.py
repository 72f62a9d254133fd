"""Tables to a data package: Parquet files and `datapackage.json`, all of it or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from gongkai.errors import PackageError
from gongkai.publish.descriptor import write_descriptor
from gongkai.publish.dictionary import data_dictionary
from gongkai.publish.integrity import row_problems
from gongkai.publish.parquet import read_table, write_table
from gongkai.publish.stored import DESCRIPTOR, FOLDER, NAME, stored_package, table_path
from gongkai.tables import TABLES

__all__ = ["data_dictionary", "publish", "read_table", "write_table"]


def publish(frames: Mapping[str, pd.DataFrame], out: Path, *, sources: Sequence[Mapping[str, str]] = ()) -> None:
    """Publish all tables as a data package in the folder `out`: `datapackage.json` and `data/processed/`.

    A package that is there already is replaced as a whole, and only when the new one is complete; after any
    error it stands as before. Other files in `out` are left alone. The sources are those of the data: each has
    a `title` and, where there is one, a `path`.

    Raises:
        PackageError: a table is missing or unknown, its rows break a rule of `gongkai.tables`, or `out` holds
            files in the way that are not of a gongkai package.
        OSError: the package cannot be written.

    >>> from gongkai import tables
    >>> with TemporaryDirectory() as out:
    ...     publish({table: tables.frame(table, []) for table in TABLES}, Path(out))
    ...     sorted(path.name for path in Path(out).iterdir())
    ['data', 'datapackage.json']
    """
    _check_rows(frames)
    _check_place(out)
    place = out / FOLDER
    place.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=place.parent, prefix=f".{place.name}-") as work:
        folder, text = Path(work) / place.name, Path(work) / DESCRIPTOR
        folder.mkdir()
        files = {table: folder / f"{table}.parquet" for table in TABLES}
        for table, file in files.items():
            write_table(file, table, frames[table])
        write_descriptor(text, files, sources=sources)
        _replace({place: folder, out / DESCRIPTOR: text}, mark=Path(work).name)


def _check_rows(frames: Mapping[str, pd.DataFrame]) -> None:
    if frames.keys() != TABLES.keys():
        missing, unknown = sorted(TABLES.keys() - frames.keys()), sorted(frames.keys() - TABLES.keys())
        raise PackageError(f"a package has every table once; missing: {missing}, unknown: {unknown}")
    problems = row_problems(frames)
    if problems:
        lines = "".join(f"\n- {problem}" for problem in problems)
        raise PackageError(f"nothing is published, because the tables break their rules:{lines}")


def _check_place(out: Path) -> None:
    place = out / FOLDER
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise PackageError(f"{place}: this is no folder of its own; move it away")
    ours = {table_path(table) for table in TABLES} | _listed_files(out)
    entries = sorted(place.iterdir()) if place.exists() else []
    foreign = [entry.name for entry in entries if entry.is_dir() or f"{FOLDER}/{entry.name}" not in ours]
    if foreign:
        raise PackageError(f"{place}: not files of a gongkai package: {', '.join(foreign)}; move them away")


def _listed_files(out: Path) -> set[str]:
    if not (out / DESCRIPTOR).exists():
        return set()
    old = stored_package(out)
    if old.properties.get("name") != NAME:
        raise PackageError(f"{out / DESCRIPTOR}: this describes another package; choose another folder")
    return {str(resource.get("path")) for resource in old.resources.values()}


def _replace(new_by_place: Mapping[Path, Path], mark: str) -> None:
    """Move what is new to its place, everything or nothing.

    What was there stands aside in the same folder meanwhile, outside the temporary one, so that it cannot
    be deleted with that even if it cannot be moved back.
    """
    aside_by_place = {place: place.with_name(f"{mark}-old-{place.name}") for place in new_by_place}
    with ExitStack() as undo:
        for place, new in new_by_place.items():
            if place.exists():
                place.rename(aside_by_place[place])
                undo.callback(aside_by_place[place].rename, place)
            new.rename(place)
            undo.callback(place.rename, new)
        undo.pop_all()
    for aside in aside_by_place.values():
        if aside.is_dir():
            shutil.rmtree(aside)
        else:
            aside.unlink(missing_ok=True)
