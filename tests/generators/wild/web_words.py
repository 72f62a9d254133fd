"""Web pages of many offices: what they print in the cells of their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import escape
from random import Random

from generators.wild.markup import page, table, with_breaks
from generators.wild.sheets import (
    Cell,
    Hand,
    Part,
    Row,
    Sheet,
    Wild,
    draft,
    plain,
    plain_requests,
)

__all__ = ["WORDS"]


def breaks(random: Random) -> Wild:
    """Labels with breaks inside, and hard blanks around everything."""

    def label(text: str) -> str:
        if len(text) > 5 and random.random() < 0.6:
            middle = random.randint(2, len(text) - 2)
            text = text[:middle] + "\n" + text[middle:]
        return "\u00a0" * random.randint(0, 4) + text + "\u00a0" * random.randint(0, 2)

    hand = Hand(label, number=lambda number: f"\u00a0{plain(number)}\u00a0\u00a0")
    paper = draft(random, hand)
    return Wild(page(paper, lambda sheet: table(sheet, inner=with_breaks)), paper.truth)


OTHER_WORDS = {
    "本年新收政府信息公开申请数量": (
        "本年新收申请数量",
        "本年度新收政府信息公开申请数量",
        "本年新收政府信息公开申请数",
    ),
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
    return Wild(page(paper), paper.truth)


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
    return Wild(page(paper), paper.truth)


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
    return Wild(page(paper), paper.truth)


def units_in_cells(random: Random) -> Wild:
    """Every number has its unit behind it."""
    paper = draft(random, among=["2014"])
    paper = paper.sheets(
        lambda sheet: replace(
            sheet,
            rows=tuple(
                (row[0], row[1], replace(row[2], text=row[2].text + row[1].text if row[2].text else ""))
                for row in sheet.rows
            )[:1]
            + tuple((row[0], row[1], replace(row[2], text=row[2].text + row[1].text)) for row in sheet.rows[1:]),
        )
    )
    return Wild(page(paper), paper.truth)


def no_unit_column(random: Random) -> Wild:
    """The units stand in brackets behind the labels, or nowhere, and the column of units is gone."""
    paper = draft(random, among=["2014"])
    behind = random.random() < 0.6

    def without(sheet: Sheet) -> Sheet:
        rows = (
            (
                replace(
                    row[0], text=f"{row[0].text}（{row[1].text}）" if behind and row[1].text and n else row[0].text
                ),
                row[2],
            )
            for n, row in enumerate(sheet.rows)
        )
        return replace(sheet, rows=tuple(rows))

    return Wild(page(paper.sheets(without)), paper.truth)


def footnotes(random: Random) -> Wild:
    """Marks of footnotes behind labels and numbers' rows, a row of remarks at the end, and prose below."""
    paper = draft(random)
    mark = random.choice(["①", "*", "［注1］", "[1]", "（注1）"])

    def noted(sheet: Sheet) -> Iterable[Part]:
        chosen = random.sample([c for row in sheet.rows for c in row if not c.key and len(c.text) > 3], 2)
        marked = sheet.each(lambda cell: replace(cell, text=cell.text + mark) if cell in chosen else cell)
        remark = Cell(
            "注：1.本表数据截至12月31日；2.空白处为0。填表人：张三 审核人：李四 联系电话：0731-5550123",
            across=sheet.width,
        )
        return [replace(marked, rows=(*marked.rows, (remark,))), f"{mark}含所属事业单位2家。"]

    return Wild(page(paper.sheets(noted)), paper.truth)


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

    return Wild(page(paper.sheets(numbered)), paper.truth)


def last_year(random: Random) -> Wild:
    """A second column prints last year's numbers, under a header that says so."""
    paper = draft(random, among=["2014"])
    first = random.random() < 0.5
    names = random.choice(
        [
            ("本年数", "上年数"),
            (f"{paper.year}年", f"{paper.year - 1}年"),
            ("统计数", "上年统计数"),
            ("本年", "上年同期"),
        ]
    )

    def compared(sheet: Sheet) -> Sheet:
        rows: list[Row] = []
        for number, (label, unit, value) in enumerate(sheet.rows):
            other = Cell(names[1]) if not number else Cell(str(random.randint(4000, 9000)) if value.key else "")
            own = Cell(names[0]) if not number else value
            rows.append((label, unit, *((own, other) if first else (other, own))))
        return replace(sheet, rows=tuple(rows))

    return Wild(page(paper.sheets(compared)), paper.truth)


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
                    (
                        Cell([c.text for c in rows[n] if not c.key and len(c.text) > 1][-1]),
                        replace(rows[n][-1], key=None),
                        Cell("7777"),
                        Cell("-6"),
                    )
                    for n in chosen
                ),
            ),
        )
        return (table(small) if chosen else "") + "<p>具体情况如下。</p>" + table(sheet)

    return Wild(page(paper, show), paper.truth)


def districts(random: Random) -> Wild:
    """One column a district, and their sum, which is what the region reports."""
    paper = draft(random, among=["2014"])
    places = random.choice([("市本级", "东城区", "西城区"), ("县直", "城关镇", "河口乡")])
    first = random.random() < 0.3

    def spread(sheet: Sheet) -> Sheet:
        rows: list[Row] = []
        for number, (label, unit, value) in enumerate(sheet.rows):
            parts = (
                [Cell(each) for each in places]
                if not number
                else [Cell(str(random.randint(0, 50)) if value.key else "") for _ in places]
            )
            own = Cell(random.choice(["合计", "总计"])) if not number else value
            rows.append((label, unit, *((own, *parts) if first else (*parts, own))))
        return replace(sheet, rows=tuple(rows))

    return Wild(page(paper.sheets(spread)), paper.truth)


def from_word(random: Random) -> Wild:
    """A page that Word saved: a paragraph of class MsoNormal in each cell, numbers torn into runs, blanks as o:p."""
    paper = draft(random, blanks=0.05)

    def run(text: str) -> str:
        if not text:
            return (
                '<p class=MsoNormal align=center><span lang=EN-US style="font-size:10.5pt"><o:p>&nbsp;</o:p></span></p>'
            )
        pieces = [text[:1], text[1:]] if text.isdigit() and random.random() < 0.3 else [text]
        spans = "".join(
            f'<span lang=EN-US style="font-size:10.5pt;font-family:宋体">{escape(each)}</span>' for each in pieces
        )
        end = "<span lang=EN-US><o:p></o:p></span>"
        return f'<p class=MsoNormal align=center style="mso-element:frame;text-align:center">{spans}{end}</p>'

    opening = '<table class=MsoNormalTable border=1 style="border-collapse:collapse;mso-yfti-tbllook:1184">'
    gaps = "<![if !supportMisalignedColumns]><tr height=0><td width=60 style='border:none'></td></tr><![endif]>"

    def show(sheet: Sheet) -> str:
        return table(sheet, inner=run, opening=opening).replace("</table>", gaps + "</table>")

    return Wild(page(paper, show), paper.truth)


def upright(random: Random) -> Wild:
    """Names of groups are written one character below the other."""

    def down(text: str) -> str:
        return "\n".join(text)

    paper = draft(random, Hand(upright=down), among=["2019"])
    paper = paper.sheets(
        lambda sheet: sheet.each(
            lambda cell: (
                replace(cell, text=down(cell.text)) if cell.down > 1 and not cell.head and len(cell.text) < 9 else cell
            )
        )
    )
    return Wild(page(paper, lambda sheet: table(sheet, inner=with_breaks)), paper.truth)


def blanks(random: Random) -> Wild:
    """What there is not is a blank, a dash, a slash or a word."""
    paper = draft(random, Hand(nothing=random.choice(["", "—", "/", "无", "-", "——", "\\"])), blanks=0.25)
    return Wild(page(paper), paper.truth)


def listed(random: Random) -> Wild:
    """The statistics as a list: label, colon, number, unit."""
    paper = draft(random, among=["2014"])

    def show(sheet: Sheet) -> str:
        colon = random.choice(["：", ": ", " "])
        items = "".join(
            f"<li>{escape(label.text)}{colon if value.key else ''}{value.text}{unit.text}</li>"
            for label, unit, value in sheet.rows[1:]
        )
        return f"<ul>{items}</ul>"

    return Wild(page(paper, show), paper.truth)


WORDS: Mapping[str, Callable[[Random], Wild]] = {
    f"web {kind.__name__.replace('_', ' ')}": kind
    for kind in (
        breaks,
        other_words,
        other_marks,
        other_digits,
        units_in_cells,
        no_unit_column,
        footnotes,
        numbered_rows,
        last_year,
        beside_last_year,
        districts,
        from_word,
        upright,
        blanks,
        listed,
    )
}
