"""What the pictures on a page read, by OCR, under limits of time and memory."""

from __future__ import annotations

import time
from typing import NamedTuple

from gongkai.read.pdf.ocr import serving
from gongkai.read.pdf.ocr.serving import PictureQuestion, page_of_answer
from gongkai.read.pdf.page import UprightPage
from gongkai.supervised import DeathReason, Died, Limits, Worker

__all__ = ["LIMITS", "Deadline", "Unreadable", "close", "page_read"]

LIMITS = Limits(seconds=60, memory=3 << 30)
"""What a page may take, with the memory that the OCR library only reserves. A dense one takes five seconds, and one of
A3 half of the memory.
"""

MAX_SECONDS_OF_DOCUMENT = 240.0
"""How long all pages of a file may take by the clock."""


class Unreadable(NamedTuple):
    """Why a page was not read, as in `SourceError`."""

    reason: DeathReason
    detail: str


class Deadline:
    """Until when the pages of a file must be read."""

    def __init__(self) -> None:
        self._end = time.monotonic() + MAX_SECONDS_OF_DOCUMENT

    @property
    def seconds(self) -> float:
        """How long the next page may take."""
        return min(float(LIMITS.seconds), self._end - time.monotonic())


def page_read(
    data: bytes, number: int, deadline: Deadline, max_pixels: int, part: tuple[float, float, float, float] | None = None
) -> UprightPage | Unreadable:
    """Read a page that is an image, or the part of a page that is one.

    It is always done in a process of its own, because forty pages need more time than any other file.

    Args:
        data: the bytes of the PDF.
        number: the number of the page, from 1.
        deadline: until when all pages of the file must be read.
        max_pixels: how many pixels its pictures may have. A page with more is not drawn.
        part: left, bottom, right and top of the part, as PDF measures them.
    """
    try:
        said = _worker.ask(serving.asked(PictureQuestion(data, number, part, max_pixels)), deadline.seconds)
    except Died as death:
        # Pages before it may have taken the time that there was for it.
        is_slow = death.cause == "time"
        detail = (
            f"the pictures up to page {number} take too long to read" if is_slow else f"page {number}: {death.detail}"
        )
        return Unreadable(death.reason, detail)
    page = page_of_answer(said, number)
    return page or Unreadable("too_large", f"page {number} has pictures of more than {max_pixels} pixels")


def close() -> None:
    """End the process, if there is one. The next page starts another."""
    _worker.close()


_worker = Worker(f"{serving.__name__}:answer", LIMITS)
