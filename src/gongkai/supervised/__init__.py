"""Work on files in a process of its own, under limits of time and memory, that is replaced when a file was too much.

Parsers in C end the whole process on some damaged files, and any parser may be led to take all time and memory. So a
`Worker` asks a process of its own, which answers one question after the other, because to start it takes longer than
most answers. Question and answer are bytes: nothing that the process says is run.

There is one kind of worker, whatever is asked: a whole report of any format (`building`), or, where nobody else sets
limits, the pages of a PDF and pictures. What already runs under limits asks no worker (`is_supervised`), but does the
work itself, unless it needs more than it has.

The program of that process is `program`.
"""

from __future__ import annotations

import atexit
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Literal
from weakref import WeakSet

__all__ = ["Cause", "DeathReason", "Died", "Limits", "Worker", "Workers", "answer_here", "close_all", "is_supervised"]

Cause = Literal["time", "memory", "crash"]
DeathReason = Literal["too_slow", "too_large", "damaged"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may cost.

    Attributes:
        seconds: processor time; of the clock it may take `PATIENCE` times as much, on a busy machine.
        memory: bytes that the process may have in memory besides its program and the question.
        longest: bytes that an answer may have.
    """

    seconds: int = 60
    memory: int = 2 << 30
    longest: int = 1 << 30


PATIENCE = 5


class Died(Exception):  # noqa: N818 - it tells what happened to the process, which may be no error of ours
    """The process ended over a question, twice where it may not have been to blame.

    Attributes:
        cause: `time` or `memory` where it went over a limit, `crash` where it broke.
        limits: the limits that it had.
        is_sure: whether the question was to blame for sure, and not a busy machine, or whoever kills processes.
    """

    def __init__(self, cause: Cause, limits: Limits, *, is_sure: bool = True) -> None:
        super().__init__(f"the process ended: {cause}")
        self.cause = cause
        self.limits = limits
        self.is_sure = is_sure

    @property
    def reason(self) -> DeathReason:
        """Why the file gives nothing, as in `SourceError`."""
        return _REASONS[self.cause]

    @property
    def detail(self) -> str:
        """What to say of the file.

        >>> Died("memory", Limits(memory=1 << 30)).detail
        'it needs more than 1024 MB of memory'
        """
        match self.cause:
            case "time":
                return f"it needs more than {self.limits.seconds} seconds"
            case "memory":
                return f"it needs more than {self.limits.memory >> 20} MB of memory"
            case "crash":
                return "its parser crashes on it"


_REASONS: dict[Cause, DeathReason] = {"time": "too_slow", "memory": "too_large", "crash": "damaged"}


class Worker:
    """A process that is started when it is first asked, and again when it had to be ended.

    Args:
        answer: what answers in the process, as `module:function`; the function takes and gives bytes.
        limits: what one question may cost.
        folder: the folder of the module, if it is a package that needs none of those that it is in: it starts faster
            without them.

    >>> with_limits = Worker("binascii:hexlify", Limits(seconds=5))
    >>> with_limits.ask(b"gongkai")
    b'676f6e676b6169'
    >>> with_limits.close()
    """

    def __init__(self, answer: str, limits: Limits, folder: Path | None = None) -> None:
        self._answer = answer
        self._limits = limits
        self._folder = folder
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        _workers.add(self)

    def ask(self, question: bytes, seconds: float | None = None) -> bytes:
        """Give the answer to a question.

        A question over which the process ends is asked once more of a fresh one, lest what came before, or whoever
        killed it, is to blame; unless the question is to blame for sure.

        Args:
            question: what to ask.
            seconds: how long the answer may take by the clock, if that is less than the limits allow.

        Raises:
            Died: the process ended over the question.
            RuntimeError: the program itself failed.
        """
        longest = PATIENCE * self._limits.seconds
        end = time.monotonic() + (longest if seconds is None else min(seconds, longest))
        with self._lock:
            is_fresh = self._process is None
            try:
                return self._asked(question, end)
            except _EndedError as first:
                # Time that was spent on the question was not spent on those before it; all else may be their doing.
                if first.is_sure and (is_fresh or first.cause == "time"):
                    raise Died(first.cause, self._limits) from None
            again = end if seconds is not None else time.monotonic() + longest
            try:
                return self._asked(question, again)
            except _EndedError as second:
                raise Died(second.cause, self._limits, is_sure=second.is_sure) from None

    def close(self) -> None:
        """End the process, if there is one. The next question starts another."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)
            process.communicate()

    def abandon(self) -> None:
        """Leave the process to the parent from which this process was forked: its answers are not for us."""
        self._lock = threading.Lock()
        self._process = None

    def _asked(self, question: bytes, end: float) -> bytes:
        left = end - time.monotonic()
        if left <= 0:
            raise _EndedError("time", is_sure=True)
        process = self._process = self._process or self._started()
        is_late = threading.Event()

        def end_it() -> None:
            is_late.set()
            _end(process)

        timer = threading.Timer(left, end_it)
        timer.start()
        answer = None
        try:
            has_failed, answer = _exchange(process, question, self._limits.longest)
        except (BrokenPipeError, EOFError):
            _await_end(process)
            _end(process)
            raise _ended(process.wait(), is_late=is_late.is_set()) from None
        finally:
            timer.cancel()
            if answer is None:
                # It is dead, or has an answer that would be taken for that to the next question.
                self.close()
        if has_failed:
            raise RuntimeError(f"the program that reads files under limits failed:\n{answer.decode()}")
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        limits = [str(self._limits.memory), str(self._limits.seconds)]
        folder = [str(self._folder)] if self._folder else []
        # S603: the program is ours.
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", f"{__name__}.program", self._answer, *limits, *folder],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What a parser says when it breaks is not for whoever reads a file.
            stderr=subprocess.DEVNULL,
            # A group of its own, so that what it starts ends with it; other workers that it asks are in the same.
            start_new_session=not is_supervised(),
        )


class Workers:
    """As many workers of one kind as are asked at the same time, by threads that do not wait for each other.

    >>> with_limits = Workers("binascii:hexlify", Limits(seconds=5))
    >>> with_limits.ask(b"gongkai")
    b'676f6e676b6169'
    >>> with_limits.close()
    """

    def __init__(self, answer: str, limits: Limits) -> None:
        self._new = partial(Worker, answer, limits)
        self._idle: list[Worker] = []

    def ask(self, question: bytes) -> bytes:
        """Give the answer to a question, as `Worker.ask` does.

        Raises:
            Died: the process ended over the question.
            RuntimeError: the program itself failed.
        """
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = self._new()
        try:
            return worker.ask(question)
        finally:
            self._idle.append(worker)

    def close(self) -> None:
        """End the processes that are not asked anything."""
        while self._idle:
            self._idle.pop().close()


_workers: WeakSet[Worker] = WeakSet()


def is_supervised() -> bool:
    """Tell whether this process is itself under the limits of another, so that it needs no process of its own."""
    return _answers_here


def answer_here() -> None:
    """Let this process be one that answers under limits."""
    global _answers_here
    _answers_here = True


_answers_here = False


class _EndedError(Exception):
    """The process ended. `is_sure` says that the question was to blame, if nothing was asked before."""

    def __init__(self, cause: Cause, *, is_sure: bool) -> None:
        super().__init__(cause)
        self.cause = cause
        self.is_sure = is_sure


def _ended(code: int, *, is_late: bool) -> _EndedError:
    if code == _DOES_NOT_START:
        raise RuntimeError("the program that reads files under limits does not start: its module cannot be imported")
    if code == _OUT_OF_TIME:
        return _EndedError("time", is_sure=True)
    if is_late:
        # The clock went on, and not the process: the machine may have been busy.
        return _EndedError("time", is_sure=False)
    if code in _REFUSED_MEMORY:
        return _EndedError("memory", is_sure=True)
    # The kernel, or a person, kills a process that may have been innocent.
    return _EndedError("memory" if code == -signal.SIGKILL else "crash", is_sure=code in _BROKEN)


def _signals(*names: str) -> frozenset[int]:
    """Give the codes with which processes end over signals, of those that the system has."""
    return frozenset(-getattr(signal, name) for name in names if hasattr(signal, name))


_DOES_NOT_START = 1
"""The exit code of Python after an exception; those over questions are told in the answer."""

_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)

OUT_OF_MEMORY = 3
"""The exit code where Python is refused memory."""

_REFUSED_MEMORY = {OUT_OF_MEMORY} | _signals("SIGABRT", "SIGTRAP")
"""How Python ends, and programs in C++, which abort or trap."""

_BROKEN = _signals("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE")
"""What a program does to itself."""

LENGTH = struct.Struct("<Q")
"""What stands before each question: how many bytes it has."""

HEAD = struct.Struct("<?Q")
"""What stands before each answer: whether it tells how the program failed, and how many bytes it has."""


def _await_end(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end of a process, but leave its number to it, so that what it started can be ended by it."""
    if process.returncode is None and hasattr(os, "waitid"):
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    if process.returncode is not None:
        return
    if hasattr(os, "killpg") and not is_supervised():
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _exchange(process: subprocess.Popen[bytes], question: bytes, longest: int) -> tuple[bool, bytes]:
    assert process.stdin is not None and process.stdout is not None  # noqa: S101 - both are pipes
    process.stdin.write(LENGTH.pack(len(question)))
    process.stdin.write(question)
    process.stdin.flush()
    has_failed, length = HEAD.unpack(_read(process.stdout, HEAD.size))
    if length > longest:
        raise _EndedError("memory", is_sure=True)
    return has_failed, _read(process.stdout, length)


def _read(file: IO[bytes], length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _abandon_all() -> None:
    for worker in list(_workers):
        worker.abandon()


def close_all() -> None:
    """End every process that answers this one."""
    for worker in list(_workers):
        worker.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_abandon_all)

atexit.register(close_all)
