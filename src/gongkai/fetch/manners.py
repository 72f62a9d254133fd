"""How politely hosts are asked, and how much one document may cost."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from gongkai._version import __version__
from gongkai.errors import GongkaiError

__all__ = ["PRODUCT", "Manners"]

PRODUCT = "gongkai"
"""The name that a robots.txt knows us by."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How politely hosts are asked, and how much one document may cost.

    Attributes:
        contact: an address of mail or the web where the owner of a site finds who asks; it is part of the User-Agent.
        delay: seconds of rest after each request, before the same host is asked again. A longer one that its robots.txt
            wants (Crawl-delay) is kept.
        hosts: how many hosts may be asked at the same time; one host never is asked twice at the same time.
        seconds: what one answer may take, from the request to the last byte.
        largest: bytes that the body of an answer may have.
        attempts: how often a host is asked for what it refuses for the moment only. The rest in between doubles.
        longest_rest: the longest that a host may ask to wait (Retry-After, Crawl-delay), in seconds. A host that asks
            for more is left alone for this run.

    Raises:
        GongkaiError: one of them cannot be.

    >>> Manners(contact="https://example.org/crawl").user_agent.partition("/")[0]
    'gongkai'
    >>> Manners(hosts=0)
    Traceback (most recent call last):
    gongkai.errors.GongkaiError: hosts is 0; it has to be 1 or more
    """

    contact: str = ""
    delay: float = 2.0
    hosts: int = 16
    seconds: float = 120.0
    largest: int = 64 << 20
    attempts: int = 3
    longest_rest: float = 120.0

    def __post_init__(self) -> None:
        for name, least in _LEAST.items():
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= least):
                raise GongkaiError(f"{name} is {value}; it has to be {least:g} or more")
        if not _CONTACT.fullmatch(self.contact):
            raise GongkaiError("the contact is no address of mail or the web: it may have no blanks and no brackets")

    @property
    def user_agent(self) -> str:
        """What we say of ourselves with every request."""
        return f"{PRODUCT}/{__version__}" + (f" (+{self.contact})" if self.contact else "")


_LEAST = {"delay": 0, "hosts": 1, "seconds": 0.001, "largest": 1, "attempts": 1, "longest_rest": 0}
# Of the visible characters of ASCII, those that may stand in the comment of a User-Agent.
_CONTACT = re.compile(r"[!-'*-\[\]-~]*")
