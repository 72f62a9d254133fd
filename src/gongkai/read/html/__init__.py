"""A web page -> `Document`: what a reader of the page sees, in reading order, with its data tables as grids."""

from __future__ import annotations

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from gongkai.document import Document, Notice
from gongkai.errors import SourceError
from gongkai.read.html.assembly import assembled
from gongkai.read.html.limits import OversizeError, refuse_oversize
from gongkai.read.html.walk import walk
from gongkai.read.truncation import stays_open, where_cut

__all__ = ["looks_like_html", "read_html"]


def looks_like_html(text: str) -> bool:
    """Tell a page from plain text into which an empty pair of tags, or a rarer tag, has strayed.

    >>> looks_like_html("受理申请<br>7件"), looks_like_html("1. <ul></ul> 受理申请<em>7</em>件")
    (True, False)
    >>> looks_like_html("<title>年度报告</title><iframe src=report.html>")
    True
    """
    return _PAGE_TAG.search(text) is not None


_PAGE_TAG = re.compile(
    r"<(?:!doctype\s+html|(html|head|body|table|tr|td|div|p|pre|br|span|font|h[1-6]|ul|li)(?=[\s/>])[^<>]*>(?!\s*</\1)"
    # What a person sees of a page that has nothing else stands in another file.
    r"|title>[^<]*</title>|(?:img|iframe|frame|embed|object)\s[^<>]*?(?:src|data)\s*=)",
    re.IGNORECASE,
)


def read_html(text: str, name: str = "<bytes>") -> Document:
    """Read a web page as a person sees it.

    A table that only lays out the page is taken apart into the flow of the page. Menus, hidden and struck out text
    are left out. Lines of a cell are divided by a line feed. What a person sees in a cell and the source does not
    tell, as in a picture of a digit, is `UNCERTAIN`.

    Args:
        text: the whole source of the page.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the page is `truncated`, or `too_large`.

    >>> page = "<title>年报</title><p>申请<b>7</b>件</p><table><tr><td>受理<td>7<tr><td>办结<td>&nbsp;</table>"
    >>> document = read_html(page)
    >>> document.metadata, document.text_at("b1"), document.text_at("b2.r1.c2"), document.text_at("b2.r2.c2")
    ({'title': '年报'}, '申请7件', '7', '')
    """
    place = where_cut(text)
    if place:
        raise SourceError(name, "truncated", f"it ends inside {place}")
    try:
        refuse_oversize(text)
        page = walk(LexborHTMLParser(text))
    except OversizeError as oversize:
        raise SourceError(name, "too_large", str(oversize)) from None
    document = assembled(page, name)
    if stays_open(text):
        notice = Notice("left_open", "the page does not close its text; more may have followed")
        document = replace(document, notices=(*document.notices, notice))
    saved = _SAVED_FROM.search(text, 0, _LONGEST_BEGINNING)
    return replace(document, metadata={**document.metadata, "url": saved[1]}) if saved else document


# What browsers write above a page that they save.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_LONGEST_BEGINNING = 2000
