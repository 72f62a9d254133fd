"""China's government information disclosure annual reports (政府信息公开工作年度报告) as tidy, checked tables.

What there is to do:

- `read_report(path_or_bytes)` understands one report and gives a `Report`: its tables as data frames (`observations`,
  `unmatched`, `sections`, `document_numbers`, `figures`, `points`, `checks`, `repairs`), the same rows without pandas
  (`observation_rows` and so on), and `locate(locator)`, the source text behind a value. `read_document` only reads: a
  `Document`, in which each paragraph and cell has a `Locator`.
- `build(sources, out)` turns many reports into a data package, Parquet tables and `datapackage.json`: it tells its
  `Progress`, and gives what was `Built`.
- `load(table, package=...)` gives a table of a package as a data frame; the package is a folder, a zip file, or the
  address of one. `validate_package(package)` finds every `Problem` of one, and `export_package(package, to)` writes one
  for Excel, SQLite, DuckDB, Stata, as CSV, or in one zip file. `gongkai.changes.compared` tells two apart.
- `panel(concepts, years, agencies)` gives series of agencies over years with every break marked, `rate(name)` a named
  rate, `trace(concept, years, agencies)` the printed cells behind them, `coverage()` what there is of each agency and
  year (`draw_coverage` draws it), `agencies()` where they are, and `find(text)` what there is to ask for.

`gongkai.fetch`, which is imported by its name, archives the documents behind a list of addresses. Nothing else uses the
network but `load` and its like, where they are given an address.

What goes wrong is a `GongkaiError`: a source gave no report (`SourceError`, with its `reason`), none of many did
(`NoReportError`), one of a strict build did not (`StrictError`), a package is not what it should be (`PackageError`),
the disk is full (`FullDiskError`), or those who read for a build cannot go on (`WorkerError`).

From a shell, and `gongkai --help` says more of each:

- of one report: `gongkai read`, `gongkai check`, `gongkai view`, `gongkai show`
- of many: `gongkai build`, and `gongkai fetch` before it
- of a package: `gongkai validate`, `gongkai export`, `gongkai diff`, `gongkai site`; `gongkai dictionary` says what is
  in one
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gongkai._version import __version__

if TYPE_CHECKING:
    from gongkai.analysis.agencies import agencies
    from gongkai.analysis.coverage import coverage, draw_coverage
    from gongkai.analysis.find import find
    from gongkai.analysis.panel import panel
    from gongkai.analysis.rates import rate
    from gongkai.analysis.trace import trace
    from gongkai.building import Built, Progress, build
    from gongkai.document import Document, Locator
    from gongkai.errors import (
        FullDiskError,
        GongkaiError,
        NoReportError,
        PackageError,
        SourceError,
        StrictError,
        WorkerError,
    )
    from gongkai.export import export_package
    from gongkai.package import Problem, load, validate_package
    from gongkai.pipeline import read_report
    from gongkai.read import read_document
    from gongkai.report import Report

__all__ = [
    "Built",
    "Document",
    "FullDiskError",
    "GongkaiError",
    "Locator",
    "NoReportError",
    "PackageError",
    "Problem",
    "Progress",
    "Report",
    "SourceError",
    "StrictError",
    "WorkerError",
    "__version__",
    "agencies",
    "build",
    "coverage",
    "draw_coverage",
    "export_package",
    "find",
    "load",
    "panel",
    "rate",
    "read_document",
    "read_report",
    "trace",
    "validate_package",
]

# Each name is imported when it is first used: a process that reads files needs no data frames, and `--help` neither.
_MODULES = {
    "Built": "building",
    "Document": "document",
    "FullDiskError": "errors",
    "GongkaiError": "errors",
    "Locator": "document",
    "NoReportError": "errors",
    "PackageError": "errors",
    "Problem": "package",
    "Progress": "building",
    "Report": "report",
    "SourceError": "errors",
    "StrictError": "errors",
    "WorkerError": "errors",
    "agencies": "analysis.agencies",
    "build": "building",
    "coverage": "analysis.coverage",
    "draw_coverage": "analysis.coverage",
    "export_package": "export",
    "find": "analysis.find",
    "load": "package",
    "panel": "analysis.panel",
    "rate": "analysis.rates",
    "read_document": "read",
    "read_report": "pipeline",
    "trace": "analysis.trace",
    "validate_package": "package",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
