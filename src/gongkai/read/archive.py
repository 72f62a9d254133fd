"""Zip archives of reports: every member with its bytes, or with the reason why it has none."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipInfo

from gongkai.errors import SourceError
from gongkai.printable import printable
from gongkai.read.office import office_format
from gongkai.read.zipped import Allowance, inflate, open_zip

__all__ = ["MAX_DEPTH", "MAX_MEMBERS", "Member", "is_archive", "members"]

MAX_MEMBERS = 10_000
"""The most members that are read of one archive, those of archives inside it included."""

MAX_DEPTH = 2
"""How many archives inside one another are opened below the outermost."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its bytes, or the error that kept them back.

    `name` is the name of the archive, a slash, and the path inside. It is a name only: nothing is written under it.
    """

    name: str
    data: bytes | None
    error: SourceError | None = None


def is_archive(data: bytes) -> bool:
    """Tell a zip archive of files from other bytes, and from the office documents that are zip containers too.

    >>> is_archive(b"<html>"), is_archive(b"PK\\x05\\x06" + bytes(18))
    (False, True)
    """
    return data.startswith(_SIGNATURES) and office_format(data) is None


_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")


def members(data: bytes, name: str) -> Iterator[Member]:
    """Give every file of a zip archive, and those of the archives inside it.

    Folders, hidden files and what operating systems leave behind are passed over. A bad member is given with its error
    and the others follow. An archive that cannot be opened, has no files, or has too many is given as a member with an
    error. Two members may have one name.

    Args:
        data: the bytes of the archive.
        name: what to call the archive in names and errors.
    """
    yield from _Opening().members(data, name, depth=0)


class _Opening:
    """One archive being read, with what may still be read of it."""

    def __init__(self) -> None:
        self._allowance = Allowance()
        self._members_left = MAX_MEMBERS

    def members(self, data: bytes, name: str, depth: int) -> Iterator[Member]:
        try:
            container = open_zip(data, name)
        except SourceError as error:
            yield Member(name, None, error)
            return
        has_files = False
        with container:
            for info in container.infolist():
                path = _path(info)
                if not _is_file(path):
                    continue
                has_files = True
                if not self._members_left:
                    detail = f"it has more than {MAX_MEMBERS} members, and the rest is left out"
                    yield Member(name, None, SourceError(name, "too_large", detail))
                    return
                self._members_left -= 1
                member_name = f"{name}/{printable(path)}"
                if _is_link(info):
                    yield Member(member_name, None, SourceError(member_name, "not_a_file", "a link inside an archive"))
                    continue
                try:
                    content = inflate(container, info, member_name, self._allowance)
                except SourceError as error:
                    yield Member(member_name, None, error)
                    continue
                if not is_archive(content):
                    yield Member(member_name, content)
                elif depth < MAX_DEPTH:
                    yield from self.members(content, member_name, depth + 1)
                else:
                    detail = f"archives more than {MAX_DEPTH} deep inside one another"
                    yield Member(member_name, None, SourceError(member_name, "unsupported_format", detail))
        if not has_files:
            yield Member(name, None, SourceError(name, "empty", "an archive of no files"))


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
