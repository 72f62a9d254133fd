"""Mirrors: pages of others that show a report again, often damaged, under a wrong name, or as their own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from gongkai import resources
from gongkai.address import host_of

__all__ = ["is_mirror"]


def is_mirror(url: str | None, host: str | None, agency: str | None) -> bool:
    """Tell whether a report was published by somebody else than the government, as far as it can be told.

    Args:
        url: the address where it was published.
        host: the host of that address, or of the one that the page itself names.
        agency: the body that reports, as printed.

    >>> is_mirror("https://www.example.com/a.htm", "www.example.com", None), is_mirror(None, "www.a.gov.cn", "甲县")
    (True, False)
    >>> is_mirror(None, None, "某某新闻网"), is_mirror(None, None, None)
    (True, False)
    >>> is_mirror("https://web.archive.org/web/2020/http://www.a.gov.cn/1.htm", "web.archive.org", "甲县")
    False
    """
    known = _known()
    if host in known["archives"]:
        path = urlsplit(url or "").path
        host = host_of(path[path.find("http") :])
    is_elsewhere = host is not None and not any(
        host == each or host.endswith(f".{each}") for each in known["government_hosts"]
    )
    return is_elsewhere or (agency or "").endswith(tuple(known["no_bodies"]))


def _known() -> dict[str, Any]:
    known: dict[str, Any] = resources.data("gongkai.building", "mirrors.yaml")
    return known
