"""What the package in a folder was made of, so that a build that finds nothing new need not make it again."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gongkai.errors import Reason
from gongkai.publish.stated import STATED
from gongkai.publish.stored import DESCRIPTOR, FOLDER

__all__ = ["Published", "forget_published", "note_published", "published"]

_FILE = "published.json"


class Published(msgspec.Struct, frozen=True):
    """What a package was made of, what the build said of it, and its files with their sizes and times."""

    sources: str
    rows: dict[str, int]
    failures: dict[Reason, int]
    passed_over: int
    first_failures: tuple[str, ...]
    files: dict[str, tuple[int, int]] = {}


def published(out: Path, work: Path, sources: str) -> Published | None:
    """Give what was said of the package in `out`, if it was made of these sources and nobody touched it since."""
    try:
        noted = msgspec.json.decode((work / _FILE).read_bytes(), type=Published)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return noted if noted.sources == sources and noted.files == _files(out) else None


def note_published(out: Path, work: Path, noted: Published) -> None:
    """Keep what the package in `out` was made of."""
    draft = work / f".{_FILE}"
    draft.write_bytes(msgspec.json.encode(msgspec.structs.replace(noted, files=_files(out))))
    draft.replace(work / _FILE)


def forget_published(work: Path) -> None:
    """Let the next build make its package anew, whatever becomes of this one: something was read since.

    A source may be the same and give something else, where the process that read it was killed.
    """
    (work / _FILE).unlink(missing_ok=True)


def _files(out: Path) -> dict[str, tuple[int, int]]:
    found = [file for file in (out / DESCRIPTOR, out / STATED, *sorted((out / FOLDER).rglob("*"))) if file.is_file()]
    return {
        file.relative_to(out).as_posix(): (status.st_size, status.st_mtime_ns)
        for file in found
        for status in [file.stat()]
    }
