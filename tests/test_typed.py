"""Whoever uses gongkai has its types: the marker is in the package, and mypy reads them from it."""

import os
import subprocess
import sys
import tomllib
import zipfile
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

CLIENT = """
from collections.abc import Mapping
from pathlib import Path

import gongkai

try:
    report = gongkai.read_report(Path("report.html"), name="report.html")
except gongkai.SourceError as error:
    reason: str = error.reason
value: float | None = report.value("2014.statistics.requests_received.count")
where: str = report.locate("b1")
names: list[str] = [row.indicator_id for row in report.observation_rows]
places: list[gongkai.Locator] = [row.locator for row in report.observation_rows]
texts: list[str] = [report.locate(place) for place in places]
year: int | None = report.identity.year
rows: int = len(report.figures)
document: gongkai.Document = gongkai.read_document(b"")
paragraphs: dict[gongkai.Locator, str] = dict(document.paragraphs())
built: gongkai.Built = gongkai.build(["a.html", Path("b")], "package", strict=True)
counts: Mapping[str, int] = built.rows
columns: list[str] = list(gongkai.load("observations", package="package").columns)
wide: list[str] = list(gongkai.panel(["granted"], years=range(2014, 2019), package="package", wide=True).columns)
shares: int = len(gongkai.rate("granted_of_concluded", agencies="320800-人民政府", smallest_denominator=20))
problems: list[gongkai.Problem] = gongkai.validate_package("package")
messages: list[str] = [problem.message for problem in problems]
version: str = gongkai.__version__
"""


def checked(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "client.py").write_text(program, encoding="utf-8")
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, "client.py"],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(ROOT / "src"), "MYPY_CACHE_DIR": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_marker_is_in_the_package():
    assert resources.files("gongkai").joinpath("py.typed").is_file()


def test_what_is_promised_is_kept():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "Typing :: Typed" in project["project"]["classifiers"]


def test_the_wheel_has_the_marker_and_all_data(tmp_path):
    pytest.importorskip("hatchling")
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", build, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        packed = {name for name in wheel.namelist() if name.startswith("gongkai/")}
    files = (path for path in (ROOT / "src" / "gongkai").rglob("*") if path.is_file() and path.suffix != ".pyc")
    assert packed == {path.relative_to(ROOT / "src").as_posix() for path in files}
    assert "gongkai/py.typed" in packed


def test_a_client_is_checked_against_our_types(tmp_path):
    right = checked(CLIENT, tmp_path)
    assert right.returncode == 0, right.stdout
    wrong = checked(CLIENT.replace("value: float | None", "value: str"), tmp_path)
    assert wrong.returncode == 1
    assert 'expression has type "float | None", variable has type "str"' in wrong.stdout
