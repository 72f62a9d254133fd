"""A build that is killed, or that meets another: at every file-system event the package is the old or the new one."""

import json
import os
import shutil
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import frictionless
import pytest

import gongkai
from gongkai import tables
from gongkai.errors import PackageError
from gongkai.package import validate_package
from gongkai.publish import place_of_package, publish
from test_publish import contents
from test_tables import small_frames

FRAMES = small_frames()
OLD = FRAMES
NEW = FRAMES | {"failures": tables.frame("failures", []), "unmatched": tables.frame("unmatched", [])}
LEAST_EVENTS = 100

WATCHED = ("open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.link", "os.truncate", "shutil.copyfile")
CALLS = ("fsync", "write")


def killed_after(events: int, folder: Path, work) -> bool:
    """Do some work in a process that is killed in front of an event of the file system; tell whether it was.

    The events are what Python opens, writes, syncs, renames, links and removes below the folder; all tables are
    written by Python as well, and not behind its back.
    """
    child = os.fork()
    if child == 0:
        left = [events]

        def count() -> None:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def watch(event: str, arguments: tuple) -> None:
            if event in WATCHED and any(
                isinstance(each, str | Path) and str(folder) in str(each) for each in arguments
            ):
                count()

        def counted(call):
            def counting(*arguments):
                count()
                return call(*arguments)

            return counting

        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))
        sys.addaudithook(watch)
        try:
            work()
            os._exit(0)
        finally:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


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


def test_killed_at_every_event_the_package_is_the_old_or_the_new_one(tmp_path, undisturbed):
    old, new = rows_by_descriptor(undisturbed / "old"), rows_by_descriptor(undisturbed / "new")
    seen, event = [], 0
    while True:
        out = tmp_path / f"out{event}"
        shutil.copytree(undisturbed / "old", out)
        killed = killed_after(event, out, lambda out=out: publish(NEW, out))
        found = rows_by_descriptor(out)
        assert found in (old, new)
        if event % 12 == 0:
            assert damage(out) == []
        assert len(gongkai.load("failures", out)) == (2 if found == old else 0)
        seen.append(found == new)
        with place_of_package(out):
            pass
        assert contents(out) == contents(undisturbed / ("old" if found == old else "new"))
        if event % 12 == 0:
            publish(NEW, out)
            assert contents(out) == contents(undisturbed / "new")
        shutil.rmtree(out)
        if not killed:
            break
        event += 1
    assert event > LEAST_EVENTS
    # Once it is the new package it stays so, and it was both for a while.
    assert seen == sorted(seen)
    assert 10 < sum(seen) < len(seen) - 10


def test_the_first_package_killed_at_every_event_is_none_or_whole(tmp_path, undisturbed):
    event, killed = 0, True
    while killed:
        out = tmp_path / f"out{event}"
        killed = killed_after(event, out, lambda out=out: publish(NEW, out))
        if (out / "datapackage.json").exists():
            assert rows_by_descriptor(out) == rows_by_descriptor(undisturbed / "new")
        publish(NEW, out)
        assert contents(out) == contents(undisturbed / "new")
        shutil.rmtree(out)
        event += 7


def test_what_completes_a_killed_build_may_be_killed_as_well(tmp_path, undisturbed):
    whole = contents(undisturbed / "new")
    for first in range(60, 140, 20):
        out = tmp_path / f"out{first}"
        shutil.copytree(undisturbed / "old", out)
        killed_after(first, out, lambda out=out: publish(NEW, out))
        for second in range(0, 60, 20):
            killed_after(second, out, lambda out=out: publish(NEW, out))
            assert rows_by_descriptor(out) in [rows_by_descriptor(undisturbed / name) for name in ("old", "new")]
        publish(NEW, out)
        assert contents(out) == whole


def test_a_start_completes_what_was_switched_and_clears_what_was_not(tmp_path, undisturbed):
    for event in range(0, 200, 25):
        out = tmp_path / f"out{event}"
        shutil.copytree(undisturbed / "old", out)
        killed_after(event, out, lambda out=out: publish(NEW, out))
        name = "new" if rows_by_descriptor(out) == rows_by_descriptor(undisturbed / "new") else "old"
        with place_of_package(out):
            assert damage(out) == []
        assert contents(out) == contents(undisturbed / name)


def test_a_table_that_no_longer_exists_goes_even_if_the_build_is_killed(tmp_path, undisturbed):
    for event in range(60, 200, 20):
        out = tmp_path / f"out{event}"
        shutil.copytree(undisturbed / "old", out)
        descriptor = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
        descriptor["resources"].append({"name": "old", "path": "data/processed/old.parquet"})
        (out / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        (out / "data/processed/old.parquet").write_bytes(b"")
        killed_after(event, out, lambda out=out: publish(NEW, out))
        publish(NEW, out)
        assert contents(out) == contents(undisturbed / "new")


def test_frictionless_reads_what_a_kill_behind_the_switch_left(tmp_path, undisturbed):
    new = rows_by_descriptor(undisturbed / "new")
    for event in range(0, 300, 5):
        out = tmp_path / f"out{event}"
        shutil.copytree(undisturbed / "old", out)
        killed_after(event, out, lambda out=out: publish(NEW, out))
        if rows_by_descriptor(out) == new:
            break
    assert "version-" in (out / "datapackage.json").read_text(encoding="utf-8")
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])


class TestTwoBuilds:
    def test_the_second_says_who_is_first_before_it_reads_anything(self, tmp_path):
        asked = []
        source = tmp_path / "report.txt"
        source.write_text("嘉禾县2017年政府信息公开年度报告", encoding="utf-8")
        with place_of_package(tmp_path / "out"), pytest.raises(PackageError) as refused:
            gongkai.build(source, tmp_path / "out", track=lambda found: asked.append(found) or iter(found))
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
        killed_after(30, out, lambda: publish(NEW, out))
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
