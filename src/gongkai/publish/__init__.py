"""Tables to a data package: Parquet files and `datapackage.json`, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as arrow

from gongkai import tables
from gongkai.errors import PackageError
from gongkai.publish.checked import TableCheck
from gongkai.publish.descriptor import descriptor_text
from gongkai.publish.dictionary import data_dictionary
from gongkai.publish.integrity import Problem
from gongkai.publish.parquet import (
    ROWS_IN_A_FILE,
    ROWS_IN_A_GROUP,
    read_table,
    row_groups,
    write_row_groups,
    write_table,
)
from gongkai.publish.queries import connected, reference_problems
from gongkai.publish.reservation import SPILL, reserved
from gongkai.publish.stated import stated_of
from gongkai.publish.stored import DESCRIPTOR, FOLDER, NAME, file_name, listed_paths, stored_package
from gongkai.publish.switch import Version, complete, version_in_use
from gongkai.series import NEEDED, derived
from gongkai.tables import BASE_TABLES, DERIVED_TABLES, TABLES

__all__ = ["Place", "data_dictionary", "place_of_package", "publish", "read_table", "write_table"]


def publish(frames: Mapping[str, pd.DataFrame], out: Path, *, sources: Sequence[Mapping[str, str]] = ()) -> None:
    """Publish tables as a data package in the folder `out`: `datapackage.json` and `data/processed/`.

    All tables of `gongkai.tables.BASE_TABLES` are given; `panel` and `coverage` are made of them. A package that is
    there already is replaced as a whole and in one step: after any error, and if the process is killed at any moment,
    the package is the old one or the new one. Other files in `out` are left alone. The sources are those of the data:
    each has a `title` and, where there is one, a `path`.

    Raises:
        PackageError: a table is missing or unknown, its rows break a rule of `gongkai.tables`, `out` holds
            files in the way that are not of a gongkai package, or another build goes on there.
        OSError: the package cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from gongkai import tables
    >>> with TemporaryDirectory() as out:
    ...     publish({table: tables.frame(table, []) for table in BASE_TABLES}, Path(out))
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
        _check_names(frames.keys())
        self.publish_batches({table: _in_order(table, frame) for table, frame in frames.items()}, sources=sources)

    def publish_batches(
        self,
        batches: Mapping[str, Iterable[arrow.RecordBatch]],
        *,
        sources: Sequence[Mapping[str, str]] = (),
        rows_in_a_file: int = ROWS_IN_A_FILE,
    ) -> None:
        """Publish tables of any size here, whose rows come in batches and in the order of the primary key.

        In memory are never more than some ten thousand rows. The files depend on the rows, and not on how many come at
        once. The tables are asked for in the order of `gongkai.tables.BASE_TABLES`, each to its end; those that follow
        from them are made here.

        Args:
            batches: the rows of all tables of `gongkai.tables.BASE_TABLES`, with the columns of
                `gongkai.tables.arrow_schema` or such as can be cast to them.
            sources: as those of the function `publish`.
            rows_in_a_file: a table with more rows is written as several files, `<table>-0001.parquet` and so on.

        Raises:
            PackageError: a table is missing or unknown, its rows break a rule of `gongkai.tables` or do not stand in
                the order of their key, what is stated of the package (`gongkai.publish.stated`) cannot be, or `out`
                holds files in the way that are not of a gongkai package.
            OSError: the package cannot be written.

        >>> from tempfile import TemporaryDirectory
        >>> from gongkai import load
        >>> with TemporaryDirectory() as out, place_of_package(Path(out)) as place:
        ...     place.publish_batches({table: [] for table in BASE_TABLES})
        ...     len(load("observations", out))
        0
        """
        _check_names(batches.keys())
        _check_place(self.out)
        stated = stated_of(self.out)
        made = [folder for folder in (self.out / FOLDER, (self.out / FOLDER).parent) if not folder.exists()]
        version = Version.begin(self.out)
        try:
            files = self._written(version, batches, rows_in_a_file)
            new = {file.name for parts in files.values() for file in parts}
            version.write_descriptors(
                lasting=descriptor_text(files, sources=sources, stated=stated),
                pointer=descriptor_text(files, sources=sources, folder=version.path, stated=stated),
                obsolete={Path(path).name for path in _listed_files(self.out)} - new,
            )
            version.switch(self.out, self.work)
        except BaseException:
            # If the rename came before the error, the new package stands and needs its files.
            if not _points_to(self.out, version):
                version.clear()
                for folder in made:
                    folder.rmdir()
            raise
        complete(self.out, self.work)

    def _written(
        self, version: Version, batches: Mapping[str, Iterable[arrow.RecordBatch]], rows_in_a_file: int
    ) -> dict[str, list[Path]]:
        files, problems = {}, []
        for table in BASE_TABLES:
            files[table], found = _write(version, table, batches[table], rows_in_a_file)
            problems += found
        _refuse(problems)
        with connected(files, self.work / SPILL) as connection:
            _refuse(reference_problems(connection, files.keys()))
        with connected({table: files[table] for table in NEEDED}, self.work / SPILL) as connection:
            for table in DERIVED_TABLES:
                files[table], found = _write(version, table, derived(table, connection), rows_in_a_file)
                _refuse(found)
        return {table: files[table] for table in TABLES}


def _write(
    version: Version, table: str, batches: Iterable[arrow.RecordBatch], rows_in_a_file: int
) -> tuple[list[Path], list[Problem]]:
    """Write the rows of a table as they pass, and give its files and what is wrong with the rows."""
    rows_in_a_group = min(ROWS_IN_A_GROUP, rows_in_a_file)
    check = TableCheck(table)
    groups = filter(check.passes, row_groups(batches, rows_in_a_group))
    files = write_row_groups(version.folder, table, groups, groups_in_a_file=rows_in_a_file // rows_in_a_group)
    return files, check.problems()


def _refuse(problems: Iterable[Problem]) -> None:
    lines = "".join(f"\n- {problem}" for problem in problems)
    if lines:
        raise PackageError(f"nothing is published, because the tables break their rules:{lines}")


def _in_order(table: str, frame: pd.DataFrame) -> list[arrow.RecordBatch]:
    rows = arrow.Table.from_pandas(frame, preserve_index=False)
    key = [(column, "ascending") for column in tables.keys(table).primary if column in rows.column_names]
    in_order: list[arrow.RecordBatch] = (rows.sort_by(key) if key else rows).to_batches()
    return in_order


def _points_to(out: Path, version: Version) -> bool:
    return (out / DESCRIPTOR).exists() and version_in_use(stored_package(out)) == version


def _check_names(names: Set[str]) -> None:
    derived_ones = sorted(names & set(DERIVED_TABLES))
    if derived_ones:
        raise PackageError(f"leave out {', '.join(derived_ones)}: made of the other tables when these are published")
    if names != set(BASE_TABLES):
        missing, unknown = sorted(set(BASE_TABLES) - names), sorted(names - set(BASE_TABLES))
        raise PackageError(f"a package has every table once; missing: {missing}, unknown: {unknown}")


def _check_place(out: Path) -> None:
    place = out / FOLDER
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise PackageError(f"{place}: this is no folder of its own; move it away")
    ours = {f"{FOLDER}/{file_name(table)}" for table in TABLES} | _listed_files(out)
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
    return {path for resource in old.resources.values() for path in listed_paths(resource)}
