"""The command line: build a package, read or check one report, validate a package, print the data dictionary.

Exit codes: 0 all is well; 1 a package is invalid, a check fails with an error, or a strict build met a failure; 2 the
command or a source cannot be used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

import gongkai
from gongkai.building import Source, StrictError
from gongkai.check import worst
from gongkai.errors import GongkaiError
from gongkai.package import validate_package
from gongkai.publish.dictionary import data_dictionary
from gongkai.report import Observation, Report

__all__ = ["main"]

app = typer.Typer(
    help="Turn China's government information disclosure annual reports into tidy, checked tables.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
)
_out = Console()
_messages = Console(stderr=True)

INVALID = 1
UNUSABLE = 2


def main() -> None:
    """Run the command line."""
    try:
        app()
    except StrictError as error:
        _messages.print(escape(str(error)), style="red")
        raise SystemExit(INVALID) from None
    except (GongkaiError, OSError) as error:
        _messages.print(escape(str(error)), style="red")
        raise SystemExit(UNUSABLE) from None


@app.callback(invoke_without_command=True)
def version(show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Turn China's government information disclosure annual reports into tidy, checked tables."""
    if show:
        _out.print(gongkai.__version__)
        raise typer.Exit


@app.command()
def build(
    sources: Annotated[list[Path], typer.Argument(help="Files, or folders of files.", metavar="SOURCE...")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the package.", metavar="DIR")],
    strict: Annotated[bool, typer.Option("--strict", help="Publish nothing if a source gives no report.")] = False,
) -> None:
    """Read reports and publish them as a data package.

    Writes DIR/datapackage.json and DIR/data/processed/TABLE.parquet.
    """
    built = gongkai.build(sources, out, strict=strict, track=_tracked)
    for _, message in built.failures:
        _messages.print(escape(message), style="yellow")
    counts = Table("table", "rows", title=f"package in {escape(str(out))}", title_justify="left")
    for name, rows in built.rows.items():
        counts.add_row(name, str(rows))
    _out.print(counts)


@app.command()
def read(file: Annotated[Path, typer.Argument(help="One report.", metavar="FILE")]) -> None:
    """Read one report and print what was understood."""
    report = gongkai.read_report(file)
    _out.print(_facts(report))
    _out.print(_sections(report))
    if report.forms:
        _out.print(_cells(report))
    if report.unmatched_rows:
        _out.print(_unmatched(report))


@app.command()
def check(file: Annotated[Path, typer.Argument(help="One report.", metavar="FILE")]) -> None:
    """Check one report before it is published: its tables, its text, and the one against the other.

    Exits with 1 if a rule of severity error fails.
    """
    report = gongkai.read_report(file)
    outcomes = Counter(row.outcome for row in report.check_rows)
    for row in report.check_rows:
        if row.outcome == "fails":
            style = "red" if row.severity == "error" else "yellow"
            _out.print(f"[{style}]{row.severity}[/] {escape(row.message_chinese)}")
            _out.print(f"  {escape(row.message)} [dim]({escape(row.rule)}, {escape(row.subject)})[/]")
    _out.print(", ".join(f"{outcomes[name]} {name.replace('_', ' ')}" for name in ("holds", "fails", "not_applicable")))
    if worst(report.check_rows) == "error":
        raise typer.Exit(INVALID)


@app.command()
def validate(package: Annotated[Path, typer.Argument(help="Folder of the package.", metavar="DIR")]) -> None:
    """Check a data package: schemas, keys, sizes and digests."""
    if not package.exists():
        raise GongkaiError(f"{package}: there is no such folder")
    problems = validate_package(package)
    for problem in problems:
        _out.print(escape(problem.message), style="red")
    if problems:
        raise typer.Exit(INVALID)
    _out.print("the package is valid", style="green")


@app.command()
def dictionary() -> None:
    """Print the data dictionary, in Markdown."""
    typer.echo(data_dictionary(), nl=False)


def _tracked(sources: Sequence[Source]) -> Iterable[Source]:
    return track(sources, description="reading", console=_messages, transient=True)


def _facts(report: Report) -> Table:
    facts = Table(
        title=escape(report.identity.title or report.document.source), title_justify="left", show_header=False
    )
    for name, value in report.summary.items():
        if value not in (None, ""):
            facts.add_row(name, escape(str(value)))
    return facts


def _sections(report: Report) -> Table:
    sections = Table("section", "kind", "heading", "characters", title="sections", title_justify="left")
    for row in report.section_rows:
        sections.add_row(row.number or "", row.kind, escape(row.heading or ""), str(row.characters))
    return sections


def _cells(report: Report) -> Table:
    cells = Table(title="observations", title_justify="left")
    for heading in ("indicator", "label", "value", "unit", "locator"):
        cells.add_column(heading, overflow="fold")
    for row in report.observation_rows:
        cells.add_row(row.indicator_id, escape(row.label), _value(row), row.unit or "", row.locator)
    return cells


def _value(row: Observation) -> str:
    mark = " [yellow](OCR)[/yellow]" if row.text_source == "ocr" else ""
    return (f"{row.value:,.10g}" if row.value is not None else f"[dim]{row.status}[/dim]") + mark


def _unmatched(report: Report) -> Table:
    unmatched = Table("locator", "label", "printed", "reason", title="unmatched", title_justify="left")
    for row in report.unmatched_rows:
        unmatched.add_row(row.locator, escape(row.label or ""), escape(row.raw), row.reason)
    return unmatched
