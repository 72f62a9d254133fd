"""The same thing stated twice in the prose: two sections that give different numbers for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gongkai.check.prose import COUNTED, Prose, name_figure, unit_of
from gongkai.check.rules import rulebook
from gongkai.check.spans import span
from gongkai.check.wording import number
from gongkai.rows import Check, Figure, Identity, Outcome

__all__ = ["check_restated", "core"]

_ENDING = re.compile(r"[省市县区旗州盟镇乡]")
_BELOW_A_CITY = frozenset({"county", "township"})
_SHORTEST_CORE = 4
"""Characters from which words are more than the name of a kind of thing, such as 信息 or 文件."""

_SHORTEST_PLACE = 3
"""Characters of a name that is still a name without its ending: 嘉禾县 is 嘉禾, but 某县 is not 某."""


def check_restated(prose: Prose, identity: Identity) -> Iterator[Check]:
    """Compare figures of different sections whose subjects come to the same words.

    What stands twice in one section is a list of different things, and is left alone.
    """
    rule = rulebook().rules["stated_twice"]
    hedges = rulebook().words["hedges"]
    for first, *others in _same_things(prose, identity, rule.parameters):
        for other in others:
            spans = span(first, hedges), span(other, hedges)
            outcome: Outcome = "holds" if spans[0].meets(spans[1]) else "fails"
            said = rule.say(
                outcome,
                first=name_figure(first),
                first_section=prose.section(first),
                second=name_figure(other),
                second_section=prose.section(other),
                gap=number(abs(spans[0].value - spans[1].value)),
            )
            subject = f"figure {other.figure}"
            yield rule.finding(subject, outcome, spans[1].value, spans[0].value, said, other.locator)


def core(subject: str, identity: Identity, topic: str | None, parameters: Mapping[str, Any]) -> str:
    """Reduce a subject to what is counted, without who speaks, where it stands and words that only fill.

    >>> parameters = rulebook().rules["stated_twice"].parameters
    >>> core("示例县网站发布信息", Identity(agency="示例县"), "website", parameters)
    '发布信息'
    >>> core("被郴州市采用", Identity(agency="嘉禾县", level="county"), "website", parameters)
    '被市采用'
    """
    for name in _own_names(identity):
        subject = subject.replace(name, "")
    if identity.level in _BELOW_A_CITY:
        subject = re.sub(parameters["places_above"], "", subject)
    for word in (*parameters["channels"].get(topic, ()), *parameters["fillers"]):
        subject = subject.replace(word, "")
    return subject


def _same_things(prose: Prose, identity: Identity, parameters: Mapping[str, Any]) -> Iterator[list[Figure]]:
    """Give the figures that state one thing, where each section states it once."""
    scopes: Sequence[str] = rulebook().words["other_scopes"]
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in prose.figures:
        if figure.kind not in COUNTED or figure.from_value is not None or figure.topic is None:
            continue
        own = core(figure.subject, identity, figure.topic, parameters)
        once = any(word in own for word in parameters["counted_once"])
        if any(word in figure.subject for word in scopes) or not (once or len(own) >= _SHORTEST_CORE):
            continue
        # 回复 says nothing without its whole, but what was 采用 is counted once, whatever the whole.
        whole = None if once else prose.whole(figure)
        of = core(whole.subject, identity, whole.topic, parameters) if whole else ""
        unit = unit_of(figure)
        if unit is not None:
            groups.setdefault((own, of, figure.topic, figure.kind, unit), []).append(figure)
    for group in groups.values():
        sections = {figure.section for figure in group}
        if 1 < len(group) == len(sections):
            yield group


def _own_names(identity: Identity) -> list[str]:
    """Give the names that the reporting body uses for itself, the longest first."""
    name = identity.agency or ""
    ending = _ENDING.search(name, 1)
    place = name[: ending.end()] if ending else ""
    short = place[:-1] if len(place) >= _SHORTEST_PLACE else ""
    return [each for each in (name, place, short) if each]
