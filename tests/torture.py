"""Kill, starve and disturb builds, and hold what they give against an undisturbed one: `make torture N=100`.

A folder of generated reports is built again and again. Each time something dies at a random moment: a process that
reads a file, one that reads a shard, a worker of a Dask cluster, or all of the build; or the disk is full, or files
vanish, change and are closed while they are read, or two builds go into one folder. Then the build is given again until
it ends. The package must have the same bytes as the undisturbed one and be valid, and no process and no file that was
under way may be left. Exits with 1 if anything else was found.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from random import Random

import psutil

import gongkai
from command_line import arguments
from generators.reports import FORM_CHOICES, FORMATS, ReportPlan, print_report, render
from gongkai.building.working import MOST_BREAKS

REPORTS = 40
LONGEST = 300
MOST_KILLS = MOST_BREAKS // 2
"""Fewer than a build bears one after the other: it has to end by itself."""

COMMAND = """
import sys
from gongkai.building import shards
shards.FEWEST_SOURCES = 3
from gongkai.cli import main
if __name__ == "__main__":
    main()
"""


def main() -> int:
    options = arguments(__doc__, bits=31)
    random = Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        place = Place(Path(name))
        place.make_reports(options.seed)
        expected = place.undisturbed()
        found = []
        for number in range(options.number):
            kind, disturb = list(DISTURBANCES.items())[number % len(DISTURBANCES)]
            problems = place.disturbed(disturb, Random(random.getrandbits(31)), expected)
            found += [f"{number}, {kind}: {problem}" for problem in problems]
            print(f"{number}: {kind}: {'; '.join(problems) or 'well'}", flush=True)
    print(f"{options.number} disturbed builds, {len(found)} problems")
    return int(bool(found))


class Place:
    """A folder of reports, and the folder that they are built into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = folder / "sources"
        self.out = folder / "out"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.command = folder / "command.py"
        self.command.write_text(COMMAND, encoding="utf-8")

    def make_reports(self, seed: int) -> None:
        """Write generated reports of all formats."""
        self.sources.mkdir()
        for number in range(REPORTS):
            random = Random(seed + number)
            plan = ReportPlan(seed + number, random.choice(sorted(FORM_CHOICES)))
            data = render(print_report(plan), list(FORMATS)[number % len(FORMATS)])
            (self.sources / f"{number:03}").write_bytes(data)

    def undisturbed(self) -> Mapping[str, str]:
        """Build once, and give the digests of the package's files."""
        gongkai.build(self.sources, self.folder / "undisturbed")
        return digests(self.folder / "undisturbed")

    def started(self, *options: str) -> subprocess.Popen[bytes]:
        """Start a build."""
        return subprocess.Popen(  # noqa: S603 - the program is ours
            [sys.executable, str(self.command), "build", str(self.sources), "--out", str(self.out), *options],
            env=os.environ | {"TMPDIR": str(self.temporary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def disturbed(
        self, disturb: Callable[[Place, Random], list[str]], random: Random, expected: Mapping[str, str]
    ) -> list[str]:
        """Disturb builds until one ends; tell what is wrong with what is left."""
        shutil.rmtree(self.out, ignore_errors=True)
        problems = disturb(self, random)
        gongkai.build(self.sources, self.out)
        if digests(self.out) != expected:
            problems.append("the package is another one")
        problems += [problem.message for problem in gongkai.validate_package(self.out)]
        return problems + [f"left: {name}" for name in self.left()]

    def left(self) -> list[str]:
        """Give the files that no finished build leaves; what a process that was killed had in a temporary folder is
        not for another to remove.
        """
        files = {file.relative_to(self.out).as_posix() for file in self.out.rglob("*")}
        expected = ("datapackage.json", "data", "data/processed", ".gongkai", ".gongkai/.gitignore", ".gongkai/parts")
        return sorted(name for name in files - {*expected, ".gongkai/published.json"} if not _LASTING.fullmatch(name))


_LASTING = re.compile(
    r"data/processed/[a-z_]+[.]parquet|[.]gongkai/parts/[0-9a-f]{16}(/[0-9a-f]{16}(/[a-z_]+[.](parquet|json))?)?"
)


def digests(package: Path) -> dict[str, str]:
    """Give the digest of each file of a package."""
    files = [package / "datapackage.json", *(package / "data/processed").iterdir()]
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in files}


def family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Give the processes that a build has started."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def is_marked(process: psutil.Process, mark: str) -> bool:
    """Tell whether a process that lives has a mark in its command."""
    try:
        return mark in " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


def ended(process: subprocess.Popen[bytes], children: list[psutil.Process]) -> list[str]:
    """Wait for a build and all its processes; tell which stay."""
    process.communicate(timeout=LONGEST)
    _, alive = psutil.wait_procs(children, timeout=90)
    return [f"process {each.pid} is still there: {each.cmdline()}" for each in alive if each.is_running()]


def kill_all(place: Place, random: Random) -> list[str]:
    """Kill the whole build at some moment, some times."""
    problems = []
    for _ in range(random.randint(1, 4)):
        process = place.started("--workers", "2", *random.choice([(), (), ("--dask", "local")]))
        time.sleep(random.uniform(0.2, 8))
        children = family(process)
        process.kill()
        problems += ended(process, children)
    return problems


def kill_workers(place: Place, random: Random, *options: str, mark: str = "spawn_main") -> list[str]:
    """Kill processes of a build at some moments, until it has ended."""
    process = place.started(*(options or ("--workers", "2")))
    begin, children = time.monotonic(), []
    killed = 0
    while process.poll() is None and time.monotonic() < begin + LONGEST:
        time.sleep(random.uniform(0.3, 3))
        children = family(process)
        victims = [each for each in children if is_marked(each, mark)]
        if victims and killed < MOST_KILLS:
            with suppress(psutil.NoSuchProcess):
                random.choice(victims).kill()
            killed += 1
    _, said = process.communicate(timeout=LONGEST)
    # Dask waits for its first workers, and gives up where one of them dies.
    is_well = process.returncode == 0 or (process.returncode == 2 and b"workers of Dask do not start" in said)
    problems = [] if is_well else [f"it ended with {process.returncode}: {said.decode()[-300:]}"]
    return problems + ended(process, children)


def kill_readers(place: Place, random: Random) -> list[str]:
    """Kill the processes that read single files: twice killed over one file, that file fails until it is read again."""
    problems = kill_workers(place, random, mark="supervised.program")
    failures = set(gongkai.load("failures", place.out)["reason"])
    return problems + [f"failures: {failures}" for _ in [0] if not failures <= {"too_large", "damaged"}]


def stop(place: Place, random: Random) -> list[str]:
    """Tell a build to stop."""
    process = place.started("--workers", "2")
    while process.poll() is None and not place.out.exists():
        time.sleep(0.05)  # what is told before the program has begun is not for it
    time.sleep(random.uniform(0, 8))
    children = family(process)
    process.send_signal(random.choice([signal.SIGTERM, signal.SIGINT]))
    _, said = process.communicate(timeout=LONGEST)
    left = ended(process, children)
    is_told = process.returncode == 0 or b"goes on from there" in said
    return left if is_told else [*left, f"it ended with {process.returncode}: {said.decode()[-300:]}"]


def fill_the_disk(place: Place, random: Random) -> list[str]:
    """Build over an old package where there is too little room, and then where there is enough."""
    place.out.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(place.out)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:  # noqa: S603
        return ["this system lets nobody mount a disk"]
    try:
        gongkai.build(sorted(place.sources.iterdir())[: REPORTS // 3], place.out)
        before = digests(place.out)
        ballast = place.out / "ballast"
        room = shutil.disk_usage(place.out).free - (random.randint(0, 1500) << 10)
        ballast.write_bytes(bytes(room))
        process = place.started("--workers", "2")
        children = family(process)
        _, said = process.communicate(timeout=LONGEST)
        problems = ended(process, children)
        if process.returncode != 0:
            problems += (
                [] if is_told(process, said, place) else [f"it ended with {process.returncode}: {said.decode()}"]
            )
            problems += [] if digests(place.out) == before else ["the old package is another one"]
            problems += [problem.message for problem in gongkai.validate_package(place.out)]
        ballast.unlink()
        process = place.started("--workers", "2")
        _, said = process.communicate(timeout=LONGEST)
        problems += [] if process.returncode == 0 else [f"with room again: {said.decode()[-300:]}"]
        return problems + [problem.message for problem in gongkai.validate_package(place.out)]
    finally:
        subprocess.run(["umount", str(place.out)], check=True)  # noqa: S603, S607
        place.out.rmdir()


def is_told(process: subprocess.Popen[bytes], said: bytes, place: Place) -> bool:
    """Tell whether a build says in one line, without a trace, that the disk is full and which."""
    text = "".join(said.decode().split())
    return process.returncode == 2 and f"{place.out}:noroomisleftonthedisk" in text and "Traceback" not in text


def change_files(place: Place, random: Random) -> list[str]:
    """Let files vanish, change and be closed while they are read, and then be as they were."""
    process = place.started("--workers", "2")
    files = sorted(place.sources.iterdir())
    kept = place.folder / "kept"
    shutil.copytree(place.sources, kept)
    begin = time.monotonic()
    while process.poll() is None and time.monotonic() < begin + LONGEST:
        file = random.choice(files)
        match random.randrange(3):
            case 0:
                file.unlink(missing_ok=True)
            case 1:
                if file.exists():
                    file.chmod(0o600)
                file.write_bytes(b"changed")
            case _ if file.exists():
                file.chmod(0)
        time.sleep(random.uniform(0, 0.3))
    _, said = process.communicate()
    shutil.rmtree(place.sources)
    kept.rename(place.sources)
    return [] if process.returncode in (0, 1) else [f"it ended with {process.returncode}: {said.decode()[-300:]}"]


def build_twice_at_once(place: Place, random: Random) -> list[str]:
    """Build into one folder from two processes: one says why not."""
    processes = [place.started("--workers", "1")]
    time.sleep(random.uniform(0, 1))
    processes.append(place.started("--workers", "1"))
    said = [process.communicate(timeout=LONGEST)[1].decode() for process in processes]
    codes = sorted(process.returncode for process in processes)
    if codes == [0, 2] and any("building into this folder" in each for each in said):
        return []
    return [] if codes == [0, 0] else [f"they ended with {codes}: {said}"]


def kill_cluster(place: Place, random: Random) -> list[str]:
    """Kill workers of a Dask cluster."""
    return kill_workers(place, random, "--workers", "2", "--dask", "local", mark="spawn_main")


DISTURBANCES: Mapping[str, Callable[[Place, Random], list[str]]] = {
    "all killed": kill_all,
    "workers killed": kill_workers,
    "readers killed": kill_readers,
    "told to stop": stop,
    "disk full": fill_the_disk,
    "files changed": change_files,
    "two builds": build_twice_at_once,
    "Dask workers killed": kill_cluster,
}


if __name__ == "__main__":
    sys.exit(main())
