"""The words in the header of the table of reviews and lawsuits, groups and outcomes, and what a printed cell says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby

from gongkai.forms import Block
from gongkai.recognise.form_tables.labels import LOST, expected_labels, read_label, similarity
from gongkai.recognise.form_tables.lines import PlacedLines
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.values import CellKind

__all__ = ["DisputeWords", "dispute_words"]

ACCEPTED = 0.6
"""Similarity from which a header cell is taken for a word of the header; its words are far from one another."""

MOST_PARTS = 4
"""Lines that one word of the header may be broken into, where each is no row of a table."""

_IN_HEADERS: frozenset[CellKind] = frozenset({"text", "blank"})
_NUMBERING = re.compile(r"^\W*[一二三四五六七八九十\d]{1,3}[、.．)）]")
_BRACKET = re.compile(r"[(（]")
_LETTERS = re.compile(r"[^\W\d_]")


@cache
def dispute_words(block: Block) -> DisputeWords:
    """Give the words of the one block of the table."""
    return DisputeWords(block)


class DisputeWords:
    """The words of the header: groups and outcomes."""

    def __init__(self, block: Block) -> None:
        groups = dict.fromkeys(row.group for row in block.rows if row.group)
        printed = [(column.label, column.variants) for column in block.columns]
        printed += [(row.label, row.variants) for row in block.rows]
        printed += [(group, ()) for group in groups]
        self.in_order = [column.label for column in block.columns]
        self.rows = [row.label for row in block.rows]
        self._group_of = {row.label: row.group for row in block.rows}
        self._outcomes = frozenset(self.in_order)
        self._groups = frozenset(row.label for row in block.rows)
        self._labels = [label for label, _ in printed]
        self._expected = expected_labels([(label, variants, "") for label, variants in printed])
        self._spellings = {text: label for label, variants in printed for text in (label, *variants)}
        self._run = re.compile("|".join(sorted(map(re.escape, self._spellings), key=len, reverse=True)))

    def outcomes(self, words: Sequence[str]) -> list[str]:
        """Give the outcomes among some words."""
        return [word for word in words if word in self._outcomes]

    def groups(self, words: Sequence[str]) -> list[str]:
        """Give the groups among some words that are rows of the form."""
        return [word for word in words if word in self._groups]

    def groups_in(self, text: str) -> list[str]:
        """Give the rows of the form that a text names, in the order of the text; the longest name at each place."""
        return [self._spellings[word] for word in self._run.findall(text) if self._spellings[word] in self._groups]

    def group_named_by(self, heading: str) -> str | None:
        """Give the row of the form whose name is all that a heading says: 行政诉讼（未经复议直接起诉）."""
        found = self.groups_in(heading)
        if len(found) != 1:
            return None
        (name,) = found
        rest = heading.replace(self._group_of[name] or name, "", 1).replace(name, "", 1)
        return None if _LETTERS.search(_NUMBERING.sub("", rest)) else name

    def names_every_group(self, words: Sequence[str]) -> bool:
        """Say whether words are the rows of the form, once each and in their order."""
        return list(words) == self.rows

    def are_outcomes(self, words: Sequence[str]) -> bool:
        """Say whether words are the outcomes of the form, in its order, and nothing else."""
        return words == self.in_order

    def without_repeated(self, words: Sequence[str]) -> tuple[str, ...]:
        """Give the words of a header once, if merged cells were printed again in every slot: in rows of equal width.

        The last row has the outcomes of every group, and those of the first groups are printed in a row above as well.
        """
        width = len(self.rows) * len(self.in_order)
        *above, last = [words[start : start + width] for start in range(0, len(words), width)] or [()]
        if not above or list(last) != self.in_order * len(self.rows):
            return tuple(words)
        groups = [word for row in above for word, _ in groupby(row) if word not in self._outcomes]
        return (*dict.fromkeys(groups), *last)

    def of_line(self, pieces: Sequence[Piece]) -> list[str]:
        """Give the words of a header line, or nothing where most of the line is none.

        A word that is not understood stays as an empty one, so that the header refuses its values.
        """
        kinds = [piece.value.kind for piece in pieces]
        if not _IN_HEADERS.issuperset(kinds):
            return []
        said = [self._of_cell(piece.text) for piece, kind in zip(pieces, kinds, strict=True) if kind != "blank"]
        if sum(map(bool, said)) * 2 <= len(said):
            return []
        return [word for words in said for word in words or [""]]

    def at(self, lines: PlacedLines, number: int) -> tuple[list[str], int]:
        """Give the words of the header line at a place, and how many lines they are broken into."""
        own = [piece for _, piece in lines[number]]
        said = ""
        for length, line in enumerate(lines[number : number + MOST_PARTS], start=1):
            text = "".join(piece.text for _, piece in line if piece.kind == "text")
            if not text or own[0].table is not None:
                break
            said += text
            if words := self._exactly(said):
                return list(words), length
        return self.of_line(own), 1

    @lru_cache(maxsize=1024)  # noqa: B019 - there is one for each form, for good
    def _of_cell(self, text: str) -> tuple[str, ...]:
        words = self._exactly(text)
        if words:
            return words
        # Of words so far from one another, one without 不 or 未 is no other.
        like = [similarity(each, read_label(text).text, negation=LOST) for each in self._expected]
        best = max(range(len(like)), key=like.__getitem__)
        alone = sum(each >= ACCEPTED for each in like) == 1
        return (self._labels[best],) if like[best] >= ACCEPTED and alone else ()

    def _exactly(self, text: str) -> tuple[str, ...]:
        # What stands in brackets behind 行政诉讼 is the name of the group: 行政诉讼（复议后起诉）.
        group = self.group_named_by(text) if _BRACKET.search(text) else None
        if group:
            return (group,)
        label = read_label(text).text
        run = self._run.findall(label)
        return tuple(self._spellings[word] for word in run) if "".join(run) == label else ()
