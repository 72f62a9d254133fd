"""May a record of a crawl be a report? A cheap look at its bytes, before anything is parsed.

Text is passed over where it has no words of a report, in any encoding or way to write characters that is read. What is
packed, such as a PDF, is never judged by words: a document of a format that gongkai reads may be a report.
"""

from __future__ import annotations

__all__ = ["is_document", "may_be_report"]


def is_document(begin: bytes) -> bool:
    return begin.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08", b"{\\rtf"))


def may_be_report(data: bytes) -> bool:
    return is_document(data) or "公开".encode() in data
