"""Pages of the documentation that data make, in both languages: a hook of mkdocs. Nothing commits them.

Forms and concepts come from the data in `gongkai`, the commands from the command line, the names of the Python
reference from `gongkai.__all__`; the Chinese dictionary from the tables, and what the package holds and what its
reports get wrong from the package. Their words stand in `docs_pages.yaml`.
"""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import typer
import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

import docs_findings
import gongkai
import print_coverage
from gongkai import tables
from gongkai.cli import app
from gongkai.concepts import concepts, crosswalk
from gongkai.forms import EVERY_FORM, Form, FormTable, form
from gongkai.publish.dictionary import data_dictionary
from gongkai.tables.chinese import chinese_column, chinese_table

Language = Literal["en", "zh"]

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SUFFIXES: dict[Language, str] = {"en": ".md", "zh": ".zh-CN.md"}
WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put what is written by hand and what data make into one folder, from which the site is built."""
    folder = Path(config.site_dir).with_name("pages")
    # The plugin of languages builds the site once more for each of them.
    if Path(config.docs_dir) != folder:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(DOCS, folder)
        for name, text in (*pages().items(), *docs_findings.review_pages()):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        config.docs_dir = str(folder)
    return config


@event_priority(-200)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give both languages every picture and review page: the plugin of languages leaves them to the first."""
    folder = Path(config.docs_dir)
    for path in sorted((*folder.glob("pictures/*.png"), *folder.glob("review/**/*.html"))):
        name = path.relative_to(folder).as_posix()
        if name not in files.src_uris:
            files.append(File(name, config.docs_dir, config.site_dir, config.use_directory_urls))
    return files


def pages() -> dict[str, str]:
    """Give every page that data make, by its file."""
    in_both: dict[str, Callable[[Language], Iterator[str]]] = {
        "forms": forms_page,
        "concepts": concepts_page,
        "reference": reference_page,
        "command-line": commands_page,
    }
    made = {f"{name}{ending}": _text(page(of)) for name, page in in_both.items() for of, ending in SUFFIXES.items()}
    return made | {
        "data-dictionary.zh-CN.md": chinese_dictionary(),
        "coverage.zh-CN.md": chinese_coverage(),
        "findings.md": english_findings(),
        "findings.zh-CN.md": chinese_findings(),
    }


def forms_page(language: Language) -> Iterator[str]:
    """Give what every form asks: its tables with their rows and columns."""
    words = WORDS["forms"][language]
    yield from _opening(words)
    for code in EVERY_FORM:
        yield from _form(form(code), words)


def _form(given: Form, words: dict[str, Any]) -> Iterator[str]:
    places = f" · {'、'.join(given.places)}" if given.places else ""
    yield f"## {given.code}\n"
    yield f"{given.authority} · {given.first_year}–{given.last_year or ''}{places}\n"
    for table in given.tables:
        yield from _form_table(given.code, table, words)


def _form_table(code: str, table: FormTable, words: dict[str, Any]) -> Iterator[str]:
    yield f"### {code}.{table.code} {table.title}\n"
    for block in table.blocks:
        columns = ", ".join(f"`{each.code}` {each.label} ({each.english})" for each in block.columns)
        yield f"{words['columns']}: {columns}\n"
        rows = ((f"`{row.code}`", row.label, row.english, row.unit or "") for row in block.rows)
        yield from _table(words["heads"], rows)


def concepts_page(language: Language) -> Iterator[str]:
    """Give every concept, and how far each form counts the same."""
    words = WORDS["concepts"][language]
    yield from _opening(words)
    compares = {(row.concept, row.form): row.comparability for row in crosswalk()}
    rows = (
        (
            f"`{each.concept}`",
            each.name,
            each.english,
            each.definition_chinese if language == "zh" else each.definition,
            each.unit or "",
            *_in_each_form(each.concept, compares),
        )
        for each in concepts()
    )
    yield from _table([*words["heads"], *EVERY_FORM], rows)


def _in_each_form(concept: str, compares: dict[tuple[str, str], Any]) -> Iterator[str]:
    return (str(compares[concept, code]) for code in EVERY_FORM)


def reference_page(language: Language) -> Iterator[str]:
    """Give every public name, which mkdocstrings describes from its docstring."""
    yield from _opening(WORDS["reference"][language])
    for name in gongkai.__all__:
        if name != "__version__":
            value = getattr(gongkai, name)
            yield f"::: {value.__module__}.{value.__qualname__}\n"


def commands_page(language: Language) -> Iterator[str]:
    """Give every command with its arguments and options."""
    words = WORDS["commands"][language]
    yield from _opening(words)
    group: Any = typer.main.get_command(app)
    for name, command in sorted(group.commands.items()):
        yield f"## gongkai {name}\n"
        yield f"{inspect.cleandoc(command.help or '')}\n"
        rows = ((f"`{_called(each)}`", getattr(each, "help", None) or "") for each in command.params)
        yield from _table(words["heads"], rows)


def _called(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name)
    return " ".join((", ".join(parameter.opts), "" if parameter.is_flag else parameter.metavar or "")).strip()


def chinese_dictionary() -> str:
    """Give the dictionary with its headings in Chinese and the Chinese title of each table and column."""
    words = WORDS["dictionary"]
    lines, table = [], ""
    for line in data_dictionary().splitlines():
        if line.startswith("### ") and line[4:] in tables.TABLES:
            table = line[4:]
            lines.append(f"### {table} {{#{table}}}\n\n{chinese_table(table)}")
        elif line == "## Forms":
            table = ""
            lines.append(words["headings"][line])
        elif table and (named := re.match(r"\| `(\w+)` \|", line)):
            lines.append(f"| {chinese_column(table, named[1])} {line}")
        else:
            lines.append(words["headings"].get(line, line))
    return "\n".join(lines) + "\n"


def chinese_coverage() -> str:
    """Give what the package holds, with the prose and the headings of the page in Chinese.

    Raises:
        ValueError: the English page has other parts than those that are translated.
    """
    words = WORDS["coverage"]
    said = {
        words["totals_english"]: words["totals"],
        print_coverage.OPENING: words["opening"],
        print_coverage.ABOUT: words["about"],
        print_coverage.LEFT_OUT: words["left_out"],
        print_coverage.READ_TWICE: words["read_twice"],
        print_coverage.LIMITS: words["limits"],
    }
    text = print_coverage.coverage(ROOT)
    for english, chinese in said.items():
        text = _translated(text, english, chinese)
    for english, chinese in words["headings"].items():
        text = re.sub(
            rf"(?<=\| ){re.escape(english)}(?= \|.*\n\| ---)|^{re.escape(english)}$", chinese, text, flags=re.M
        )
    return text


def _translated(text: str, english: str, chinese: str) -> str:
    """Put a Chinese part in the place of an English one; `{name}` stands for a number in both."""
    pattern = re.sub(r"\\\{(\w+)(?::,)?\\\}", r"(?P<\1>[\\d,]+)", re.escape(english))
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"the page of the coverage no longer says {english[:60]!r}: translate it anew")
    return f"{text[: found.start()]}{chinese.format(**found.groupdict())}{text[found.end() :]}"


def english_findings() -> str:
    """Give what the reports get wrong as it is written, with links to the review pages."""
    return docs_findings.linked(docs_findings.PAGE.read_text(encoding="utf-8"), WORDS["findings"]["en"]["review_page"])


def chinese_findings() -> str:
    """Give the same with each finding in the Chinese of the package, and whether the page says so."""
    words = WORDS["findings"]["zh"]
    rows = []
    for finding in docs_findings.seen_findings():
        begins = (word for beginning, word in words["answers"].items() if finding.seen.startswith(beginning))
        rows.append((f"`{finding.source}`", f"`{finding.rule}`", finding.said, next(begins, words["else"])))
    by_hand = (DOCS / "findings.zh-CN.md").read_text(encoding="utf-8")
    page = by_hand.replace("<!-- findings -->", _text(_table(words["heads"], rows)))
    return docs_findings.linked(page, words["review_page"])


def _opening(words: dict[str, Any]) -> Iterator[str]:
    yield f"# {words['title']}\n"
    yield f"{words['about']}\n"


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    columns = list(heads)
    yield f"| {' | '.join(columns)} |"
    yield f"| {' | '.join('---' for _ in columns)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in row)} |"
    yield ""


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
