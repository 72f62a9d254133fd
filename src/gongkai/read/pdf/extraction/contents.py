"""What is found on the pages of a PDF, and how it goes from the program that finds it to whoever asks.

Nothing is unpickled: columns of numbers travel as bytes, whose kind and number are known beforehand and checked.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

__all__ = ["LIED_ABOUT", "PageContent", "Refusal", "SeenAs", "packed", "unpacked"]


LIED_ABOUT = 0xFDD0
"""Stands for a digit of which the font says another than it draws. No text has this code point."""


class SeenAs(IntEnum):
    """How a character is seen on the page."""

    PLAIN = 0
    ANNOTATION = 1
    """It was put onto the page as an annotation."""
    FORM_FIELD = 2
    """It is the value of a form field."""
    RAISED = 3
    """It is smaller and higher or lower than its line, as the mark of a footnote."""
    HIDDEN = 4
    """It is not seen: white on white, transparent, cut off, or in a layer that is switched off."""
    COVERED = 5
    """It is not seen, as something lies over it."""
    STRUCK = 6
    """A line goes through it."""
    STAMP = 7
    """It is of a seal."""
    IN_SEAL = 14
    """It stands in a seal, and may be of it."""
    PARTLY_HIDDEN = 8
    PARTLY_COVERED = 9
    PERHAPS_STRUCK = 10
    OVERLAPPING = 11
    """It is of a number that runs over the side of a cell."""
    UNSHOWN_ANNOTATION = 12
    """It stands for an annotation of which the PDF does not say how it looks."""
    UNSHOWN_FIELD = 13
    """It stands for a form field of which the PDF does not say how it looks."""


class PageContent(NamedTuple):
    """What one page holds, all measured in points from the lower left corner, with y upwards."""

    bounds: tuple[float, float, float, float]
    """Left, bottom, right and top of the page."""
    codes: NDArray[np.uint32]
    """The code point of each character, in the order in which the PDF draws them."""
    edges: NDArray[np.float64]
    """Left, bottom, right and top of each character."""
    origins: NDArray[np.float64]
    """A place on the line that each stands on, twice: as a rectangle without area."""
    turns: NDArray[np.intp]
    """By how many quarter turns each is turned clockwise."""
    after_space: NDArray[np.bool_]
    """Whether the PDF has a space before it."""
    pieces: NDArray[np.intp]
    """The number of the text that each digit was drawn with, and below 0 for other characters."""
    seen: NDArray[np.uint8]
    """How each is seen, as in `SeenAs`."""
    strokes: NDArray[np.float64]
    """Left, bottom, right and top of the thin boxes around straight lines."""
    slanted: NDArray[np.float64]
    """Where straight lines that run neither across nor down begin and end: x, y, x and y."""
    drawings: NDArray[np.float64]
    """Left, bottom, right and top of shapes that are filled or drawn, and may be signs."""
    pictures: NDArray[np.float64]
    """Left, bottom, right and top of pictures."""
    has_image: bool
    has_hidden_text: bool
    """Whether text is among the characters that is not printed, as that which OCR lays over a scan."""


RefusalReason = Literal["empty", "encrypted", "damaged", "too_large", "too_slow", "portfolio"]


class Refusal(NamedTuple):
    """Why a PDF was not read, as in `SourceError`, and what was seen."""

    reason: RefusalReason
    detail: str = ""


def packed(found: list[PageContent] | Refusal) -> bytes:
    """Give what was found as bytes."""
    if isinstance(found, Refusal):
        return _ENCODER.encode(_Answer(refusal=(found.reason, found.detail)))
    return _ENCODER.encode(_Answer(pages=[_packed_page(page) for page in found]))


def unpacked(data: bytes) -> list[PageContent] | Refusal:
    """Read back what `packed` gives.

    Raises:
        ValueError: the bytes are nothing that it gives.

    >>> unpacked(packed(Refusal("empty", "a PDF without pages")))
    Refusal(reason='empty', detail='a PDF without pages')
    """
    answer = _DECODER.decode(data)
    if answer.refusal is not None:
        return Refusal(*answer.refusal)
    return [_unpacked_page(page) for page in answer.pages]


_COLUMNS: dict[str, tuple[Any, int]] = {
    "codes": (np.uint32, 1),
    "edges": (np.float64, 4),
    "origins": (np.float64, 4),
    "turns": (np.int64, 1),
    "after_space": (np.bool_, 1),
    "pieces": (np.int64, 1),
    "seen": (np.uint8, 1),
}
"""What the columns of characters hold, and how many of them for each character."""

_LINES: dict[str, tuple[Any, int]] = dict.fromkeys(("strokes", "slanted", "drawings", "pictures"), (np.float64, 4))

_ALL = _COLUMNS | _LINES
_LAST_SEEN = max(SeenAs)


class _Packed(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    bounds: tuple[float, float, float, float]
    characters: int
    columns: dict[str, bytes]
    has_image: bool
    has_hidden_text: bool


class _Answer(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    refusal: tuple[RefusalReason, str] | None = None
    pages: list[_Packed] = []


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Answer)


def _packed_page(page: PageContent) -> _Packed:
    columns = {name: getattr(page, name).astype(kind, copy=False).tobytes() for name, (kind, _) in _ALL.items()}
    return _Packed(page.bounds, len(page.codes), columns, page.has_image, page.has_hidden_text)


def _unpacked_page(page: _Packed) -> PageContent:
    columns = {name: _column(page, name, *rest) for name, rest in _ALL.items()}
    if any(len(columns[name]) != page.characters for name in _COLUMNS):
        raise ValueError("columns of characters that are not equally long")
    if (columns["after_space"].view(np.uint8) > 1).any() or (columns["seen"] > _LAST_SEEN).any():
        raise ValueError("a column holds what it cannot")
    return PageContent(page.bounds, **columns, has_image=page.has_image, has_hidden_text=page.has_hidden_text)


def _column(page: _Packed, name: str, kind: Any, width: int) -> NDArray[Any]:
    if name not in page.columns:
        raise ValueError(f"no column {name}")
    values = np.frombuffer(page.columns[name], dtype=kind)
    # What is asked of it may be a view that is written to.
    return (values.reshape(-1, width) if width > 1 else values).copy()
