"""Pages that lure a hasty reader to the wrong number: other columns, other rows, lost cells, turned tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from generators.wild.markup import page
from generators.wild.sheets import Cell, Draft, Hand, Row, Sheet, Wild, draft, plain, plain_requests
from generators.wild.text import as_text, rows_of
from generators.wild.wording import APPLICANTS, OUTCOMES

__all__ = ["LURES", "of_whole_rows"]


def _statistics_with(paper: Draft, change: Callable[[int, Row], Row]) -> Draft:
    """Change each row of the statistics, which is label, unit and value; row 0 is the header."""
    return paper.sheets(lambda sheet: replace(sheet, rows=tuple(change(n, row) for n, row in enumerate(sheet.rows))))


def _number(random: Random, row: Row) -> Cell:
    return Cell(str(random.randint(4000, 9000)) if row[2].key else "")


def quarters(random: Random) -> Wild:
    """One column a quarter, and their sum."""
    paper = draft(random, among=["2014"])
    names = random.choice([("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年")])
    total = random.choice(["合计", "全年", "总计"])

    def change(number: int, row: Row) -> Row:
        parts = [_number(random, row) if number else Cell(name) for name in names]
        return (*row[:2], *parts, row[2] if number else Cell(total))

    return Wild(page(_statistics_with(paper, change)), paper.truth)


def cumulated(random: Random) -> Wild:
    """Beside the year stands what came together in all years."""
    paper = draft(random, among=["2014"])
    own, other = random.choice(
        [("本年度", "历年累计"), ("统计数", "累计数"), ("本年数", "累计"), ("数量", "截至年底累计数量")]
    )
    first = random.random() < 0.5

    def change(number: int, row: Row) -> Row:
        pair = (row[2], _number(random, row)) if number else (Cell(own), Cell(other))
        return (*row[:2], *(pair if first else pair[::-1]))

    return Wild(page(_statistics_with(paper, change)), paper.truth)


def planned(random: Random) -> Wild:
    """A column of what was planned, one of the share that was reached."""
    paper = draft(random, among=["2014"])

    def change(number: int, row: Row) -> Row:
        if not number:
            return (*row[:2], Cell("年度目标"), row[2], Cell("完成率"))
        return (*row[:2], _number(random, row), row[2], Cell("85%" if row[2].key else ""))

    return Wild(page(_statistics_with(paper, change)), paper.truth)


def value_before_unit(random: Random) -> Wild:
    """The column of numbers stands before that of units."""
    paper = draft(random, among=["2014"])
    return Wild(page(_statistics_with(paper, lambda number, row: (row[0], row[2], row[1]))), paper.truth)


def without_headers(random: Random) -> Wild:
    """The headers of the long tables are gone."""
    paper = draft(random)
    headless = paper.sheets(
        lambda sheet: (
            replace(sheet, rows=sheet.rows[sheet.heads :]) if sheet.name in ("statistics", "requests") else sheet
        )
    )
    return Wild(page(headless), paper.truth)


def total_first(random: Random) -> Wild:
    """The sum of a row stands before its parts."""

    def turned(row: Row) -> Row:
        return (*row[:1], row[-1], *row[1:-1])

    paper = draft(random, among=["2019"], requests=plain_requests)
    paper = paper.sheets(
        lambda sheet: replace(sheet, rows=tuple(map(turned, sheet.rows))) if sheet.name == "requests" else sheet
    )
    return Wild(page(paper), paper.truth)


def eighth_column(random: Random) -> Wild:
    """The requests have a column more: last year's total, or a share."""
    paper = draft(random, among=["2019"], requests=plain_requests)
    name = random.choice(["上年总计", "上年同期", "同比增减", "占比", "其中：网上申请"])
    place = random.choice([1, 8])

    def wider(sheet: Sheet) -> Sheet:
        rows = []
        for number, row in enumerate(sheet.rows):
            more = Cell(name, head=True) if not number else Cell(str(random.randint(4000, 9000)) if row[1].key else "")
            rows.append((*row[:place], more, *row[place:]))
        return replace(sheet, rows=tuple(rows))

    return Wild(page(paper.sheets(lambda sheet: wider(sheet) if sheet.name == "requests" else sheet)), paper.truth)


def turned_requests(random: Random) -> Wild:
    """Applicants down and results across."""
    paper = draft(random, among=["2019"], requests=plain_requests)

    def turned(sheet: Sheet) -> Sheet:
        return replace(sheet, rows=tuple(zip(*sheet.rows, strict=True)))

    return Wild(page(paper.sheets(lambda sheet: turned(sheet) if sheet.name == "requests" else sheet)), paper.truth)


def remarks_in_cells(random: Random) -> Wild:
    """Numbers with a remark, some of which has numbers."""

    def number(value: float) -> str:
        remark = random.choice(["（含上年结转2件）", "（其中网上3件）", "(注2)", "（本级）"])
        return plain(value) + (remark if random.random() < 0.1 else "")

    paper = draft(random, Hand(number=number))
    return Wild(page(paper), paper.truth)


def rows_of_its_own(random: Random) -> Wild:
    """Rows that no form has stand among those of the statistics."""
    paper = draft(random, among=["2014"])
    own = random.sample(
        [
            "其中：本级",
            "电子邮件申请数",
            "历年累计收到申请数",
            "上年结转申请数",
            "其中：乡镇",
            "公开栏公开政府信息数",
            "小计",
        ],
        3,
    )

    def more(sheet: Sheet) -> Sheet:
        rows = list(sheet.rows)
        for label in own:
            rows.insert(random.randint(3, len(rows) - 1), (Cell(label), Cell("件"), Cell("6543")))
        return replace(sheet, rows=tuple(rows))

    return Wild(page(paper.sheets(more)), paper.truth)


def rows_left_out(random: Random) -> Wild:
    """Rows whose number is 0 were left out."""
    paper = draft(random)

    def shorter(sheet: Sheet) -> Sheet:
        if sheet.name not in ("statistics",):
            return sheet
        return replace(sheet, rows=tuple(row for row in sheet.rows if row[2].text != "0"))

    shown = paper.sheets(shorter)
    left = {cell.key for part in shown.parts if isinstance(part, Sheet) for row in part.rows for cell in row}
    return Wild(page(shown), {key: number for key, number in paper.truth.items() if key in left})


def blanks_lost(random: Random) -> Wild:
    """Text in which blank cells left nothing behind, so that no one can tell which column a number was in."""
    paper = draft(random, blanks=0.15, requests=plain_requests)
    data = as_text(paper, lambda sheet: "\n".join(" ".join(filter(None, row)) for row in rows_of(sheet)))
    return Wild(data, of_whole_rows(paper))


def of_whole_rows(paper: Draft) -> dict[str, float | None]:
    """Give the truth of the rows that have no blank cell."""
    told: set[str | None] = set()
    for part in paper.parts:
        for row in part.rows if isinstance(part, Sheet) else ():
            if all(cell.text for cell in row if cell.key):
                told |= {cell.key for cell in row}
    return {key: number for key, number in paper.truth.items() if key in told}


def blank_cells_lost_in_lines(random: Random) -> Wild:
    """The same, one cell a line."""
    paper = draft(random, blanks=0.15)
    data = as_text(paper, lambda sheet: "\n".join(text for row in rows_of(sheet) for text in row if text))
    return Wild(data, of_whole_rows(paper))


def prose_beside(random: Random) -> Wild:
    """Sentences with the form's words and other numbers stand right above and below the tables, in short lines."""
    paper = draft(random, requests=plain_requests)

    def between(sheet: Sheet) -> str:
        lines = [" ".join(filter(None, row)) for row in rows_of(sheet)]
        before = ["收到申请数 较去年增加 7777", "其中：当面申请数 7777 件为历年最多"]
        return "\n".join([*before, *lines, "予以公开 7777 件，较上年增加 7777 件"])

    return Wild(as_text(paper, between), paper.truth)


def only_one_proceeding(random: Random) -> Wild:
    """The disputes say only 行政复议 and 行政诉讼, without parting lawsuits in two."""
    paper = draft(random, among=["2019"])

    def two(sheet: Sheet) -> Sheet:
        if sheet.name != "disputes":
            return sheet
        outcomes = [Cell(text, head=True) for _, text in OUTCOMES]
        values = sheet.rows[3]
        lawsuits = [Cell("5432") for _ in OUTCOMES]
        heads: Row = (Cell("行政复议", across=5, head=True), Cell("行政诉讼", across=5, head=True))
        return Sheet("disputes", (heads, (*outcomes, *outcomes), (*values[:5], *lawsuits)), 2)

    shown = paper.sheets(two)
    return Wild(page(shown), {key: number for key, number in paper.truth.items() if "lawsuits" not in key})


def kinds_merged(random: Random) -> Wild:
    """The requests print only natural persons, legal persons and the sum: legal persons are no column of the form."""
    paper = draft(random, among=["2019"], requests=plain_requests)

    def merged(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        rows: list[Row] = []
        for number, row in enumerate(sheet.rows):
            middle = Cell("法人或其他组织", head=True) if not number else Cell("5432" if row[1].key else "")
            rows.append((row[0], row[1], middle, row[-1]))
        return replace(sheet, rows=tuple(rows))

    shown = paper.sheets(merged)
    gone = {code for code, _ in APPLICANTS[1:-1]}
    return Wild(page(shown), {key: number for key, number in paper.truth.items() if key.split(".")[2] not in gone})


LURES: Mapping[str, Callable[[Random], Wild]] = {
    f"lure {kind.__name__.replace('_', ' ')}": kind
    for kind in (
        quarters,
        cumulated,
        planned,
        value_before_unit,
        without_headers,
        total_first,
        eighth_column,
        turned_requests,
        remarks_in_cells,
        rows_of_its_own,
        rows_left_out,
        blanks_lost,
        blank_cells_lost_in_lines,
        prose_beside,
        only_one_proceeding,
        kinds_merged,
    )
}
