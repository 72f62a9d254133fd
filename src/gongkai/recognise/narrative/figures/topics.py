"""The service or duty that a figure is about, by words of its subject and of what stands around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from gongkai import resources
from gongkai.recognise.narrative.figures.grammar import either

__all__ = ["topic_of"]


def topic_of(text: str) -> str | None:
    """Give the topic that the words of a text tell, the first in the list of topics, or None where they tell none.

    >>> topic_of("市长信箱来信"), topic_of("微信公众号推送信息"), topic_of("其余")
    ('mailbox', 'new_media', None)
    """
    topics, word, ranks = _topics()
    rank = min((ranks[found[1]] for found in word.finditer(text)), default=None)
    return None if rank is None else topics[rank]


@cache
def _topics() -> tuple[Sequence[str], re.Pattern[str], Mapping[str, int]]:
    """Give the topics, a pattern that finds the longest word at each place, and the best topic that each word tells."""
    data = resources.data(__package__, "topics.yaml")
    listed = [(word, rank) for rank, (_, words) in enumerate(data) for word in words]
    # The longest word hides those that it begins with.
    ranks = {word: min(rank for other, rank in listed if word.startswith(other)) for word, _ in listed}
    return [topic for topic, _ in data], re.compile(f"(?=({either(ranks)}))"), ranks
