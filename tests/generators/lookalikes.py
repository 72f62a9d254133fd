"""What looks like a part of a form and is none: rows, columns, tables and page numbers of the agency's own."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from generators.official import value_cell
from generators.printed import Block, PrintedCell, PrintedReport, PrintedTable

__all__ = [
    "LOOKALIKES",
    "PAGE_NUMBERS",
    "columns_of_other_things",
    "compared_with_other_years",
    "headings_with_subtotals",
    "numbered_pages",
    "rows_with_other_words",
]

OTHER_ROWS = (
    "小计",
    "合计",
    "其中：",
    "本级",
    "其中：本级",
    "乡镇小计",
    "上年数",
    "比上年增减",
    "主动公开文件数",
    "主动公开政府信息累计数",
    "历年累计主动公开政府信息数",
    "主动公开书面文件数",
    "参加新闻发布会次数",
    "书面申请数",
    "其中：电子邮件申请数",
    "上年申请办结数",
    "同意公开累计答复数",
    "部分答复数",
    "本年新收行政复议申请数量",
    "上年新收政府信息公开申请数量",
    "本年结转政府信息公开申请数量",
    "其中：予以部分公开",
    "9.其他",
    "累计总计",
    "备案的规范性文件",
    "行政许可备案",
)
OTHER_COLUMNS = (
    "上年",
    "上年同期",
    "上年数",
    "历年累计",
    "同比",
    "比上年增减",
    "区政府",
    "区直单位",
    "乡镇街道",
    "2012年",
    "2012年度",
    "其中：网上",
    "占比",
)
PAGE_NUMBERS = (
    "— {} —",
    "- {} -",
    "－{}－",
    "-{}-",
    "第{}页",
    "第 {} 页 共 9 页",
    "{}/9",
    "{} / 9",
    "共 {} 页",
    "Page {} of 9",
)

HEADINGS = ("本年度办理结果", "不予公开", "无法提供", "不予处理")


def _own(random: Random) -> PrintedCell:
    return value_cell(None, random.randint(100_000, 999_999))


def rows_with_other_words(random: Random, report: PrintedReport) -> PrintedReport:
    """Put in rows whose labels are near to those of the form, or sum up some of its rows."""

    def changed(table: PrintedTable) -> PrintedTable:
        rows = list(table.slots)
        for label in random.sample(OTHER_ROWS, random.randint(1, 4)):
            places = [place for place, row in enumerate(rows) if any(cell.role == "value" for cell in row)]
            if not places or table.code == "disputes":
                continue
            place = random.choice(places)
            cell, numbers = PrintedCell(label), {}
            below = rows[place + 1] if place + 1 < len(rows) else ()
            replaced = {
                above.text
                for column, above in enumerate(rows[place])
                if above.role == "label" and not (below and below[column] is above)
            }
            row = []
            for column, above in enumerate(rows[place]):
                if above.role in ("value", "own"):
                    row.append(numbers.setdefault(above, _own(random)))
                elif above.role == "aside":
                    # Where merged cells are repeated, so is the label of the new row.
                    row.append(PrintedCell(label if above.text in replaced else above.text, "aside"))
                else:
                    row.append(above if below and below[column] is above else cell)
            rows.insert(place + 1, tuple(row))
        return replace(table, slots=tuple(rows))

    return report.change_tables(changed)


def headings_with_subtotals(random: Random, report: PrintedReport) -> PrintedReport:
    """Print a number for every column beside headings that have none in the form."""

    def changed(table: PrintedTable) -> PrintedTable:
        rows = list(table.slots)
        values = next((row for row in rows if any(cell.role == "value" for cell in row)), ())
        split = any("逾期未按收费通知" in cell.text for cell in table.cells())
        labels = (*HEADINGS, "其他处理") if split else HEADINGS
        done: set[PrintedCell] = set()
        result = []
        for row in rows:
            heading = next((cell for cell in row if any(label in cell.text for label in labels)), None)
            if heading is not None and heading not in done and table.code == "requests" and random.random() < 0.7:
                done.add(heading)
                result.append(tuple(_own(random) if cell.role == "value" else heading for cell in values))
            result.append(row)
        return replace(table, slots=tuple(result))

    return report.change_tables(changed)


def columns_of_other_things(random: Random, report: PrintedReport) -> PrintedReport:
    """Put a column of something else before or behind the columns of the form.

    The parts of a table that goes on over pages have the same column in the same place.
    """
    codes = dict.fromkeys(table.code for table in report.tables())
    chosen = {code: (random.choice(OTHER_COLUMNS), random.random() < 0.5) for code in codes}
    only_behind = {table.code for table in report.tables() if _parts_a_cell(_first_value(table), table)}

    def changed(table: PrintedTable) -> PrintedTable:
        first = _first_value(table)
        if table.code == "disputes" or first is None:
            return table
        name, before = chosen[table.code]
        header = PrintedCell(name, "header")
        place = first if before and table.code not in only_behind else len(table.slots[0])
        rows = []
        for number, row in enumerate(table.slots):
            whole = len(set(row)) == 1
            if whole:
                new: PrintedCell = row[0]
            elif any(cell.role in ("value", "own") for cell in row):
                new = _own(random)
            elif number < table.header_rows or any(cell.role == "header" for cell in row):
                new = header
            else:
                new = PrintedCell("", "aside")
            rows.append((*row[:place], new, *row[place:]))
            # Neighbouring header rows share the cell; each block has a header of its own.
            header = header if header is new else PrintedCell(name, "header")
        return replace(table, slots=tuple(rows))

    return report.change_tables(changed)


def _first_value(table: PrintedTable) -> int | None:
    """Give the first column that has a value."""
    return next((number for row in table.slots for number, cell in enumerate(row) if cell.role == "value"), None)


def _parts_a_cell(place: int | None, table: PrintedTable) -> bool:
    """Say whether a column at a place would stand inside a merged cell, as where tables run together."""
    return place is not None and any(
        len(set(row)) > 1 and row[place - 1] is row[place] for row in table.slots if 0 < place < len(row)
    )


def compared_with_other_years(random: Random, report: PrintedReport) -> PrintedReport:
    """Put a table beside the official ones that compares some of their rows with other years."""
    year = report.identity.year
    header = random.choice(
        [
            ("指标", f"{year - 2}年", f"{year - 1}年", "增减"),
            ("指标", f"{year - 1}年", f"{year}年", "同比"),
            ("项目", "上年", "本年", "增减%"),
            ("内容", f"{year - 1}年度", f"{year}年度"),
            ("统计指标", "单位", "上年数"),
            ("统计指标", "单位", "历年累计"),
        ]
    )
    labels = [
        cell.text.partition("（")[0] if not cell.text.startswith("（") else cell.text
        for table in report.tables()
        if table.code
        for row in table.slots[table.header_rows :]
        for cell in row
        if cell.role == "label" and cell.text.strip() and any(each.role == "value" for each in row)
    ]
    count = min(len(labels), random.randint(2, 9))
    chosen = sorted(random.sample(range(len(labels)), count))
    rows = [tuple(PrintedCell(text, "aside") for text in header)]
    for place in chosen:
        texts = ["件" if name == "单位" else f"{random.randint(100_000, 999_999)}" for name in header[1:]]
        rows.append(tuple(PrintedCell(text, "aside") for text in (labels[place], *texts)))
    blocks: list[Block] = list(report.blocks)
    places = [place for place, block in enumerate(blocks) if isinstance(block, str)]
    place = random.choice(places)
    blocks[place:place] = ["近年情况对照表", PrintedTable(None, tuple(rows), 1)]
    return replace(report, blocks=tuple(blocks))


LOOKALIKES = {
    change.__name__.replace("_", " "): change
    for change in (
        rows_with_other_words,
        headings_with_subtotals,
        columns_of_other_things,
        compared_with_other_years,
    )
}


def numbered_pages(random: Random, text: bytes) -> bytes:
    """Put numbers of pages between the lines of a text."""
    pattern = random.choice(PAGE_NUMBERS)
    lines = text.decode().split("\n")
    page, result = 1, []
    for line in lines:
        result.append(line)
        if random.random() < 0.05:
            result.append(pattern.format(page))
            page += 1
    return "\n".join(result).encode()
