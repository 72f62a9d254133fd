"""Processor time of works that are run in turn, so that what else the machine does meets them alike.

The time is that of the process, in all its threads, and of its children, ended or living: gongkai has some formats read
in processes of their own. It is not the time on the wall, which on a shared machine is also that of others. Linux
only: elsewhere there is no precise clock of another process.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import statistics
import time
from collections.abc import Callable, Mapping

import psutil

__all__ = ["median_ratio", "rounds", "seconds"]

SLOW = 0.5
"""A work that takes more seconds than this is not run in every round: its noise is small beside its time."""

ROUNDS_OF_SLOW = 3


def rounds(works: Mapping[str, Callable[[], object]], count: int) -> dict[str, list[float]]:
    """Give the seconds of each work in each round. The works must have run before, so that caches are filled."""
    # What the libraries keep for good must not be searched for garbage again in each run.
    gc.collect()
    gc.freeze()
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(count):
        for name, work in works.items():
            if number < ROUNDS_OF_SLOW or taken[name][0] < SLOW:
                taken[name].append(seconds(work))
    gc.unfreeze()
    return taken


def seconds(work: Callable[[], object]) -> float:
    """Give the processor time of one run, beginning without the garbage of others."""
    gc.collect()
    living = _used_by_living_children()
    before = _used() + living
    work()
    after = _used()
    return after + _used_by_living_children() - before


def median_ratio(above: list[float], below: list[float]) -> float:
    """Give the median of the ratios round by round, which holds where the speed of the machine drifts.

    >>> median_ratio([2.0, 4.0, 9.0], [1.0, 2.0, 3.0, 1.0])
    2.0
    """
    return statistics.median(one / other for one, other in zip(above, below, strict=False))


def _used() -> float:
    """Give the seconds of this process and of the children that it has waited for."""
    ends = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(end.ru_utime + end.ru_stime for end in ends)


def _used_by_living_children() -> float:
    clock = ctypes.c_int()
    used = 0.0
    for child in psutil.Process().children(recursive=True):
        if error := _libc.clock_getcpuclockid(child.pid, ctypes.byref(clock)):
            raise OSError(error, os.strerror(error))
        used += time.clock_gettime(clock.value)
    return used


_libc = ctypes.CDLL(None)
