"""Write transcriptions into `data/raw` from short notes, with the official labels and their lines in `sources.csv`.

    PYTHONPATH=tests python scripts/write_transcription.py pingtan/bureaus NOTES.txt [NOTES.txt ...]

NOTES.txt becomes `data/raw/pingtan/bureaus/NOTES.html`. Notes are a head, an empty line, and the page line by line:

    title: 某某县财政局2021年政府信息公开工作年度报告
    agency: 某某县财政局
    year: 2021
    published: 2022-01-13
    where: 某某县人民政府网站
    url: https://example.org/1.htm

    @period
    # 一、总体情况
    ## （一）主动公开
    全年公开信息198条。
    @disclosure 2021: 0 0 0 | 3 0 3 | 0 | 0 | 0 | 7816
    @requests 2021: 0
      received: 2 0*5 2
      unavailable_not_held: 2 0*5 2
      results_total: 2 0*5 2
    @disputes 2021: 0*15
    @table
      指标名称 | 计量单位 | 2015年度
      主动公开文件数 | 条 | 2949

`#`, `##` and `###` begin headings, `@period` is the sentence that a report counts its whole year, and `@TABLE FORM:` a
table of a form. After it stand its values as they are printed, in the order of the form: `0*5` is five times 0, `_` a
cell that is blank, and `|` may part what belongs together. One value alone fills the whole table. Below it, lines that
begin with blanks fill rows of their own, named by the code that the row has in the form; `-` is a row that the report
does not print. `@table` is any other table, line by line. From then on the page is the source: where it is wrong, it is
edited, or written again.
"""

from __future__ import annotations

import csv
import html
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generators.official import official_table
from generators.printed import AnchoredCell, PrintedCell, PrintedTable
from gongkai.forms import FormTable, form

RAW = Path(__file__).parents[1] / "data" / "raw"
MANIFEST = RAW / "sources.csv"
COLUMNS = ("file", "title", "agency", "year", "published", "where", "url")

Slot = tuple[str, str]
"""A cell of an official table, by the codes of its row and column."""

ABOUT = "本文件是转录：统计表的栏目和数字与原报告一致，正文只用转录者自己的话记下原报告中的事实。出处见 sources.csv。"


class NotesError(ValueError):
    """Notes that do not say what to write."""


@dataclass(frozen=True)
class Directive:
    """A line `@name argument: values` and the lines below it."""

    name: str
    argument: str
    values: str
    rows: tuple[str, ...]


def page(notes: str) -> str:
    """Give the page that notes describe."""
    head, body = parted(notes)
    title = html.escape(head["title"])
    return "\n".join([
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
        f"<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>",
        *([f"<p>发布时间：{head['published']}</p>"] if head["published"] else []),
        f"<p>{ABOUT}</p>",
        *_blocks(body, head["year"]),
        "</body>\n</html>\n",
    ])  # fmt: skip


def parted(notes: str) -> tuple[Mapping[str, str], Sequence[str]]:
    """Give the head of notes by its keys, and the lines of the page."""
    top, _, rest = notes.strip().partition("\n\n")
    head = dict(re.split(r":\s*", line, maxsplit=1) for line in top.splitlines() if ":" in line)
    if set(head) != set(COLUMNS[1:]):
        raise NotesError(f"the head has {', '.join(head)}, and must have {', '.join(COLUMNS[1:])}")
    return head, rest.splitlines()


def _blocks(lines: Sequence[str], year: str) -> Iterator[str]:
    waiting = [line for line in lines if line.strip()]
    while waiting:
        line = waiting.pop(0)
        rows = []
        while line.startswith("@") and waiting and waiting[0].startswith(" "):
            rows.append(waiting.pop(0).strip())
        yield _block(line, tuple(rows), year)


def _block(line: str, rows: tuple[str, ...], year: str) -> str:
    if heading := re.fullmatch(r"(#{1,3})\s*(.+)", line):
        level = len(heading[1]) + 1
        return f"<h{level}>{html.escape(heading[2])}</h{level}>"
    if line == "@period":
        return f"<p>数据的统计期限：{year}年1月1日至{year}年12月31日。</p>"
    if line == "@table":
        return _table([[AnchoredCell(PrintedCell(text.strip()), 1, 1) for text in row.split("|")] for row in rows])
    if table := re.fullmatch(r"@(\w+) (\w+):\s*(.+)", line):
        return _table(_official(Directive(table[1], table[2], table[3], rows)).anchored())
    return f"<p>{html.escape(line.strip())}</p>"


def _table(rows: Sequence[Sequence[AnchoredCell]]) -> str:
    return "\n".join(["<table>", *(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows), "</table>"])


def _cell(each: AnchoredCell) -> str:
    spans = (("rowspan", each.row_span), ("colspan", each.column_span))
    said = "".join(f' {name}="{span}"' for name, span in spans if span > 1)
    return f"<td{said}>{html.escape(each.cell.text)}</td>"


# Official tables ------------------------------------------------------------------------------------------------------


def _official(directive: Directive) -> PrintedTable:
    """Fill a table of a form with what is printed in it."""
    table = next((each for each in form(directive.argument).tables if each.code == directive.name), None)
    if table is None:
        raise NotesError(f"form {directive.argument} has no table {directive.name}")
    slots = _slots(table)
    values = _values(directive.values)
    filled = _fitted(slots, values * len(slots) if len(values) == 1 else values, table.code)
    left_out = set()
    for line in directive.rows:
        row, _, said = line.partition(":")
        own = [slot for slot in slots if slot[0] == row]
        if not own:
            raise NotesError(f"{table.code} has no row {row}")
        if said.strip() == "-":
            left_out.add(row)
        else:
            filled |= _fitted(own, _values(said), row)
    empty = official_table(directive.argument, table.code, dict.fromkeys(slots))
    printed = empty.change_cells(_printing(filled))
    return replace(printed, slots=tuple(row for row in printed.slots if left_out.isdisjoint(_codes(row))))


def _slots(table: FormTable) -> list[Slot]:
    return [
        (row.code, column.code)
        for block in table.blocks
        for row in block.rows
        if not row.header
        for column in block.columns
    ]


def _values(said: str) -> list[str]:
    """Give the values one by one: `3 0*2 _` are 3, 0, 0 and a blank."""
    values = []
    for word in said.replace("|", " ").split():
        value, star, times = word.rpartition("*")
        values += [value] * int(times) if star else [word]
    return ["" if value == "_" else value for value in values]


def _fitted(slots: Sequence[Slot], values: Sequence[str], name: str) -> dict[Slot, str]:
    if len(values) != len(slots):
        raise NotesError(f"{name} has {len(slots)} values, and the notes {len(values)}")
    return dict(zip(slots, values, strict=True))


def _printing(filled: Mapping[Slot, str]) -> Callable[[PrintedCell], PrintedCell]:
    def printed(cell: PrintedCell) -> PrintedCell:
        return replace(cell, text=filled[_slot(cell.indicator)]) if cell.indicator else cell

    return printed


def _codes(row: Sequence[PrintedCell]) -> set[str]:
    return {_slot(cell.indicator)[0] for cell in row if cell.indicator}


def _slot(indicator: str) -> Slot:
    _, _, row, column = indicator.split(".")
    return row, column


# The manifest ---------------------------------------------------------------------------------------------------------


def with_source(manifest: Sequence[Mapping[str, str]], file: str, head: Mapping[str, str]) -> list[Mapping[str, str]]:
    """Give the lines of the manifest with that of one file, those of its folder in the order of their names."""
    line = {"file": file, **head}
    kept = [each for each in manifest if each["file"] != file]
    folder = file.rpartition("/")[0]
    mates = [each for each in kept if each["file"].rpartition("/")[0] == folder]
    others = [each for each in kept if each not in mates]
    return [*others, *sorted([*mates, line], key=lambda each: each["file"])]


def main(folder: str, notes: Sequence[Path]) -> None:
    """Write the pages of notes into a folder of `data/raw`, and their lines into the manifest."""
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        manifest: list[Mapping[str, str]] = list(csv.DictReader(file))
    (RAW / folder).mkdir(parents=True, exist_ok=True)
    for path in notes:
        text = path.read_text(encoding="utf-8")
        try:
            written = page(text)
        except NotesError as error:
            sys.exit(f"{path}: {error}")
        target = RAW / folder / f"{path.stem}.html"
        target.write_text(written, encoding="utf-8")
        manifest = with_source(manifest, target.relative_to(RAW).as_posix(), parted(text)[0])
    with MANIFEST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(manifest)


if __name__ == "__main__":
    main(sys.argv[1], [Path(name) for name in sys.argv[2:]])
