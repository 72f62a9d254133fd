"""The raw text of a place as it was read: with the repairs of the report made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongkai.document import Locator
from gongkai.rows import Repair

__all__ = ["ReplayedRepairs"]

_Key = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class ReplayedRepairs:
    """The repairs of one report, by the text that they change."""

    rows: Sequence[Repair]

    def read(self, raw: str, place: Locator) -> str | None:
        """Give a raw text as it was repaired, or None where a repair found another text than this.

        >>> repaired = Locator(1, start=3, end=9)
        >>> repairs = ReplayedRepairs([Repair(1, "dropped_characters", "20181月", "2018年1月", repaired, 1.0)])
        >>> place = Locator(1, start=2, end=9)
        >>> repairs.read("在20181月", place), repairs.read("在20191月", place)
        ('在2018年1月', None)
        """
        base = place.start or 0
        parts: list[str] = []
        done = 0
        for start, end, repair in self._by_text.get((place.block, place.row, place.column), ()):
            if base <= start and end <= base + len(raw):
                if raw[start - base : end - base] != repair.before:
                    return None
                parts += raw[done : start - base], repair.after
                done = end - base
        return "".join([*parts, raw[done:]])

    @cached_property
    def _by_text(self) -> Mapping[_Key, list[tuple[int, int, Repair]]]:
        texts: dict[_Key, list[tuple[int, int, Repair]]] = {}
        for repair in self.rows:
            place = repair.locator
            if place.start is not None and place.end is not None:
                key = place.block, place.row, place.column
                texts.setdefault(key, []).append((place.start, place.end, repair))
        return {key: sorted(repairs, key=lambda each: each[0]) for key, repairs in texts.items()}
