"""Names and numbers that a page masks. They are marked, and never filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.repair.changes import Change, FoundChange, texts_with

__all__ = ["find"]


def find(texts: Sequence[str]) -> Iterator[FoundChange]:
    """Find masks inside words and numbers; each becomes itself.

    >>> [found.change.after for found in find(["由****公司承建，电话138****0000", "张**同志", "*****", "**重点**工作"])]
    ['****', '****', '**']
    """
    for number, text in texts_with(_MASK, texts):
        yield from (FoundChange(number, change) for change in _masks(text))


_MASK = re.compile(r"[*＊]+")
_PART_OF_A_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z\d]")
_LONGEST_MASK = 12


def _masks(text: str) -> Iterator[Change]:
    runs = list(_MASK.finditer(text))
    # Two stars before and two behind some words is how plain text prints bold.
    bold = sum(len(run[0]) == 2 for run in runs) > 1
    for run in runs:
        length = run.end() - run.start()
        before, after = text[max(run.start() - 1, 0) : run.start()], text[run.end() : run.end() + 1]
        if length == 2:
            masks = not bold and bool(re.match(r"[\u4e00-\u9fff]", before))
        else:
            masks = 2 < length <= _LONGEST_MASK and bool(_PART_OF_A_NAME.match(before) or _PART_OF_A_NAME.match(after))
        if masks:
            yield Change(run.start(), run.end(), run[0], "masked")
