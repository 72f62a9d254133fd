"""What the robots.txt of a site allows, after RFC 9309."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from protego import Protego

from gongkai.fetch.exchange import Exchange, UnansweredError
from gongkai.fetch.manners import PRODUCT

__all__ = ["Robots", "robots_of"]


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site allows.

    Attributes:
        rules: what its robots.txt says, or None where it has none.
        refusal: why nothing of the site may be asked for, or None.
    """

    rules: Protego | None = None
    refusal: UnansweredError | None = None

    @property
    def delay(self) -> float:
        """The rest after each request that the site wants, in seconds."""
        return float((self.rules and self.rules.crawl_delay(PRODUCT)) or 0)

    def require(self, url: str) -> None:
        """Raise if an address may not be asked for.

        Raises:
            UnansweredError: it may not, or it cannot be known whether it may.

        >>> robots = Robots(Protego.parse("User-agent: *\\nDisallow: /private/"))
        >>> robots.require("http://a.gov.cn/open/")
        >>> robots.require("http://a.gov.cn/private/a.htm")
        Traceback (most recent call last):
        gongkai.fetch.exchange.UnansweredError: its robots.txt does not allow it
        """
        if self.refusal:
            raise UnansweredError(self.refusal.status, self.refusal.detail)
        if self.rules and not self.rules.can_fetch(url, PRODUCT):
            raise UnansweredError("disallowed", "its robots.txt does not allow it")


def robots_of(exchanges: Sequence[Exchange], unanswered: UnansweredError | None) -> Robots:
    """Say what a site allows, by the answers to the request for its robots.txt, the last of which counts.

    A site that has none, or leads nowhere with it, allows everything. One that cannot tell at present, because it is
    not reached, fails, or is asked too often, allows nothing.
    """
    if unanswered:
        if unanswered.status == "bad_redirect":
            return Robots()
        return Robots(refusal=UnansweredError(unanswered.status, f"of its robots.txt: {unanswered.detail}"))
    answer = exchanges[-1]
    if answer.status == _TOO_OFTEN:
        return Robots(refusal=UnansweredError("blocked", "its robots.txt cannot be read: the host answers 429"))
    if answer.status >= 500:
        detail = f"its robots.txt cannot be read: the host answers {answer.status}"
        return Robots(refusal=UnansweredError("server_error", detail))
    if 200 <= answer.status < 300:
        return Robots(Protego.parse(answer.content(_LONGEST).decode("utf-8-sig", "replace")))
    return Robots()


_TOO_OFTEN = 429
_LONGEST = 500 << 10
"""Bytes of a robots.txt that have to be read, after RFC 9309."""
