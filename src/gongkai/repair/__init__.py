"""Undo damage to text, and say what was done.

    raw document --repair--> repaired document + plan        apply_plan(raw, plan) == repaired

A repair is made only where one reading is left. Healthy text comes back as it is, and what stays damaged stays
readable as damaged. Each kind of damage is one module with one function, `find`, from the texts of a document to
the changes that undo it, and one line in `_KINDS`; what only the cells of a table tell is asked of its tables last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from gongkai.document import Document, Locator, Paragraph, Table
from gongkai.repair import (
    digits_set_apart,
    dropped_characters,
    gbk_shift,
    invisible,
    masked,
    mojibake,
    radicals,
    reading,
    traditional,
)
from gongkai.repair.changes import Change, FoundChange, changed, compose, in_order
from gongkai.repair.plan import Edit, Plan, apply_plan

__all__ = ["Edit", "Plan", "Repaired", "apply_plan", "repair"]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A document with its damage undone, and the plan that leads from the raw document to it."""

    document: Document
    plan: Plan


def repair(document: Document) -> Repaired:
    """Undo the damage to a document's text. Its blocks, rows and columns stay as they are.

    >>> from gongkai.document import Paragraph
    >>> repaired = repair(Document((Paragraph("期限自201711日至20171231日止"),), "text"))
    >>> repaired.document.blocks[0].text
    '期限自2017年1月1日至2017年12月31日止'
    >>> [(row.before, row.after, str(row.locator)) for row in repaired.plan.rows()]
    [('201711日', '2017年1月1日', 'b1:3-10'), ('20171231日', '2017年12月31日', 'b1:11-20')]
    """
    texts = list(_texts(document))
    changes = _find_changes(texts, list(_tables(document)))
    if not changes:
        return Repaired(document, Plan())
    places = list(_places(document))
    edits = (_edit(places[number], texts[number], change) for number in sorted(changes) for change in changes[number])
    plan = Plan(tuple(edits))
    return Repaired(apply_plan(document, plan), plan)


_Find = Callable[[Sequence[str]], Iterable[FoundChange]]

# In the order in which the damage is undone, which is the order in which pages suffer it, from the last to the first:
# what was misread as a whole first, then what stands between characters, then what is wrong with them.
_KINDS: tuple[_Find, ...] = (
    mojibake.find,
    invisible.find,
    radicals.find,
    reading.find,
    traditional.find,
    gbk_shift.find,
    dropped_characters.find,
    masked.find,
)


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def _places(document: Document) -> Iterator[Locator]:
    """Give where each text stands."""
    for number, block in enumerate(document.blocks, start=1):
        if isinstance(block, Paragraph):
            yield Locator(number, page=block.page)
        else:
            yield from (Locator(number, cell.row, cell.column, page=block.page) for cell in block.cells)


def _tables(document: Document) -> Iterator[tuple[int, Table]]:
    """Give the tables, each with the place of its first cell among the texts."""
    first = 0
    for block in document.blocks:
        if isinstance(block, Table):
            yield first, block
        first += len(block.cells) if isinstance(block, Table) else 1


def _find_changes(raw: Sequence[str], tables: Sequence[tuple[int, Table]]) -> dict[int, list[Change]]:
    texts = list(raw)
    done: dict[int, list[Change]] = {}
    kinds: list[_Find] = [*_KINDS, partial(digits_set_apart.find, tables=tables)]
    for find in kinds:
        found: dict[int, list[Change]] = defaultdict(list)
        for number, change in find(texts):
            found[number].append(change)
        for number, unordered in found.items():
            changes = in_order(unordered)
            done[number] = compose(done.get(number, ()), texts[number], changes)
            texts[number] = changed(raw[number], done[number])
    return done


def _edit(place: Locator, text: str, change: Change) -> Edit:
    return Edit(
        kind=change.kind,
        before=text[change.start : change.end],
        after=change.after,
        place=replace(place, start=change.start, end=change.end),
        certainty=change.certainty,
    )
