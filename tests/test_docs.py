"""README and documentation: all that they tell to type works, and both languages say the same."""

from __future__ import annotations

import ast
import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

import docs_findings
import docs_pages
import gongkai

ROOT = Path(__file__).parents[1]
BY_HAND = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs" / "guides").glob("*.md"),
]
CHINESE = ".zh-CN.md"
IN_BOTH_IN_ONE = frozenset({"CODE_OF_CONDUCT.md", "SECURITY.md", "CHANGELOG.md", "LICENSE-DATA.md"})
"""Files that hold both languages, or that are a record."""

NOT_RUN = yaml.safe_load((Path(__file__).parent / "docs_not_run.yaml").read_text(encoding="utf-8"))
KEPT = (
    "jiahe-2017.html",
    "huaian-2024.pdf",
    "shuyang-drc-2023.xlsx",
    *(f"pingtan/zone-{year}.html" for year in range(2019, 2026)),
)
"""Transcriptions that are enough for what the pages build."""


@dataclass(frozen=True)
class CodeBlock:
    """A block of code of a page."""

    page: str
    language: str
    text: str

    @property
    def without_comments(self) -> str:
        return "\n".join(re.sub(r"\s*(?<!\S)# .*", "", line) for line in self.text.splitlines())


def pages() -> dict[str, str]:
    """Give every page by its name: those that are written by hand, and those that data make."""
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in BY_HAND}
    return texts | {f"docs/{name}": text for name, text in docs_pages.pages().items()}


PAGES = pages()
ENGLISH = sorted(name for name in PAGES if not name.endswith(CHINESE) and name not in IN_BOTH_IN_ONE)


def blocks(page: str) -> Iterator[CodeBlock]:
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```", PAGES[page], re.MULTILINE | re.DOTALL):
        yield CodeBlock(page, language, text)


def is_run(block: CodeBlock) -> bool:
    return not any(each["page"] == block.page and block.text.startswith(each["begins"]) for each in NOT_RUN)


def headings(page: str) -> list[str]:
    """Give the levels of the headings of a page, without what stands in code."""
    text = re.sub(r"^```.*?^```", "", PAGES[page], flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^(#+) ", text, re.MULTILINE)


def in_chinese(page: str) -> str:
    return page.removesuffix(".md") + CHINESE


def test_what_exists_in_one_language_exists_in_the_other() -> None:
    chinese = {name for name in PAGES if name.endswith(CHINESE)}
    assert {in_chinese(page) for page in ENGLISH} == chinese
    assert len(chinese) > 25


@pytest.mark.parametrize("page", ENGLISH)
def test_both_languages_have_the_same_parts(page: str) -> None:
    assert headings(page) == headings(in_chinese(page))


@pytest.mark.parametrize("page", [page for page in ENGLISH if page != "README.md"])
def test_both_languages_tell_to_type_the_same(page: str) -> None:
    told, told_in_chinese = ([each.without_comments for each in blocks(name)] for name in (page, in_chinese(page)))
    assert told == told_in_chinese


def test_what_is_not_run_is_there() -> None:
    known = [block for page in PAGES for block in blocks(page)]
    for each in NOT_RUN:
        assert any(block.page == each["page"] and block.text.startswith(each["begins"]) for block in known), each


@pytest.mark.parametrize("page", sorted(PAGES))
def test_links_and_pictures_lead_to_files(page: str) -> None:
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", PAGES[page], flags=re.MULTILINE | re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if not link.startswith(("https://", "http://"))]
    places = [os.path.normpath(Path(page).parent / link) for link in links]
    made = {*PAGES, *(f"docs/{docs_findings.review_page(source)}" for source in docs_findings.named_sources())}
    assert [place for place in places if place not in made and not (ROOT / place).exists()] == []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a clone: the package, some transcriptions, the documentation, and a command gongkai."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(ROOT / "datapackage.json", folder)
    shutil.copytree(ROOT / "data" / "processed", folder / "data" / "processed")
    raw = folder / "data" / "raw"
    for name in KEPT:
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "data" / "raw" / name, raw / name)
    with (ROOT / "data" / "raw" / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (raw / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row["file"] in KEPT)
    (folder / "folder" / "of" / "reports").mkdir(parents=True)
    shutil.copy(raw / "jiahe-2017.html", folder / "folder" / "of" / "reports")
    command = folder / "bin" / "gongkai"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gongkai "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return folder


def run(desk: Path, *command: str) -> subprocess.CompletedProcess[str]:
    source = str(Path(gongkai.__file__).parents[1])
    environment = {
        **os.environ,
        "PATH": f"{desk / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": source,
        "MPLBACKEND": "Agg",
    }
    return subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.mark.parametrize("page", [*ENGLISH, "README.zh-CN.md"])
def test_all_that_a_page_tells_to_type_works(page: str, desk: Path) -> None:
    told = [
        block for block in blocks(page) if is_run(CodeBlock(page.replace(CHINESE, ".md"), block.language, block.text))
    ]
    python = ""
    for block in told:
        if block.language == "sh":
            for line in block.without_comments.splitlines():
                done = run(desk, "bash", "-c", line)
                # A check of a report with an error says so.
                assert done.returncode in ((0, 1) if line.startswith("gongkai check") else (0,)), (line, done.stderr)
        elif block.language == "python" and not block.text.startswith(">>>"):
            python += with_what_is_told(block.text)
    done = run(desk, sys.executable, "-W", "ignore", "-c", python)
    assert done.returncode == 0, done.stderr


def with_what_is_told(text: str) -> str:
    """Give a block with an assertion behind each line that tells its value: `expression  # value`."""
    lines = text.splitlines()
    for node in reversed(ast.parse(text).body):
        comment = lines[node.end_lineno - 1].partition("  # ")[2]
        if isinstance(node, ast.Expr) and comment and is_literal(comment):
            lines.insert(node.end_lineno, f"assert ({ast.unparse(node)}) == {comment}, {ast.unparse(node)!r}")
    return "\n".join(lines) + "\n"


def is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return False
    return True


def test_values_that_are_told_are_held() -> None:
    assert "assert (1 + 1) == 2, '1 + 1'" in with_what_is_told("1 + 1  # 2\nprint()  # the end\n")


def test_every_example_of_a_page_that_shows_a_session_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    import doctest

    monkeypatch.chdir(ROOT)
    text = "".join(block.text for block in blocks("docs/architecture.zh-CN.md") if block.language == "python")
    told = doctest.DocTestParser().get_doctest(text, {}, "architecture.zh-CN.md", None, 0)
    result = doctest.DocTestRunner().run(told)
    assert result.failed == 0
    assert result.attempted > 20


@pytest.mark.parametrize("name", ["wrong-number", "report-not-read"])
def test_what_is_asked_of_whoever_reports_a_mistake(name: str) -> None:
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml").read_text(encoding="utf-8"))
    asked = [each["attributes"]["label"] for each in form["body"]]
    assert all(" · " in label or label == "gongkai" for label in (form["name"], *asked))
    assert {each["id"] for each in form["body"] if each.get("validations", {}).get("required")} >= {
        "report",
        "told",
        "version",
    }
