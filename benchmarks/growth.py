"""How the time of repair, recognising, sections, figures, points and checks grows with the length of the text.

    python -m benchmarks.growth [TEXT ...] [--megabytes N]

Each text is one piece repeated to a quarter, a half and the whole of the size, as one paragraph; what a report has as
lines or as rows of a table is repeated below a title, at a tenth of the size; the prose is one sentence a paragraph,
with other numbers in each. The first number of a column is the seconds for the whole, and the two
behind it are how many times as long as for half the length it took at half and at the whole: 2 is linear.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from random import Random

from rich.console import Console
from rich.table import Table as PrintedTable

from benchmarks.timing import seconds
from gongkai.check import check_report
from gongkai.document import Cell, Document, Paragraph, Table
from gongkai.errors import SourceError
from gongkai.recognise import recognise
from gongkai.recognise.narrative.figures import find_figures
from gongkai.recognise.narrative.points import find_points
from gongkai.recognise.narrative.sections import find_sections
from gongkai.recognise.outline import Outline
from gongkai.repair import repair
from gongkai.rows import Identity

LENGTHS = (4, 2, 1)
"""By what the size is divided."""

TOO_SHORT = 0.02
"""Times below this many seconds say nothing about growth."""

_random = Random(0)

PIECES: Mapping[str, str] = {
    "digits": "0123456789",
    "years": "2017",
    "groups of digits": ",123",
    "numerals": "一",
    "opening brackets": "（",
    "opening brackets of all kinds": "〔（“",
    "pairs of brackets": "（）",
    "numbered brackets": "（一）",
    "list numbers": "一是",
    "parts": "其中",
    "negations": "未收到",
    "quotation marks": "“",
    "damaged dates": "20171月",
    "damaged document numbers": "办函〔201744号",
    "stars": "****",
    "masked names": "张**、",
    "rare characters": "".join(
        bytes((_random.randrange(0xD8, 0xF8), _random.randrange(0xA1, 0xFF))).decode("gb2312") for _ in range(10_000)
    ),
    "shifted runs": "合⒘酥馗吹幕方,",
    "counts": "取消12项,降标5,",
    "invisible characters": "\u200b",
    "invisible between letters": "政\u200b",
    "UTF-8 as Latin-1": "æ”¿åºœ",
    "GBK as Latin-1": "Õþ¸®",
    "Latin letters": "ä å ",
    "UTF-8 as GBK": "鏀垮簻",
    "Traditional characters": "關(guān)於政務公開，",
    "healthy text": "全县各部门主动公开政府信息8645条。",
}

LINES: Mapping[str, tuple[str, ...]] = {
    "lines of a row": ("规章", "1", "2", "3"),
    "rows in one line": ("规章 1 2 3",),
    "labels": ("规章", "行政规范性文件", "行政许可"),
    "labels with values": ("规章", "1", "行政规范性文件", "2", "行政许可", "3"),
    "damaged labels": ("规章", "行政规性文件", "行政许", "行政处罚"),
    "columns of requests": ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
    "columns of disputes": ("行政复议", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"),
    "titles": ("嘉禾县2018年政府信息公开年度报告",),
    "titles and headings": ("嘉禾县2018年政府信息公开年度报告", "一、概述", "略。"),
    "headings": ("一、总体情况", "二、主动公开情况"),
    "attachments": ("附件：统计表", "全年公开12条。"),
    "signatures": ("某某局", "2018年1月2日"),
    "labels of the page": ("发布日期：2018-01-02 来源：某某局",),
}
"""Neighbouring lines of a report."""

ROWS: Mapping[str, tuple[str, ...]] = {
    "rows of a table": ("规章", "1", "2", "3"),
    "rows of numbers": ("12",) * 8,
    "rows of a header": ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
    "rows of outcomes": ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"),
}
"""Rows of one table."""

TITLE = ("嘉禾县2018年政府信息公开年度报告", "一、概述", "略。", "二、主动公开政府信息情况", "略。")

PROSE = (
    "全年主动公开政府信息{a}条，其中通过门户网站公开{b}条，占{p}%。",
    "共收到政府信息公开申请{a}件，已答复{b}件，上年结转{c}件。",
    "发布政策解读{a}篇，比上年增长{p}%；政务微信推送信息{b}余条，关注人数{c}万人。",
    "存在的主要问题：一是公开渠道不够丰富，仅有{a}个栏目定期更新；二是{b}个单位的解读材料偏少。",
    "举办培训班{a}期，参训{b}人次，投入经费{c}万元。",
    "因政府信息公开被申请行政复议{a}件，维持{b}件，纠正{c}件；未发生行政诉讼案件。",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    every = (*PIECES, *LINES, *ROWS)
    parser.add_argument("texts", nargs="*", metavar="TEXT", help=f"prose, or one of: {', '.join(every)}")
    parser.add_argument("--megabytes", type=float, default=10, help="the size of hostile text, in UTF-8")
    parser.add_argument("--prose", type=float, default=1, help="the size of the prose in megabytes")
    options = parser.parse_args()
    table = PrintedTable(title="seconds of processor time for the whole size, and growth with each doubling")
    table.add_column("text")
    for stage in ("repair", "recognise", "sections", "figures", "points", "check"):
        table.add_column(stage, justify="right")
    for name in options.texts or ("prose", *every):
        size = int((options.prose if name == "prose" else options.megabytes) * 1_000_000)
        documents = [document_of(name, size // part) for part in LENGTHS]
        times = map(stage_seconds, documents)
        table.add_row(name, *(growth(taken) for taken in zip(*times, strict=True)))
    Console().print(table)


def document_of(name: str, size: int) -> Document:
    """Give one of the texts at a size in bytes."""
    if name == "prose":
        return prose(size)
    if name in PIECES:
        return repeated(PIECES[name], size)
    times = size // 10 // len("".join(LINES.get(name, ()) or ROWS[name]).encode())
    if name in LINES:
        return Document(tuple(map(Paragraph, (*TITLE, *LINES[name] * times))), "text")
    cells = (Cell(text, row, column) for row in range(1, times + 1) for column, text in enumerate(ROWS[name], start=1))
    return Document((*map(Paragraph, TITLE), Table(tuple(cells))), "html")


def repeated(piece: str, size: int) -> Document:
    """Give one paragraph of a piece repeated to a size in bytes."""
    return Document((Paragraph(piece * (size // len(piece.encode()))),), "text")


def prose(size: int) -> Document:
    """Give sentences of a report up to a size in bytes, no two of which need be alike, with a heading after some."""
    return Document(tuple(map(Paragraph, _sentences(size))), "text")


def _sentences(size: int) -> Iterator[str]:
    random = Random(0)
    number = 0
    while size > 0:
        if number % 40 == 0:
            sentence = f"{'一二三四五六七八九'[number // 40 % 9]}、第{number}段情况"
        else:
            a, b, c = (random.randint(2, 9999) for _ in range(3))
            sentence = random.choice(PROSE).format(a=a, b=b, c=c, p=random.randint(1, 999) / 10)
        yield sentence
        size -= len(sentence.encode())
        number += 1


def stage_seconds(document: Document) -> tuple[float, ...]:
    """Give the seconds of each stage, in the order in which a report goes through them."""
    sections = find_sections(Outline(document), None, frozenset())
    figures = find_figures(Outline(document), sections, frozenset())
    stages: tuple[Callable[[], object], ...] = (
        lambda: repair(document),
        lambda: recognised(document),
        lambda: find_sections(Outline(document), None, frozenset()),
        lambda: find_figures(Outline(document), sections, frozenset()),
        lambda: find_points(Outline(document), sections, frozenset()),
        lambda: check_report(Identity(), (), figures, sections),
    )
    return tuple(map(seconds, stages))


def recognised(document: Document) -> None:
    """Recognise a document, which need not be a report."""
    with suppress(SourceError):
        recognise(document)


def growth(taken: tuple[float, ...]) -> str:
    """Show the seconds for the whole, and the growth where there is enough to measure.

    >>> growth((1.0, 2.0, 5.0)), growth((0.001, 0.002, 0.004))
    ('5.00 x2.0 x2.5', '0.00')
    """
    ratios = [f" x{twice / once:.1f}" for once, twice in pairwise(taken) if once >= TOO_SHORT]
    return f"{taken[-1]:.2f}{''.join(ratios)}"


if __name__ == "__main__":
    main()
