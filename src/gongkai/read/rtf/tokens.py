"""The bytes of Rich Text Format as groups, control words and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

__all__ = ["RtfToken", "tokens"]


class RtfToken(NamedTuple):
    """A brace, a control word with its number, a byte in two digits, or plain text."""

    kind: Literal["open", "close", "word", "byte", "text"]
    name: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[RtfToken]:
    r"""Give the parts of a document in their order. Raw data behind `\bin` are passed over.

    >>> [token.name or token.data for token in tokens(rb"{\b1 a\'d6\~}")]
    [b'', 'b', b'a', b'\xd6', '~', b'']
    """
    place = 0
    while found := _TOKEN.match(data, place):
        place = found.end()
        match found.lastgroup:
            case "open":
                yield RtfToken("open")
            case "close":
                yield RtfToken("close")
            case "byte":
                yield RtfToken("byte", data=bytes([int(found["byte"], 16)]))
            case "text":
                yield RtfToken("text", data=found["text"])
            case "mark":
                yield RtfToken("word", found["mark"].decode("latin-1"))
            case "word" | "number":
                name = found["word"].decode("ascii")
                count = None if found["number"] is None else int(found["number"])
                if name == "bin":
                    place += max(count or 0, 0)
                else:
                    yield RtfToken("word", name, count)


_TOKEN = re.compile(
    rb"""
    (?P<open>\{)
    | (?P<close>\})
    | \\'(?P<byte>[0-9a-fA-F]{2})
    | \\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?
    | \\(?P<mark>[^A-Za-z])
    | (?P<text>[^\\{}\r\n\0]+)
    | [\r\n\0]+
    | \\
    """,
    re.VERBOSE | re.DOTALL,
)
