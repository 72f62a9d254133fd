"""How characters are seen: raised marks, struck and doubtful numbers, and what is no text of the page at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gongkai.document import RemarkKind
from gongkai.read.pdf.characters import UNKNOWN, Characters, Floats, Mask, Numbers, among, are_among, clings, text_of
from gongkai.read.pdf.extraction import SeenAs

__all__ = ["AsSeen", "SeenNote", "as_seen", "notes_of", "parted", "with_places_of_left_out"]


class SeenNote(NamedTuple):
    """What is remarked of a place, as in `Remark`."""

    kind: RemarkKind
    detail: str
    is_seen: bool = True
    """Whether something is seen in its place, so that it is not blank."""


class AsSeen(NamedTuple):
    """Characters as a reader sees them, and which of the lines go through any."""

    characters: Characters
    goes_through: Mask


def as_seen(characters: Characters, base: Floats, strokes: Floats, slanted: Floats) -> AsSeen:
    """Give characters as a reader sees them: marks raised, struck ones known as such, doubtful numbers unknown.

    Args:
        characters: the characters of a page.
        base: the height of the line that each stands on.
        strokes: left, top, right and bottom of the thin boxes around straight lines.
        slanted: where slanted lines begin and end: x, y, x and y.
    """
    if not len(characters):
        return AsSeen(characters, np.zeros(len(strokes), dtype=np.bool_))
    characters, goes_through = _with_struck(characters, base, strokes)
    if len(slanted):
        characters = _with_crossed(characters, base, slanted)
    return AsSeen(_with_unsure_numbers(_with_raised(characters, base)), goes_through)


def parted(characters: Characters) -> tuple[Mask, Mask]:
    """Tell which characters are text of the page, and which are left out."""
    is_left_out = _ARE_LEFT_OUT[characters.seen]
    return ~is_left_out, is_left_out


def with_places_of_left_out(characters: Characters, left_out: Characters) -> Characters:
    """Put back what was left out and is seen, as characters that cannot be told."""
    is_seen = ~np.isin(left_out.seen, _LEAVES_BLANK) & _are_digits(left_out.codes)
    put_back = left_out.take(is_seen)
    return Characters.joined([characters, replace(put_back, codes=np.full_like(put_back.codes, UNKNOWN))])


def notes_of(characters: Characters) -> Iterator[SeenNote]:
    """Say how characters are seen, where that is not plain."""
    for kind in np.unique(characters.seen).tolist():
        if kind != SeenAs.PLAIN:
            remark, detail = _NOTES[SeenAs(kind)]
            text = text_of(characters.codes[characters.seen == kind])
            yield SeenNote(remark, detail.format(text), kind not in _LEAVES_BLANK)


def _with_unsure_numbers(characters: Characters) -> Characters:
    """Make the digits of a number unknown of which any is in doubt, or of which a part is not seen."""
    seen = characters.seen
    if seen.max() <= SeenAs.RAISED:
        return characters
    is_digit = _are_digits(characters.codes)
    runs = _number_runs(characters, np.isin(seen, _LEFT_OUT))
    unsure = np.isin(seen, _DOUBTFUL) & is_digit
    # A text is drawn in one go: what of its digits is not seen was not taken back, but runs under something.
    unseen = np.isin(seen, (SeenAs.HIDDEN, SeenAs.COVERED)) & is_digit & (characters.pieces > 0)
    pieces = np.where(is_digit, characters.pieces, -1)
    cut_pieces = np.intersect1d(pieces[unseen], pieces[~unseen & is_digit])
    of_cut = np.isin(pieces, cut_pieces[cut_pieces > 0])
    cut_runs = np.intersect1d(runs[unseen & of_cut], runs[~unseen & of_cut])
    is_unsure = np.isin(runs, np.union1d(runs[unsure], cut_runs)) & is_digit
    if not is_unsure.any():
        return characters
    doubt = is_unsure & ~np.isin(seen, _DOUBTFUL) & ~np.isin(seen, _LEFT_OUT)
    in_cut = doubt & np.isin(runs, cut_runs)
    worst = np.zeros(int(runs.max()) + 1, dtype=np.uint8)
    np.maximum.at(worst, runs[unsure], seen[unsure])
    seen = np.where(doubt, np.maximum(worst[runs], np.where(in_cut, np.uint8(SeenAs.PARTLY_COVERED), 0)), seen)
    codes = np.where(is_unsure & ~np.isin(seen, _LEFT_OUT), np.uint32(UNKNOWN), characters.codes)
    return replace(characters, codes=codes, seen=seen.astype(np.uint8))


def _kinds(*kinds: SeenAs) -> Mask:
    """Give for each way of being seen whether it is one of some."""
    table = np.zeros(max(SeenAs) + 1, dtype=np.bool_)
    table[list(kinds)] = True
    return table


_LEFT_OUT = (SeenAs.HIDDEN, SeenAs.COVERED, SeenAs.STRUCK, SeenAs.STAMP, SeenAs.IN_SEAL)
_ARE_LEFT_OUT = _kinds(*_LEFT_OUT)
_ARE_SHOWN = _kinds(SeenAs.PLAIN, SeenAs.ANNOTATION, SeenAs.FORM_FIELD)
_LEAVES_BLANK = (SeenAs.HIDDEN, SeenAs.COVERED, SeenAs.STAMP)
_DOUBTFUL = (
    SeenAs.PARTLY_HIDDEN,
    SeenAs.PARTLY_COVERED,
    SeenAs.PERHAPS_STRUCK,
    SeenAs.OVERLAPPING,
    SeenAs.UNSHOWN_ANNOTATION,
    SeenAs.UNSHOWN_FIELD,
)

_NOTES: dict[SeenAs, tuple[RemarkKind, str]] = {
    SeenAs.ANNOTATION: ("annotation", "{} was put onto the page as an annotation"),
    SeenAs.FORM_FIELD: ("form_field", "{} is the value of a form field"),
    SeenAs.RAISED: ("raised", "{} is raised or lowered, as the mark of a footnote"),
    SeenAs.HIDDEN: ("hidden", "{} stands in the file and is not seen on the page"),
    SeenAs.COVERED: ("covered", "{} is covered"),
    SeenAs.STRUCK: ("struck", "{} is struck out"),
    SeenAs.STAMP: ("stamp", "{} is of a seal"),
    SeenAs.IN_SEAL: ("stamp", "{} stands in a seal"),
    SeenAs.PARTLY_HIDDEN: ("hidden", "only a part of a number is seen"),
    SeenAs.PARTLY_COVERED: ("covered", "a part of a number is covered or cut off"),
    SeenAs.PERHAPS_STRUCK: ("struck", "something is drawn through a number"),
    SeenAs.OVERLAPPING: ("overlapping", "a number runs over the side of its cell"),
    SeenAs.UNSHOWN_ANNOTATION: ("annotation", "an annotation of which the file does not say how it looks"),
    SeenAs.UNSHOWN_FIELD: ("form_field", "a form field of which the file does not say how it looks"),
}

_DIGITS = among("0123456789０１２３４５６７８９")
_OF_NUMBERS = among("0123456789０１２３４５６７８９.,．，%％")


def _are_digits(codes: NDArray[np.uint32]) -> Mask:
    return are_among(codes, _DIGITS)


def _number_runs(characters: Characters, is_left_out: Mask | None = None) -> Numbers:
    """Tell for each character which run of digits that touch it is of.

    What is left out is of the same run only if it was drawn together with the rest.
    """
    is_number = are_among(characters.codes, _OF_NUMBERS)
    continues = clings(characters) & is_number
    continues[1:] &= is_number[:-1]
    if is_left_out is not None:
        is_other = (np.diff(is_left_out) != 0) & (np.diff(characters.pieces) != 0)
        continues[1:] &= ~is_other
    runs: Numbers = np.cumsum(~continues)
    return runs


# Raised and lowered marks

_RAISED, _LOWERED = (0.15, 0.75), (0.1, 0.6)
"""How far above or below the base of a line, in the heights of its characters, a mark stands."""

_SMALLER = 0.85
"""How high a mark is at most, in the heights of the characters of its line."""

_CLEARLY_RAISED = 0.2
"""A mark may be as high as its line if it is raised so far."""

_BESIDE = (-0.2, 0.4)
"""The gap, in heights of the line, between a mark and what it is a mark of."""

_MOST_PAIRS = 2_000_000
"""More pairs of a digit and what stands near it than any page of text has."""

_SUPERSCRIPTS, _SUBSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"


def _with_raised(characters: Characters, base: Floats) -> Characters:
    """Turn digits that are smaller and higher or lower than what they stand beside into such, on the same line."""
    digits = (_are_digits(characters.codes) & _ARE_SHOWN[characters.seen]).nonzero()[0]
    number, other = _pairs(digits, base, characters.height, reach=_RAISED[1])
    number, other = _beside(number, other, characters)
    if not len(number):
        return characters
    height = characters.height
    line = height[other]
    rise = (base[other] - base[number]) / line
    is_small = height[number] <= _SMALLER * line
    is_alike = height[number] <= 1.05 * line
    is_raised = (rise >= _RAISED[0]) & (rise <= _RAISED[1]) & (is_small | is_alike & (rise >= _CLEARLY_RAISED))
    is_lowered = (-rise >= _LOWERED[0]) & (-rise <= _LOWERED[1]) & is_small
    # A raised digit of the same height raises nothing: what it stands beside would be lowered.
    is_mark = (is_raised | is_lowered) & (is_small | _are_digits(characters.codes[other]))
    if not is_mark.any():
        return characters
    direction = np.zeros(len(characters), dtype=np.intp)
    of = np.full(len(characters), -1, dtype=np.intp)
    direction[number[is_mark]] = np.where(is_raised[is_mark], 1, -1)
    of[number[is_mark]] = other[is_mark]
    _spread(direction, of, characters)
    marks = np.flatnonzero(direction)
    codes, seen = characters.codes.copy(), characters.seen.copy()
    for mark in marks.tolist():
        digits_of_kind = _SUPERSCRIPTS if direction[mark] > 0 else _SUBSCRIPTS
        codes[mark] = ord(digits_of_kind[int(chr(codes[mark]))])
        seen[mark] = SeenAs.RAISED
    top, bottom = characters.top.copy(), characters.bottom.copy()
    top[marks], bottom[marks] = characters.top[of[marks]], characters.bottom[of[marks]]
    return replace(characters, codes=codes, seen=seen, top=top, bottom=bottom)


def _spread(direction: Numbers, of: Numbers, characters: Characters) -> None:
    """Let digits that follow or lead a mark, and are as high, be marks as well."""
    runs = _number_runs(characters)
    is_digit = _are_digits(characters.codes)
    for mark in np.flatnonzero(direction).tolist():
        alike = (runs == runs[mark]) & is_digit & (direction == 0)
        alike &= np.abs(characters.height - characters.height[mark]) < 0.05 * characters.height[mark]
        direction[alike], of[alike] = direction[mark], of[mark]


def _pairs(digits: Numbers, base: Floats, height: Floats, reach: float) -> tuple[Numbers, Numbers]:
    """Pair each digit with what stands on another base that is near."""
    none = np.empty(0, dtype=np.intp)
    if not len(digits):
        return none, none
    order = base.argsort(kind="stable")
    levels = base[order]
    # The line is at least as high as the digit beside it, and seldom three times as high.
    near, far = 0.1 * height[digits], np.minimum(2 * reach * height[digits], reach * np.fmax.reduce(height) + _SLACK)
    begin, end = levels.searchsorted(base[digits] + np.array([[-far, near], [-near, far]]))
    counts = np.maximum(end - begin, 0)
    if (counts.sum(axis=1) > _MOST_PAIRS).any():
        return none, none
    number = np.concatenate((digits, digits)).repeat(counts.ravel())
    return number, order[_ranges(begin.ravel(), counts.ravel())]


_SLACK = 0.01
"""More, in points, than sums are off by rounding."""


def _beside(number: Numbers, other: Numbers, characters: Characters) -> tuple[Numbers, Numbers]:
    """Give the pairs of a digit and another character that stand side by side."""
    if not len(number):
        return number, other
    left, right, line = characters.left, characters.right, characters.height[other]
    behind, before = left[number] - right[other], left[other] - right[number]
    apart = np.maximum(behind, before) / line
    gap = np.minimum(np.abs(behind), np.abs(before)) / line
    is_beside = ((apart >= _BESIDE[0]) & (gap <= _BESIDE[1])).nonzero()[0]
    return number[is_beside], other[is_beside]


def _ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """Give the numbers from each start on, as many as are counted."""
    ends = counts.cumsum()
    ranges: Numbers = np.arange(counts.sum()) + (starts - ends + counts).repeat(counts)
    return ranges


# Struck text

_THROUGH = (0.12, 0.55)
"""How far above its base, in heights, a line goes through a character: what is lower underlines it."""

_BESIDE_TEXT = (0.2, 0.9)
"""How far below and above its base, in heights, lines shade a character."""

_FEWEST_SHADING = 3
"""So many lines one above the other over a character are shading."""

_STRUCK_PART = 0.4
"""The part of the width of a character that a line must cover to strike it."""

_BEYOND = 3.0
"""A line that goes on for so many heights beside a text strikes more than it, or is something else."""


def _with_struck(characters: Characters, base: Floats, strokes: Floats) -> AsSeen:
    """Mark characters with a line across their middle, and as doubtful digits on a line that goes on beside them."""
    goes_through = np.zeros(len(strokes), dtype=np.bool_)
    left, top, right, bottom = strokes.T
    lines = ((right - left > bottom - top) & (right > left)).nonzero()[0]
    if not len(lines):
        return AsSeen(characters, goes_through)
    level = (top[lines] + bottom[lines]) / 2
    in_order = level.argsort(kind="stable")
    lines, level = lines[in_order], level[in_order]
    height = characters.height
    begin = level.searchsorted(base - _BESIDE_TEXT[1] * height)
    counts = np.maximum(level.searchsorted(base + _BESIDE_TEXT[0] * height) - begin, 0)
    if counts.sum() > _MOST_PAIRS:
        # More lines than any table has are a drawing, whose digits are not told.
        return AsSeen(characters, goes_through)
    number, line = np.arange(len(characters)).repeat(counts), _ranges(begin, counts)
    start, end = left[lines][line], right[lines][line]
    width = np.maximum(characters.width[number], 1e-9)
    part = (np.minimum(end, characters.right[number]) - np.maximum(start, characters.left[number])) / width
    meets = part > 0
    if not meets.any():
        return AsSeen(characters, goes_through)
    number, line, part, start, end = (column[meets] for column in (number, line, part, start, end))
    rise = (base[number] - level[line]) / height[number]
    is_through = (rise >= _THROUGH[0]) & (rise <= _THROUGH[1])
    if not is_through.any():
        return AsSeen(characters, goes_through)
    covered, shaded = np.zeros(len(characters)), np.zeros(len(characters))
    np.add.at(covered, number[is_through], part[is_through])
    np.add.at(shaded, number, part > 2 * _STRUCK_PART)
    is_struck = (covered >= _STRUCK_PART) & (shaded < _FEWEST_SHADING)
    first, last = np.full(len(characters), np.inf), np.full(len(characters), -np.inf)
    np.minimum.at(first, number[is_through], start[is_through])
    np.maximum.at(last, number[is_through], end[is_through])
    text_left, text_right = _sides_of_runs(characters)
    goes_on = (first < text_left - _BEYOND * height) | (last > text_right + _BEYOND * height)
    marked = _marked(characters, is_struck & ~goes_on, is_struck & goes_on)
    goes_through[lines[line[is_through & (marked.seen[number] != characters.seen[number])]]] = True
    return AsSeen(marked, goes_through)


def _sides_of_runs(characters: Characters) -> tuple[Floats, Floats]:
    """Give for each character where the text begins and ends that it is of without a blank."""
    runs = np.cumsum(~clings(characters)) - 1
    starts = np.flatnonzero(np.diff(runs, prepend=-1))
    return np.minimum.reduceat(characters.left, starts)[runs], np.maximum.reduceat(characters.right, starts)[runs]


def _marked(characters: Characters, struck: Mask, perhaps: Mask) -> Characters:
    if not (struck | perhaps).any():
        return characters
    seen = characters.seen.copy()
    is_shown = np.isin(seen, _LEFT_OUT, invert=True)
    seen[is_shown & perhaps & _are_digits(characters.codes)] = SeenAs.PERHAPS_STRUCK
    seen[is_shown & struck] = SeenAs.STRUCK
    return replace(characters, seen=seen)


_SHORTEST = 3.0
"""A slanted line shorter than this, in points, is of a letter or a sign."""

_MOST_SLANTED = 2_000
"""A page with more slanted lines than this has a drawing on it."""


def _with_crossed(characters: Characters, base: Floats, slanted: Floats) -> Characters:
    """Mark numbers that slanted lines run through."""
    lengths = np.hypot(slanted[:, 2] - slanted[:, 0], slanted[:, 3] - slanted[:, 1])
    lines = slanted[lengths >= _SHORTEST]
    digits = np.flatnonzero(_are_digits(characters.codes))
    if len(lines) > _MOST_SLANTED or not len(digits):
        return characters
    runs = _number_runs(characters)
    middle = (characters.left + characters.right)[digits] / 2
    height = characters.height[digits]
    text_left, text_right = (side[digits] for side in _sides_of_runs(characters))
    sizes = np.bincount(runs[digits], minlength=int(runs.max()) + 1)
    struck = np.zeros(len(sizes), dtype=np.bool_)
    perhaps = np.zeros(len(sizes), dtype=np.bool_)
    for x, y, end_x, end_y in lines.tolist():
        start, end = min(x, end_x), max(x, end_x)
        within = (middle >= start) & (middle <= end)
        if not within.any() or end - start <= 0:
            continue
        rise = (base[digits] - (y + (middle - x) * (end_y - y) / (end_x - x))) / height
        is_met = within & (rise > 0.05) & (rise < _BESIDE_TEXT[1] - 0.2)
        if not is_met.any():
            continue
        goes_on = (start < text_left - _BEYOND * height) | (end > text_right + _BEYOND * height)
        met = np.bincount(runs[digits[is_met]], minlength=len(sizes))
        long = np.bincount(runs[digits[is_met & goes_on]], minlength=len(sizes))
        struck |= (2 * met >= sizes) & (met > 0) & (long == 0)
        perhaps |= met > 0
    return _marked(characters, struck[runs] & _are_digits(characters.codes), perhaps[runs] & ~struck[runs])
