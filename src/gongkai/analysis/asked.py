"""What was asked for against what there is, and the tables of a package, opened together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import duckdb

from gongkai.errors import PackageError
from gongkai.package import Place, while_current
from gongkai.publish.parquet import check_schema
from gongkai.publish.queries import connected
from gongkai.publish.stored import StoredPackage

__all__ = ["in_package", "known_language", "listed", "refuse_unknown"]

Answer = TypeVar("Answer")

_LANGUAGES = ("zh", "en")
_MEMORY = "1GB"
"""A panel over many reports is sorted in memory up to here, and beyond on the disk."""

_NEAREST = 3


def in_package(
    package: Place | None, names: Sequence[str], ask: Callable[[duckdb.DuckDBPyConnection], Answer]
) -> Answer:
    """Ask tables of a package, which are opened by their names; the answer is of one state of the package.

    Raises:
        PackageError: there is no such package, or it has not got one of the tables.
    """
    with TemporaryDirectory(prefix="gongkai-") as folder:

        def read(stored: StoredPackage) -> Answer:
            files = {name: stored.files(name) for name in names}
            for name, parts in files.items():
                for part in parts:
                    check_schema(part, name)
            try:
                with connected(files, Path(folder) / "spill") as connection:
                    connection.execute(f"SET memory_limit = '{_MEMORY}'")
                    return ask(connection)
            except duckdb.Error as error:
                raise PackageError(f"{stored.root}: the tables cannot be read ({error})") from error

        return while_current(package, read)


def listed(asked: Iterable[str] | str | None) -> list[str] | None:
    """Give what was asked for as a list: one name may stand alone.

    >>> listed("granted"), listed(None)
    (['granted'], None)
    """
    if asked is None:
        return None
    return [asked] if isinstance(asked, str) else list(dict.fromkeys(asked))


def refuse_unknown(kind: str, asked: Iterable[object] | None, known: Iterable[object]) -> None:
    """Refuse what there is not, and name what is nearest.

    Raises:
        PackageError: something that was asked for is not known.

    >>> refuse_unknown("concept", ["grated"], ["granted", "refused"])
    Traceback (most recent call last):
    gongkai.errors.PackageError: no concept 'grated'; the nearest are 'granted', 'refused'
    """
    there = list(known)
    for each in asked or ():
        if each not in there:
            nearest = ", ".join(map(repr, _nearest(each, there))) or "none, as there is none"
            raise PackageError(f"no {kind} {each!r}; the nearest are {nearest}")


def _nearest(asked: object, there: Iterable[object]) -> list[object]:
    named = {str(each): each for each in there}
    if isinstance(asked, int):
        return [named[name] for name in sorted(named, key=lambda name: abs(int(name) - asked))[:_NEAREST]]
    return [named[name] for name in get_close_matches(str(asked), named, n=_NEAREST, cutoff=0)]


def known_language(language: str) -> str:
    """Give a language back, if there is such.

    Raises:
        PackageError: it is none of those that gongkai has names in.
    """
    refuse_unknown("language", [language], _LANGUAGES)
    return language
