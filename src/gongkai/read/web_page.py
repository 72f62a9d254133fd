"""A web page with what it was saved with: style sheets and frames that lie beside it are of the page.

A page that holds the same report twice, for wide screens and for narrow ones, is read once.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import unescape
from urllib.parse import unquote, urljoin

from gongkai.document import Block, Document, Locator, Notice, Paragraph, Remark, Table, Unread
from gongkai.errors import SourceError
from gongkai.read.encoding import decode
from gongkai.read.html import read_html

__all__ = ["read_web_page"]

MAX_FRAMES = 20
"""The most frames that are read with a page, those inside others included."""

MAX_STYLE = 4 * 1024 * 1024
"""The most bytes of style sheets that are read with a page and its frames."""


def read_web_page(text: str, name: str, beside: Mapping[str, bytes] | None = None, location: str = "") -> Document:
    """Read a page.

    Args:
        text: the source of the page.
        name: what to call it in the document and in errors.
        beside: style sheets and frames that it was saved with, by their addresses.
        location: its own address.

    Raises:
        SourceError: for the reasons of `read_html`.

    >>> page = '<p>一</p><iframe src="x_files/a.html"></iframe>'
    >>> read_web_page(page, "x.html", {"x_files/a.html": b"<p>7</p>"}).blocks
    (Paragraph(text='一', page=None), Paragraph(text='7', page=None))
    """
    known = {_plain(address): content for address, content in (beside or {}).items()}
    document = _read(text, name, _Beside(known), location)
    return _without_second_copy(document)


class _Beside:
    """What lies beside a page, and how much of it may still be read."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.frames_left = MAX_FRAMES if files else 0
        self.style_left = MAX_STYLE

    def at(self, address: str, location: str) -> tuple[str, bytes] | None:
        """Give what stands at an address that a page names, with the address from which it names others."""
        place = _plain(urljoin(location, unescape(address).strip()))
        content = self._files.get(place)
        return None if content is None else (place, content)


def _plain(address: str) -> str:
    """Give an address as it compares.

    >>> _plain("./x_files/%E4%B8%80.html?a=1")
    'x_files/一.html?a=1'
    """
    address = unquote(address)
    return address if ":" in address[:_LONGEST_SCHEME] else posixpath.normpath(address.replace("\\", "/"))


_LONGEST_SCHEME = 8


def _read(text: str, name: str, beside: _Beside, location: str) -> Document:
    if "&amp;" in text:
        text = _ESCAPED_TWICE.sub("&nbsp;", text)
    frames: list[Document] = []
    if beside.frames_left:
        text = _STYLE_SHEET.sub(partial(_with_style, beside=beside, location=location), text)
        text = _FRAME_SET.sub("", text)
        text = _FRAME.sub(partial(_with_mark, frames=frames, name=name, beside=beside, location=location), text)
    document = read_html(text, name)
    return _with_frames(document, frames) if frames else document


_ESCAPED_TWICE = re.compile(r"&amp;(nbsp|ensp|emsp|#160|#xa0);", re.IGNORECASE)
"""Blanks whose sign was escaped once more, so that browsers print its name."""

_STYLE_SHEET = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_FRAME_SET = re.compile(r"</?frameset\b[^<>]*>", re.IGNORECASE)
_FRAME = re.compile(r"<i?frame\b(?P<inside>[^<>]*)>(?:[^<]*</i?frame\s*>)?", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def _attributes(tag: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(tag)}


def _with_style(found: re.Match[str], beside: _Beside, location: str) -> str:
    """Put a style sheet into the page that names it."""
    attributes = _attributes(found[0])
    at = beside.at(attributes.get("href", ""), location) if "stylesheet" in attributes.get("rel", "").lower() else None
    if at is None or "alternate" in attributes.get("rel", "").lower() or len(at[1]) > beside.style_left:
        return found[0]
    beside.style_left -= len(at[1])
    sheet = at[1].decode("utf-8", "replace").replace("</", "<\\/")
    media = attributes.get("media", "").replace('"', "")
    return f'<style media="{media}">{sheet}</style>'


# Frames


_MARK = "\ue0f0"
"""Marks where a frame stands. No page prints it."""


def _with_mark(found: re.Match[str], frames: list[Document], name: str, beside: _Beside, location: str) -> str:
    """Read a frame that lies beside the page, and mark where it stands."""
    attributes = _attributes(found["inside"])
    at = beside.at(attributes.get("src", ""), location) if not _is_tiny(attributes) else None
    if at is None or beside.frames_left <= 0:
        return found[0]
    beside.frames_left -= 1
    place, content = at
    try:
        decoded = decode(content, name)
        frame = _read(decoded.text, name, beside, place)
    except SourceError:
        return found[0]
    frames.append(replace(frame, notices=decoded.notices + frame.notices))
    style = attributes.get("style", "").replace('"', "'")
    hidden = " hidden" if _HIDDEN.search(found["inside"]) else ""
    return f'<div style="{style}"{hidden}>{_MARK}{len(frames)}{_MARK}</div>'


_HIDDEN = re.compile(r"(?:^|\s)hidden(?:\s|=|/|$)", re.IGNORECASE)
_TINY = 20


def _is_tiny(attributes: Mapping[str, str]) -> bool:
    """Tell frames that only count visits."""
    sizes = [attributes.get(name, "") for name in ("width", "height")]
    return any(size.isdecimal() and len(size) < 5 and int(size) <= _TINY for size in sizes)


_MARKED = re.compile(f"{_MARK}([0-9]{{1,3}}){_MARK}")


def _with_frames(page: Document, frames: Sequence[Document]) -> Document:
    """Put what was read of frames where they stand. A frame inside a cell is named as unread."""
    blocks: list[Block] = []
    remarks: list[Remark] = []
    unread: list[Unread] = []
    moved: dict[int, int] = {0: 0}
    notices = list(page.notices)
    attachments = dict.fromkeys(page.attachments)
    for number, block in enumerate(page.blocks, start=1):
        marked = _MARKED.fullmatch(block.text) if isinstance(block, Paragraph) else None
        if marked is not None and int(marked[1]) <= len(frames):
            frame = frames[int(marked[1]) - 1]
            step = len(blocks)
            blocks += frame.blocks
            remarks += (replace(each, locator=_moved(each.locator, step)) for each in frame.remarks)
            unread += (_unread_moved(each, step) for each in frame.unread)
            notices += (notice for notice in frame.notices if notice not in notices)
            attachments.update(dict.fromkeys(frame.attachments))
        else:
            kept, in_cells = _without_marks(block)
            blocks.append(kept)
            unread += (Unread("frame", f"frame {each} in a table", Locator(len(blocks))) for each in in_cells)
        moved[number] = len(blocks)
    steps = {number: place - number for number, place in moved.items()}
    remarks += (replace(each, locator=_moved(each.locator, steps[each.locator.block])) for each in page.remarks)
    unread += (_unread_moved(each, steps[each.locator.block] if each.locator else 0) for each in page.unread)
    return replace(
        page,
        blocks=tuple(blocks),
        remarks=tuple(remarks),
        unread=tuple(unread),
        notices=tuple(notices),
        attachments=tuple(attachments),
    )


def _moved(place: Locator, step: int) -> Locator:
    return replace(place, block=place.block + step)


def _unread_moved(unread: Unread, step: int) -> Unread:
    return replace(unread, locator=_moved(unread.locator, step)) if unread.locator else unread


def _without_marks(block: Block) -> tuple[Block, list[str]]:
    if isinstance(block, Paragraph):
        return replace(block, text=_MARKED.sub("", block.text)), _MARKED.findall(block.text)
    found = [each for cell in block.cells for each in _MARKED.findall(cell.text)]
    if not found:
        return block, found
    return replace(block, cells=tuple(replace(cell, text=_MARKED.sub("", cell.text)) for cell in block.cells)), found


# Pages that stand twice in one file


FEWEST_BLOCKS = 5
"""Fewer blocks that repeat may be the headings of tables that happen to be alike."""


def _without_second_copy(document: Document) -> Document:
    """Leave out what stands in a page for the second time, where all of its tables do, and the text around them."""
    run = _second_copy(document.blocks)
    if run is None:
        return document
    first, last = run
    step = last - first

    def kept(place: Locator | None) -> bool:
        return place is None or not first < place.block <= last

    def place_after(place: Locator) -> Locator:
        return _moved(place, -step) if place.block > last else place

    return replace(
        document,
        blocks=document.blocks[:first] + document.blocks[last:],
        remarks=tuple(
            replace(each, locator=place_after(each.locator)) for each in document.remarks if kept(each.locator)
        ),
        unread=tuple(
            replace(each, locator=place_after(each.locator)) if each.locator else each
            for each in document.unread
            if kept(each.locator)
        ),
        notices=(*document.notices, Notice("repeated", "the page holds its text twice; it was read once")),
    )


def _second_copy(blocks: Sequence[Block]) -> tuple[int, int] | None:
    """Give where the second of two equal runs of blocks begins and ends, which each hold half of the tables."""
    tables = [number for number, block in enumerate(blocks) if isinstance(block, Table)]
    half, odd = divmod(len(tables), 2)
    if not half or odd or any(blocks[tables[number]] != blocks[tables[number + half]] for number in range(half)):
        return None
    distance = tables[half] - tables[0]
    first = tables[half]
    while first > tables[half - 1] + 1 and first > distance and blocks[first - 1] == blocks[first - 1 - distance]:
        first -= 1
    last = first
    while last < len(blocks) and last - distance < first and blocks[last] == blocks[last - distance]:
        last += 1
    is_whole = last > tables[-1] and last - first >= FEWEST_BLOCKS and first < tables[half]
    return (first, last) if is_whole else None
