"""One address: its robots.txt, its redirects, what is tried again, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from urllib.parse import quote, urljoin, urlsplit

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    retry_if_result,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from gongkai.address import host_of, is_address
from gongkai.fetch.client import Client, normalised
from gongkai.fetch.exchange import Exchange, FetchStatus, UnansweredError, is_public
from gongkai.fetch.judgement import PASSING, REDIRECTS, judge
from gongkai.fetch.manners import Manners
from gongkai.fetch.robots import Robots, robots_of
from gongkai.fetch.rows import UrlRow
from gongkai.fetch.turns import Turn, Turns
from gongkai.fetch.watch import ConnectionWatch

__all__ = ["Visit", "Visitor"]

MOST_REDIRECTS = 10


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of an address.

    Attributes:
        url: the address, as it was given.
        time: when it was asked for, in UTC; where there was no answer, when that was clear.
        status: what became of it.
        detail: why, where it is no document.
        exchanges: requests and answers on the way, the last of which decided, if `answered`.
        answered: whether an answer decided.
        known: what was known of the document before, where it was asked for again.
        robots: requests and answers that led to the robots.txt of the sites on the way.
    """

    url: str
    time: datetime
    status: FetchStatus
    detail: str
    exchanges: tuple[Exchange, ...]
    answered: bool
    known: UrlRow | None
    robots: tuple[Exchange, ...]

    @property
    def answer(self) -> Exchange | None:
        """The answer that decided, or None."""
        return self.exchanges[-1] if self.answered else None


class Visitor:
    """Visits addresses, from several threads."""

    def __init__(self, manners: Manners, watch: ConnectionWatch) -> None:
        self._manners = manners
        self._client = Client(manners, watch)
        self._turns = Turns(manners.delay, watch)
        self._lock = Lock()
        self._sites: dict[str, _Site] = {}

    def visit(self, url: str, known: UrlRow | None = None) -> Visit:
        """Ask for an address, as far as it may be asked for.

        Args:
            url: the address.
            known: what is known of the document, which is asked for only if it has changed since.

        Raises:
            HaltedError: the work is to stop.
        """
        exchanges: list[Exchange] = []
        robots: list[Exchange] = []

        def require(at: str, public_only: bool) -> None:
            self._require(at, public_only, robots)

        try:
            for exchange in self._way(normalised(url), known, require):
                exchanges.append(exchange)
        except UnansweredError as error:
            now = datetime.now(UTC)
            return Visit(url, now, error.status, error.detail, tuple(exchanges), False, known, tuple(robots))
        status, detail = judge(exchanges[-1], known_digest=known.payload_digest if known else None)
        return Visit(url, exchanges[-1].time, status, detail, tuple(exchanges), True, known, tuple(robots))

    def _way(
        self, url: str, known: UrlRow | None, require: Callable[[str, bool], None], *, public_only: bool = False
    ) -> Iterator[Exchange]:
        """Give the answers on the way that redirects lead; the last is no redirect."""
        passed: set[str] = set()
        while True:
            require(url, public_only)
            conditions = known.conditions if known and known.final_url == url else {}
            exchange = self._patiently(url, conditions, public_only)
            yield exchange
            if exchange.status not in REDIRECTS:
                return
            passed.add(url)
            # What a stranger says must not lead into the network that we run in.
            public_only = public_only or is_public(exchange.address)
            url = _next(exchange)
            if url in passed:
                raise UnansweredError("bad_redirect", "its redirects lead in a circle")
            if len(passed) > MOST_REDIRECTS:
                raise UnansweredError("bad_redirect", f"it leads on more than {MOST_REDIRECTS} times")

    def _require(self, url: str, public_only: bool, exchanges: list[Exchange]) -> None:
        """Raise if an address may not be asked for; add what was said about the robots.txt, if it was not known yet."""
        parts = urlsplit(url)
        with self._lock:
            site = self._sites.setdefault(f"{parts.scheme}://{parts.netloc}", _Site())
        with site.lock:
            if site.robots is None:
                said: list[Exchange] = []
                site.robots = self._robots(f"{parts.scheme}://{parts.netloc}/robots.txt", public_only, said)
                exchanges += said
                self._slow_down(self._turn(url), site.robots.delay)
        site.robots.require(url)

    def _slow_down(self, turn: Turn, delay: float) -> None:
        if delay <= self._manners.longest_rest:
            turn.slow_down(delay)
        else:
            turn.close(f"its robots.txt asks for more than {self._manners.longest_rest:g} seconds between two requests")

    def _robots(self, url: str, public_only: bool, exchanges: list[Exchange]) -> Robots:
        try:
            for exchange in self._way(url, None, lambda *_: None, public_only=public_only):
                exchanges.append(exchange)
        except UnansweredError as error:
            if error.status == "bad_redirect" and not exchanges:
                raise  # it was not asked, because a redirect led here, so nothing is known of it
            return robots_of(exchanges, error)
        return robots_of(exchanges, None)

    def _turn(self, url: str) -> Turn:
        return self._turns.of(host_of(url) or "")

    def _patiently(self, url: str, conditions: Mapping[str, str], public_only: bool) -> Exchange:
        """Ask again what may be otherwise in a moment. The rest in between is the host's, whoever asks it."""
        turn = self._turn(url)
        longest = self._manners.longest_rest
        delay = self._manners.delay
        growing = wait_exponential(multiplier=delay, max=longest) + wait_random(0, delay / 2)
        attempted = stop_after_attempt(self._manners.attempts)

        def enough(state: RetryCallState) -> bool:
            return attempted(state) or (_wanted_rest(state) or 0) > longest

        def rest(state: RetryCallState) -> float:
            wanted = _wanted_rest(state)
            return growing(state) if wanted is None else wanted

        def give_up(state: RetryCallState) -> Exchange:
            wanted = _wanted_rest(state)
            if wanted is not None and wanted > longest:
                turn.close(f"the host asks to be left alone for more than {longest:g} seconds")
            elif wanted is not None:
                turn.rest(wanted)
            return _outcome(state)

        def once() -> Exchange:
            with turn.taken():
                return self._client.ask(url, conditions=conditions, public_only=public_only)

        return Retrying(
            retry=retry_if_result(_is_passing) | retry_if_exception(_is_passing_error),
            wait=rest,
            stop=enough,
            sleep=turn.rest,
            retry_error_callback=give_up,
        )(once)


@dataclass(slots=True)
class _Site:
    """A site, and what it allows, once that is known."""

    lock: Lock = field(default_factory=Lock)
    robots: Robots | None = None


def _is_passing(exchange: Exchange) -> bool:
    return exchange.status in PASSING


def _is_passing_error(error: BaseException) -> bool:
    return isinstance(error, UnansweredError) and error.passing


def _outcome(state: RetryCallState) -> Exchange:
    """Give the answer of the last attempt, or raise what it raised."""
    if state.outcome is None:
        raise AssertionError("an attempt has an outcome")
    exchange: Exchange = state.outcome.result()
    return exchange


def _wanted_rest(state: RetryCallState) -> float | None:
    """Give the seconds that the host asks to wait for (Retry-After), or None."""
    if state.outcome is None or state.outcome.failed:
        return None
    wanted = _outcome(state).header("retry-after")
    try:
        return Retry().parse_retry_after(wanted) if wanted else None
    except (InvalidHeader, ValueError, OverflowError):
        return None


def _next(exchange: Exchange) -> str:
    """Give the address that a redirect leads to."""
    location = exchange.header("location")
    if not location:
        raise UnansweredError("bad_redirect", "a redirect does not say where to")
    # Some hosts send bytes that are no ASCII, which stand for themselves.
    try:
        url = urljoin(exchange.url, quote(location.encode("latin-1"), safe=_ASCII))
    except ValueError:
        url = ""
    if not is_address(url) or urlsplit(url).username is not None:
        raise UnansweredError("bad_redirect", "it leads to what is no address of the web")
    return normalised(url)


_ASCII = "".join(map(chr, range(0x21, 0x7F)))
