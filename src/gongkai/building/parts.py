"""What was read of each shard, kept as Parquet files until the package is made, and for the next build.

A shard is there as a whole or not at all: its manifest is written last, and its files are looked at only with it.
Parts may lie where any process of a cluster can write: the place is a folder or an address that fsspec opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from functools import cache
from typing import Any
from uuid import uuid4

import msgspec
import pyarrow as arrow
from fsspec import AbstractFileSystem
from fsspec.implementations.local import LocalFileSystem
from pyarrow import parquet

from gongkai import tables
from gongkai.building.sources.places import file_system

__all__ = ["DOCUMENTS", "NOTHING", "SOURCES", "Counts", "Manifest", "Parts", "Writing", "part_schema"]

DOCUMENTS, SOURCES = "documents", "sources"
"""The two parts that no package has: what each document came to, and which sources were read."""

_TEXT, _WHOLE = arrow.string(), arrow.int64()
_SHARD = arrow.field("shard", _TEXT, nullable=False)


def _schema(**columns: arrow.DataType) -> arrow.Schema:
    return arrow.schema([_SHARD, *(arrow.field(name, kind) for name, kind in columns.items())])


@cache
def part_schema(table: str) -> arrow.Schema:
    """Give the columns of a part: those of its table, and the shard. `agencies` has one row a report."""
    if table == DOCUMENTS:
        return _schema(
            key=_TEXT, position=_WHOLE, name=_TEXT, report_id=_TEXT, content=_TEXT, reason=_TEXT, detail=_TEXT,
            bytes=_WHOLE, sha256=_TEXT, url=_TEXT, host=_TEXT, fetched=_TEXT, payload_digest=_TEXT,
            mirror=arrow.bool_(),
        )  # fmt: skip
    if table == SOURCES:
        return _schema(key=_TEXT, again=arrow.bool_(), passed_over=_WHOLE)
    of_report = [arrow.field("report_id", _TEXT), arrow.field("year", _WHOLE)] if table == "agencies" else []
    return arrow.schema([_SHARD, *of_report, *tables.arrow_schema(table)])


class Counts(msgspec.Struct, frozen=True):
    """What a shard came to."""

    documents: int = 0
    reports: int = 0
    failures: int = 0
    passed_over: int = 0
    bytes: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Give the sum of both."""
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__struct_fields__))


NOTHING = Counts()


class Manifest(msgspec.Struct, frozen=True):
    """A shard that was read: its counts, and the size of each of its files."""

    shard: str
    counts: Counts
    files: dict[str, int]


class Parts:
    """The place of the parts of one version of gongkai.

    >>> parts = Parts("memory://doctest", "version")
    >>> with parts.writing("shard") as writing:
    ...     writing.write("sources", writing.converted("sources", [{"key": "a", "again": False, "passed_over": 0}]))
    ...     manifest = writing.done(Counts(documents=1))
    >>> [each.shard for each in parts.manifests()], list(manifest.files)
    (['shard'], ['sources'])
    """

    def __init__(self, place: str, version: str) -> None:
        self.version = version
        self.files: AbstractFileSystem
        self.files, above = file_system(place)
        self._above = above.rstrip("/")

    def manifests(self) -> list[Manifest]:
        """Give what is there, in the order of the shards' names. A shard whose files are not whole is none."""
        self.files.invalidate_cache()
        paths = sorted(self.files.glob(self.path("*", _MANIFEST)))
        found = [_manifest(self.files.cat_file(path)) for path in paths]
        return [each for each in found if each is not None and self._is_whole(each)]

    def path(self, shard: str, name: str) -> str:
        """Give the path of a file of a shard."""
        return f"{self._above}/{self.version}/{shard}/{name}"

    def tables(self, table: str, manifests: Iterable[Manifest]) -> list[str]:
        """Give the paths of one table, or the addresses where parts lie elsewhere, in the order of the shards."""
        paths = [self.path(each.shard, f"{table}.parquet") for each in manifests if table in each.files]
        return paths if self.are_local else list(map(self.files.unstrip_protocol, paths))

    @property
    def are_local(self) -> bool:
        """Whether the parts are files of this machine."""
        return isinstance(self.files, LocalFileSystem)

    def writing(self, shard: str) -> Writing:
        """Begin a shard, or begin it again."""
        return Writing(self, shard)

    def remove_all_but(self, manifests: Iterable[Manifest]) -> None:
        """Remove all other shards, those of other versions, and what processes that were killed had begun."""
        kept = {each.shard for each in manifests}
        for folder in self._folders(self._above):
            if _last(folder) != self.version:
                self.files.rm(folder, recursive=True)
        for folder in self._folders(f"{self._above}/{self.version}"):
            if _last(folder) not in kept:
                self.files.rm(folder, recursive=True)

    def remove(self, shards: Iterable[str]) -> None:
        """Remove some shards, and the folders above them that have nothing else."""
        for shard in shards:
            self.files.rm(self.path(shard, "").rstrip("/"), recursive=True)
        for folder in (self.path(_DRAFTS, ""), self.path("", ""), self._above):
            with suppress(OSError):
                self.files.rmdir(folder.rstrip("/"))

    def _folders(self, above: str) -> list[str]:
        self.files.invalidate_cache()
        if not self.files.exists(above):
            return []
        return [each["name"] for each in self.files.ls(above, detail=True) if each["type"] == "directory"]

    def _is_whole(self, manifest: Manifest) -> bool:
        sizes = {self.path(manifest.shard, f"{table}.parquet"): size for table, size in manifest.files.items()}
        return all(self.files.exists(path) and self.files.size(path) == size for path, size in sizes.items())


class Writing:
    """One shard while it is written. What is not `done` at the end leaves nothing."""

    def __init__(self, parts: Parts, shard: str) -> None:
        self._parts = parts
        self._shard = shard
        # Two processes may write one shard, where the first was taken for dead.
        self._drafts = parts.path(_DRAFTS, uuid4().hex)
        self._writers: dict[str, parquet.ParquetWriter] = {}
        self._open = ExitStack()
        parts.files.makedirs(self._drafts, exist_ok=True)

    def __enter__(self) -> Writing:
        """Begin."""
        return self

    def __exit__(self, *error: object) -> None:
        """Remove what is not in its place."""
        # Where the disk is full, files cannot be ended; those that are left here are thrown away.
        with suppress(OSError, arrow.ArrowException):
            self._open.close()
        if self._parts.files.exists(self._drafts):
            self._parts.files.rm(self._drafts, recursive=True)

    def converted(self, table: str, rows: Iterable[Mapping[str, Any]]) -> arrow.Table:
        """Give rows as they are written.

        Raises:
            pyarrow.ArrowException: a row is none of the table's.
        """
        return arrow.Table.from_pylist([{**row, "shard": self._shard} for row in rows], schema=part_schema(table))

    def write(self, table: str, rows: arrow.Table) -> None:
        """Write rows that were converted."""
        if not len(rows):
            return
        if table not in self._writers:
            file = self._open.enter_context(self._parts.files.open(f"{self._drafts}/{table}.parquet", "wb"))
            writer = parquet.ParquetWriter(file, part_schema(table), compression="zstd")
            self._writers[table] = self._open.enter_context(writer)
        self._writers[table].write_table(rows)

    def done(self, counts: Counts) -> Manifest:
        """Put the shard in its place."""
        files = self._parts.files
        written = list(self._writers)
        self._open.close()
        files.makedirs(self._parts.path(self._shard, "").rstrip("/"), exist_ok=True)
        place = self._parts.path(self._shard, _MANIFEST)
        if files.exists(place):
            files.rm_file(place)  # lest a manifest of an earlier build stands for files of both
        sizes = {}
        for table in written:
            draft = f"{self._drafts}/{table}.parquet"
            sizes[table] = files.size(draft)
            files.mv(draft, self._parts.path(self._shard, f"{table}.parquet"))
        manifest = Manifest(self._shard, counts, sizes)
        files.pipe_file(f"{self._drafts}/{_MANIFEST}", msgspec.json.encode(manifest))
        files.mv(f"{self._drafts}/{_MANIFEST}", place)
        return manifest


_MANIFEST = "manifest.json"
_DRAFTS = ".drafts"


def _manifest(data: bytes) -> Manifest | None:
    """Decode a manifest; one that a loss of power left empty or cut is none."""
    try:
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError:
        return None


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
