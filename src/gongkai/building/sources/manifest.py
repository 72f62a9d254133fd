"""`sources.csv`: where each original was published. What is not right there is told with its line."""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from gongkai.address import is_address
from gongkai.document import UNCERTAIN
from gongkai.errors import GongkaiError, SourceError
from gongkai.printable import file_name, printable
from gongkai.read import read_bytes
from gongkai.read.encoding import decode

__all__ = ["INDEX_OF_FETCHED", "MANIFEST", "citation", "originals", "originals_in"]

INDEX_OF_FETCHED = "fetched.csv"
"""Name of the file in which `gongkai fetch` tells what became of each address; it lies beside its archives."""

MANIFEST = "sources.csv"
"""Name of the file in a folder of sources that says where each original was published."""

_NEEDED = ("file", "title")


def originals(folder: Path) -> dict[str, Mapping[str, str]]:
    """Give what the manifest of a folder says of the originals, by the path of the file; nothing without a manifest.

    Columns beside `file`, `title` and `url` are kept as they are, blank lines are passed over, and a path may be
    written with backslashes.

    Args:
        folder: the folder.

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
    return originals_in(read_bytes(path, named), named, lambda file: _called(folder, file))


def originals_in(data: bytes, named: str, called: Callable[[str], list[str]]) -> dict[str, Mapping[str, str]]:
    """Give what the bytes of a manifest say of the originals, by the place of the file.

    Args:
        data: the bytes.
        named: what to call the manifest in errors.
        called: gives the places of the files that have a path below the folder.

    Raises:
        GongkaiError: the manifest cannot be read, or a line is not right; the message names the line.
    """
    said: dict[str, Mapping[str, str]] = {}
    lines: dict[str, int] = {}
    for line, row in _rows(_text(data, named), named):
        place = f"{named}, line {line}"
        found = called(_inside(row["file"], place))
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


def _text(data: bytes, named: str) -> str:
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


def _called(folder: Path, file: str) -> list[str]:
    """Give the files below a folder that have a name, in any way in which systems write it.

    Some write a letter and its mark as two characters, and archives made in China leave names in GBK.
    """
    parts = PurePosixPath(file).parts
    if any(part.startswith(".") for part in parts) or parts == (MANIFEST,):
        return []
    places = [folder]
    for part in parts:
        places = [place / written for place in places for written in _ways_to_write(part)]
        places = [place for place in places if os.path.lexists(place)]
    return [os.fspath(place) for place in _without_same(places) if not place.is_dir()]


def _ways_to_write(name: str) -> list[str]:
    ways = [name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)]
    with suppress(UnicodeError):  # half of a character: the name stands in another encoding already
        ways.append(os.fsdecode(name.encode("gb18030")))
    return list(dict.fromkeys(way for way in ways if "\0" not in way))


def _without_same(places: list[Path]) -> list[Path]:
    """Leave out what is the same entry of a folder, as where a system takes all ways to write a name for one."""
    entries = {(status.st_dev, status.st_ino): place for place in places for status in [place.lstat()]}
    return list(entries.values())
