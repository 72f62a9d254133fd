"""A package in one zip file, as it is released: its tables as Parquet and CSV, and how to read, cite and check them."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from io import BufferedReader, BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gongkai import tables
from gongkai.catalogue import citation_file, cited_package, croissant, plain_citation, schema_org, zenodo_file
from gongkai.errors import PackageError
from gongkai.export.comma_separated import write_csv
from gongkai.packed import CHECKSUMS
from gongkai.publish import data_dictionary
from gongkai.publish.descriptor import package_warnings
from gongkai.publish.stored import DESCRIPTOR, StoredPackage
from gongkai.publish.switch import version_in_use

__all__ = ["archive_name", "write_archive"]

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""When every file in the archive says that it was changed, so that the same package gives the same bytes."""

_UNIX = 3
_READABLE_BY_ALL = 0o644 << 16
"""Who may read the file, as archives made on Unix say it, wherever this one is made."""


@dataclass(frozen=True, slots=True)
class _ArchivedFile:
    """A file of the archive: its path there, and its bytes or where they lie."""

    path: str
    content: bytes | Path

    def opened(self) -> BufferedReader | BytesIO:
        return self.content.open("rb") if isinstance(self.content, Path) else BytesIO(self.content)


def archive_name(stored: StoredPackage) -> str:
    """Give the name of a package's archive, without its ending: it has the version of the data, where there is one."""
    version = stored.properties.get("version")
    return f"{stored.properties['name']}-data" + (f"-{version}" if version else "")


def write_archive(stored: StoredPackage, file: Path) -> None:
    """Write a package as a zip file: everything in one folder, with the digests of all files in `SHA256SUMS`.

    Parquet is stored and all else deflated. The same package gives the same bytes, with the same release of zlib.

    Raises:
        PackageError: a table is missing or damaged, or a build of the package was stopped half-way.
        OSError: the file cannot be written.
    """
    if version_in_use(stored):
        raise PackageError(f"{stored.root}: a build was stopped here; give the same `gongkai build` again")
    root = archive_name(stored)
    with TemporaryDirectory(prefix="gongkai-") as folder, zipfile.ZipFile(file, "w") as archive:
        lines = [
            f"{_added(archive, root, packed)}  {packed.path}\n"
            for packed in sorted(_files(stored, Path(folder)), key=lambda packed: packed.path)
        ]
        _added(archive, root, _ArchivedFile(CHECKSUMS, "".join(lines).encode()))


def _added(archive: zipfile.ZipFile, root: str, packed: _ArchivedFile) -> str:
    """Add a file to the archive, and give its digest."""
    entry = zipfile.ZipInfo(f"{root}/{packed.path}", _BEGINNING)
    entry.compress_type = zipfile.ZIP_STORED if packed.path.endswith(".parquet") else zipfile.ZIP_DEFLATED
    entry.external_attr = _READABLE_BY_ALL
    entry.create_system = _UNIX
    with packed.opened() as content, archive.open(entry, "w", force_zip64=True) as out:
        shutil.copyfileobj(content, out)
        content.seek(0)
        return hashlib.file_digest(content, "sha256").hexdigest()


def _files(stored: StoredPackage, folder: Path) -> Iterator[_ArchivedFile]:
    described = stored.properties
    yield _ArchivedFile(DESCRIPTOR, stored.text)
    for table in tables.TABLES:
        yield from (_ArchivedFile(file.relative_to(stored.root).as_posix(), file) for file in stored.files(table))
    csv = folder / "csv"
    csv.mkdir()
    write_csv(stored, csv)
    yield from (_ArchivedFile(f"csv/{file.name}", file) for file in csv.iterdir())
    cited = cited_package(described)
    yield _ArchivedFile("CITATION.cff", citation_file(cited).encode())
    yield _ArchivedFile("zenodo.json", zenodo_file(cited).encode())
    yield _ArchivedFile("croissant.json", croissant(described).encode())
    yield _ArchivedFile("schema-org.jsonld", schema_org(described).encode())
    yield _ArchivedFile("data-dictionary.md", data_dictionary().encode())
    yield _ArchivedFile("LICENSES.md", _licences(stored).encode())
    of_divisions = resources.files("gongkai.divisions").joinpath("README.md").read_bytes()
    yield _ArchivedFile("LICENSES-divisions.md", of_divisions)
    yield _ArchivedFile("README.md", _readme(described).encode())


def _licences(stored: StoredPackage) -> str:
    lines = ["# Licences", "", *_licence_lines(stored.properties)]
    for name, resource in stored.resources.items():
        if resource.get("licenses"):
            lines += [
                "",
                f"## The table `{name}`",
                "",
                "Derived from the tables of others, whose terms go with it.",
                "",
            ]
            lines += [*_licence_lines(resource), *(_linked(each) for each in resource.get("sources", []))]
    return "\n".join(lines) + "\n"


def _licence_lines(said: Any) -> list[str]:
    return [_linked(each) for each in said.get("licenses", [])]


def _linked(said: Any) -> str:
    title, path = said.get("title") or said.get("name"), said.get("path")
    return f"- [{title}]({path})" if path else f"- {title}"


def _readme(described: Any) -> str:
    warnings = [f"- {said['en']} {said['zh']}" for said in package_warnings().values()]
    lines = [
        f"# {described.get('title', '')}",
        "",
        described.get("description", ""),
        "",
        f"Cite as: {plain_citation(cited_package(described))}",
        "",
        "## What is here",
        "",
        "- `data/processed/` and `datapackage.json`: the tables as Parquet, with their schema, keys and digests",
        "- `csv/`: the same tables as CSV, for spreadsheets and programs that know nothing else, described by "
        "`csv/datapackage.json` and `csv/columns.csv`; an apostrophe stands before what a spreadsheet would run",
        "- `data-dictionary.md`: every table, column and form",
        "- `croissant.json`, `schema-org.jsonld`, `zenodo.json`, `CITATION.cff`: for catalogues and citations",
        f"- `{CHECKSUMS}`: the digest of every file (`sha256sum --check {CHECKSUMS}`)",
        "",
        "## What to beware of",
        "",
        *warnings,
    ]
    return "\n".join(lines) + "\n"
