"""The floors of the house: what each part may import, as docs/architecture.md draws it."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import gongkai

SOURCE = Path(gongkai.__file__).parent

FLOORS: tuple[frozenset[str], ...] = tuple(
    frozenset(floor.split())
    for floor in (
        "_version bounds chinese document page_number printable resources supervised",
        "address entry_points errors rows forms divisions concepts marked",
        "read repair recognise check tables",
        "report series",
        "pipeline publish",
        "catalogue content packed verdict",
        "package building fetch view",
        "analysis changes export",
        "site",
    )
)
"""The parts from the ground up. It imports from the floors below, and of its own only what follows."""

BESIDE: Mapping[str, frozenset[str]] = {
    "building": frozenset({"package"}),
    "concepts": frozenset({"forms"}),
    "entry_points": frozenset({"errors"}),
    "resources": frozenset({"printable"}),
}
"""What a part may import of its own floor."""

NEVER: Mapping[str, frozenset[str]] = {
    "rows": frozenset({"printable", "resources", "supervised"}),
    "read": frozenset({"rows", "forms", "divisions"}),
    "repair": frozenset({"forms", "divisions"}),
    "publish": frozenset({"read", "repair", "recognise", "check", "report"}),
}
"""What a part must not import, though it is below: a reader knows no form, and what publishes knows no document."""

UP_ON_REQUEST = frozenset({("report.py", "view")})
"""What a method imports from above, so that `report.view()` is found where a person looks for it; no stage calls it."""

WINGS = frozenset({"who", "narrative", "form_tables"})
"""The wings of `recognise`, which do not know each other."""

TOP = frozenset({"cli", "commands", "terminal", "__init__", "__main__"})
"""The face of the house: it may import all."""

PROGRAM_OF_ITS_OWN = SOURCE / "read" / "pdf" / "extraction"
"""Runs without the package that it is in, to start fast: what it needs it imports relatively."""


def part(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def place(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


MODULES = [file for file in sorted(SOURCE.rglob("*.py")) if part(file) not in TOP]
PARTS = frozenset().union(*FLOORS)


def imports(file: Path) -> Iterator[str]:
    """Give the parts of the house that a module imports, also where a function does."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module="gongkai", names=names, level=0):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), level=0) if module.startswith("gongkai."):
                yield module.split(".")[1]
            case ast.Import(names=names):
                yield from (name.name.split(".")[1] for name in names if name.name.startswith("gongkai."))


def may_import(own: str) -> frozenset[str]:
    floor = next(number for number, parts in enumerate(FLOORS) if own in parts)
    below = frozenset().union(*FLOORS[:floor])
    return (below | BESIDE.get(own, frozenset())) - NEVER.get(own, frozenset())


def reaching_up(file: Path) -> set[tuple[str, str]]:
    own = part(file)
    above = {(place(file), other) for other in set(imports(file)) - {own} - may_import(own)}
    return (above - UP_ON_REQUEST) | into_other_wings(file)


def into_other_wings(file: Path) -> set[tuple[str, str]]:
    wing = file.relative_to(SOURCE).parts[1] if part(file) == "recognise" else ""
    if wing not in WINGS:
        return set()
    modules = (
        node.module
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module
    )
    named = {module.split(".")[2] for module in modules if module.startswith("gongkai.recognise.")}
    return {(place(file), f"recognise.{other}") for other in named & (WINGS - {wing})}


def test_each_part_stands_on_one_floor():
    assert {part(file) for file in MODULES} == PARTS
    assert sum(map(len, FLOORS)) == len(PARTS)


@pytest.mark.parametrize("file", MODULES, ids=place)
def test_a_part_imports_only_what_is_below_it(file):
    assert reaching_up(file) == set()


@pytest.mark.parametrize("file", MODULES, ids=place)
def test_imports_say_where_they_lead(file):
    relative = [
        node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative or file.parent == PROGRAM_OF_ITS_OWN


def test_the_program_that_runs_pdfium_imports_nothing_of_the_house():
    assert [place(file) for file in PROGRAM_OF_ITS_OWN.glob("*.py") if set(imports(file))] == []


@pytest.mark.parametrize(
    "program",
    [
        "import gongkai",
        "import gongkai.read, gongkai.repair, gongkai.recognise, gongkai.check, gongkai.pipeline",
        "from gongkai import read_document; read_document('一、概述'.encode())",
        "import gongkai; gongkai.read_report('嘉禾县2017年政府信息公开年度报告\\n一、概述\\n二、公开'.encode())",
        "import sys; sys.argv = ['gongkai', '--help']; from gongkai.cli import main; main()",
        "import sys; sys.argv = ['gongkai', '--version']; from gongkai.cli import main; main()",
        "import sys; sys.argv = ['gongkai', 'build', '--help']; from gongkai.cli import main; main()",
    ],
)
def test_whoever_wants_no_data_frames_does_not_wait_for_them(program):
    assert not slow_to_import(program)


def test_a_table_is_a_data_frame():
    assert slow_to_import("import gongkai.tables") >= {"pandas", "pandera", "pyarrow"}


def slow_to_import(program: str) -> set[str]:
    """Give which of the libraries that take long a program has imported when it ends."""
    told = "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
    done = subprocess.run([sys.executable, "-c", told + program], capture_output=True, text=True, check=True)  # noqa: S603
    return {"pandas", "pandera", "pyarrow", "cn2an"} & set(done.stderr.split())


def test_a_class_name_stands_once():
    names: dict[str, list[str]] = {}
    for file in MODULES:
        for name in classes(file):
            names.setdefault(name.lstrip("_"), []).append(place(file))
    assert {name: places for name, places in names.items() if len(places) > 1} == {}


def classes(file: Path) -> Iterator[str]:
    """Give the classes of a module, but for the settings that pandera wants inside its models."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and node.name != "Config":
            yield node.name
