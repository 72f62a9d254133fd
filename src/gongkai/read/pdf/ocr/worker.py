"""OCR in a process of its own, under limits. It reads one page after the other, because to start it takes longer."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
import time
from typing import IO, Literal, NamedTuple

import msgspec

from gongkai.read.pdf.ocr.serving import LENGTH, Answer, Question, page_of_answer
from gongkai.read.pdf.page import Page

__all__ = ["MAX_MEMORY", "MAX_SECONDS", "Deadline", "Unreadable", "close", "page_read"]

MAX_SECONDS = 60.0
"""How long a page may take. A dense one takes five seconds."""

MAX_SECONDS_OF_DOCUMENT = 240.0
"""How long all pages of a file may take."""

MAX_MEMORY = 3 << 30
"""How many bytes the process may have, with those that the OCR library only reserves. A page of A3 needs half."""


class Unreadable(NamedTuple):
    """Why a page was not read, as in `SourceError`."""

    reason: Literal["damaged", "too_large", "too_slow"]
    detail: str


class Deadline:
    """Until when the pages of a file must be read."""

    def __init__(self) -> None:
        self._end = time.monotonic() + MAX_SECONDS_OF_DOCUMENT

    @property
    def seconds(self) -> float:
        """How long the next page may take."""
        return min(MAX_SECONDS, self._end - time.monotonic())


def page_read(
    data: bytes, number: int, deadline: Deadline, max_pixels: int, part: tuple[float, float, float, float] | None = None
) -> Page | Unreadable:
    """Read a page that is an image, or the part of a page that is one.

    Args:
        data: the bytes of the PDF.
        number: the number of the page, from 1.
        deadline: until when all pages of the file must be read.
        max_pixels: how many pixels its pictures may have. A page with more is not drawn.
        part: left, bottom, right and top of the part, as PDF measures them.
    """
    question = Question(data, number, part, max_pixels, MAX_MEMORY + len(data))
    answer = _worker.answer(question, deadline)
    if isinstance(answer, Unreadable):
        return answer
    page = page_of_answer(answer, number)
    return page or Unreadable("too_large", f"page {number} has pictures of more than {max_pixels} pixels")


def close() -> None:
    """End the process, if there is one. The next page starts another."""
    _worker.close()


class _Worker:
    """A process that is started when it is first needed, and again when it had to be ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def answer(self, question: Question, deadline: Deadline) -> Answer | Unreadable:
        """Have a page read. One that ends the process gets a fresh one, lest what was read before is to blame."""
        with self._lock:
            is_fresh = self._process is None
            answer = self._asked(question, deadline.seconds)
            if isinstance(answer, _Death) and not (is_fresh or answer.is_late):
                answer = self._asked(question, deadline.seconds)
            return answer.as_unreadable(question.page) if isinstance(answer, _Death) else answer

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _asked(self, question: Question, seconds: float) -> Answer | _Death:
        if seconds <= 0:
            return _Death(0, is_late=True)
        process = self._process = self._process or _started()
        is_late = threading.Event()

        def end() -> None:
            is_late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        answer: Answer | None = None
        try:
            answer = _exchange(question, process)
            return answer
        except (BrokenPipeError, EOFError):
            return _Death(process.wait(), is_late.is_set())
        finally:
            timer.cancel()
            if answer is None:
                self.close()


class _Death(NamedTuple):
    """How the process ended."""

    code: int
    is_late: bool

    def as_unreadable(self, page: int) -> Unreadable:
        """Say what a page must be that ends OCR so.

        Raises:
            RuntimeError: it was not the page that was at fault, but the program.
        """
        if self.is_late:
            return Unreadable("too_slow", f"the pictures up to page {page} take too long to read")
        if self.code == _PROGRAM_FAILED:
            raise RuntimeError("the program that reads pictures failed; `serving.answer_of` shows where")
        if self.code in _CRASHES:
            return Unreadable("damaged", f"what draws page {page} crashes on it")
        return Unreadable("too_large", f"page {page} needs more than {MAX_MEMORY >> 20} MB of memory to be read")


_PROGRAM_FAILED = 1
"""The exit code of Python after an exception."""

_CRASHES = (-signal.SIGSEGV, -signal.SIGILL)


def _started() -> subprocess.Popen[bytes]:
    # S603: the program is ours.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "gongkai.read.pdf.ocr.serving"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _exchange(question: Question, process: subprocess.Popen[bytes]) -> Answer:
    """Send a question and wait for the answer."""
    assert process.stdin is not None and process.stdout is not None  # noqa: S101 - both are pipes
    message = msgspec.msgpack.encode(question)
    process.stdin.write(LENGTH.pack(len(message)))
    process.stdin.write(message)
    process.stdin.flush()
    (length,) = LENGTH.unpack(_read(process.stdout, LENGTH.size))
    return msgspec.msgpack.decode(_read(process.stdout, length), type=Answer)


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
