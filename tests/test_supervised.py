"""A process under limits answers, and each way in which it can end is told apart."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.supervised import Died, Limits, Worker

PROGRAM = """
import os, signal, sys, time
from pathlib import Path

def answer(question):
    what, _, rest = question.decode().partition(" ")
    return globals()[what](rest).encode()

def echo(text):
    return text

def process(_):
    return str(os.getpid())

def spin(_):
    while True:
        pass

def sleep(seconds):
    time.sleep(float(seconds))
    return "awake"

def fill(_):
    held = []
    while True:
        held.append(bytearray(1 << 20))

def crash(_):
    os.kill(os.getpid(), signal.SIGSEGV)

def killed(_):
    os.kill(os.getpid(), signal.SIGKILL)

def killed_once(mark):
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "second time"

def signals_once(rest):
    number, _, mark = rest.partition(" ")
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), int(number))
    return "second time"

def counts_and_sleeps(count):
    with open(count, "a") as file:
        file.write("x")
    time.sleep(60)

kept = []

def keeps(megabytes):
    kept.append(bytearray(int(megabytes) << 20))
    return "kept"

def prints(_):
    print("no answer", flush=True)
    return "answer"

def fails(_):
    raise ValueError("a defect")

def tells_and_spins(mark):
    Path(mark).write_text(str(os.getpid()))
    spin("")

def asks_another(mark):
    from gongkai.supervised import Limits, Worker
    return Worker("answering:answer", Limits(seconds=60)).ask(f"tells_and_spins {mark}".encode()).decode()

def supervised(_):
    from gongkai.supervised import is_supervised
    return str(is_supervised())

def starts_another(mark):
    import subprocess
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(mark).write_text(str(child.pid))
    spin("")
"""


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    (tmp_path / "answering.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    answering = Worker("answering:answer", Limits(seconds=1, memory=256 << 20, longest=1000))
    yield answering
    answering.close()


def test_one_process_answers_question_after_question(worker: Worker) -> None:
    assert worker.ask("echo 公开".encode()) == "公开".encode()
    assert worker.ask(b"process") == worker.ask(b"process")
    assert worker.ask(b"supervised") == b"True"


def test_what_a_library_prints_is_no_answer(worker: Worker) -> None:
    assert worker.ask(b"prints") == b"answer"


@pytest.mark.parametrize(
    ("question", "cause"), [(b"spin", "time"), (b"fill", "memory"), (b"crash", "crash"), (b"killed", "memory")]
)
def test_each_end_is_told_apart_and_the_next_question_is_answered(worker: Worker, question: bytes, cause: str) -> None:
    with pytest.raises(Died) as died:
        worker.ask(question)
    assert died.value.cause == cause
    assert worker.ask(b"echo again") == b"again"


def test_a_process_that_was_killed_is_not_blamed_on_the_file(worker: Worker, tmp_path: Path) -> None:
    assert worker.ask(f"killed_once {tmp_path / 'mark'}".encode()) == b"second time"


def test_a_process_that_waits_is_ended_by_the_clock(tmp_path: Path, worker: Worker) -> None:
    with pytest.raises(Died) as died:
        worker.ask(b"sleep 60")
    assert died.value.cause == "time"


def test_time_asleep_is_no_processor_time(worker: Worker) -> None:
    assert worker.ask(b"sleep 2") == b"awake"


def test_an_answer_that_is_too_long_is_refused(worker: Worker) -> None:
    with pytest.raises(Died):
        worker.ask(b"echo " + b"x" * 1001)
    assert worker.ask(b"echo x") == b"x"


def test_a_defect_of_the_program_is_told_and_no_fault_of_the_file(worker: Worker) -> None:
    known = worker.ask(b"process")
    with pytest.raises(RuntimeError, match="ValueError: a defect"):
        worker.ask(b"fails")
    assert worker.ask(b"process") == known


def test_a_program_that_does_not_start_is_no_fault_of_the_file() -> None:
    with pytest.raises(RuntimeError, match="does not start"):
        Worker("no_such_module:answer", Limits()).ask(b"")


def test_a_package_is_asked_without_those_that_it_is_in(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "outer" / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    (inner / "__init__.py").write_text("from .told import answer", encoding="utf-8")
    (inner / "told.py").write_text("def answer(question):\n    return __name__.encode()", encoding="utf-8")
    alone = Worker("outer.inner:answer", Limits(seconds=5), inner)
    assert alone.ask(b"") == b"outer.inner.told"
    alone.close()


@pytest.mark.parametrize(
    ("number", "cause"), [(signal.SIGSEGV, "crash"), (signal.SIGABRT, "memory"), (signal.SIGTRAP, "memory")]
)
def test_what_a_program_does_to_itself_in_a_fresh_process_is_for_sure(
    worker: Worker, tmp_path: Path, number: signal.Signals, cause: str
) -> None:
    mark = tmp_path / "mark"
    with pytest.raises(Died) as died:
        worker.ask(f"signals_once {number:d} {mark}".encode())
    assert died.value.cause == cause
    mark.unlink()
    worker.ask(b"echo x")
    assert worker.ask(f"signals_once {number:d} {mark}".encode()) == b"second time"


def test_both_tries_have_the_time_of_one(worker: Worker, tmp_path: Path) -> None:
    worker.ask(b"echo x")
    with pytest.raises(Died) as died:
        worker.ask(f"counts_and_sleeps {tmp_path / 'count'}".encode(), seconds=1.0)
    assert died.value.cause == "time"
    assert (tmp_path / "count").read_text() == "x"
    with pytest.raises(Died):
        worker.ask(b"echo x", seconds=0.0)


def test_memory_that_earlier_questions_left_full_is_not_blamed_on_the_next(worker: Worker) -> None:
    first = worker.ask(b"process")
    assert worker.ask(b"keeps 150") == b"kept"
    assert worker.ask(b"keeps 150") == b"kept"
    assert worker.ask(b"process") != first


@pytest.mark.parametrize("start", ["starts_another", "asks_another"])
def test_what_the_process_started_ends_with_it(worker: Worker, tmp_path: Path, start: str) -> None:
    mark = tmp_path / "child"
    with pytest.raises(Died):
        worker.ask(f"{start} {mark}".encode(), seconds=4.0)
    worker.close()
    deadline = time.monotonic() + 10
    while _runs(int(mark.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(int(mark.read_text()))


def _runs(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    if status.parent.parent.exists():
        return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_fork_starts_a_process_of_its_own(worker: Worker) -> None:
    known = worker.ask(b"process")
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, worker.ask(b"process"))
        worker.close()
        os._exit(0)
    os.wait()
    assert os.read(reader, 100) != known
    assert worker.ask(b"process") == known
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
