"""Archives of reports, zip, tar and gzip: every member with its bytes, or with the reason why it has none."""

from __future__ import annotations

import stat
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from zipfile import ZipInfo

from gongkai.errors import SourceError
from gongkai.printable import printable
from gongkai.read.answer import is_several_answers, several_answers
from gongkai.read.companions import belonging, is_read_with_page, relative_to
from gongkai.read.office import office_format
from gongkai.read.tarred import TarEntry, gunzipped, inner_name, is_gzip, is_tar, tar_entries, tar_paths
from gongkai.read.zipped import Allowance, inflate, open_zip

__all__ = ["MAX_DEPTH", "MAX_MEMBERS", "Member", "is_archive", "members", "only_member"]

MAX_MEMBERS = 10_000
"""The most members that are read of one archive, those of archives inside it included."""

MAX_DEPTH = 2
"""How many archives inside one another are opened below the outermost."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its bytes, or the error that kept them back.

    `name` is the name of the archive, a slash, and the path inside. It is a name only: nothing is written under it.
    `beside` holds style sheets and frames that a page was saved with, by their addresses in it.
    """

    name: str
    data: bytes | None
    error: SourceError | None = None
    beside: Mapping[str, bytes] = field(default_factory=dict)


def is_archive(data: bytes) -> bool:
    """Tell an archive of files from other bytes, and from the office documents that are zip containers too.

    An answer of a web service that holds several reports is an archive of them.

    >>> is_archive(b"<html>"), is_archive(b"PK\\x05\\x06" + bytes(18))
    (False, True)
    """
    if data.startswith(_SIGNATURES):
        return office_format(data) is None
    return is_gzip(data) or is_tar(data) or is_several_answers(data)


_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")


def members(data: bytes, name: str) -> Iterator[Member]:
    """Give every file of an archive, and those of the archives inside it.

    Folders, hidden files and what operating systems leave behind are passed over, as are the files that a page was
    saved with, and pictures beside the only report. A bad member is given with its error
    and the others follow. An archive that cannot be opened, has no files, or has too many is given as a member with an
    error. Two members may have one name.

    Args:
        data: the bytes of the archive.
        name: what to call the archive in names and errors.
    """
    yield from _Opening().members(data, name, depth=0)


def only_member(data: bytes, name: str) -> Member:
    """Give the one report of an archive; for the arguments see `members`.

    Raises:
        SourceError: there are more, which the error names, or the only one cannot be read.
    """
    first = list(islice(members(data, name), _NAMED))
    if len(first) != 1:
        raise SourceError(name, "several_reports", f"an archive: {', '.join(member.name for member in first)}")
    (member,) = first
    if member.error is not None:
        raise member.error
    return member


_NAMED = 4


class _Opening:
    """One archive being read, with what may still be read of it."""

    def __init__(self) -> None:
        self._allowance = Allowance()
        self._members_left = MAX_MEMBERS

    def members(self, data: bytes, name: str, depth: int) -> Iterator[Member]:
        has_files = False
        try:
            for entry in _entries(data, name, self._allowance):
                has_files = True
                if not self._members_left:
                    detail = f"it has more than {MAX_MEMBERS} members, and the rest is left out"
                    yield Member(name, None, SourceError(name, "too_large", detail))
                    return
                self._members_left -= 1
                yield from self._members_of(entry, f"{name}/{printable(entry.path)}", depth)
        except SourceError as error:
            yield Member(name, None, error)
            return
        if not has_files:
            yield Member(name, None, SourceError(name, "empty", "an archive of no files"))

    def _members_of(self, entry: _PackedFile, name: str, depth: int) -> Iterator[Member]:
        try:
            content, beside = entry.read(name), entry.beside()
        except SourceError as error:
            yield Member(name, None, error)
            return
        if not is_archive(content):
            yield Member(name, content, beside=beside)
        elif depth < MAX_DEPTH:
            yield from self.members(content, name, depth + 1)
        else:
            detail = f"archives more than {MAX_DEPTH} deep inside one another"
            yield Member(name, None, SourceError(name, "unsupported_format", detail))


@dataclass(frozen=True, slots=True)
class _PackedFile:
    """A file in an archive that was not read yet: its path, and what gives its content when given its name."""

    path: str
    read: Callable[[str], bytes]
    beside: Callable[[], Mapping[str, bytes]] = dict


def _entries(data: bytes, name: str, allowance: Allowance) -> Iterator[_PackedFile]:
    """Give the files of an archive, without those that belong to others.

    Raises:
        SourceError: the archive cannot be read, or not to its end.
    """
    if is_tar(data):
        of_others = belonging(filter(_is_file, tar_paths(data, name)), pictures=True)
        for each in tar_entries(data, name, allowance):
            if _is_file(each.path) and each.path not in of_others:
                yield _PackedFile(each.path, partial(_content_in_tar, each))
    elif is_gzip(data):
        yield _PackedFile(inner_name(name), lambda _: gunzipped(data, name, allowance))
    elif data.startswith(_SIGNATURES):
        yield from _entries_in_zip(data, name, allowance)
    else:
        for path, content in several_answers(data):
            yield _PackedFile(path, partial(_as_it_is, content))


def _as_it_is(content: bytes, _: str) -> bytes:
    return content


def _content_in_tar(entry: TarEntry, name: str) -> bytes:
    if entry.content is None:
        raise SourceError(name, entry.reason, entry.detail)
    return entry.content


def _entries_in_zip(data: bytes, name: str, allowance: Allowance) -> Iterator[_PackedFile]:
    with open_zip(data, name) as container:
        files = [(path, info) for info in container.infolist() if _is_file(path := _path(info))]
        of_others = belonging([path for path, _ in files], pictures=True)
        own: dict[str, list[tuple[str, ZipInfo]]] = defaultdict(list)
        for path, info in files:
            if path in of_others and is_read_with_page(path):
                own[of_others[path]].append((path, info))

        def content(info: ZipInfo, called: str) -> bytes:
            if _is_link(info):
                raise SourceError(called, "not_a_file", "a link inside an archive")
            return inflate(container, info, called, allowance)

        def beside(page: str) -> Mapping[str, bytes]:
            return {relative_to(page, path): content(info, f"{name}/{printable(path)}") for path, info in own[page]}

        for path, info in files:
            if path not in of_others:
                yield _PackedFile(path, partial(content, info), partial(beside, path))


def _is_link(info: ZipInfo) -> bool:
    return info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16)


_UNIX = 3


def _path(info: ZipInfo) -> str:
    """Read the path of a member. Chinese Windows writes it in GBK and says nothing of it."""
    if info.flag_bits & _UTF_8_NAME:
        return info.orig_filename.replace("\\", "/")
    # This is what zipfile takes every name for that is not marked as UTF-8, and it loses nothing.
    raw = info.orig_filename.encode("cp437")
    try:
        path = raw.decode("utf-8")
    except UnicodeDecodeError:
        path = raw.decode("gb18030", "replace")
    return path.replace("\\", "/")


_UTF_8_NAME = 0x800


def _is_file(path: str) -> bool:
    """Tell a file that a person put into the archive from folders, hidden files and leavings of the system."""
    *folders, file = path.split("/")
    is_left_behind = "__MACOSX" in folders or file in _LEFT_BEHIND or file.startswith("~$")
    return bool(file) and not is_left_behind and not any(map(_is_hidden, (*folders, file)))


_LEFT_BEHIND = frozenset({"Thumbs.db", "desktop.ini"})


def _is_hidden(part: str) -> bool:
    return part.startswith(".") and part not in {".", ".."}
