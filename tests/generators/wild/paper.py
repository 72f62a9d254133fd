"""PDF as offices print it: ruled, half ruled, shaded, not ruled, turned, in two columns."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import mplfonts
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table

from generators.wild.sheets import Cell, Draft, Hand, Sheet, Wild, draft, grid, plain_requests

__all__ = ["PAPER"]

_FONT = "WildHei"
pdfmetrics.registerFont(TTFont(_FONT, Path(mplfonts.__file__).parent / "fonts" / "SimHei.ttf"))

_PROSE = ParagraphStyle("prose", fontName=_FONT, fontSize=11, leading=17, wordWrap="CJK")
_TITLE = ParagraphStyle("title", parent=_PROSE, fontSize=16, leading=26, alignment=1)
_LABEL = ParagraphStyle("label", parent=_PROSE, fontSize=8, leading=10)
_VALUE = ParagraphStyle("value", parent=_LABEL, alignment=1)

_RULED = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
_LINES = [("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.black), ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black)]
_THREE = [
    ("LINEABOVE", (0, 0), (-1, 0), 1.2, colors.black),
    ("LINEBELOW", (0, 0), (-1, 0), 0.6, colors.black),
    ("LINEBELOW", (0, -1), (-1, -1), 1.2, colors.black),
]
_SHADED = [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.white, colors.HexColor("#dde8f3")])]


def _drawn(sheet: Sheet, style: Sequence[Any], width: float, *, repeat: bool) -> Table:
    slots = grid(sheet)
    columns = max(map(len, slots))
    seen: dict[Cell, tuple[int, int]] = {}
    spans: list[Any] = []
    body: list[list[Any]] = []
    for row, cells in enumerate(slots):
        line: list[Any] = []
        for column, cell in enumerate(cells):
            fresh = cell not in seen
            if fresh:
                seen[cell] = (column, row)
                if cell.across > 1 or cell.down > 1:
                    spans.append(("SPAN", (column, row), (column + cell.across - 1, row + cell.down - 1)))
            line.append(Paragraph(cell.text, _VALUE if cell.key or cell.head else _LABEL) if fresh else "")
        body.append(line + [""] * (columns - len(line)))
    names = {"statistics": [6, 1, 1.4], "requests": [4] + [1] * 7, "disclosure": [3, 1.5, 1.5, 1.5]}
    weights = names.get(sheet.name, [1] * columns)
    if sheet.name == "requests" and columns == 10:
        weights = [0.8, 1.2, 3.2, *[1] * 7]
    if len(weights) != columns:
        weights = [1] * columns
    widths = [width * weight / sum(weights) for weight in weights]
    return Table(
        body,
        widths,
        repeatRows=sheet.heads if repeat else 0,
        style=[*style, *spans, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("PADDING", (0, 0), (-1, -1), 2)],
    )


def _pdf(
    paper: Draft,
    style: Sequence[Any],
    *,
    size: tuple[float, float] = A4,
    columns: int = 1,
    repeat: bool = False,
    turned: int = 0,
    numbered: str = "",
) -> bytes:
    stream = io.BytesIO()
    margin, gutter = 50.0, 18.0
    width = (size[0] - 2 * margin - gutter * (columns - 1)) / columns
    frames = [
        Frame(margin + number * (width + gutter), margin, width, size[1] - 2 * margin, 0, 0, 0, 0)
        for number in range(columns)
    ]

    def decorate(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setPageRotation(turned)
        if numbered:
            canvas.setFont(_FONT, 9)
            canvas.drawCentredString(size[0] / 2, 25, numbered.format(template.page))

    story: list[Any] = [Paragraph(paper.title, _TITLE), Spacer(1, 12)]
    for part in paper.parts:
        if isinstance(part, Sheet):
            story += [_drawn(part, style, width, repeat=repeat), Spacer(1, 10)]
        else:
            story.append(Paragraph(part, _PROSE))
    template = BaseDocTemplate(stream, pagesize=size, invariant=1)
    template.addPageTemplates(PageTemplate("page", frames, onPage=decorate))
    template.build(story)
    return stream.getvalue()


def ruled(random: Random) -> Wild:
    """Every cell has its frame; pages are numbered."""
    paper = draft(random, blanks=0.05)
    return Wild(_pdf(paper, _RULED, numbered=random.choice(["- {} -", "第 {} 页", "{}"])), paper.truth)


def ruled_with_header_again(random: Random) -> Wild:
    """The header stands again on each page."""
    paper = draft(random, requests=plain_requests)
    return Wild(_pdf(paper, _RULED, repeat=True), paper.truth)


def ruled_across(random: Random) -> Wild:
    """Only a line below each row."""
    paper = draft(random, requests=plain_requests)
    return Wild(_pdf(paper, _LINES), paper.truth)


def three_lines(random: Random) -> Wild:
    """Three lines in all, as in books."""
    paper = draft(random, requests=plain_requests)
    return Wild(_pdf(paper, _THREE), paper.truth)


def shaded(random: Random) -> Wild:
    """Every other row is shaded, and there is no line."""
    paper = draft(random, requests=plain_requests)
    return Wild(_pdf(paper, _SHADED), paper.truth)


def shaded_and_ruled(random: Random) -> Wild:
    """Every other row is shaded, and every cell framed in grey."""
    paper = draft(random)
    return Wild(_pdf(paper, [*_SHADED, ("GRID", (0, 0), (-1, -1), 0.25, colors.grey)]), paper.truth)


def unruled(random: Random) -> Wild:
    """Nothing but the places of the words."""
    paper = draft(random, requests=plain_requests)
    return Wild(_pdf(paper, [], numbered="- {} -"), paper.truth)


def landscape_pages(random: Random) -> Wild:
    """Wide pages."""
    paper = draft(random)
    return Wild(_pdf(paper, _RULED, size=landscape(A4)), paper.truth)


def turned_pages(random: Random) -> Wild:
    """Pages that say they are to be turned."""
    paper = draft(random)
    return Wild(_pdf(paper, _RULED, turned=random.choice([90, 180, 270])), paper.truth)


def two_columns(random: Random) -> Wild:
    """A paper in two columns."""
    paper = draft(random, among=["2014"])
    return Wild(_pdf(paper, _RULED, columns=2), paper.truth)


def separated(random: Random) -> Wild:
    """Ruled, with thousands separators and dashes."""
    hand = Hand(number=lambda number: f"{number:,.2f}".removesuffix(".00"), nothing="—", total="合计")
    paper = draft(random, hand, blanks=0.1)
    return Wild(_pdf(paper, _RULED), paper.truth)


PAPER: Mapping[str, Callable[[Random], Wild]] = {
    f"pdf {kind.__name__.replace('_', ' ')}": kind
    for kind in (
        ruled, ruled_with_header_again, ruled_across, three_lines, shaded, shaded_and_ruled, unruled,
        landscape_pages, turned_pages, two_columns, separated,
    )
}
