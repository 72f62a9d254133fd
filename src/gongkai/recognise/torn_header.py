"""The header of reviews and lawsuits as PDF text leaves it: its words torn to lines of single characters.

    结 结 其 尚
    果 果 他 未 总
    维 纠 结 审 计
    持 正 果 结

No word can be read, but where all characters of the official header stand above a line, each as often as the form has
it, and nothing else does, and the line has a value for each cell of the form, the order of the form is what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gongkai.forms import Block
from gongkai.recognise.stream import Piece

__all__ = ["below_torn_headers"]

Line = Sequence[tuple[int, Piece]]
"""A line of a stream: its pieces, each with its place."""


def below_torn_headers(lines: Sequence[Line], block: Block) -> Iterator[tuple[int, Line]]:
    """Give each line of values below a torn header, with the place where the header begins."""
    size = len(block.rows) * len(block.columns)
    header = _characters_of_header(block)
    for number, line in enumerate(lines):
        if len(line) == size and all(
            piece.table is None and (piece.is_number or piece.kind == "dash") for _, piece in line
        ):
            first = _begin_of_header(lines, number, header, block)
            if first is not None:
                yield first, line


def _characters_of_header(block: Block) -> Counter[str]:
    groups = list(dict.fromkeys(row.group for row in block.rows if row.group))
    outcomes = [column.label for column in block.columns] * len(block.rows)
    return Counter("".join([*(row.label for row in block.rows), *groups, *outcomes]))


def _begin_of_header(lines: Sequence[Line], number: int, header: Counter[str], block: Block) -> int | None:
    left = header.copy()
    text = ""
    for above in range(number - 1, -1, -1):
        line = lines[above]
        said = "".join("".join(piece.text.split()) for _, piece in line)
        if any(piece.table is not None or piece.kind != "text" for _, piece in line) or Counter(said) - left:
            return None
        left -= Counter(said)
        text = said + text
        if not left:
            return line[0][0] if _names_in_order(text, block) else None
    return None


def _names_in_order(text: str, block: Block) -> bool:
    place = 0
    for row in block.rows:
        place = text.find(row.label, place) + len(row.label)
        if place < len(row.label):
            return False
    return True
