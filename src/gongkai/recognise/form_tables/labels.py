"""Labels as agencies print them: their bare text, and how like the form's label it is.

A printed label may carry a mark (`（一）`, `1.`, `其中：`), a note or unit in brackets, blanks inside words, and
damage. Damage loses characters or turns them to rare ones. A different row, in contrast, has other common
characters in the same place, and so counts for little however long the rest is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel, Levenshtein

from gongkai.document import UNCERTAIN
from gongkai.recognise.values import clean, read_cell, without_raised
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["ExpectedLabel", "PrintedLabel", "expected_labels", "is_damaged", "likeness", "read_label", "similarity"]

LONGEST_LABEL = 80
"""Characters beyond which a text is no label."""

LOST = 0.5
REPLACED = 2.0
FATAL = 10.0
"""What one lost or misprinted character costs, as a share of the label; a fatal one rules the label out.

Damage loses characters or turns them to rare ones. It does not add common ones: 去年收到申请数 is another row.
"""

SHORTEST_WORD = 2
"""Neighbouring characters from which a loss is one of a word: 主动公开文件数 is not 主动公开规范性文件数."""

_NUMERAL = "一二三四五六七八九十"
_MARK = re.compile(
    rf"其中[:,、]?|\([{_NUMERAL}]{{1,3}}\)[、.,:]?|[{_NUMERAL}]{{1,3}}[、.,:]|第[{_NUMERAL}]{{1,3}}[、项:.]"
    r"|\(\d{1,2}\)[、.,:]?|\d{1,2}[、.,:)](?!\d)|\d{1,2}(?=[\u4e00-\u9fff])|[①-⑳]"
    # A mark that lost one of its characters to damage.
    rf"|[□?\ufffd](?:[{_NUMERAL}]{{1,3}}|\d{{1,2}})\)|\((?:[{_NUMERAL}]{{1,3}}|\d{{1,2}})[□?\ufffd]|\([□?\ufffd]\)"
    rf"|(?:[{_NUMERAL}]{{1,3}}|\d{{1,2}})[□?\ufffd]|[□?\ufffd][、.]"
    rf"|[{_NUMERAL}]{{1,3}}\)|\((?:[{_NUMERAL}]|\d{{1,2}})(?=[\u4e00-\u9fff][^()]*(?:\(|$))"
)
_HEADING_MARK = re.compile(rf"[{_NUMERAL}]{{1,3}}[、.,:]")
_QUANTITY = r"\d[\d,.]*(?:[\u4e00-\u9fff]{1,2})?"
_UNCERTAIN_QUANTITY = rf"[\d,.]*{UNCERTAIN}[\d,.{UNCERTAIN}]*(?:[\u4e00-\u9fff]{{1,2}})?"
# Where no colon is printed, what cannot be told may be the end of the label.
_ENDING_NUMBER = re.compile(
    rf"(?<=[\u4e00-\u9fff)])(?:[:=]?({_QUANTITY})|\(({_QUANTITY})\)|(?:[:=](?=.)|(?=\d))({_UNCERTAIN_QUANTITY}))[;,。]?$"
)
_FOOTNOTE = re.compile(r"(?<=[\u4e00-\u9fff)）”》])\s*(?:[①-⑳*＊※]|[\[［【〔]注?\s*[\d①-⑳]{0,2}[\]］】〕])\s*$")
"""A mark that ends a label and points to a note below the table."""

# Where the column of units is narrow, a unit may stand on the last line of the label.
_UNIT_BEHIND_NOTE = re.compile(r"(?<=\))([\u4e00-\u9fff]{1,3})$")
_BRACKETS = str.maketrans("〔〕【】", "()()")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_PUNCTUATION = re.compile(r"[^\w□?\ufffd]|_")
_RARE_FROM = 0xD8
"""Lead byte of GB 2312 from which its second, rarer level begins."""


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A label taken apart: bare text, the mark before it, the unit in its brackets, the number that ends it.

    `heading` tells a mark such as 五、 from （五） and 5.
    """

    text: str
    mark: str | None = None
    unit: str | None = None
    number: str | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedLabel:
    """A label of a form, with its variants, and the characters that tell it from its neighbours."""

    spellings: tuple[str, ...]
    mark: str | None
    distinguishing: tuple[frozenset[int], ...]


@lru_cache(maxsize=16_384)
def read_label(text: str) -> PrintedLabel:
    """Take a printed label apart.

    >>> read_label("（一）收到 申请数（件）")
    PrintedLabel(text='收到申请数', mark='一', unit='件', number=None, heading=False)
    >>> read_label("其中：1.涉及国家秘密").mark, read_label("收到申请数：7件").number
    ('1', '7件')
    """
    # In a label, unlike in a value, ⑴ and ⒈ are the marks that they look like.
    printed = _FOOTNOTE.sub("", without_raised(text))
    rest = clean(unicodedata.normalize("NFKC", printed)).replace(" ", "").translate(_BRACKETS)
    mark, heading = None, False
    while found := _MARK.match(rest):
        if found.end() == len(rest):
            break
        mark = _bare_mark(found.group())
        heading = _HEADING_MARK.match(found.group()) is not None
        rest = rest[found.end() :]
    unit = next((inside for inside in map(_unit, _BRACKETED.findall(rest)) if inside), None)
    behind_note = _UNIT_BEHIND_NOTE.search(rest)
    if behind_note and unit is None and behind_note[1] in vocabulary().units:
        rest, unit = rest[: behind_note.start()], behind_note[1]
    ending = _ENDING_NUMBER.search(rest)
    # Behind a bracket that was never closed it is part of a note.
    if ending and "(" in rest[: ending.start()].rpartition(")")[2]:
        ending = None
    # 其他处理3.其他 ends with the mark of another label.
    if ending and read_cell(ending[1] or ending[2] or ending[3]).kind not in ("number", "uncertain"):
        ending = None
    if ending:
        rest = rest[: ending.start()]
    return PrintedLabel(
        _bare(rest), mark, unit, number=(ending[1] or ending[2] or ending[3]) if ending else None, heading=heading
    )


def expected_labels(labels: Iterable[tuple[str, Sequence[str], str]]) -> tuple[ExpectedLabel, ...]:
    """Prepare the labels of a form: (label, variants, mark) each."""
    return _expected_labels(tuple((label, tuple(variants), mark) for label, variants, mark in labels))


@lru_cache(maxsize=64)
def _expected_labels(labels: tuple[tuple[str, tuple[str, ...], str], ...]) -> tuple[ExpectedLabel, ...]:
    spellings = [
        tuple(dict.fromkeys(read_label(text).text for text in (label, *variants))) for label, variants, _ in labels
    ]
    return tuple(
        ExpectedLabel(
            spellings=own,
            mark=_bare_mark(clean(mark)) if mark else None,
            distinguishing=tuple(_distinguishing(text, own, spellings) for text in own),
        )
        for own, (_, _, mark) in zip(spellings, labels, strict=True)
    )


# Agencies print the same few labels over and over, so that most pairs have been compared before.
@lru_cache(maxsize=65_536)
def similarity(expected: ExpectedLabel, found: str, *, negation: float = FATAL) -> float:
    """Say how like a bare printed label is to a label of the form: 1 is equal, 0 is another label.

    `negation` is what a lost 不 or 未 costs; as `LOST`, it lets the label be a rival of what was printed.

    >>> expected = expected_labels([("传真申请数", (), "2"), ("网络申请数", (), "3")])
    >>> similarity(expected[0], "传真申数"), similarity(expected[0], "邮件申请数")
    (0.9, 0.0)
    """
    if found in expected.spellings:
        return 1.0
    if any(_says_the_same(text, found) for text in expected.spellings):
        return SAME_WORDS
    return max(
        _similarity(text, found, telling, negation)
        for text, telling in zip(expected.spellings, expected.distinguishing, strict=True)
    )


SAME_WORDS = 0.95
"""Similarity of a label that says the form's words in another order, or counts what the form names."""

SHORTEST_TO_TURN = 6
"""Characters of a label whose words may stand in another order."""


def _says_the_same(expected: str, found: str) -> bool:
    """Say whether two words changed places, as in 投诉举报数量 for 举报投诉数量, or a last 数 was added."""
    if len(expected) < SHORTEST_TO_TURN:
        return False
    if found in (f"{expected}数", f"{expected}数量"):
        return True
    if sorted(expected) != sorted(found):
        return False
    start = next(place for place in range(len(expected)) if expected[place] != found[place])
    end = next(place for place in range(len(expected), 0, -1) if expected[place - 1] != found[place - 1])
    half = (end - start) // 2
    turned = expected[start + half : end] + expected[start : start + half]
    return (end - start) % 2 == 0 and found[start:end] == turned


# The few labels by which forms are told apart are held against every text of a report.
@lru_cache(maxsize=65536)
def is_damaged(expected: ExpectedLabel, found: str) -> bool:
    """Say whether a bare text may be what damage left of a label: lost and rare characters, nothing else.

    >>> (expected,) = expected_labels([("政策解读稿件发布数", (), "3")])
    >>> is_damaged(expected, "政策解稿发布数"), is_damaged(expected, "政策解读会次数"), is_damaged(expected, "数")
    (True, False, False)
    """
    return any(_damaged(text, found) for text in expected.spellings)


def likeness(expected: Sequence[ExpectedLabel], found: Sequence[str]) -> npt.NDArray[np.float64]:
    """Give the similarity of every expected label (rows) to every bare printed label (columns), rivals among them."""
    distinct = list(dict.fromkeys(text for text in found if 1 < len(text) <= LONGEST_LABEL))
    if not distinct:
        return np.zeros((len(expected), len(found)))
    # The last column is that of texts which are no labels.
    like = np.zeros((len(expected), len(distinct) + 1))
    spellings = [(row, spelling) for row, each in enumerate(expected) for spelling in each.spellings]
    near = process.cdist(
        [spelling for _, spelling in spellings],
        distinct,
        scorer=Indel.normalized_similarity,
        score_cutoff=LEAST_ALIKE,
        dtype=np.float32,
    )
    for number, column in np.argwhere(near).tolist():
        row = spellings[number][0]
        like[row, column] = similarity(expected[row], distinct[column], negation=LOST)
    place = {text: number for number, text in enumerate(distinct)}
    return like[:, [place.get(text, -1) for text in found]]


LEAST_ALIKE = 0.6
"""Share of characters in common from which two labels are compared at all."""


def _bare(text: str) -> str:
    words = vocabulary()
    without_notes = _BRACKETED.sub(_kept_in_brackets, text) or text
    opened = without_notes.find("(")
    if opened > 1:
        without_notes = without_notes[:opened]
    return _PUNCTUATION.sub("", without_notes).translate(dict(words.folded))


def _kept_in_brackets(found: re.Match[str]) -> str:
    # 第二十条第（一）项 is told from its neighbours by nothing but the numeral.
    return found[1] if set(found[1]) <= set(_NUMERAL) else ""


def _bare_mark(mark: str) -> str | None:
    return "其中" if mark.startswith("其中") else re.sub(r"[^\w]|第|项", "", mark) or None


def _unit(inside: str) -> str | None:
    candidate = inside.removeprefix("单位").lstrip(":")
    return candidate if candidate in vocabulary().units else None


def _distinguishing(text: str, own: Sequence[str], others: Sequence[Sequence[str]]) -> frozenset[int]:
    return frozenset(
        position
        for spellings in others
        if not set(spellings) & set(own)
        for other in spellings
        if Indel.normalized_similarity(text, other) > 0.5
        for operation in Levenshtein.opcodes(text, other)
        if operation.tag in ("replace", "delete")
        for position in range(operation.src_start, operation.src_end)
    )


def _similarity(expected: str, found: str, distinguishing: frozenset[int], negation: float) -> float:
    words = vocabulary()
    cost = 0.0
    for operation in Levenshtein.opcodes(expected, found):
        was = expected[operation.src_start : operation.src_end]
        now = found[operation.dest_start : operation.dest_end]
        if operation.tag == "delete":
            lost = FATAL if _is_word(was) else LOST
            cost += sum(negation if character in words.negations else lost for character in was)
        elif operation.tag == "insert":
            cost += sum(LOST if character in words.added or _is_rare(character) else FATAL for character in now)
        elif operation.tag == "replace":
            telling = distinguishing & set(range(operation.src_start, operation.src_end))
            misprint = FATAL if telling or len(now) > len(was) else REPLACED
            cost += (LOST if all(map(_is_rare, now)) else misprint) * max(len(was), len(now))
    return max(0.0, 1 - cost / len(expected))


def _damaged(expected: str, found: str) -> bool:
    kept = 0
    for operation in Levenshtein.opcodes(expected, found):
        now = found[operation.dest_start : operation.dest_end]
        if operation.tag == "equal":
            kept += len(now)
        elif not all(map(_is_rare, now)) or (not now and _is_word(expected[operation.src_start : operation.src_end])):
            return False
    return kept >= len(expected) / 2 or any(map(_is_rare, found))


def _is_word(lost: str) -> bool:
    """Say whether neighbouring characters that a label lacks are a word whose loss changes what it says."""
    return len(lost) >= SHORTEST_WORD and lost not in vocabulary().fillers


def _is_rare(character: str) -> bool:
    if character in "?□\ufffd":
        return True
    try:
        return character.encode("gb2312")[0] >= _RARE_FROM
    except UnicodeEncodeError:
        return True
