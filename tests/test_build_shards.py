"""A build of many sources: stopped and gone on with, grown and shrunk, by one process or many: one package."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import psutil
import pytest

import gongkai
from gongkai.building import reading, understanding, whole, working
from gongkai.building import shards as cutting
from gongkai.building.sources import Opened, Source
from gongkai.building.working import MOST_BREAKS, Processes, results
from gongkai.errors import WorkerError
from gongkai.supervised import Died

TOWNS = ("嘉禾县", "桂阳县", "宜章县", "永兴县", "临武县", "汝城县", "桂东县", "安仁县")


def report(number: int) -> str:
    agency, year = TOWNS[number % len(TOWNS)], 2015 + number // len(TOWNS)
    return f"{agency}{year}年政府信息公开年度报告\n一、概述\n全年主动公开信息{100 + number}条。\n"


def write(folder: Path, *numbers: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:02}.txt").write_text(report(number), encoding="utf-8")


def digests(package: Path) -> dict[str, str]:
    files = [package / "datapackage.json", *(package / "data" / "processed").iterdir()]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "FEWEST_SOURCES", 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "sources", *range(10))
    (tmp_path / "sources" / "menu.txt").write_text("menu", encoding="utf-8")
    return tmp_path / "sources"


@pytest.fixture
def undisturbed(folder: Path, tmp_path: Path) -> dict[str, str]:
    built = gongkai.build(folder, tmp_path / "undisturbed")
    assert (built.rows["reports"], built.read, built.failures) == (10, 11, {"not_a_report": 1})
    assert gongkai.validate_package(tmp_path / "undisturbed") == []
    return digests(tmp_path / "undisturbed")


@pytest.mark.parametrize("new", [lambda: ThreadPoolExecutor(3), lambda: Processes(2)], ids=["threads", "processes"])
def test_whoever_reads_the_package_is_the_same(
    folder: Path, tmp_path: Path, undisturbed: dict[str, str], new: Any
) -> None:
    with new() as executor:
        gongkai.build(folder, tmp_path / "out", executor=executor)
    assert digests(tmp_path / "out") == undisturbed


class StopError(Exception):
    pass


@pytest.mark.parametrize("after", [1, 2, 4])
def test_a_build_that_was_stopped_goes_on(
    folder: Path, tmp_path: Path, undisturbed: dict[str, str], after: int
) -> None:
    told = []

    def stop(progress: gongkai.building.Progress) -> None:
        told.append(progress)
        if len(told) == after:
            raise StopError

    with pytest.raises(StopError):
        gongkai.build(folder, tmp_path / "out", progress=stop)
    assert not (tmp_path / "out" / "datapackage.json").exists()
    assert told[-1].counts.documents == 2 * after
    assert gongkai.build(folder, tmp_path / "out").read == 11 - 2 * after
    assert digests(tmp_path / "out") == undisturbed


def test_rows_that_are_sorted_in_several_pieces_are_the_same(
    folder: Path, tmp_path: Path, undisturbed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.building.gathering.ROWS_IN_A_PIECE", 2)
    monkeypatch.setattr("gongkai.building.gathering.REPORTS_TOGETHER", 2)
    gongkai.build(folder, tmp_path / "pieces")
    assert digests(tmp_path / "pieces") == undisturbed


def test_a_folder_that_has_grown_is_read_where_it_is_new(folder: Path, tmp_path: Path) -> None:
    gongkai.build(folder, tmp_path / "out")
    write(folder / "a", 10, 11)
    (folder / "03.txt").write_text(report(12), encoding="utf-8")
    assert gongkai.build(folder, tmp_path / "out").read == 3
    gongkai.build(folder, tmp_path / "fresh")
    assert digests(tmp_path / "out") == digests(tmp_path / "fresh")


def test_what_is_gone_from_the_folder_is_gone_from_the_package(folder: Path, tmp_path: Path) -> None:
    gongkai.build(folder, tmp_path / "out")
    for name in ("00.txt", "01.txt", "02.txt", "menu.txt"):
        (folder / name).unlink()
    built = gongkai.build(folder, tmp_path / "out")
    assert (built.read, built.rows["reports"], built.rows["failures"]) == (0, 7, 0)
    gongkai.build(folder, tmp_path / "fresh")
    assert digests(tmp_path / "out") == digests(tmp_path / "fresh")
    parts = list((tmp_path / "out" / ".gongkai" / "parts").glob("*/*"))
    assert len(parts) == 4, "the shard of which nothing is left is gone"


def test_a_moved_folder_is_known(folder: Path, tmp_path: Path) -> None:
    gongkai.build(folder, tmp_path / "out")
    moved = folder.rename(tmp_path / "moved")
    assert gongkai.build(moved, tmp_path / "out").read == 0


def test_the_name_of_the_folder_is_no_pattern_and_no_column(
    folder: Path, tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    gongkai.build(folder, tmp_path / "year=2020 [x]*")
    assert digests(tmp_path / "year=2020 [x]*") == undisturbed


def test_nothing_new_leaves_the_package_alone(folder: Path, tmp_path: Path) -> None:
    first = gongkai.build(folder, tmp_path / "out")
    table = tmp_path / "out" / "data" / "processed" / "reports.parquet"
    before = table.stat().st_ino
    again = gongkai.build(folder, tmp_path / "out")
    assert (again.rows, again.failures, again.read) == (first.rows, first.failures, 0)
    assert table.stat().st_ino == before
    table.write_bytes(b"damaged")
    gongkai.build(folder, tmp_path / "out")
    assert gongkai.validate_package(tmp_path / "out") == []


def test_nothing_new_is_not_enough_for_a_strict_build(folder: Path, tmp_path: Path) -> None:
    gongkai.build(folder, tmp_path / "out")
    with pytest.raises(gongkai.StrictError, match="1 of 11 documents gave no report"):
        gongkai.build(folder, tmp_path / "out", strict=True)


def test_another_release_reads_all_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gongkai.build(folder, tmp_path / "out")
    monkeypatch.setattr(whole, "knowledge", lambda *, of_package=False: f"other-{of_package}")
    assert gongkai.build(folder, tmp_path / "out").read == 11
    assert [path.name for path in (tmp_path / "out" / ".gongkai" / "parts").iterdir()] == ["other-False"]


def test_the_first_of_the_same_bytes_counts_wherever_it_was_read(tmp_path: Path) -> None:
    write(tmp_path / "in", 1, 2, 3)
    gongkai.build(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in" / "00.txt").write_text(report(3), encoding="utf-8")
    built = gongkai.build(tmp_path / "in", tmp_path / "out")
    assert (built.read, built.rows["reports"], built.failures) == (1, 3, {"duplicate": 1})
    assert set(gongkai.load("reports", tmp_path / "out")["source"]) == {"00.txt", "01.txt", "02.txt"}
    (failure,) = gongkai.load("failures", tmp_path / "out").to_dict("records")
    assert (failure["source"], failure["detail"]) == ("03.txt", "00.txt")
    (tmp_path / "in" / "00.txt").unlink()
    assert gongkai.build(tmp_path / "in", tmp_path / "out").read == 0
    assert set(gongkai.load("reports", tmp_path / "out")["source"]) == {"01.txt", "02.txt", "03.txt"}


def test_the_second_of_the_same_bytes_in_a_shard_may_outlive_the_first(tmp_path: Path) -> None:
    write(tmp_path / "in", 1)
    (tmp_path / "in" / "02.txt").write_text(report(1), encoding="utf-8")
    gongkai.build(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in" / "01.txt").unlink()
    built = gongkai.build(tmp_path / "in", tmp_path / "out")
    assert (built.read, list(gongkai.load("reports", tmp_path / "out")["source"])) == (0, ["02.txt"])


def test_what_may_have_passed_is_tried_again(folder: Path, tmp_path: Path) -> None:
    (folder / "gone.txt").symlink_to("later.html")
    assert gongkai.build(folder, tmp_path / "out").failures == {"missing": 1, "not_a_report": 1}
    (folder / "later.html").write_text(report(12), encoding="utf-8")
    built = gongkai.build(folder, tmp_path / "out")
    assert (built.read, built.failures) == (2, {"duplicate": 1, "not_a_report": 1})


def test_a_file_whose_reader_was_killed_is_read_again(
    folder: Path, tmp_path: Path, undisturbed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = understanding._workers.ask

    def kill(question: bytes) -> bytes:
        if report(3).encode() in question:
            raise Died("memory", understanding.LIMITS, is_sure=False)
        return ask(question)

    with monkeypatch.context() as patch:
        patch.setattr(understanding._workers, "ask", kill)
        assert gongkai.build(folder, tmp_path / "out").failures == {"not_a_report": 1, "too_large": 1}
    built = gongkai.build(folder, tmp_path / "out")
    assert (built.read, built.failures) == (1, {"not_a_report": 1})
    assert digests(tmp_path / "out") == undisturbed
    assert gongkai.build(folder, tmp_path / "out").read == 0


@pytest.mark.parametrize("stop_again", [False, True])
def test_what_was_read_again_is_published_though_the_build_was_stopped_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, stop_again: bool
) -> None:
    write(tmp_path / "in", 1, 2)
    with monkeypatch.context() as patch:
        patch.setattr(understanding._workers, "ask", lambda _: dies())
        with pytest.raises(gongkai.NoReportError):
            gongkai.build(tmp_path / "in", tmp_path / "out")
    write(tmp_path / "in", 3)
    ask = understanding._workers.ask
    with monkeypatch.context() as patch:
        patch.setattr(understanding._workers, "ask", lambda question: ask(question) if b"103" in question else dies())
        assert gongkai.build(tmp_path / "in", tmp_path / "out").failures == {"too_large": 2}
    if stop_again:
        with pytest.raises(StopError):
            gongkai.build(tmp_path / "in", tmp_path / "out", progress=stop_at_once)
    built = gongkai.build(tmp_path / "in", tmp_path / "out")
    assert (built.rows["reports"], built.failures) == (3, {})


def dies() -> bytes:
    raise Died("memory", understanding.LIMITS, is_sure=False)


def stop_at_once(_: gongkai.building.Progress) -> None:
    raise StopError


def test_a_file_that_changed_between_finding_and_reading_is_read_again(
    folder: Path, tmp_path: Path, undisturbed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another file is read in its place; the next build finds it as it was at first, with its time."""
    opened = reading.opened

    def changed(source: Source) -> Opened:
        if source.name == "04.txt":
            (folder / "04.txt").rename(tmp_path / "kept")
            (folder / "04.txt").write_text("changed", encoding="utf-8")
        return opened(source)

    with monkeypatch.context() as patch:
        patch.setattr(reading, "opened", changed)
        assert gongkai.build(folder, tmp_path / "out").failures == {"not_a_report": 2}
    (tmp_path / "kept").rename(folder / "04.txt")
    assert gongkai.build(folder, tmp_path / "out").read == 1
    assert digests(tmp_path / "out") == undisturbed


@pytest.mark.parametrize("damage", [b"", b'{"shard": "'], ids=["empty", "cut"])
def test_a_manifest_that_a_loss_of_power_damaged_is_none(
    folder: Path, tmp_path: Path, undisturbed: dict[str, str], damage: bytes
) -> None:
    gongkai.build(folder, tmp_path / "out")
    first, *_ = sorted((tmp_path / "out").glob(".gongkai/parts/*/*/manifest.json"))
    first.write_bytes(damage)
    assert 0 < gongkai.build(folder, tmp_path / "out").read < 11
    assert digests(tmp_path / "out") == undisturbed


def test_parts_may_lie_elsewhere(folder: Path, tmp_path: Path, undisturbed: dict[str, str]) -> None:
    gongkai.build(folder, tmp_path / "out", parts="memory://parts-of-a-test")
    assert digests(tmp_path / "out") == undisturbed
    assert gongkai.build(folder, tmp_path / "out", parts="memory://parts-of-a-test").read == 0
    assert not (tmp_path / "out" / ".gongkai" / "parts").exists()


# Workers that end


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced(folder: Path, tmp_path: Path, undisturbed: dict[str, str]) -> None:
    killed = []

    def kill(_: gongkai.building.Progress) -> None:
        if not killed:
            (victim, *_) = multiprocessing.active_children()
            os.kill(victim.pid or 0, signal.SIGKILL)
            killed.append(victim)

    with Processes(2) as executor:
        gongkai.build(folder, tmp_path / "out", executor=executor, progress=kill)
    assert killed
    assert digests(tmp_path / "out") == undisturbed


class Breaking(Executor):
    """An executor whose work always breaks."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool("killed"))
        return future


def test_workers_that_always_break_end_the_build() -> None:
    with pytest.raises(WorkerError, match="end again and again"):
        list(results(abs, range(3), Breaking(), 2))


def test_work_of_a_cluster_whose_workers_died_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    said: list[BaseException] = [distributed.KilledWorker("task", None, 3), CancelledError()]

    class Dying(Breaking):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            if not said:
                future.set_result(fn(*args))
            elif isinstance(error := said.pop(), CancelledError):
                future.cancel()
                future.set_running_or_notify_cancel()
            else:
                future.set_exception(error)
            return future

    assert sorted(results(abs, range(3), Dying(), 2)) == [0, 1, 2]


def test_an_executor_that_was_shut_down_takes_no_work() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(WorkerError, match="takes no more work"):
        list(results(abs, range(3), executor, 2))


def test_an_executor_that_is_gone_without_a_word_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(Breaking):
        given = 0

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            self.given += 1
            if self.given > 3:
                raise OSError("the scheduler is gone")
            return Future()

    monkeypatch.setattr(working, "SILENCE", 0.01)
    with pytest.raises(WorkerError, match=r"takes no more work \(the scheduler is gone\)"):
        list(results(abs, range(9), Silent(), 2))


def test_work_is_taken_only_when_there_is_somebody_to_do_it() -> None:
    taken = []

    def works() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(2) as executor:
        found = results(abs, works(), executor, 3)
        next(found)
        assert len(taken) <= 4
        assert sorted(found) != []
    assert MOST_BREAKS > 1


# The whole process


COMMAND = """
import sys
from gongkai.building import shards
shards.FEWEST_SOURCES = 1
from gongkai.cli import main
if __name__ == "__main__":
    main()
"""


@pytest.fixture
def command(tmp_path: Path) -> Path:
    (tmp_path / "command.py").write_text(COMMAND, encoding="utf-8")
    return tmp_path / "command.py"


def started(command: Path, folder: Path, out: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - the program is ours
        [sys.executable, str(command), "build", str(folder), "--out", str(out), "--workers", "2"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )


def wait_for_shards(out: Path, count: int) -> None:
    while len(list(out.glob(".gongkai/parts/*/*/manifest.json"))) < count:
        time.sleep(0.02)


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def assert_all_end(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(processes, timeout=20)
    assert alive == []


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 3, 6])
def test_a_build_that_is_killed_leaves_no_process_and_goes_on(
    folder: Path, tmp_path: Path, undisturbed: dict[str, str], command: Path, after: int
) -> None:
    process = started(command, folder, tmp_path / "out")
    wait_for_shards(tmp_path / "out", after)
    children = family(process)
    process.kill()
    process.communicate()
    assert_all_end(children)
    assert gongkai.build(folder, tmp_path / "out").read <= 11 - after
    assert digests(tmp_path / "out") == undisturbed
    assert not list((tmp_path / "out").glob(".gongkai/parts/*/.drafts"))


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_build_that_is_told_to_stop_says_how_to_go_on(
    folder: Path, tmp_path: Path, command: Path, number: int, code: int
) -> None:
    process = started(command, folder, tmp_path / "out")
    wait_for_shards(tmp_path / "out", 2)
    children = family(process)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == code
    assert "the same command goes on from there" in said
    assert "Traceback" not in said
    assert_all_end(children)


@pytest.mark.slow
def test_a_cluster_reads_the_same(
    folder: Path, tmp_path: Path, undisturbed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        gongkai.build(folder, tmp_path / "out", executor=client.get_executor(pure=False), at_once=4)
    assert digests(tmp_path / "out") == undisturbed
