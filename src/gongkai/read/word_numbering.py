"""The numbers that Word prints before the paragraphs of a list, though they stand nowhere in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from gongkai.chinese import spelled
from gongkai.read.word_color import WHITE
from gongkai.read.word_style import Styles, own_look
from gongkai.read.word_xml import Element, attribute, child, inside, is_on, number, value

__all__ = ["ListLabel", "Numbering"]


class ListLabel(NamedTuple):
    """What is printed before a paragraph of a list, with the blank between the two, or why it cannot be told."""

    text: str = ""
    doubt: str = ""


_NO_LABEL = ListLabel()


class Numbering:
    """The lists of a document, counted on as its paragraphs come in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Take the root of the numbering part, if there is one, and the styles, which may number paragraphs too."""
        self._styles = styles
        self._lists = _read_lists(root, styles)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        self.unknown_formats: set[str] = set()
        """Formats of numbers that were met and left out, because it is not known here how Word prints them."""

    def next_label(self, properties: Element | None) -> ListLabel:
        """Count a paragraph, and give what Word prints before its text.

        Args:
            properties: the `w:pPr` of the paragraph.
        """
        list_id, depth = self._membership(properties)
        if list_id in _NO_LIST:
            return _NO_LABEL
        numbered = self._lists.get(list_id)
        if numbered is None or depth not in numbered.levels:
            return ListLabel(doubt="a number of a list that is not in the file")
        counts = self._counts.setdefault(numbered.counter, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for restarted in numbered.restarted:
                counts.pop(restarted, None)
        counts[depth] = counts[depth] + 1 if depth in counts else numbered.levels[depth].start
        for deeper in [other for other in counts if other > depth]:
            if deeper not in numbered.levels or depth < numbered.levels[deeper].restarts_below:
                del counts[deeper]
        return self._label(numbered.levels, depth, counts)

    def _membership(self, properties: Element | None) -> tuple[str, int]:
        """Tell which list a paragraph is in, and how deep, by its own properties or those of its style."""
        style = value(properties, "pStyle")
        inherited = self._styles.style(style, "paragraph")
        claim = child(properties, "numPr")
        list_id = value(claim, "numId") or inherited.list_id or ""
        depth = value(claim, "ilvl") or inherited.depth
        if depth is None and style and list_id in self._lists:
            levels = self._lists[list_id].levels
            return list_id, next((linked for linked, level in levels.items() if level.style == style), 0)
        return list_id, number(depth, 0)

    def _label(self, levels: Mapping[int, _Level], depth: int, counts: Mapping[int, int]) -> ListLabel:
        level = levels[depth]
        if level.is_hidden:
            return _NO_LABEL
        if level.format == "bullet":
            return ListLabel(doubt="a mark of a list") if level.text else _NO_LABEL
        label = level.text
        for place in set(_PLACE.findall(level.text)):
            shown = levels.get(int(place) - 1, level)
            printed = _FORMATS.get("decimal" if level.is_legal else shown.format)
            if printed is None:
                self.unknown_formats.add(shown.format)
                return ListLabel(doubt=f"a number of a list in the format {shown.format}")
            label = label.replace(f"%{place}", printed(counts.get(int(place) - 1, shown.start)))
        return ListLabel(label + level.gap) if label else _NO_LABEL


_NO_LIST = frozenset({"", "0"})
_PLACE = re.compile("%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """How the paragraphs at one depth of a list are numbered."""

    start: int
    format: str
    text: str
    """The label, with %1 where the number of the outermost level stands."""
    gap: str
    restarts_below: int
    """The depth above which a paragraph lets this level count from its start again."""
    is_legal: bool
    """Whether the numbers of all levels are printed as decimals."""
    is_hidden: bool
    style: str | None


@dataclass(frozen=True, slots=True)
class _List:
    """A list: its levels by depth, whose count it takes part in, and the levels that it sets back as it begins."""

    counter: str
    levels: Mapping[int, _Level]
    restarted: frozenset[int]


def _read_lists(root: Element | None, styles: Styles) -> dict[str, _List]:
    if root is None:
        return {}
    definitions = {attribute(node, "abstractNumId"): node for node in inside(root, "abstractNum")}
    instances = {attribute(node, "numId") or "": node for node in inside(root, "num")}
    lists = {}
    for list_id, node in instances.items():
        counter = value(node, "abstractNumId")
        # A list may only name a style, whose own list is meant.
        linked = value(definitions.get(counter), "numStyleLink")
        if linked is not None:
            meant = instances.get(styles.style(linked).list_id or "")
            counter = value(meant, "abstractNumId") or counter
        if counter in definitions:
            lists[list_id] = _read_list(node, counter or "", definitions[counter])
    return lists


def _read_list(node: Element, counter: str, definition: Element) -> _List:
    levels = {_depth(level): _read_level(level) for level in inside(definition, "lvl")}
    restarted = set()
    for override in inside(node, "lvlOverride"):
        depth = _depth(override)
        own_level = child(override, "lvl")
        if own_level is not None:
            levels[depth] = _read_level(own_level)
        start = value(override, "startOverride")
        if start is not None and depth in levels:
            levels[depth] = replace(levels[depth], start=number(start, 1))
            restarted.add(depth)
    return _List(counter, levels, frozenset(restarted))


def _read_level(node: Element) -> _Level:
    look = own_look(child(node, "rPr"))
    return _Level(
        start=number(value(node, "start"), 0),
        format=value(node, "numFmt") or "decimal",
        text=(value(node, "lvlText") or "")[:_LONGEST_LABEL],
        gap="" if value(node, "suff") == "nothing" else " ",
        restarts_below=number(value(node, "lvlRestart"), _depth(node)),
        is_legal=is_on(node, "isLgl") is True,
        is_hidden=look.is_vanished is True or look.color == WHITE,
        style=value(node, "pStyle"),
    )


_LONGEST_LABEL = 255
"""Word takes no more."""


def _depth(node: Element) -> int:
    return number(attribute(node, "ilvl"), 0)


def _one_of(characters: str) -> Callable[[int], str]:
    """Print a number as the character in that place. Word goes on with digits behind the last."""
    return lambda count: characters[count - 1] if 1 <= count <= len(characters) else str(count)


def _letters(alphabet: str) -> Callable[[int], str]:
    """Print a number as Word does: z is followed by aa, bb and cc."""

    def printed(count: int) -> str:
        times, place = divmod(count - 1, len(alphabet))
        return alphabet[place] * (times + 1) if 0 < count <= _LAST_LETTERS else str(count)

    return printed


_LAST_LETTERS = 780
"""What is repeated more often than Word repeats it would only fill the memory."""


def _roman(count: int) -> str:
    printed = ""
    for worth, numeral in _ROMAN:
        times, count = divmod(count, worth)
        printed += numeral * times
    return printed


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_IDEOGRAPHS = str.maketrans("0123456789", "〇一二三四五六七八九")
_LATIN = "abcdefghijklmnopqrstuvwxyz"

_FORMATS: Mapping[str, Callable[[int], str]] = {
    "none": lambda count: "",
    **dict.fromkeys(("decimal", "decimalHalfWidth"), str),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda count: str(count).translate(_FULL_WIDTH)),
    "decimalZero": lambda count: f"{count:02}",
    "numberInDash": lambda count: f"- {count} -",
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
        spelled,
    ),
    "taiwaneseCountingThousand": spelled,
    "chineseLegalSimplified": partial(spelled, formal=True),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital"), lambda count: str(count).translate(_IDEOGRAPHS)),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")),
    "decimalEnclosedParen": _one_of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _one_of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}
"""How a number is printed in the formats of ST_NumberFormat that Chinese documents use."""
