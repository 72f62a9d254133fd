"""What was asked for against what there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from gongkai.errors import PackageError
from gongkai.publish.parquet import read_rows
from gongkai.publish.stored import StoredPackage

__all__ = ["known_agencies", "known_language", "listed", "refuse_unknown"]

_LANGUAGES = ("zh", "en")
_NEAREST = 3


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
    there = dict.fromkeys(known)
    for each in asked or ():
        if each not in there:
            nearest = ", ".join(map(repr, _nearest(each, there))) or "none, as there is none"
            raise PackageError(f"no {kind} {each!r}; the nearest are {nearest}")


def _nearest(asked: object, there: Iterable[object]) -> list[object]:
    named = {str(each): each for each in there}
    if isinstance(asked, int):
        return [named[name] for name in sorted(named, key=lambda name: abs(int(name) - asked))[:_NEAREST]]
    return [named[name] for name in get_close_matches(str(asked), named, n=_NEAREST, cutoff=0)]


def known_agencies(stored: StoredPackage, asked: Sequence[str]) -> list[str]:
    """Give the ids of agencies that are given by their ids or full names.

    Raises:
        PackageError: there is no such agency, or several have the name; the message names the nearest, or all of them.
    """
    rows = read_rows(stored.files("agencies"), "agencies", ["agency_id", "name"])
    ids = rows["agency_id"].to_pylist()
    named = defaultdict(list)
    for agency_id, name in zip(ids, rows["name"].to_pylist(), strict=True):
        named[name].append(agency_id)
    refuse_unknown("agency", asked, [*ids, *named])
    meant = {each: [each] for each in ids} | {each: named[each] for each in asked if each in named}
    for each in asked:
        if len(meant[each]) > 1:
            raise PackageError(f"several agencies are called {each}: name one by its id, {', '.join(meant[each])}")
    return [agency_id for each in asked for agency_id in meant[each]]


def known_language(language: str) -> str:
    """Give a language back, if there is such.

    Raises:
        PackageError: it is none of those that gongkai has names in.
    """
    refuse_unknown("language", [language], _LANGUAGES)
    return language
