"""End what takes too long, and all of it when the work is to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Timer

from gongkai.fetch.exchange import UnansweredError

__all__ = ["ConnectionWatch", "HaltedError"]


class HaltedError(Exception):
    """The work is to stop: what was not finished counts as not begun."""


class ConnectionWatch:
    """Cuts connections that take too long, and all of them when the work is to stop.

    A timeout of a socket begins anew with every byte, so a server that sends one byte a second could hold us for
    ever. What is cut by another thread ends at once, whatever it waits for.

    >>> watch = ConnectionWatch()
    >>> watch.rest(0)
    >>> watch.halt()
    >>> watch.rest(3600)
    Traceback (most recent call last):
    gongkai.fetch.watch.HaltedError
    """

    def __init__(self) -> None:
        self._halted = Event()
        self._lock = Lock()
        self._open: set[Callable[[], object]] = set()

    def halt(self) -> None:
        """Stop all that is watched, now and from now on."""
        self._halted.set()
        with self._lock:
            for cut in self._open:
                _cut(cut)

    def rest(self, seconds: float) -> None:
        """Wait.

        Raises:
            HaltedError: the work is to stop.
        """
        if self._halted.wait(max(seconds, 0)):
            raise HaltedError

    @contextmanager
    def over(self, cut: Callable[[], object], seconds: float) -> Iterator[None]:
        """Call `cut`, which ends the connection, if the work in the context takes longer than so many seconds.

        Raises:
            UnansweredError: it took longer.
            HaltedError: the work is to stop.
        """
        overdue = Event()

        def too_long() -> None:
            overdue.set()
            _cut(cut)

        timer = Timer(max(seconds, 0), too_long)
        timer.daemon = True
        with self._lock:
            self._open.add(cut)
        timer.start()
        try:
            self.rest(0)
            yield
        finally:
            timer.cancel()
            with self._lock:
                self._open.discard(cut)
            # Where the end of the connection is the end of the body, what was cut looks complete.
            self.rest(0)
            if overdue.is_set():
                raise UnansweredError("too_slow", "the answer takes too long")


def _cut(cut: Callable[[], object]) -> None:
    # It may have ended by itself in the meantime.
    with suppress(OSError, ValueError, RuntimeError):
        cut()
