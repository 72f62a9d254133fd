"""The pieces of a line of a page -> its text as a person sees it, and what there is to remark of it."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import NamedTuple

from gongkai.document import UNCERTAIN, RemarkKind
from gongkai.read.blank import BLANK
from gongkai.read.digits import holds_number
from gongkai.read.direction import turned

__all__ = [
    "DOUBT",
    "WebLine",
    "WebNote",
    "WebPiece",
    "as_printed",
    "composed",
    "holds_private",
    "with_doubts",
    "without_doubts",
]

DOUBT = "\ufdd0"
"""Stands in a line for what is seen and cannot be told, until it is known whether that is part of a number."""


class WebNote(NamedTuple):
    """What there is to remark of a place."""

    kind: RemarkKind
    detail: str


class WebPiece(NamedTuple):
    """Text of one look."""

    text: str
    size: float = 16.0
    manner: str = ""
    """`raised` or `lowered`; `superscript` or `subscript` where the page says so; `moved`; `reversed`."""


class WebLine(NamedTuple):
    """A line of the page as a reader sees it."""

    text: str
    in_menu: bool = False
    """Whether it is all link and either short or in a list, as the lines of menus are."""
    notes: tuple[WebNote, ...] = ()
    lost: bool = False
    """Whether something was left out of it that is seen, but no longer holds."""
    is_cell: bool = False
    """Whether it is a cell of a table that no table element draws, so that it stands though it is blank."""


_LETTER = re.compile(r"[^\W\d_]")


def as_printed(text: str) -> str:
    """Collapse the space of the source as a browser does, and drop the line breaks that only wrap Chinese."""
    if "\n" in text:
        text = _WRAP.sub("", text)
    text = _ODD_SPACE.sub(" ", text).strip()
    return text if text.strip(BLANK) else ""


# A single space stays what it is, so that most text is passed over without a match.
_ODD_SPACE = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]")
# Full-width digits are not among them: two numbers must not become one.
_CHINESE = "[·—‘’“”…⺀-\u9fff豈-\ufaff︰-﹏！-／：-｠￠-￦\U00020000-\U0003ffff]"
_WRAP = re.compile(rf"(?<={_CHINESE})[ \t\f\r]*\n[ \t\n\f\r]*(?={_CHINESE})")


def with_doubts(text: str) -> str:
    """Give the text of a cell: what cannot be told stays where it may be a number or a part of one.

    >>> with_doubts(f"12{DOUBT}{DOUBT}"), with_doubts(f"{DOUBT}"), with_doubts(f"合计{DOUBT}")
    ('12�', '�', '合计')
    """
    text = _PRIVATE.sub(DOUBT, text) if holds_private(text) and not _is_words(_PRIVATE.sub("", text)) else text
    if DOUBT not in text:
        return text
    return _DOUBTS.sub("" if _is_words(text) else UNCERTAIN, text).strip()


def holds_private(text: str) -> bool:
    """Tell whether there is a character of private use in a text: fonts draw what they like for these."""
    return _PRIVATE.search(text) is not None


_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd]")
_DOUBTS = re.compile(f"{DOUBT}(?:\\s*{DOUBT})*")


def _is_words(text: str) -> bool:
    return _LETTER.search(text) is not None and not holds_number(text)


def without_doubts(text: str) -> str:
    """Give the text of a paragraph: what cannot be told stays only where it touches a number.

    >>> without_doubts(f"受理{DOUBT}件"), without_doubts(f"受理2{DOUBT}件")
    ('受理件', '受理2�件')
    """
    return _DOUBTS.sub("", _BESIDE_DIGIT.sub(UNCERTAIN, text)).strip() if DOUBT in text else text


_BESIDE_DIGIT = re.compile(rf"(?<=[\d,.，．])(?:{DOUBT})+|(?:{DOUBT})+(?=[\d,.，．])")


def composed(pieces: list[WebPiece]) -> tuple[str, list[WebNote]]:
    """Put the pieces of a line together as they are seen.

    >>> composed([WebPiece("2455"), WebPiece("1", 8.0, "raised")])
    ('2455¹', [WebNote(kind='raised', detail='1 is raised')])
    >>> composed([WebPiece("5542", manner="reversed")])
    ('2455', [WebNote(kind='reversed', detail='5542 is written from right to left')])
    """
    notes: list[WebNote] = []
    shown = [piece for piece in pieces if piece.text.strip(BLANK)]
    if len({piece.manner for piece in shown}) == 1 and shown[0].manner in ("raised", "lowered", "moved"):
        # A text that is raised as a whole is no note beside a number.
        pieces = (
            [piece._replace(manner="") for piece in pieces] if shown[0].manner != "moved" or len(shown) == 1 else pieces
        )
    texts: list[str] = []
    for manner, run in groupby(_with_size_doubts(pieces, notes), key=lambda piece: piece.manner):
        text = "".join(piece.text for piece in run)
        texts.append(_in_manner(text, manner, notes))
    text, written = turned("".join(texts), DOUBT)
    notes += (WebNote("reversed", f"{inside} is written from right to left") for inside in written)
    return text, notes


def _in_manner(text: str, manner: str, notes: list[WebNote]) -> str:
    number = holds_number(text)
    match manner:
        case "raised" | "superscript":
            if number:
                notes.append(WebNote("raised", f"{text.strip()} is raised"))
            return text.translate(_SUPERSCRIPT)
        case "lowered" | "subscript":
            if number:
                notes.append(WebNote("raised", f"{text.strip()} is lowered"))
            return text.translate(_SUBSCRIPT)
        case "reversed":
            if number:
                notes.append(WebNote("reversed", f"{text.strip()} is written from right to left"))
            return text[::-1]
        case "moved" if number:
            notes.append(WebNote("overlapping", f"{text.strip()} stands elsewhere than in the source"))
            return DOUBT
    return text


_SUPERSCRIPT = str.maketrans("0123456789０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2)
_SUBSCRIPT = str.maketrans("0123456789０１２３４５６７８９", "₀₁₂₃₄₅₆₇₈₉" * 2)


def _with_size_doubts(pieces: list[WebPiece], notes: list[WebNote]) -> list[WebPiece]:
    """Put a doubt between digits of one number whose sizes differ as those of a note mark and a number do."""
    if len({piece.size for piece in pieces}) == 1:
        return pieces
    shown = [piece for piece in pieces if piece.text]
    doubted = shown[:1]
    for before, after in pairwise(shown):
        smaller, larger = sorted((before.size, after.size))
        touch = before.text[-1:].isdecimal() and after.text[:1].isdecimal()
        if touch and before.manner == after.manner == "" and smaller <= _MARK * larger:
            notes.append(WebNote("raised", "digits of one number in two sizes"))
            doubted.append(WebPiece(DOUBT))
        doubted.append(after)
    return doubted


_MARK = 0.72
