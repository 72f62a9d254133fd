"""Many sources become one data package: tables in memory, then published in one step."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gongkai import divisions, tables
from gongkai.check import YearOfAgency, check_years
from gongkai.errors import GongkaiError, SourceError
from gongkai.forms import indicators
from gongkai.publish import Place, place_of_package
from gongkai.read import read_bytes
from gongkai.read.archive import Member, is_archive, members
from gongkai.read.encoding import decode
from gongkai.reading import read_report
from gongkai.report import Report

__all__ = ["MANIFEST", "Built", "StrictError", "build"]

MANIFEST = "sources.csv"
"""Name of the file in a folder of sources that says where each original was published."""

Paths = str | os.PathLike[str]
Track = Callable[[Sequence["Source"]], Iterable["Source"]]


class StrictError(GongkaiError):
    """A strict build met sources that gave no report; nothing was published."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path, its name in the package, and what the manifest says of its original."""

    path: Path
    name: str
    original: Mapping[str, str] = field(default_factory=dict)


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
        sources: files, and folders that are read with all that is below them. A file `sources.csv` in a folder is
            no report: its columns `file`, `title` and `url` name the originals.
        out: the folder of the package.
        strict: publish nothing if any source gives no report.
        track: wraps the sequence of sources while it is worked through, to show progress.

    Raises:
        GongkaiError: there is nothing to read, `sources.csv` is not right, or no source gave a report and a package
            is there already.
        StrictError: with `strict`, some source gave no report.
        PackageError: `out` holds files that are not of a package, or another build into it goes on.
    """
    with place_of_package(Path(out)) as place:
        return _build(sources, place, strict=strict, track=track)


def _build(sources: Paths | Iterable[Paths], place: Place, *, strict: bool, track: Track) -> Built:
    out = place.out
    paths = [sources] if isinstance(sources, str | os.PathLike) else list(sources)
    found = find_sources([Path(path) for path in paths], leave_out=Path(out))
    if not found:
        raise GongkaiError(f"there is no file to read in {', '.join(map(str, paths))}")
    reports, failures = _read_all(found, track)
    if not reports and (Path(out) / "datapackage.json").exists():
        lines = "\n".join(failure["message"] for failure in failures)
        raise GongkaiError(f"no source gave a report, so the package in {out} stays as it is\n{lines}")
    if strict and failures:
        lines = "\n".join(failure["message"] for failure in failures)
        raise StrictError(f"{len(failures)} of {len(found)} sources gave no report; nothing was published\n{lines}")
    frames = {name: tables.frame(name, rows) for name, rows in _rows(reports, failures).items()}
    originals = [source.original for source in found if source.original]
    place.publish(frames, sources=[_citation(original) for original in originals])
    return Built(
        rows={name: len(frame) for name, frame in frames.items()},
        failures=tuple((failure["source"], failure["message"]) for failure in failures),
    )


def find_sources(paths: Sequence[Path], *, leave_out: Path | None = None) -> list[Source]:
    """List the files to read, in the order of their names; names are relative to the folder above all of them.

    Of the folder `leave_out` the files of a package are left out.
    """
    files: dict[Path, Mapping[str, str]] = {}
    for path in paths:
        originals = _manifest(path / MANIFEST) if path.is_dir() else {}
        below = {file.relative_to(path).as_posix(): file for file in _files(path)} if path.is_dir() else {"": path}
        unknown = sorted(originals.keys() - below.keys())
        if unknown:
            raise GongkaiError(f"{path / MANIFEST}: there is no file {', '.join(unknown)}")
        for name, file in below.items():
            files.setdefault(file.absolute(), originals.get(name, {}))
    package = leave_out.absolute() if leave_out else None
    inputs = {file: original for file, original in files.items() if not _is_of_package(file, package)}
    above = Path(os.path.commonpath([file.parent for file in inputs])) if inputs else Path()
    named = [Source(file, _readable(file.relative_to(above).as_posix()), original) for file, original in inputs.items()]
    return sorted(named, key=lambda source: source.name)


def _files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        # A link that leads nowhere is a source too: one that is missing.
        if (file.is_file() or file.is_symlink()) and not file.is_dir() and not hidden and file != folder / MANIFEST:
            yield file


def _is_of_package(file: Path, package: Path | None) -> bool:
    if package is None:
        return False
    return file == package / "datapackage.json" or (package / "data" / "processed") in file.parents


def _readable(name: str) -> str:
    """Give a file name as text, also where its bytes are GBK, as archives made in China leave them."""
    data = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("ascii", errors="backslashreplace")


def _manifest(path: Path) -> dict[str, Mapping[str, str]]:
    if not path.is_file():
        return {}
    text = decode(path.read_bytes(), str(path)).text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    if rows and not {"file", "title"} <= rows[0].keys():
        raise GongkaiError(f"{path}: the columns `file` and `title` are missing")
    if any(not row["file"] or not row["title"] for row in rows):
        raise GongkaiError(f"{path}: every row needs a `file` and a `title`")
    return {row["file"]: row for row in rows}


def _citation(original: Mapping[str, str]) -> dict[str, str]:
    named = ", ".join(original[part] for part in ("agency", "where") if original.get(part))
    title = f"{original['title']} ({named})" if named else original["title"]
    return {"title": title, **({"path": original["url"]} if original.get("url") else {})}


def _read_all(found: Sequence[Source], track: Track) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the reports as rows by table, and the failures as rows."""
    reports: list[dict[str, Any]] = []
    failures: list[dict[str, Any]] = []
    first_with: dict[str, str] = {}
    for source in track(found):
        for file in _files_in(source):
            try:
                report = _read(file, first_with)
            except SourceError as error:
                failures.append(_failure(file, error))
            else:
                reports.append(_tables_of(report, source))
    _mark_duplicates(reports)
    _check_across_years(reports)
    return reports, failures


def _files_in(source: Source) -> Iterator[Member]:
    """Give a source as the file that it is, or an archive as the files in it."""
    try:
        data = read_bytes(source.path, source.name)
    except SourceError as error:
        yield Member(source.name, None, error)
        return
    if is_archive(data):
        yield from members(data, source.name)
    else:
        yield Member(source.name, data)


def _read(file: Member, first_with: dict[str, str]) -> Report:
    if file.data is None:
        raise file.error or SourceError(file.name, "missing")
    digest = hashlib.sha256(file.data).hexdigest()
    if digest in first_with:
        raise SourceError(file.name, "duplicate", first_with[digest])
    try:
        report = read_report(file.data, name=file.name)
    except SourceError:
        raise
    except Exception as error:  # one bad file among a million costs one row, never the run
        raise SourceError(file.name, "internal", f"{type(error).__name__}: {error}") from error
    first_with[digest] = file.name
    return report


def _tables_of(report: Report, source: Source) -> dict[str, Any]:
    (summary,) = report.rows("reports")
    return {
        "reports": {**summary, "url": source.original.get("url") or None},
        "agency": report.identity.agency_entry,
        "cells": report.observation_rows,
        "content": _content(report),
        **{name: list(report.rows(name)) for name in _PER_REPORT},
    }


def _content(report: Report) -> str:
    """Give a digest of what a report says, which is the same for the same report in another format or page."""
    said: list[Any] = [report.identity.agency_entry or report.identity.agency, report.identity.year]
    if report.observation_rows:
        said += [(row.indicator_id, row.status, row.value) for row in report.observation_rows]
    else:
        said += ["".join(text.split()) for _, text in report.document.paragraphs()]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _mark_duplicates(reports: Sequence[dict[str, Any]]) -> None:
    """Let each report name the first one that says the same."""
    first: dict[str, str] = {}
    for report in reports:
        row = report["reports"]
        known = first.setdefault(report["content"], row["report_id"])
        if known != row["report_id"]:
            row["duplicate_of"] = known


def _check_across_years(reports: Sequence[dict[str, Any]]) -> None:
    """Add the checks that hold a report against the other years of its agency; copies count once."""
    originals = [
        YearOfAgency(row["report_id"], row["agency_id"], row["year"], report["cells"])
        for report in reports
        for row in [report["reports"]]
        if row["agency_id"] and row["year"] and row["duplicate_of"] is None
    ]
    found = check_years(originals)
    for report in reports:
        name = report["reports"]["report_id"]
        report["checks"].extend({"report_id": name, **asdict(check)} for check in found.get(name, ()))


_PER_REPORT = (
    "observations",
    "unmatched",
    "sections",
    "document_numbers",
    "figures",
    "points",
    "checks",
    "repairs",
)


def _failure(file: Member, error: SourceError) -> dict[str, Any]:
    return {
        "source": file.name,
        "reason": error.reason,
        "detail": error.detail or None,
        "message": str(error),
        "bytes": len(file.data) if file.data is not None else None,
        "sha256": hashlib.sha256(file.data).hexdigest() if file.data is not None else None,
    }


def _rows(
    reports: Sequence[Mapping[str, Any]], failures: Sequence[Mapping[str, Any]]
) -> dict[str, Iterable[Mapping[str, Any]]]:
    return {
        "reports": [report["reports"] for report in reports],
        "indicators": [asdict(indicator) for indicator in indicators()],
        **{name: [row for report in reports for row in report[name]] for name in _PER_REPORT},
        "agencies": _agencies(reports),
        "divisions": (asdict(each) for each in divisions.rows(divisions.years()[0], divisions.years()[-1])),
        "failures": failures,
    }


def _agencies(reports: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    spellings = defaultdict(set)
    for report in reports:
        if report["agency"] is not None:
            spellings[report["agency"]].add(report["reports"]["agency"])
    return [
        {**asdict(agency), "spellings": " ".join(sorted(names))}
        for agency, names in sorted(spellings.items(), key=lambda item: item[0].agency_id)
    ]
