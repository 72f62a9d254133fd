"""A data package on disk, as its descriptor gives it, and where everything lies in it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from gongkai._version import __version__
from gongkai.errors import PackageError

__all__ = ["DESCRIPTOR", "FOLDER", "NAME", "StoredPackage", "file_name", "listed_paths", "stored_package"]

NAME = "gongkai"
DESCRIPTOR = "datapackage.json"
FOLDER = "data/processed"


@dataclass(frozen=True, slots=True)
class StoredPackage:
    """A package on disk: its descriptor's file and text, what it says, and its resources by name."""

    descriptor: Path
    text: bytes
    properties: Mapping[str, Any]
    resources: Mapping[str, Mapping[str, Any]]

    @property
    def root(self) -> Path:
        """The folder of the package."""
        return self.descriptor.parent

    def is_current(self) -> bool:
        """Tell whether the descriptor still says what it said, so that what was read since belongs together."""
        return self.descriptor.is_file() and self.descriptor.read_bytes() == self.text

    def files(self, table: str) -> list[Path]:
        """Give the files of a table, in the order of its rows: one, or several of a large table.

        Raises:
            PackageError: the package has no such table or file, or a path leads out of the package.
        """
        if table not in self.resources:
            raise PackageError(
                f"{self.root}: the package has no table {table!r}, which gongkai {__version__} writes; publish it again"
            )
        listed = self.resources[table].get("path")
        paths = listed if isinstance(listed, list) and listed else [listed]
        return [self._file(table, path) for path in paths]

    def _file(self, table: str, path: object) -> Path:
        if not isinstance(path, str) or not _leads_inside(self.root, path):
            raise PackageError(f"{self.root}: the path {path!r} of {table!r} leads out of the package")
        if not (self.root / path).is_file():
            raise PackageError(f"{self.root / path}: there is no such file; publish the package again")
        return self.root / path


def file_name(table: str, part: int | None = None) -> str:
    """Give the name of a table's file, or of one of its files where a table is so large that it is several.

    >>> file_name("reports"), file_name("observations", 2)
    ('reports.parquet', 'observations-0002.parquet')
    """
    return f"{table}.parquet" if part is None else f"{table}-{part:04}.parquet"


def listed_paths(resource: Mapping[str, Any]) -> list[str]:
    """Give the paths that the descriptor of a table lists: one, or several of a large table.

    >>> listed_paths({"path": "data/processed/reports.parquet"})
    ['data/processed/reports.parquet']
    """
    path = resource.get("path")
    return [str(each) for each in path] if isinstance(path, list) else [str(path)]


def stored_package(package: str | os.PathLike[str]) -> StoredPackage:
    """Read the descriptor of a package, given by its folder or by the descriptor's own path.

    Raises:
        PackageError: there is no such package, or its descriptor is no descriptor.
    """
    given = Path(package)
    if not given.exists():
        raise PackageError(f"{given}: there is no such folder or file; check the path")
    file = given / DESCRIPTOR if given.is_dir() else given
    if not file.exists():
        raise PackageError(f"{given}: there is no {DESCRIPTOR} in this folder; check the path")
    try:
        text = file.read_bytes()
        properties = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise PackageError(f"{file}: this is no readable JSON ({error})") from error
    return StoredPackage(file, text, properties, _resources(file, properties))


def _resources(file: Path, properties: Any) -> dict[str, Mapping[str, Any]]:
    listed = properties.get("resources") if isinstance(properties, dict) else None
    if not isinstance(listed, list):
        raise PackageError(f"{file}: this is no descriptor of a data package: it lists no resources")
    resources: dict[str, Mapping[str, Any]] = {}
    for resource in listed:
        name = resource.get("name") if isinstance(resource, dict) else None
        if not isinstance(name, str) or name in resources:
            raise PackageError(f"{file}: a resource has no name of its own: {name!r}")
        resources[name] = resource
    return resources


def _leads_inside(root: Path, path: str) -> bool:
    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts or "\\" in path or not path.isprintable():
        return False
    # A link inside the package may still point out of it.
    return Path(os.path.realpath(root / path)).is_relative_to(os.path.realpath(root))
