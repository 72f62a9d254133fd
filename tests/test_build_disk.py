"""A disk that is full, or damaged: told in one line, the package is the old one, and the build goes on afterwards."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import gongkai
from crashes import watched
from gongkai.building import shards
from gongkai.building.room import full_disk_told
from gongkai.cli import main
from gongkai.errors import FullDiskError, PackageError
from test_build_shards import digests, write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shards, "FEWEST_SOURCES", 2)
    write(tmp_path / "sources", *range(8))
    return tmp_path / "sources"


@pytest.mark.slow
def test_whichever_write_meets_it_the_package_is_whole_and_the_build_goes_on(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "before", 1, 2)
    gongkai.build(tmp_path / "before", tmp_path / "before-package")
    expected = digests(tmp_path / "before-package")
    events: list[str] = []

    shutil.copytree(tmp_path / "before-package", tmp_path / "out")
    with watched(events.append):
        gongkai.build(folder, tmp_path / "out")
    undisturbed = digests(tmp_path / "out")
    writes = events.count("write")
    assert writes > 50
    for full in range(0, writes, writes // 7):
        shutil.rmtree(tmp_path / "out")
        shutil.copytree(tmp_path / "before-package", tmp_path / "out")
        left = [full]

        def fill(event: str, left: list[int] = left) -> None:
            left[0] -= event == "write"
            if left[0] < 0 and event == "write":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with watched(fill), pytest.raises(FullDiskError, match="no room is left on the disk; make room, and the same"):
            gongkai.build(folder, tmp_path / "out")
        assert digests(tmp_path / "out") in (expected, undisturbed)
        assert not list((tmp_path / "out").glob("data/processed/version-*"))
        assert not list((tmp_path / "out").glob(".gongkai/parts/*/.drafts/*"))
        gongkai.build(folder, tmp_path / "out")
        assert digests(tmp_path / "out") == undisturbed


def test_what_the_database_says_is_told() -> None:
    with pytest.raises(FullDiskError, match="out or s3://parts: no room"), full_disk_told(["out", "s3://parts"]):
        raise duckdb.IOException(f"IO Error: Could not write file: {os.strerror(errno.ENOSPC)}")
    with pytest.raises(FullDiskError), full_disk_told(["out"]):
        raise duckdb.OutOfMemoryException("failed to offload data block; see the 'max_temp_directory_size' setting")
    with pytest.raises(PermissionError), full_disk_told(["out"]):
        raise PermissionError(errno.EACCES, "Permission denied")
    with pytest.raises(duckdb.IOException), full_disk_told(["out"]):
        raise duckdb.IOException("IO Error: something else")


def test_the_command_ends_with_2(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(event: str) -> None:
        if event == "write":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("sys.argv", ["gongkai", "build", str(folder), "--out", str(tmp_path / "out"), "--workers", "1"])
    with watched(fill), pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = "".join(capsys.readouterr().err.split())
    assert "out:noroomisleftonthedisk;makeroom,andthesamecommandgoesonfromthere" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out" / "datapackage.json").exists()


def test_parts_that_a_disk_damaged_are_told(folder: Path, tmp_path: Path) -> None:
    gongkai.build(folder, tmp_path / "out")
    expected = digests(tmp_path / "out")
    part, *_ = sorted((tmp_path / "out").glob(".gongkai/parts/*/*/reports.parquet"))
    part.write_bytes(bytes(part.stat().st_size))
    write(folder, 8)
    with pytest.raises(PackageError, match=r"\.gongkai: what is kept there of what was read is damaged .*; remove the"):
        gongkai.build(folder, tmp_path / "out")
    assert digests(tmp_path / "out") == expected
    shutil.rmtree(tmp_path / "out" / ".gongkai")
    assert gongkai.build(folder, tmp_path / "out").rows["reports"] == 9


@pytest.mark.parametrize(
    "damaged",
    [bytes, lambda size: b"\x93" * size, lambda size: b"PAR1" + bytes(size - 8) + b"PAR1"],
    ids=["zeros", "other bytes", "a broken end"],
)
def test_where_it_is_damaged_what_was_read_it_is_read_again(
    damaged: Callable[[int], bytes], folder: Path, tmp_path: Path
) -> None:
    gongkai.build(folder, tmp_path / "undisturbed")
    gongkai.build(folder, tmp_path / "out")
    part, *_ = sorted((tmp_path / "out").glob(".gongkai/parts/*/*/sources.parquet"))
    part.write_bytes(damaged(part.stat().st_size))
    (tmp_path / "out" / ".gongkai" / "published.json").unlink()
    built = gongkai.build(folder, tmp_path / "out")
    assert built.read == 2  # those of its shard
    assert digests(tmp_path / "out") == digests(tmp_path / "undisturbed")
