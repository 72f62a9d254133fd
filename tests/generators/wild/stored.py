"""Text of pages as crawls store it, which no program would print: cells between lone pipes, words of a converter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random

from opencc import OpenCC

from generators.wild.lures import of_whole_rows
from generators.wild.sheets import Cell, Row, Sheet, Wild, draft, plain_requests
from generators.wild.text import as_text, rows_of

__all__ = ["STORED"]


def pipes_alone(random: Random) -> Wild:
    """Every cell on a line, and below each a line with a pipe."""
    paper = draft(random)
    return Wild(
        as_text(paper, lambda sheet: "".join(f"{text}\n|\n" for row in rows_of(sheet) for text in row)), paper.truth
    )


def pipes_far_apart(random: Random) -> Wild:
    """Rows over many lines, indented as the page's source was, filled up with pipes to the width of the table."""
    paper = draft(random, requests=plain_requests)

    def show(sheet: Sheet) -> str:
        lines = []
        for row in rows_of(sheet):
            filling = "|" * (sheet.width - len(row))
            lines.append(
                "| \n       " + " | \n      \n       ".join(f"{text} " for text in row) + f" | \n    {filling}"
            )
        return "\n".join(lines)

    return Wild(as_text(paper, show), paper.truth)


def headers_cut(random: Random) -> Wild:
    """Of header cells over two lines only the first is left, so that two of them say the same."""
    paper = draft(random, among=["2019"], requests=plain_requests)

    def cut(cell: Cell) -> Cell:
        return replace(cell, text=cell.text[:3]) if cell.text in ("本年新制作数量", "本年新公开数量") else cell

    def show(sheet: Sheet) -> str:
        width = sheet.width
        rows = ([cell.text for cell in row] for row in sheet.each(cut).rows)
        return "\n".join(" | ".join(row) + " | " + "|" * (width - len(row)) for row in rows)

    return Wild(as_text(paper, show), paper.truth)


def cells_that_touch(random: Random) -> Wild:
    """Rows on lines below a header whose last cell touches the first of its next row, and which is set wide."""
    paper = draft(random, among=["2019"], requests=plain_requests)
    wide = random.choice(["总计商业企业", "总计商 业 企\n业", "总计商业\n企业"])
    header = f"申请人情况\n自然人\n法人或其他组织\n{wide}\n科研机\n构\n社会公益\n组织\n法 律 服 务\n机构\n其他"

    def show(sheet: Sheet) -> str:
        lines = [" ".join(row) for row in rows_of(sheet)]
        return "\n".join([header, *lines[1:]] if sheet.name == "requests" else lines)

    return Wild(as_text(paper, show), paper.truth)


def made_up_header(random: Random) -> Wild:
    """Markdown of a model that reads pages: a part of the requests stands below names of rows that it made up."""
    paper = draft(random, among=["2019"], requests=plain_requests)
    counted = ("类别", *(f"数据{number}" for number in range(1, 7)), "总计")
    names = ("项目", "本年新收件数", "上年结转件数", "予以公开", "部分公开", "不予公开", "结转下年度", "总计")
    cut = random.randint(2, 5)

    def show(sheet: Sheet) -> str:
        if sheet.name != "requests":
            return _markdown(list(rows_of(sheet)))
        rows = [row for row in rows_of(sheet) if len(row) == len(counted)][1:]
        return f"{_markdown([counted, *rows[:-cut]])}\n{_markdown([names, *rows[-cut:]])}"

    return Wild(as_text(paper, show, lambda text: f"## {text}\n" if text[1:2] == "、" else f"{text}\n"), paper.truth)


def _markdown(rows: list[list[str] | tuple[str, ...]]) -> str:
    first, *others = (f"| {' | '.join(row)} |" for row in rows)
    return "\n" + "\n".join([first, "|---" * len(rows[0]) + "|", *others]) + "\n"


def labels_lost(random: Random) -> Wild:
    """One cell a line; the labels of rows below some headings of the requests are gone."""
    paper = draft(random, among=["2019"])
    marks = random.sample(["（三）", "（四）", "（五）"], random.randint(1, 3))

    def show(sheet: Sheet) -> str:
        lines: list[str] = []
        lost = False
        for row in rows_of(sheet):
            for text in row:
                if text.startswith("（") and sheet.name == "requests":
                    lost = text.startswith(tuple(marks))
                if not (lost and text[1:2] == "." and text[2:3].isalpha()):
                    lines.append(text)
        return "\n".join(lines)

    return Wild(as_text(paper, show), paper.truth)


def words_of_taiwan(random: Random) -> Wild:
    """A page that a gateway converted with the words of Taiwan: 資訊 for 信息, 檔案 for 文件."""
    paper = draft(random, requests=random.choice([None, plain_requests]))
    text = as_text(paper, lambda sheet: "\n".join(" | ".join(row) for row in rows_of(sheet)))
    return Wild(OpenCC("s2twp").convert(text.decode()).encode(), paper.truth)


def total_first_in_lines(random: Random) -> Wild:
    """The sum of a row stands before its parts, in text."""
    paper = draft(random, among=["2019"], requests=plain_requests)
    gap = random.choice([" ", "\n"])

    def turned(row: Row) -> Row:
        return (*row[:1], row[-1], *row[1:-1])

    paper = paper.sheets(
        lambda sheet: replace(sheet, rows=tuple(map(turned, sheet.rows))) if sheet.name == "requests" else sheet
    )

    def show(sheet: Sheet) -> str:
        header, *rows = rows_of(sheet)
        return "\n".join([gap.join(header) if sheet.name == "requests" else " ".join(header), *map(" ".join, rows)])

    return Wild(as_text(paper, show), paper.truth)


def blanks_lost_and_filled_up(random: Random) -> Wild:
    """Cells on lines with a pipe behind each; blank cells are lost, and rows filled up with pipes at their end."""
    paper = draft(random, blanks=0.3, requests=plain_requests)

    def show(sheet: Sheet) -> str:
        width = sheet.width
        lines: list[str] = []
        for row in rows_of(sheet):
            filled = [text for text in row if text]
            lines += [f"{text} |" for text in filled]
            lines += ["|" * (width - len(filled))] if len(filled) < width else []
        return "\n".join(lines)

    return Wild(as_text(paper, show), of_whole_rows(paper))


def each_text_once(random: Random) -> Wild:
    """Every text that was printed before is left out, numbers as well; all labels of these forms differ."""
    paper = draft(random, among=["2019"])
    seen: set[str] = set()

    def new(sheet: Sheet) -> Iterator[str]:
        for row in rows_of(sheet):
            for text in row:
                if text and text not in seen:
                    seen.add(text)
                    yield text

    return Wild(as_text(paper, lambda sheet: "\n".join(new(sheet))), paper.truth)


STORED: Mapping[str, Callable[[Random], Wild]] = {
    f"stored {kind.__name__.replace('_', ' ')}": kind
    for kind in (
        pipes_alone,
        pipes_far_apart,
        headers_cut,
        cells_that_touch,
        made_up_header,
        labels_lost,
        words_of_taiwan,
        total_first_in_lines,
        blanks_lost_and_filled_up,
        each_text_once,
    )
}
