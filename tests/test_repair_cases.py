"""The repair cases: before, after, kind, reason. A file for each sort of case in `repair_cases/`."""

from pathlib import Path

import pytest
import yaml

from gongkai.document import Document, Paragraph
from gongkai.repair import apply_plan, repair

FOLDER = Path(__file__).parent / "repair_cases"


def cases(name):
    listed = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["before"]) for case in listed]


def repaired(case):
    page = Document(tuple(map(Paragraph, [case["before"], *case.get("context", [])])), "text")
    result = repair(page)
    assert apply_plan(page, result.plan) == result.document
    return result.document.blocks[0].text, {edit.kind for edit in result.plan.edits if edit.place.block == 1}


@pytest.mark.parametrize("case", cases("in_the_wild") + cases("synthetic"))
def test_repaired(case):
    assert repaired(case) == (case["after"], {case["kind"], *case.get("also", [])})


@pytest.mark.parametrize("case", cases("negative"))
def test_left_alone(case):
    assert repaired(case) == (case["before"], set())


@pytest.mark.xfail(reason="known failure", strict=True)
@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failure(case):
    assert repaired(case)[0] == case["after"]


@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failure_is_left_alone(case):
    assert repaired(case) == (case["before"], set())


@pytest.mark.parametrize("name", ["in_the_wild", "synthetic", "negative", "known_failures"])
def test_cases_say_why(name):
    for case in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")):
        assert case["reason"]
        assert name == "negative" or case["kind"]
