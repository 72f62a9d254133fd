"""A published data package: load its tables, and find everything that is wrong with it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, TypeVar, get_args

import pandas as pd
from pyarrow import ArrowException, compute, parquet

from gongkai.errors import PackageError
from gongkai.packed import is_packed, unpacked
from gongkai.publish.checked import TableCheck
from gongkai.publish.descriptor import PROFILE, package_warnings, resource
from gongkai.publish.extent import extent_properties
from gongkai.publish.integrity import Kind, Problem
from gongkai.publish.parquet import read_rows, stored_groups
from gongkai.publish.queries import connected, reference_problems
from gongkai.publish.stored import DESCRIPTOR, FOLDER, NAME, StoredPackage, listed_paths, stored_package
from gongkai.publish.switch import is_version, version_in_use
from gongkai.tables import TABLES, arrow_schema
from gongkai.tables.everyday import choices_of, everyday

__all__ = ["Dtypes", "Place", "Problem", "load", "opened_package", "validate_package", "while_current"]

Place = str | PathLike[str]
Dtypes = Literal["numpy", "arrow"]

Watch = Callable[[str, int, int], object]

Work = TypeVar("Work")
Result = TypeVar("Result")

Filter = tuple[str, str, Any]
Filters = Sequence[Filter] | Sequence[Sequence[Filter]]

_KIND_BY_PROPERTY: dict[str, Kind] = {
    "gongkai:bytes": "bytes",
    "gongkai:rows": "rows",
    "hash": "hash",
    "schema": "schema",
}

_MISSHAPEN = {"resource", "file", "schema", "value", "primary_key", "foreign_key", "order"}

_LONGEST_VALUE = 80

_WORTH_PROCESSES = 4 * 2**20
"""From so many bytes on a package is worth the time that processes take to begin: about a thousand reports."""

_ATTEMPTS = 20
"""How often a package is read again because it was replaced meanwhile."""

_BUSY = "{}: the package is replaced again and again while it is read; wait until no build goes on"


def load(
    table: str,
    package: Place | None = None,
    *,
    columns: Sequence[str] | None = None,
    filters: Filters | None = None,
    dtypes: Dtypes = "numpy",
) -> pd.DataFrame:
    """Give the rows of one table of a package.

    The package is given by its folder, by the path of its `datapackage.json`, or by the path or the address of a zip
    file (`gongkai export --to zip`). Such a file is checked and unpacked into the cache once; what an address leads to
    is fetched once, and read without a network from then on. `#sha256=...` behind an address is the digest that the
    file must have. The cache is the folder that GONGKAI_CACHE names, or else the usual one of the system.

    Without a package, that of the repository serves that gongkai is installed from, where it is installed in editable
    mode; no data come with `pip install`.

    Args:
        table: the table.
        package: the package.
        columns: the columns to read, in this order; without it all.
        filters: the rows to read, as pyarrow has it: `[("year", "=", 2020), ("level", "in", ["county"])]` are those for
            which all hold, and a list of such lists those for which one of them holds. Row groups in which no row can
            be meant are not read: rows stand in the order of their key, so that `report_id` finds them at once.
        dtypes: `numpy` for the types that everyday pandas and statsmodels take (`Int64`, `float64`, `string`,
            `category`, `datetime64`), `arrow` for columns that are backed by Arrow; in both a missing value is no zero.

    Raises:
        PackageError: there is no such package, table, column or kind of types, or the table's file is missing, damaged
            or of another schema.

    >>> load("observation", "anywhere")
    Traceback (most recent call last):
    gongkai.errors.PackageError: no table 'observation'; the tables are reports, ..., failures
    >>> load("reports", columns=["yaer"])
    Traceback (most recent call last):
    gongkai.errors.PackageError: reports: no column 'yaer'; the nearest is 'year'
    """
    if table not in TABLES:
        raise PackageError(f"no table {table!r}; the tables are {', '.join(TABLES)}")
    wanted = None if columns is None else [_column(table, name) for name in columns]
    condition = None if not filters else _condition(table, filters)
    if dtypes not in get_args(Dtypes):
        raise PackageError(f"no dtypes {dtypes!r}; they are {' and '.join(map(repr, get_args(Dtypes)))}")

    def read(stored: StoredPackage) -> pd.DataFrame:
        rows = read_rows(stored.files(table), table, wanted, condition)
        if dtypes == "numpy":
            return everyday(rows, choices_of(table))
        backed: pd.DataFrame = rows.to_pandas(types_mapper=pd.ArrowDtype)
        return backed

    return while_current(package, read)


def while_current(package: Place | None, read: Callable[[StoredPackage], Result]) -> Result:
    """Give what is read of a package; it is read again where the package was replaced meanwhile.

    Args:
        package: the package, as `load` takes it; without it, that of the repository.
        read: reads of the package that it is given.

    Raises:
        PackageError: there is no such package, what is read of it is not there, or it is replaced all the time.
    """
    place = _own_package() if package is None else package
    for _ in range(_ATTEMPTS):
        stored = opened_package(place)
        try:
            found = read(stored)
        except PackageError:
            if stored.is_current():
                raise
        else:
            if stored.is_current():
                return found
    raise PackageError(_BUSY.format(place))


def _column(table: str, name: str) -> str:
    known = arrow_schema(table).names
    if name not in known:
        nearest = get_close_matches(str(name), known, n=1, cutoff=0)
        raise PackageError(f"{table}: no column {name!r}; the nearest is {nearest[0]!r}")
    return name


def _condition(table: str, filters: Filters) -> compute.Expression:
    each: Any
    for each in filters:
        for name, *_ in [each] if isinstance(each, tuple) else each:
            _column(table, name)
    try:
        return parquet.filters_to_expression(filters)
    except (ValueError, TypeError) as error:
        raise PackageError(f'{table}: filters are like [("year", "=", 2020)]: {error}') from error


def validate_package(package: Place, *, executor: Executor | None = None, watch: Watch | None = None) -> list[Problem]:
    """Find everything that is wrong with a package: none, and the list is empty.

    Checked are the descriptor against the tables that gongkai declares, the size and digest of every file, the
    columns, values and keys of every table, and what the tables say of one another: `gongkai.content` reads every
    raw text again, and applies every rule again. Whatever the size of the package, a few hundred reports are in memory
    at once; what goes across all of them is sorted in a temporary folder.

    Args:
        package: the package, as `load` takes it.
        executor: who does the work where the package is large, such as processes; without it, this process.
        watch: is told how far the work is: what is looked at, how many parts of it are done, and of how many.

    >>> [problem.kind for problem in validate_package("no/such/folder")]
    ['descriptor']
    """
    for _ in range(_ATTEMPTS):
        try:
            stored = opened_package(package)
        except PackageError as error:
            return [Problem(None, "descriptor", str(error))]
        try:
            problems = _problems(stored, _Spreading(executor if _is_large(stored) else None, watch))
        except (OSError, ArrowException) as error:
            problems = [Problem(None, "file", str(error))]
        if stored.is_current():
            return problems
    return [Problem(None, "descriptor", _BUSY.format(package))]


@dataclass(frozen=True, slots=True)
class _Spreading:
    """Does work for many things, here or by an executor, and tells how far it is."""

    executor: Executor | None
    watch: Watch | None

    def __call__(self, step: str, do: Callable[[Work], Result], works: Sequence[Work]) -> Iterator[Result]:
        results = self.executor.map(do, works) if self.executor else map(do, works)
        for done, result in enumerate(results, start=1):
            if self.watch:
                self.watch(step, done, len(works))
            yield result


def _is_large(stored: StoredPackage) -> bool:
    sizes = (resource.get("gongkai:bytes") for resource in stored.resources.values())
    return sum(size for size in sizes if isinstance(size, int)) > _WORTH_PROCESSES


def _problems(stored: StoredPackage, spread: _Spreading) -> list[Problem]:
    problems = [*_package_problems(stored), *_extra_files(stored)]
    files: dict[str, list[Path]] = {}
    for table in (table for table in TABLES if table in stored.resources):
        try:
            problems.extend(_resource_problems(stored, table))
            files[table] = stored.files(table)
        except (PackageError, OSError) as error:
            problems.append(Problem(table, "file", str(error)))
    of_rows = list(itertools.chain(*spread("tables", _row_problems, [*files.items()])))
    problems += of_rows
    unreadable = {problem.table for problem in of_rows if problem.kind in ("file", "schema")}
    comparable = {table: parts for table, parts in files.items() if table not in unreadable}
    # A year or day that cannot be is told of its row.
    if not any(problem.table == "reports" for problem in of_rows):
        problems += _problems_of_the_whole(stored, comparable)
    with TemporaryDirectory(prefix="gongkai-") as folder:
        with connected(comparable, Path(folder) / "spill") as connection:
            problems.extend(reference_problems(connection, comparable.keys()))
        # Whoever only loads a table need not wait for all that understands reports.
        from gongkai.content import content_problems

        # What the rows say is compared only where all of them are there and are what they should be.
        sound = files.keys() == TABLES.keys() and not any(problem.kind in _MISSHAPEN for problem in problems)
        return problems + (content_problems(files, Path(folder), spread) if sound else [])


def _row_problems(stored: tuple[str, Sequence[Path]]) -> list[Problem]:
    table, files = stored
    check = TableCheck(table)
    try:
        for rows in stored_groups(files, table):
            check.passes(rows)
    except PackageError as error:
        return [Problem(table, "file", str(error))]
    return check.problems()


def opened_package(package: Place) -> StoredPackage:
    """Open a package for more than one table, as `load` takes it.

    Raises:
        PackageError: there is no such package.
    """
    return stored_package(unpacked(package) if is_packed(package) else package)


def _own_package() -> Path:
    for folder in Path(__file__).resolve().parents:
        if (folder / DESCRIPTOR).is_file() and stored_package(folder).properties.get("name") == NAME:
            return folder
    raise PackageError(
        "no data came with gongkai; `gongkai build SOURCE... --out DIR` makes a package of reports, and package= takes "
        "its folder, or the path or address of a package in a zip file that others have made"
    )


def _package_problems(stored: StoredPackage) -> Iterator[Problem]:
    for name, expected in {"$schema": PROFILE, "name": NAME, "gongkai:warnings": package_warnings()}.items():
        for _, difference in _differences(stored.properties.get(name), expected, name):
            yield Problem(None, "descriptor", difference)
    for name in [*TABLES, *stored.resources]:
        if name not in stored.resources:
            yield Problem(name, "resource", "the descriptor has no such resource")
        if name not in TABLES:
            yield Problem(name, "resource", "gongkai has no such table")


def _problems_of_the_whole(stored: StoredPackage, files: Mapping[str, Sequence[Path]]) -> Iterator[Problem]:
    """Hold the years and regions of the descriptor against the reports; the day may be one that the owner states."""
    expected = extent_properties(files)
    for name in expected.keys() - {"created"}:
        for _, difference in _differences(stored.properties.get(name), expected[name], name):
            yield Problem(None, "descriptor", difference)


def _resource_problems(stored: StoredPackage, table: str) -> Iterator[Problem]:
    version = version_in_use(stored)
    expected = resource(table, stored.files(table), version.path if version else FOLDER)
    found = stored.resources[table]
    for name in _compared(found, expected):
        for place, difference in _differences(found.get(name), expected.get(name), name):
            kind = _KIND_BY_PROPERTY.get(name) or _KIND_BY_PROPERTY.get(place.rpartition("/")[2], "descriptor")
            yield Problem(table, kind, difference)


def _extra_files(stored: StoredPackage) -> Iterator[Problem]:
    listed = {path for resource in stored.resources.values() for path in listed_paths(resource)}
    if version_in_use(stored):
        return  # the files beside the version are those of the package before
    for file in sorted((stored.root / FOLDER).glob("*")):
        if f"{FOLDER}/{file.name}" not in listed and not is_version(file):
            yield Problem(None, "extra_file", f"{file}: the descriptor does not list this file")


def _differences(found: Any, expected: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(found, dict) and isinstance(expected, dict):
        for name in _compared(found, expected):
            yield from _differences(found.get(name), expected.get(name), f"{place}/{name}")
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            yield from _differences(one, other, f"{place}/{number}")
    elif found != expected:
        yield place, f"{place} is {_shortened(found)} in the descriptor and should be {_shortened(expected)}"


def _compared(found: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    # Rows of a file that is no sound Parquet cannot be counted; that is told of the file.
    uncounted = {"gongkai:rows"} - expected.keys()
    return [name for name in {**expected, **found} if name not in uncounted]


def _shortened(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
