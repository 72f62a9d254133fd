"""Shards given to whoever works: this process, others of this machine, or any executor, such as that of a cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from multiprocessing.connection import wait as wait_for
from multiprocessing.synchronize import Event
from typing import Any, TypeVar

from gongkai.errors import WorkerError
from gongkai.supervised import close_all

__all__ = ["Processes", "results"]

MOST_BREAKS = 10
"""How often the workers may break, one time after the other, without one piece of work that is done between."""

SILENCE = 60.0
"""Seconds without a result after which an executor is asked whether it is still there.

One whose scheduler is gone tells nobody that no result will come.
"""

Work = TypeVar("Work")
Result = TypeVar("Result")


def results(
    do: Callable[[Work], Result], works: Iterable[Work], executor: Executor | None, at_once: int
) -> Iterator[Result]:
    """Give the result of each piece of work, in the order in which they are done.

    Work is taken only when there is somebody to do it, so there may be any number. Whose worker broke is done again.

    Args:
        do: what is to be done; for an executor of processes it must be known by its name in a module.
        works: what to do it with.
        executor: who does it; None is this process.
        at_once: how many pieces are given to the executor at the same time.

    Raises:
        WorkerError: the workers break again and again, or no new ones come.

    >>> list(results(abs, [-1, -2], None, 1))
    [1, 2]
    """
    if executor is None:
        yield from map(do, works)
        return
    coming, under_way, again = iter(works), dict[Future[Result], Work](), list[Work]()
    breaks = 0
    try:
        while True:
            while len(under_way) < at_once and (again or (work := next(coming, _NONE)) is not _NONE):
                given = again.pop() if again else work
                under_way[_submitted(executor, do, given)] = given
            if not under_way:
                return
            done = wait(under_way, timeout=SILENCE, return_when=FIRST_COMPLETED).done
            if not done:
                _submitted(executor, _nothing)
            for future in done:
                given = under_way.pop(future)
                if (broken := _broken(future)) is not None:
                    again.append(given)
                    breaks += 1
                    if breaks > MOST_BREAKS * at_once:
                        raise WorkerError(_ENDS_AGAIN) from broken
                else:
                    breaks = 0
                    yield future.result()
    finally:
        for future in under_way:
            future.cancel()


_NONE: Any = object()

_ENDS_AGAIN = (
    "the processes that read end again and again, perhaps because memory is short; what was read is kept: "
    "let fewer read at the same time, and the same command goes on from there"
)


def _broken(future: Future[Any]) -> BaseException | None:
    """Give why whoever did a piece of work is no more, or None where it was done, or failed by itself."""
    if future.cancelled():
        return CancelledError("an executor that ended has dropped the work")
    error = future.exception()
    return error if isinstance(error, (BrokenExecutor, *_broken_in_clusters())) else None


def _broken_in_clusters() -> tuple[type[Exception], ...]:
    """Give the error with which Dask, if anybody uses it, tells that the workers of a task died one after the other."""
    distributed = sys.modules.get("distributed")
    return (distributed.KilledWorker,) if distributed else ()


def _nothing() -> None:
    """Do what shows that an executor takes work."""


def _submitted(executor: Executor, do: Callable[..., Result], *works: Any) -> Future[Result]:
    try:
        return executor.submit(do, *works)
    except Exception as error:  # each kind of executor has errors of its own
        told = f"the executor takes no more work ({error}); what was read is kept: "
        raise WorkerError(f"{told}start it anew, and the same command goes on from there") from error


class Processes(Executor):
    """Processes of this machine, which are replaced when one is killed, and end with this process however it ends.

    >>> with Processes(1) as processes:
    ...     processes.submit(abs, -1).result()
    1
    """

    def __init__(self, count: int) -> None:
        self._count = count
        # Not forked: a process with threads that is forked may wait for ever for one of them.
        self._context = multiprocessing.get_context("spawn")
        self._stop = self._context.Event()
        self._pool = self._new()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Give work to a process."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self._pool.shutdown()
            self._pool = self._new()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; at once, with what they are doing, where work that was not begun is cancelled."""
        if cancel_futures:
            self._stop.set()
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def __exit__(self, *error: object) -> None:
        """End the processes; at once after an error."""
        self.shutdown(cancel_futures=error[0] is not None)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._count, mp_context=self._context, initializer=_begin, initargs=(self._stop,))


def _begin(stop: Event) -> None:
    """Let a process end when it shall, or when the one that gives it work is no more."""
    # Whoever interrupts the build does so to the process that gives the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            wait_for([parent.sentinel])
            _end()

    def end_when_told() -> None:
        stop.wait()
        _end()

    for watch in (end_with_parent, end_when_told):
        threading.Thread(target=watch, daemon=True).start()


def _end() -> None:
    close_all()
    os._exit(1)
