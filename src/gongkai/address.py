"""Addresses of the web: which texts are one, and whose host it is."""

from __future__ import annotations

from urllib.parse import urlsplit

from gongkai.printable import printable

__all__ = ["host_of", "is_address"]


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the web that can be followed.

    >>> [is_address(text) for text in ("https://www.gov.cn/a.htm", "javascript:alert(1)", "http://a\\nb", "http://")]
    [True, False, False, False]
    """
    # A control character would be obeyed by what shows the address, and a blank ends it.
    return host_of(text) is not None and text == printable(text) and not any(map(str.isspace, text))


def host_of(text: str | None) -> str | None:
    """Give the host of an address of the web in small letters, or None where there is none.

    >>> host_of("https://WWW.gov.cn:80/a.htm"), host_of("mailto:a@gov.cn"), host_of(None)
    ('www.gov.cn', None, None)
    """
    try:
        parts = urlsplit(text or "")
        return parts.hostname or None if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
