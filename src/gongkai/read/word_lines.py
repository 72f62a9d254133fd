"""A paragraph of Word that has ended -> the lines that it prints, with what is to be remarked of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.document import UNCERTAIN
from gongkai.read.blank import BLANK
from gongkai.read.word_drawing import WordDrawing
from gongkai.read.word_numbering import ListLabel
from gongkai.read.word_sight import LeveledText, leveled
from gongkai.read.word_table import Line, Mark, is_figure

__all__ = ["LONGEST_QUOTED", "has_number", "lines_of_paragraph"]

LONGEST_QUOTED = 40
"""Characters of a text that a remark quotes."""


def lines_of_paragraph(
    pieces: Sequence[LeveledText],
    marks: Sequence[Mark],
    label: ListLabel | None,
    *,
    in_table: bool,
    box: WordDrawing | None,
    is_framed: bool,
) -> list[Line]:
    """Give the lines of a paragraph; the first has the marks, which count in a table or beside a number.

    Args:
        pieces: its text, each piece on its level.
        marks: what was seen of it so far.
        label: the number that a list puts before it.
        in_table: whether it is in a cell.
        box: the text box that it is in.
        is_framed: whether a frame floats it.
    """
    texts = leveled(pieces)
    all_marks = [
        *marks,
        *(
            Mark("raised", f"{text.strip()} is moved out of the line")
            for text, piece in zip(texts, pieces, strict=True)
            if text != piece.text
        ),
    ]
    text = "".join(texts)
    if label is not None:
        text, numbering = _labeled(label, text, in_table=in_table)
        all_marks += numbering
    lines = [line.strip() for line in text.split("\n") if line.strip(BLANK)]
    kept = all_marks if in_table or any(map(has_number, lines)) else []
    if not (lines or kept):
        return []
    if in_table and box is not None and box.is_away:
        lines, kept = _away(lines, kept)
    floats = is_framed or (box is not None and box.floats)
    first, *others = lines or [""]
    in_box = box is not None
    return [Line(first, tuple(kept), in_box, floats), *(Line(line, (), in_box, floats) for line in others)]


def has_number(text: str) -> bool:
    """Say whether a text has a digit or another numeral."""
    return any(map(str.isnumeric, text))


def _labeled(label: ListLabel, text: str, *, in_table: bool) -> tuple[str, list[Mark]]:
    """Put the number of a list before a paragraph. In a cell, it may be all that there is of a value."""
    words = text.strip(BLANK)
    if not in_table or not (label.text or label.doubt) or (words and not is_figure(words)):
        return label.text + text, []
    said = f"{label.text.strip()} is a number of a list" if label.text else label.doubt
    mark = Mark("list_number", said, "nothing" if label.text else "blank" if not words else "number")
    gap = " " if words and label.text and not label.text.endswith(" ") else ""
    return label.text + gap + text, [mark]


def _away(lines: Sequence[str], marks: Iterable[Mark]) -> tuple[list[str], list[Mark]]:
    """Give the lines of a text box that may lie over another cell than the one it is anchored in."""
    figures = [line for line in lines if is_figure(line)]
    said = (Mark("overlapping", f"{line[:LONGEST_QUOTED]} floats beside the cell", "number") for line in figures)
    return [UNCERTAIN if is_figure(line) else line for line in lines], [*marks, *said]
