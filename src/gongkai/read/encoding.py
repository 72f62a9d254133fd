"""Bytes of text in an unknown encoding -> text, and what was odd about it.

Chinese government pages come as UTF-8 and GBK, and often say one and are the other.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice, product

from charset_normalizer import from_bytes

from gongkai.document import Notice
from gongkai.errors import SourceError
from gongkai.read.misreading import undo_misreadings

__all__ = ["Decoded", "decode"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that it was in, and what a careful reader would want to know of that."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def decode(data: bytes, name: str = "<bytes>") -> Decoded:
    """Decode text by its byte order mark, by what is valid, by what it declares and by what reads as Chinese.

    A few undecodable bytes become U+FFFD, one each, and are noticed. Digits beside them stay as they are.

    Args:
        data: the bytes of one whole file.
        name: what to call the source in errors.

    Raises:
        SourceError: with the reason `binary`, `encoding` or `truncated`.

    >>> decoded = decode('<meta charset="utf-8">受理申请7件'.encode("gbk"))
    >>> decoded.encoding, decoded.notices[0].detail
    ('gb18030', 'declared utf-8, is gb18030')
    """
    wide = _wide_encoding(data)
    if wide is not None:
        return Decoded(_decode_wide(data, wide, name), wide)
    _refuse_binary(data, name)
    zeros = _zeros(data)
    data = data.removeprefix(codecs.BOM_UTF8)
    declared = _declared_label(data)
    reading = _best_reading(_without_zeros(data), _ENCODINGS.get(declared))
    if reading.damage > _TOLERATED_DAMAGE:
        raise SourceError(name, "encoding", f"{reading.undecodable} bytes are not {reading.encoding}")
    if reading.cut:
        raise SourceError(name, "truncated", f"the last character of {reading.encoding} is cut")
    undone = undo_misreadings(reading.printable())
    # What stood in the place of a zero byte is not known.
    text = undone.text.replace("\0", "\ufffd") if zeros else undone.text
    return Decoded(text, reading.encoding, tuple(_notices(reading, declared, zeros, undone.times)))


_TOLERATED_DAMAGE = 0.01

_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "big5"),
}
"""The labels that pages declare, and the encoding that reads everything that each may mean."""

_SAMPLE = 4096


def _wide_encoding(data: bytes) -> str | None:
    """Find UTF-16 or UTF-32, by its mark or because its sample reads as text."""
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:_SAMPLE]
    if b"\0" not in sample:
        return None
    for _, encoding in _WIDE_MARKS:
        text = sample.decode(encoding, errors="replace")
        if sum(map(_reads_as_text, text)) > _READABLE_SHARE * len(text):
            return encoding
    return None


_READABLE_SHARE = 0.8


def _reads_as_text(character: str) -> bool:
    return (character.isascii() and (character.isprintable() or character.isspace())) or character in _common()


def _decode_wide(data: bytes, encoding: str, name: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError as error:
        raise SourceError(name, "encoding", f"byte {error.start} is not {encoding}") from error
    if decoder.getstate()[0]:
        raise SourceError(name, "truncated", f"the last character of {encoding} is cut")
    return text.removeprefix("\ufeff")


_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1a\x1b"})
_CONTROL_SHARE = 0.05

_FEW_ZEROS, _ZERO_SHARE = 3, 0.0005
"""As many zero bytes get into sound text by accident."""


def _zeros(data: bytes) -> int:
    return data.count(0) if b"\0" in data else 0


def _refuse_binary(data: bytes, name: str) -> None:
    zeros = _zeros(data)
    if zeros > max(_FEW_ZEROS, _ZERO_SHARE * len(data)):
        raise SourceError(name, "binary", f"it has {zeros} zero bytes")
    controls = len(data) - len(data.translate(None, delete=_CONTROLS))
    if controls > _CONTROL_SHARE * len(data):
        raise SourceError(name, "binary", f"{controls} of {len(data)} bytes are control characters")


_DECLARATION = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+) | <\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE | re.VERBOSE,
)


def _declared_label(data: bytes) -> str:
    found = _DECLARATION.search(data, 0, _SAMPLE)
    return (found[1] or found[2]).decode("ascii").lower() if found else ""


@dataclass(frozen=True, slots=True)
class _CharsetReading:
    """Bytes read in one encoding. Each undecodable byte stands in `text` as a lone surrogate."""

    text: str
    encoding: str
    undecodable: int
    cut: int
    """How many of the undecodable bytes are a character that the end of the file cut off."""
    damage: float
    """The share of the bytes that are undecodable, not counting those that are cut off."""
    parts: int = 0
    """How many parts of it are in the other encoding."""

    @property
    def plausibility(self) -> float:
        """Give the share of common Chinese characters among the first ones beyond ASCII."""
        seen = [found[0] for found in islice(_BEYOND_ASCII.finditer(self.text), _JUDGED_CHARACTERS)]
        return sum(character in _common() for character in seen) / len(seen) if seen else 1.0

    def printable(self) -> str:
        return _UNDECODABLE.sub("\ufffd", self.text) if self.undecodable else self.text


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_JUDGED_CHARACTERS = 5000
_UNDECODABLE = re.compile("[\udc80-\udcff]")


@cache
def _common() -> frozenset[str]:
    """Give the everyday half of both national character sets, and the punctuation and full-width forms."""
    simplified = product(range(0xB0, 0xD8), range(0xA1, 0xFF))
    traditional = product(range(0xA4, 0xC7), chain(range(0x40, 0x7F), range(0xA1, 0xFF)))
    return frozenset(
        chain(
            (bytes(pair).decode("gb2312", errors="ignore") for pair in simplified),
            (bytes(pair).decode("big5", errors="ignore") for pair in traditional),
            map(chr, chain(range(0x2010, 0x2040), range(0x3000, 0x3018), range(0xFF01, 0xFF5F))),
            "\u00a0·×§",
        )
    )


def _without_zeros(data: bytes) -> bytes:
    """Take out zero bytes, which print as nothing, but for those beside digits: there another digit may be lost."""
    return _ZERO_APART.sub(b"", data) if b"\0" in data else data


_ZERO_APART = re.compile(rb"(?<![0-9.,\0])\0(?![0-9.,\0])")


def _best_reading(data: bytes, declared: str | None) -> _CharsetReading:
    utf8 = _read(data, "utf-8")
    valid = utf8.undecodable == utf8.cut
    # Sequences of three bytes are never UTF-8 by chance. Those of two are: 一 in GBK is a letter in UTF-8.
    if valid and (declared not in {"gb18030", "big5"} or _BEYOND_TWO_BYTES.search(utf8.text)):
        return utf8
    readings = [utf8]
    likely = declared or _detected(data)
    for encoding in sorted(("gb18030", "big5"), key=lambda encoding: encoding != likely):
        reading = _read(data, encoding)
        if not reading.undecodable and reading.plausibility > _CLEARLY_CHINESE:
            return reading
        readings.append(reading)
    if not valid and declared != "big5":
        readings.append(_read_by_parts(data))
    return max(
        readings,
        key=lambda reading: (reading.damage <= _TOLERATED_DAMAGE, reading.plausibility, -reading.damage),
    )


def _read_by_parts(data: bytes) -> _CharsetReading:
    """Read UTF-8 with parts in GBK, as where a page is put together from two."""
    parts = 0

    def as_utf8(found: re.Match[bytes]) -> bytes:
        nonlocal parts
        run = found[0]
        if _decodes(run, "utf-8"):
            return run
        pieces = [run] if _reads_as_gbk(run) else _UTF8_CHARACTERS.split(run)
        parts += sum(map(_reads_as_gbk, pieces))
        return b"".join(piece.decode("gb18030").encode() if _reads_as_gbk(piece) else piece for piece in pieces)

    reading = _read(_HIGH_BYTES.sub(as_utf8, data), "utf-8")
    return replace(reading, parts=parts)


_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_UTF8_CHARACTERS = re.compile(rb"((?:[\xe0-\xef][\x80-\xbf]{2})+)")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_gbk(data: bytes) -> bool:
    """Tell whether bytes are everyday Chinese in GBK, and not in UTF-8."""
    if not data or _decodes(data, "utf-8") or not _decodes(data, "gb18030"):
        return False
    text = data.decode("gb18030")
    return sum(character in _common() for character in text) > _CLEARLY_CHINESE * len(text)


def _detected(data: bytes) -> str | None:
    best = from_bytes(data[:_DETECTED], cp_isolation=["gb18030", "big5"]).best()
    return best.encoding if best else None


_DETECTED = 16 * 1024

_BEYOND_TWO_BYTES = re.compile("[\u0800-\ud7ff\ue000-\U0010ffff]")

# A GBK page read as Big5, or the other way round, has about half of its characters in common use.
_CLEARLY_CHINESE = 0.8


def _read(data: bytes, encoding: str) -> _CharsetReading:
    if encoding == "utf-8":
        with suppress(UnicodeDecodeError):
            return _CharsetReading(data.decode(), encoding, 0, 0, 0.0)
    text = data.decode(encoding, errors="surrogateescape")
    if encoding == "gb18030":
        text = _UNASSIGNED.sub(_as_bytes, text)
    # Lone surrogates are all that UTF-8 does not encode.
    undecodable = len(text) - len(text.encode("utf-8", errors="ignore").decode("utf-8"))
    cut = _bytes_cut(text, encoding)
    return _CharsetReading(text, encoding, undecodable, cut, (undecodable - cut) / max(len(data), 1))


# Two GBK characters that each lost their second byte before a digit make four bytes that GB18030 knows, digits
# and all, as one character of a plane where Unicode has none.
_UNASSIGNED = re.compile("[\U00040000-\U0010ffff]")


def _as_bytes(found: re.Match[str]) -> str:
    return found[0].encode("gb18030").decode("ascii", errors="surrogateescape")


def _bytes_cut(text: str, encoding: str) -> int:
    found = _UNDECODABLE_END.search(text[-_LONGEST_CUT:])
    if found is None:
        return 0
    # A decoder that expects more keeps back what may yet become a character.
    decoder = codecs.getincrementaldecoder(encoding)(errors="ignore")
    decoder.decode(found[0].encode("ascii", errors="surrogateescape"))
    return len(decoder.getstate()[0])


_LONGEST_CUT = 3
_UNDECODABLE_END = re.compile("[\udc80-\udcff]+\\Z")


def _notices(reading: _CharsetReading, declared: str, zeros: int, times_misread: int) -> Iterator[Notice]:
    if declared and _ENCODINGS.get(declared) != reading.encoding and not reading.text.isascii():
        yield Notice("declared_encoding", f"declared {declared}, is {reading.encoding}")
    if reading.undecodable:
        yield Notice("undecodable_bytes", f"{reading.undecodable} bytes are not {reading.encoding}")
    if reading.parts:
        yield Notice("two_encodings", f"utf-8, with {reading.parts} parts in gb18030")
    if zeros:
        yield Notice("zero_bytes", f"{zeros} bytes are zero")
    if times_misread:
        times = f", {times_misread} times over" if times_misread > 1 else ""
        yield Notice("misread_before", f"it is utf-8 that was read as cp1252 and stored so{times}")
