"""What was given by addresses that fsspec opens: files, folders with all below them, and patterns of names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.building.sources.manifest import MANIFEST, originals_in
from gongkai.building.sources.patterns import Pattern, pattern
from gongkai.building.sources.places import file_system, is_of_web
from gongkai.building.sources.source import Source
from gongkai.building.sources.walk import Said, is_hidden, with_original
from gongkai.errors import GongkaiError, SourceError
from gongkai.printable import file_name, printable
from gongkai.read.companions import folders_saved_with, is_saved_with_page

__all__ = ["remote_sources"]

Entry = Mapping[str, Any]
"""What a file system tells of a file or folder."""


def remote_sources(addresses: Sequence[str]) -> Iterator[Source]:
    """Find what lies at addresses, as a stream. They are looked at, and manifests read, before this returns.

    Args:
        addresses: files, folders, and patterns in which `*` stands for any part of a name.

    Raises:
        GongkaiError: an address cannot be opened, nothing is there, or a manifest is not right.
    """
    given = list(dict.fromkeys(map(_given, addresses)))
    folders = [each.folder for each in given]
    above = posixpath.commonpath(folders) if len(set(map(posixpath.isabs, folders))) == 1 else ""
    said = {place: row for each in reversed(given) for place, row in _said(each).items()}
    return (with_original(source, said) for each in given for source in _sources(each, above, said))


@dataclass(frozen=True, slots=True)
class _GivenAddress:
    """An address that was given: its path in its file system, and the folder that names are relative to."""

    files: Any
    path: str
    folder: str
    pattern: Pattern | None = None


def _given(address: str) -> _GivenAddress:
    files, path = file_system(address)
    if is_of_web(files):
        return _given_on_web(files, path, address)
    try:
        if files.isdir(path):
            return _GivenAddress(files, path, path)
        if files.exists(path):
            return _GivenAddress(files, path, posixpath.dirname(path))
        of_names = pattern(path) if "*" in path else None
        is_any = of_names is not None and next(of_names.matches(_Elsewhere(files)), None) is not None
    except Exception as error:  # each file system has errors of its own
        raise GongkaiError(f"{_cannot_be_followed(address, error)}; check it") from error
    if of_names is None or not is_any:
        raise GongkaiError(f"{printable(address)}: there is nothing at this address; check it")
    return _GivenAddress(files, path, of_names.folder, of_names)


def _given_on_web(files: Any, path: str, address: str) -> _GivenAddress:
    """Take an address of the web for that of a file: what links others is no folder of them."""
    try:
        files.info(path)
    except Exception as error:  # each file system has errors of its own
        advice = "a site has no list of its files: name each, or use `gongkai fetch`" if "*" in path else "check it"
        # What became of the request is told by what the error comes from.
        raise GongkaiError(f"{_cannot_be_followed(address, error.__cause__ or error)}; {advice}") from error
    return _GivenAddress(files, path, posixpath.dirname(path))


def _cannot_be_followed(address: str, error: BaseException) -> str:
    return f"{printable(address)}: this address cannot be followed ({type(error).__name__}: {printable(str(error))})"


class _Elsewhere:
    """Files and folders of a file system, as patterns ask for them."""

    def __init__(self, files: Any) -> None:
        self._files = files

    def names(self, folder: str) -> list[str]:
        return [_base(entry) for entry in _listed(self._files, folder)]

    def is_folder(self, path: str) -> bool:
        return bool(self._files.isdir(path))

    def is_link(self, path: str) -> bool:
        return False

    def is_there(self, path: str) -> bool:
        return bool(self._files.exists(path))


def _listed(files: Any, folder: str) -> list[Entry]:
    entries = [entry for entry in files.ls(folder, detail=True) if entry["name"].rstrip("/") != folder.rstrip("/")]
    return sorted((entry for entry in entries if not is_hidden(_base(entry))), key=_base)


def _base(entry: Entry) -> str:
    return posixpath.basename(str(entry["name"]).rstrip("/"))


def _said(given: _GivenAddress) -> Said:
    files, path = given.files, posixpath.join(given.folder, MANIFEST)
    if is_of_web(files) or not (given.pattern or given.path == given.folder) or not files.isfile(path):
        return {}

    def called(file: str) -> list[str]:
        place = posixpath.join(given.folder, file)
        return [files.unstrip_protocol(place)] if files.isfile(place) else []

    return originals_in(files.cat_file(path), file_name(files.unstrip_protocol(path)), called)


def _sources(given: _GivenAddress, above: str, said: Said) -> Iterator[Source]:
    files, manifest = given.files, posixpath.join(given.folder, MANIFEST)
    for path in given.pattern.matches(_Elsewhere(files)) if given.pattern else [given.path]:
        if not is_of_web(files) and files.isdir(path):
            yield from _below(files, path, above, said, manifest)
        elif path != manifest or not given.pattern:
            beside = "" if is_of_web(files) else next(filter(files.isdir, folders_saved_with(path)), "")
            yield _source(files, files.info(path), above, beside)


def _below(
    files: Any, folder: str, above: str, said: Said, manifest: str, *, of_page: bool = False
) -> Iterator[Source]:
    """Give all below a folder, depth first in the order of names."""
    try:
        entries = _listed(files, folder)
    except Exception as error:  # each file system has errors of its own
        name = _name(folder, above)
        detail = f"a folder that cannot be listed: {type(error).__name__}: {error}"
        yield Source(name, files.unstrip_protocol(folder), error=SourceError(name, "unreadable", detail))
        return
    names = [_base(entry) for entry in entries]
    folders = {entry["name"].rstrip("/") for entry in entries if entry["type"] == "directory"}
    for entry in entries:
        path = entry["name"].rstrip("/")
        if entry["type"] == "directory":
            of_this_page = of_page or is_saved_with_page(_base(entry), names)
            yield from _below(files, path, above, said, manifest, of_page=of_this_page)
        elif path != manifest and (not of_page or files.unstrip_protocol(path) in said):
            yield _source(files, entry, above, next(filter(folders.__contains__, folders_saved_with(path)), ""))


def _source(files: Any, entry: Entry, above: str, beside: str) -> Source:
    size = entry.get("size") or 0
    changed = next((entry[told] for told in _TELL_CHANGES if entry.get(told)), None)
    if isinstance(changed, datetime):
        changed = changed.timestamp()
    stamp = "" if changed is None else f"{size}-{changed}"
    place = files.unstrip_protocol(entry["name"])
    of_page = files.unstrip_protocol(beside) if beside else ""
    return Source(_name(entry["name"], above), place, stamp=stamp, bytes=size, beside=of_page)


_TELL_CHANGES = (
    "ETag", "etag", "Content-MD5", "md5Hash", "LastModified", "last_modified", "Last-Modified",
    "updated", "mtime", "modified", "created",
)  # fmt: skip
"""What file systems call that which changes with a file, the surest first."""


def _name(path: str, above: str) -> str:
    inside = posixpath.relpath(path, above)
    return file_name(path if inside == "." else inside)
