"""The whole of a build: find, cut, read, gather, publish; and go on where another was stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import pyarrow as arrow
from pyarrow import parquet

from gongkai.building.gathering import NOW, Gathering, gathering
from gongkai.building.knowledge import knowledge
from gongkai.building.known import KnownSources
from gongkai.building.parts import Manifest, Parts
from gongkai.building.progress import BuildWatch, Progress
from gongkai.building.published import Published, forget_published, note_published, published
from gongkai.building.reading import read_shard
from gongkai.building.room import damage_told, full_disk_told
from gongkai.building.shards import Shard, shards, source_key
from gongkai.building.sources import Source, found
from gongkai.building.sources.places import refuse_remote
from gongkai.building.working import results
from gongkai.errors import NoReportError, Reason, StrictError
from gongkai.pipeline import load_plugins
from gongkai.printable import file_name
from gongkai.publish import place_of_package
from gongkai.publish.stored import stored_package

__all__ = ["Built", "build"]

Paths = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave.

    Attributes:
        rows: how many rows each table has.
        failures: how many documents gave no report, by reason; the table `failures` names each.
        passed_over: how many records of crawls were seen to be no reports, and are in no table.
        read: how many documents this build read; all others were known from an earlier one.
        first_failures: what to say of the first twenty documents that gave no report.
    """

    rows: Mapping[str, int]
    failures: Mapping[Reason, int]
    passed_over: int
    read: int
    first_failures: tuple[str, ...] = ()


def build(
    sources: Paths | Iterable[Paths],
    out: Paths,
    *,
    strict: bool = False,
    executor: Executor | None = None,
    at_once: int | None = None,
    parts: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Built:
    """Read sources and publish what they say as a data package.

    Writes `out/datapackage.json` and `out/data/processed/<table>.parquet`; a package that is there is replaced
    only when the new one is complete. A document that gives no report becomes a row of the table `failures`.

    What was read is kept in `out/.gongkai`, shard by shard. A build that was stopped, however it was, goes on there;
    one of the same sources and some more reads only those. Neither changes a byte of the package. The folder may be
    removed.

    Args:
        sources: files, folders that are read with all that is below them, patterns such as `crawl/*.warc.gz`, and
            addresses that fsspec opens, such as `s3://bucket/folder`. Links are followed; files and folders whose names
            begin with a dot are left out. A file `sources.csv` in a folder is no report: its columns `file`, `title`
            and `url` name the originals.
        out: the folder of the package.
        strict: publish nothing if any document gives no report.
        executor: who reads; None is this process. It has to be ended by whoever gives it.
        at_once: how many shards are given to the executor at the same time; twice the processors of this machine, if
            left out.
        parts: another place for what was read, which every process of the executor can write: a folder or an address.
        progress: is told how far the build has come, after each shard.

    Raises:
        GongkaiError: a path of `sources` leads nowhere, a `sources.csv` is not right, what opens an address is not
            installed, or `out` is an address; nothing was read.
        PluginError: a reader or rule of another distribution cannot be loaded; nothing was read.
        NoReportError: there is nothing to read, or no document gave a report.
        StrictError: with `strict`, some document gave no report.
        PackageError: `out` holds files that are not of a package, another build into it goes on, or what is kept of
            earlier builds is damaged.
        WorkerError: the executor breaks again and again.
        FullDiskError: no room is left on the disk.
    """
    load_plugins()
    refuse_remote(out, "a package")
    paths = [sources] if isinstance(sources, str | os.PathLike) else list(sources)
    stream = found(paths, leave_out=Path(out))
    first = next(stream, None)
    if first is None:
        named = ", ".join(file_name(os.fspath(path)) for path in paths)
        raise NoReportError(f"there is no file to read in {named}")
    watch = BuildWatch(progress)
    watch.count_all(found(paths, leave_out=Path(out)))
    with (
        full_disk_told([out] if parts is None else [out, parts]),
        place_of_package(Path(out)) as place,
        _meanwhile(place.work / "sources.parquet") as now,
    ):
        kept = Parts(parts or str(place.work.absolute() / "parts"), knowledge())
        read = _SourcesRead(kept, now, watch, partial(forget_published, place.work))
        read.all(chain([first], stream), executor, at_once or 2 * (os.cpu_count() or 1))
        known = published(Path(out), place.work, read.digest())
        if known is not None and not (strict and known.failures):
            return Built(known.rows, known.failures, known.passed_over, 0, known.first_failures)
        with (
            damage_told(parts or place.work),
            gathering(kept, read.manifests(), now, place.work) as gathered,
        ):
            if not gathered.reports():
                read.forget()
            _refuse(gathered, strict=strict)
            place.publish_batches(gathered.tables(), sources=gathered.citations())
            rows = {name: table["gongkai:rows"] for name, table in stored_package(out).resources.items()}
            told = tuple(gathered.messages(_NAMED_FAILURES))
            made = Published(read.digest(), rows, gathered.counts(), gathered.passed_over(), told)
        kept.remove_all_but(read.manifests())
        note_published(Path(out), place.work, made)
    return Built(made.rows, made.failures, made.passed_over, watch.counts.documents, made.first_failures)


@contextmanager
def _meanwhile(file: Path) -> Iterator[Path]:
    try:
        yield file
    finally:
        file.unlink(missing_ok=True)


class _SourcesRead:
    """The sources of a build, read by this one or an earlier one."""

    def __init__(self, parts: Parts, now: Path, watch: BuildWatch, before_reading: Callable[[], None]) -> None:
        self._parts = parts
        self._now = now
        self._watch = watch
        self._before_reading = before_reading
        self._manifests = {each.shard: each for each in parts.manifests()}
        self._known = KnownSources(parts, list(self._manifests.values()))
        self._used: set[str] = set()
        self._new: list[str] = []
        self._noted: list[dict[str, object]] = []
        self._count = self._sum = 0

    def all(self, sources: Iterable[Source], executor: Executor | None, at_once: int) -> None:
        """Read what is not known, and write down which shard has what."""
        with parquet.ParquetWriter(self._now, NOW) as writer:
            sizes: dict[str, int] = {}

            def sized() -> Iterator[Shard]:
                for shard in shards(self._unknown(sources)):
                    self._before_reading()
                    sizes[shard.name] = sum(source.bytes for source in shard.sources)
                    self._note(shard.sources, shard.name)
                    yield shard

            for manifest in results(partial(read_shard, parts=self._parts), sized(), executor, at_once):
                self._manifests[manifest.shard] = manifest
                self._new.append(manifest.shard)
                self._watch.add(manifest.counts, sizes.pop(manifest.shard))
                self._write(writer, at_least=_MANY)
            self._write(writer, at_least=1)

    def manifests(self) -> list[Manifest]:
        """Give the shards that this build uses, in the order of their names."""
        return [self._manifests[name] for name in sorted(self._used)]

    def forget(self) -> None:
        """Keep nothing of what this build read."""
        self._parts.remove(self._new)

    def digest(self) -> str:
        """Give what is the same as long as the sources are, in whatever order and by whomever they were read."""
        return f"{knowledge(of_package=True)}-{self._count}-{self._sum:x}"

    def _unknown(self, sources: Iterable[Source]) -> Iterator[Source]:
        for source in sources:
            shard = self._known.shard(source_key(source))
            if shard is None:
                yield source
            else:
                self._watch.skip(source)
                self._note([source], shard)

    def _note(self, sources: Sequence[Source], shard: str) -> None:
        keys = [source_key(source) for source in sources]
        self._used.add(shard)
        self._count += len(keys)
        self._sum = (self._sum + sum(int(key, 16) for key in keys)) % 2**128
        self._noted += [
            {
                "key": key,
                "shard": shard,
                "source": source.name,
                "first": source.first,
                "title": source.citation.get("title"),
                "path": source.citation.get("path"),
            }
            for key, source in zip(keys, sources, strict=True)
        ]

    def _write(self, writer: parquet.ParquetWriter, at_least: int) -> None:
        if len(self._noted) >= at_least:
            writer.write_table(arrow.Table.from_pylist(self._noted, schema=NOW))
            self._noted.clear()


_MANY = 4096

_NAMED_FAILURES = 20


def _refuse(gathered: Gathering, *, strict: bool) -> None:
    """Publish nothing where there is nothing to publish, or too little."""
    failures = sum(gathered.counts().values())
    messages = gathered.messages(_NAMED_FAILURES)
    lines = "".join(f"\n{message}" for message in messages)
    if failures > len(messages):
        lines += f"\nand {failures - len(messages)} more"
    if not gathered.reports():
        raise NoReportError(f"none of {gathered.documents()} documents gave a report; nothing was published{lines}")
    if strict and failures:
        count = gathered.documents()
        raise StrictError(f"{failures} of {count} documents gave no report; nothing was published{lines}")
