"""Variations of what stands around and between the tables: prose, other tables, tables torn apart or run together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from generators.printed import Block, PrintedCell, PrintedReport, PrintedTable

__all__ = [
    "OTHER_NUMBERS",
    "covered_slots_left_out",
    "empty_cells_lost",
    "numbers_in_prose",
    "other_tables",
    "tables_run_together",
    "tables_split",
    "tables_split_with_header",
]

ROWS_BEFORE_SPLIT = 3

PROSE = (
    "全年收到信息公开申请{}件，当面答复{}件，其余均在规定期限内办结。",
    "（一）本年主动公开信息{}条，比上年多{}条。",
    "1.行政许可事项{}项，行政处罚事项{}项。",
    "其中：网站公开{}条、微信公开{}条。",
    "采购总金额{}元，节约{}元。",
)

OTHER_NUMBERS = (100_000, 999_999)
"""Larger than any count of a form, so that they are known wherever they turn up."""

OTHER_TABLES = (
    (("经费项目", "预算数", "决算数"), ("网站维护", "{}", "{}"), ("宣传印刷", "{}", "{}"), ("总计", "{}", "{}")),
    (
        ("建议提案", "收到", "办结", "其他", "总计"),
        ("人大建议", "{}", "{}", "{}", "{}"),
        ("政协提案", "{}", "{}", "{}", "{}"),
    ),
    (
        ("科室", "专职人员", "兼职人员", "合计"),
        ("办公室", "{}", "{}", "{}"),
        ("法规科", "{}", "{}", "{}"),
        ("其他", "{}", "{}", "{}"),
    ),
)


def numbers_in_prose(random: Random, report: PrintedReport) -> PrintedReport:
    """Put sentences with numbers before and behind the tables."""

    def sentences() -> list[Block]:
        chosen = random.sample(PROSE, random.randint(0, 2))
        return [text.format(random.randint(1, 9999), random.randint(1, 99)) for text in chosen]

    return replace(
        report, blocks=tuple(each for block in report.blocks for each in (*sentences(), block, *sentences()))
    )


def other_tables(random: Random, report: PrintedReport) -> PrintedReport:
    """Put tables that are none of the form's between the blocks."""
    blocks = list(report.blocks)
    for rows in random.sample(OTHER_TABLES, random.randint(1, 2)):
        texts = [[text.format(random.randint(*OTHER_NUMBERS)) for text in row] for row in rows]
        cells = tuple(tuple(PrintedCell(text, "aside") for text in row) for row in texts)
        # Before a paragraph and behind one, because in text two tables beside each other would be one.
        places = [place for place, block in enumerate(blocks) if isinstance(block, str)]
        place = random.choice(places)
        blocks[place:place] = ["附：其他工作统计", PrintedTable(None, cells, 1)]
    return replace(report, blocks=tuple(blocks))


def tables_split(random: Random, report: PrintedReport) -> PrintedReport:
    return _split(random, report, with_header=False)


def tables_split_with_header(random: Random, report: PrintedReport) -> PrintedReport:
    return _split(random, report, with_header=True)


def _split(random: Random, report: PrintedReport, *, with_header: bool) -> PrintedReport:
    def parts(block: Block) -> Iterator[Block]:
        if isinstance(block, str) or block.code in (None, "disputes"):
            yield block
            return
        first = block.header_rows + ROWS_BEFORE_SPLIT
        place = random.randint(first, max(first, len(block.slots) - ROWS_BEFORE_SPLIT))
        if place >= len(block.slots):
            yield block
            return
        header = block.slots[: block.header_rows] if with_header else ()
        yield replace(block, slots=block.slots[:place])
        below = replace(block, slots=(*header, *block.slots[place:]), header_rows=len(header))
        # Cells that come again are others, also where the parts are one table.
        yield below.change_cells(replace) if with_header else below

    return replace(report, blocks=tuple(part for block in report.blocks for part in parts(block)))


def tables_run_together(random: Random, report: PrintedReport) -> PrintedReport:
    """Print all tables of the form as one, each under the heading of its section."""
    official = [block for block in report.blocks if isinstance(block, PrintedTable) and block.code]
    width = max(len(row) for table in official for row in table.slots)
    rows: list[tuple[PrintedCell, ...]] = []
    headings = set()
    for table in official:
        before = report.blocks[report.blocks.index(table) - 1]
        if isinstance(before, str):
            headings.add(before)
            rows.append((PrintedCell(before, "header"),) * width)
        rows += [row + (row[-1],) * (width - len(row)) for row in table.slots]
    together = PrintedTable("together", tuple(rows))
    place = report.blocks.index(official[0])
    before, behind = (
        [block for block in blocks if block not in official and block not in headings]
        for blocks in (report.blocks[:place], report.blocks[place:])
    )
    return replace(report, blocks=(*before, together, *behind))


def empty_cells_lost(random: Random, report: PrintedReport) -> PrintedReport:
    return replace(report, cells_lost=True)


def covered_slots_left_out(random: Random, report: PrintedReport) -> PrintedReport:
    return replace(report, covered_left_out=True)
