"""Say what is in the way of a release; nothing, and the exit code is 0.

A release is made of a commit and of nothing else, its versions are written down, and the version of the data promises
no less than `gongkai diff` finds since the last tag `data-X.Y.Z`.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import gongkai
from gongkai.changes import Release, compared
from gongkai.publish.stored import stored_package

ROOT = Path(__file__).parents[1]

Numbers = tuple[int, ...]


def problems(root: Path) -> Iterator[str]:
    """Give all that is in the way of a release of the repository in a folder."""
    if git(root, "status", "--porcelain"):
        yield "the tree has changes that are not committed; commit or remove them"
    yield from undated(root / "CHANGELOG.md", gongkai.__version__)
    version = str(stored_package(root).properties.get("version"))
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield f"data/package.yaml gives no version of the data; datapackage.json has {version}"
        return
    yield from undated(root / "docs/data-changelog.md", version)
    yield from too_small(root, version)


def undated(changelog: Path, version: str) -> Iterator[str]:
    """Say that a changelog has no section of a version, or one that is not dated."""
    text = changelog.read_text(encoding="utf-8") if changelog.is_file() else ""
    if not re.search(rf"^## {re.escape(version)} \(\d{{4}}-\d{{2}}-\d{{2}}\)$", text, re.MULTILINE):
        yield f"{changelog.name} has no section `## {version} (YYYY-MM-DD)`"


def too_small(root: Path, version: str) -> Iterator[str]:
    """Say that the data changed more since their last release than their version tells."""
    before = last_release(root)
    if before is None:
        return
    with TemporaryDirectory() as folder:
        packed = git(root, "archive", f"data-{before}", "datapackage.json", "data/processed")
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        with compared(folder, root) as comparison:
            found = comparison.release
    if promised(before, version) < _GREATNESS[found]:
        yield f"since data-{before} there are changes of a {found} release, and the data have the version {version}"


def last_release(root: Path) -> str | None:
    """Give the version of the data that was released last, or None."""
    tags = git(root, "tag", "--list", "data-*").decode().split()
    versions = [tag.removeprefix("data-") for tag in tags if re.fullmatch(r"data-\d+\.\d+\.\d+", tag)]
    return max(versions, key=numbers, default=None)


def promised(before: str, after: str) -> int:
    """Give how great a step is from one version to the next: 3 major, 2 minor, 1 patch, 0 none.

    Before 1.0.0 nothing is promised to last, so that a minor step may withdraw.
    """
    old, new = numbers(before), numbers(after)
    if new <= old:
        return 0
    step = next(3 - place for place, (one, other) in enumerate(zip(old, new, strict=True)) if one != other)
    return step + 1 if new[0] == 0 else step


def numbers(version: str) -> Numbers:
    """Give the numbers of a version, so that 0.10.0 comes behind 0.9.0."""
    return tuple(map(int, version.split(".")))


_GREATNESS: dict[Release, int] = {"none": 0, "patch": 1, "minor": 2, "major": 3}


def git(root: Path, *arguments: str) -> bytes:
    """Give what git prints of the repository in a folder."""
    return subprocess.run(["git", "-C", root, *arguments], capture_output=True, check=True).stdout  # noqa: S603, S607


if __name__ == "__main__":
    found = list(problems(ROOT))
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)
