"""Text that was decoded as another encoding: UTF-8 or GBK as Latin-1, UTF-8 as GBK."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product

from gongkai.repair.changes import Change, FoundChange, texts_with

__all__ = ["find"]


def find(texts: Sequence[str]) -> Iterator[FoundChange]:
    """Find runs that were misread, where what they were is everyday Chinese.

    >>> pages = ["æ”¿åºœä¿¡ä»¶"], ["Õþ¸®ÐÅÏ¢2017Äê¶È"], ["鏀垮簻淇℃伅"], ["café, Señor, 联通"]
    >>> [[found.change.after for found in find(page)] for page in pages]
    [['政府信件'], ['政府信息', '年度'], ['政府信息'], []]
    """
    for could_be, runs, undo in _MISREADINGS:
        found = [
            FoundChange(number, change)
            for number, text in texts_with(could_be, texts)
            for change in _changes(text, could_be, runs, undo)
        ]
        if _is_everyday_chinese("".join(each.change.after for each in found)):
            yield from found
            # A page was misread in one way. What else looks misread in it is what the page wants to show.
            return


# Fewer characters of Chinese come out of other languages by chance.
_FEWEST_HAN = 4

# Names of places have rare characters, and texts that were never misread come out as rare ones for the most part.
_EVERYDAY_PART = 0.8
_CERTAINTY = 0.99

_HIGH_BYTES = bytes(range(0x80, 0xA0)).decode("cp1252", errors="ignore")
_LATIN = f"\x80-\xff{_HIGH_BYTES}"
# Three bytes of UTF-8 begin with a letter from à to ï, and two of GBK with one from ¡ to ÷.
_LATIN_RUN = re.compile(rf"[{_LATIN}]+(?: [{_LATIN}]+)*")
_LATIN_LETTERS = re.compile("[\xa1-\xff][^\x00-\x7f]")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def _changes(
    text: str, could_be: re.Pattern[str], runs: re.Pattern[str], undo: Callable[[str], str | None]
) -> Iterator[Change]:
    for run in runs.finditer(text):
        was = undo(run[0]) if could_be.search(run[0]) else None
        if was and was != run[0] and _is_chinese(was):
            yield Change(run.start(), run.end(), was, "mojibake", _CERTAINTY)


def _undo_utf8_as_latin(run: str) -> str | None:
    try:
        return run.translate(_LATIN_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return _undo_with_blanks(run)


def _undo_with_blanks(run: str) -> str:
    """Undo a run of which some bytes became blanks."""
    # Imported here because few pages need it, and it costs as much as reading one of them.
    from ftfy import TextFixerConfig, fix_and_explain

    # Everything is off but the encoding: the other fixers flatten full-width punctuation and curly quotes.
    encoding_only = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=False,
        fix_c1_controls=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        max_decode_length=len(run) + 1,
        explain=False,
    )
    return fix_and_explain(run, encoding_only).text


def _undo_gbk_as_latin(run: str) -> str | None:
    try:
        return run.translate(_LATIN_BYTES).encode("latin-1").decode("gbk")
    except UnicodeError:
        return None


_LATIN_BYTES = {ord(character): character.encode("cp1252")[0] for character in _HIGH_BYTES}


def _undo_utf8_as_gbk(run: str) -> str | None:
    try:
        return run.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None


def _is_chinese(text: str) -> bool:
    return all(
        character in _everyday() or character.isascii() or _CHINESE.match(character) for character in text
    ) and bool(_CHINESE.search(text) or _FULL_WIDTH_MARKS.fullmatch(text))


def _is_everyday_chinese(text: str) -> bool:
    han = _CHINESE.findall(text)
    everyday = sum(character in _everyday() for character in han)
    return everyday >= _FEWEST_HAN and everyday >= _EVERYDAY_PART * len(han)


_FULL_WIDTH_MARKS = re.compile("[\u3000-\u3017\uff01-\uff5e“”‘’—…]+")


@cache
def _everyday() -> frozenset[str]:
    """Give the first level of GB 2312 and its punctuation."""
    han = (bytes(pair).decode("gb2312", errors="ignore") for pair in product(range(0xB0, 0xD8), range(0xA1, 0xFF)))
    marks = (chr(code) for code in (*range(0x3000, 0x3018), *range(0xFF01, 0xFF5F)))
    return frozenset("".join(han) + "".join(marks) + "“”‘’—…·\xa0")


# The characters that GBK has for the first two of the three bytes that UTF-8 uses for a character of Chinese text.
_GBK_LEADS = "".join(
    bytes(pair).decode("gbk", errors="ignore") for pair in product((0xE3, *range(0xE4, 0xEA), 0xEF), range(0x80, 0xC0))
)

_MISREADINGS = (
    (re.compile("[\xe2-\xef][^\x00-\x7f]"), _LATIN_RUN, _undo_utf8_as_latin),
    (_LATIN_LETTERS, _LATIN_RUN, _undo_gbk_as_latin),
    (re.compile(f"[{_GBK_LEADS}][^\x00-\x7f]"), re.compile("[^\x00-\x7f]{2,}"), _undo_utf8_as_gbk),
)
