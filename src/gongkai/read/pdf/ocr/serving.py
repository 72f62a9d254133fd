"""Questions about pages of PDFs that are pictures, and answers: what is said to the process that reads them.

`worker` asks, because a picture of a few kilobytes may need any time and memory.
"""

from __future__ import annotations

from contextlib import closing

import msgspec
import pypdfium2

from gongkai.read.pdf.characters import Characters
from gongkai.read.pdf.ocr import page_by_ocr
from gongkai.read.pdf.page import Ruling, UprightPage

__all__ = ["PictureAnswer", "PictureQuestion", "answer", "answer_of", "asked", "page_of_answer"]

_Edges = tuple[float, float, float, float]
_Line = tuple[float, float, float]


class PictureQuestion(msgspec.Struct, frozen=True):
    """Which page of which PDF to read, and which part of it. The part is measured as in PDF, with y upwards."""

    data: bytes
    page: int
    part: _Edges | None
    max_pixels: int


class PictureAnswer(msgspec.Struct, frozen=True):
    """What a page reads."""

    is_too_large: bool
    width: float = 0.0
    height: float = 0.0
    text: str = ""
    boxes: tuple[_Edges, ...] = ()
    after_space: tuple[bool, ...] = ()
    horizontals: tuple[_Line, ...] = ()
    verticals: tuple[_Line, ...] = ()


def asked(question: PictureQuestion) -> bytes:
    """Give a question as the process takes it."""
    return msgspec.msgpack.encode(question)


def answer(question: bytes) -> bytes:
    """Give the answer to a question as bytes: this runs in the process."""
    return msgspec.msgpack.encode(answer_of(msgspec.msgpack.decode(question, type=PictureQuestion)))


def answer_of(question: PictureQuestion) -> PictureAnswer:
    """Read a page in this very process."""
    with pypdfium2.PdfDocument(question.data) as document:
        if question.part is not None:
            with closing(document[question.page - 1]) as whole:
                whole.set_mediabox(*question.part)
                whole.set_cropbox(*question.part)
        with closing(document[question.page - 1]) as image:
            page = page_by_ocr(image, question.page, question.max_pixels)
    if page is None:
        return PictureAnswer(is_too_large=True)
    characters = page.characters
    edges = zip(characters.left, characters.top, characters.right, characters.bottom, strict=True)
    return PictureAnswer(
        is_too_large=False,
        width=page.width,
        height=page.height,
        text=characters.text,
        boxes=tuple((float(left), float(top), float(right), float(bottom)) for left, top, right, bottom in edges),
        after_space=tuple(characters.after_space.tolist()),
        horizontals=tuple(map(_floats, page.horizontals)),
        verticals=tuple(map(_floats, page.verticals)),
    )


def _floats(ruling: Ruling) -> _Line:
    return float(ruling.position), float(ruling.start), float(ruling.end)


def page_of_answer(answer: bytes, number: int) -> UprightPage | None:
    """Give the page that an answer is of, or None if it was too large.

    Raises:
        ValueError: the parts of the answer do not fit together.
    """
    said = msgspec.msgpack.decode(answer, type=PictureAnswer)
    if said.is_too_large:
        return None
    if not len(said.text) == len(said.boxes) == len(said.after_space):
        raise ValueError("not as many boxes as characters")
    return UprightPage(
        number=number,
        width=said.width,
        height=said.height,
        characters=Characters.of(said.text, said.boxes, said.after_space),
        sideways=Characters.of("", []),
        horizontals=tuple(Ruling(*line) for line in said.horizontals),
        verticals=tuple(Ruling(*line) for line in said.verticals),
        has_image=True,
        is_from_ocr=True,
    )
