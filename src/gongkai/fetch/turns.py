"""One request to a host at a time, with a rest after each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from gongkai.fetch.exchange import UnansweredError
from gongkai.fetch.watch import ConnectionWatch

__all__ = ["Turn", "Turns"]


class Turns:
    """The turns of all hosts.

    A host is a name, whatever port or scheme it is asked under.

    >>> turns = Turns(2.0, ConnectionWatch())
    >>> turns.of("www.gov.cn") is turns.of("www.gov.cn")
    True
    """

    def __init__(self, delay: float, watch: ConnectionWatch) -> None:
        self._delay = delay
        self._watch = watch
        self._lock = Lock()
        self._turns: dict[str, Turn] = {}

    def of(self, host: str) -> Turn:
        """Give the turn of a host, always the same one."""
        with self._lock:
            return self._turns.setdefault(host, Turn(self._delay, self._watch))


class Turn:
    """The right to ask one host, which one request has at a time."""

    def __init__(self, delay: float, watch: ConnectionWatch) -> None:
        self._delay = delay
        self._watch = watch
        self._lock = Lock()
        self._free = 0.0
        self._closed = ""

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have the turn, as soon as the host has had its rest.

        Raises:
            UnansweredError: the host is closed.
            HaltedError: the work is to stop.
        """
        with self._lock:
            if self._closed:
                raise UnansweredError("blocked", self._closed)
            self._watch.rest(self._free - time.monotonic())
            try:
                yield
            finally:
                self.rest(self._delay)

    def rest(self, seconds: float) -> None:
        """Leave the host alone for so long at least."""
        self._free = max(self._free, time.monotonic() + seconds)

    def slow_down(self, delay: float) -> None:
        """Rest so long at least after each request, the last one included."""
        self._delay = max(self._delay, delay)
        self.rest(delay)

    def close(self, why: str) -> None:
        """Ask the host for nothing any more."""
        self._closed = why
