"""The floors of the house: what each part may import, as docs/architecture.md draws it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import gongkai

SOURCE = Path(gongkai.__file__).parent

NOTHING: frozenset[str] = frozenset()
GROUND = frozenset({"document", "errors", "resources", "chinese", "printable", "supervised", "_version"})

MAY_IMPORT = {
    **dict.fromkeys(GROUND, NOTHING),
    "rows": frozenset({"document"}),
    "forms": GROUND,
    "divisions": GROUND,
    "read": GROUND,
    "repair": GROUND | {"rows"},
    "recognise": GROUND | {"rows", "forms", "divisions"},
    "check": GROUND | {"rows", "forms", "divisions"},
    "tables": GROUND | {"rows", "forms"},
    "report": GROUND | {"rows", "forms", "tables"},
    "pipeline": GROUND | {"rows", "forms", "tables", "report", "read", "repair", "recognise", "check"},
    "publish": GROUND | {"rows", "forms", "divisions", "tables"},
}
MAY_IMPORT["building"] = frozenset(MAY_IMPORT) | {"building"}
TOP = frozenset({"cli", "__init__", "__main__"})
"""The face of the house: it may import all."""

WINGS = {
    "outline": frozenset({"page_lines", "who"}),
}


def imports(file: Path) -> Iterator[str]:
    """Give the parts of the house that a module imports, also where a function does."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module="gongkai", names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), level=0) if module.startswith("gongkai."):
                yield module.split(".")[1]
            case ast.Import(names=names):
                yield from (name.name.split(".")[1] for name in names if name.name.startswith("gongkai."))
            case ast.ImportFrom(level=level) if level:
                raise AssertionError(f"{file}: a relative import hides where it leads")


def part(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


MODULES = [file for file in sorted(SOURCE.rglob("*.py")) if part(file) not in TOP]


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_part_imports_only_what_is_below_it(file):
    own = part(file)
    assert set(imports(file)) - {own} <= MAY_IMPORT[own]


def test_no_stage_below_the_tables_imports_data_frames():
    stages = ("read", "repair", "recognise", "check", "forms", "divisions")
    program = f"import sys, {', '.join(f'gongkai.{stage}' for stage in stages)}; print('pandas' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert found.stdout == "False\n"


def test_a_class_name_stands_once():
    names: dict[str, list[str]] = {}
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                names.setdefault(node.name.lstrip("_"), []).append(str(file.relative_to(SOURCE)))
    assert {name: places for name, places in names.items() if len(places) > 1} == {}
