"""What is in the way of a release, and the files of the repository that are made of other ones."""

import subprocess
from pathlib import Path

import pytest

import check_release
import gongkai
from gongkai.publish import publish
from gongkai.publish.stored import stored_package
from print_citation import citation
from test_tables import small_frames

ROOT = Path(__file__).parents[1]


def git(root: Path, *arguments: str) -> None:
    author = ["-c", "user.name=A. Author", "-c", "user.email=author@example.org"]
    subprocess.run(["git", "-C", root, *author, *arguments], check=True, capture_output=True)  # noqa: S603, S607


def released(root: Path, version: str, frames) -> None:
    """Publish a package of a version, and write it down as it should be."""
    (root / "data").mkdir(exist_ok=True)
    (root / "docs").mkdir(exist_ok=True)
    (root / "data/package.yaml").write_text(f"version: {version}\n", encoding="utf-8")
    publish(frames, root)
    (root / ".gitignore").write_text(".gongkai/\n", encoding="utf-8")
    (root / "CHANGELOG.md").write_text(f"## {gongkai.__version__} (2026-03-13)\n", encoding="utf-8")
    (root / "docs/data-changelog.md").write_text(f"# Changes\n\n## {version} (2026-03-13)\n", encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", version)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    released(tmp_path, "1.0.0", small_frames())
    return tmp_path


def test_nothing_is_in_the_way(repository):
    assert list(check_release.problems(repository)) == []


def test_a_tree_with_changes(repository):
    (repository / "notes.txt").write_text("", encoding="utf-8")
    assert list(check_release.problems(repository)) == [
        "the tree has changes that are not committed; commit or remove them"
    ]


def test_a_changelog_without_the_version_or_its_day(repository):
    (repository / "CHANGELOG.md").write_text(f"## {gongkai.__version__} (unreleased)\n", encoding="utf-8")
    (repository / "docs/data-changelog.md").unlink()
    git(repository, "commit", "--quiet", "--all", "--message", "undated")
    assert list(check_release.problems(repository)) == [
        f"CHANGELOG.md has no section `## {gongkai.__version__} (YYYY-MM-DD)`",
        "data-changelog.md has no section `## 1.0.0 (YYYY-MM-DD)`",
    ]


def test_a_version_that_promises_too_much(repository):
    git(repository, "tag", "data-1.0.0")
    frames = small_frames()
    frames["reports"] = frames["reports"][frames["reports"]["report_id"] != "ffffffffffffffff"]
    released(repository, "1.1.0", frames)
    assert list(check_release.problems(repository)) == [
        "since data-1.0.0 there are changes of a major release, and the data have the version 1.1.0"
    ]
    released(repository, "2.0.0", frames)
    assert list(check_release.problems(repository)) == []


@pytest.mark.parametrize(
    ("before", "after", "greatness"),
    [
        ("1.0.0", "1.0.0", 0),
        ("1.0.0", "0.9.9", 0),
        ("1.2.9", "1.2.10", 1),
        ("1.2.9", "1.3.0", 2),
        ("1.2.9", "2.0.0", 3),
        ("0.1.0", "0.1.1", 2),
        ("0.1.0", "0.2.0", 3),
        ("0.9.0", "1.0.0", 3),
    ],
)
def test_what_a_step_promises(before, after, greatness):
    assert check_release.promised(before, after) == greatness


def test_the_last_release_is_that_with_the_greatest_numbers(repository):
    for version in ("data-1.9.0", "data-1.10.0", "data-next", "1.11.0"):
        git(repository, "tag", version)
    assert check_release.last_release(repository) == "1.10.0"


@pytest.mark.parametrize(("kind", "file"), [("cff", "CITATION.cff"), ("zenodo", ".zenodo.json")])
def test_the_citation_of_the_repository_is_that_of_its_descriptor(kind, file):
    assert (ROOT / file).read_text(encoding="utf-8") == citation(kind)


def test_a_build_takes_the_version_that_is_stated_also_where_no_report_is_new(tmp_path):
    out = tmp_path / "package"
    (out / "data").mkdir(parents=True)
    for version in ("1.0.0", "1.0.1"):
        (out / "data/package.yaml").write_text(f"version: {version}", encoding="utf-8")
        gongkai.build([ROOT / "data/raw/jiahe-2017.html"], out)
        assert stored_package(out).properties["version"] == version
