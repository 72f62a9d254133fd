"""What is handed on of the program: wheel and source distribution are whole, and an index shows them as they are."""

import email
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from readme_renderer import markdown

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """Give a folder with both, built as `make release` builds them."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT]
    subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    return out


@pytest.fixture(scope="module")
def unpacked(built, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("sdist")
    (file,) = built.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        archive.extractall(out, filter="data")
    (folder,) = out.iterdir()
    return folder


def metadata(built: Path) -> email.message.Message:
    (file,) = built.glob("*.whl")
    with zipfile.ZipFile(file) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(wheel.read(name))


def test_an_index_takes_both(built):
    command = [sys.executable, "-m", "twine", "check", "--strict", *built.iterdir()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("PASSED") == 2


def test_no_link_of_the_index_page_leads_nowhere(built):
    described = metadata(built)
    assert described["Description-Content-Type"] == "text/markdown"
    page = markdown.render(described.get_payload())
    leading = re.findall(r'(?:href|src)="([^"]*)"', page)
    assert [link for link in leading if not re.match(r"https?://|mailto:|#", link)] == []
    # The words of a link stay, and nothing of its brackets.
    assert "docs/scale.md" in page
    assert "](" not in page


def test_everything_that_is_committed_is_in_the_source_distribution(unpacked):
    if not (ROOT / ".git").exists():
        pytest.skip("what is committed is only known where there is a repository")
    command = ["git", "-C", ROOT, "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")  # noqa: S603
    committed = {name for name in listed if name and (ROOT / name).exists()}
    packed = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert committed - packed == set()
    assert not [name for name in packed if name.startswith((".gongkai/", ".venv"))]


@pytest.mark.slow
def test_the_source_distribution_passes_its_own_tests(unpacked):
    """All are found; those run that read its data, documents and code, and the rest would only take as long again."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked / "src")}
    pytest_ = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    found = subprocess.run(  # noqa: S603 - our own command
        [*pytest_, "--collect-only"], cwd=unpacked, env=environment, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout[-2000:]
    some = ["tests/test_architecture.py", "tests/test_concepts.py", "tests/test_tables.py", "src/gongkai/publish"]
    passed = subprocess.run(  # noqa: S603 - our own command
        [*pytest_, *some], cwd=unpacked, env=environment, capture_output=True, text=True, check=False
    )
    assert passed.returncode == 0, passed.stdout[-2000:]


def test_the_workflow_of_a_public_host_is_one():
    file = ROOT / ".github/workflows/test.yml"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(file)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own command
    actions = re.findall(r"uses: (\S+)", file.read_text(encoding="utf-8"))
    assert actions
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in actions)
