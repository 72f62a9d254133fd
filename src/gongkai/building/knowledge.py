"""What gongkai knows, as one word: as long as it stays the same, what was read of a file need not be read again."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import gongkai
from gongkai.entry_points import installed

__all__ = ["knowledge"]

_NOT_ASKED = frozenset(
    {"publish", "content", "fetch", "export", "site", "commands", "cli.py", "terminal.py", "package.py", "__main__.py"}
)
"""What has no part in how one file is understood."""


@cache
def knowledge(*, of_package: bool = False) -> str:
    """Give a digest of the code and data of gongkai, and of the releases of the libraries that it works with.

    Args:
        of_package: count what makes a package as well, and not only what understands one file.

    >>> len(knowledge()), knowledge() == knowledge(of_package=True)
    (16, False)
    """
    digest = hashlib.blake2b(digest_size=8)
    for said in (platform.python_version(), *_libraries(), *_program(frozenset() if of_package else _NOT_ASKED)):
        digest.update(said.encode() if isinstance(said, str) else said)
        digest.update(b"\0")
    return digest.hexdigest()


def _libraries() -> Iterator[str]:
    """Give the releases of what gongkai reads with; OCR and what others bring is among it, where it is installed."""
    yield from installed()
    for requirement in sorted(metadata.requires("gongkai") or ()):
        name, extra = _NAME.match(requirement), _EXTRA.search(requirement)
        if name and (extra is None or extra[1] == "ocr"):
            yield f"{name[0]}=={_release(name[0])}"


_NAME = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"extra == ['\"]([\w-]+)")


def _release(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _program(left_out: frozenset[str]) -> Iterator[str | bytes]:
    folder = Path(gongkai.__file__).parent
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        if file.suffix in {".py", ".yaml", ".csv"} and path.parts[0] not in left_out:
            yield path.as_posix()
            yield file.read_bytes()
