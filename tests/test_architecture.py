"""What docs/architecture.md says is so: every place that it names is there, and every part of the house is named."""

import ast
import doctest
import re
from pathlib import Path

import pytest

import gongkai

SOURCE = Path(gongkai.__file__).parent
ROOT = Path(__file__).parents[1]
MAP = ROOT / "docs" / "architecture.md"
TEXT = MAP.read_text(encoding="utf-8")

NAMED = sorted(set(re.findall(r"`([a-z_][a-z_/]*(?:\.py|\.yaml|/))`", TEXT)) - {"tests/test_floors.py"})
OUTSIDE = ("tests/", "data/", "docs/")
QUESTIONS = re.findall(r"^\| (.+\?) \| `([\w/.]+)`: `(\w+)` \|$", TEXT, re.MULTILINE)


def parts_of_the_house():
    for entry in SOURCE.iterdir():
        if entry.suffix == ".py" and entry.stem != "__init__":
            yield entry.name
    for package in SOURCE.rglob("__init__.py"):
        if package.parent != SOURCE:
            yield f"{package.parent.relative_to(SOURCE).as_posix()}/"


def defined_in(file: Path) -> set[str]:
    names = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return names


@pytest.mark.parametrize("place", NAMED)
def test_every_place_named_is_there(place):
    root = ROOT if place.startswith(OUTSIDE) else SOURCE
    assert (root / place).is_dir() if place.endswith("/") else (root / place).is_file()


@pytest.mark.parametrize("part", sorted(parts_of_the_house()))
def test_every_part_of_the_house_is_named(part):
    assert f"`{part}`" in TEXT


def test_a_stranger_has_answers_to_ten_questions_and_more():
    assert len(QUESTIONS) == len(re.findall(r"^\| .+\? \|", TEXT, re.MULTILINE)) >= 10


@pytest.mark.parametrize(("question", "place", "name"), QUESTIONS)
def test_the_rule_stands_where_the_map_says(question, place, name):
    assert name in defined_in(SOURCE / place), question


def test_the_journeys_are_as_told(monkeypatch):
    monkeypatch.chdir(ROOT)
    told = doctest.DocTestParser().get_doctest(re.sub(r"^```.*", "", TEXT, flags=re.MULTILINE), {}, MAP.name, None, 0)
    result = doctest.DocTestRunner().run(told)
    assert result.failed == 0
    assert result.attempted > 20


def test_the_glossary_is_in_order():
    names = re.findall(r"^- \*\*(.+?)\*\*", TEXT, re.MULTILINE)
    assert names == sorted(set(names))
    assert len(names) > 20
