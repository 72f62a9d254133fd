"""What was repaired: edits to the raw text that can be replayed, shown and traced back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from gongkai.document import Block, Cell, Document, Locator, Paragraph
from gongkai.repair.changes import Change, RawSpans, changed
from gongkai.rows import Repair, RepairKind

__all__ = ["Edit", "Plan", "apply_plan"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to the raw text: at `place`, `before` becomes `after`.

    A masked name is marked by an edit whose `before` and `after` are the same: it is seen, and never filled.
    """

    kind: RepairKind
    before: str
    after: str
    place: Locator
    certainty: float


@dataclass(frozen=True)
class Plan:
    """Every edit to a document, in reading order; no two overlap. A healthy document has an empty plan."""

    edits: tuple[Edit, ...] = ()

    def rows(self) -> tuple[Repair, ...]:
        """Give the rows of the table `repairs`."""
        return tuple(
            Repair(number, edit.kind, edit.before, edit.after, edit.place, edit.certainty)
            for number, edit in enumerate(self.edits, start=1)
        )

    def to_raw(self, locator: Locator) -> Locator:
        """Give the place in the raw document of a place in the repaired one.

        A span that overlaps an edit covers the whole raw text of that edit. Characters of a whole table have no
        place of their own in it, so such a span becomes the table.

        >>> plan = Plan((Edit("dropped_characters", "20181月", "2018年1月", Locator(1, start=3, end=9), 1.0),))
        >>> str(plan.to_raw(Locator(1, start=8, end=9))), str(plan.to_raw(Locator(1, start=10, end=12)))
        ('b1:3-9', 'b1:9-11')
        """
        if locator.start is None or locator.end is None or not self.edits:
            return locator
        spans = self._raw_spans.get(_key(locator))
        if spans is None and locator.row is None and locator.block in self._repaired_tables:
            return replace(locator, start=None, end=None)
        if spans is None:
            return locator
        start, end = spans.of(locator.start, locator.end)
        return replace(locator, start=start, end=end)

    @cached_property
    def _raw_spans(self) -> Mapping[_Key, RawSpans]:
        """Give what leads back from each text that was changed; marks change nothing."""
        by_text: dict[_Key, list[Change]] = defaultdict(list)
        for edit in self.edits:
            if edit.before != edit.after:
                by_text[_key(edit.place)].append(_change(edit))
        return {key: RawSpans(changes) for key, changes in by_text.items()}

    @cached_property
    def _repaired_tables(self) -> frozenset[int]:
        return frozenset(edit.place.block for edit in self.edits if edit.place.row is not None)


def apply_plan(document: Document, plan: Plan) -> Document:
    """Make the edits of a plan in the raw document that it was made for.

    Raises:
        ValueError: the text at the place of an edit is not the one that the edit changes.

    >>> raw = Document((Paragraph("要求在20181月"),), "text")
    >>> plan = Plan((Edit("dropped_characters", "20181月", "2018年1月", Locator(1, start=3, end=9), 1.0),))
    >>> apply_plan(raw, plan).blocks[0].text
    '要求在2018年1月'
    """
    by_block: dict[int, dict[_Key, list[Edit]]] = defaultdict(lambda: defaultdict(list))
    for edit in plan.edits:
        by_block[edit.place.block][_key(edit.place)].append(edit)
    if not by_block:
        return document
    blocks = list(document.blocks)
    for number, edits in by_block.items():
        if not 1 <= number <= len(blocks):
            raise ValueError(f"the plan is of another document: there is no block {number}")
        blocks[number - 1] = _repaired_block(blocks[number - 1], number, edits)
    return replace(document, blocks=tuple(blocks))


_Key = tuple[int, int | None, int | None]
"""What names a text: its block, and its row and column if it is a cell."""


def _key(place: Locator) -> _Key:
    return place.block, place.row, place.column


def _repaired_block(block: Block, number: int, edits: Mapping[_Key, list[Edit]]) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=_repaired_text(block.text, edits[number, None, None]))
    return replace(
        block, cells=tuple(_repaired_cell(cell, edits.get((number, cell.row, cell.column))) for cell in block.cells)
    )


def _repaired_cell(cell: Cell, edits: list[Edit] | None) -> Cell:
    return replace(cell, text=_repaired_text(cell.text, edits)) if edits else cell


def _repaired_text(text: str, edits: list[Edit]) -> str:
    changes = []
    for edit in edits:
        change = _change(edit)
        if text[change.start : change.end] != edit.before:
            raise ValueError(f"the plan is of another document: {edit.before!r} does not stand at {edit.place}")
        changes.append(change)
    return changed(text, changes)


def _change(edit: Edit) -> Change:
    start, end = edit.place.start, edit.place.end
    if start is None or end is None:
        raise ValueError(f"{edit.place}: an edit needs the characters that it changes")
    return Change(start, end, edit.after, edit.kind, edit.certainty)
