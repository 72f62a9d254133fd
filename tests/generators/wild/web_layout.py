"""Web pages of many content management systems: how their tables are built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import escape
from random import Random

from generators.wild.markup import by_clause, by_group, cell_element, page, table
from generators.wild.sheets import (
    Cell,
    Hand,
    Part,
    Row,
    Sheet,
    Wild,
    draft,
    grid,
    listed_disputes,
    plain_requests,
)

__all__ = ["LAYOUTS"]


def layout_tables(random: Random) -> Wild:
    """A page of 2006: frames of tables in tables, fonts in every cell, GBK."""
    paper = draft(random)
    frame = (
        '<table width="1000" align="center"><tr><td height="80"><img src="top.jpg"></td></tr><tr><td>'
        '<table width="100%"><tr><td width="180" valign="top"><table><tr><td><a href="/">首页</a></td></tr>'
        '<tr><td><a href="/gk">信息公开</a></td></tr></table></td><td><table><tr><td>{}</td></tr></table></td></tr>'
        "</table></td></tr><tr><td>主办：县人民政府办公室 备案号：湘ICP备05000000号</td></tr></table>"
    )

    def font(text: str) -> str:
        return f'<div align="center"><font size="2" face="宋体">{escape(text) or "&nbsp;"}</font></div>'

    return Wild(page(paper, lambda sheet: table(sheet, inner=font), frame=frame, encoding="gbk"), paper.truth)


def boxes(random: Random) -> Wild:
    """Tables of `<div>`, which only a style sheet makes tables; nothing can span, and some cells are blank."""
    paper = draft(random, requests=plain_requests, blanks=0.1)
    nothing = random.choice(["", "&nbsp;", "<br>", "<span>&nbsp;</span>"])
    style = (
        "<style>.t{{display:table;width:100%}}.r{{display:table-row}}.c{{display:table-cell;border:1px solid}}</style>"
    )

    def box(sheet: Sheet) -> str:
        rows = "".join(
            '<div class="r">'
            + "".join(f'<div class="c">{escape(cell.text) or nothing}</div>' for cell in row)
            + "</div>\n"
            for row in sheet.rows
        )
        return f'<div class="t">{rows}</div>'

    paper = paper.sheets(lambda sheet: by_clause(sheet) if sheet.name == "disclosure" else sheet)
    paper = paper.sheets(lambda sheet: by_group(sheet) if sheet.name == "disputes" else sheet)
    return Wild(page(paper, box, frame=style + "{}"), paper.truth)


def scopes(random: Random) -> Wild:
    """A careful page: thead, tbody, th for every name, scope and ids."""
    paper = draft(random)

    def show(sheet: Sheet) -> str:
        def row(cells: Row) -> str:
            return (
                "<tr>"
                + "".join(
                    cell_element(cell, tag="td" if cell.key else "th", attributes=' scope="col"' if cell.head else "")
                    for cell in cells
                )
                + "</tr>"
            )

        rows = [row(cells) for cells in sheet.rows]
        head, body = "".join(rows[: sheet.heads]), "".join(rows[sheet.heads :])
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"

    return Wild(page(paper, show), paper.truth)


def bodies(random: Random) -> Wild:
    """Every table in several tbody elements, the first row in a thead, and tags that are never closed."""
    paper = draft(random)

    def show(sheet: Sheet) -> str:
        rows = ["<tr>" + "".join(cell_element(cell).removesuffix("</td>") for cell in row) for row in sheet.rows]
        middle = len(rows) // 2
        return f"<table><thead>{rows[0]}<tbody>{''.join(rows[1:middle])}<tbody>{''.join(rows[middle:])}</table>"

    return Wild(page(paper, show), paper.truth)


def spans_too_wide(random: Random) -> Wild:
    """The last header cells claim one column more than there is."""
    paper = draft(random).sheets(
        lambda sheet: replace(
            sheet,
            rows=tuple(
                (*row[:-1], replace(row[-1], across=row[-1].across + (row[-1].head and random.random() < 0.7)))
                for row in sheet.rows
            ),
        )
    )
    return Wild(page(paper), paper.truth)


def spans_too_long(random: Random) -> Wild:
    """The last names of groups claim one row more than there is, which pushes the row behind them aside."""
    paper = draft(random, among=["2019"])

    def longer(sheet: Sheet) -> Sheet:
        chosen = random.choice(["本年度办理结果", "不予处理"])
        return sheet.each(
            lambda cell: replace(cell, down=cell.down + 1) if chosen in cell.text and not cell.head else cell
        )

    paper = paper.sheets(lambda sheet: longer(sheet) if sheet.name == "requests" else sheet)
    return Wild(page(paper), paper.truth)


def spacers(random: Random) -> Wild:
    """A narrow empty column behind the labels or at the end, and empty rows between groups."""
    paper = draft(random)

    def spaced(sheet: Sheet) -> Sheet:
        rows: list[Row] = []
        for number, row in enumerate(sheet.rows):
            rows.append((Cell("\u00a0"), *row, Cell("")))
            flat = sheet.name != "requests" and all(cell.down == 1 for cell in row)
            if number >= sheet.heads and flat and random.random() < 0.08:
                rows.append((Cell("", across=sheet.width + 2),))
        return replace(sheet, rows=tuple(rows))

    return Wild(page(paper.sheets(spaced)), paper.truth)


def empty_columns(random: Random) -> Wild:
    """A column without anything between any two columns."""
    paper = draft(random, requests=plain_requests)

    def spaced(sheet: Sheet) -> Sheet:
        rows = tuple(
            tuple(each for cell in row for each in (replace(cell, across=2 * cell.across - 1), Cell()))
            for row in sheet.rows
        )
        return replace(sheet, rows=rows)

    return Wild(page(paper.sheets(lambda sheet: spaced(sheet) if sheet.name != "disputes" else sheet)), paper.truth)


def captions(random: Random) -> Wild:
    """Titles of tables inside them, with the unit."""
    paper = draft(random)

    def show(sheet: Sheet) -> str:
        opening = f'<table class="table table-bordered"><caption>附表：{paper.year}年度情况统计（单位：件）</caption>'
        return table(sheet, opening=opening)

    return Wild(page(paper, show), paper.truth)


def side_by_side(random: Random) -> Wild:
    """Two tables stand beside each other in a frame: the left one has nothing to do with the form."""
    paper = draft(random)
    visits = (("栏目", "访问量"), ("要闻", "3312"), ("公告", "870"))
    other = table(Sheet("visits", tuple((Cell(name), Cell(number)) for name, number in visits)))

    def show(sheet: Sheet) -> str:
        return f"<table><tr><td valign=top>{other}</td><td>{table(sheet)}</td></tr></table>"

    return Wild(page(paper, show), paper.truth)


def clauses_side_by_side(random: Random) -> Wild:
    """The small tables of the second section stand two beside each other."""
    paper = draft(random, among=["2019"])

    def show(sheet: Sheet) -> str:
        if sheet.name != "disclosure":
            return table(sheet)
        parts = list(by_clause(sheet))
        boxes = [f"<td><p>{name}</p>{table(part)}</td>" for name, part in zip(parts[::2], parts[1::2], strict=True)]  # type: ignore[arg-type]
        return (
            "<table>" + "".join(f"<tr>{''.join(boxes[n : n + 2])}</tr>" for n in range(0, len(boxes), 2)) + "</table>"
        )

    return Wild(page(paper, show), paper.truth)


def header_again(random: Random) -> Wild:
    """The header stands again in the middle, where the paper had a new page."""
    paper = draft(random, requests=plain_requests)

    def again(sheet: Sheet) -> Sheet:
        if len(sheet.rows) < 20 or sheet.name == "disclosure":
            return sheet
        middle = random.randint(6, len(sheet.rows) - 4)
        return replace(sheet, rows=(*sheet.rows[:middle], *sheet.rows[: sheet.heads], *sheet.rows[middle:]))

    return Wild(page(paper.sheets(again)), paper.truth)


def two_pages(random: Random) -> Wild:
    """The long table goes on in a second one, with or without its header, below 续表."""
    paper = draft(random, requests=random.choice([None, plain_requests]))
    repeat = random.random() < 0.5

    def torn(sheet: Sheet) -> Iterable[Part]:
        if len(sheet.rows) < 20 or sheet.name == "disclosure":
            return (sheet,)
        slots = grid(sheet)
        free = [n for n in range(6, len(slots) - 3) if not any(cell in slots[n - 1] for cell in slots[n])]
        middle = random.choice(free) if free else len(slots)
        behind = sheet.rows[: sheet.heads] * repeat + sheet.rows[middle:]
        parts = [replace(sheet, rows=sheet.rows[:middle]), replace(sheet, rows=behind)]
        return [parts[0], *(["续表"] if repeat else []), parts[1]] if middle < len(slots) else [sheet]

    return Wild(page(paper.sheets(torn)), paper.truth)


def one_table(random: Random) -> Wild:
    """All official tables are one, with the headings of the sections as rows."""
    paper = draft(random, among=["2019"])
    width = 15
    rows: list[Row] = []
    before: list[Part] = []
    after: list[Part] = []
    for part in paper.parts:
        if isinstance(part, Sheet):
            rows.extend(part.rows)
        elif part[0] in "三四" and part[1] == "、":
            rows.append((Cell(part, across=width),))
        else:
            (after if rows else before).append(part)
    merged = Sheet("all", tuple(rows))
    return Wild(page(replace(paper, parts=(*before, merged, *after))), paper.truth)


def disputes_below(random: Random) -> Wild:
    """Reviews and lawsuits stand below each other, with the outcomes across."""
    paper = draft(random, Hand(total=random.choice(["总计", "合计"])), among=["2019"], disputes=listed_disputes)
    return Wild(page(paper), paper.truth)


def doubled_columns(random: Random) -> Wild:
    """The long list is folded into two halves beside each other in one table, to save paper."""
    paper = draft(random, among=["2014"])

    def folded(sheet: Sheet) -> Sheet:
        head, *rows = sheet.rows
        half = (len(rows) + 1) // 2
        right = [*rows[half:], *[(Cell(), Cell(), Cell())] * (2 * half - len(rows))]
        return replace(sheet, rows=((*head, *head), *((*a, *b) for a, b in zip(rows[:half], right, strict=True))))

    return Wild(page(paper.sheets(folded)), paper.truth)


def spans_unrolled(random: Random) -> Wild:
    """An editor split all merged cells: what they said stands in the first slot, or in all of them."""
    paper = draft(random)
    repeat = random.random() < 0.5

    def unrolled(sheet: Sheet) -> Sheet:
        seen: set[Cell] = set()
        rows: list[Row] = []
        for row in grid(sheet):
            cells: list[Cell] = []
            for cell in row:
                text = cell.text if cell not in seen or (repeat and not cell.key) else ""
                seen.add(cell)
                cells.append(Cell(text, head=cell.head))
            rows.append(tuple(cells))
        return replace(sheet, rows=tuple(rows))

    return Wild(page(paper.sheets(unrolled)), paper.truth)


def sums_of_its_own(random: Random) -> Wild:
    """A row of subtotals of the agency's own behind some group, whose numbers belong to no row of the form."""
    paper = draft(random, among=["2019"], requests=plain_requests)

    def more(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        place = random.randint(6, len(sheet.rows) - 3)
        own = (
            Cell(random.choice(["小计", "其中：网上申请", "其中：涉及征地拆迁", "上年同期"])),
            *(Cell("6543") for _ in range(7)),
        )
        return replace(sheet, rows=(*sheet.rows[:place], own, *sheet.rows[place:]))

    return Wild(page(paper.sheets(more)), paper.truth)


LAYOUTS: Mapping[str, Callable[[Random], Wild]] = {
    f"web {kind.__name__.replace('_', ' ')}": kind
    for kind in (
        layout_tables,
        boxes,
        scopes,
        bodies,
        spans_too_wide,
        spans_too_long,
        spacers,
        empty_columns,
        captions,
        side_by_side,
        clauses_side_by_side,
        header_again,
        two_pages,
        one_table,
        disputes_below,
        doubled_columns,
        spans_unrolled,
        sums_of_its_own,
    )
}
