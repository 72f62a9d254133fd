"""The flow of a page -> `Document`: menus are left out, panels behind tabs are read once, remarks get their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from gongkai.document import Block, Document, Locator, Notice, Paragraph, Remark, Table, Unread
from gongkai.read.digits import holds_number
from gongkai.read.html.line import WebLine, without_doubts
from gongkai.read.html.page import WebPage
from gongkai.read.html.table import Flow, Panel, Picture, WebTable

__all__ = ["assembled"]


def assembled(page: WebPage, name: str) -> Document:
    """Make a document of what was read of a page."""
    blocks: list[Block] = []
    remarks: list[Remark] = []
    unread: list[Unread] = []
    notices: list[Notice] = []
    for each in _without_menus(_without_repeated_panels(page.flow, notices)):
        match each:
            case WebLine():
                text = without_doubts(each.text)
                if text or each.is_cell:
                    blocks.append(Paragraph(text))
                    place = Locator(block=len(blocks))
                    remarks += (Remark(place, note.kind, note.detail) for note in each.notes if holds_number(text))
            case WebTable():
                blocks.append(each.table)
                remarks += (
                    Remark(Locator(block=len(blocks), row=row, column=column), note.kind, note.detail)
                    for row, column, note in each.notes
                )
            case Picture():
                place_before = Locator(block=len(blocks)) if blocks else None
                unread.append(Unread(each.unread.kind, each.unread.detail, place_before))
    return Document(
        tuple(blocks),
        "html",
        name,
        metadata=page.metadata | ({"title": page.title} if page.title else {}),
        notices=tuple(notices),
        attachments=tuple(page.attachments),
        remarks=tuple(remarks),
        unread=tuple(unread[:_MOST_UNREAD]),
    )


_MOST_UNREAD = 100


def _without_menus(flow: Iterable[Flow]) -> Iterator[Flow]:
    for in_menu, run in groupby(flow, key=lambda each: isinstance(each, WebLine) and each.in_menu):
        same = list(run)
        if not in_menu or len(same) < _MENU_LINES:
            yield from same


_MENU_LINES = 3


def _without_repeated_panels(flow: list[Flow], notices: list[Notice]) -> list[Flow]:
    """Read a panel that only a click shows, unless what is seen without one has the like of its tables.

    The table of a tab that is not open is often that of another year, or the same once more.
    """
    if not any(isinstance(each, Panel) for each in flow):
        return flow
    seen = [labels for each in flow if isinstance(each, WebTable) if (labels := _labels(each.table))]
    read: list[Flow] = []
    for each in flow:
        if not isinstance(each, Panel):
            read.append(each)
            continue
        inside = list(_flat(each.flow))
        tables = [labels for part in inside if isinstance(part, WebTable) if (labels := _labels(part.table))]
        if any(_alike(one, other) for one in tables for other in seen):
            notices.append(
                Notice("hidden_panel", "a tab that is not open holds a table like one that is; it was left out")
            )
        else:
            seen += tables
            read += inside
    return read


def _flat(flow: Iterable[Flow]) -> Iterator[Flow]:
    for each in flow:
        if isinstance(each, Panel):
            yield from _flat(each.flow)
        else:
            yield each


def _labels(table: Table) -> frozenset[str]:
    return frozenset(cell.text for cell in table.cells if len(cell.text) > 1 and not holds_number(cell.text))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * min(len(one), len(other))


_ALIKE = 0.5
