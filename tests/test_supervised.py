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

def prints(_):
    print("no answer", flush=True)
    return "answer"

def fails(_):
    raise ValueError("a defect")

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


def test_a_defect_of_the_program_is_no_fault_of_the_file(worker: Worker) -> None:
    with pytest.raises(RuntimeError, match="the program"):
        worker.ask(b"fails")


def test_what_the_process_started_ends_with_it(worker: Worker, tmp_path: Path) -> None:
    mark = tmp_path / "child"
    with pytest.raises(Died):
        worker.ask(f"starts_another {mark}".encode())
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
