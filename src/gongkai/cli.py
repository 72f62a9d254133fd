"""The command line: build, validate and export a package, read or check one report, archive what a list leads to.

Exit codes: 0 all is well; 1 a package is invalid, a check fails with an error, no source of a build gave a report, or a
strict build met one that gave none, or a host did not answer; 2 the command, a path or a source cannot be used; 130 or
143 a fetch was stopped.

Each command imports what it needs, so that `--help` does not wait for data frames. All that is printed goes through
`commands/shown.py`.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.progress import track

import gongkai
from gongkai.commands.face import PlainGroup, PlainTyper
from gongkai.commands.paths import local_path
from gongkai.commands.shown import ShownTable, messages, output, say, show_lines, show_tables
from gongkai.errors import GongkaiError, NoReportError, StrictError

if TYPE_CHECKING:
    from gongkai.export import Target
    from gongkai.verdict import Language
    from gongkai.view import PageLanguage

__all__ = ["main"]

app = PlainTyper(
    cls=PlainGroup,
    help="Turn China's government information disclosure annual reports into tidy, checked tables.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
)

INVALID = 1
UNUSABLE = 2
INTERRUPTED = 130
TERMINATED = 143


def main() -> None:
    """Run the command line."""
    # The allocator that pyarrow brings keeps what was freed. Read when pyarrow is imported, also by the workers.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character is no reason to end; what stands in for a stream may lack this.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except (NoReportError, StrictError) as error:
        say(messages, error, "red")
        raise SystemExit(INVALID) from None
    except GongkaiError as error:
        say(messages, error, "red")
        raise SystemExit(UNUSABLE) from None
    except OSError as error:
        say(messages, f"{error.filename}: {error.strerror}; check the path" if error.filename else error, "red")
        raise SystemExit(UNUSABLE) from None


_OneReport = Annotated[str, typer.Argument(help="One report.", metavar="FILE")]
_PageLanguage = Annotated[
    str | None, typer.Option("--lang", help="zh or en; that of the locale if left out.", metavar="LANG")
]


@app.callback(invoke_without_command=True)
def version(show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Turn China's government information disclosure annual reports into tidy, checked tables."""
    if show:
        output.print(gongkai.__version__)
        raise typer.Exit


@app.command()
def build(
    sources: Annotated[
        list[str], typer.Argument(help="Files, folders, patterns, or addresses such as s3://….", metavar="SOURCE")
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
        typer.Option(
            "--parts", help="Folder or address that all workers can write; DIR/.gongkai if left out.", metavar="PLACE"
        ),
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
        with stoppable(), crew(workers, dask) as (executor, at_once), shown_progress(messages) as show:
            built = gongkai.build(
                sources, out, strict=strict, executor=executor, at_once=at_once, parts=parts, progress=show
            )
    except (KeyboardInterrupt, SystemExit) as stop:
        say(messages, "stopped; what was read is kept, and the same command goes on from there", "yellow")
        raise typer.Exit(INTERRUPTED if isinstance(stop, KeyboardInterrupt) else TERMINATED) from None
    show_tables(output, [ShownTable(f"package in {out}", ("table", "rows"), [*built.rows.items()])])
    for message in built.first_failures:
        say(messages, message, "yellow")
    if sum(built.failures.values()) > len(built.first_failures):
        failed = [*built.failures.items()]
        title = "failures; the table `failures` names each"
        show_tables(messages, [ShownTable(title, ("no report", "documents"), failed)])
    if built.passed_over:
        say(messages, f"{built.passed_over} records of crawls are no reports")


@app.command()
def read(
    file: _OneReport,
    json: Annotated[bool, typer.Option("--json", help="Print JSON: all that was understood.")] = False,
) -> None:
    """Read one report and print what was understood."""
    from gongkai.commands.reading import report_as_json, report_as_tables

    report = gongkai.read_report(local_path(file))
    if json:
        typer.echo(report_as_json(report), nl=False)
    else:
        show_tables(output, report_as_tables(report))


@app.command()
def check(
    sources: Annotated[
        list[str], typer.Argument(help="Reports, folders of them, or - for standard input.", metavar="SOURCE")
    ],
    lang: Annotated[
        str | None, typer.Option("--lang", help="zh, en or both; that of the locale if left out.", metavar="LANG")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, in both languages.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page that marks the places.", metavar="FILE")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="Write the list of findings as a workbook.", metavar="FILE")
    ] = None,
    docx: Annotated[
        Path | None, typer.Option("--docx", help="Write the list of findings for Word.", metavar="FILE")
    ] = None,
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
    from gongkai.verdict.writing import refuse_unwritable, write_verdicts

    if lang not in (None, "zh", "en", "both"):
        raise GongkaiError(f"--lang {lang}: there is no such language here; take zh, en or both")
    language: Language = language_of() if lang is None else cast("Language", lang)
    places = {name: place for name, place in (("html", html), ("xlsx", xlsx), ("docx", docx)) if place}
    refuse_unwritable(places)
    files = list(sources_in(map(local_path, sources)))
    if not files:
        raise GongkaiError(f"{', '.join(sources)}: there is no file in it that may be a report")
    shown = track(files, "reading", console=messages, transient=True, disable=len(files) == 1 or not output.is_terminal)
    found = beside_one_another(
        [judge(sys.stdin.buffer.read(), name="standard input") if file == Path("-") else judge(file) for file in shown]
    )
    if json:
        typer.echo(as_json(found), nl=False)
    else:
        for each in found:
            show_lines(lines_of(each, language))
        if len(found) > 1:
            show_lines([summary_line(found, language)])
    write_verdicts(found, places, language)
    if any(isinstance(each, NoVerdict) for each in found):
        raise typer.Exit(UNUSABLE)
    if any(isinstance(each, Verdict) and each.has_errors for each in found):
        raise typer.Exit(INVALID)


@app.command()
def view(
    file: _OneReport,
    out: Annotated[Path, typer.Option("--out", help="The page to write.", metavar="PAGE.html")],
    lang: _PageLanguage = None,
) -> None:
    """Write a page on one report: the source with every value marked, and beside it what was taken from it.

    It is one file that needs no network. A click on a value leads to its place, and back; `?` tells the keys.
    """
    from gongkai.verdict.writing import refuse_unwritable
    from gongkai.view import review

    refuse_unwritable({"html": out})
    say(output, review(gongkai.read_report(local_path(file), keep_layout=True), _page_language(lang)).save(out))


@app.command()
def show(
    file: _OneReport,
    locator: Annotated[str, typer.Argument(help="A place in it, such as b24.r23.c3.", metavar="LOCATOR")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Write the page of `gongkai view`, too, which opens at the place.", metavar="PAGE.html"
        ),
    ] = None,
    lang: _PageLanguage = None,
) -> None:
    """Show one place of a report: what stands there and around it, what was taken from it, and what is said of it."""
    from gongkai.view import lines_at, review

    report, language = gongkai.read_report(local_path(file), keep_layout=out is not None), _page_language(lang)
    try:
        lines = list(lines_at(report, locator, language))
    except (KeyError, ValueError) as error:
        raise GongkaiError(f"{file}: {error.args[0]}") from None
    show_lines(lines)
    if out is not None:
        page = review(report, language, at=locator).save(out)
        say(output, f"{page.resolve().as_uri()}#{locator}")


@app.command()
def validate(
    package: Annotated[str, typer.Argument(help="Folder or zip file of the package.", metavar="DIR")],
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", help="Processes that check a large package; all processors if left out.", min=1, metavar="N"
        ),
    ] = None,
) -> None:
    """Check a data package: schemas, keys, sizes and digests, and every value against its raw text."""
    from gongkai.terminal import crew, shown_steps

    folder = local_path(package)
    if not folder.exists():
        raise GongkaiError(f"{package}: there is no such folder; check the path")
    with crew(workers, None) as (executor, _), shown_steps(messages) as show:
        problems = gongkai.validate_package(folder, executor=executor, watch=show)
    for problem in problems:
        say(output, problem.message, "red")
    if problems:
        raise typer.Exit(INVALID)
    say(output, "the package is valid", "green")


@app.command()
def export(
    package: Annotated[
        str, typer.Argument(help="Folder of the package; or a zip file, or its address.", metavar="DIR")
    ],
    to: Annotated[str, typer.Option("--to", help="csv, xlsx, sqlite, duckdb, stata or zip.", metavar="FORMAT")],
    place: Annotated[
        Path | None, typer.Option("--out", help="File or folder to write; gongkai.FORMAT if left out.", metavar="PLACE")
    ] = None,
) -> None:
    """Write a package for another tool: CSV, Excel, SQLite, DuckDB or Stata, or in one zip file.

    The new file or folder takes the place of an earlier one when it is whole.
    """
    from gongkai.export import export_package

    say(output, export_package(package, cast("Target", to), place))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Package as it was: folder, zip file or address.", metavar="OLD")],
    new: Annotated[str, typer.Argument(help="Package as it is.", metavar="NEW")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON: every row, with old and new values.")] = False,
) -> None:
    """Tell what changed between two packages: added, changed and withdrawn, by key; in Markdown, for a changelog."""
    from gongkai.changes import compared
    from gongkai.commands.differing import changes_as_json, changes_as_markdown

    with compared(old, new) as comparison:
        for line in changes_as_json(comparison) if json else changes_as_markdown(comparison):
            typer.echo(line)


@app.command()
def fetch(
    addresses: Annotated[
        Path,
        typer.Argument(help="One address a line, or a CSV with a column `url`; - is standard input.", metavar="LIST"),
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder of the archives.", metavar="DIR")],
    contact: Annotated[
        str, typer.Option("--contact", help="Where the owner of a site finds you: mail or web.", metavar="ADDRESS")
    ] = "",
    delay: Annotated[
        float, typer.Option("--delay", help="Seconds of rest before a host is asked again.", metavar="SECONDS")
    ] = 2.0,
    hosts: Annotated[int, typer.Option("--hosts", help="How many hosts are asked at the same time.", metavar="N")] = 16,
    timeout: Annotated[
        float, typer.Option("--timeout", help="Seconds that one document may take.", metavar="SECONDS")
    ] = 120.0,
    largest: Annotated[int, typer.Option("--largest", help="Megabytes that one document may have.", metavar="N")] = 64,
    archive_size: Annotated[int, typer.Option("--archive-size", help="Megabytes of an archive.", metavar="N")] = 1024,
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
        with stoppable(), shown_fetching(messages) as told:
            fetched = fetching.fetch(urls, to, manners=manners, again=again, archive_size=archive_size << 20, told=told)
    except (KeyboardInterrupt, SystemExit) as stop:
        say(messages, f"stopped; what was fetched is in {to}, and the same command goes on from there", "yellow")
        raise typer.Exit(INTERRUPTED if isinstance(stop, KeyboardInterrupt) else TERMINATED) from None
    show_tables(output, [ShownTable(f"archives in {to}", ("status", "addresses"), [*fetched.counts.items()])])
    if not fetched.is_complete:
        say(messages, f"{to / 'fetched.csv'} says why; the same command tries again what failed", "yellow")
        raise typer.Exit(INVALID)


@app.command()
def site(
    package: Annotated[str, typer.Argument(help="Package, as a folder or a zip.", metavar="DIR")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the site.", metavar="SITE")],
) -> None:
    """Write a package as a static site: series, tables and charts to choose, and a page a report.

    Any server of files can publish the folder, and most browsers show it without one: open SITE/index.html, or run
    `python -m http.server --directory SITE`. A site that is there is replaced. Needs the extra gongkai[site].
    """
    from gongkai.site import write_site
    from gongkai.terminal import shown_steps

    with shown_steps(messages) as show:
        reports = write_site(local_path(package), out, progress=show)
    say(output, f"site of {reports} reports in {out}")


@app.command()
def dictionary() -> None:
    """Print the data dictionary, in Markdown."""
    from gongkai.publish.dictionary import data_dictionary

    typer.echo(data_dictionary(), nl=False)


def _page_language(lang: str | None) -> PageLanguage:
    from gongkai.verdict import language_of

    if lang not in (None, "zh", "en"):
        raise GongkaiError(f"--lang {lang}: there is no such language here; take zh or en")
    return cast("PageLanguage", lang or language_of())


def _listed(path: Path) -> tuple[str, ...]:
    from gongkai.fetch import addresses, read_list

    return addresses(sys.stdin.buffer.read(), "standard input") if path == Path("-") else read_list(path)
