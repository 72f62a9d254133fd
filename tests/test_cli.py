"""The command line: exit codes, and output that is text whatever stands in a source."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import typer

import gongkai
from gongkai import cli
from gongkai.commands import shown

RAW = Path(__file__).parents[1] / "data" / "raw"

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Give a function that runs the command line and gives its exit code and all that it printed."""

    def running(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["gongkai", *map(os.fspath, arguments)])
        for console in (shown.output, shown.messages):
            monkeypatch.setattr(console, "_width", 400)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    return running


def test_the_package_is_its_command_line():
    done = subprocess.run([sys.executable, "-m", "gongkai", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"{gongkai.__version__}\n"


def test_a_build_ends_with_0(run, tmp_path):
    code, printed = run("build", RAW / "jiahe-2017.html", "--out", tmp_path / "out")
    assert code == 0
    assert "package in" in printed


@pytest.mark.parametrize("name", ["gone", "gone.html", "jiahe-2017.html/x"])
def test_a_mistyped_path_ends_with_2(run, tmp_path, name):
    code, printed = run("build", RAW / "jiahe-2017.html", RAW / name, "--out", tmp_path / "out")
    assert code == 2
    assert f"{name}: there is no such file or folder; check the path" in printed
    assert not (tmp_path / "out").exists()


def test_a_build_without_a_report_ends_with_1_and_publishes_nothing(run, tmp_path):
    (tmp_path / "menu.html").write_text("<p>联系我们</p>", encoding="utf-8")
    (tmp_path / "empty.html").write_bytes(b"")
    code, printed = run("build", tmp_path / "menu.html", tmp_path / "empty.html", "--out", tmp_path / "out")
    assert code == 1
    assert "none of 2 documents gave a report; nothing was published" in printed
    assert "menu.html: this is no annual report" in printed
    assert "empty.html: the file holds no text" in printed
    assert not (tmp_path / "out").exists()


def test_a_build_without_a_report_replaces_nothing(run, tmp_path):
    run("build", RAW / "jiahe-2017.html", "--out", tmp_path / "out")
    before = files_of(tmp_path / "out")
    (tmp_path / "menu.html").write_text("<p>联系我们</p>", encoding="utf-8")
    assert run("build", tmp_path / "menu.html", "--out", tmp_path / "out")[0] == 1
    assert files_of(tmp_path / "out") == before


def files_of(package: Path) -> dict[Path, bytes]:
    """Give what a package has; what is kept beside it for the next build is not of it."""
    return {path: path.read_bytes() for path in package.rglob("*") if path.is_file() and ".gongkai" not in path.parts}


def test_an_empty_folder_ends_with_1(run, tmp_path):
    (tmp_path / "sources").mkdir()
    code, printed = run("build", tmp_path / "sources", "--out", tmp_path / "out")
    assert (code, "there is no file to read" in printed) == (1, True)


def test_a_strict_build_with_a_failure_ends_with_1(run, tmp_path):
    shutil.copy(RAW / "jiahe-2017.html", tmp_path)
    (tmp_path / "menu.html").write_text("<p>联系我们</p>", encoding="utf-8")
    code, printed = run("build", tmp_path, "--out", tmp_path / "out", "--strict")
    assert (code, "1 of 2 documents gave no report; nothing was published" in printed) == (1, True)


def test_an_odd_manifest_ends_with_2(run, tmp_path):
    shutil.copy(RAW / "jiahe-2017.html", tmp_path / "a.html")
    (tmp_path / "sources.csv").write_text("file,title,url\na.html,x,javascript:\x1b[31m\n", encoding="utf-8")
    code, printed = run("build", tmp_path, "--out", tmp_path / "out")
    assert code == 2
    assert "sources.csv, line 2: javascript:\\x1b[31m is no address" in printed


def test_the_help_tells_the_exit_codes(run):
    code, printed = run("build", "--help")
    assert code == 0
    assert "Exit codes: 0 published; 1 nothing published" in " ".join(printed.replace("│", " ").split())


# Output is text

ODD = {
    "escape": "\x1b]0;owned\x07\x1b[2J\x1b[31m",
    "eight-bit escape": "\x9b31m\x9d0;owned\x9c",
    "markup": "[red]x[/red][link=http://evil.example]y[/link][/]",
    "broken markup": "[/bold] [[[ \\[x]\\",
    "bidi": "\u202e21\u202c\u2066x\u2069",
    "invisible": "\u200b\u200f\u2060",
    "lines": "\u2028\u2029\x85",
    "backspace": "99\b\b12\r34\x7f",
    "html": "<script>alert(1)</script><b>&amp;",
}


def spoilt(tmp_path: Path, odd: str) -> Path:
    """Give a report with something odd in its title, headings, labels, cells and text."""
    page = (RAW / "jiahe-2017.html").read_text(encoding="utf-8")
    shown = odd.replace("&", "&amp;").replace("<", "&lt;")
    page = page.replace("年度报告</h1>", f"年度报告{shown}</h1>").replace("概述</h2>", f"概述{shown}</h2>")
    page = page.replace("规范性文件数</td>", f"规范性文件数{shown}</td>").replace("<td>47</td>", f"<td>47{shown}</td>")
    path = tmp_path / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("command", ["read", "check"])
def test_nothing_in_a_report_is_obeyed_by_the_terminal(run, tmp_path, command, odd):
    code, printed = run(command, spoilt(tmp_path, odd))
    assert code in (0, 1)
    assert "Traceback" not in printed
    assert not OBEYED.search(printed)


def test_what_is_odd_is_shown(run, tmp_path):
    _, printed = run("read", spoilt(tmp_path, "\x1b[31m[red]x[/red]"))
    assert "\\x1b[31m[red]x[/red]" in printed


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_nothing_in_a_report_is_obeyed_by_a_notebook(tmp_path, odd):
    shown = gongkai.read_report(spoilt(tmp_path, odd))._repr_html_()
    assert not OBEYED.search(shown)
    assert not re.search("<(script|b|a|img)[ >]", shown)


def test_names_of_files_and_members_are_shown(run, tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    shutil.copy(RAW / "jiahe-2017.html", sources / "a\x1b[31m[red].html")
    names = [b"b\x1b]0;x\x07.txt", b"c\xff\xfe.txt", "\u202ed.txt".encode(), b"[bold]e.txt", b"f\nINFO all well.txt"]
    for number, name in enumerate(names):
        (sources / os.fsdecode(name)).write_text(str(number), encoding="utf-8")
    with zipfile.ZipFile(sources / "g.zip", "w") as archive:
        archive.writestr("\x1b[31mh[red].txt", "h")
    code, printed = run("build", sources, "--out", tmp_path / "out")
    assert code == 0
    assert not OBEYED.search(printed)
    assert "f\\nINFO all well.txt: this is no annual report" in printed
    package = tmp_path / "out"
    assert list(gongkai.load("reports", package)["source"]) == ["a\\x1b[31m[red].html"]
    failures = gongkai.load("failures", package)
    assert set(failures["source"]) == {
        "b\\x1b]0;x\\x07.txt",
        "c\\xff\\xfe.txt",
        "\\u202ed.txt",
        "[bold]e.txt",
        "f\\nINFO all well.txt",
        "g.zip/\\x1b[31mh[red].txt",
    }
    assert all(message.isprintable() for message in failures["message"])
    assert not gongkai.validate_package(package)


@pytest.mark.parametrize("command", [("read",), ("check",), ("validate",), ("build", "--out", "x")])
def test_paths_in_errors_are_shown(run, command):
    code, printed = run(command[0], "gone\x1b]31m{red}\udcff", *command[1:])
    assert code == 2
    assert "gone\\x1b]31m{red}\\xff: there is no such" in printed
    assert not OBEYED.search(printed)


def test_a_terminal_that_knows_no_chinese(tmp_path):
    command = [sys.executable, "-c", "from gongkai.cli import main; main()", "read", os.fspath(RAW / "jiahe-2017.html")]
    ended = subprocess.run(  # noqa: S603 - our own command
        command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"}, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    assert b"\\u5609\\u79be\\u53bf" in ended.stdout


# What is piped is read by programs


def test_a_row_that_is_piped_is_one_line_with_tabs(run):
    _, printed = run("read", RAW / "huaian-2024.pdf")
    lines = printed.splitlines()
    assert lines[0] == "淮安市人民政府2024年政府信息公开工作年度报告"
    assert "sha256\t50b2227200a2c9e98f62f4f3ada43bab10a9cf32e9145c7e8f6eab2a74ccbeee" in lines
    assert "indicator\tlabel\tcolumn\tvalue\tunit\tlocator" in lines
    # The label of a cell is that of its row; only with the column is it known which of three numbers it is.
    assert "2021.disclosure.regulations.repealed\t规章\t本年废止件数\t0\t件\tp1.b9.r3.c3" in lines
    assert not re.search("[│┃─━]", printed)


def test_a_message_that_is_piped_is_one_line(run, tmp_path):
    name = "很长的名字" * 15
    code, printed = run("read", tmp_path / name)
    assert (code, printed) == (2, f"{tmp_path / name}: there is no such file; check the path\n")


def test_read_as_json_gives_everything(run):
    code, printed = run("read", RAW / "jiahe-2017.html", "--json")
    told = json.loads(printed)
    report = gongkai.read_report(RAW / "jiahe-2017.html")
    assert code == 0
    assert told["report"]["agency_id"] == "431024-人民政府"
    assert told["report"]["period_start"] == "2017-01-01"
    assert {name: len(rows) for name, rows in told.items() if name != "report"} == {
        "sections": len(report.section_rows),
        "observations": 58,
        "unmatched": 0,
        "document_numbers": len(report.document_number_rows),
        "figures": len(report.figure_rows),
        "points": len(report.point_rows),
        "checks": len(report.check_rows),
        "repairs": 0,
    }
    (cell,) = (row for row in told["observations"] if row["locator"] == "b24.r23.c3")
    assert (cell["value"], cell["raw"], cell["status"]) == (7.0, "7", "reported")


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_nothing_in_json_is_obeyed_by_the_terminal(run, tmp_path, odd):
    _, printed = run("read", spoilt(tmp_path, odd), "--json")
    assert not OBEYED.search(printed)
    assert json.loads(printed)["report"]["report_id"]


# Help and errors

COMMANDS = tuple(sorted(typer.main.get_command(cli.app).commands))


@pytest.mark.parametrize("command", COMMANDS)
def test_no_odd_metavars(run, command):
    _, printed = run(command, "--help")
    assert not re.search(r"<\w|\{|\.\.\.\.|TEXT|FLOAT|INTEGER|PATH\b", printed)
    assert f" {command} [OPTIONS]" in printed


@pytest.mark.parametrize("command", [("read",), ("check",), ("validate",)])
def test_an_address_is_told_as_it_was_given(run, command):
    code, printed = run(*command, "https://example.org//a.html?x=1")
    assert code == 2
    assert printed.startswith("https://example.org//a.html?x=1: this is an address, and here a file is read; ")


def test_a_folder_is_no_missing_file(run, tmp_path):
    code, printed = run("read", tmp_path)
    assert code == 2
    assert printed.startswith(
        f"{tmp_path}: this is no file with content of its own (a folder); give the path of a file"
    )


def test_a_place_that_cannot_be_written_is_told_with_its_path(run, tmp_path):
    code, printed = run("check", RAW / "jiahe-2017.html", "--html", tmp_path / "no" / "page.html")
    assert code == 2
    assert f"{tmp_path}/no/page.html: there is no such folder; make it, or choose another place" in printed
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    code, printed = run("export", RAW.parents[1], "--to", "csv", "--out", tmp_path / "notes.txt" / "csv")
    assert (code, printed) == (2, f"{tmp_path}/notes.txt: File exists; check the path\n")


def test_a_package_is_exported(run, tmp_path):
    code, printed = run("export", RAW.parents[1], "--to", "stata", "--out", tmp_path / "stata")
    assert (code, printed) == (0, f"{tmp_path}/stata\n")
    assert (tmp_path / "stata" / "reports.dta").is_file()
    code, printed = run("export", RAW.parents[1], "--to", "parquet")
    assert (code, printed) == (
        2,
        "no format 'parquet'; a package is exported to csv, xlsx, sqlite, duckdb, stata and zip\n",
    )


def test_a_command_takes_memory_that_goes_back_to_the_system() -> None:
    asked = """
import sys
from gongkai import cli
sys.argv = ["gongkai", "--version"]
try:
    cli.main()
finally:
    import pyarrow
    print(pyarrow.default_memory_pool().backend_name)
"""
    environment = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", asked], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.splitlines()[-1] == "system"
