"""Read a form table that prints one value for each row: label, unit, value.

The table may stand as a table, as lines of one cell each, or as lines of label, unit and value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.forms import Block, FormTable, Row
from gongkai.recognise.form_tables.flattened_list import ListedRow, count_of_numbers, in_lines
from gongkai.recognise.form_tables.labels import expected_labels, read_label
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.list_header import (
    ListHeader,
    column_above,
    header_in_lines,
    heads,
    in_bands,
    list_headers,
)
from gongkai.recognise.form_tables.observing import (
    Evidence,
    TableReading,
    ambiguous,
    blocks_between,
    end_of_row,
    glued_number,
    observe,
    printed_label,
    same_row,
    unclaimed,
    unmatched,
    with_lesser,
)
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.rows import FEWEST_ROWS, RowMatch, find_rows
from gongkai.recognise.form_tables.stretches import may_have_stretch
from gongkai.recognise.values import LONGEST_WORD, clean, read_cell
from gongkai.recognise.vocabulary import vocabulary
from gongkai.rows import Observation, Unmatched

__all__ = ["read_list"]

TELLING_VALUES = 20
"""Numbers from which it is telling that not one of them has a single digit."""


def read_list(
    document_stream: Stream, form: str, table: FormTable, year: int | None, *, fewest: int = FEWEST_ROWS
) -> TableReading:
    """Read a table with layout `list` of a form; an empty reading says that the document has none.

    `year` is that of the report: it chooses among columns for several years. `fewest` equal labels make a table.
    """
    (block,) = table.blocks
    (column,) = block.columns
    expected = expected_labels([(row.label, row.variants, row.number) for row in block.rows])
    if not may_have_stretch(expected, document_stream, fewest):
        return TableReading()
    stream = in_bands(document_stream, column)
    places_by_code = {row.code: number for number, row in enumerate(block.rows)}
    parents = [places_by_code.get(row.parent or "") for row in block.rows]
    found = find_rows(expected, stream, parents, fewest=fewest)
    if found.rivals:
        return ambiguous(stream, found)
    if not found.matches:
        return TableReading()
    places = _places(stream, found.matches, block, year)
    reading = TableReading(
        observations=_observations(stream, places, block.rows, f"{form}.{table.code}", column.code),
        unmatched=(*_left_over(stream, places, block.rows), *_unclaimed(stream, places)),
        blocks=blocks_between(stream, places[0].match.first, places[-1].end),
        found=len(found.matches),
    )
    return with_lesser(reading, stream, found)


# Where the values stand ---------------------------------------------------------------------------------------


LONGEST_UNIT = 4
"""Characters of an unusual unit, such as 条/次."""


def _places(stream: Stream, matches: Sequence[RowMatch], block: Block, year: int | None) -> tuple[ListedRow, ...]:
    headers = list(list_headers(stream, block.columns[0], year))
    spanning = [piece for piece in stream if piece.table is not None and piece.last_row > piece.first_row]
    places = []
    for number, match in enumerate(matches):
        limit = matches[number + 1].first if number + 1 < len(matches) else len(stream)
        end = end_of_row(stream, match.last, limit)
        behind = stream[match.last + 1 : end]
        label = stream[match.last]
        if label.table is None:
            places.append(ListedRow(match, end, others=tuple(behind)))
            continue
        header = next((each for at, each in reversed(headers) if heads(stream, at, match)), None)
        if _shared_with_other_rows(label, behind, spanning):
            places.append(ListedRow(match, end, others=tuple(behind), printed=False))
        elif not behind and end < len(stream) and same_row(label, stream[end]):
            # Another label follows in the row, so that this one only heads it.
            places.append(ListedRow(match, end, printed=False))
        else:
            told = header is None or label.table not in stream.ragged or not _hides_column(behind, header)
            own = _up_to_text(behind, header) if told else ()
            places.append(_in_table(match, end, own, behind, header))
    embedded = [_with_embedded_number(place, stream) for place in places]
    every = _in_one_column(embedded, stream, headers)
    header = header_in_lines(stream, matches[0].first, block.columns[0], year)
    return tuple(_below_header_in_lines(every, stream, header) if header else in_lines(every, stream, block.rows))


def _below_header_in_lines(
    places: Sequence[ListedRow], stream: Sequence[Piece], header: ListHeader
) -> Iterator[ListedRow]:
    """Take the value of each row in lines that has as many pieces as the header has columns, if most rows have."""
    flat = [place for place in places if stream[place.match.last].table is None]
    full = [place for place in flat if len(place.others) == len(header.columns)]
    for place in places:
        if place not in flat:
            yield place
        elif place in full and 2 * len(full) > len(flat):
            yield _in_table(place.match, place.end, place.others, place.others, header)
        else:
            yield replace(place, printed=False)


def _shared_with_other_rows(label: Piece, behind: Sequence[Piece], spanning: Sequence[Piece]) -> bool:
    """Say whether the row's value may stand in a cell that other rows share."""
    row = label.first_row
    return any(
        piece.table == label.table
        and piece.kind != "text"
        and piece.first_column > label.last_column
        and piece.first_row <= row <= piece.last_row
        for piece in (*spanning, *(each for each in behind if each.last_row > row))
    )


def _hides_column(behind: Sequence[Piece], header: ListHeader) -> bool:
    """Say whether a row without a grid is short of cells, where another column than the value's may have a number."""
    ignored = vocabulary().header_ignored
    known = {*header.units, *header.values}
    others = (number for number in range(len(header.columns)) if number not in known)
    strange = any(read_label(header.columns[number].text).text not in ignored for number in others)
    return strange and len(behind) < len(header.columns)


def _up_to_text(behind: Sequence[Piece], header: ListHeader | None) -> Sequence[Piece]:
    """Leave out what stands behind a text in the row: it belongs to that text, not to the label.

    In a row as long as the header, a word in the column of values is said in the place of a number.
    """
    for number, piece in enumerate(behind[:-1]):
        if piece.kind == "text" and not _is_own_word(piece, number, behind, header):
            return behind[:number]
    return behind


def _is_own_word(piece: Piece, number: int, behind: Sequence[Piece], header: ListHeader | None) -> bool:
    if header is None:
        return False
    whole = len(behind) == len(header.columns)
    if whole and number in header.values:
        return len(piece.text) <= LONGEST_WORD
    in_unit_column = column_above(piece, header) in header.units or (whole and number not in header.values)
    return in_unit_column and len(piece.text) <= LONGEST_UNIT


def _in_table(
    match: RowMatch, end: int, own: Sequence[Piece], behind: Sequence[Piece], header: ListHeader | None
) -> ListedRow:
    roles = _roles(own, header) if header else _roles_without_header(own)
    unit = next((_printed_unit(piece) for piece, role in zip(own, roles, strict=True) if role == "unit"), None)
    values = tuple(piece for piece, role in zip(own, roles, strict=True) if role == "value")
    others = (*(piece for piece, role in zip(own, roles, strict=True) if role is None), *behind[len(own) :])
    short = header is not None and bool(header.values) and len(behind) < len(header.columns)
    missing = bool(behind) and not values and not (short and all(piece.kind in ("unit", "blank") for piece in behind))
    return ListedRow(
        match,
        end,
        values=values,
        others=others,
        unit=unit or (header.unit if header else None),
        printed=not missing,
    )


def _roles(behind: Sequence[Piece], header: ListHeader) -> list[str | None]:
    """Say of each piece whether it stands in the unit's or the value's column."""
    if len(behind) == len(header.columns):
        columns: list[int | None] = list(range(len(behind)))
    else:
        columns = [column_above(piece, header) for piece in behind]
    roles: list[str | None] = [
        "unit" if column in header.units else "value" if column in header.values else None for column in columns
    ]
    numbers = [number for number, piece in enumerate(behind) if piece.is_number]
    # With a unit column and a value column and nothing else, a lone number is the value wherever it slipped.
    plain = len(header.columns) == len(header.units) + len(header.values) and len(header.values) == 1
    if plain and len(numbers) == 1 and "value" not in roles:
        roles[numbers[0]] = "value"
    return roles


def _printed_unit(piece: Piece) -> str | None:
    # A unit column may print what is no plain unit, such as 条/次; it stays as printed.
    return piece.value.unit or (clean(piece.text) if piece.kind == "text" else None)


def _roles_without_header(behind: Sequence[Piece]) -> list[str | None]:
    """As the form prints it: a unit, or nothing in its place, and then the value."""
    roles: list[str | None] = ["unit" if piece.kind == "unit" else "value" for piece in behind]
    if len(behind) == 2 and behind[0].kind in ("blank", "dash"):
        roles[0] = "unit"
    numbers = [number for number, piece in enumerate(behind) if piece.is_number]
    if len(numbers) == 1:
        roles = [
            "value" if number == numbers[0] else "unit" if role == "unit" else None for number, role in enumerate(roles)
        ]
    return roles


def _in_one_column(
    places: Sequence[ListedRow], stream: Sequence[Piece], headers: Sequence[tuple[int, ListHeader]]
) -> list[ListedRow]:
    """Take the values of a table without a header only where its numbers stand in one column.

    That column is one of the grid or, where rows differ in length, the last of each row.
    """
    without = [
        place
        for place in places
        if stream[place.match.last].table is not None and not any(heads(stream, at, place.match) for at, _ in headers)
    ]
    numbers = [
        (piece.first_column, number == place.end - 1)
        for place in without
        for number, piece in enumerate(stream[place.match.last + 1 : place.end], start=place.match.last + 1)
        if piece.is_number
    ]
    if len({column for column, _ in numbers}) <= 1 or all(last for _, last in numbers):
        return list(places)
    return [
        replace(place, values=(), others=(*place.values, *place.others), printed=False) if place in without else place
        for place in places
    ]


def _with_embedded_number(place: ListedRow, stream: Sequence[Piece]) -> ListedRow:
    """Take a number that stands inside the label's own cell or line: 收到申请数：7件."""
    printed = place.match.label.number
    if printed is None:
        return place
    label = stream[place.match.last]
    found = glued_number(label)
    if found is None or any(piece.is_number for piece in (*place.values, *place.others)):
        return replace(place, values=(), others=(*place.values, *place.others), printed=False)
    return replace(place, values=(found,), printed=found.is_number)


# Observations, and what no indicator claims ---------------------------------------------------------------------


def _observations(
    stream: Sequence[Piece], places: Sequence[ListedRow], rows: Sequence[Row], table: str, column: str
) -> tuple[Observation, ...]:
    observations = [
        _observation(f"{table}.{rows[place.match.row].code}.{column}", rows[place.match.row], place, stream)
        for place in places
        if place.printed
        and not rows[place.match.row].header
        and count_of_numbers(place.values) <= 1
        # With nothing behind it, a label may be the first line of one that goes on elsewhere.
        and (place.values or (place.match.similarity == 1 and not _goes_on(stream[place.match.last].text)))
    ]
    flat = all(piece.table is None for place in places for piece in place.values)
    values = [each.value for each in observations if each.value is not None]
    digits_lost = flat and len(values) >= TELLING_VALUES and all(value >= 10 for value in values)
    if not digits_lost:
        return tuple(observations)
    # Where characters that stand alone were lost, a label with nothing behind it may have had one digit.
    return tuple(
        replace(each, status="unreadable") if each.status == "blank" and each.raw == "" else each
        for each in observations
    )


def _goes_on(label: str) -> bool:
    """Say whether a label has a bracket that it does not close."""
    return sum(map(label.count, "(（")) > sum(map(label.count, ")）"))


def _observation(indicator: str, row: Row, place: ListedRow, stream: Sequence[Piece]) -> Observation:
    match = place.match
    number = next((piece for piece in place.values if piece.is_number), None)
    cell = number or next(iter(place.values), None)
    # A line that is but a digit may be the value, or the mark of the label below: the digit is of neither.
    is_in_doubt = cell is not None and cell.kind == "text" and read_cell(cell.text).kind == "number"
    observed = observe(
        indicator,
        None if is_in_doubt else cell,
        stream[match.last],
        Evidence(printed_label(stream, match), match.matched_by, match.similarity),
        place.unit or match.label.unit,
        row.unit,
    )
    return replace(observed, status="unreadable") if is_in_doubt else observed


def _left_over(stream: Sequence[Piece], places: Sequence[ListedRow], rows: Sequence[Row]) -> Iterator[Unmatched]:
    for place in places:
        label = printed_label(stream, place.match)
        if rows[place.match.row].header:
            yield from unmatched((*place.values, *place.others), label, "heading_row")
            continue
        yield from unmatched(place.others, label, "unknown_column")
        if count_of_numbers(place.values) > 1:
            yield from unmatched(place.values, label, "several_values")


def _unclaimed(stream: Stream, places: Sequence[ListedRow]) -> Iterator[Unmatched]:
    """Give the numbers of the table that stand behind no matched label."""
    claimed = {number for place in places for number in range(place.match.last + 1, place.end)}
    tables = {stream[place.match.last].table for place in places}
    flat = range(places[0].match.first, places[-1].end)
    members = (
        number
        for number, piece in enumerate(stream)
        if number not in claimed and (piece.table in tables if piece.table is not None else number in flat)
    )
    return unclaimed(stream, members, "unknown_row")
