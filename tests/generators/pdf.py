"""Reports as PDF: paragraphs and grids, laid out on pages as word processors lay them out.

`render_pdf` prints blocks one below the other. A `str` is a paragraph, a `Grid` a table:

    render_pdf(["一、总体情况", Grid.of([["信息内容", "本年制发件数"], ["规章", "1"]])], Options(page_numbers="- {} -"))

Rows that do not fit go to the next page. A cell that spans rows on both pages is drawn as a piece on each; its text
fills the first piece, and what does not fit there goes on in the next, as in Word. What a page prints is otherwise a
matter of `Options`: how lines are drawn, running titles, repeated headers, bold type, turned pages, a password.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Literal, Protocol

import mplfonts
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
pdfmetrics.registerFont(TTFont("SimHei", Path(mplfonts.__file__).parent / "fonts" / "SimHei.ttf"))

Rules = Literal["all", "no_sides", "horizontal", "none"]
Drawing = Literal["strokes", "filled", "frames", "one_path", "form"]


@dataclass(frozen=True)
class GridCell:
    """A cell. `"\\n"` in its text begins a new line; else text is broken where it no longer fits."""

    text: str = ""
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Grid:
    """A table. Each row holds the cells that begin in it, as in HTML.

    `widths` are relative, and all the same if left out. The first `header_rows` are printed again on every page if
    the options say so. `rules` says which lines are drawn.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    widths: tuple[float, ...] = ()
    header_rows: int = 0
    rules: Rules = "all"

    @classmethod
    def of(cls, rows: Iterable[Iterable[str | GridCell]], **rest: object) -> Grid:
        """Make a grid, with a bare string for a cell that spans nothing."""
        cells = tuple(tuple(GridCell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
        return replace(cls(cells), **rest)


Block = str | Grid


@dataclass(frozen=True)
class Options:
    """How pages are printed. Lengths are points.

    Attributes:
        page_size: width and height, as the reader of the page sees them.
        page_numbers: what the foot of each page says, with `{}` for the number; nothing if empty.
        running_title: what the head of each page says.
        repeat_headers: print the header rows of a table again where it goes on.
        cut_rows: let a row run over a page break instead of moving it to the next page.
        open_breaks: draw no line across a cell where a page break cuts it, as browsers print.
        drawing: lines as strokes, as thin filled rectangles, as a frame around each cell, all in one path, or as
            strokes in a form that is scaled when it is placed.
        by_character: place each character by itself, as WPS does.
        fake_bold: print the text twice, slightly moved.
        turn: degrees by which the page is stored turned.
    """

    page_size: tuple[float, float] = (595, 842)
    margin: float = 72
    font: Literal["SimHei", "STSong-Light"] = "SimHei"
    font_size: float = 10.5
    line_pitch: float = 1.5
    padding: float = 5.4
    page_numbers: str = ""
    running_title: str = ""
    repeat_headers: bool = False
    cut_rows: bool = False
    open_breaks: bool = False
    drawing: Drawing = "strokes"
    by_character: bool = False
    fake_bold: bool = False
    turn: Literal[0, 90, 180, 270] = 0
    password: str = ""


def render_pdf(blocks: Sequence[Block], options: Options = Options()) -> bytes:
    """Print blocks and give the PDF. The same blocks and options give the same bytes."""
    return print_blocks(blocks, _PdfPress(options))


class Press(Protocol):
    """What prints on pages: the pages printed so far, and how far down the present one is filled."""

    options: Options
    used: float

    @property
    def room(self) -> float: ...
    def next_page(self) -> None: ...
    def write(self, text: str, left: float, middle: float) -> None: ...
    def rule(self, lines: Iterable[_Line], frames: Iterable[_Line]) -> None: ...
    def finished(self) -> bytes: ...


def print_blocks(blocks: Sequence[Block], press: Press) -> bytes:
    """Lay blocks out, and have a press print them."""
    for block in blocks:
        if isinstance(block, str):
            _print_paragraph(block, press)
        else:
            _print_grid(_laid_out(block, press.options), press)
    return press.finished()


class _PdfPress:
    """The pages printed so far, and how far down the present one is filled."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.used = 0.0
        self._file = io.BytesIO()
        lock = StandardEncryption(options.password, strength=128) if options.password else None
        self._canvas = Canvas(self._file, invariant=1, encrypt=lock, pageCompression=1)
        self._number = 0
        self._forms = 0
        self._open_page()

    @property
    def room(self) -> float:
        return self.options.page_size[1] - 2 * self.options.margin - self.used

    def next_page(self) -> None:
        self._close_page()
        self._open_page()

    def write(self, text: str, left: float, middle: float) -> None:
        """Print text whose middle stands so far below the upper margin."""
        size = self.options.font_size
        baseline = self.options.page_size[1] - self.options.margin - middle - 0.35 * size
        for moved in (0, 0.3) if self.options.fake_bold else (0,):
            self._canvas.setFont(self.options.font, size)
            offset = 0.0
            for piece in text if self.options.by_character else [text]:
                self._canvas.drawString(self.options.margin + left + offset + moved, baseline, piece)
                offset += self.width(piece)

    def width(self, text: str) -> float:
        return pdfmetrics.stringWidth(text, self.options.font, self.options.font_size)

    def rule(self, lines: Iterable[_Line], frames: Iterable[_Line]) -> None:
        """Draw lines between two corners. Frames are the corners of cells."""
        lines, frames = [list(map(self._on_paper, group)) for group in (whole(lines), frames)]
        canvas = self._canvas
        canvas.setLineWidth(0.5)
        if self.options.drawing == "strokes":
            for line in lines:
                canvas.line(*line)
        elif self.options.drawing == "filled":
            for left, top, right, bottom in lines:
                canvas.rect(left, bottom, max(right - left, 0.5), max(top - bottom, 0.5), stroke=0, fill=1)
        elif self.options.drawing == "frames":
            for left, top, right, bottom in frames:
                canvas.rect(left, bottom, right - left, top - bottom)
        elif self.options.drawing == "one_path":
            path = canvas.beginPath()
            for left, top, right, bottom in lines:
                path.moveTo(left, top)
                path.lineTo(right, bottom)
            canvas.drawPath(path)
        else:
            self._rule_in_form(lines)

    def finished(self) -> bytes:
        self._close_page()
        self._canvas.save()
        return self._file.getvalue()

    def _on_paper(self, line: _Line) -> _Line:
        left, top, right, bottom = line
        margin, height = self.options.margin, self.options.page_size[1]
        return margin + left, height - margin - top, margin + right, height - margin - bottom

    def _rule_in_form(self, lines: list[_Line]) -> None:
        self._forms += 1
        name = f"rules{self._forms}"
        self._canvas.beginForm(name, lowerx=0, lowery=0, upperx=9999, uppery=9999)
        self._canvas.lines([tuple(2 * end for end in line) for line in lines])
        self._canvas.endForm()
        self._canvas.saveState()
        self._canvas.scale(0.5, 0.5)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def _open_page(self) -> None:
        width, height = self.options.page_size
        turn = self.options.turn
        self._number += 1
        self.used = 0.0
        self._canvas.setPageSize((width, height))
        self._canvas.setPageRotation(turn)
        self._canvas.saveState()
        self._canvas.translate(*{0: (0, 0), 90: (height, 0), 180: (width, height), 270: (0, width)}[turn])
        self._canvas.rotate(turn)

    def _close_page(self) -> None:
        height = self.options.page_size[1] - self.options.margin
        if self.options.running_title:
            self.write(self.options.running_title, 0, -self.options.margin / 2)
        if self.options.page_numbers:
            self.write(self.options.page_numbers.format(self._number), 200, height - self.options.margin / 2)
        self._canvas.restoreState()
        self._canvas.showPage()


_Line = tuple[float, float, float, float]


def whole(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Join the sides of cells that go on in one line."""
    ends: dict[tuple[bool, float], list[list[float]]] = {}
    for left, top, right, bottom in sorted(lines):
        across = top == bottom
        key = (across, top if across else left)
        start, end = (left, right) if across else (top, bottom)
        runs = ends.setdefault(key, [])
        if runs and abs(runs[-1][1] - start) < 0.01:
            runs[-1][1] = end
        else:
            runs.append([start, end])
    for (across, position), runs in ends.items():
        for start, end in runs:
            yield (start, position, end, position) if across else (position, start, position, end)


def _print_paragraph(text: str, press: Press) -> None:
    options = press.options
    pitch = options.font_size * options.line_pitch
    indent = 2 * options.font_size
    for number, line in enumerate(_wrapped(text, options.page_size[0] - 2 * options.margin, indent, press.options)):
        if press.room < pitch:
            press.next_page()
        press.write(line, 0 if number else indent, press.used + pitch / 2)
        press.used += pitch


_NEVER_FIRST = "，。、；：）》”！？"


def _wrapped(text: str, width: float, indent: float, options: Options) -> list[str]:
    """Break text where it no longer fits: between any two characters, but inside a word only if it must be."""

    def length(piece: str) -> float:
        return pdfmetrics.stringWidth(piece, options.font, options.font_size)

    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in _words(part):
            for piece in [word] if length(word) <= width else word:
                if line and length(line + piece) > (width if lines else width - indent):
                    # A mark that may not begin a line takes the character before it along.
                    kept = -1 if piece in _NEVER_FIRST and len(line) > 1 else len(line)
                    lines.append(line[:kept])
                    line = line[kept:]
                line += piece
        lines.append(line)
    return lines if text else []


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if word and not (character.isascii() and word[-1].isascii()):
            yield word
            word = ""
        word += character
    if word:
        yield word


@dataclass(frozen=True)
class _Placed:
    """A cell with its place in the grid, counted from 0, and its lines."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Layout:
    grid: Grid
    cells: tuple[_Placed, ...]
    edges: tuple[float, ...]
    heights: tuple[float, ...]


def _laid_out(grid: Grid, options: Options) -> _Layout:
    placed = list(_placed(grid))
    columns = max(cell.column + cell.column_span for cell in placed)
    widths = grid.widths or (1.0,) * columns
    share = (options.page_size[0] - 2 * options.margin) / sum(widths)
    edges = tuple(accumulate((share * width for width in widths), initial=0.0))
    cells = []
    for cell in placed:
        inner = edges[cell.column + cell.column_span] - edges[cell.column] - 2 * options.padding
        cells.append(replace(cell, lines=tuple(_wrapped("".join(cell.lines), inner, 0, options))))
    pitch = options.font_size * options.line_pitch
    heights = [1.4 * pitch] * len(grid.rows)
    for cell in sorted(cells, key=lambda cell: cell.row_span):
        spanned = heights[cell.row : cell.row + cell.row_span]
        heights[cell.row + cell.row_span - 1] += max(0.0, (len(cell.lines) + 0.4) * pitch - sum(spanned))
    return _Layout(grid, tuple(cells), edges, tuple(heights))


def _placed(grid: Grid) -> Iterator[_Placed]:
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            for down in range(cell.row_span):
                taken |= {(number + down, column + along) for along in range(cell.column_span)}
            yield _Placed(number, column, cell.row_span, cell.column_span, (cell.text,))


@dataclass(frozen=True)
class _Strip:
    """A row, or the piece of a row that is on one page."""

    row: int
    top: float
    height: float


def _print_grid(layout: _Layout, press: Press) -> None:
    written: dict[_Placed, int | None] = dict.fromkeys(layout.cells)
    strips: list[_Strip] = []
    options = press.options
    least = options.font_size * options.line_pitch * 1.4
    for row, height in enumerate(layout.heights):
        left = height
        while press.room < left:
            if options.cut_rows and press.room >= least and left - press.room >= least:
                strips.append(_Strip(row, press.used, press.room))
                left -= press.room
            _print_strips(layout, strips, written, press, is_cut=left < height)
            strips = []
            press.next_page()
            if options.repeat_headers and row >= layout.grid.header_rows:
                strips = _repeated_header(layout, press)
        strips.append(_Strip(row, press.used, left))
        press.used += left
    _print_strips(layout, strips, written, press, is_cut=False)


def _repeated_header(layout: _Layout, press: Press) -> list[_Strip]:
    strips = []
    for row in range(layout.grid.header_rows):
        strips.append(_Strip(row, press.used, layout.heights[row]))
        press.used += layout.heights[row]
    header = tuple(cell for cell in layout.cells if cell.row < layout.grid.header_rows)
    _print_strips(replace(layout, cells=header), strips, dict.fromkeys(header), press, is_cut=False)
    return []


def _print_strips(
    layout: _Layout, strips: Sequence[_Strip], written: dict[_Placed, int | None], press: Press, *, is_cut: bool
) -> None:
    """Print the pieces of cells that stand on this page."""
    if not strips:
        return
    pitch = press.options.font_size * press.options.line_pitch
    last = strips[-1].row
    frames: list[_Line] = []
    lines: set[_Line] = set()
    for cell in layout.cells:
        own = [strip for strip in strips if cell.row <= strip.row < cell.row + cell.row_span]
        if not own:
            continue
        left, right = layout.edges[cell.column], layout.edges[cell.column + cell.column_span]
        top, bottom = own[0].top, own[-1].top + own[-1].height
        goes_on = own[-1].row == last and (is_cut or cell.row + cell.row_span - 1 > last)
        went_on = written[cell] is not None
        frames.append((left, top, right, bottom))
        lines |= set(
            _sides(
                layout,
                (left, top, right, bottom),
                open_above=went_on and press.options.open_breaks,
                open_below=goes_on and press.options.open_breaks,
            )
        )
        fitting = int((bottom - top - 0.3 * pitch) / pitch) if goes_on else len(cell.lines)
        start = written[cell] or 0
        text = cell.lines[start : start + fitting]
        written[cell] = start + len(text)
        first = (top + bottom - len(text) * pitch) / 2
        for number, line in enumerate(text):
            press.write(line, left + press.options.padding, first + (number + 0.5) * pitch)
    press.rule(sorted(lines), frames)


def _sides(layout: _Layout, box: _Line, *, open_above: bool, open_below: bool) -> Iterator[_Line]:
    left, top, right, bottom = box
    rules = layout.grid.rules
    if rules == "none":
        return
    if not open_above:
        yield left, top, right, top
    if not open_below:
        yield left, bottom, right, bottom
    if rules == "all" or (rules == "no_sides" and left > layout.edges[0]):
        yield left, top, left, bottom
    if rules == "all" or (rules == "no_sides" and right < layout.edges[-1]):
        yield right, top, right, bottom
