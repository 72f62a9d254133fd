"""`sources.csv`: where each original was published. What is not right there is told with its line."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from gongkai.address import is_address
from gongkai.document import UNCERTAIN
from gongkai.errors import GongkaiError, SourceError
from gongkai.printable import file_name, printable
from gongkai.read import read_bytes
from gongkai.read.encoding import decode

__all__ = ["MANIFEST", "citation", "originals"]

MANIFEST = "sources.csv"
"""Name of the file in a folder of sources that says where each original was published."""

_NEEDED = ("file", "title")


def originals(folder: Path, files: Sequence[Path]) -> dict[Path, Mapping[str, str]]:
    """Give what the manifest of a folder says of the originals, by file; nothing where there is no manifest.

    Columns beside `file`, `title` and `url` are kept as they are, blank lines are passed over, and a path may be
    written with backslashes.

    Args:
        folder: the folder.
        files: the files below it.

    Raises:
        GongkaiError: the manifest cannot be read, or a line is not right; the message names the line.
    """
    path = folder / MANIFEST
    try:
        if not path.is_file():
            return {}
    except OSError:
        return {}  # the walk tells of a folder that cannot be looked into
    named = file_name(str(path))
    by_name = defaultdict(list)
    for file in files:
        by_name[_same(file_name(file.relative_to(folder).as_posix()))].append(file)
    said: dict[Path, Mapping[str, str]] = {}
    lines: dict[Path, int] = {}
    for line, row in _rows(_text(path, named), named):
        place = f"{named}, line {line}"
        found = by_name.get(_same(_inside(row["file"], place)), [])
        if len(found) != 1:
            there = "there is no file" if not found else "there is more than one file"
            raise GongkaiError(f"{place}: {there} {printable(row['file'])}; name a file below this folder")
        (file,) = found
        if said.get(file, row) != row:
            raise GongkaiError(f"{place}: {printable(row['file'])} stands in line {lines[file]} already; leave one out")
        said[file], lines[file] = row, line
    return said


def citation(original: Mapping[str, str]) -> dict[str, str]:
    """Give a row of the manifest as a source of the package's descriptor.

    >>> citation({"title": "2017年年度报告", "agency": "嘉禾县", "url": "https://example.org/1"})
    {'title': '2017年年度报告 (嘉禾县)', 'path': 'https://example.org/1'}
    """
    named = ", ".join(original[part] for part in ("agency", "where") if original.get(part))
    title = f"{original['title']} ({named})" if named else original["title"]
    return {"title": printable(title), **({"path": original["url"]} if original.get("url") else {})}


def _text(path: Path, named: str) -> str:
    data = read_bytes(path, named)
    try:
        text = decode(data, named).text
    except SourceError as error:
        if error.reason == "binary" and b"\0" in data:
            line = data.count(b"\n", 0, data.index(b"\0")) + 1
            raise GongkaiError(f"{named}, line {line}: it has a zero byte; save the file as CSV again") from error
        raise GongkaiError(f"{named}: it cannot be read as text ({error.reason}); save it as CSV in UTF-8") from error
    if UNCERTAIN in text:
        line = text.count("\n", 0, text.index(UNCERTAIN)) + 1
        raise GongkaiError(f"{named}, line {line}: a character cannot be read; save the file as CSV in UTF-8")
    return text


def _rows(text: str, named: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a manifest as mappings of its columns, each with the line that it begins in."""
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            values = [cell.strip() for cell in cells]
            if any(values) and columns is None:
                columns = values
                _refuse_columns(columns, f"{named}, line {line}")
            elif any(values) and columns is not None:
                yield line, _row(columns, values, f"{named}, line {line}")
            line = reader.line_num + 1
    except csv.Error as error:
        raise GongkaiError(f"{named}, line {line}: this is no sound CSV ({error}); look for an open quote") from error
    if columns is None and text.strip():
        raise GongkaiError(f"{named}, line 1: the columns `file` and `title` are missing")


def _refuse_columns(columns: Sequence[str], place: str) -> None:
    if not set(_NEEDED) <= set(columns):
        found = printable(", ".join(columns))
        raise GongkaiError(
            f"{place}: the columns `file` and `title` are missing; found: {found}; separate columns with commas"
        )
    repeated = sorted({name for name in columns if name and columns.count(name) > 1})
    if repeated:
        raise GongkaiError(f"{place}: more than one column is called {printable(', '.join(repeated))}")


def _row(columns: Sequence[str], values: Sequence[str], place: str) -> dict[str, str]:
    if any(values[len(columns) :]):
        raise GongkaiError(f"{place}: it has {len(values)} values for {len(columns)} columns; put quotes round commas")
    row = {name: value for name, value in zip(columns, values, strict=False) if name}
    if not all(row.get(name) for name in _NEEDED):
        raise GongkaiError(f"{place}: every row needs a `file` and a `title`")
    if row.get("url") and not is_address(row["url"]):
        raise GongkaiError(f"{place}: {printable(row['url'])} is no address; it begins with http:// or https://")
    return row


def _inside(file: str, place: str) -> str:
    path = PurePosixPath(file.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts[:1] and path.parts[0].endswith(":")):
        raise GongkaiError(f"{place}: {printable(file)} leads out of the folder; name a file below it")
    return str(path)


def _same(name: str) -> str:
    """Give a name as it compares: some systems write a letter and its mark as two characters."""
    return unicodedata.normalize("NFC", name)
