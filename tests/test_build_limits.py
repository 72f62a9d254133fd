"""No file takes a build with it, however much it asks for: it costs one row, and the others are read."""

import gzip
import os
import shutil
import signal
from pathlib import Path
from types import SimpleNamespace

import pytest

import gongkai
from gongkai.building import understanding
from gongkai.errors import SourceError
from gongkai.supervised import Died, Limits, Worker

RAW = Path(__file__).parents[1] / "data" / "raw"
SLOW = Path(__file__).resolve().parents[2] / "shared" / "cases" / "faults" / "slow"
SLOW_NAMES = (
    "SLOW_89d89e4fa0.xls",
    "HANG_bcbb59fa42.xlsx",
    "HANG_351acaa632.xls",
    "HANG_2404389c20.xls",
    "grid_ocr.pdf",
    "big_image_ocr.pdf",
    "empty_cells_54MB.html.gz",
    "re_labels.txt.gz",
    "style_chain.docx",
    "nest_article_100k.html.gz",
    "br_10m.html.gz",
)


@pytest.fixture
def worker_of(monkeypatch):
    """Let a function of this module answer the questions of the build, in a process under limits."""
    workers = []

    def of(function: str, seconds: int) -> None:
        workers.append(Worker(f"{__name__}:{function}", Limits(seconds=seconds)))
        monkeypatch.setattr(understanding, "_workers", workers[-1])

    yield of
    for worker in workers:
        worker.close()


@pytest.mark.parametrize("name", SLOW_NAMES)
def test_a_slow_file_is_a_row_within_the_limits(tmp_path, name):
    if not SLOW.is_dir():
        pytest.skip("the folder of cases is not here")
    data = (SLOW / name).read_bytes()
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    (tmp_path / name.removesuffix(".gz")).write_bytes(data)
    shutil.copy(RAW / "jiahe-2017.html", tmp_path / "sound.html")
    gongkai.build(tmp_path, tmp_path / "out")
    reports = gongkai.load("reports", tmp_path / "out")
    failures = gongkai.load("failures", tmp_path / "out")
    assert "sound.html" in set(reports["source"])
    assert len(reports) + len(failures) == 2
    assert set(failures["reason"]) <= {"too_large", "too_slow", "damaged", "not_a_report", "no_text_found", "empty"}
    assert gongkai.validate_package(tmp_path / "out") == []


@pytest.mark.parametrize(("cause", "reason"), [("time", "too_slow"), ("memory", "too_large"), ("crash", "damaged")])
def test_each_end_of_the_process_has_its_reason(monkeypatch, cause, reason):
    def ask(_question):
        raise Died(cause, Limits(seconds=7, memory=64 << 20))

    monkeypatch.setattr(understanding, "_workers", SimpleNamespace(ask=ask))
    with pytest.raises(SourceError) as caught:
        understanding.understand(b"<p>", "a.html", {})
    assert (caught.value.source, caught.value.reason) == ("a.html", reason)


def test_a_file_that_takes_all_time_costs_one_row(tmp_path, worker_of):
    worker_of("slow_on_a_mark", seconds=2)
    shutil.copy(RAW / "jiahe-2017.html", tmp_path / "b.html")
    for name in ("a.html", "c.html"):
        (tmp_path / name).write_text(f"<p>SLOW {name}", encoding="utf-8")
    built = gongkai.build(tmp_path, tmp_path / "out")
    assert built.failures == {"too_slow": 2}
    assert list(gongkai.load("failures", tmp_path / "out")["source"]) == ["a.html", "c.html"]
    assert list(gongkai.load("reports", tmp_path / "out")["source"]) == ["b.html"]


def test_a_process_that_somebody_kills_costs_nothing(tmp_path, monkeypatch, worker_of):
    monkeypatch.setenv("MARK_OF_THE_TEST", str(tmp_path / "mark"))
    worker_of("killed_once", seconds=20)
    sources = tmp_path / "sources"
    sources.mkdir()
    shutil.copy(RAW / "jiahe-2017.html", sources)
    built = gongkai.build(sources, tmp_path / "out")
    assert built.failures == {}
    assert (tmp_path / "mark").exists()


def slow_on_a_mark(question: bytes) -> bytes:
    while b"SLOW" in question:
        pass
    return understanding.answer(question)


def killed_once(question: bytes) -> bytes:
    mark = Path(os.environ["MARK_OF_THE_TEST"])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return understanding.answer(question)
