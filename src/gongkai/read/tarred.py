"""Tar archives and gzip files, read within bounds, whatever their headers claim."""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple, Self

from gongkai.errors import Reason, SourceError
from gongkai.read.zipped import MAX_MEMBER_BYTES, MAX_RATIO, RATIO_FREE_BYTES, Allowance

__all__ = ["TarEntry", "gunzipped", "inner_name", "is_gzip", "is_tar", "tar_entries", "tar_paths"]

_GZIP = b"\x1f\x8b\x08"
_TAR, _TAR_AT = b"ustar", 257
_BLOCK = 512
_CHUNK_BYTES = 1024 * 1024


def is_gzip(data: bytes) -> bool:
    """Tell a gzip file from other bytes."""
    return data.startswith(_GZIP)


def is_tar(data: bytes) -> bool:
    """Tell a tar archive from other bytes, also one that is packed with gzip.

    >>> is_tar(bytes(257) + b"ustar"), is_tar(gzip.compress(b"<html>"))
    (True, False)
    """
    if not is_gzip(data):
        return data.startswith(_TAR, _TAR_AT)
    try:
        begin = zlib.decompressobj(wbits=31).decompress(data, _BLOCK)
    except zlib.error:
        return False
    return begin.startswith(_TAR, _TAR_AT)


def gunzipped(file: BinaryIO, name: str, allowance: Allowance) -> bytes:
    """Give the content of a gzip file.

    Args:
        file: the file, which can be read at any place.
        name: what to call it in errors.
        allowance: what may still be inflated.

    Raises:
        SourceError: the file is `damaged`, `truncated` or `too_large`.
    """
    content = bytearray()
    try:
        with _Bounded(file, name, allowance) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                content += chunk
                if len(content) > MAX_MEMBER_BYTES:
                    raise SourceError(name, "too_large", f"it inflates to more than {MAX_MEMBER_BYTES} bytes")
    except _DAMAGE as error:
        raise _told(error, name) from error
    return bytes(content)


def inner_name(name: str) -> str:
    """Give the name of the file in a gzip file: that of the gzip file without its end.

    >>> inner_name("folder/a.html.gz"), inner_name("b")
    ('a.html', 'b')
    """
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in (".gz", ".gzip") and path.stem else path.name


class TarEntry(NamedTuple):
    """A member of a tar archive: its path, and its content or the reason why it has none."""

    path: str
    content: bytes | None
    reason: Reason = "damaged"
    detail: str = ""


def tar_entries(file: BinaryIO, name: str, allowance: Allowance) -> Iterator[TarEntry]:
    """Give what an archive holds, folders aside, in its order.

    Args:
        file: the archive, which may be packed with gzip, and can be read at any place.
        name: what to call it in errors.
        allowance: what may still be read.

    Raises:
        SourceError: the archive is `damaged`, `truncated` or `too_large`; what was given before is sound.
    """
    try:
        for archive, info in _headers(file, name, allowance):
            if not info.isdir():
                yield _entry(archive, info)
    except _DAMAGE as error:
        raise _told(error, name) from error


def tar_paths(file: BinaryIO, name: str) -> list[str]:
    """Give the paths of the files in an archive, as far as it can be read; for the arguments see `tar_entries`."""
    paths: list[str] = []
    try:
        paths.extend(_path(info.name) for _, info in _headers(file, name, Allowance(sys.maxsize)) if info.isfile())
    except (SourceError, *_DAMAGE):
        return paths
    return paths


def _headers(file: BinaryIO, name: str, allowance: Allowance) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    file.seek(0)
    is_packed = is_gzip(file.read(len(_GZIP)))
    file.seek(0)
    # As a stream where it is packed, so that what is passed over is inflated once and never held.
    stream, mode = (_Bounded(file, name, allowance), "r|") if is_packed else (file, "r:")
    with _opened(stream, mode) as archive:
        for info in archive:
            yield archive, info
            # The list of all that was read grows without need.
            archive.members = []  # type: ignore[attr-defined]


def _opened(stream: BinaryIO | gzip.GzipFile, mode: str) -> tarfile.TarFile:
    try:
        # mypy knows the modes only one by one; whoever asks for the archive closes it.
        opened: tarfile.TarFile = tarfile.open(  # type: ignore[call-overload]  # noqa: SIM115
            fileobj=stream, mode=mode, encoding="utf-8", errors="surrogateescape", tarinfo=_SoundHeader
        )
    except _CutHeaderError as error:
        raise tarfile.ReadError("there is not one whole header") from error
    return opened


class _CutHeaderError(EOFError):
    pass


class _SoundHeader(tarfile.TarInfo):
    """A header that is sound and whole. tarfile takes any other for the end of the archive, and says nothing."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        if 0 < len(buf) < _BLOCK:
            raise _CutHeaderError("it ends inside a header")
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if any(buf):
                raise tarfile.ReadError(str(error)) from error
            raise


def _entry(archive: tarfile.TarFile, info: tarfile.TarInfo) -> TarEntry:
    path = _path(info.name)
    if info.issym() or info.islnk():
        return TarEntry(path, None, "not_a_file", "a link inside an archive")
    if not info.isfile():
        return TarEntry(path, None, "not_a_file", "a device or pipe inside an archive")
    if info.issparse():
        # A few bytes may stand for any number of zeros.
        return TarEntry(path, None, "unsupported_format", "a sparse file in a tar archive")
    if info.size > MAX_MEMBER_BYTES:
        return TarEntry(path, None, "too_large", f"{info.size} bytes")
    stream = archive.extractfile(info)
    content = stream.read() if stream is not None else b""
    if len(content) < info.size:
        raise EOFError(f"{path} is cut")
    return TarEntry(path, content)


def _path(name: str) -> str:
    """Read a path. Archives made in China write it in UTF-8 or in GBK."""
    raw = name.encode("utf-8", "surrogateescape")
    try:
        path = raw.decode("utf-8")
    except UnicodeDecodeError:
        path = raw.decode("gb18030", "replace")
    return path.replace("\\", "/").removeprefix("./")


class _Bounded(gzip.GzipFile):
    """A gzip file that inflates to no more than a report can need."""

    def __init__(self, file: BinaryIO, name: str, allowance: Allowance) -> None:
        packed = file.seek(0, io.SEEK_END)
        file.seek(0)
        super().__init__(fileobj=file, mode="rb")
        self._called = name
        self._allowance = allowance
        self._most = max(RATIO_FREE_BYTES, MAX_RATIO * packed)
        self._given = 0

    def read(self, size: int | None = -1) -> bytes:
        """Read some bytes, as a file does.

        Raises:
            SourceError: there are more than a report can need.
        """
        chunk = super().read(_CHUNK_BYTES if size is None or size < 0 else size)
        self._given += len(chunk)
        self._allowance.bytes_left -= len(chunk)
        if self._given > self._most or self._allowance.bytes_left < 0:
            raise SourceError(self._called, "too_large", f"it inflates to more than {self._given - 1} bytes")
        return chunk


_DAMAGE = (tarfile.TarError, EOFError, OSError, ValueError, OverflowError, zlib.error)


def _told(error: Exception, name: str) -> SourceError:
    is_cut = isinstance(error, EOFError) or "unexpected end of data" in str(error)
    return SourceError(name, "truncated" if is_cut else "damaged", str(error))
