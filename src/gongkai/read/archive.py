"""Archives of reports, zip, tar, gzip and crawls: every member with its bytes, or with the reason why it has none."""

from __future__ import annotations

import stat
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import islice
from typing import BinaryIO
from zipfile import ZipInfo

from gongkai.errors import SourceError
from gongkai.printable import printable
from gongkai.read.answer import is_several_answers, several_answers
from gongkai.read.companions import belonging, is_read_with_page, relative_to
from gongkai.read.office import office_format, zipped_format
from gongkai.read.tarred import TarEntry, gunzipped, inner_name, is_gzip, is_tar, tar_entries, tar_paths
from gongkai.read.warc import CrawlRecord, crawl_records, is_warc
from gongkai.read.zipped import Allowance, inflate, open_large_zip, open_zip

__all__ = [
    "MAX_DEPTH",
    "MAX_MEMBERS",
    "Member",
    "is_archive",
    "is_archive_file",
    "members",
    "members_of_file",
    "only_member",
    "packed_sizes",
]

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

    An answer of a web service that holds several reports is an archive of them, and so is a crawl.

    >>> is_archive(b"<html>"), is_archive(b"PK\\x05\\x06" + bytes(18))
    (False, True)
    """
    if data.startswith(_SIGNATURES):
        return office_format(data) is None
    return is_gzip(data) or is_warc(data) or is_tar(data) or is_several_answers(data)


_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")


def is_archive_file(file: BinaryIO) -> bool:
    """Tell whether a file is a zip, tar or gzip archive, or a crawl, as `is_archive` does, but without holding it.

    A zip container whose directory cannot be read is none, for only its bytes tell what it was.
    """
    begin = _begin(file)
    if not begin.startswith(_SIGNATURES):
        return is_gzip(begin) or is_warc(begin) or is_tar(begin)
    try:
        with open_large_zip(file, "") as container:
            return zipped_format(begin, container.namelist()) is None
    except SourceError:
        return False


def packed_sizes(file: BinaryIO) -> list[int]:
    """Give how many bytes each member of a zip archive takes in it; nothing for files of other kinds.

    An archive that has no files is like one of another kind: there is nothing to part.
    """
    if not _begin(file).startswith(_SIGNATURES) or not is_archive_file(file):
        return []
    with open_large_zip(file, "") as container:
        listed = container.infolist()
    return [info.compress_size for info in listed] if any(_is_file(_path(info)) for info in listed) else []


def _begin(file: BinaryIO) -> bytes:
    file.seek(0)
    begin = file.read(_BEGIN_BYTES)
    file.seek(0)
    return begin


_BEGIN_BYTES = 1 << 16


def members(data: bytes, name: str) -> Iterator[Member]:
    """Give every file of an archive, and those of the archives inside it.

    Folders, hidden files and what operating systems leave behind are passed over, as are the files that a page was
    saved with, pictures beside the only report, and what of a crawl cannot be a report. A bad member is given with its
    error and the others follow. An archive that cannot be opened, has no files, or has too many is given as a member
    with an error. Two members may have one name.

    Args:
        data: the bytes of the archive.
        name: what to call the archive in names and errors.
    """
    yield from _Opening(Allowance(), MAX_MEMBERS).members(BytesIO(data), name, depth=0)


def members_of_file(file: BinaryIO, name: str, first: int = 0, last: int | None = None) -> Iterator[Member]:
    """Give every file of an archive that may be of any size, and may have any number of members.

    The archive is read as it goes on and never held. Of a member all limits hold, and for an archive inside it as well.

    Args:
        file: the archive, which can be read at any place: zip, tar or gzip.
        name: what to call it in names and errors.
        first: of a zip archive, the place in its directory of the first member that is wanted.
        last: the place behind the last one; the end if left out.
    """
    yield from _Opening(Allowance(sys.maxsize), sys.maxsize, is_crawl=True).members(file, name, 0, first, last)


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


@dataclass(slots=True)
class _Opening:
    """An archive being read, with what may still be read of it."""

    allowance: Allowance
    members_left: int
    is_crawl: bool = False
    """Whether the limits hold for each archive inside it, and not for all together."""

    def members(
        self, file: BinaryIO, name: str, depth: int, first: int = 0, last: int | None = None
    ) -> Iterator[Member]:
        has_files = last is not None
        try:
            for entry in _entries(file, name, self.allowance, first, last):
                has_files = True
                if not self.members_left:
                    detail = f"it has more than {MAX_MEMBERS} members, and the rest is left out"
                    yield Member(name, None, SourceError(name, "too_large", detail))
                    return
                self.members_left -= 1
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
            inner = _Opening(Allowance(), MAX_MEMBERS) if self.is_crawl else self
            yield from inner.members(BytesIO(content), name, depth + 1)
        else:
            detail = f"archives more than {MAX_DEPTH} deep inside one another"
            yield Member(name, None, SourceError(name, "unsupported_format", detail))


@dataclass(frozen=True, slots=True)
class _PackedFile:
    """A file in an archive that was not read yet: its path, and what gives its content when given its name."""

    path: str
    read: Callable[[str], bytes]
    beside: Callable[[], Mapping[str, bytes]] = dict


def _entries(file: BinaryIO, name: str, allowance: Allowance, first: int, last: int | None) -> Iterator[_PackedFile]:
    """Give the files of an archive, without those that belong to others.

    Raises:
        SourceError: the archive cannot be read, or not to its end.
    """
    begin = _begin(file)
    if is_warc(begin):
        yield from _entries_in_crawl(file, name)
    elif is_tar(begin):
        of_others = belonging(filter(_is_file, tar_paths(file, name)), pictures=True)
        for each in tar_entries(file, name, allowance):
            if _is_file(each.path) and each.path not in of_others:
                yield _PackedFile(each.path, partial(_content_in_tar, each))
    elif is_gzip(begin):
        yield _PackedFile(inner_name(name), lambda _: gunzipped(file, name, allowance))
    elif begin.startswith(_SIGNATURES):
        yield from _entries_in_zip(file, name, allowance, first, last)
    else:
        for path, content in several_answers(file.read()):
            yield _PackedFile(path, partial(_as_it_is, content))


def _as_it_is(content: bytes, _: str) -> bytes:
    return content


def _entries_in_crawl(file: BinaryIO, name: str) -> Iterator[_PackedFile]:
    passed_over, is_one = 0, False
    for record in crawl_records(file, name):
        if isinstance(record, int):
            passed_over += record
        elif record.name == name:
            raise record.error or SourceError(name, "damaged")
        else:
            is_one = True
            yield _PackedFile(record.name.removeprefix(f"{name}/"), partial(_content_of_record, record))
    if not is_one:
        raise SourceError(name, "not_a_report", f"none of the {passed_over} records of a crawl")


def _content_of_record(record: CrawlRecord, _: str) -> bytes:
    if record.data is None:
        raise record.error or SourceError(record.name, "missing")
    return record.data


def _content_in_tar(entry: TarEntry, name: str) -> bytes:
    if entry.content is None:
        raise SourceError(name, entry.reason, entry.detail)
    return entry.content


def _entries_in_zip(
    file: BinaryIO, name: str, allowance: Allowance, first: int, last: int | None
) -> Iterator[_PackedFile]:
    with open_zip(file.getvalue(), name) if isinstance(file, BytesIO) else open_large_zip(file, name) as container:
        listed = container.infolist()
        files = [(path, info) for info in listed if _is_file(path := _path(info))]
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

        for info in listed[first:last]:
            path = _path(info)
            if _is_file(path) and path not in of_others:
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
