"""Many sources become one data package: tables in memory, then published in one step.

`sources` finds the files, `manifest` says where they were published, `reading` reads them one by one, `rows` keeps of
each report what the tables allow, and `whole` puts all together.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.building.sources.manifest import MANIFEST, citation
from gongkai.building.reading import Failure, read_sources
from gongkai.building.rows import ReportRows, rows_of
from gongkai.building.sources.folders import Source, find_sources
from gongkai.building.whole import whole
from gongkai.errors import NoReportError, StrictError
from gongkai.printable import file_name
from gongkai.publish import place_of_package

__all__ = [
    "MANIFEST",
    "Built",
    "Failure",
    "ReportRows",
    "Source",
    "build",
    "find_sources",
    "rows_of",
]

Paths = str | os.PathLike[str]
Track = Callable[[Sequence[Source]], Iterable[Source]]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave: rows in each table, and the failures (source, message)."""

    rows: Mapping[str, int]
    failures: tuple[tuple[str, str], ...]


def build(sources: Paths | Iterable[Paths], out: Paths, *, strict: bool = False, track: Track = iter) -> Built:
    """Read sources and publish what they say as a data package.

    Writes `out/datapackage.json` and `out/data/processed/<table>.parquet`; a package that is there is replaced
    only when the new one is complete. A source that gives no report becomes a row of the table `failures`.

    Args:
        sources: files, and folders that are read with all that is below them. Links are followed; files and folders
            whose names begin with a dot are left out. A file `sources.csv` in a folder is no report: its columns
            `file`, `title` and `url` name the originals.
        out: the folder of the package.
        strict: publish nothing if any source gives no report.
        track: wraps the sequence of sources while it is worked through, to show progress.

    Raises:
        GongkaiError: a path of `sources` leads nowhere, or a `sources.csv` is not right; nothing was read.
        NoReportError: there is nothing to read, or no source gave a report.
        StrictError: with `strict`, some source gave no report.
        PackageError: `out` holds files that are not of a package, or another build into it goes on.
    """
    paths = [sources] if isinstance(sources, str | os.PathLike) else list(sources)
    found = find_sources([Path(path) for path in paths], leave_out=Path(out))
    if not found:
        raise NoReportError(f"there is no file to read in {', '.join(file_name(os.fspath(path)) for path in paths)}")
    with place_of_package(Path(out)) as place:
        gathered = whole(read_sources(track(found), {source.name for source in found}))
        lines = "\n".join(failure.message for failure in gathered.failures)
        if not gathered.reports:
            raise NoReportError(f"none of {len(found)} sources gave a report; nothing was published\n{lines}")
        if strict and gathered.failures:
            count = len(gathered.failures)
            raise StrictError(f"{count} of {len(found)} sources gave no report; nothing was published\n{lines}")
        originals = [source.original for source in found if source.original]
        place.publish(gathered.frames, sources=[citation(original) for original in originals])
    return Built(
        rows={name: len(frame) for name, frame in gathered.frames.items()},
        failures=tuple((failure.source, failure.message) for failure in gathered.failures),
    )
