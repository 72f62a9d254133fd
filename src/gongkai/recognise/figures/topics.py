"""The service or duty that a figure is about, by words of its subject and of what stands around it."""

from __future__ import annotations

import re
from functools import cache

from gongkai.recognise.figures.grammar import either, load

__all__ = ["topic_of"]


def topic_of(text: str) -> str | None:
    """Give the topic that the words of a text tell, or None where they tell none.

    >>> topic_of("市长信箱来信"), topic_of("微信公众号推送信息"), topic_of("其余")
    ('mailbox', 'new_media', None)
    """
    return next((topic for topic, words in _topics() if words.search(text)), None)


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((topic, re.compile(either(words))) for topic, words in load("topics.yaml"))
