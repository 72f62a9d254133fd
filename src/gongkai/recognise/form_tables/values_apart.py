"""Rows in lines whose values stand on another line than their label: they may be those of another row, or of none."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.forms import FormTable
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.matrix_rows import MatrixRow
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.printed_words import spellings
from gongkai.recognise.form_tables.rows import RowMatch

__all__ = ["on_lines_of_labels", "without_blanks_above_headings", "without_lines_of_no_label"]


def on_lines_of_labels(lines: Sequence[MatrixRow], stream: Sequence[Piece]) -> Sequence[MatrixRow]:
    """Leave out values below their label where most stand on its line: they may be those of another row.

    Several values between the lines of one label are its own.
    """
    apart = [
        line.table is None
        and line.values[0].line != stream[line.match.last].line
        and not (line.match.broken and len(line.values) > 1)
        for line in lines
    ]
    flat = sum(line.table is None for line in lines)
    if sum(apart) * 2 >= flat:
        return lines
    return [line for line, below in zip(lines, apart, strict=True) if not below]


def without_lines_of_no_label(lines: Sequence[MatrixRow], document_stream: Stream) -> Sequence[MatrixRow]:
    """Leave out lines of several values below whole labels, if other labels have a value beside them.

    They may be of no label, as a subtotal is.
    """
    texts = {document_stream[place].line: document_stream[place] for place in document_stream.texts}
    beside = [line.table is None and line.values[0].line in texts for line in lines]
    if not any(beside):
        return lines
    return [
        line
        for line, is_beside in zip(lines, beside, strict=True)
        if is_beside
        or line.table is not None
        or not _are_several_on_one_line(line.values)
        or _ends_with(line.match, texts.get(line.values[0].line + 1))
    ]


def without_blanks_above_headings(lines: Sequence[MatrixRow], stream: Stream, table: FormTable) -> Sequence[MatrixRow]:
    """Leave out rows without values if a heading with numbers follows right behind, which may be theirs.

    An upright heading beside several rows stands where its middle is, and takes what is printed there.
    """
    headings = frozenset(text for block in table.blocks for row in block.rows if row.header for text in spellings(row))
    return [
        line
        for line in lines
        if any(piece.kind != "blank" for piece in line.values)
        or line.end == len(stream)
        or not _is_heading_with_number(stream, line.end, headings)
    ]


def _is_heading_with_number(stream: Stream, place: int, headings: frozenset[str]) -> bool:
    heading, *behind = stream[place : place + 2]
    return read_label(heading.text).text in headings and any(
        piece.is_number and piece.line == heading.line for piece in behind
    )


def _ends_with(match: RowMatch, below: Piece | None) -> bool:
    """Say whether a text is the end of a label."""
    return below is not None and match.label.text.endswith(read_label(below.text).text)


def _are_several_on_one_line(values: Sequence[Piece]) -> bool:
    return len(values) > 1 and len({piece.line for piece in values}) == 1
