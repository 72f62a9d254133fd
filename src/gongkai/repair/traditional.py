"""Pages that a mirror site converted to Traditional characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from gongkai import resources
from gongkai.repair.changes import Change, FoundChange

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["find", "is_converted"]


def find(texts: Sequence[str]) -> Iterator[FoundChange]:
    """Find the Traditional characters of a page that was converted to them.

    A page with a few of them, in a name or a slogan, is no converted page.

    >>> [found.change.after for found in find(["政務公開工作年度報告，關於依申請公開的情況"])]
    ['务', '开', '报', '关于', '请', '开', '况']
    >>> list(find(["本单位名称的繁体字是國土資源局"]))
    []
    """
    if not is_converted(texts):
        return
    for number, text in enumerate(texts):
        yield from (FoundChange(number, change) for change in _conversions(text))


def is_converted(texts: Sequence[str]) -> bool:
    """Tell whether so many characters have another simplified form that the whole page must have been converted."""
    han = "".join(_HAN.findall("\n".join(texts)))
    outside = len(han) - len(han.encode("gb2312", errors="ignore")) // 2
    return outside >= _FEWEST and outside > _SHARE * len(han)


# A quarter to a third of the running characters of a Traditional text are not in GB 2312; of a Simplified text, those
# of a few names.
_SHARE = 0.15
_FEWEST = 4
_HAN = re.compile("[\u4e00-\u9fff]+")

# The simplified form of these depends on the word, which OpenCC looks up in a list.
_DEPENDS_ON_WORD = re.compile("資訊|檔案|[乾著瞭藉夥覆麼徵餘鍾於於後裏裡隻麵]")
_BY_WORD = 0.9
_BY_CHARACTER = 0.99


def _conversions(text: str) -> Iterator[Change]:
    """Convert, and give each run of characters that became others."""
    simplified = text if text.isascii() else _with_official_words(_converter().convert(text))
    if simplified == text:
        return
    if len(simplified) != len(text):
        yield Change(0, len(text), simplified, "traditional", _BY_WORD)
        return
    # Runs of equal characters are compared by slices, because most of a text is the same.
    for run in _runs_that_differ(text, simplified):
        certainty = _BY_WORD if _DEPENDS_ON_WORD.search(text, run.start, run.stop) else _BY_CHARACTER
        yield Change(run.start, run.stop, simplified[run.start : run.stop], "traditional", certainty)


def _with_official_words(simplified: str) -> str:
    """Put back official words for which a converter has put those of Taiwan: 政府信息 for 政府资讯."""
    for converted, official in _official_words().items():
        simplified = simplified.replace(converted, official)
    return simplified


@cache
def _official_words() -> dict[str, str]:
    words: dict[str, str] = resources.data(__package__, "traditional.yaml")
    return words


def _runs_that_differ(text: str, other: str) -> Iterator[range]:
    start = None
    for place, (before, after) in enumerate(zip(text, other, strict=True)):
        if before != after and start is None:
            start = place
        elif before == after and start is not None:
            yield range(start, place)
            start = None
    if start is not None:
        yield range(start, len(text))


@cache
def _converter() -> OpenCC:
    # Imported here because few pages need it, and it costs as much as reading a small one.
    from opencc import OpenCC

    return OpenCC("t2s")
