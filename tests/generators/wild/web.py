"""Web pages of many content management systems, and of Word, each with habits of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import escape
from random import Random

from generators.wild.sheets import (
    Cell,
    Draft,
    Hand,
    Part,
    Row,
    Sheet,
    Wild,
    draft,
    grid,
    listed_disputes,
    plain,
    plain_requests,
)

__all__ = ["WEB"]

Print = Callable[[Sheet], str]


def _cell(cell: Cell, *, tag: str = "td", inner: Callable[[str], str] = escape, attributes: str = "") -> str:
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    down = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    return f"<{tag}{across}{down}{attributes}>{inner(cell.text)}</{tag}>"


def _table(sheet: Sheet, *, inner: Callable[[str], str] = escape, opening: str = '<table border="1">') -> str:
    rows = "\n".join(f"<tr>{''.join(_cell(cell, inner=inner) for cell in row)}</tr>" for row in sheet.rows)
    return f"{opening}\n{rows}\n</table>\n"


def _breaks(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _page(paper: Draft, show: Print = _table, *, frame: str = "{}", encoding: str = "utf-8") -> bytes:
    parts = "".join(show(part) if isinstance(part, Sheet) else f"<p>{escape(part)}</p>\n" for part in paper.parts)
    body = frame.format(f"<h1>{paper.title}</h1>\n{parts}")
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}"><title>{paper.title}</title>'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)


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

    return Wild(_page(paper, lambda sheet: _table(sheet, inner=font), frame=frame, encoding="gbk"), paper.truth)


def boxes(random: Random) -> Wild:
    """Tables of `<div>`, which only a style sheet makes tables; nothing can span."""
    paper = draft(random, requests=plain_requests)
    style = (
        "<style>.t{{display:table;width:100%}}.r{{display:table-row}}.c{{display:table-cell;border:1px solid}}</style>"
    )

    def box(sheet: Sheet) -> str:
        rows = "".join(
            '<div class="r">' + "".join(f'<div class="c">{escape(cell.text)}</div>' for cell in row) + "</div>\n"
            for row in sheet.rows
        )
        return f'<div class="t">{rows}</div>'

    paper = paper.sheets(lambda sheet: _by_clause(sheet) if sheet.name == "disclosure" else sheet)
    paper = paper.sheets(lambda sheet: _by_group(sheet) if sheet.name == "disputes" else sheet)
    return Wild(_page(paper, box, frame=style + "{}"), paper.truth)


def _by_clause(sheet: Sheet) -> Iterable[Part]:
    """Give each clause a table of its own below its heading."""
    starts = [number for number, row in enumerate(sheet.rows) if row[0].text.startswith("第二十条")]
    for start, end in zip(starts, [*starts[1:], len(sheet.rows)], strict=True):
        yield sheet.rows[start][0].text
        yield Sheet("clause", tuple(tuple(replace(c, across=1) for c in row) for row in sheet.rows[start + 1 : end]))


def _by_group(sheet: Sheet) -> Iterable[Part]:
    """Give each kind of dispute a table of its own below its name."""
    outcomes, values = sheet.rows[2][:5], sheet.rows[3]
    for number, name in enumerate(("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")):
        yield name
        yield Sheet("group", (outcomes, values[number * 5 : number * 5 + 5]))


def scopes(random: Random) -> Wild:
    """A careful page: thead, tbody, th for every name, scope and ids."""
    paper = draft(random)

    def show(sheet: Sheet) -> str:
        def row(cells: Row, number: int) -> str:
            return "<tr>" + "".join(
                _cell(cell, tag="td" if cell.key else "th", attributes=' scope="col"' if cell.head else "")
                for cell in cells
            ) + "</tr>"

        rows = [row(cells, number) for number, cells in enumerate(sheet.rows)]
        head, body = "".join(rows[: sheet.heads]), "".join(rows[sheet.heads :])
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"

    return Wild(_page(paper, show), paper.truth)


def bodies(random: Random) -> Wild:
    """Every table in several tbody elements, the first row in a thead, and tags that are never closed."""
    paper = draft(random)

    def show(sheet: Sheet) -> str:
        rows = ["<tr>" + "".join(_cell(cell).removesuffix("</td>") for cell in row) for row in sheet.rows]
        middle = len(rows) // 2
        return f"<table><thead>{rows[0]}<tbody>{''.join(rows[1:middle])}<tbody>{''.join(rows[middle:])}</table>"

    return Wild(_page(paper, show), paper.truth)


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
    return Wild(_page(paper), paper.truth)


def spans_too_long(random: Random) -> Wild:
    """The last names of groups claim one row more than there is, which pushes the row behind them aside."""
    paper = draft(random, among=["2019"])

    def longer(sheet: Sheet) -> Sheet:
        chosen = random.choice(["本年度办理结果", "不予处理"])
        return sheet.each(lambda cell: replace(cell, down=cell.down + 1) if chosen in cell.text and not cell.head else cell)

    paper = paper.sheets(lambda sheet: longer(sheet) if sheet.name == "requests" else sheet)
    return Wild(_page(paper), paper.truth)


def spacers(random: Random) -> Wild:
    """A narrow empty column behind the labels or at the end, and empty rows between groups."""
    paper = draft(random)

    def spaced(sheet: Sheet) -> Sheet:
        rows: list[Row] = []
        for number, row in enumerate(sheet.rows):
            rows.append((Cell("\u00a0"), *row, Cell("")))
            if number >= sheet.heads and random.random() < 0.08 and all(cell.down == 1 for cell in row):
                if sheet.name != "requests":
                    rows.append((Cell("", across=sheet.width + 2),))
        return replace(sheet, rows=tuple(rows))

    return Wild(_page(paper.sheets(spaced)), paper.truth)


def empty_columns(random: Random) -> Wild:
    """A column without anything between any two columns."""
    paper = draft(random, requests=plain_requests)

    def spaced(sheet: Sheet) -> Sheet:
        rows = tuple(
            tuple(each for cell in row for each in (replace(cell, across=2 * cell.across - 1), Cell())) for row in sheet.rows
        )
        return replace(sheet, rows=rows)

    return Wild(_page(paper.sheets(lambda sheet: spaced(sheet) if sheet.name != "disputes" else sheet)), paper.truth)


def captions(random: Random) -> Wild:
    """Titles of tables inside them, with the unit."""
    paper = draft(random)

    def show(sheet: Sheet) -> str:
        opening = f'<table class="table table-bordered"><caption>附表：{paper.year}年度情况统计（单位：件）</caption>'
        return _table(sheet, opening=opening)

    return Wild(_page(paper, show), paper.truth)


def side_by_side(random: Random) -> Wild:
    """Two tables stand beside each other in a frame: the left one has nothing to do with the form."""
    paper = draft(random)
    other = "<table border=1><tr><td>栏目</td><td>访问量</td></tr><tr><td>要闻</td><td>3312</td></tr><tr><td>公告</td><td>870</td></tr></table>"

    def show(sheet: Sheet) -> str:
        return f"<table><tr><td valign=top>{other}</td><td>{_table(sheet)}</td></tr></table>"

    return Wild(_page(paper, show), paper.truth)


def clauses_side_by_side(random: Random) -> Wild:
    """The small tables of the second section stand two beside each other."""
    paper = draft(random, among=["2019"])

    def show(sheet: Sheet) -> str:
        if sheet.name != "disclosure":
            return _table(sheet)
        parts = list(_by_clause(sheet))
        boxes = [f"<td><p>{name}</p>{_table(part)}</td>" for name, part in zip(parts[::2], parts[1::2], strict=True)]  # type: ignore[arg-type]
        return "<table>" + "".join(f"<tr>{''.join(boxes[n : n + 2])}</tr>" for n in range(0, len(boxes), 2)) + "</table>"

    return Wild(_page(paper, show), paper.truth)


def header_again(random: Random) -> Wild:
    """The header stands again in the middle, where the paper had a new page."""
    paper = draft(random, requests=plain_requests)

    def again(sheet: Sheet) -> Sheet:
        if len(sheet.rows) < 20 or sheet.name == "disclosure":
            return sheet
        middle = random.randint(6, len(sheet.rows) - 4)
        return replace(sheet, rows=(*sheet.rows[:middle], *sheet.rows[: sheet.heads], *sheet.rows[middle:]))

    return Wild(_page(paper.sheets(again)), paper.truth)


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

    return Wild(_page(paper.sheets(torn)), paper.truth)


def breaks(random: Random) -> Wild:
    """Labels with breaks inside, and hard blanks around everything."""

    def label(text: str) -> str:
        if len(text) > 5 and random.random() < 0.6:
            middle = random.randint(2, len(text) - 2)
            text = text[:middle] + "\n" + text[middle:]
        return "\u00a0" * random.randint(0, 4) + text + "\u00a0" * random.randint(0, 2)

    hand = Hand(label, number=lambda number: f"\u00a0{plain(number)}\u00a0\u00a0")
    paper = draft(random, hand)
    return Wild(_page(paper, lambda sheet: _table(sheet, inner=_breaks)), paper.truth)


OTHER_WORDS = {
    "本年新收政府信息公开申请数量": ("本年新收申请数量", "本年度新收政府信息公开申请数量", "本年新收政府信息公开申请数"),
    "上年结转政府信息公开申请数量": ("上年结转申请数量", "上年度结转政府信息公开申请数量"),
    "结转下年度继续办理": ("结转下年继续办理", "结转下年度办理"),
    "本年度办理结果": ("本年办理结果",),
    "补正后申请内容仍不明确": ("补正后申请内容仍然不明确",),
    "要求行政机关确认或重新出具已获取信息": ("要求行政机关确认或重新出具已获取的信息",),
    "本机关不掌握相关政府信息": ("本机关不掌握相关信息", "本行政机关不掌握相关政府信息"),
    "其他法律行政法规禁止公开": ("其他法律、行政法规禁止公开", "法律行政法规禁止公开"),
    "信访举报投诉类申请": ("信访、举报、投诉类申请",),
    "主动公开政府信息数": ("主动公开政府信息数量",),
    "收到申请数": ("收到申请总数", "收到申请数量"),
    "政府网站在线访谈次数": ("政府网站在线访谈数",),
    "举报投诉数量": ("举报投诉数",),
    "依申请公开信息收取的费用": ("依申请公开信息收取费用",),
    "行政规范性文件": ("规范性文件",),
    "本年处理决定数量": ("处理决定数量", "本年处理决定数"),
    "现行有效件数": ("现行有效数",),
    "本年制发件数": ("本年制发数", "本年度制发件数"),
    "法律服务机构": ("法律服务组织",),
    "社会公益组织": ("社会公益机构",),
    "统计数": ("数量", "统计数据"),
    "统计指标": ("指标名称", "统计项目", "指标"),
    "自然人": ("自然人（个人）",),
}


def other_words(random: Random) -> Wild:
    """Labels in words of the agency's own, and 合计 for 总计."""

    def label(text: str) -> str:
        for official, others in OTHER_WORDS.items():
            if official in text and random.random() < 0.35:
                return text.replace(official, random.choice(others))
        return text

    paper = draft(random, Hand(label, total=random.choice(["总计", "合计", "合  计", "总 计"])))
    return Wild(_page(paper), paper.truth)


def other_marks(random: Random) -> Wild:
    """Other marks before the labels, or none."""
    style = random.choice(["brackets", "arabic", "none", "half"])

    def label(text: str) -> str:
        if style == "brackets":
            return f"〔{text[1]}〕{text[3:]}" if text[:1] == "（" and text[2:3] == "）" else text
        if style == "half":
            return text.translate(str.maketrans("（）：，", "():,"))
        if text[1:2] in ("、", ".") and style == "arabic":
            return text[0] + "．" + text[2:]
        if style == "none" and text[1:2] == ".":
            return text[2:]
        return text

    paper = draft(random, Hand(label))
    return Wild(_page(paper), paper.truth)


def other_digits(random: Random) -> Wild:
    """Full-width digits, thousands separators, units in the cells."""
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    kinds: Mapping[str, Callable[[float], str]] = {
        "wide": lambda number: plain(number).translate(wide),
        "separated": lambda number: f"{number:,.2f}".removesuffix(".00"),
        "wide separators": lambda number: f"{number:,.0f}".replace(",", "，") if number % 1 == 0 else plain(number),
        "decimals": lambda number: f"{number:.2f}",
    }
    paper = draft(random, Hand(number=random.choice(list(kinds.values()))))
    return Wild(_page(paper), paper.truth)


def units_in_cells(random: Random) -> Wild:
    """Every number has its unit behind it."""
    paper = draft(random, among=["2014"])
    paper = paper.sheets(
        lambda sheet: replace(
            sheet,
            rows=tuple(
                (row[0], row[1], replace(row[2], text=row[2].text + row[1].text if row[2].text else "")) for row in sheet.rows
            )[:1]
            + tuple((row[0], row[1], replace(row[2], text=row[2].text + row[1].text)) for row in sheet.rows[1:]),
        )
    )
    return Wild(_page(paper), paper.truth)


def no_unit_column(random: Random) -> Wild:
    """The units stand in brackets behind the labels, or nowhere, and the column of units is gone."""
    paper = draft(random, among=["2014"])
    behind = random.random() < 0.6

    def without(sheet: Sheet) -> Sheet:
        rows = (
            (replace(row[0], text=f"{row[0].text}（{row[1].text}）" if behind and row[1].text and n else row[0].text), row[2])
            for n, row in enumerate(sheet.rows)
        )
        return replace(sheet, rows=tuple(rows))

    return Wild(_page(paper.sheets(without)), paper.truth)


def footnotes(random: Random) -> Wild:
    """Marks of footnotes behind labels and numbers' rows, a row of remarks at the end, and prose below."""
    paper = draft(random)
    mark = random.choice(["①", "*", "［注1］", "[1]", "（注1）"])

    def noted(sheet: Sheet) -> Iterable[Part]:
        chosen = random.sample([c for row in sheet.rows for c in row if not c.key and len(c.text) > 3], 2)
        marked = sheet.each(lambda cell: replace(cell, text=cell.text + mark) if cell in chosen else cell)
        remark = Cell("注：1.本表数据截至12月31日；2.空白处为0。填表人：张三 审核人：李四 联系电话：0731-5550123", across=sheet.width)
        return [replace(marked, rows=(*marked.rows, (remark,))), f"{mark}含所属事业单位2家。"]

    return Wild(_page(paper.sheets(noted)), paper.truth)


def numbered_rows(random: Random) -> Wild:
    """A column 序号 before the labels and a column 备注 behind the values."""
    paper = draft(random, requests=plain_requests)
    both = random.choice([(True, True), (True, False), (False, True)])

    def numbered(sheet: Sheet) -> Sheet:
        if sheet.name in ("disclosure", "disputes"):
            return sheet
        rows: list[Row] = []
        for number, row in enumerate(sheet.rows):
            head = number < sheet.heads
            before = (Cell("序号" if head else str(number), head=head),) if both[0] else ()
            remark = "备注" if head else random.choice(["", "", "", "含上年", "见说明2", "较上年持平"])
            rows.append((*before, *row, *((Cell(remark, head=head),) if both[1] else ())))
        return replace(sheet, rows=tuple(rows))

    return Wild(_page(paper.sheets(numbered)), paper.truth)


def last_year(random: Random) -> Wild:
    """A second column prints last year's numbers, under a header that says so."""
    paper = draft(random, among=["2014"])
    first = random.random() < 0.5
    names = random.choice([("本年数", "上年数"), (f"{paper.year}年", f"{paper.year - 1}年"), ("统计数", "上年统计数"), ("本年", "上年同期")])

    def compared(sheet: Sheet) -> Sheet:
        rows: list[Row] = []
        for number, (label, unit, value) in enumerate(sheet.rows):
            other = Cell(names[1]) if not number else Cell(str(random.randint(4000, 9000)) if value.key else "")
            own = Cell(names[0]) if not number else value
            rows.append((label, unit, *((own, other) if first else (other, own))))
        return replace(sheet, rows=tuple(rows))

    return Wild(_page(paper.sheets(compared)), paper.truth)


def beside_last_year(random: Random) -> Wild:
    """A small table before the official ones compares some labels with last year."""
    paper = draft(random)

    def show(sheet: Sheet) -> str:
        rows = [row for row in sheet.rows if row[-1].key and row[0].text and not row[0].key]
        chosen = sorted(random.sample(range(len(rows)), min(random.randint(2, 6), len(rows))))
        small = Sheet(
            "own",
            (
                tuple(Cell(text) for text in ("指标", f"{paper.year}年", f"{paper.year - 1}年", "增减")),
                *(
                    (Cell([c.text for c in rows[n] if not c.key and len(c.text) > 1][-1]), replace(rows[n][-1], key=None), Cell("7777"), Cell("-6"))
                    for n in chosen
                ),
            ),
        )
        return (_table(small) if chosen else "") + "<p>具体情况如下。</p>" + _table(sheet)

    return Wild(_page(paper, show), paper.truth)


def districts(random: Random) -> Wild:
    """One column a district, and their sum, which is what the region reports."""
    paper = draft(random, among=["2014"])
    places = random.choice([("市本级", "东城区", "西城区"), ("县直", "城关镇", "河口乡")])
    first = random.random() < 0.3

    def spread(sheet: Sheet) -> Sheet:
        rows: list[Row] = []
        for number, (label, unit, value) in enumerate(sheet.rows):
            parts = [Cell(each) for each in places] if not number else [
                Cell(str(random.randint(0, 50)) if value.key else "") for _ in places
            ]
            own = Cell(random.choice(["合计", "总计"])) if not number else value
            rows.append((label, unit, *((own, *parts) if first else (*parts, own))))
        return replace(sheet, rows=tuple(rows))

    return Wild(_page(paper.sheets(spread)), paper.truth)


def from_word(random: Random) -> Wild:
    """A page that Word saved: a paragraph of class MsoNormal in each cell, numbers torn into runs, blanks as o:p."""
    paper = draft(random, blanks=0.05)

    def run(text: str) -> str:
        if not text:
            return '<p class=MsoNormal align=center><span lang=EN-US style="font-size:10.5pt"><o:p>&nbsp;</o:p></span></p>'
        pieces = [text[:1], text[1:]] if text.isdigit() and random.random() < 0.3 else [text]
        spans = "".join(f'<span lang=EN-US style="font-size:10.5pt;font-family:宋体">{escape(each)}</span>' for each in pieces)
        return f'<p class=MsoNormal align=center style="mso-element:frame;text-align:center">{spans}<span lang=EN-US><o:p></o:p></span></p>'

    opening = '<table class=MsoNormalTable border=1 style="border-collapse:collapse;mso-yfti-tbllook:1184">'
    gaps = "<![if !supportMisalignedColumns]><tr height=0><td width=60 style='border:none'></td></tr><![endif]>"

    def show(sheet: Sheet) -> str:
        return _table(sheet, inner=run, opening=opening).replace("</table>", gaps + "</table>")

    return Wild(_page(paper, show), paper.truth)


def upright(random: Random) -> Wild:
    """Names of groups are written one character below the other."""

    def down(text: str) -> str:
        return "\n".join(text)

    paper = draft(random, Hand(upright=down), among=["2019"])
    paper = paper.sheets(
        lambda sheet: sheet.each(
            lambda cell: replace(cell, text=down(cell.text)) if cell.down > 1 and not cell.head and len(cell.text) < 9 else cell
        )
    )
    return Wild(_page(paper, lambda sheet: _table(sheet, inner=_breaks)), paper.truth)


def blanks(random: Random) -> Wild:
    """What there is not is a blank, a dash, a slash or a word."""
    paper = draft(random, Hand(nothing=random.choice(["", "—", "/", "无", "-", "——", "\\"])), blanks=0.25)
    return Wild(_page(paper), paper.truth)


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
    return Wild(_page(replace(paper, parts=(*before, merged, *after))), paper.truth)


def disputes_below(random: Random) -> Wild:
    """Reviews and lawsuits stand below each other, with the outcomes across."""
    paper = draft(random, Hand(total=random.choice(["总计", "合计"])), among=["2019"], disputes=listed_disputes)
    return Wild(_page(paper), paper.truth)


def listed(random: Random) -> Wild:
    """The statistics as a list: label, colon, number, unit."""
    paper = draft(random, among=["2014"])

    def show(sheet: Sheet) -> str:
        colon = random.choice(["：", ": ", " "])
        items = "".join(
            f"<li>{escape(label.text)}{colon if value.key else ''}{value.text}{unit.text}</li>" for label, unit, value in sheet.rows[1:]
        )
        return f"<ul>{items}</ul>"

    return Wild(_page(paper, show), paper.truth)


def doubled_columns(random: Random) -> Wild:
    """The long list is folded into two halves beside each other in one table, to save paper."""
    paper = draft(random, among=["2014"])

    def folded(sheet: Sheet) -> Sheet:
        head, *rows = sheet.rows
        half = (len(rows) + 1) // 2
        right = [*rows[half:], *[(Cell(), Cell(), Cell())] * (2 * half - len(rows))]
        return replace(sheet, rows=((*head, *head), *((*a, *b) for a, b in zip(rows[:half], right, strict=True))))

    return Wild(_page(paper.sheets(folded)), paper.truth)


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

    return Wild(_page(paper.sheets(unrolled)), paper.truth)


def sums_of_its_own(random: Random) -> Wild:
    """A row of subtotals of the agency's own behind some group, whose numbers belong to no row of the form."""
    paper = draft(random, among=["2019"], requests=plain_requests)

    def more(sheet: Sheet) -> Sheet:
        if sheet.name != "requests":
            return sheet
        place = random.randint(6, len(sheet.rows) - 3)
        own = (Cell(random.choice(["小计", "其中：网上申请", "其中：涉及征地拆迁", "上年同期"])), *(Cell("6543") for _ in range(7)))
        return replace(sheet, rows=(*sheet.rows[:place], own, *sheet.rows[place:]))

    return Wild(_page(paper.sheets(more)), paper.truth)


WEB: Mapping[str, Callable[[Random], Wild]] = {
    f"web {kind.__name__.replace('_', ' ')}": kind
    for kind in (
        layout_tables, boxes, scopes, bodies, spans_too_wide, spans_too_long, spacers, empty_columns, captions,
        side_by_side, clauses_side_by_side, header_again, two_pages, breaks, other_words, other_marks, other_digits,
        units_in_cells, no_unit_column, footnotes, numbered_rows, last_year, beside_last_year, districts, from_word,
        upright, blanks, one_table, disputes_below, listed, doubled_columns, spans_unrolled, sums_of_its_own,
    )
}
