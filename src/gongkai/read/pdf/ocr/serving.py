"""The program that reads pictures: it takes pages of PDFs from its standard input, and prints what they read.

`worker` runs it, because a picture of a few kilobytes may need any time and memory.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from contextlib import closing
from typing import IO

import msgspec
import pypdfium2

from gongkai.read.pdf.characters import Characters
from gongkai.read.pdf.ocr import page_by_ocr
from gongkai.read.pdf.page import Page, Ruling

__all__ = ["LENGTH", "OUT_OF_MEMORY", "Answer", "Question", "answer_of", "page_of_answer"]

LENGTH = struct.Struct("<Q")
"""What stands before each message: how many bytes it has."""

OUT_OF_MEMORY = 3
"""The exit code where more memory was asked for than there may be."""

_Edges = tuple[float, float, float, float]
_Line = tuple[float, float, float]


class Question(msgspec.Struct, frozen=True):
    """Which page of which PDF to read, and which part of it. The part is measured as in PDF, with y upwards."""

    data: bytes
    page: int
    part: _Edges | None
    max_pixels: int
    max_memory: int


class Answer(msgspec.Struct, frozen=True):
    """What a page reads."""

    is_too_large: bool
    width: float = 0.0
    height: float = 0.0
    text: str = ""
    boxes: tuple[_Edges, ...] = ()
    after_space: tuple[bool, ...] = ()
    horizontals: tuple[_Line, ...] = ()
    verticals: tuple[_Line, ...] = ()


def answer_of(question: Question) -> Answer:
    """Read a page in this very process."""
    with pypdfium2.PdfDocument(question.data) as document:
        if question.part is not None:
            with closing(document[question.page - 1]) as whole:
                whole.set_mediabox(*question.part)
                whole.set_cropbox(*question.part)
        with closing(document[question.page - 1]) as image:
            page = page_by_ocr(image, question.page, question.max_pixels)
    if page is None:
        return Answer(is_too_large=True)
    characters = page.characters
    edges = zip(characters.left, characters.top, characters.right, characters.bottom, strict=True)
    return Answer(
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


def page_of_answer(answer: Answer, number: int) -> Page | None:
    """Give the page that an answer is of, or None if it was too large.

    Raises:
        ValueError: the parts of the answer do not fit together.
    """
    if answer.is_too_large:
        return None
    if not len(answer.text) == len(answer.boxes) == len(answer.after_space):
        raise ValueError("not as many boxes as characters")
    return Page(
        number=number,
        width=answer.width,
        height=answer.height,
        characters=Characters.of(answer.text, answer.boxes, answer.after_space),
        sideways=Characters.of("", []),
        horizontals=tuple(Ruling(*line) for line in answer.horizontals),
        verticals=tuple(Ruling(*line) for line in answer.verticals),
        has_image=True,
        is_from_ocr=True,
    )


def _serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    while header := questions.read(LENGTH.size):
        (length,) = LENGTH.unpack(header)
        question = msgspec.msgpack.decode(questions.read(length), type=Question)
        _limit_memory(question.max_memory)
        answer = msgspec.msgpack.encode(answer_of(question))
        answers.write(LENGTH.pack(len(answer)))
        answers.write(answer)
        answers.flush()


def _limit_memory(most: int) -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _main() -> None:
    # Whoever interrupts the process that asks ends this one too, by asking no more.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(2, 1)
    try:
        _serve(sys.stdin.buffer, answers)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    _main()
