"""A package for other tools, CSV, Excel, SQLite, DuckDB and Stata, and in one file to be handed on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal, get_args

from gongkai.errors import GongkaiError
from gongkai.export.archive import archive_name, write_archive
from gongkai.export.comma_separated import write_csv
from gongkai.export.databases import write_duckdb, write_sqlite
from gongkai.export.stata import write_stata
from gongkai.export.workbook import write_workbook
from gongkai.package import Place, while_current
from gongkai.publish.stored import StoredPackage

__all__ = ["Target", "export_package"]

Target = Literal["csv", "xlsx", "sqlite", "duckdb", "stata", "zip"]


@dataclass(frozen=True, slots=True)
class _Format:
    """How a package is written for a tool: to one file, or to the files of a folder, which all end the same way."""

    write: Callable[[StoredPackage, Path], None]
    name: str
    files: tuple[str, ...] = ()

    @property
    def is_folder(self) -> bool:
        return bool(self.files)


_FORMATS: Mapping[str, _Format] = {
    "csv": _Format(write_csv, "gongkai-csv", ("*.csv", "datapackage.json")),
    "xlsx": _Format(write_workbook, "gongkai.xlsx"),
    "sqlite": _Format(write_sqlite, "gongkai.sqlite"),
    "duckdb": _Format(write_duckdb, "gongkai.duckdb"),
    "stata": _Format(write_stata, "gongkai-stata", ("*.dta",)),
    "zip": _Format(write_archive, "gongkai-data.zip"),
}


def export_package(package: Place | None, to: Target, out: str | os.PathLike[str] | None = None) -> Path:
    """Write a package for another tool, and give the place of what was written.

    It is written beside that place and renamed, so that what stands there is whole, or what stood there before.
    Whatever the size of the package, some ten thousand rows are in memory at once, and for Stata some hundred thousand.

    Args:
        package: the package, as `gongkai.load` takes it.
        to: `csv` for a folder of CSV files, `stata` for one of .dta files, `xlsx`, `sqlite` and `duckdb` for one file,
            `zip` for the package itself in one file, with CSV, data dictionary, licences, citation and digests.
        out: the file or folder to write; if left out, `gongkai.xlsx` and the like in the folder where the program runs.
            An archive is called after the version of the data, such as `gongkai-data-1.0.0.zip`.

    Raises:
        PackageError: there is no such package, or it is damaged.
        GongkaiError: there is no such format, or other files are in the way.
        OSError: the place cannot be written.

    >>> export_package(None, "parquet")
    Traceback (most recent call last):
    gongkai.errors.GongkaiError: no format 'parquet'; a package is exported to csv, xlsx, sqlite, duckdb, stata and zip
    """
    if to not in _FORMATS:
        *others, last = get_args(Target)
        raise GongkaiError(f"no format {to!r}; a package is exported to {', '.join(others)} and {last}")
    chosen = _FORMATS[to]

    def write(stored: StoredPackage) -> Path:
        place = Path(out or (f"{archive_name(stored)}.zip" if to == "zip" else chosen.name))
        _refuse_foreign(place, chosen)
        with _beside(place) as draft:
            if chosen.is_folder:
                draft.mkdir()
            chosen.write(stored, draft)
            _put(draft, place)
        return place

    return while_current(package, write)


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Give a path on the disk of a place, whose name nobody else has; what is left there goes."""
    place.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        yield folder / place.name
    finally:
        shutil.rmtree(folder)


def _put(draft: Path, place: Path) -> None:
    before = draft.with_name("before")
    try:
        if place.is_dir():
            place.rename(before)
        draft.replace(place)
    except BaseException:
        if before.exists():
            before.rename(place)
        raise


def _refuse_foreign(place: Path, chosen: _Format) -> None:
    if not place.exists():
        return
    if place.is_dir() != chosen.is_folder:
        kind, wanted = ("folder", "file") if place.is_dir() else ("file", "folder")
        raise GongkaiError(f"{place}: this is a {kind}, and the export is a {wanted}; choose another place")
    if chosen.is_folder:
        foreign = sorted(each.name for each in place.iterdir() if not any(each.match(name) for name in chosen.files))
        if foreign:
            raise GongkaiError(f"{place}: other files are in this folder: {', '.join(foreign[:3])}; choose another one")
