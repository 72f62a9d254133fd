"""The statistics form of 2014, filled at random and rendered in its three shapes.

A `Filling` says what is printed for each row; `render_html`, `render_lines` and `render_pipes` print it. What a
careful reader takes from the print is `Filling.truth()`.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from gongkai.forms import Row, form

ROWS = form("2014").tables[0].blocks[0].rows
VALUE_ROWS = tuple(row for row in ROWS if not row.header)


@dataclass(frozen=True)
class Line:
    """One printed row: its code (None for a row of the agency's own), label, unit and value as printed."""

    code: str | None
    label: str
    unit: str
    printed: str
    value: float | None = None


@dataclass(frozen=True)
class Filling:
    lines: tuple[Line, ...]

    def truth(self) -> dict[str, float | None]:
        values = {row.code for row in VALUE_ROWS}
        return {line.code: line.value for line in self.lines if line.code in values}


def printed_label(row: Row, *, mark: str = "official", note: bool = True) -> str:
    """Print a label as the form does, or with another habit of marking rows."""
    number = row.number
    if number == "其中":
        number = "其中："
    elif number.isdigit():
        number += {"official": ".", "comma": "、", "brackets": "）"}[mark]
        number = f"（{number}" if mark == "brackets" else number
    elif number and not number.startswith("（"):
        number += "、"
    elif mark == "comma" and number:
        number = number.replace("（", "(").replace("）", ")")
    return number + row.label + (f"（{row.note}）" if note and row.note else "")


def official_line(row: Row, printed: str, value: float | None) -> Line:
    return Line(row.code, printed_label(row), row.unit or "——", "" if row.header else printed, value)


numbers = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 10**7))
blanks = st.just(("", None))


def _whole(number: int) -> st.SearchStrategy[tuple[str, float]]:
    full_width = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return st.sampled_from([str(number), f"{number:,}", full_width, f" {number} ", f"\u00a0{number}"]).map(
        lambda text: (text, float(number))
    )


def _decimal(number: int) -> tuple[str, float]:
    return f"{number // 100}.{number % 100:02d}", number / 100


printed_values = st.one_of(
    blanks,
    numbers.flatmap(_whole),
    st.integers(0, 10**6).map(_decimal),
    st.sampled_from([("/", None), ("—", None), ("无", None)]),
    st.sampled_from([("十二", 12.0), ("三", 3.0), ("一百零五", 105.0)]),
    st.sampled_from([("22（其中修订16件）", 22.0), ("见附件", None), ("约3", None)]),
)


@st.composite
def fillings(draw: st.DrawFn) -> Filling:
    """Fill every row."""
    lines = []
    for row in ROWS:
        printed, value = ("", None) if row.header else draw(printed_values)
        lines.append(official_line(row, printed, value))
    return Filling(tuple(lines))


@st.composite
def rows_dropped(draw: st.DrawFn, filling: Filling) -> Filling:
    gone = draw(st.sets(st.integers(0, len(filling.lines) - 1), max_size=25))
    return Filling(tuple(line for number, line in enumerate(filling.lines) if number not in gone))


@st.composite
def labels_varied(draw: st.DrawFn, filling: Filling) -> Filling:
    """Print some labels with another mark, without the note, as a known variant, or short of one character."""
    by_code = {row.code: row for row in ROWS}
    lines = []
    for line in filling.lines:
        habit = draw(st.sampled_from(["official", "comma", "brackets", "plain", "variant", "lost"]))
        row = by_code.get(line.code or "")
        lines.append(replace(line, label=_varied(draw, row, habit)) if row else line)
    return Filling(tuple(lines))


def _varied(draw: st.DrawFn, row: Row, habit: str) -> str:
    if habit in ("comma", "brackets"):
        return printed_label(row, mark=habit)
    if habit == "plain":
        return printed_label(row, note=False)
    if habit == "variant" and row.variants:
        return printed_label(replace(row, label=draw(st.sampled_from(row.variants))), note=False)
    if habit == "lost":
        place = draw(st.integers(0, len(row.label) - 1))
        return printed_label(replace(row, label=row.label[:place] + row.label[place + 1 :]), note=False)
    return printed_label(row)


@st.composite
def spacing_changed(draw: st.DrawFn, filling: Filling) -> Filling:
    blanks_inside = st.sampled_from(["", "", "", " ", "\u3000", "\u00a0", "  "])
    lines = [
        replace(line, label="".join(character + draw(blanks_inside) for character in line.label).strip())
        for line in filling.lines
    ]
    return Filling(tuple(lines))


@st.composite
def rows_of_its_own(draw: st.DrawFn, filling: Filling) -> Filling:
    """Put in rows that the form does not have."""
    own = [
        "其中：区政府统计数",
        "乡镇街道统计数",
        "2.邮件申请数",
        "其中：县直单位数",
        "政务抖音公开政府信息数",
        "撤诉数",
        "其他",
    ]
    lines = list(filling.lines)
    for label in draw(st.lists(st.sampled_from(own), max_size=3, unique=True)):
        place = draw(st.integers(0, len(lines)))
        number = draw(st.integers(0, 9999))
        lines.insert(place, Line(None, label, "件", str(number), float(number)))
    return Filling(tuple(lines))


def render_html(filling: Filling) -> str:
    """One table, a row a line."""
    rows = "".join(f"<tr>{_cell(line.label)}{_cell(line.unit)}{_cell(line.printed)}</tr>" for line in filling.lines)
    return f"{_head()}<table><tr><th>统计指标</th><th>单位</th><th>统计数</th></tr>{rows}</table>"


def render_lines(filling: Filling) -> str:
    """Text with one cell a line; a blank cell is a line with a no-break space."""
    cells = [cell for line in filling.lines for cell in (line.label, line.unit, line.printed)]
    return "\n\n".join([*_text_head(), "统计指标", "单位", "统计数", *(cell.strip() or "\u00a0" for cell in cells)])


def render_pipes(filling: Filling) -> str:
    """Text with `a | b | c` lines."""
    rows = [f"{line.label} | {line.unit} | {line.printed}" for line in filling.lines]
    return "\n".join([*_text_head(), "统计指标 | 单位 | 统计数", *rows])


RENDERERS = {"html": render_html, "lines": render_lines, "pipes": render_pipes}


def _cell(text: str) -> str:
    return f"<td>{html.escape(text) or '&nbsp;'}</td>"


def _text_head() -> list[str]:
    return ["嘉禾县2017年政府信息公开年度报告", "一、概述", "本年工作按计划完成。", "二、统计表"]


def _head() -> str:
    return "<html><body>" + "".join(f"<p>{line}</p>" for line in _text_head())
