"""Text that is shown and not obeyed: control characters are written out, whoever put them into a name or a label.

A terminal obeys escape sequences, and a browser or an editor turns text round at a bidirectional override. All that
gongkai prints, shows in a notebook, or writes into messages and descriptors goes through here.
"""

from __future__ import annotations

import os
import re

__all__ = ["file_name", "printable", "printable_lines"]


def printable(text: str) -> str:
    """Give a text on one line, with all that would be obeyed rather than shown written as an escape.

    These are control characters, line breaks of any kind, bidirectional and other invisible format characters, and
    halves of surrogate pairs, such as Python makes of bytes in file names.

    >>> printable("甲\\x1b[31m局\\n\\u202e21")
    '甲\\\\x1b[31m局\\\\n\\\\u202e21'
    >>> printable("a\\udcff")
    'a\\\\xff'
    """
    return text if text.isprintable() else _OBEYED.sub(_written_out, text)


def printable_lines(text: str) -> str:
    """Give a text of several lines, each of them printable.

    >>> printable_lines("甲\\x07\\n乙")
    '甲\\\\x07\\n乙'
    """
    return "\n".join(map(printable, text.split("\n")))


def file_name(name: str) -> str:
    """Give a file name as printable text, also where its bytes are GBK, as archives made in China leave them.

    >>> file_name("年报.html".encode("gbk").decode("utf-8", "surrogateescape"))
    '年报.html'
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return printable(_in_gbk(name))
    return printable(name)


def _in_gbk(name: str) -> str:
    try:
        return os.fsencode(name).decode("gb18030")
    except UnicodeError:
        return name


# Blanks wider than a letter, as Chinese text has them, are shown; so are the characters of private use.
_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED_BYTES = range(0xDC80, 0xDD00)
"""The surrogates that stand for bytes of a file name that are no UTF-8."""


def _written_out(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if code in _ESCAPED_BYTES:
        return f"\\x{code - 0xDC00:02x}"
    return _SHORT.get(character) or character.encode("unicode_escape", "surrogatepass").decode("ascii")
