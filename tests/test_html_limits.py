"""Pages that no report is as large as are refused before they cost time or memory."""

from __future__ import annotations

import pytest

from gongkai.errors import SourceError
from gongkai.read import read_document

HEAD = "<html><head><title>嘉禾县2018年政府信息公开年度报告</title></head><body><p>一、概述</p>"


def numbered(count: int, text: str) -> str:
    return "".join(text.replace("N", str(number)) for number in range(count))


OVERSIZE = {
    "nested articles": "<article>" * 100_000 + "7",
    "nested elements of no name": "<x-y>" * 100_000 + "7",
    "nested lists": "<ul><li>" * 100_000 + "7",
    "lines": "<br>" * 1_000_000,
    "cells": "<table><tr>" + "<td></td>" * 400_000 + "</table>",
    "attributes": f"<p {numbered(500_000, 'aN=1 ')}>7",
    "attributes in quotes": "<p " + numbered(500_000, 'aN="1"') + ">7",
    "attributes between slashes": f"<p/{numbered(500_000, 'aN/')}>7",
    "attributes with brackets": "<p " + numbered(200_000, 'aN="<>" ') + ">7",
    "spans of rows": f"<table><tr><td rowspan=65534 colspan=900>7<td>2{'<tr></tr>' * 60_000}</table>",
    "spans of columns": f"<table>{'<tr><td rowspan=2 colspan=450>7</td>' * 50_000}</table>",
    "options": f"<select>{'<option>7' * 100_000}</select>",
    "styles never closed": f"<p>{numbered(5_000, '<font color=cN>')}</p>{'<p>7</p>' * 5_000}",
    "many rules for many elements": f"<style>{'td{color:red}' * 5_000}</style>"
    + f"<table>{'<tr><td>7<td>8' * 8_000}</table>",
    "other rules for each element": "<style>"
    + numbered(8_000, ".cN .d td:first-child{display:none}")
    + f"</style><table>{numbered(8_000, '<tr class=cN><td class=d>7<td>8')}</table>",
    "rules that count siblings": f"<style>{'td:nth-child(2){color:red}' * 500}</style>"
    + f"<table><tr>{'<td>7' * 25_000}</table>",
    "a long style sheet": f"<style>{'.a b:first-child{color:#fff;display:block}' * 100_000}</style>7",
    "style attributes": numbered(60_000, "<p style='color:red;left:Npx'>7"),
    "brackets in a style attribute": f"<p style='transform:{'scale(' * 5_000}'>7",
    "brackets in a style sheet": f"<style>td{{background:{'(' * 5_000}}}</style><p>7",
    "brackets in a selector": f"<style>{':not(' * 5_000}td{')' * 5_000}{{color:red}}</style><p>7",
    "one style attribute": f"<p style='{'color:red;' * 1_000_000}'>7",
}


@pytest.mark.parametrize("body", OVERSIZE.values(), ids=OVERSIZE.keys())
def test_an_oversize_page_is_refused_at_once(body: str) -> None:
    page = f"{HEAD}{body}</body></html>".encode()
    with pytest.raises(SourceError) as caught:
        read_document(page)
    assert caught.value.reason == "too_large"


LARGE = {
    "paragraphs left open": "<p>申请7件" * 50_000,
    "items left open": f"<ul>{'<li>申请7件' * 30_000}</ul>",
    "rows left open": f"<table>{'<tr><td>申请<td>7' * 20_000}</table>",
    "fonts left open": f"<p>{'<font size=2>申请' * 2_000}</p>" + "<p>7" * 2_000,
    "a picture inside": f"<img src='data:image/png;base64,{'iVBO' * 500_000}'><p>7",
    "rules for what the page has not": f"<style>{numbered(9_000, '.cN:hover>.d{display:none}')}</style><p>7",
}


@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE.keys())
def test_a_large_page_is_read(body: str) -> None:
    document = read_document(f"{HEAD}{body}</body></html>".encode())
    assert len(document.blocks) > 1


@pytest.mark.parametrize(
    "style", ["<style>p { width: %s }</style>", "<p style='color: rgb(%s, 0, 0)'>", "<p width='%s'>"]
)
def test_numbers_without_end_in_a_style_are_no_error(style: str) -> None:
    document = read_document((HEAD + style.replace("%s", 5000 * "9") + "<p>公开3件</p>").encode())
    assert [text for _, text in document.paragraphs()][-1] == "公开3件"
