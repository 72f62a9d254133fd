"""UTF-8 that was read as Latin-1 or Windows-1252 and stored so, perhaps more than once.

Among the bytes of Chinese text are some that are line breaks, blanks or soft hyphens in these encodings. So this is
undone before anything else is read. Where none of them is, the text is left to `gongkai.repair`, which shows where.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Undone", "undo_misreadings"]


class Undone(NamedTuple):
    """Text, and how often it had been misread."""

    text: str
    times: int


def undo_misreadings(text: str) -> Undone:
    """Undo misreadings that cost text its bytes if they are left to be undone later.

    >>> undo_misreadings("café, Señor, 联通").times
    0
    >>> undo_misreadings("沭阳县教育局公开".encode().decode("latin-1"))
    Undone(text='沭阳县教育局公开', times=1)
    """
    data = text.encode(errors="surrogatepass")
    if not any(begins.search(data) for begins in _BEGINS_NOT_TEXT) or _NOT_TEXT.search(text) is None:
        return Undone(text, 0)
    for times in range(_MOST_TIMES, 0, -1):
        undone = text
        for _ in range(times):
            undone = _RUN.sub(_undone_run, undone)
        if undone != text and _is_undone(text, undone):
            return Undone(undone, _needed(text, undone))
    return Undone(text, 0)


_MOST_TIMES = 3

_HIGH = {
    bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BYTES = {ord(character): byte for character, byte in _HIGH.items()}

_RUN = re.compile(f"[\x80-\xff{''.join(_HIGH)}]{{2,}}")

_NOT_TEXT = re.compile("[\x80-\x9f]|[\xc2\xc3][\x80-\xff]|[\xe3-\xe9][^\\x00-\\x7f]?[\xa0\xad]")
"""Controls, which no text has, and what two misreadings leave, or a blank or soft hyphen inside a character."""

_BEGINS_NOT_TEXT = (re.compile(rb"\xc2[\x80-\x9f]"), re.compile(rb"\xc3[\x82\x83\xa3-\xa9]"))
"""How these begin in UTF-8, where it takes far less time to find that a text has none of them, as is the rule."""

_HAN = re.compile("[\u4e00-\u9fff]")

_FEWEST_HAN = 4


def _undone_run(run: re.Match[str]) -> str:
    data = run[0].translate(_BYTES).encode("latin-1")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return run[0]


def _is_undone(text: str, undone: str) -> bool:
    """Tell whether Chinese came out, and little that looks misread is left."""
    gained = len(_HAN.findall(undone)) - len(_HAN.findall(text))
    return gained >= _FEWEST_HAN and sum(map(len, _RUN.findall(undone))) < gained


def _needed(text: str, undone: str) -> int:
    times = 0
    while text != undone:
        text = _RUN.sub(_undone_run, text)
        times += 1
    return times
