"""Packages that come in one zip file, from this machine or an address: checked, and unpacked once.

An archive is unpacked into the cache under the digest of its bytes, so that another one never takes its place. What an
address leads to is fetched once, and read from the cache from then on, also without a network.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from urllib.parse import urldefrag

from filelock import FileLock

from gongkai.address import host_of
from gongkai.errors import PackageError
from gongkai.publish.stored import DESCRIPTOR

__all__ = ["CACHE", "CHECKSUMS", "is_packed", "unpacked"]

CHECKSUMS = "SHA256SUMS"

CACHE = "GONGKAI_CACHE"
"""The variable of the environment that names the folder of the cache, where it is not the usual one of the system."""

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_DIGEST = re.compile(r"sha256=([0-9a-f]{64})")


def is_packed(place: str | os.PathLike[str]) -> bool:
    """Tell whether a place is an address of the web or a zip file, and no folder.

    >>> is_packed("https://example.org/gongkai-data-1.0.0.zip"), is_packed("gongkai-data-1.0.0.zip"), is_packed("data")
    (True, True, False)
    """
    return host_of(os.fspath(place)) is not None or Path(place).suffix == ".zip"


def unpacked(place: str | os.PathLike[str]) -> Path:
    """Give the folder of a package in the cache that was packed in a zip file.

    Args:
        place: the path of the file, or an address of the web. Behind an address may stand the digest that the file must
            have, `#sha256=` and 64 hexadecimal digits. Without it the file is held against its own list of digests
            only.

    Raises:
        PackageError: there is no such file or it cannot be fetched, it is no package, or a digest is another.
    """
    given = os.fspath(place)
    is_address = host_of(given) is not None
    file = _fetched(given) if is_address else Path(place)
    if not file.is_file():
        raise PackageError(f"{file}: there is no such file; check the path")
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    folder = _cache() / "packages" / digest[:32]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        try:
            if not folder.is_dir():
                _unpack(file, folder)
        except PackageError:
            # What stands there today may be put right tomorrow.
            if is_address:
                file.unlink(missing_ok=True)
            raise
    return folder


def _cache() -> Path:
    import pooch

    return Path(os.environ.get(CACHE) or pooch.os_cache("gongkai"))


def _fetched(address: str) -> Path:
    """Fetch what an address leads to, unless it is in the cache."""
    import pooch
    import requests

    url, fragment = urldefrag(address)
    wanted = _DIGEST.fullmatch(fragment)
    if fragment and not wanted:
        raise PackageError(f"{address}: behind # stands sha256= with 64 hexadecimal digits, or nothing")
    known = f"sha256:{wanted[1]}" if wanted else None
    # It would tell on every fetch what those have to do who call it.
    pooch.get_logger().setLevel("WARNING")
    try:
        return Path(pooch.retrieve(url, known_hash=known, path=_cache() / "downloads"))
    except (requests.RequestException, OSError) as error:
        raise PackageError(
            f"{url}: this cannot be fetched ({error}); check the address and the network, or give the path of a file"
        ) from error
    except ValueError as error:
        raise PackageError(f"{url}: what is there has not the digest that was given; check where it is from") from error


def _unpack(file: Path, folder: Path) -> None:
    draft = Path(mkdtemp(prefix=".unpacking-", dir=folder.parent))
    try:
        with zipfile.ZipFile(file) as archive:
            root = _root(archive, file)
            for digest, path in _listed(archive, root, file):
                place = draft / path
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(f"{root}/{path}") as packed, place.open("wb") as out:
                    shutil.copyfileobj(packed, out)
                with place.open("rb") as content:
                    if hashlib.file_digest(content, "sha256").hexdigest() != digest:
                        raise PackageError(f"{file}: {path} is not what {CHECKSUMS} says; fetch the file again")
        draft.rename(folder)
    except _UNSOUND as error:
        raise PackageError(f"{file}: this is no sound zip file of a package ({error}); fetch it again") from error
    finally:
        if draft.exists():
            shutil.rmtree(draft)


_UNSOUND = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError)
"""What is raised of an archive that is damaged, cut, locked, or packed in a way that is not known."""


def _root(archive: zipfile.ZipFile, file: Path) -> str:
    folders = {name.partition("/")[0] for name in archive.namelist()}
    names = set(archive.namelist())
    if len(folders) != 1 or not {f"{root}/{each}" for root in folders for each in (CHECKSUMS, DESCRIPTOR)} <= names:
        raise PackageError(
            f"{file}: this is no package in a zip file: in its one folder are {DESCRIPTOR} and {CHECKSUMS}; "
            "`gongkai export DIR --to zip` makes one"
        )
    return folders.pop()


def _listed(archive: zipfile.ZipFile, root: str, file: Path) -> list[tuple[str, str]]:
    """Give the files of the archive with their digests; only these are unpacked, and only where they lead inside."""
    listed = []
    for line in archive.read(f"{root}/{CHECKSUMS}").decode("utf-8", "replace").splitlines():
        found = _LINE.fullmatch(line)
        path = PurePosixPath(found[2]) if found else PurePosixPath("..")
        if found is None or path.is_absolute() or ".." in path.parts or "\\" in found[2] or not found[2].isprintable():
            raise PackageError(f"{file}: a line of {CHECKSUMS} names no file of the package: {line!r}")
        listed.append((found[1], found[2]))
    return listed
