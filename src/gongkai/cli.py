"""The command line: build a package, read or check one report, validate a package, archive what a list leads to.

Exit codes: 0 all is well; 1 a package is invalid, a check fails with an error, no source of a build gave a report, or a
strict build met one that gave none, or a host did not answer; 2 the command, a path or a source cannot be used; 130 or
143 a fetch was stopped.

Each command imports what it needs, so that `--help` does not wait for data frames. All that is printed goes through
`printable`: names and texts of sources are shown, and neither the terminal nor rich obeys what stands in them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console
from rich.padding import Padding
from rich.progress import track
from rich.table import Table
from rich.text import Text

import gongkai
from gongkai.errors import GongkaiError, NoReportError, StrictError
from gongkai.printable import printable_lines

if TYPE_CHECKING:
    from gongkai.report import Report
    from gongkai.rows import Observation
    from gongkai.verdict import Language, NoVerdict, Verdict
    from gongkai.verdict.lines import ShownLine

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
INTERRUPTED = 130
TERMINATED = 143


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character is no reason to end; what stands in for a stream may lack this.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except (NoReportError, StrictError) as error:
        _messages.print(_text(error, "red"))
        raise SystemExit(INVALID) from None
    except (GongkaiError, OSError) as error:
        _messages.print(_text(error, "red"))
        raise SystemExit(UNUSABLE) from None


@app.callback(invoke_without_command=True)
def version(show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Turn China's government information disclosure annual reports into tidy, checked tables."""
    if show:
        _out.print(gongkai.__version__)
        raise typer.Exit


@app.command()
def build(
    sources: Annotated[
        list[str], typer.Argument(help="Files, folders, patterns, or addresses such as s3://….", metavar="SOURCE...")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder of the package.", metavar="DIR")],
    strict: Annotated[bool, typer.Option("--strict", help="Publish nothing if a source gives no report.")] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", help="Processes that read; all processors if left out.", min=1, metavar="N"),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask", help="Read on a Dask cluster: the address of its scheduler, or local.", metavar="ADDRESS"
        ),
    ] = None,
    parts: Annotated[
        str | None,
        typer.Option("--parts", help="Folder or address that all workers can write; DIR/.gongkai if left out."),
    ] = None,
) -> None:
    """Read reports and publish them as a data package.

    Writes DIR/datapackage.json and DIR/data/processed/TABLE.parquet. Links are followed; names that begin with a dot
    are left out. What was read is kept in DIR/.gongkai: a build that was stopped goes on there, and one of a folder
    that has grown reads only what is new.

    Exit codes: 0 published; 1 nothing published, because no source gave a report, or with --strict because one gave
    none; 2 nothing read, because a path leads nowhere or a sources.csv is not right, or DIR cannot be used; 130 or 143
    stopped by Ctrl-C or a signal.
    """
    from gongkai.terminal import crew, shown_progress, stoppable

    try:
        with stoppable(), crew(workers, dask) as (executor, at_once), shown_progress(_messages) as show:
            built = gongkai.build(
                sources, out, strict=strict, executor=executor, at_once=at_once, parts=parts, progress=show
            )
    except (KeyboardInterrupt, SystemExit) as stop:
        _messages.print(_text("stopped; what was read is kept, and the same command goes on from there", "yellow"))
        raise typer.Exit(INTERRUPTED if isinstance(stop, KeyboardInterrupt) else TERMINATED) from None
    counts = Table("table", "rows", title=_text(f"package in {out}"), title_justify="left")
    for name, rows in built.rows.items():
        counts.add_row(name, str(rows))
    _out.print(counts)
    for message in built.first_failures:
        _messages.print(_text(message, "yellow"))
    if sum(built.failures.values()) > len(built.first_failures):
        failed = Table(
            "no report", "documents", title="failures; the table `failures` names each", title_justify="left"
        )
        for reason, number in built.failures.items():
            failed.add_row(reason, str(number))
        _messages.print(failed)
    if built.passed_over:
        _messages.print(f"{built.passed_over} records of crawls are no reports")


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
def check(
    sources: Annotated[
        list[Path], typer.Argument(help="Reports, folders of them, or - for standard input.", metavar="SOURCE...")
    ],
    lang: Annotated[
        str | None, typer.Option("--lang", help="zh, en or both; that of the locale if left out.", metavar="LANG")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, in both languages.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page that marks the places.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Write the list of findings as a workbook.")] = None,
    docx: Annotated[Path | None, typer.Option("--docx", help="Write the list of findings for Word.")] = None,
) -> None:
    """Check reports before they are published: tables, text, the one against the other, and law.

    Give last year's report along with this one, and they are compared; so are a county's and those of its bureaus.
    Each finding has its place, what stands there, what was expected, the rule and its source. What was not checked is
    said, with the reason.

    Exit codes: 0 no rule of severity error is broken; 1 one is; 2 a source gave no report, is a blank form, or has
    nothing that could be checked.
    """
    from gongkai.verdict import NoVerdict, Verdict, beside_one_another, judge, language_of, sources_in
    from gongkai.verdict.as_json import as_json
    from gongkai.verdict.lines import lines_of, summary_line

    if lang not in (None, "zh", "en", "both"):
        raise GongkaiError(f"--lang {lang}: there is no such language here; take zh, en or both")
    language: Language = language_of() if lang is None else cast("Language", lang)
    files = list(sources_in(sources))
    if not files:
        raise GongkaiError(f"{', '.join(map(str, sources))}: there is no file in it that may be a report")
    shown = track(files, "reading", console=_messages, transient=True, disable=len(files) == 1 or not _out.is_terminal)
    found = beside_one_another(
        [judge(sys.stdin.buffer.read(), name="standard input") if file == Path("-") else judge(file) for file in shown]
    )
    if json:
        typer.echo(as_json(found), nl=False)
    else:
        for each in found:
            _show(lines_of(each, language))
        if len(found) > 1:
            _show([summary_line(found, language)])
    _write(found, language, html, xlsx, docx)
    if any(isinstance(each, NoVerdict) for each in found):
        raise typer.Exit(UNUSABLE)
    if any(isinstance(each, Verdict) and each.has_errors for each in found):
        raise typer.Exit(INVALID)


@app.command()
def validate(
    package: Annotated[Path, typer.Argument(help="Folder of the package.", metavar="DIR")],
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", help="Processes that check a large package; all processors if left out.", min=1, metavar="N"
        ),
    ] = None,
) -> None:
    """Check a data package: schemas, keys, sizes and digests, and every value against its raw text."""
    from gongkai.terminal import crew, shown_steps

    if not package.exists():
        raise GongkaiError(f"{package}: there is no such folder; check the path")
    with crew(workers, None) as (executor, _), shown_steps(_messages) as show:
        problems = gongkai.validate_package(package, executor=executor, watch=show)
    for problem in problems:
        _out.print(_text(problem.message, "red"))
    if problems:
        raise typer.Exit(INVALID)
    _out.print("the package is valid", style="green")


@app.command()
def fetch(
    addresses: Annotated[
        Path,
        typer.Argument(help="One address a line, or a CSV with a column `url`; - is standard input.", metavar="LIST"),
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder of the archives.", metavar="DIR")],
    contact: Annotated[str, typer.Option("--contact", help="Where the owner of a site finds you: mail or web.")] = "",
    delay: Annotated[float, typer.Option("--delay", help="Seconds of rest before a host is asked again.")] = 2.0,
    hosts: Annotated[int, typer.Option("--hosts", help="How many hosts are asked at the same time.")] = 16,
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds that one document may take.")] = 120.0,
    largest: Annotated[int, typer.Option("--largest", help="Megabytes that one document may have.")] = 64,
    archive_size: Annotated[int, typer.Option("--archive-size", help="Megabytes of an archive.")] = 1024,
    again: Annotated[bool, typer.Option("--again", help="Ask whether what was fetched has changed since.")] = False,
) -> None:
    """Archive the documents behind a list of addresses, politely.

    Writes DIR/gongkai-NUMBER.warc.gz, all that went over the line, and DIR/fetched.csv, what became of each address. A
    site is asked for one thing at a time, and for nothing that its robots.txt does not allow. Called again, it goes on:
    what was fetched is not asked for again, what failed is. Needs the extra gongkai[fetch].

    Exit codes: 0 every host has answered, if only that there is no such document; 1 one has not, or would not; 2
    nothing was asked for, because the list is not right or DIR cannot be used; 130 or 143 stopped by Ctrl-C or a
    signal.
    """
    from gongkai import fetch as fetching
    from gongkai.terminal import shown_fetching, stoppable

    manners = fetching.Manners(contact, delay, hosts, timeout, largest << 20)
    urls = _listed(addresses)
    try:
        with stoppable(), shown_fetching(_messages) as told:
            fetched = fetching.fetch(urls, to, manners=manners, again=again, archive_size=archive_size << 20, told=told)
    except (KeyboardInterrupt, SystemExit) as stop:
        _messages.print(
            _text(f"stopped; what was fetched is in {to}, and the same command goes on from there", "yellow")
        )
        raise typer.Exit(INTERRUPTED if isinstance(stop, KeyboardInterrupt) else TERMINATED) from None
    counts = Table("status", "addresses", title=_text(f"archives in {to}"), title_justify="left")
    for status, number in fetched.counts.items():
        counts.add_row(status, str(number))
    _out.print(counts)
    if not fetched.is_complete:
        _messages.print(_text(f"{to / 'fetched.csv'} says why; the same command tries again what failed", "yellow"))
        raise typer.Exit(INVALID)


@app.command()
def dictionary() -> None:
    """Print the data dictionary, in Markdown."""
    from gongkai.publish.dictionary import data_dictionary

    typer.echo(data_dictionary(), nl=False)


def _show(lines: Iterable[ShownLine]) -> None:
    """Show lines as wide as a terminal is; where nobody looks at them, a line is one line."""
    if not _out.is_terminal:
        for line in lines:
            _out.print(_text("  " * line.indent + line.text), soft_wrap=True)
        return
    # Rich breaks lines at blanks alone, of which Chinese has none.
    from wcwidth import wrap

    for line in lines:
        for part in wrap(printable_lines(line.text), _out.width - 2 * line.indent):
            _out.print(Padding(Text(part, line.style), (0, 0, 0, 2 * line.indent)))


def _write(
    found: Sequence[Verdict | NoVerdict], language: Language, html: Path | None, xlsx: Path | None, docx: Path | None
) -> None:
    if html is not None:
        from gongkai.verdict.as_html import as_html

        html.write_text(as_html(found, language), encoding="utf-8")
    if xlsx is not None:
        from gongkai.verdict.as_xlsx import write_xlsx

        write_xlsx(found, xlsx, language)
    if docx is not None:
        from gongkai.verdict.as_docx import write_docx

        write_docx(found, docx, language)


def _listed(path: Path) -> tuple[str, ...]:
    from gongkai.fetch import addresses, read_list

    return addresses(sys.stdin.buffer.read(), "standard input") if path == Path("-") else read_list(path)


def _text(said: object, style: str = "") -> Text:
    return Text(printable_lines(str(said)), style)


def _facts(report: Report) -> Table:
    title = _text(report.identity.title or report.document.source)
    facts = Table(title=title, title_justify="left", show_header=False)
    for name, value in report.summary.items():
        if value not in (None, ""):
            facts.add_row(name, _text(value))
    return facts


def _sections(report: Report) -> Table:
    sections = Table("section", "kind", "heading", "characters", title="sections", title_justify="left")
    for row in report.section_rows:
        sections.add_row(_text(row.number or ""), row.kind, _text(row.heading or ""), str(row.characters))
    return sections


def _cells(report: Report) -> Table:
    cells = Table(title="observations", title_justify="left")
    for heading in ("indicator", "label", "value", "unit", "locator"):
        cells.add_column(heading, overflow="fold")
    for row in report.observation_rows:
        cells.add_row(row.indicator_id, _text(row.label), _value(row), _text(row.unit or ""), str(row.locator))
    return cells


def _value(row: Observation) -> str:
    mark = " [yellow](OCR)[/yellow]" if row.text_source == "ocr" else ""
    return (f"{row.value:,.10g}" if row.value is not None else f"[dim]{row.status}[/dim]") + mark


def _unmatched(report: Report) -> Table:
    unmatched = Table("locator", "label", "printed", "reason", title="unmatched", title_justify="left")
    for row in report.unmatched_rows:
        unmatched.add_row(str(row.locator), _text(row.label or ""), _text(row.raw), row.reason)
    return unmatched
