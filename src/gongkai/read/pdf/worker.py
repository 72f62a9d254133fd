"""PDFium in a process of its own, under limits. It reads one file after the other, because to start it takes longer."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from gongkai.read.pdf import extraction
from gongkai.read.pdf.extraction import LENGTH, PageContent, Refusal
from gongkai.read.pdf.extraction.contents import unpacked

__all__ = ["MAX_MEMORY", "MAX_SECONDS", "close", "extracted"]

MAX_SECONDS = 20
"""How long PDFium may take for a file. For a report it takes a tenth of a second."""

MAX_MEMORY = 1 << 30
"""How many bytes the process may have in memory besides the file. For a report it needs a tenth of it."""


def extracted(data: bytes) -> list[PageContent] | Refusal:
    """Collect what stands on the pages of a PDF, or tell why that cannot be done."""
    return _worker.extracted(data)


def close() -> None:
    """End the process, if there is one. The next file starts another."""
    _worker.close()


class _Worker:
    """A process that is started when it is first needed, and again when it had to be ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def extracted(self, data: bytes) -> list[PageContent] | Refusal:
        """Have a file read. One that ends the process gets a fresh one, lest what was read before is to blame."""
        with self._lock:
            is_fresh = self._process is None
            found = self._asked(data)
            if isinstance(found, _Death) and not (is_fresh or found.is_late):
                found = self._asked(data)
            return found.refusal() if isinstance(found, _Death) else found

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _asked(self, data: bytes) -> list[PageContent] | Refusal | _Death:
        process = self._process = self._process or _started()
        is_late = threading.Event()

        def end() -> None:
            is_late.set()
            process.kill()

        timer = threading.Timer(MAX_SECONDS, end)
        timer.start()
        found: list[PageContent] | Refusal | None = None
        try:
            found = _exchange(data, process)
            return found
        except (BrokenPipeError, EOFError):
            return _Death(process.wait(), is_late.is_set())
        finally:
            timer.cancel()
            if found is None or (isinstance(found, Refusal) and found.reason == "too_large"):
                # It is dead, or is left full, or has an answer that would be taken for that to the next question.
                self.close()


class _Death:
    """How the process ended."""

    def __init__(self, code: int, is_late: bool) -> None:
        self.is_late = is_late
        self._code = code

    def refusal(self) -> Refusal:
        """Say what a file must be that ends PDFium so.

        Raises:
            RuntimeError: it was not PDFium that failed, but the program.
        """
        if self._code == _PROGRAM_FAILED:
            raise RuntimeError("the program that asks PDFium failed; `extraction.extract` shows where")
        if self.is_late:
            return Refusal("too_large", f"PDFium needs more than {MAX_SECONDS} seconds for it")
        if self._code in _CRASHES:
            return Refusal("damaged", "PDFium crashes on it")
        return Refusal("too_large", f"PDFium needs more than {MAX_MEMORY >> 20} MB of memory for it")


_PROGRAM_FAILED = 1
"""The exit code of Python after an exception."""

_CRASHES = (-signal.SIGSEGV, -signal.SIGILL)


def _started() -> subprocess.Popen[bytes]:
    # It runs under its own name, because to import the package that it is in takes longer than to read a file.
    program = Path(extraction.__file__).parent
    paths = os.pathsep.join([*filter(None, sys.path), str(program.parent)])
    # S603: the program is ours.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-m", program.name, str(MAX_MEMORY)],
        env=os.environ | {"PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _exchange(data: bytes, process: subprocess.Popen[bytes]) -> list[PageContent] | Refusal:
    """Send a file and wait for the answer."""
    assert process.stdin is not None and process.stdout is not None  # noqa: S101 - both are pipes
    process.stdin.write(LENGTH.pack(len(data)))
    process.stdin.write(data)
    process.stdin.flush()
    (length,) = LENGTH.unpack(_read(process.stdout, LENGTH.size))
    return unpacked(_read(process.stdout, length))


def _read(file: IO[bytes], length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return data


_worker = _Worker()


def _begin_anew() -> None:
    """Leave the process to the parent, whose answers it would mix with ours."""
    global _worker
    _worker = _Worker()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)

atexit.register(close)
