"""Text whose spaces set the columns, as programs that convert PDF leave it: its tables, and the lines between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wcwidth import wcwidth

from gongkai.document import Table
from gongkai.read.aligned import AlignedTable, AlignedWord, aligned_tables, is_value
from gongkai.read.blank import BLANK

__all__ = ["spaced_parts"]


def spaced_parts(lines: Sequence[str]) -> Iterator[Table | Sequence[str]]:
    """Give the tables among lines of text, and the runs of lines before, between and behind them.

    Page numbers inside a table are left out.

    >>> lines = ["年报", "信息内容      本年制发件数    现行有效件数", "规章               0               12"]
    >>> before, table = spaced_parts(lines)
    >>> before, [[cell.text for cell in row] for row in table.rows()]
    (['年报'], [['信息内容', '本年制发件数', '现行有效件数'], ['规章', '0', '12']])
    """
    done = 0
    for found in _tables(lines) if _may_hold_tables(lines) else ():
        if found.first > done:
            yield lines[done : found.first]
        yield found.table
        done = found.behind
    if done < len(lines):
        yield lines[done:]


# A single ideographic space stands inside words and before paragraphs.
_GAP = re.compile(r"[ \u00a0\u3000]{2,}")
_WORD = re.compile(r"(?:(?![ \u00a0\u3000]{2}).)+")
_DIVIDED = re.compile(r"[\t|｜│┃║]")
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*/\s*(?:共\s*)?\d{1,3}(?:\s*页)?)?\W{0,3}")


def _may_hold_tables(lines: Sequence[str]) -> bool:
    return any(_ends_with_value(line) for line in lines)


def _ends_with_value(line: str) -> bool:
    # Most lines of prose have no gap, which one look tells.
    if _GAP.search(line) is None:
        return False
    parts = _GAP.split(line.strip(BLANK))
    return len(parts) > 1 and is_value(parts[-1]) and not _DIVIDED.search(line)


def _tables(lines: Sequence[str]) -> list[AlignedTable]:
    """Find the tables, with the width of characters such as “ that makes the columns fewest: fonts differ on it."""
    kept = _without_page_numbers(lines)
    gap = _least_gap(lines)
    readings = [aligned_tables([_words(lines[number], ambiguous, gap) for number in kept]) for ambiguous in (2, 1)]
    found = min(readings, key=lambda tables: (-_rows(tables), sum(map(_width, tables))))
    tables = [AlignedTable(kept[each.first], kept[each.behind - 1] + 1, each.table) for each in found]
    return [table for table in tables if _set_columns(lines[table.first : table.behind])]


def _set_columns(lines: Sequence[str]) -> bool:
    """Say whether spaces set the columns of lines, and do not only part their cells, always by as many."""
    return len({len(gap) for line in lines for gap in _GAP.findall(line.strip(BLANK))}) > 1


def _without_page_numbers(lines: Sequence[str]) -> list[int]:
    """Give the places of all lines but page numbers and the blank lines around them, where a table goes on."""
    bare = [line.strip(BLANK) for line in lines]
    # Digits right below a line may be the end of a number that a narrow column broke.
    left_out = {
        number
        for number, text in enumerate(bare)
        if text and _PAGE_NUMBER.fullmatch(text) and not (text.isdecimal() and number > 0 and bare[number - 1])
    }
    for number in sorted(left_out):
        for step in (-1, 1):
            near = number + step
            while 0 <= near < len(bare) and not bare[near]:
                left_out.add(near)
                near += step
    return [number for number in range(len(lines)) if number not in left_out]


def _rows(tables: Sequence[AlignedTable]) -> int:
    return sum(found.behind - found.first for found in tables)


def _width(found: AlignedTable) -> int:
    """Count the columns that hold values: where a row has slipped, its values stand in columns of their own."""
    return len({cell.column for cell in found.table.cells if is_value(cell.text)})


def _least_gap(lines: Sequence[str]) -> int:
    """Give how wide a gap between texts is at least; where letters are set apart, as wide a blank may part them."""
    # Below tables, names stand beside each other: 填报人：… 审核人：…
    apart = sum(len(_SET_APART.findall(line)) for line in lines if not _NAMES.search(line))
    return LEAST_GAP_OF_LETTERS if apart >= FEWEST_SET_APART else LEAST_GAP


LEAST_GAP = 2
LEAST_GAP_OF_LETTERS = 3
"""Columns that are blank between two cells."""

FEWEST_SET_APART = 5
"""Blanks between two letters that it takes to see that letters are set apart."""

_NAMES = re.compile("[:：]")
_SET_APART = re.compile(r"(?<=[\u4e00-\u9fff])[ \u00a0\u3000](?=[\u4e00-\u9fff])")


def _words(line: str, ambiguous: int, gap: int) -> list[AlignedWord]:
    if _DIVIDED.search(line):
        return []
    words: list[AlignedWord] = []
    start = end = 0
    for found in _WORD.finditer(line):
        text = found[0].strip(BLANK)
        if not text:
            continue
        place = found.start() + found[0].index(text[0])
        left = _columns(line[:place], ambiguous)
        if words and left - words[-1].right < gap and _belong_together(words[-1].text, text):
            words.pop()
        else:
            start = place
        end = place + len(text)
        left = _columns(line[:start], ambiguous)
        words.append(AlignedWord(line[start:end], left, left + _columns(line[start:end], ambiguous)))
    return words


def _belong_together(text: str, following: str) -> bool:
    if text.endswith("计") and _COUNTED_AS.fullmatch(following):
        return True
    if _FIRST_OF_MARK.fullmatch(text) and _LAST_OF_MARK.match(following):
        return True
    return _are_letters(text) and _are_letters(following)


_FIRST_OF_MARK = re.compile(r"\d{1,2}")
_LAST_OF_MARK = re.compile(r"[.．、)）](?!\d)")
_COUNTED_AS = re.compile(r"1\s?[条次]?")


def _are_letters(text: str) -> bool:
    return not is_value(text) or text.isalpha()


def _columns(text: str, ambiguous: int) -> int:
    return sum(_width_of(character, ambiguous) for character in text)


@cache
def _width_of(character: str, ambiguous: int) -> int:
    return max(wcwidth(character, ambiguous_width=ambiguous), 0)
