"""What one cell shows, and why that is not what it stores: its format, its letters, its formula, its width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from gongkai.document import UNCERTAIN, RemarkKind
from gongkai.read.excel.colours import distance
from gongkai.read.excel.formulas import Evaluator
from gongkai.read.excel.model import (
    UNKNOWN_FILL,
    CellStyle,
    Condition,
    Font,
    Place,
    SourceCell,
    SourceSheet,
    TextRun,
    Workbook,
)
from gongkai.read.excel.number_format import GENERAL, show_number, show_text

__all__ = ["Seen", "Viewer"]


@dataclass(frozen=True, slots=True)
class Seen:
    """The text that a person sees in a cell, and how it was seen."""

    text: str
    remarks: tuple[tuple[RemarkKind, str], ...] = ()


Value = float | bool | tuple[TextRun, ...]

_SAME_COLOUR = 24
_LIKE_COLOUR = 60
"""How far apart letters and what is behind them are at most, to be not seen, and to be perhaps not seen."""

_DIGIT = re.compile(r"[\d〇一二三四五六七八九十]")
_MARK = re.compile(r"[\d①-⓿*※†‡\[\]()（）〔〕注a-e]+")


class Viewer:
    """Looks at the cells of one sheet."""

    def __init__(self, sheet: SourceSheet, workbook: Workbook, evaluator: Evaluator) -> None:
        """Take the sheet, the workbook that it is in, and what computes formulas."""
        self._sheet = sheet
        self._workbook = workbook
        self._evaluator = evaluator

    def see(self, place: Place, cell: SourceCell, *, is_wide: bool = False) -> Seen:
        """Give what a cell shows.

        Args:
            place: its row and column, counted from 0.
            cell: what it stores.
            is_wide: whether it is merged with the cells beside it, so that its column does not bound it.
        """
        if cell.formula is not None and self._sheet.shows_formulas:
            return Seen("=" + cell.formula.text if cell.formula.text else UNCERTAIN)
        value, said = self._value(place, cell)
        if value is None:
            return Seen(UNCERTAIN if said else "", said)
        width = None if is_wide else self._sheet.widths.get(place[1])
        style = cell.style
        if cell.shown is not None and value == cell.value:
            style = replace(style, format=_as_told(cell.shown))
        seen = self._conditioned(place, value, style, width)
        return replace(seen, remarks=said + seen.remarks)

    # What a formula gives

    def _value(self, place: Place, cell: SourceCell) -> tuple[Value | None, tuple[tuple[RemarkKind, str], ...]]:
        """Give the value of a cell, or None and the remark that says why it cannot be told."""
        if cell.formula is None:
            return cell.value, ()
        if cell.formula.is_picture:
            return None, (("picture", "a picture in the cell"),)
        is_blank = cell.value is None or (isinstance(cell.value, tuple) and not cell.text.strip())
        if not is_blank and (isinstance(cell.value, bool | tuple)):
            return cell.value, ()
        return self._number_of_formula(place, cell, is_blank=is_blank)

    def _number_of_formula(
        self, place: Place, cell: SourceCell, *, is_blank: bool
    ) -> tuple[Value | None, tuple[tuple[RemarkKind, str], ...]]:
        assert cell.formula is not None  # noqa: S101 - whoever calls has seen it
        trusted = self._workbook.is_computed and not cell.is_stale
        computed = self._evaluator.value(self._sheet, place)
        formula = f"={cell.formula.text}" if cell.formula.text else "a formula"
        if is_blank:
            if computed is not None:
                return float(computed), (("computed", f"{formula} gives {_plain(computed)}; no value was saved"),)
            if trusted and cell.value is not None:
                return cell.value, ()
            return None, (("not_computed", f"{formula} has no saved value"),)
        saved = cell.value
        assert isinstance(saved, float)  # noqa: S101 - texts and truths have been seen to
        if computed is None:
            if saved == 0 and not trusted:
                return None, (("not_computed", f"{formula} was saved as 0 by a program that does not compute"),)
            return saved, ()
        if _agree(computed, saved) or (trusted and self._workbook.is_manual):
            return saved, ()
        if saved == 0 and not trusted:
            return float(computed), (("computed", f"{formula} gives {_plain(computed)}; 0 was saved, not computed"),)
        return None, (("not_computed", f"{formula} was saved as {saved:.15g}, but gives {_plain(computed)}"),)

    # What conditional formats make of it

    def _conditioned(self, place: Place, value: Value, style: CellStyle, width: float | None) -> Seen:
        seen = self._drawn(value, style, width)
        for condition in self._sheet.conditions:
            if any(bounds.holds(place) for bounds in condition.ranges):
                changed = _changed(style, condition)
                other = self._drawn(value, changed, width) if condition.shows_value else Seen(UNCERTAIN)
                holds = _holds(condition, value)
                if holds is None and other.text != seen.text:
                    return Seen(UNCERTAIN, (("hidden", "a conditional format may change what is shown"),))
                if holds:
                    return other if other.remarks else replace(other, remarks=seen.remarks)
        return seen

    # What is drawn

    def _drawn(self, value: Value, style: CellStyle, width: float | None) -> Seen:
        if isinstance(value, tuple):
            return self._drawn_text(value, style)
        if isinstance(value, bool):
            return self._drawn_text((TextRun(str(value).upper()),), replace(style, format=GENERAL))
        return self._drawn_number(value, style, width)

    def _drawn_number(self, value: float, style: CellStyle, width: float | None) -> Seen:
        stored = _stored(value)
        if value == 0 and not self._sheet.shows_zeros:
            return Seen("", (("hidden", "the sheet does not show zeros"),))
        text = _shown(value, style.format, self._workbook.epoch_1904)
        if not text:
            return Seen("", (("hidden", f"{stored} is not shown by the format {style.format}"),))
        kind = self._way_of_not_being_seen(style.font, style)
        if kind is not None:
            return _lost(kind, stored)
        if width is not None and not style.shrinks and _needed_width(text, style.font) > width * _WIDTH_MARGIN:
            return Seen(UNCERTAIN, (("hidden", f"{text} does not fit its column, which shows ####"),))
        if text == stored:
            return Seen(text)
        return Seen(text, (("formatted", f"{stored} is stored, and shown by the format {style.format}"),))

    def _drawn_text(self, runs: tuple[TextRun, ...], style: CellStyle) -> Seen:
        kept: list[str] = []
        left_out: list[tuple[RemarkKind, str]] = []
        is_torn = False
        for place, run in enumerate(runs):
            kind = self._way_of_not_being_seen(run.font or style.font, style)
            if kind in ("raised", "raised?") and not _MARK.fullmatch(run.text.strip()):
                kind = None
            if kind is None or not run.text.strip():
                kept.append(run.text)
                continue
            if kind.endswith("?"):
                return Seen(
                    UNCERTAIN, (("hidden", f"{run.text[:_LONGEST_DETAIL]} can hardly be told from its ground"),)
                )
            after = "".join(other.text for other in runs[place + 1 :])
            is_torn |= kind == "raised" and bool(
                _ENDS_IN_DIGIT.search("".join(kept)) and _BEGINS_WITH_DIGIT.match(after)
            )
            left_out.append((_KINDS[kind], run.text[:_LONGEST_DETAIL].strip()))
        text = show_text("".join(kept), style.format)
        if not left_out:
            return Seen(text, () if text.strip() or not "".join(kept).strip() else _hidden_by_format(kept, style))
        has_number = any(_DIGIT.search(each) for each in (text, *(detail for _, detail in left_out)))
        remarks = tuple((kind, f"{detail} is left out") for kind, detail in left_out) if has_number else ()
        is_bare = not text.strip() and has_number and any(kind != "hidden" for kind, _ in left_out)
        return Seen(UNCERTAIN if is_torn or is_bare else text, remarks)

    def _way_of_not_being_seen(self, font: Font, style: CellStyle) -> str | None:
        """Tell how letters are not to be read; `hidden?` where that is not sure."""
        if font.is_struck:
            return "struck"
        ground = style.fill
        if ground is None:
            return "hidden?" if distance(font.colour, "FFFFFF") <= _LIKE_COLOUR else None
        apart = distance(font.colour, ground)
        if apart <= _LIKE_COLOUR:
            return "hidden" if apart <= _SAME_COLOUR and not self._sheet.has_backdrop else "hidden?"
        return "raised" if font.is_raised else None


_KINDS: dict[str, RemarkKind] = {"struck": "struck", "raised": "raised", "hidden": "hidden"}
_ENDS_IN_DIGIT = re.compile(r"\d\s*$")
_BEGINS_WITH_DIGIT = re.compile(r"\s*\d")
_LONGEST_DETAIL = 40


def _lost(kind: str, stored: str) -> Seen:
    if kind == "hidden":
        return Seen("", (("hidden", f"{stored} has the colour of its ground"),))
    if kind == "hidden?":
        return Seen(UNCERTAIN, (("hidden", f"{stored} can hardly be told from its ground"),))
    return Seen(UNCERTAIN, ((_KINDS[kind], f"{stored} is {kind}"),))


def _hidden_by_format(kept: list[str], style: CellStyle) -> tuple[tuple[RemarkKind, str], ...]:
    text = "".join(kept)[:_LONGEST_DETAIL]
    return (("hidden", f"{text} is not shown by the format {style.format}"),) if _DIGIT.search(text) else ()


def _as_told(shown: str) -> str:
    """Give the format that shows any number as one text, whatever its sign."""
    return ";".join(3 * ["".join(f"\\{character}" for character in shown)]) + ";"


@lru_cache(maxsize=4096)
def _shown(value: float, code: str, epoch_1904: bool) -> str:
    return show_number(value, code, epoch_1904=epoch_1904)


@lru_cache(maxsize=4096)
def _stored(value: float) -> str:
    return _plain(Decimal(f"{value:.15g}"))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _agree(computed: Decimal, saved: float) -> bool:
    return abs(float(computed) - saved) <= _TOLERANCE * max(1.0, abs(saved))


_TOLERANCE = 1e-9


def _changed(style: CellStyle, condition: Condition) -> CellStyle:
    return replace(
        style,
        format=condition.format or style.format,
        font=replace(
            style.font,
            colour=condition.colour or style.font.colour,
            is_struck=style.font.is_struck or condition.is_struck,
        ),
        fill=None if condition.fill == UNKNOWN_FILL else condition.fill or style.fill,
    )


def _holds(condition: Condition, value: Value) -> bool | None:
    """Tell whether a condition holds, or None where that is not followed."""
    if not condition.shows_value:
        return isinstance(value, float) or None
    if condition.operator is None or not isinstance(value, float):
        return None
    first, last = condition.bounds[0], condition.bounds[-1]
    results = {
        "equal": value == first,
        "notEqual": value != first,
        "greaterThan": value > first,
        "greaterThanOrEqual": value >= first,
        "lessThan": value < first,
        "lessThanOrEqual": value <= first,
        "between": min(first, last) <= value <= max(first, last),
        "notBetween": not min(first, last) <= value <= max(first, last),
    }
    return results.get(condition.operator)


_WIDTH_MARGIN = 1.15
_PADDING = 0.7
_USUAL_SIZE = 11


def _needed_width(text: str, font: Font) -> float:
    """Give how wide a column has to be to show a number, in digits of the usual size."""
    return sum(_letter_widths(text)) * font.size / _USUAL_SIZE + _PADDING


def _letter_widths(text: str) -> Iterator[float]:
    for letter in text:
        yield 2 if letter > "\u2e80" else 0.5 if letter in ",. " else 1
