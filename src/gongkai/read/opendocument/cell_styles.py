"""How the cells of an OpenDocument workbook are drawn, and what conditions change of that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gongkai.read.excel.model import UNKNOWN_FILL, WHITE, CellStyle, Condition, Font, Range, WorkbookError
from gongkai.read.excel.sheet_xml import read_range
from gongkai.read.opendocument.inline import is_struck, script
from gongkai.read.opendocument.styles import OpenStyles, Properties, points
from gongkai.read.word_xml import Element, attribute, child, local_name

__all__ = ["conditions_of", "drawn_as", "font_of"]


def drawn_as(said: Properties) -> CellStyle:
    """Give how a cell is drawn whose style says this."""
    sides = [said.get(f"table-cell:border-{side}", said.get("table-cell:border")) for side in _SIDES]
    return CellStyle(
        font=font_of(said),
        fill=_colour(said.get("table-cell:background-color"), WHITE),
        has_border=sum(side not in (None, "none") for side in sides) >= _EDGES_OF_A_PRINTED_CELL,
        shrinks=said.get("table-cell:shrink-to-fit") == "true",
    )


_SIDES = ("top", "bottom", "left", "right")
_EDGES_OF_A_PRINTED_CELL = 3


def font_of(said: Properties) -> Font:
    """Give how letters are drawn."""
    usual = Font()
    is_automatic = said.get("text:use-window-font-color") == "true"
    colour = None if is_automatic else _colour(said.get("text:color"), usual.colour)
    size = points(said.get("text:font-size"))
    return Font(is_struck(said), bool(script(said)), colour or usual.colour, size or usual.size)


def _colour(said: str | None, automatic: str) -> str | None:
    if said is None or said == "transparent":
        return automatic
    found = _COLOUR.fullmatch(said)
    return found[1].upper() if found else None


_COLOUR = re.compile("#([0-9A-Fa-f]{6})")


def conditions_of(
    table: Element, blocks: Mapping[str | None, Sequence[Range]], styles: OpenStyles
) -> Iterator[Condition]:
    """Give the conditional formats of a sheet.

    Args:
        table: the sheet.
        blocks: where the cells of each style stand.
        styles: the styles of the workbook.

    Raises:
        WorkbookError: there are more than any report has.
    """
    for named, places in blocks.items():
        for written, changed in styles.conditions(named):
            yield _condition(places, written, styles.of("table-cell", changed))
    formats = child(table, "conditional-formats")
    for node in () if formats is None else formats:
        places = list(_ranges(attribute(node, "target-range-address") or ""))
        for rule in node:
            if local_name(rule) == "condition":
                said = styles.of("table-cell", attribute(rule, "apply-style-name"))
                yield _condition(places, attribute(rule, "value") or "", said)
            elif local_name(rule) in ("data-bar", "icon-set"):
                yield Condition(tuple(places), shows_value=attribute(rule, "show-value") != "false")


def _ranges(addresses: str) -> Iterator[Range]:
    for address in addresses.split(" ")[:_MOST_RANGES]:
        first, _, last = (corner.rpartition(".")[2] for corner in address.partition(":"))
        try:
            yield read_range(f"{first}:{last}" if last else first)
        except ValueError:
            continue


_MOST_RANGES = 1_000


def _condition(places: Iterable[Range], written: str, said: Properties) -> Condition:
    ranges = tuple(places)
    if len(ranges) > _MOST_RANGES:
        raise WorkbookError("too_large", f"a conditional format has more than {_MOST_RANGES} parts")
    changed = drawn_as(said)
    found = _COMPARISON.fullmatch(written)
    return Condition(
        ranges,
        _OPERATORS[found[1]] if found else None,
        (float(found[2]),) if found else (),
        format=";;;" if found is None and "data-style" in said else None,
        colour=changed.font.colour if "text:color" in said else None,
        fill=changed.fill or UNKNOWN_FILL if "table-cell:background-color" in said else None,
        is_struck=changed.font.is_struck,
    )


_COMPARISON = re.compile(r"(?:cell-content\(\))?(<=|>=|!=|<|>|=)(-?[0-9]{1,15}(?:\.[0-9]{1,10})?)")
_OPERATORS = {
    "=": "equal",
    "!=": "notEqual",
    ">": "greaterThan",
    ">=": "greaterThanOrEqual",
    "<": "lessThan",
    "<=": "lessThanOrEqual",
}
