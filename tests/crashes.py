"""What a killed process leaves behind: the state of a folder at every event of the file system, without killing any.

A process that dies in front of an event leaves the folder as it is at that moment, and what is still in its own buffers
is lost. So one run gives all such states: each is copied before the event happens. Files with two names stay so.
"""

from __future__ import annotations

import builtins
import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

CALLS = (
    "write", "pwrite", "writev", "pwritev", "sendfile", "copy_file_range", "truncate", "ftruncate", "fsync",
    "fdatasync", "open", "rename", "replace", "link", "symlink", "unlink", "remove", "mkdir", "rmdir", "chmod", "utime",
)  # fmt: skip
"""What of `os` changes files or folders, or opens them."""


@contextmanager
def watched(happens: Callable[[str], object]) -> Iterator[None]:
    """Call with its name, in front of every event of the file system that this thread causes by way of Python.

    What is written to a file is written in two parts, so that there is an event with half of it.
    """
    thread, busy = threading.get_ident(), [False]

    def happen(event: str) -> None:
        if threading.get_ident() == thread and not busy[0]:
            busy[0] = True
            try:
                happens(event)
            finally:
                busy[0] = False

    def told(name: str, call: Callable) -> Callable:
        def telling(*arguments, **named):
            happen(name)
            return call(*arguments, **named)

        return telling

    class Raw(io.FileIO):
        halved = False

        def write(self, data) -> int:
            happen("write")
            self.halved = not self.halved and len(data) > 1
            return super().write(memoryview(data)[: len(data) // 2] if self.halved else data)

    def opened(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, *rest, **named):
        if set(mode) <= set("rbt") or "+" in mode or isinstance(file, int):
            return plain(file, mode, buffering, encoding, errors, newline, *rest, **named)
        happen("open")
        buffered = io.BufferedWriter(Raw(file, mode.replace("b", "").replace("t", "")))
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

    plain = io.open
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, told(name, getattr(os, name)))
        patch.setattr(io, "open", opened)
        patch.setattr(builtins, "open", opened)
        yield


@dataclass(frozen=True)
class State:
    """A folder as it was in front of an event: a copy of it, and what tells it from other states."""

    folder: Path
    key: str

    def restore(self, place: Path) -> Path:
        """Put the folder somewhere, to go on from there."""
        copy(self.folder, place)
        return place


def copy(folder: Path, place: Path) -> None:
    """Copy a folder, if there is one; two names of one file are two names of one copy."""
    copies: dict[int, Path] = {}
    for path in (folder, *sorted(folder.rglob("*"))) if folder.exists() else ():
        target = place / path.relative_to(folder)
        if path.is_dir():
            target.mkdir(parents=True)
        elif path.stat().st_ino in copies:
            target.hardlink_to(copies[path.stat().st_ino])
        else:
            target.write_bytes(path.read_bytes())
            copies[path.stat().st_ino] = target


def key(folder: Path) -> str:
    """Give what is the same of two folders with the same names, contents and second names."""
    first: dict[int, int] = {}
    digest = sha256()
    for number, path in enumerate((folder, *sorted(folder.rglob("*"))) if folder.exists() else ()):
        data = b"" if path.is_dir() else path.read_bytes()
        file = 0 if path.is_dir() else first.setdefault(path.stat().st_ino, number)
        digest.update(repr((str(path.relative_to(folder)), path.is_dir(), file, sha256(data).hexdigest())).encode())
    return digest.hexdigest()


class States:
    """All states of a folder that were met, each of them once."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self.events = 0
        self._seen: set[str] = set()

    def record(self, folder: Path, work: Callable[[], object]) -> list[State]:
        """Do some work in a folder; give the states that it went through and that were not met before, in order."""
        found: list[State] = []

        def happens(_: str) -> None:
            self.events += 1
            name = key(folder)
            if name not in self._seen:
                self._seen.add(name)
                place = self.kept / f"{len(self._seen)}"
                copy(folder, place)
                found.append(State(place, name))

        with watched(happens):
            work()
        happens("end")
        return found
