"""Labels that a narrow column broke into lines, with the values of their row between: before, beside and behind them.

2.其他法律行政法规禁止公
开 3 0 0 0 0 0 3

Only lines that together say a label of the form, to the letter, are one label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby, islice, takewhile

from gongkai.recognise.form_tables.labels import LONGEST_LABEL, ExpectedLabel, PrintedLabel, read_label
from gongkai.recognise.form_tables.lines import Stream

__all__ = ["broken_labels", "goes_on_below"]

MOST_LINES_BEHIND = 3
"""Lines behind the values that a label may go on in."""


def broken_labels(expected: Sequence[ExpectedLabel], stream: Stream) -> Mapping[int, PrintedLabel]:
    """Give the whole label of each text that values follow, and that other lines complete; by its place."""
    spellings = frozenset(text for each in expected for text in each.spellings)
    longest = max(map(len, spellings), default=0)
    found = {}
    for number, place in enumerate(stream.texts):
        own = stream[place]
        if own.table is not None or len(own.text) > longest + LONGEST_LABEL or not _values_follow(stream, place):
            continue
        text = read_label(own.text).text
        # 其中 alone is a row of the agency's own, whatever label stands below it.
        if text == "其中" or (text in spellings and not _is_open(own.text)):
            continue
        for whole in _completed(stream, number):
            label = read_label(whole)
            if label.text in spellings:
                found[place] = label
                break
    return found


def goes_on_below(stream: Stream, place: int, label: PrintedLabel, expected: ExpectedLabel, known: Set[int]) -> bool:
    """Say whether a row of a table has but the beginning of a label, and no values, as those stand beside the rest.

    Args:
        stream: what a document prints.
        place: where the label stands.
        label: what is printed there.
        expected: the label of the form that it was taken for.
        known: the places of labels that are equal to those of the form; the row below has none.
    """
    rests = [text.removeprefix(label.text) for text in expected.spellings if text.startswith(label.text)]
    if stream[place].table is None or not rests or not all(rests):
        return False
    of_table = takewhile(lambda piece: piece.table == stream[place].table, stream[place : place + MOST_CELLS])
    rows = [list(row) for _, row in islice(groupby(of_table, key=lambda piece: piece.line), 2)]
    if len(rows) < 2 or any(piece.is_number for piece in rows[0]):
        return False
    first = place + len(rows[0])
    words = "".join(piece.text for piece in rows[1] if piece.kind == "text")
    has_values = any(piece.is_number for piece in rows[1])
    return has_values and any(rest in words for rest in rests) and known.isdisjoint(range(first, first + len(rows[1])))


MOST_CELLS = 60
"""Cells of two rows of a table."""


def _is_open(text: str) -> bool:
    """Say whether a note begins in a text that goes on elsewhere."""
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _values_follow(stream: Stream, place: int) -> bool:
    behind = stream[place + 1] if place + 1 < len(stream) else None
    return behind is not None and behind.table is None and behind.kind != "text"


def _completed(stream: Stream, number: int) -> Iterator[str]:
    """Give the text before the values with the lines behind them, and with the line above it too."""
    texts = stream.texts
    above = texts[number - 1] if number > 0 and texts[number - 1] == texts[number] - 1 else None
    before = [""] if above is None or stream[above].table is not None else ["", stream[above].text]
    for start in before:
        whole = start + stream[texts[number]].text
        for behind in range(number + 1, min(number + 1 + MOST_LINES_BEHIND, len(texts))):
            place = texts[behind]
            follows = behind == number + 1 or texts[behind - 1] == place - 1
            if not follows or stream[place].segment != stream[texts[number]].segment or stream[place].table is not None:
                break
            # A line with values of its own is another row.
            if _values_follow(stream, place):
                break
            whole += stream[place].text
            yield whole
