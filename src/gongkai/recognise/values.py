"""Read what a table cell prints: a number with or without its unit, nothing, or something else.

A cell gives a number only where one reading is left; `1,23`, `3/4`, `约3` and `10%` give none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from gongkai import chinese
from gongkai.document import UNCERTAIN
from gongkai.recognise.vocabulary import vocabulary
from gongkai.rows import Status

__all__ = [
    "LONGEST_WORD",
    "STATUSES",
    "CellKind",
    "CellValue",
    "clean",
    "read_cell",
    "read_change",
    "without_markup",
    "without_raised",
]

CellKind = Literal["number", "change", "blank", "dash", "unit", "note", "text", "uncertain"]

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_NO_COMPOSED_DIGITS = re.compile("[^¹²³¼½¾⁰-₉⅐-↉①-⓿❶-➓㉈-㉏㉑-㉟㊱-㊿㋀-㋋㍘-㍰㏠-㏾\U0001f100-\U0001f10c]+")
_RAISED = re.compile("[⁰¹²³⁴-⁹]+")
_FOOTNOTE = re.compile(rf"(?<=[\d\u4e00-\u9fff]){_RAISED.pattern}(?!\d)")
_MARKUP = re.compile(r"^\s*#{1,6}(?=[\s\u4e00-\u9fff(（*])\s*(?:\*\*)?|^\*\*(?=\S)|(?<=\S)\*\*\s*$")
_NOTE = re.compile(r"[(\[【〔][^()]*[)\]】〕]")
_NUMBER = re.compile(r"(?P<sign>[-+−]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<rest>[^\d]*)")
_CHINESE_NUMBER = re.compile(r"(?P<digits>[〇零一二三四五六七八九十百千万亿两]+)(?P<rest>.*)")
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_BROKEN_NUMBER = re.compile(r"\d\s*\n\s*\d")

LONGEST_CELL = 200
"""Characters beyond which a cell is prose, whatever it begins with."""

LONGEST_WORD = 5
"""Characters of a word in the place of a value, such as 详见正文."""

LARGEST_NUMBER = 10**12
"""No agency counts so far, in any unit: digits that make more are two numbers that touch, or no number."""


STATUSES: Mapping[CellKind, Status] = {
    "number": "reported",
    "change": "unreadable",
    "blank": "blank",
    "unit": "blank",
    "dash": "not_applicable",
    "text": "unreadable",
    "note": "unreadable",
    "uncertain": "unreadable",
}
"""What it means for a cell of a form to print each kind."""


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell prints. `number` is set for the kinds `number` and `change`; `unit` also for the kind `unit`.

    The kind `uncertain` is a number, or another value, of which some character could not be told or is misprinted.
    """

    kind: CellKind
    number: float | None = None
    unit: str | None = None


def clean(text: str) -> str:
    """Give text in one width (NFKC), without invisible characters, blanks folded to single spaces.

    Raised, circled and composed digits stay as they are: a footnote mark is no digit of the number before it.

    >>> clean("８，６４５\\u3000 条"), clean("22①"), clean("5½")
    ('8,645 条', '22①', '5½')
    """
    return _clean_short(text) if len(text) <= LONGEST_CELL else _clean(text)


def _clean(text: str) -> str:
    folded = text
    if not unicodedata.is_normalized("NFKC", text):
        folded = _NO_COMPOSED_DIGITS.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    if not folded.isprintable():
        folded = _INVISIBLE.sub("", folded)
    return " ".join(folded.split())


# Agencies print the same few labels over and over, and every stage asks for what a line says.
_clean_short = lru_cache(maxsize=16384)(_clean)


def without_markup(text: str) -> str:
    """Give a line without the marks that Markdown puts before headings and around strong text.

    >>> without_markup("## **一、总体情况**")
    '一、总体情况'
    """
    return _MARKUP.sub("", text) if "#" in text or "*" in text else text


def without_raised(text: str) -> str:
    """Give text without raised digits, which are marks of footnotes.

    >>> without_raised("当面申请数¹")
    '当面申请数'
    """
    return _RAISED.sub("", text)


def read_cell(text: str) -> CellValue:
    """Read one cell.

    >>> read_cell("8,645")
    CellValue(kind='number', number=8645.0, unit=None)
    >>> read_cell("22（其中修订16件）").number
    22.0
    >>> read_cell("251000元")
    CellValue(kind='number', number=251000.0, unit='元')
    >>> read_cell("十二").number
    12.0
    >>> [read_cell(text).kind for text in ("", "——", "件", "（见附表）", "10%")]
    ['blank', 'dash', 'unit', 'note', 'text']
    >>> read_cell("2455¹").number, read_cell("24\ufffd5件").kind, read_cell("--253").kind
    (2455.0, 'uncertain', 'uncertain')
    """
    if len(text) > LONGEST_CELL and UNCERTAIN not in text and not text.isspace():
        return CellValue("text")
    return _read_cell(text)


# The same numbers, units and labels stand in cell after cell.
@lru_cache(maxsize=16_384)
def _read_cell(text: str) -> CellValue:
    words = vocabulary()
    if UNCERTAIN in text:
        return _uncertain(text)
    if _BROKEN_NUMBER.search(text):
        return CellValue("text")
    cleaned = clean(text)
    if not cleaned:
        return CellValue("blank")
    if cleaned in words.dashes:
        return CellValue("dash")
    compact = _drop_spaces_beside_text(cleaned)
    if compact in words.units:
        return CellValue("unit", unit=compact)
    if _NOTE.fullmatch(compact):
        return _bracketed(compact)
    compact = _FOOTNOTE.sub("", compact.removesuffix("。"))
    value = _arabic(compact) or _chinese(compact) or _change(compact)
    return value or CellValue("uncertain" if _MISPRINTED.fullmatch(compact) else "text")


# A number with a sign too many, or commas in wrong places: a value all the same, and no label.
_MISPRINTED = re.compile(r"[-+−—–]{1,4}\d[\d,.]*|\d{1,4}(?:,\d{1,6})+(?:\.\d+)?")


def read_change(text: str) -> CellValue:
    """Read a cell of a column that says by how much something grew or shrank.

    >>> [read_change(text).number for text in ("减3", "增加12项", "3（减）", "-3", "3")]
    [-3.0, 12.0, -3.0, -3.0, 3.0]
    """
    value = read_cell(text)
    if value.kind == "change":
        return replace(value, kind="number")
    note = clean(text).partition("(")[2].rstrip(")")
    decreases = vocabulary().decreases
    if value.number is None or value.number <= 0 or not any(word in note for word in decreases):
        return value
    return replace(value, number=-value.number) if note in decreases else CellValue("text")


def _uncertain(text: str) -> CellValue:
    """Tell a value that lost some character from a label that did, by what would stand there without the loss."""
    whole = (read_cell(text.replace(UNCERTAIN, character)) for character in ("", "0"))
    return CellValue("text" if all(value.kind == "text" for value in whole) else "uncertain")


def _change(compact: str) -> CellValue | None:
    for word in _words_of_change():
        rest = compact.removeprefix(word).lstrip(":") if compact.startswith(word) else ""
        value = _arabic(rest) or _chinese(rest) if rest[:1].isalnum() else None
        if value is not None and value.number is not None:
            number = -value.number if word in vocabulary().decreases else value.number
            return CellValue("change", number + 0.0, value.unit)
    return None


@cache
def _words_of_change() -> tuple[str, ...]:
    words = vocabulary()
    return tuple(sorted(words.increases | words.decreases, key=len, reverse=True))


def _bracketed(compact: str) -> CellValue:
    inside = compact[1:-1]
    if inside in vocabulary().units:
        return CellValue("unit", unit=inside)
    # A loss in the manner of bookkeepers, the number of a column, or a remark: nothing tells which.
    return CellValue("uncertain" if _NUMBER.fullmatch(inside) else "note")


def _drop_spaces_beside_text(cleaned: str) -> str:
    # A space between two digits may part two numbers, so it stays and spoils the reading.
    return re.sub(r"(?<!\d) | (?!\d)", "", cleaned)


def _arabic(compact: str) -> CellValue | None:
    found = _NUMBER.fullmatch(_without_note(compact))
    if found is None:
        return None
    number = Decimal(found["digits"].replace(",", ""))
    if found["sign"] in ("-", "−"):
        number = -number
    return _with_unit(number, found["rest"])


def _chinese(compact: str) -> CellValue | None:
    found = _CHINESE_NUMBER.fullmatch(_without_note(compact))
    if found is None:
        return None
    # Typists put 一 for a dash.
    if found["digits"] == "一" and not found["rest"]:
        return None
    digits = found["digits"].replace("〇", "零")
    digits = "二" if digits == "两" else digits
    number = chinese.number(digits)
    return None if number is None else _with_unit(number, found["rest"])


def _without_note(compact: str) -> str:
    # A note begins behind the number: 22（其中修订16件）.
    bracket = compact.find("(")
    if bracket > 0 and compact.endswith(")"):
        inside = compact[bracket + 1 : -1]
        if inside in vocabulary().units:
            return compact[:bracket] + inside
        if "(" not in inside:
            return compact[:bracket]
    return compact


def _with_unit(number: Decimal, rest: str) -> CellValue | None:
    words = vocabulary()
    if abs(number) >= LARGEST_NUMBER:
        return CellValue("uncertain")
    if not rest or rest in words.units:
        return CellValue("number", float(number) + 0.0, rest or None)
    multiplier, unit = _MULTIPLIERS.get(rest[0]), rest[1:]
    # 66万 may be 66 of the form's 万元 or 660,000 元, so only a count may be multiplied out.
    if multiplier and unit in words.units and unit not in words.money_units:
        return CellValue("number", float(number * multiplier), unit)
    return None
