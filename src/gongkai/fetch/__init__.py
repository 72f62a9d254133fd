"""Archive the documents behind a list of addresses, politely: `gongkai fetch LIST --to DIR`.

The rest of gongkai reads what lies on a disk; this is the only part that asks the network for anything, and it does so
only when it is called. It needs the extra `gongkai[fetch]`.

A site is asked for one thing at a time, with a rest in between, and for nothing that its robots.txt does not allow. All
that went over the line is written into archives (WARC 1.1), and what became of each address into `fetched.csv`. A run
that was stopped, or killed, goes on where it was when it is called again: what was fetched is not asked for again, what
failed is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from gongkai.errors import GongkaiError
from gongkai.fetch.exchange import STATUSES, FetchStatus
from gongkai.fetch.manners import Manners
from gongkai.fetch.rows import DONE, UrlRow
from gongkai.fetch.url_list import addresses, read_list, require_address
from gongkai.fetch.watch import ConnectionWatch

__all__ = ["FetchStatus", "Fetched", "Manners", "UrlRow", "addresses", "fetch", "read_list"]

ARCHIVE_SIZE = 1 << 30
"""Bytes from which on an archive is closed and the next one begun."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a list of addresses.

    Attributes:
        rows: one for each address, in the order of the list.
        asked: how many of them were asked for in this run.
    """

    rows: tuple[UrlRow, ...]
    asked: int

    @property
    def counts(self) -> dict[FetchStatus, int]:
        """How many addresses have which status.

        >>> Fetched((UrlRow("http://a.gov.cn/", "not_found", "2026-01-02T03:04:05Z"),), 1).counts
        {'not_found': 1}
        """
        counts = Counter(row.status for row in self.rows)
        return {status: counts[status] for status in STATUSES if counts[status]}

    @property
    def is_complete(self) -> bool:
        """Whether the host of each address has answered, so that there is nothing to try again."""
        return DONE.issuperset(self.counts)


def fetch(
    urls: Iterable[str],
    to: Path | str,
    *,
    manners: Manners | None = None,
    again: bool = False,
    archive_size: int = ARCHIVE_SIZE,
    told: Callable[[UrlRow, int], None] | None = None,
) -> Fetched:
    """Archive the documents behind addresses.

    Args:
        urls: the addresses, as `read_list` gives them.
        to: the folder of the archives and of `fetched.csv`, which is made if need be.
        manners: how politely hosts are asked, and how much a document may cost.
        again: ask for what was fetched before as well; what has not changed since is not sent or not stored again.
        archive_size: bytes from which on an archive is closed and the next one begun.
        told: called with the row of each address that was asked for, and with how many there are to ask for; one call
            at a time, from any thread.

    Returns:
        What became of each address. That it was not found, is blocked or cannot be reached is no error.

    Raises:
        GongkaiError: the extra is not installed, an address is none, another run writes into the folder, or its index
            is not right.
        OSError: the folder cannot be written.
        KeyboardInterrupt: it was stopped; archives and index are complete as far as it came.
    """
    _require_extra()
    from gongkai.fetch.archive import Archive
    from gongkai.fetch.index import Index
    from gongkai.fetch.recorder import Recorder, visit_all
    from gongkai.fetch.visit import Visitor

    folder = Path(to)
    manners = manners or Manners()
    wanted = tuple(dict.fromkeys(urls))
    for url in wanted:
        require_address(url, "fetch")
    folder.mkdir(parents=True, exist_ok=True)
    watch = ConnectionWatch()
    try:
        with FileLock(folder / _LOCK, timeout=0):
            index = Index(folder)
            archive = Archive(folder, manners, archive_size, index.archives)
            due = [url for url in wanted if again or not _is_done(index.get(url))]
            recorder = Recorder(Visitor(manners, watch), archive, index, lambda row: told and told(row, len(due)))
            try:
                visit_all(due, recorder, manners.hosts, watch)
            finally:
                archive.close()
                index.close()
    except Timeout:
        raise GongkaiError(f"{folder}: another run fetches into this folder; wait until it has ended") from None
    return Fetched(tuple(row for row in map(index.get, wanted) if row), len(due))


_LOCK = ".fetch.lock"


def _require_extra() -> None:
    try:
        import fastwarc  # noqa: F401
        import protego  # noqa: F401
        import tenacity  # noqa: F401
        import urllib3  # noqa: F401
    except ImportError as error:
        raise GongkaiError('fetching needs an extra of gongkai; install it: pip install "gongkai[fetch]"') from error


def _is_done(row: UrlRow | None) -> bool:
    return row is not None and row.status in DONE
