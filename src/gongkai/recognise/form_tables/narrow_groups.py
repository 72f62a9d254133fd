"""Headers whose group is narrower than the columns below it, so that the last of these stand behind the whole table.

自然人 |          法人或其他组织            | 总计 |
       | 商业企业 | 科研机构 | 社会公益组织 |      | 法律服务机构 | 其他

So a browser draws it, and 总计 above the values of 法律服务机构. A column of the group that has nothing above it can
only be one that found no room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from gongkai.recognise.form_tables.lines import ByColumn
from gongkai.recognise.form_tables.pieces import Piece

__all__ = ["with_room_for_groups"]


def with_room_for_groups(
    lines: Sequence[Sequence[Piece]], is_group: Callable[[Piece], bool], is_grouped: Callable[[Piece], bool]
) -> Sequence[Sequence[Piece]]:
    """Give header lines in which the one group of the form is as wide as its columns, and what is beside it moved on.

    Args:
        lines: the lines of a header, from the uppermost down.
        is_group: says whether a cell has the label of a group of the form.
        is_grouped: says whether it has that of a column which stands below one.
    """
    # What found no room stands beyond all else. To tell words takes longer than to see that.
    if not lines or max(piece.last_column for line in lines for piece in line) == lines[0][-1].last_column:
        return lines
    heads = [(depth, piece) for depth, line in enumerate(lines) for piece in line if is_group(piece)]
    if len(heads) != 1:
        return lines
    depth, group = heads[0]
    if depth + 1 >= len(lines):
        return lines
    above = ByColumn([piece for line in lines[: depth + 1] for piece in line], lambda piece: piece)
    if any(piece is not group and piece.last_row >= group.first_row for piece in above.sharing(group)):
        # Where a cell above the group is too narrow as well, a column of something else stands inside it.
        return lines
    behind = [piece for piece in lines[depth + 1] if not above.sharing(piece)]
    if not behind or not all(map(is_grouped, behind)):
        return lines
    missing = sum(piece.last_column - piece.first_column + 1 for piece in behind)
    ends = max(piece.last_column for line in lines for piece in line if piece not in behind)
    side_by_side = all(before.last_column + 1 == after.first_column for before, after in pairwise(behind))
    if behind[0].first_column != ends + 1 or not side_by_side:
        return lines
    return [[_in_place(piece, group, behind, missing, ends) for piece in line] for line in lines]


def _in_place(piece: Piece, group: Piece, behind: Sequence[Piece], missing: int, ends: int) -> Piece:
    if piece in behind:
        return _moved(piece, group.last_column - ends)
    if piece.first_column > group.last_column:
        return _moved(piece, missing)
    if piece.last_column >= group.last_column and piece.line <= group.line:
        return replace(piece, last_column=piece.last_column + missing)
    return piece


def _moved(piece: Piece, columns: int) -> Piece:
    return replace(piece, first_column=piece.first_column + columns, last_column=piece.last_column + columns)
