"""One build at a time into a folder: a lock that the operating system drops when its process ends, however it ends."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import lock_descriptor, unlock_descriptor

from gongkai.errors import PackageError
from gongkai.publish.stored import DESCRIPTOR

__all__ = ["SPILL", "WORK", "reserved"]

WORK = ".gongkai"
"""Folder beside the descriptor for what a build keeps. Git does not see it."""

SPILL = "spill"
"""Folder inside that one for what does not fit in memory."""

_LOCK = "lock"
_IGNORED = ".gitignore"


@contextmanager
def reserved(out: Path) -> Iterator[Path]:
    """Keep a folder, which is made if need be, to this process; give the folder for work inside it.

    What was made goes again, unless something was put into it.

    Raises:
        PackageError: another build holds the folder; the message says which process it is.
        OSError: the folder cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, reserved(Path(folder)) as work:
    ...     sorted(path.name for path in work.iterdir())
    ['.gitignore', 'lock']
    """
    if out.exists() and not out.is_dir():
        raise PackageError(f"{out}: this is no folder, so no package can lie in it; choose another place")
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    work = out / WORK
    try:
        lock = _lock(out, work)
        try:
            (work / _IGNORED).write_text("*\n", encoding="utf-8")
            _clear_spill(work)
            yield work
        finally:
            _unlock(lock, work)
    finally:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()


def _lock(out: Path, work: Path) -> int:
    """Lock the folder. A lock file that its holder has just removed locks nothing, so the place is looked at again."""
    if work.is_symlink():
        raise PackageError(f"{work}: this is a link and not the folder that a build works in; move it away")
    while True:
        work.mkdir(parents=True, exist_ok=True)
        try:
            lock = os.open(work / _LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except FileNotFoundError:
            continue
        try:
            if not lock_descriptor(lock, blocking=False):
                raise PackageError(f"{out}: {_holder(lock)} is building into this folder; wait until it has ended")
            if _is_at(work / _LOCK, lock):
                os.truncate(lock, 0)
                os.write(lock, str(os.getpid()).encode())
                return lock
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)


def _unlock(lock: int, work: Path) -> None:
    # While the lock is held nobody else can be in here. An open file cannot be removed on Windows, where it stays.
    _clear_spill(work)
    with suppress(OSError):
        (work / DESCRIPTOR).unlink(missing_ok=True)
        (work / _LOCK).unlink()
        if {entry.name for entry in work.iterdir()} == {_IGNORED}:
            (work / _IGNORED).unlink()
    unlock_descriptor(lock)
    os.close(lock)
    with suppress(OSError):
        work.rmdir()


def _clear_spill(work: Path) -> None:
    if (work / SPILL).exists():
        shutil.rmtree(work / SPILL, ignore_errors=True)


def _holder(lock: int) -> str:
    text = os.pread(lock, 20, 0)
    return f"process {text.decode()}" if text.isdigit() else "another process"


def _is_at(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False
