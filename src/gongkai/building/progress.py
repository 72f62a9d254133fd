"""How far a build has come: the same facts for a bar on a terminal and for the lines of a log."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from gongkai.building.parts import NOTHING, Counts
from gongkai.building.sources import Source

__all__ = ["BuildWatch", "Progress", "log_progress"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build has come.

    Attributes:
        counts: what the sources came to that were read by this build.
        known: how many sources need not be read, because an earlier build did.
        bytes_done: bytes of the sources that are done with.
        bytes_in_all: bytes of all sources; None until all were listed.
        seconds: how long the build has run.
    """

    counts: Counts = NOTHING
    known: int = 0
    bytes_done: int = 0
    bytes_in_all: int | None = None
    seconds: float = 0.0

    @property
    def documents_a_second(self) -> float:
        """How fast documents are read."""
        return self.counts.documents / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long it will take yet at the present rate; None where nothing tells."""
        if self.bytes_in_all is None or not self.bytes_done:
            return None
        return self.seconds * max(self.bytes_in_all - self.bytes_done, 0) / self.bytes_done

    def __str__(self) -> str:
        """Give all in one line.

        >>> print(Progress(Counts(documents=20, reports=18, failures=2, bytes=500), 3, 500, 1000, 10.0))
        20 documents, 18 reports, 2 failures, 3 known, 2.0 a second, 50%, 10 s left
        """
        counts, left = self.counts, self.seconds_left
        said = [
            f"{counts.documents} documents, {counts.reports} reports, {counts.failures} failures",
            f"{counts.passed_over} records passed over" if counts.passed_over else "",
            f"{self.known} known" if self.known else "",
            f"{self.documents_a_second:.1f} a second",
        ]
        if left is not None and self.bytes_in_all:
            said.append(f"{100 * self.bytes_done // self.bytes_in_all}%, {left:.0f} s left")
        return ", ".join(filter(None, said))


@dataclass
class BuildWatch:
    """What is counted while a build runs, told to whoever shows it."""

    show: Callable[[Progress], None] | None
    counts: Counts = NOTHING
    known: int = 0
    bytes_done: int = 0
    begin: float = field(default_factory=time.monotonic)
    _bytes_in_all: list[int] = field(default_factory=list)

    def count_all(self, sources: Iterable[Source]) -> None:
        """Add up the sizes of all sources, beside the build, which does not wait for it."""
        if self.show is not None:
            threading.Thread(
                target=lambda: self._bytes_in_all.append(sum(each.bytes for each in sources)), daemon=True
            ).start()

    def skip(self, source: Source) -> None:
        """Count a source that need not be read."""
        self.known += 1
        self.bytes_done += source.bytes

    def add(self, counts: Counts, size: int) -> None:
        """Count what a shard came to, whose sources have a size."""
        self.counts += counts
        self.bytes_done += size
        self.tell()

    def tell(self) -> None:
        """Tell how far the build has come."""
        if self.show is not None:
            in_all = self._bytes_in_all[0] if self._bytes_in_all else None
            seconds = time.monotonic() - self.begin
            self.show(Progress(self.counts, self.known, self.bytes_done, in_all, seconds))


def log_progress(logger: logging.Logger, every: float = 30.0) -> Callable[[Progress], None]:
    """Give what writes the progress to a log, at most once in some seconds.

    >>> log_progress(logging.getLogger("quiet"))(Progress())
    """
    last = float("-inf")

    def show(progress: Progress) -> None:
        nonlocal last
        if progress.seconds - last >= every:
            last = progress.seconds
            logger.info("%s", progress)

    return show
