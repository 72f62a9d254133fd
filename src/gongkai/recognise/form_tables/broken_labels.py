"""Labels that a narrow column broke into lines, with the values of their row between: before, beside and behind them.

2.其他法律行政法规禁止公
开 3 0 0 0 0 0 3

Only lines that together say a label of the form, to the letter, are one label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongkai.recognise.form_tables.labels import LONGEST_LABEL, ExpectedLabel, PrintedLabel, read_label
from gongkai.recognise.form_tables.lines import Stream

__all__ = ["broken_labels"]

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
        if read_label(own.text).text in spellings and not _is_open(own.text):
            continue
        for whole in _completed(stream, number):
            label = read_label(whole)
            if label.text in spellings:
                found[place] = label
                break
    return found


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
