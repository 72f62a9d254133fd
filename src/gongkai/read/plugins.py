"""Readers that other distributions bring, under the entry point `gongkai.readers`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

from gongkai.document import Document, Format, Notice
from gongkai.entry_points import Plugin, plugins
from gongkai.errors import SourceError

__all__ = ["ReaderPlugin", "endings_of_plugins", "read_with_plugin"]


@dataclass(frozen=True, slots=True)
class ReaderPlugin:
    """A format that gongkai does not read by itself.

    Args:
        recognises: tells from the bytes whether they are of the format. It is asked of every file, before the formats
            of gongkai, so it must be quick and sure.
        read: gives the document, from the bytes and the name of the source. What it cannot read it refuses with a
            `SourceError`. The `format` of the document is one of `gongkai.document.Format`, mostly `other`.
        endings: how names of such files end (`.tei`): `gongkai check FOLDER` takes these for reports.

    >>> from gongkai.document import Paragraph
    >>> def read(data: bytes, name: str) -> Document:
    ...     return Document(tuple(map(Paragraph, data.decode().split("%")[1:])), "other", name)
    >>> plugin = ReaderPlugin(lambda data: data.startswith(b"%"), read)
    >>> plugin.read("%一、概述%二、主动公开".encode(), "report").text_at("b2")
    '二、主动公开'
    """

    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, str], Document]
    endings: frozenset[str] = frozenset()


def read_with_plugin(data: bytes, name: str) -> Document | None:
    """Read a source with the first reader of others that recognises it; None where none does.

    Raises:
        PluginError: a reader that is installed cannot be loaded.
        SourceError: the reader refuses the source; with the reason `plugin`, it failed.
    """
    for plugin in _readers():
        try:
            document = plugin.brought.read(data, name) if plugin.brought.recognises(data) else None
        except SourceError:
            raise
        except Exception as error:  # whatever a reader of others does with a file
            raise SourceError(name, "plugin", plugin.failed(error)) from error
        if document is not None:
            return _as_read(document, name, plugin)
    return None


def endings_of_plugins() -> frozenset[str]:
    """Give how names of the files end that readers of others read.

    >>> endings_of_plugins()
    frozenset()
    """
    return frozenset().union(*(plugin.brought.endings for plugin in _readers()))


@cache
def _readers() -> tuple[Plugin[ReaderPlugin], ...]:
    return plugins("gongkai.readers", ReaderPlugin)


def _as_read(document: Document, name: str, plugin: Plugin[ReaderPlugin]) -> Document:
    """Say of a document who read it; of its format, only what the tables can say."""
    if document.format not in get_args(Format):
        error = ValueError(f"{document.format!r} is no format; one that gongkai does not know is 'other'")
        raise SourceError(name, "plugin", plugin.failed(error))
    notice = Notice("reader", f"{plugin.name} of {plugin.distribution}")
    return replace(document, source=name, notices=(*document.notices, notice))
