"""A build that is killed, or that meets another: at every file-system event the package is the old or the new one.

Every state that a killed build can leave is found by `crashes`, and so is every state that the next build can leave
when it is killed while it completes the first one.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import frictionless
import pytest

import gongkai
from crashes import State, States, copy, key, watched
from gongkai import tables
from gongkai.errors import PackageError
from gongkai.package import validate_package
from gongkai.publish import place_of_package, publish, switch
from gongkai.tables import TABLES
from test_publish import contents as all_contents
from test_tables import small_frames

FRAMES = small_frames()
OLD = FRAMES
NEW = FRAMES | {"failures": tables.frame("failures", []), "unmatched": tables.frame("unmatched", [])}


def killed_at(event: int, work: Callable[[], object]) -> bool:
    """Do some work in a process that is killed in front of an event of the file system; tell whether it was."""
    child = os.fork()
    if child == 0:
        left = [event]

        def happens(_: str) -> None:
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

        try:
            with watched(happens):
                work()
            os._exit(0)
        finally:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


LASTING = ("lock", "datapackage.json")


def contents(folder: Path) -> dict[str, bytes | None]:
    """Give what a folder holds; what a build keeps for the next one is no part of the package."""
    return {
        name: data
        for name, data in all_contents(folder).items()
        if not (folder / ".gongkai/parts").exists() or not name.startswith(".gongkai") or name.endswith(LASTING)
    }


def events_of(work: Callable[[], object]) -> list[str]:
    """Give the events of the file system that some work causes."""
    events: list[str] = []
    with watched(events.append):
        work()
    return events


def rows_by_descriptor(out: Path) -> dict[str, str]:
    """Give the digest of every table, as a reader finds it that begins with the descriptor, and believes nothing."""
    found = {}
    for resource in json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        data = (out / resource["path"]).read_bytes()
        assert resource["gongkai:bytes"] == len(data)
        assert resource["hash"] == f"sha256:{sha256(data).hexdigest()}"
        found[resource["name"]] = sha256(data).hexdigest()
    return found


def damage(out: Path) -> list[str]:
    """Give what is wrong with a package but for its rows, which are made up."""
    return [str(problem) for problem in validate_package(out) if problem.kind != "content"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    publish(OLD, folder / "old")
    publish(NEW, folder / "new")
    return folder


@pytest.fixture(autouse=True)
def _same_name_for_every_version(monkeypatch):
    monkeypatch.setattr(switch, "token_hex", lambda length: "0" * 2 * length)


def with_obsolete_table(out: Path) -> Path:
    """Add a table to a package that no package of today has."""
    descriptor = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    data = b"PAR1"
    (out / "data/processed/old.parquet").write_bytes(data)
    resource = {"name": "old", "path": "data/processed/old.parquet", "gongkai:bytes": len(data)}
    descriptor["resources"].append(resource | {"hash": f"sha256:{sha256(data).hexdigest()}"})
    (out / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return out


SOURCES = {
    "old": "嘉禾县2017年政府信息公开年度报告\n一、概述\n本年收到申请7件。\n二、主动公开\n主动公开信息8条。",
    "new": "嘉禾县2018年政府信息公开年度报告\n一、概述\n本年收到申请9件。\n二、主动公开\n主动公开信息3条。",
}


@dataclass(frozen=True)
class Change:
    """What is done to a package: from the folder `start`, which may not be there, to the folder `end`."""

    start: Path
    end: Path
    work: Callable[[Path], object]


def publishing(folder: Path, start: str) -> Change:
    publish(OLD, folder / "old")
    publish(NEW, folder / "new")
    with_obsolete_table(Path(shutil.copytree(folder / "old", folder / "with an obsolete table")))
    return Change(folder / start, folder / "new", lambda out: publish(NEW, out))


def building(folder: Path, start: str) -> Change:
    for name, text in SOURCES.items():
        (folder / f"sources of {name}").mkdir()
        (folder / f"sources of {name}/report.txt").write_text(text, encoding="utf-8")
        gongkai.build(folder / f"sources of {name}", folder / name)
    return Change(folder / start, folder / "new", lambda out: gongkai.build(folder / "sources of new", out))


CHANGES = {
    "the first package": (publishing, "nothing"),
    "a package in place of another": (publishing, "old"),
    "a package without a table of the old one": (publishing, "with an obsolete table"),
    "the first build": (building, "nothing"),
    "a build over another": (building, "old"),
}


class Kills:
    """A package that is changed, killed at every event, and killed again while the next start completes it."""

    def __init__(self, change: Change, folder: Path) -> None:
        self.change = change
        self.folder = folder
        self.states = States(folder / "states")
        self._start = rows_by_descriptor(change.start) if change.start.exists() else None
        self._end = rows_by_descriptor(change.end)
        self._damage = {self._name(self._end): damage(change.end)}
        if self._start is not None:
            self._damage[self._name(self._start)] = damage(change.start)
        self._validated: set[tuple[bytes, ...]] = set()
        self._places = 0

    def place(self) -> Path:
        self._places += 1
        return self.folder / f"out{self._places}"

    def of_change(self) -> list[State]:
        """Give the states that the change goes through; from the first new one on all are new."""
        out = self.place()
        copy(self.change.start, out)
        states = self.states.record(out, lambda: self.change.work(out))
        assert contents(out) == contents(self.change.end)
        is_new = [self.whole(state.folder) == self._end for state in states]
        assert is_new == sorted(is_new)
        assert not is_new[0]
        assert is_new[-1]
        return states

    def of_recovery(self, state: State) -> list[State]:
        """Let the next start complete what a kill left; give the states which that goes through, if they are new."""
        return self._recovered(state, lambda out: self.states.record(out, lambda: complete(out)))

    def recovers(self, state: State) -> None:
        """Let the next start complete what a kill left."""
        self._recovered(state, lambda out: complete(out) or [])

    def _recovered(self, state: State, start: Callable[[Path], list[State]]) -> list[State]:
        out = state.restore(self.place())
        before = self.whole(out)
        states = start(out)
        expected = {self._name(self._end): self.change.end, self._name(self._start): self.change.start}
        clean = expected[self._name(before)]
        if clean.exists():
            assert contents(out) == contents(clean)
        else:
            assert {path.name for path in out.rglob("*") if not path.is_dir() and ".gongkai" not in path.parts} == set()
        shutil.rmtree(out, ignore_errors=True)
        return states

    def whole(self, out: Path) -> dict[str, str] | None:
        """Give the rows of the package on disk, which is the old one or the new one, whole and valid."""
        found = rows_by_descriptor(out) if (out / "datapackage.json").exists() else None
        assert found in (self._start, self._end)
        if found is not None:
            # All that the check looks at, as the files that the descriptor lists have the digests that it says.
            seen = ((out / "datapackage.json").read_bytes(), *(os.fsencode(each.name) for each in processed(out)))
            if seen not in self._validated:
                assert damage(out) == self._damage[self._name(found)]
                self._validated.add(seen)
        return found

    def goes_on(self, state: State) -> None:
        """Make the change again, over what a kill left."""
        out = state.restore(self.place())
        self.change.work(out)
        assert contents(out) == contents(self.change.end)
        shutil.rmtree(out)

    @staticmethod
    def _name(rows: dict[str, str] | None) -> str:
        return json.dumps(rows)


def processed(out: Path) -> list[Path]:
    return sorted((out / "data/processed").iterdir())


def complete(out: Path) -> None:
    with place_of_package(out):
        pass


def prepared(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Kills:
    prepare, start = CHANGES[name]
    (folder / "packages").mkdir()
    kills = Kills(prepare(folder / "packages", start), folder)
    # Both packages were validated whole. Rows of the same digests say the same, and are not read again each time.
    monkeypatch.setattr("gongkai.content.content_problems", lambda *_: [])
    return kills


@pytest.mark.parametrize("name", CHANGES)
def test_killed_at_every_event_the_package_is_the_old_or_the_new_one(tmp_path, monkeypatch, name):
    """Killed twice as well: every state that is met while one is completed is completed in its turn."""
    kills = prepared(name, tmp_path, monkeypatch)
    of_change = kills.of_change()
    for state in of_change:
        for again in kills.of_recovery(state):
            kills.recovers(again)
    for state in of_change[:: len(of_change) // 6]:
        kills.goes_on(state)


def test_killed_at_some_events_the_package_is_the_old_or_the_new_one(tmp_path, monkeypatch):
    kills = prepared("a package in place of another", tmp_path, monkeypatch)
    for state in kills.of_change()[::10]:
        for again in kills.of_recovery(state)[:3]:
            kills.recovers(again)


def test_frictionless_reads_what_a_kill_behind_the_switch_left(tmp_path, monkeypatch):
    kills = prepared("a package in place of another", tmp_path, monkeypatch)
    new = rows_by_descriptor(kills.change.end)
    out = next(state.folder for state in kills.of_change() if rows_by_descriptor(state.folder) == new)
    assert "version-" in (out / "datapackage.json").read_text(encoding="utf-8")
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_what_a_kill_leaves_is_what_is_recorded(tmp_path, undisturbed, share):
    """The states are copied in front of each event, in a process that goes on; here one is killed in earnest."""
    out = tmp_path / "out"
    copy(undisturbed / "old", out)
    recorded: list[str] = []
    with watched(lambda _: recorded.append(key(out))):
        publish(NEW, out)
    event = int(len(recorded) * share)
    shutil.rmtree(out)
    copy(undisturbed / "old", out)
    pid = os.getpid()
    assert killed_at(event, lambda: publish(NEW, out))
    lock = out / ".gongkai/lock"
    if lock.exists():
        lock.write_text(str(pid), encoding="utf-8")
    assert key(out) == recorded[event]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
def test_no_event_passes_unseen(tmp_path, undisturbed):
    """Hold the events against what the kernel was asked for."""
    copy(undisturbed / "old", tmp_path / "out")
    log = tmp_path / "strace.log"
    watch = ["strace", "-f", "-y", "-o", str(log), "-e", f"trace={','.join(KERNEL)}"]
    command = [*watch, sys.executable, "-c", PUBLISHING, str(tmp_path / "out")]
    beside = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=beside)  # noqa: S603
    if "ptrace" in ended.stderr:
        pytest.skip("nothing may be traced here")
    told = Counter(json.loads(ended.stdout))
    asked = Counter(KERNEL[name] for name in calls_below(tmp_path / "out", log))
    assert asked["rename"] > len(TABLES)
    assert {name: told[name] for name in asked} == asked


KERNEL = {
    "mkdir": "mkdir", "rmdir": "rmdir", "unlink": "unlink", "unlinkat": "unlink", "rename": "rename",
    "link": "link", "linkat": "link", "write": "write", "sendfile": "sendfile", "fsync": "fsync",
    "ftruncate": "truncate", "truncate": "truncate",
}  # fmt: skip
"""The events that the kernel's calls are."""

PUBLISHING = """
import json, sys
from pathlib import Path
from crashes import watched
from gongkai.publish import publish
from test_publish_killed import NEW
events = []
with watched(events.append):
    publish(NEW, Path(sys.argv[1]))
print(json.dumps([{"replace": "rename", "remove": "unlink"}.get(event, event) for event in events]))
"""


def calls_below(folder: Path, log: Path) -> list[str]:
    """Give the names of the calls that were made with something inside a folder."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    found = (re.match(r"\d+ +(\w+)\(", line) for line in lines if str(folder) in line)
    return [match[1] for match in found if match]


class TestTwoBuilds:
    def test_the_second_says_who_is_first_before_it_reads_anything(self, tmp_path):
        asked = []
        source = tmp_path / "report.txt"
        source.write_text("嘉禾县2017年政府信息公开年度报告", encoding="utf-8")
        with place_of_package(tmp_path / "out"), pytest.raises(PackageError) as refused:
            gongkai.build(source, tmp_path / "out", progress=asked.append)
        expected = f"{tmp_path / 'out'}: process {os.getpid()} is building into this folder; wait until it has ended"
        assert str(refused.value) == expected
        assert asked == []
        assert list(tmp_path.iterdir()) == [source]

    def test_the_command_ends_with_2(self, tmp_path):
        (tmp_path / "report.txt").write_text(
            "嘉禾县2017年政府信息公开年度报告\n一、概述\n二、主动公开", encoding="utf-8"
        )
        command = [sys.executable, "-c", "from gongkai.cli import main; main()", "build", str(tmp_path / "report.txt")]
        with place_of_package(tmp_path / "out"):
            ended = subprocess.run(  # noqa: S603
                [*command, "--out", str(tmp_path / "out")], capture_output=True, text=True, check=False
            )
        assert ended.returncode == 2
        assert f"process {os.getpid()}" in " ".join(ended.stderr.split())

    def test_a_dead_process_holds_nothing(self, tmp_path, undisturbed):
        out = tmp_path / "out"
        assert killed_at(30, lambda: publish(NEW, out))
        assert (out / ".gongkai/lock").exists()
        assert (out / ".gongkai/.gitignore").read_text(encoding="utf-8") == "*\n"
        publish(NEW, out)
        assert contents(out) == contents(undisturbed / "new")

    def test_nothing_is_left_of_the_lock_after_an_error(self, tmp_path):
        with pytest.raises(gongkai.GongkaiError, match="there is no file to read"):
            gongkai.build(tmp_path, tmp_path / "deep/out")
        assert list(tmp_path.iterdir()) == []

    def test_many_at_once_leave_one_whole_package(self, tmp_path, undisturbed):
        out, children = tmp_path / "out", []
        for number in range(8):
            child = os.fork()
            if child == 0:
                try:
                    for _ in range(4):
                        try:
                            publish(OLD if number % 2 else NEW, out)
                        except PackageError as error:
                            if "is building into this folder" not in str(error):
                                os._exit(2)
                    os._exit(0)
                finally:
                    os._exit(3)
            children.append(child)
        assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 8
        assert contents(out) in [contents(undisturbed / name) for name in ("old", "new")]

    def test_a_lock_that_its_holder_removed_locks_nothing(self, tmp_path):
        """The second opens the lock file, the first ends and removes it, and a third makes a new one."""
        out = tmp_path / "out"
        with place_of_package(out):
            file = os.open(out / ".gongkai/lock", os.O_RDWR)
        try:
            with (
                place_of_package(out),
                pytest.raises(PackageError, match="is building into this folder"),
                place_of_package(out),
            ):
                pass
        finally:
            os.close(file)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(tmp_path):
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    with pytest.raises(PermissionError):
        publish(NEW, out)


def test_a_reader_beside_a_writer_never_mixes(tmp_path, undisturbed):
    out = tmp_path / "out"
    publish(OLD, out)
    child = os.fork()
    if child == 0:
        try:
            for number in range(12):
                publish(OLD if number % 2 else NEW, out)
            os._exit(0)
        finally:
            os._exit(3)
    ended, rounds = 0, 0
    while not ended:
        ended, status = os.waitpid(child, os.WNOHANG)
        assert len(gongkai.load("failures", out)) in (0, 2)
        rounds += 1
    assert os.waitstatus_to_exitcode(status) == 0
    assert rounds > 3
    assert damage(out) == []
