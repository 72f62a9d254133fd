"""The cells of a local table: rows by their labels, columns by the header, a value for each word of the header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from gongkai.forms import Block, Column, FormTable
from gongkai.recognise.form_tables.labels import expected_labels, read_label
from gongkai.recognise.form_tables.lines import ByColumn, Stream
from gongkai.recognise.form_tables.observing import Evidence, end_of_row, observe, printed_label
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.rows import RowMatch, find_rows
from gongkai.recognise.values import clean
from gongkai.recognise.vocabulary import vocabulary
from gongkai.rows import Observation

__all__ = ["HeaderWord", "LocalHeader", "LocalRegion", "column_spellings", "read_region"]

MOST_HEADER_LINES = 4
"""Lines right above the first row in which its header stands, where each line has several cells."""


@dataclass(frozen=True, slots=True)
class HeaderWord:
    """A word of a header: the columns of the grid that it stands over, and which column of the form it names."""

    text: str
    first_column: int
    last_column: int
    column: int | None
    is_unit: bool


@dataclass(frozen=True, slots=True)
class LocalHeader:
    """What stands over the cells behind the labels, from left to right."""

    words: tuple[HeaderWord, ...]
    columns: int

    @property
    def is_whole(self) -> bool:
        """Whether every column of the form is named, and nothing else stands there but units and remarks."""
        ignored = vocabulary().header_ignored
        named = [word.column for word in self.words if word.column is not None]
        others = [word for word in self.words if word.column is None and not word.is_unit]
        return sorted(named) == list(range(self.columns)) and all(
            read_label(word.text).text in ignored for word in others
        )

    @property
    def values(self) -> tuple[HeaderWord, ...]:
        """The words that stand over values: all but that of the unit."""
        return tuple(word for word in self.words if not word.is_unit)


@dataclass(frozen=True)
class LocalRegion:
    """The pieces of one table, or of one run of lines, with the rows of the form found in them."""

    stream: Stream
    block: Block
    matches: tuple[RowMatch, ...]
    year: int | None
    above: LocalHeader | None = None

    @classmethod
    def of(
        cls,
        stream: Stream,
        members: Sequence[int],
        table: FormTable,
        year: int | None,
        *,
        above: LocalHeader | None = None,
    ) -> LocalRegion:
        """Find the rows of a form; `above` is the header of the region that this one may go on from."""
        (block,) = table.blocks
        own = Stream(stream[place] for place in members)
        expected = expected_labels([(row.label, row.variants, row.number) for row in block.rows])
        numbers = {row.code: number for number, row in enumerate(block.rows)}
        parents = [numbers.get(row.parent or "") for row in block.rows]
        return cls(own, block, find_rows(expected, own, parents, fewest=1).matches, year, above)

    @cached_property
    def header(self) -> LocalHeader | None:
        """What stands above the first row, or else over the region before; None where no column is named."""
        if not self.matches:
            return None
        first = self.stream[self.matches[0].first]
        above = [piece for piece in self.stream[: self.matches[0].first] if piece.line < first.line]
        # What stands below the last line that names a column is a row of which the form knows nothing.
        last = max((piece.line for piece in above if self._names_column(piece)), default=0)
        before = [piece for piece in above if piece.line <= last]
        words = _words_of_grid(before, first) if self._in_grid else _words_in_order(before)
        named = tuple(_header_word(word, self.block.columns, self.year) for word in words)
        columns = [word.column for word in named if word.column is not None]
        if columns and len(set(columns)) == len(columns):
            return LocalHeader(named, len(self.block.columns))
        return None if columns else self.above

    def _names_column(self, piece: Piece) -> bool:
        words = [piece.text] if piece.table is not None else piece.text.split()
        return any(_header_word((word, 0, 0), self.block.columns, self.year).column is not None for word in words)

    @property
    def _in_grid(self) -> bool:
        table = self.stream[self.matches[0].first].table
        return table is not None and table not in self.stream.ragged

    def rows(self) -> Iterator[tuple[RowMatch, Sequence[Piece]]]:
        """Give the rows that have values, each with the pieces behind its label."""
        for number, match in enumerate(self.matches):
            following = self.matches[number + 1].first if number + 1 < len(self.matches) else len(self.stream)
            behind = self.stream[match.last + 1 : end_of_row(self.stream, match.last, following)]
            if not self.block.rows[match.row].header and behind:
                yield match, behind


def read_region(region: LocalRegion, table: str) -> Iterator[Observation]:
    """Give the cells of a region, as indicators of `table` (form.table).

    A row of which not every value stands under its word of the header gives none.
    """
    if region.header is None:
        return
    for match, cells in _aligned(region, region.header):
        row, label = region.block.rows[match.row], region.stream[match.last]
        evidence = Evidence(printed_label(region.stream, match), match.matched_by, match.similarity)
        unit = next((_printed_unit(piece) for word, piece in cells if word.is_unit), None) or match.label.unit
        for word, piece in cells:
            if word.column is not None:
                indicator = f"{table}.{row.code}.{region.block.columns[word.column].code}"
                yield observe(indicator, piece, label, evidence, unit or read_label(word.text).unit, row.unit)


def _printed_unit(piece: Piece) -> str | None:
    return piece.value.unit or (clean(piece.text) if piece.kind == "text" else None)


# Headers -------------------------------------------------------------------------------------------------------------


def _words_of_grid(before: Sequence[Piece], label: Piece) -> Iterator[tuple[str, int, int]]:
    """Give the lowest words right of the labels, each with its columns of the grid."""
    lines = sorted({piece.line for piece in before})[-MOST_HEADER_LINES:]
    heading = [piece for piece in before if piece.line in lines and piece.first_column > label.last_column]
    below = {line: ByColumn([piece for piece in heading if piece.line > line], lambda piece: piece) for line in lines}
    lowest = [piece for piece in heading if not below[piece.line].sharing(piece)]
    for piece in sorted(lowest, key=lambda piece: piece.first_column):
        yield piece.text, piece.first_column, piece.last_column


def _share_columns(piece: Piece, first: int, last: int) -> bool:
    return piece.first_column <= last and first <= piece.last_column


def _words_in_order(before: Sequence[Piece]) -> Iterator[tuple[str, int, int]]:
    """Give the words behind the one that stands over the labels, where there is no grid."""
    texts = [text for piece in before for text in ([piece.text] if piece.table is not None else piece.text.split())]
    over_labels = [number for number, text in enumerate(texts) if read_label(text).text in vocabulary().header_labels]
    if over_labels:
        yield from ((text, 0, 0) for text in texts[over_labels[-1] + 1 :])


def _header_word(word: tuple[str, int, int], columns: Sequence[Column], year: int | None) -> HeaderWord:
    text = read_label(word[0]).text
    named = (number for number, column in enumerate(columns) if text in column_spellings(column, year))
    return HeaderWord(*word, column=next(named, None), is_unit=text in vocabulary().header_units)


@cache
def column_spellings(column: Column, year: int | None) -> frozenset[str]:
    """Give the bare spellings of a column in the report of a year: 2016年度 is a column of another year than 2015.

    >>> sorted(column_spellings(Column("year", "本年度", "of the year", variants=("{year}年度",)), 2016))
    ['2016年度', '本年度']
    """
    spelled = (column.label, *column.variants)
    known = (text for text in spelled if year is not None or "{year}" not in text)
    return frozenset(read_label(text.format(year=year)).text for text in known)


# Rows ----------------------------------------------------------------------------------------------------------------


_Cells = Sequence[tuple[HeaderWord, Piece]]
"""The cells of a row, each with the word of the header that it stands under."""


def _aligned(region: LocalRegion, header: LocalHeader) -> Iterator[tuple[RowMatch, _Cells]]:
    rows = list(region.rows())
    if any(region.stream[match.last].table is None for match, _ in rows):
        yield from _aligned_in_lines(rows, header)
        return
    for match, behind in rows:
        cells = list(zip(header.words, behind, strict=False))
        in_grid = region.stream[match.last].table not in region.stream.ragged
        if len(behind) == len(header.words) and all(_fits(word, piece, in_grid=in_grid) for word, piece in cells):
            yield match, cells


def _fits(word: HeaderWord, piece: Piece, *, in_grid: bool) -> bool:
    """Tell a row from one that has slipped: a unit is no value, a number no unit, and a cell stands under its word."""
    as_unit = not piece.is_number if word.is_unit else piece.kind != "unit"
    return as_unit and (not in_grid or _share_columns(piece, word.first_column, word.last_column))


def _aligned_in_lines(
    rows: Sequence[tuple[RowMatch, Sequence[Piece]]], header: LocalHeader
) -> Iterator[tuple[RowMatch, _Cells]]:
    """Read lines if every row has as many values as the header has words for them: a blank leaves no trace in lines."""
    unit = next((word for word in header.words if word.is_unit), None)
    values = [[piece for piece in behind if piece.kind not in ("unit", "note")] for _, behind in rows]
    if any(len(each) != len(header.values) for each in values):
        return
    for (match, behind), own in zip(rows, values, strict=True):
        units = [(unit, piece) for piece in behind if piece.kind == "unit"] if unit else []
        yield match, [*units, *zip(header.values, own, strict=True)]
