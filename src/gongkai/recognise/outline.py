"""What every wing asks of a document first, found once: paragraphs, titles, headings, and where the text begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from gongkai.document import Document, Locator, Table
from gongkai.recognise.headings import Heading, NumberedLine, in_order, read_line
from gongkai.recognise.page_lines import is_page_line
from gongkai.recognise.titles import Title, titles
from gongkai.recognise.values import clean
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["Outline"]

LONG_TABLE = 7
"""Rows from which a table is none of the page's header."""


@dataclass(frozen=True)
class Outline:
    """The outline of a document. Each part is found when it is first asked for, and then kept.

    >>> from gongkai.document import Paragraph
    >>> lines = ("嘉禾县2017年政府信息公开年度报告", "现予公布。", "一、概述", "略。", "二、主动公开", "公开9条。")
    >>> outline = Outline(Document(tuple(map(Paragraph, lines)), "text"))
    >>> [title.agency for title in outline.titles], outline.body
    (['嘉禾县'], 3)
    >>> [heading.text for heading in outline.headings()]
    ['概述', '主动公开']
    """

    document: Document

    @cached_property
    def paragraphs(self) -> tuple[tuple[Locator, str], ...]:
        """Every paragraph with text, and where it stands."""
        return tuple(self.document.paragraphs())

    @cached_property
    def text(self) -> str:
        """The text of all paragraphs."""
        return "\n".join(text for _, text in self.paragraphs)

    @cached_property
    def titles(self) -> tuple[Title, ...]:
        """Every line that is a title, in reading order."""
        return tuple(titles(self.paragraphs))

    @cached_property
    def page_lines(self) -> frozenset[int]:
        """The blocks of lines that belong to the page around the report."""
        return frozenset(place.block for place, text in self.paragraphs if is_page_line(text))

    @cached_property
    def body(self) -> int:
        """The block in which the text of the report begins, below titles and page header."""
        long_tables = (
            place.block
            for place, table in self.document.tables()
            if table.cells[-1].row >= LONG_TABLE and not _is_page_header(table)
        )
        return min([*(heading.locator.block for heading in self.headings()), *long_tables, self.end])

    @property
    def end(self) -> int:
        """The number behind that of the last block."""
        return len(self.document.blocks) + 1

    def headings(self, start: int = 0, end: int | None = None, *, without: Collection[int] = ()) -> list[Heading]:
        """Give the headings that follow one another in the blocks from `start` to before `end`, but for some."""
        first, behind = (
            bisect_left(self._numbered, block, key=lambda line: line.block) for block in (start, end or self.end)
        )
        return in_order([line for line in self._numbered[first:behind] if line.block not in without])

    @cached_property
    def _numbered(self) -> tuple[NumberedLine, ...]:
        return tuple(line for place, text in self.paragraphs if (line := read_line(place, text)))


def _is_page_header(table: Table) -> bool:
    """Say whether a table tells who published the page, and when."""
    words = vocabulary()
    labels = words.publisher_labels | words.published_labels | words.written_labels
    printed = (clean(cell.text).partition(":")[0].replace(" ", "") for cell in table.cells)
    return len(labels.intersection(printed)) > 1
