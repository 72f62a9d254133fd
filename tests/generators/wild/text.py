"""Text as crawlers, PDF tools and OCR leave it: cells in lines, lines in pieces, columns set by blanks."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random
from unicodedata import east_asian_width

from generators.wild.sheets import Cell, Draft, Hand, Part, Sheet, Wild, draft, grid, plain_requests

__all__ = ["TEXT"]


def _file(paper: Draft, show: Callable[[Sheet], str], prose: Callable[[str], str] = lambda text: text) -> bytes:
    parts = (show(part) if isinstance(part, Sheet) else prose(part) for part in paper.parts)
    return "\n".join([paper.title, *parts]).encode()


def _cells(sheet: Sheet) -> Iterator[list[str]]:
    """Give the rows with each cell once, where it begins."""
    yield from ([cell.text for cell in row] for row in sheet.rows)


def cell_a_line(random: Random) -> Wild:
    """One cell a line, blank lines between, as a crawler takes the text of each element."""
    paper = draft(random)
    gap = random.choice(["\n", "\n\n", "\n \n"])
    return Wild(_file(paper, lambda sheet: gap.join(text for row in _cells(sheet) for text in row)), paper.truth)


def indented_cells(random: Random) -> Wild:
    """One cell a line, indented as the page's source was, empty cells as hard blanks."""
    paper = draft(random, blanks=0.05)

    def show(sheet: Sheet) -> str:
        lines = []
        for row in _cells(sheet):
            lines += ["      " + " " * 8 + (text or "\u00a0") for text in row] + [""]
        return "\n".join(lines)

    return Wild(_file(paper, show, lambda text: f"              {text}\n"), paper.truth)


def row_a_line(random: Random) -> Wild:
    """Label and values on one line, one blank between, as PDF tools leave it."""
    paper = draft(random, requests=random.choice([None, plain_requests]))
    return Wild(_file(paper, lambda sheet: "\n".join(" ".join(filter(None, row)) for row in _cells(sheet))), paper.truth)


def hard_wrapped(random: Random) -> Wild:
    """As rows on lines, with prose cut into lines of one length."""
    paper = draft(random, requests=plain_requests)
    width = random.choice([26, 34, 40])
    return Wild(
        _file(
            paper,
            lambda sheet: "\n".join(" ".join(filter(None, row)) for row in _cells(sheet)),
            lambda text: "\n".join(textwrap.wrap("\u3000\u3000" * (text[1:2] != "、") + text, width)),
        ),
        paper.truth,
    )


def wrapped_labels(random: Random) -> Wild:
    """Labels go on below the line of their values."""
    paper = draft(random, requests=plain_requests)
    width = random.choice([10, 12, 14])

    def show(sheet: Sheet) -> str:
        lines = []
        for number, (label, *values) in enumerate(_cells(sheet)):
            if number < sheet.heads or sheet.name == "disputes" or not any(values):
                lines.append(" ".join(filter(None, [label, *values])))
                continue
            first, *others = textwrap.wrap(label, width)
            lines += [" ".join([first, *filter(None, values)]), *others]
        return "\n".join(lines)

    return Wild(_file(paper, show), paper.truth)


def labels_around(random: Random) -> Wild:
    """The values of a row stand on a line between the two lines of its label, as in the middle of a cell."""
    paper = draft(random, requests=plain_requests)

    def show(sheet: Sheet) -> str:
        lines = []
        for number, (label, *values) in enumerate(_cells(sheet)):
            if number < sheet.heads or sheet.name == "disputes" or len(label) < 16 or not any(values):
                lines.append(" ".join(filter(None, [label, *values])))
            else:
                middle = (len(label) + 1) // 2
                lines += [label[:middle], " ".join(filter(None, values)), label[middle:]]
        return "\n".join(lines)

    return Wild(_file(paper, show), paper.truth)


def page_numbers(random: Random) -> Wild:
    """Cells in lines, with page numbers and running titles between."""
    paper = draft(random, requests=random.choice([None, plain_requests]))
    style = random.choice(["- {} -", "第{}页 共6页", "— {} —", "{}/6"])
    single = random.random() < 0.5

    def show(sheet: Sheet) -> str:
        lines = []
        for number, row in enumerate(_cells(sheet)):
            lines.append(("\n" if single else " ").join(filter(None, row)))
            if number % 17 == 16:
                lines += ["", style.format(number // 17 + 1), "\f" + paper.title]
        return "\n".join(lines)

    return Wild(_file(paper, show), paper.truth)


def tabs(random: Random) -> Wild:
    """Copied from Word or Excel: tabs between cells, merged cells blank behind their first slot."""
    paper = draft(random)

    def show(sheet: Sheet) -> str:
        seen: set[Cell] = set()
        lines = []
        for row in grid(sheet):
            lines.append("\t".join("" if cell in seen else cell.text for cell in _marked(row, seen)))
        return "\n".join(lines)

    return Wild(_file(paper, show), paper.truth)


def _marked(row: list[Cell], seen: set[Cell]) -> Iterator[Cell]:
    for cell in row:
        yield cell
        seen.add(cell)


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)


def aligned(random: Random) -> Wild:
    """Columns set by blanks, numbers flush right or centred, long labels over two lines."""
    paper = draft(random, requests=plain_requests)
    gap, room, centred = random.choice([2, 3, 5]), random.choice([24, 32, 60]), random.random() < 0.5

    def pad(text: str, width: int, first: bool) -> str:
        left = 0 if first else (width - _wide(text)) // (2 if centred else 1)
        return " " * left + text + " " * (width - _wide(text) - left)

    def show(sheet: Sheet) -> str:
        slots = [[cell.text if cell not in row[:n] else "" for n, cell in enumerate(row)] for row in grid(sheet)]
        if sheet.name == "disputes":
            return _aligned_disputes(sheet, pad)
        columns = max(map(len, slots))
        widths = [max([_wide(row[n]) for row in slots if n < len(row)] + [4]) for n in range(columns)]
        widths[0] = min(widths[0], room)
        lines = []
        for row in slots:
            label = textwrap.wrap(row[0], room // 2) or [""]
            values = (" " * gap).join(pad(text, widths[n], False) for n, text in enumerate(row[1:], 1))
            lines.append((pad(label[0], widths[0], True) + " " * gap + values).rstrip())
            lines += label[1:]
        return "\n".join(["", *lines, ""])

    return Wild(_file(paper, show), paper.truth)


def _aligned_disputes(sheet: Sheet, pad: Callable[[str, int, bool], str]) -> str:
    slots = grid(sheet)
    lines = []
    for number, row in enumerate(slots):
        cells = [
            "" if cell in row[:n] or (number and cell in slots[number - 1]) else cell.text for n, cell in enumerate(row)
        ]
        lines.append("  ".join(pad(text, 9, False) if _wide(text) <= 9 else text for text in cells).rstrip())
    return "\n".join(["", *lines, ""])


def markdown(random: Random) -> Wild:
    """Markdown of a converter: merged cells repeated or blank, sections as headings."""
    paper = draft(random)
    repeat = random.random() < 0.5

    def show(sheet: Sheet) -> str:
        lines = []
        for number, row in enumerate(grid(sheet)):
            texts = [cell.text if repeat or cell not in row[:n] else "" for n, cell in enumerate(row)]
            lines.append("| " + " | ".join(texts) + " |")
            if not number:
                lines.append("|" + random.choice(["---", ":---:", " --- "]) + ("|---" * (len(row) - 1)) + "|")
        return "\n" + "\n".join(lines) + "\n"

    return Wild(_file(paper, show, _heading), paper.truth)


def _heading(text: str) -> str:
    return f"## {text}\n" if text[1:2] == "、" else f"{text}\n"


def broken_pipes(random: Random) -> Wild:
    """OCR's Markdown: pipes at the border lost, rules missing or in the middle, blank lines between rows."""
    paper = draft(random, requests=plain_requests)

    def show(sheet: Sheet) -> str:
        lines = []
        for number, row in enumerate(_cells(sheet)):
            line = " | ".join(row)
            line = random.choice(["| {} |", "{} |", "| {}", "|{}|"]).format(line)
            lines.append(line)
            if number in (0, 9) and random.random() < 0.6:
                lines.append("|" + "---|" * len(row))
            if random.random() < 0.05:
                lines.append("")
        return "\n" + "\n".join(lines) + "\n"

    return Wild(_file(paper, show, _heading), paper.truth)


def html_in_markdown(random: Random) -> Wild:
    """Document models write prose as Markdown and tables as HTML on one line."""
    paper = draft(random)

    def show(sheet: Sheet) -> str:
        def cell(each: Cell) -> str:
            across = f' colspan="{each.across}"' if each.across > 1 else ""
            return f"<td{across}" + (f' rowspan="{each.down}"' if each.down > 1 else "") + f">{each.text}</td>"

        rows = "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in sheet.rows)
        return f"\n<html><body><table>{rows}</table></body></html>\n"

    return Wild(_file(paper, show, _heading), paper.truth)


def colons(random: Random) -> Wild:
    """The list of statistics in lines of label, colon, number and unit."""
    paper = draft(random, among=["2014"])
    style = random.choice(["{}：{}{}", "{}：{} {}；", "{}:{}{}", "{} {}{}"])

    def show(sheet: Sheet) -> str:
        return "\n".join(
            style.format(label, value, unit) if value else label for label, unit, value in _cells(sheet)
        ).replace("统计指标：统计数单位", "")

    return Wild(_file(paper, show), paper.truth)


def unit_behind(random: Random) -> Wild:
    """Rows on lines, the units behind the numbers instead of before them."""
    paper = draft(random, among=["2014"])
    turned = paper.sheets(lambda sheet: replace(sheet, rows=tuple((a, c, b) for a, b, c in sheet.rows)))
    return Wild(
        _file(turned, lambda sheet: "\n".join(" ".join(filter(None, row)) for row in _cells(sheet))), paper.truth
    )


def menus_around(random: Random) -> Wild:
    """The text of a whole page: menus before, links and counters behind, numbers in both."""
    paper = draft(random)
    before: tuple[Part, ...] = ("首页 政务公开 办事服务", "网站支持IPv6", "当前位置：首页>年报", "发布时间：2024-01-18 浏览次数：1287 字号：[大 中 小]")
    after: tuple[Part, ...] = ("上一篇：无", "相关链接 12 个", "主办：县政府办 备案号：湘ICP备05000000号-1", "您是第 1203345 位访客")
    paper = replace(paper, parts=(*before, *paper.parts, *after))
    return Wild(_file(paper, lambda sheet: "\n".join(text for row in _cells(sheet) for text in row)), paper.truth)


def separated(random: Random) -> Wild:
    """Rows on lines with thousands separators and dashes for blanks."""
    hand = Hand(number=lambda number: f"{number:,.2f}".removesuffix(".00"), nothing=random.choice(["—", "/", "无"]))
    paper = draft(random, hand, blanks=0.1, requests=plain_requests)
    return Wild(_file(paper, lambda sheet: "\n".join("  ".join(filter(None, row)) for row in _cells(sheet))), paper.truth)


def drawn_borders(random: Random) -> Wild:
    """Boxes of line characters around the cells, as in mails and terminals."""
    paper = draft(random, requests=plain_requests)

    def show(sheet: Sheet) -> str:
        slots = [[cell.text if cell not in row[:n] else "" for n, cell in enumerate(row)] for row in grid(sheet)]
        columns = max(map(len, slots))
        widths = [max(_wide(row[n]) for row in slots if n < len(row)) for n in range(columns)]
        rule = "├" + "┼".join("─" * (width // 2 + 1) for width in widths) + "┤"
        lines = [rule]
        for row in slots:
            lines += ["│" + "│".join(t + " " * (w + 2 - _wide(t)) for t, w in zip(row, widths, strict=False)) + "│", rule]
        return "\n".join(lines)

    return Wild(_file(paper, show), paper.truth)


TEXT: Mapping[str, Callable[[Random], Wild]] = {
    f"text {kind.__name__.replace('_', ' ')}": kind
    for kind in (
        cell_a_line, indented_cells, row_a_line, hard_wrapped, wrapped_labels, labels_around, page_numbers, tabs,
        aligned, markdown, broken_pipes, html_in_markdown, colons, unit_behind, menus_around, separated, drawn_borders,
    )
}
