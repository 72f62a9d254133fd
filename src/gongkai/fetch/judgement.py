"""What an answer means: a document, none, or somebody who does not want to be asked."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus

from selectolax.lexbor import LexborHTMLParser

from gongkai.fetch.exchange import Exchange, FetchStatus
from gongkai.resources import data

__all__ = ["PASSING", "REDIRECTS", "is_challenge", "is_refusal", "judge"]

REDIRECTS = frozenset({301, 302, 303, 307, 308})

PASSING = frozenset({408, 429, 500, 502, 503, 504})
"""Numbers of answers that may be others in a moment."""

_ABSENT = frozenset({404, 410})
_BLOCKED = frozenset({401, 403, 405, 407, 412, 418, 429, 451})
"""The host does not want to be asked. Firewalls of Chinese sites answer 405 and 412, which else answer no plain GET."""


def judge(exchange: Exchange, *, known_digest: str | None = None) -> tuple[FetchStatus, str]:
    """Say what became of an address, by the last answer, with a detail where it is no document.

    Args:
        exchange: the last answer.
        known_digest: the digest of the document as it was fetched before, if it was.
    """
    status = exchange.status
    said = f"the host answers {_named(status)}"
    if is_challenge(exchange):
        return "blocked", f"{said} with a script that has to be run first"
    if is_refusal(exchange):
        return "blocked", f"{said} with a page that asks for a proof, or refuses"
    if 200 <= status < 300:
        return ("unchanged" if exchange.payload_digest == known_digest else "fetched"), ""
    if status == HTTPStatus.NOT_MODIFIED and known_digest is not None:
        return "unchanged", ""
    if status in _ABSENT:
        return "not_found", said
    if status in _BLOCKED:
        return "blocked", said
    return ("server_error" if status >= 500 else "unexpected"), said


def is_challenge(exchange: Exchange) -> bool:
    """Tell whether an answer is no document but a script that a browser has to run to be let in.

    Firewalls answer so, under 200 and 202 as well as 412 and 521: a small page that shows nothing, and has nothing
    that would show something, but sets a cookie and runs a script.
    """
    if exchange.status in REDIRECTS or len(exchange.body) > _SMALL:
        return False
    content = exchange.content(_SMALL_INFLATED)
    if b"<script" not in content.lower():
        return False
    if exchange.header("set-cookie") is None and b"cookie" not in content:
        return False
    page = LexborHTMLParser(_WITHOUT_SCRIPTS.sub(b"", content).decode("utf-8", "replace"))
    body = page.body
    if body is None or any(node.tag not in _SHOWS_NOTHING for node in body.css("*")):
        return False
    page.strip_tags(["script", "style", "template", "textarea"])
    return not page.body or not page.body.text().strip()


_SMALL, _SMALL_INFLATED = 1 << 17, 1 << 20
_SHOWS_NOTHING = frozenset(
    {"body", "script", "style", "template", "textarea", "input", "form", "meta", "link", "br", "p"}
)
# What is shown where scripts do not run. The parser runs none, so it would take it for a part of the page.
_WITHOUT_SCRIPTS = re.compile(rb"<noscript\b.*?</noscript\s*>", re.IGNORECASE | re.DOTALL)


def is_refusal(exchange: Exchange) -> bool:
    """Tell whether an answer is no document but a page that wants a proof that a person asks, or says that none may.

    Some sites answer so under 200: a small page that says little, and some of that in words of `refusals.yaml`.
    """
    if exchange.status in REDIRECTS or len(exchange.body) > _SMALL:
        return False
    content = exchange.content(_SMALL_INFLATED)
    if not any(word in content.lower() for word in _refusing_words()):
        return False
    try:
        page = LexborHTMLParser(content.decode("utf-8"))
    except UnicodeDecodeError:
        page = LexborHTMLParser(content.decode("gb18030", "replace"))
    page.strip_tags(["script", "style", "template"])
    text = (page.root.text(separator=" ") if page.root else "").lower()
    said = data(__package__, "refusals.yaml")
    refuses = any(word in text for word in said["words"]) and said["unless"] not in text
    return refuses and len("".join(text.split())) <= _LITTLE


_LITTLE = 400
"""Characters of text, beyond which a page is one of the site: its forms ask for such proofs too."""


@cache
def _refusing_words() -> frozenset[bytes]:
    words = data(__package__, "refusals.yaml")["words"]
    return frozenset(word.encode(encoding) for word in words for encoding in ("utf-8", "gb18030"))


def _named(status: int) -> str:
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)
