"""Reports as an office draws them up: a heading, some prose, and tables whose cells know what they print.

A cell stands once, where it begins, with the columns and rows that it covers, as in HTML, Word and Excel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from generators.wild.wording import APPLICANTS, CLAUSES, OUTCOMES, PROCEEDINGS, STATISTICS, Truth, Words, draw, request_rows

__all__ = [
    "Cell",
    "Draft",
    "Hand",
    "Part",
    "Sheet",
    "Wild",
    "draft",
    "grid",
    "listed_disputes",
    "plain",
    "plain_requests",
]


@dataclass(frozen=True, eq=False)
class Cell:
    """A printed cell; `key` names what of the form it prints."""

    text: str = ""
    key: str | None = None
    across: int = 1
    down: int = 1
    head: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """One table, with so many rows of header."""

    name: str
    rows: tuple[Row, ...]
    heads: int = 1

    def each(self, change: Callable[[Cell], Cell]) -> Sheet:
        """Change every cell."""
        return replace(self, rows=tuple(tuple(change(cell) for cell in row) for row in self.rows))

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return max(len(row) for row in grid(self))


Part = str | Sheet


def plain(number: float) -> str:
    """Print a number as most do."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _same(text: str) -> str:
    return text


@dataclass(frozen=True)
class Hand:
    """Who draws the report up: the words for labels, how numbers and blanks are written, what sums are called."""

    label: Callable[[str], str] = _same
    number: Callable[[float], str] = plain
    nothing: str = ""
    total: str = "总计"
    upright: Callable[[str], str] = _same

    def value(self, truth: Truth, key: str) -> Cell:
        """Print the value of a key."""
        number = truth[key]
        return Cell(self.nothing if number is None else self.number(number), key)

    def head(self, text: str, across: int = 1, down: int = 1) -> Cell:
        """Print a cell of a header."""
        return Cell(self.label(self.total if text == "总计" else text), None, across, down, head=True)

    def name(self, text: str, across: int = 1, down: int = 1) -> Cell:
        """Print the name of a row."""
        return Cell(self.label(text), None, across, down)


@dataclass(frozen=True)
class Draft:
    """A report before it is put into a file."""

    agency: str
    year: int
    truth: Truth
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """The title."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    def sheets(self, change: Callable[[Sheet], Part | Iterable[Part]]) -> Draft:
        """Put other parts in the place of each table."""
        parts: list[Part] = []
        for part in self.parts:
            changed = change(part) if isinstance(part, Sheet) else part
            parts.extend([changed] if isinstance(changed, (str, Sheet)) else changed)
        return replace(self, parts=tuple(parts))


@dataclass(frozen=True)
class Wild:
    """A file, and what a careful reader takes from it."""

    data: bytes = field(repr=False)
    truth: Truth


def grid(sheet: Sheet) -> list[list[Cell]]:
    """Give every row slot by slot: a cell stands in all slots that it covers."""
    slots: list[dict[int, Cell]] = [{} for _ in sheet.rows]
    for number, row in enumerate(sheet.rows):
        place = 0
        for cell in row:
            while place in slots[number]:
                place += 1
            for below in slots[number : number + cell.down]:
                below.update(dict.fromkeys(range(place, place + cell.across), cell))
            place += cell.across
    return [[row[place] if place in row else Cell() for place in range(max(row, default=-1) + 1)] for row in slots]


_PLACES = ("云溪县", "临江市", "青石区", "北岭县", "双塔市")
_OFFICES = ("人民政府", "财政局", "教育局", "水务局", "住房和城乡建设局")
_FORMS = {"2014": range(2014, 2019), "2019": range(2019, 2021), "2021": range(2021, 2025)}
_MIXED = (("2019", "2019"), ("2021", "2021"), ("2021", "2021"), ("2021", "2019"), ("2019", "2021"))

MAIN = ("2014", "2019")
"""The form with one long list, and the forms with three tables."""


def draft(
    random: Random,
    hand: Hand = Hand(),
    *,
    among: Sequence[str] = MAIN,
    blanks: float = 0.0,
    requests: Callable[[Truth, Hand, str], Sheet] | None = None,
    disputes: Callable[[Truth, Hand], Sheet] | None = None,
) -> Draft:
    """Draw up a report of any form, in which that share of the cells is left blank."""
    disclosed, requested = random.choice(_MIXED)
    drawn = draw(random, disclosed, requested)
    truth: Truth = {key: None if random.random() < blanks else number for key, number in drawn.items()}
    old = random.choice(among) == "2014"
    year = random.choice(_FORMS["2014" if old else disclosed])
    agency = random.choice(_PLACES) + random.choice(_OFFICES)
    opening = (
        f"根据《中华人民共和国政府信息公开条例》要求，现公布{agency}{year}年政府信息公开工作年度报告。"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "一、总体情况",
        "本机关按照要求做好信息发布、依申请公开和平台管理等工作，机制进一步理顺，群众获取信息更加便利。",
    )
    if old:
        body: tuple[Part, ...] = (
            "二、存在的主要问题和改进措施",
            "公开内容还不够丰富，今后将增加与群众生活有关的内容。",
            "三、政府信息公开情况统计表",
            _statistics(truth, hand),
        )
    else:
        body = (
            "二、主动公开政府信息情况",
            _disclosure(truth, hand, disclosed),
            "三、收到和处理政府信息公开申请情况",
            (requests or _requests)(truth, hand, requested),
            "四、政府信息公开行政复议、行政诉讼情况",
            (disputes or _disputes)(truth, hand),
            "五、存在的主要问题及改进情况",
            "公开内容还不够丰富，今后将增加与群众生活有关的内容。",
            "六、其他需要报告的事项",
            "本年度没有其他需要报告的事项。",
        )
    parts = opening + body
    printed = {cell.key for part in parts if isinstance(part, Sheet) for row in part.rows for cell in row}
    return Draft(agency, year, {key: number for key, number in truth.items() if key in printed}, parts)


def _statistics(truth: Truth, hand: Hand) -> Sheet:
    rows: list[Row] = [tuple(hand.head(word) for word in ("统计指标", "单位", "统计数"))]
    for row in STATISTICS:
        value = hand.value(truth, f"statistics.{row.code}.count") if row.code else Cell()
        rows.append((hand.name(row.mark + row.text), Cell(row.unit), value))
    return Sheet("statistics", tuple(rows))


def _disclosure(truth: Truth, hand: Hand, form: str) -> Sheet:
    """Print all clauses below each other; a table of fewer columns is as wide as that of most."""
    rows: list[Row] = []
    for clause in CLAUSES[form]:
        missing = 3 - len(clause.columns)
        rows.append((hand.head(clause.heading, 4),))
        heads = [hand.head(text) for _, text in clause.columns]
        heads[-1] = replace(heads[-1], across=1 + missing)
        rows.append((hand.head("信息内容"), *heads))
        for code, text in clause.rows:
            values = [hand.value(truth, f"disclosure.{code}.{column}") for column, _ in clause.columns]
            values[-1] = replace(values[-1], across=1 + missing)
            rows.append((hand.name(text), *values))
    return Sheet("disclosure", tuple(rows), 2)


_CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def _requests(truth: Truth, hand: Hand, form: str) -> Sheet:
    """Print the requests with three columns of labels, as the form does."""
    rows: list[Row] = [
        (hand.head(_CORNER, 3, 3), hand.head("申请人情况", 7)),
        (hand.head("自然人", down=2), hand.head("法人或其他组织", 5), hand.head("总计", down=2)),
        tuple(hand.head(text) for _, text in APPLICANTS[1:-1]),
    ]
    words = request_rows(form)
    results = sum(row.depth > 0 and row.code is not None for row in words)
    open_cells: list[Cell] = []
    for number, row in enumerate(words):
        text = row.mark + row.text
        if row.code is None:
            under = sum(1 for _ in _children(words, number)) if row.depth else results
            open_cells.append(Cell(hand.upright(text) if not row.depth else hand.label(text), down=under))
            continue
        own = hand.name(row.mark + hand.total if row.code == "results_total" else text, 3 - row.depth)
        values = [hand.value(truth, f"requests.{row.code}.{column}") for column, _ in APPLICANTS]
        rows.append((*open_cells, own, *values))
        open_cells = []
    return Sheet("requests", tuple(rows), 3)


def _children(words: Sequence[Words], number: int) -> Iterator[Words]:
    for row in words[number + 1 :]:
        if row.depth <= words[number].depth:
            return
        yield row


def plain_requests(truth: Truth, hand: Hand, form: str) -> Sheet:
    """Print the requests under one row of header, with one column of labels and a row for each heading."""
    rows: list[Row] = [(hand.head("项目"), *(hand.head(text) for _, text in APPLICANTS))]
    for row in request_rows(form):
        text = row.mark + (hand.total if row.code == "results_total" else row.text)
        values = [hand.value(truth, f"requests.{row.code}.{column}") if row.code else Cell() for column, _ in APPLICANTS]
        rows.append((hand.name(text), *values))
    return Sheet("requests", tuple(rows))


def _disputes(truth: Truth, hand: Hand) -> Sheet:
    outcomes = [text for _, text in OUTCOMES]
    return Sheet(
        "disputes",
        (
            (hand.head("行政复议", 5), hand.head("行政诉讼", 10)),
            (
                *(hand.head(text, down=2) for text in outcomes),
                hand.head("未经复议直接起诉", 5),
                hand.head("复议后起诉", 5),
            ),
            tuple(hand.head(text) for text in outcomes * 2),
            tuple(hand.value(truth, f"disputes.{group}.{code}") for group, _ in PROCEEDINGS for code, _ in OUTCOMES),
        ),
        3,
    )


def listed_disputes(truth: Truth, hand: Hand) -> Sheet:
    """Print reviews and lawsuits one below the other."""
    head = (hand.head("类别", 2), *(hand.head(text) for _, text in OUTCOMES))

    def row(group: str, *names: Cell) -> Row:
        return (*names, *(hand.value(truth, f"disputes.{group}.{code}") for code, _ in OUTCOMES))

    return Sheet(
        "disputes",
        (
            head,
            row("reviews", hand.name("行政复议", 2)),
            row("lawsuits_direct", hand.name("行政诉讼", down=2), hand.name("未经复议直接起诉")),
            row("lawsuits_after_review", hand.name("复议后起诉")),
        ),
    )
