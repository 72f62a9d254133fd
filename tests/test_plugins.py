"""Readers and rules of other distributions: the documented examples are installed and used, broken ones are told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import gongkai

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
<head>通道县2017年政府信息公开年度报告</head>
<head>一、概述</head><p>本年度收到申请7件。</p>
<head>二、存在的问题和改进措施</head>
<p>存在以下问题：（一）公开内容不够全面；（二）更新不够及时；（三）解读不够充分。</p>
<p>下一步改进措施：（一）充实公开内容；（二）及时更新栏目。</p>
<head>附件</head>
<table><row><cell>统计指标</cell><cell>单位</cell><cell>统计数</cell></row>
<row><cell>（一）收到申请数</cell><cell>件</cell><cell>7</cell></row>
<row><cell>1.当面申请数</cell><cell>件</cell><cell>2</cell></row>
<row><cell>2.传真申请数</cell><cell>件</cell><cell>0</cell></row>
<row><cell>3.网络申请数</cell><cell>件</cell><cell>5</cell></row></table>
</body></text></TEI>
"""

READ = """
import json, sys
import gongkai
report = gongkai.read_report(sys.argv[1])
print(json.dumps({
    "summary": {name: str(value) for name, value in report.summary.items()},
    "cells": {row.indicator_id: row.value for row in report.observation_rows},
    "checks": [[row.subject, row.outcome, row.left, row.right, row.message_chinese, str(row.locator)]
               for row in report.check_rows if row.rule == "example.measure_for_each_problem"],
}))
"""

BUILD = """
import json, sys
import gongkai
from gongkai.building.knowledge import knowledge
from gongkai.building.working import Processes
if __name__ == "__main__":
    source, package = sys.argv[1:]
    with Processes(1) as processes:
        built = gongkai.build(source, package, executor=processes)
    checks = gongkai.load("checks", package)
    print(json.dumps({
        "failures": built.failures,
        "read": built.read,
        "formats": sorted(gongkai.load("reports", package)["format"]),
        "ours": int((checks["rule"] == "example.measure_for_each_problem").sum()),
        "problems": gongkai.validate_package(package),
        "knowledge": knowledge(),
    }))
"""


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both examples as pip installs them, without a network."""
    folder = tmp_path_factory.mktemp("plugins") / "installed"
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check")
    packages = (EXAMPLES / f"gongkai-example-{name}" for name in ("reader", "rules"))
    command = [sys.executable, "-m", "pip", "install", *offline, "--target", folder, *packages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return folder


def run(installed: Path, *program: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program that finds what is installed in a folder."""
    paths = (Path(gongkai.__file__).parents[1], installed)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    return subprocess.run([sys.executable, *program], env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def told(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def declared(folder: Path, group: str, program: str, *, name: str = "mine", distribution: str = "gongkai_mine") -> Path:
    """A distribution as it lies where it is installed, with one module and one entry point."""
    folder.mkdir(exist_ok=True)
    (folder / f"{distribution}.py").write_text(program, encoding="utf-8")
    about = folder / f"{distribution}-2.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 2.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[{group}]\n{name} = {distribution}:it\n", encoding="utf-8")
    return folder


@pytest.fixture
def tei(tmp_path: Path) -> Path:
    source = tmp_path / "sources" / "通道县.tei"
    source.parent.mkdir()
    source.write_text(TEI, encoding="utf-8")
    return source


def test_the_example_reader_reads_what_gongkai_does_not(examples: Path, tei: Path) -> None:
    found = told(run(examples, "-c", READ, tei))
    assert found["summary"]["format"] == "other"
    assert found["summary"]["division_code"] == "431230"
    assert "reader: tei of gongkai-example-reader 1.0" in found["summary"]["remarks"]
    requests = {name.split(".")[2]: value for name, value in found["cells"].items() if value is not None}
    assert requests == {
        "requests_received": 7,
        "requests_in_person": 2,
        "requests_by_fax": 0,
        "requests_online": 5,
    }


def test_the_example_rule_finds_a_problem_without_a_measure(examples: Path, tei: Path) -> None:
    (check,) = told(run(examples, "-c", READ, tei))["checks"]
    *said, place = check
    assert said == ["problems", "fails", 2, 3, "列出问题3项，改进措施只有2项；请逐项说明改进措施。"]
    assert place.startswith("b5:")


def test_a_verdict_names_whose_rule_it_is(examples: Path, tei: Path) -> None:
    done = run(examples, "-m", "gongkai", "check", tei)
    assert "example.measure_for_each_problem: a province that asks for it" in " ".join(done.stdout.split())
    folder = run(examples, "-m", "gongkai", "check", tei.parent)
    assert "example.measure_for_each_problem" in folder.stdout


def test_the_workers_of_a_build_see_them_and_the_package_is_valid(examples: Path, tei: Path, tmp_path: Path) -> None:
    built = told(run(examples, *program(tmp_path, BUILD), tei.parent, tmp_path / "out"))
    assert (built["failures"], built["read"], built["formats"]) == ({}, 1, ["other"])
    assert (built["ours"], built["problems"]) == (1, [])


def test_what_was_read_with_them_is_read_again_without(examples: Path, tei: Path, tmp_path: Path) -> None:
    (tei.parent / "plain.txt").write_text("嘉禾县2017年政府信息公开年度报告\n一、概述\n二、公开\n", encoding="utf-8")
    with_them = told(run(examples, *program(tmp_path, BUILD), tei.parent, tmp_path / "out"))
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    without = told(run(nothing, *program(tmp_path, BUILD), tei.parent, tmp_path / "out"))
    assert with_them["knowledge"] != without["knowledge"]
    assert (with_them["read"], without["read"]) == (2, 2)
    assert (with_them["ours"], without["ours"]) == (2, 0)
    assert without["problems"] == []


def program(folder: Path, text: str) -> tuple[Path]:
    # Processes that are started anew import the program from its file.
    (folder / "program.py").write_text(text, encoding="utf-8")
    return (folder / "program.py",)


@pytest.mark.parametrize(
    ("group", "text", "said"),
    [
        ("gongkai.readers", "import no_such_module", "No module named 'no_such_module'"),
        ("gongkai.readers", "it = 7", "gongkai_mine:it is no ReaderPlugin"),
        ("gongkai.rules", "it = 7", "gongkai_mine:it is no RulesPlugin"),
        (
            "gongkai.rules",
            "from gongkai.check.plugins import RulesPlugin\n"
            "from gongkai.check.rules import read_rules\n"
            "it = RulesPlugin(read_rules('gongkai.check', 'law.yaml'), lambda document, facts: ())",
            "the name of a rule begins with mine., and not so 'negative_count'",
        ),
    ],
)
def test_a_broken_one_is_told_once_and_by_name(tei: Path, tmp_path: Path, group: str, text: str, said: str) -> None:
    folder = declared(tmp_path / "installed", group, text)
    done = run(folder, "-m", "gongkai", "build", tei.parent, "--out", tmp_path / "out")
    message = " ".join(done.stderr.split())
    assert done.returncode == 2
    assert message.startswith(f"gongkai_mine 2.0, mine of {group}: ")
    assert said in message
    assert message.endswith("mend or uninstall this distribution")
    assert not (tmp_path / "out" / "datapackage.json").exists()


def test_two_of_one_name_are_told(tei: Path, tmp_path: Path) -> None:
    text = "from gongkai.read.plugins import ReaderPlugin\nit = ReaderPlugin(lambda data: False, None)"
    folder = declared(tmp_path / "installed", "gongkai.readers", text)
    declared(folder, "gongkai.readers", text, distribution="gongkai_other")
    done = run(folder, "-m", "gongkai", "read", tei)
    assert done.returncode == 2
    assert "gongkai_other 2.0, mine of gongkai.readers: gongkai_mine 2.0 has this name" in " ".join(done.stderr.split())


FAILING = {
    "gongkai.readers": (
        "from gongkai.read.plugins import ReaderPlugin\n"
        "it = ReaderPlugin(lambda data: b'TEI' in data, lambda data, name: 1 // 0)"
    ),
    "gongkai.rules": (
        "from gongkai.check.plugins import RulesPlugin\n"
        "it = RulesPlugin({}, lambda document, facts: [1 // 0] if '嘉禾' in document.text_at('b1') else [])"
    ),
}


@pytest.mark.parametrize("group", FAILING)
def test_one_that_fails_costs_the_file_and_is_named(tei: Path, tmp_path: Path, group: str) -> None:
    for place in ("嘉禾县", "永兴县"):
        text = f"{place}2017年政府信息公开年度报告\n一、概述\n二、公开\n"
        (tei.parent / f"{place}.txt").write_text(text, encoding="utf-8")
    folder = declared(tmp_path / "installed", group, FAILING[group])
    done = run(folder, "-m", "gongkai", "build", tei.parent, "--out", tmp_path / "out")
    assert done.returncode == 0
    message = " ".join(done.stderr.split())
    assert "(mine of gongkai_mine 2.0: ZeroDivisionError: integer division or modulo by zero)" in message
    failures = gongkai.load("failures", tmp_path / "out")
    assert "plugin" in set(failures["reason"])
    assert "internal" not in set(failures["reason"])
