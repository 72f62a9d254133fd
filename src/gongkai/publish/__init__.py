"""Tables to a data package: Parquet files and `datapackage.json`, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gongkai.errors import PackageError
from gongkai.publish.descriptor import descriptor_text
from gongkai.publish.dictionary import data_dictionary
from gongkai.publish.integrity import row_problems
from gongkai.publish.parquet import read_table, write_table
from gongkai.publish.reservation import reserved
from gongkai.publish.stored import DESCRIPTOR, FOLDER, NAME, stored_package, table_path
from gongkai.publish.switch import Version, complete, version_in_use
from gongkai.tables import TABLES

__all__ = ["Place", "data_dictionary", "place_of_package", "publish", "read_table", "write_table"]


def publish(frames: Mapping[str, pd.DataFrame], out: Path, *, sources: Sequence[Mapping[str, str]] = ()) -> None:
    """Publish all tables as a data package in the folder `out`: `datapackage.json` and `data/processed/`.

    A package that is there already is replaced as a whole and in one step: after any error, and if the process is
    killed at any moment, the package is the old one or the new one. Other files in `out` are left alone. The sources
    are those of the data: each has a `title` and, where there is one, a `path`.

    Raises:
        PackageError: a table is missing or unknown, its rows break a rule of `gongkai.tables`, `out` holds
            files in the way that are not of a gongkai package, or another build goes on there.
        OSError: the package cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from gongkai import tables
    >>> with TemporaryDirectory() as out:
    ...     publish({table: tables.frame(table, []) for table in TABLES}, Path(out))
    ...     sorted(path.name for path in Path(out).iterdir())
    ['data', 'datapackage.json']
    """
    with place_of_package(out) as place:
        place.publish(frames, sources=sources)


@contextmanager
def place_of_package(out: Path) -> Iterator[Place]:
    """Keep the folder of a package for one build. What a build that was killed began there is completed or cleared.

    Raises:
        PackageError: another build goes on there, or what a killed one left cannot be cleared.
        OSError: the folder cannot be written.
    """
    with reserved(out) as work:
        complete(out, work)
        yield Place(out, work)


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of a package, kept for one build, and the folder in it for what is under way."""

    out: Path
    work: Path

    def publish(self, frames: Mapping[str, pd.DataFrame], *, sources: Sequence[Mapping[str, str]] = ()) -> None:
        """Publish tables here, as the function `publish` does."""
        _check_rows(frames)
        _check_place(self.out)
        obsolete = {Path(path).name for path in _listed_files(self.out) - {table_path(table) for table in TABLES}}
        version = Version.begin(self.out)
        try:
            files = {table: version.file(table) for table in TABLES}
            for table, file in files.items():
                write_table(file, table, frames[table])
            version.write_descriptors(
                lasting=descriptor_text(files, sources=sources),
                pointer=descriptor_text(files, sources=sources, folder=version.path),
                obsolete=obsolete,
            )
            version.switch(self.out, self.work)
        except BaseException:
            # If the rename came before the error, the new package stands and needs its files.
            if not _points_to(self.out, version):
                version.clear()
            raise
        complete(self.out, self.work)


def _points_to(out: Path, version: Version) -> bool:
    return (out / DESCRIPTOR).exists() and version_in_use(stored_package(out)) == version


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
