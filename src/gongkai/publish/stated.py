"""What the owner of a package says of it by hand: `data/package.yaml` in its folder, which a build leaves alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from gongkai.errors import PackageError

__all__ = ["STATED", "stated_of"]

STATED = "data/package.yaml"

VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def stated_of(folder: Path) -> dict[str, Any]:
    """Give what is stated of the package in a folder, by the names of its descriptor; nothing where nothing is.

    `version` is that of the data, three numbers (docs/publication.md says when which of them rises), and `released` the
    day of its release, which is also that of `created`. `id`, `title`, `description`, `homepage`, `keywords`,
    `contributors` and `licenses` are as Data Package has them, and take the place of those of gongkai.

    Raises:
        PackageError: the file is no such file.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "data").mkdir()
    ...     _ = Path(folder, STATED).write_text("version: 1.2.0\\nreleased: 2026-03-13")
    ...     stated_of(Path(folder))
    {'version': '1.2.0', 'created': '2026-03-13T00:00:00Z', 'gongkai:released': '2026-03-13'}
    """
    file = folder / STATED
    if not file.is_file():
        return {}
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PackageError(f"{file}: this is no readable YAML ({' '.join(str(error).split())})") from error
    if not isinstance(said, Mapping):
        raise PackageError(f"{file}: a mapping is expected, such as `version: 1.0.0`")
    for name, value in said.items():
        if name not in _FITS:
            raise PackageError(f"{file}: {name!r} cannot be stated; what can be is {', '.join(_FITS)}")
        if not _FITS[name](value):
            raise PackageError(f"{file}: {name} cannot be {value!r}")
    released = said.get("released")
    days = {"created": f"{released}T00:00:00Z", "gongkai:released": f"{released}"} if released else {}
    return {**{name: value for name, value in said.items() if name != "released"}, **days}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_list_of_mappings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "version": lambda value: _is_text(value) and VERSION.fullmatch(value) is not None,
    "released": _is_day,
    "id": _is_text,
    "title": _is_text,
    "description": _is_text,
    "homepage": _is_text,
    "keywords": _is_list_of_texts,
    "contributors": _is_list_of_mappings,
    "licenses": _is_list_of_mappings,
}
