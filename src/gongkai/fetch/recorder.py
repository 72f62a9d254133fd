"""Visit many addresses, several hosts at the same time, and record what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Lock

from gongkai.address import host_of
from gongkai.fetch.archive import Archive
from gongkai.fetch.index import Index, row_of
from gongkai.fetch.rows import UrlRow
from gongkai.fetch.visit import Visitor
from gongkai.fetch.watch import ConnectionWatch

__all__ = ["Recorder", "visit_all"]


class Recorder:
    """Visits addresses from any thread, and records what became of them, one at a time."""

    def __init__(self, visitor: Visitor, archive: Archive, index: Index, told: Callable[[UrlRow], object]) -> None:
        self._visitor = visitor
        self._archive = archive
        self._index = index
        self._told = told
        self._lock = Lock()

    def visit(self, urls: Sequence[str]) -> None:
        """Visit addresses one after the other.

        Raises:
            HaltedError: the work is to stop.
            OSError: it cannot be recorded.
        """
        for url in urls:
            known = self._index.get(url)
            visit = self._visitor.visit(url, known if known and known.warc else None)
            with self._lock:
                stored = self._archive.add(visit)
                row = row_of(visit, stored)
                self._index.add(row, stored)
                self._told(row)


def visit_all(urls: Sequence[str], recorder: Recorder, hosts: int, watch: ConnectionWatch) -> None:
    """Visit the addresses of each host one after the other, and so many hosts at the same time.

    Raises:
        OSError: it cannot be recorded.
        KeyboardInterrupt: it was stopped.
    """
    of_host = defaultdict(list)
    for url in urls:
        of_host[host_of(url)].append(url)
    # The host with most addresses takes longest, so it begins first.
    longest_first = sorted(of_host.values(), key=len, reverse=True)
    with ThreadPoolExecutor(hosts, "fetch") as executor:
        try:
            done, _ = wait([executor.submit(recorder.visit, each) for each in longest_first], None, FIRST_EXCEPTION)
            for each in done:
                each.result()
        except BaseException:
            watch.halt()
            executor.shutdown(cancel_futures=True)
            raise
