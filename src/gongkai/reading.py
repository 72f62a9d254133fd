"""Read one report: from a path or from bytes to a `Report`."""

from __future__ import annotations

import os

from gongkai.read import read_bytes, read_document
from gongkai.recognise import recognise
from gongkai.report import Report

__all__ = ["read_report"]


def read_report(source: str | os.PathLike[str] | bytes, *, name: str | None = None) -> Report:
    """Read one annual report, from a file's path or its bytes, and understand it.

    Args:
        source: the path of a file, or its bytes.
        name: what to call the source; the path itself if left out.

    Raises:
        SourceError: the source gave no report; the message names it, the reason, and what to do.

    >>> report = read_report("嘉禾县2017年政府信息公开年度报告\\n一、概述\\n二、主动公开".encode())
    >>> report.identity.division_code, report.identity.year
    ('431024', 2017)
    """
    if isinstance(source, bytes):
        data, called = source, name or "<bytes>"
    else:
        called = name or os.fspath(source)
        data = read_bytes(source, called)
    return recognise(read_document(data, name=called), data)
