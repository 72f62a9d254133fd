"""How a long command shows itself: a bar on a terminal, lines of a log elsewhere; and how it is stopped."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from gongkai.building.progress import Progress as BuildProgress
from gongkai.building.progress import log_progress
from gongkai.building.working import Processes
from gongkai.errors import GongkaiError, WorkerError

if TYPE_CHECKING:
    from gongkai.fetch import UrlRow

__all__ = ["crew", "shown_fetching", "shown_progress", "shown_steps", "stoppable"]

Show = Callable[[BuildProgress], None]
ShowStep = Callable[[str, int, int], None]


@contextmanager
def shown_progress(console: Console) -> Iterator[Show]:
    """Give what shows the progress of a build on a console, or in a log where nobody looks at it."""
    if not console.is_terminal:
        yield log_progress(_log())
        return
    columns = (
        TextColumn("reading"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[said]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None, said="")

        def show(progress: BuildProgress) -> None:
            counts = progress.counts
            said = f"{counts.reports} reports, {counts.failures} failures, {progress.documents_a_second:.1f} a second"
            bar.update(task, total=progress.bytes_in_all, completed=progress.bytes_done, said=said)

        yield show


@contextmanager
def shown_fetching(console: Console) -> Iterator[Callable[[UrlRow, int], None]]:
    """Give what shows how far fetching is: a bar on a terminal, and a line of a log where nobody looks at it."""
    if not console.is_terminal:
        log = _log()
        yield lambda row, _: log.info("%s %s", row.status, row.url)
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("fetching", total=None)
        yield lambda _, number: bar.update(task, advance=1, total=number)


@contextmanager
def shown_steps(console: Console) -> Iterator[ShowStep | None]:
    """Give what shows on a terminal how many parts of a step are done, and of how many."""
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("tables", total=None)

        def show(step: str, done: int, of: int) -> None:
            bar.update(task, description=step, completed=done, total=of)

        yield show


def _log() -> logging.Logger:
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s")
    ours = logging.getLogger("gongkai")
    ours.setLevel(logging.INFO)  # and not the level of all, lest other libraries tell what they do
    return ours


@contextmanager
def crew(workers: int | None, dask: str | None) -> Iterator[tuple[Executor | None, int | None]]:
    """Give who reads, and how many shards are theirs at the same time.

    Args:
        workers: how many processes; all processors, if left out. One is this process.
        dask: the address of a Dask scheduler, or `local` for one of this machine.

    Raises:
        GongkaiError: Dask is not installed, its scheduler does not answer, or its workers do not start.
    """
    count = workers or os.cpu_count() or 1
    if dask is not None:
        with _dask_client(dask, count) as client:
            yield client.get_executor(pure=False), 2 * sum(client.nthreads().values())
    elif count == 1:
        yield None, None
    else:
        with Processes(count) as processes:
            yield processes, 2 * count


@contextmanager
def _dask_client(address: str, count: int) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise GongkaiError('Dask is not installed; install it with pip install "gongkai[dask]"') from error
    try:
        if address != "local":
            with Client(address, timeout=_PATIENCE) as client:
                yield client
            return
    except OSError as error:
        raise GongkaiError(f"{address}: no Dask scheduler answers there ({error}); check the address") from error
    try:
        local = LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=None)
    except RuntimeError as error:
        raise WorkerError(f"the workers of Dask do not start ({error}); give the command again") from error
    with local as cluster, Client(cluster) as client:
        yield client


_PATIENCE = "10s"


@contextmanager
def stoppable() -> Iterator[None]:
    """Let the signal with which systems end processes stop a command as Ctrl-C does: in order."""

    def stop(_: int, __: FrameType | None) -> None:
        raise SystemExit

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
