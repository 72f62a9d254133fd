"""Automatic numbers of Word: their formats, how levels and lists count, and what else stands before a paragraph."""

from __future__ import annotations

import pytest

from generators.shown import shown_blocks
from generators.word import docx_of, level, list_of, numbered, p, run, tbl, tc, tr
from gongkai.document import Notice
from gongkai.read.word import read_docx


def labels(numbering: str, *paragraphs: str, styles: str = "") -> list[str]:
    return [str(line) for line in shown_blocks(read_docx(docx_of("".join(paragraphs), numbering, styles)))]


def item(depth: int = 0, list_id: int = 1) -> str:
    return p(run("文"), properties=numbered(list_id, depth))


@pytest.mark.parametrize(
    ("number_format", "printed"),
    [
        ("decimal", "1 2 3 10 11 21"),
        ("decimalZero", "01 02 03 10 11 21"),
        ("decimalFullWidth", "１ ２ ３ １０ １１ ２１"),
        ("chineseCounting", "一 二 三 十 十一 二十一"),
        ("chineseCountingThousand", "一 二 三 十 十一 二十一"),
        ("japaneseCounting", "一 二 三 十 十一 二十一"),
        ("ideographDigital", "一 二 三 一〇 一一 二一"),
        ("chineseLegalSimplified", "壹 贰 叁 壹拾 壹拾壹 贰拾壹"),
        ("ideographTraditional", "甲 乙 丙 癸 11 21"),
        ("decimalEnclosedCircle", "① ② ③ ⑩ ⑪ 21"),
        ("lowerLetter", "a b c j k u"),
        ("upperLetter", "A B C J K U"),
        ("lowerRoman", "i ii iii x xi xxi"),
        ("upperRoman", "I II III X XI XXI"),
    ],
)
def test_numbers_are_printed_in_the_format_of_the_list(number_format: str, printed: str) -> None:
    numbering = list_of(level(0, number_format, "（%1）"))
    counted = labels(numbering, *[item() for _ in range(21)])
    assert [counted[place - 1] for place in (1, 2, 3, 10, 11, 21)] == [f"（{number}） 文" for number in printed.split()]


def test_letters_are_repeated_behind_the_last() -> None:
    numbering = list_of(level(0, "lowerLetter", "%1)"))
    assert labels(numbering, *[item() for _ in range(28)])[25:] == ["z) 文", "aa) 文", "bb) 文"]


def test_levels_count_from_their_start_below_each_new_paragraph_above() -> None:
    numbering = list_of(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    paragraphs = [item(0), item(1), item(1), p(run("正文")), item(0), item(1)]
    assert labels(numbering, *paragraphs) == ["一、 文", "1.1 文", "1.2 文", "正文", "二、 文", "2.1 文"]


def test_a_level_that_never_restarts() -> None:
    numbering = list_of(level(0, "decimal", "%1."), level(1, "decimal", "(%2)", '<w:lvlRestart w:val="0"/>'))
    assert labels(numbering, item(0), item(1), item(0), item(1)) == ["1. 文", "(1) 文", "2. 文", "(2) 文"]


def test_lists_of_one_definition_count_on_unless_told_to_restart() -> None:
    more = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    more += f'<w:num w:numId="3"><w:abstractNumId w:val="0"/>{override}</w:num>'
    numbering = list_of(level(0, "decimal", "%1.")) + more
    paragraphs = [item(0, list_id) for list_id in (1, 2, 1, 3, 3)]
    assert labels(numbering, *paragraphs) == ["1. 文", "2. 文", "3. 文", "5. 文", "6. 文"]


def test_a_style_numbers_its_paragraphs() -> None:
    numbering = list_of(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:pStyle w:val="二级"/>'))
    styles = (
        '<w:style w:styleId="一级"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="二级"><w:basedOn w:val="base"/></w:style>'
    )
    styled = [p(run("文"), properties=f'<w:pStyle w:val="{style}"/>') for style in ("一级", "二级", "二级")]
    unnumbered = '<w:pStyle w:val="一级"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    paragraphs = [*styled, p(run("文"), properties=unnumbered)]
    assert labels(numbering, *paragraphs, styles=styles) == ["一、 文", "1. 文", "2. 文", "文"]


def test_a_list_that_names_a_style() -> None:
    link = '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="list"/></w:abstractNum>'
    link += '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    styles = '<w:style w:styleId="list"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert labels(list_of(level(0, "decimal", "%1.")) + link, item(0, 9), styles=styles) == ["1. 文"]


@pytest.mark.parametrize(
    ("levels", "printed"),
    [
        (level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>'), "1.文"),
        (level(0, "decimal", "第%1条", '<w:suff w:val="space"/>'), "第1条 文"),
        (level(0, "none", "附件"), "附件 文"),
        (level(0, "none", "%1"), "文"),
        (level(0, "bullet", "\uf0b7"), "文"),
        (level(0, "decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>"), "文"),
        (level(0, "decimal", ""), "文"),
        (level(3, "decimal", "%1."), "文"),
    ],
)
def test_what_stands_before_a_paragraph(levels: str, printed: str) -> None:
    assert labels(list_of(levels), item()) == [printed]


def test_an_unknown_format_is_left_out_and_reported() -> None:
    document = read_docx(docx_of(item() + item(), list_of(level(0, "thaiCounting", "%1."))))
    assert shown_blocks(document) == ["文", "文"]
    assert document.notices == (Notice("numbering", "list numbers of the format thaiCounting are left out"),)


def test_an_automatic_number_is_the_text_of_a_cell() -> None:
    first = p(properties=numbered(1))
    body = tbl(tr(tc(first), tc("受理")), tr(tc(first), tc("办结")))
    document = read_docx(docx_of(body, list_of(level(0, "decimal", "%1"))))
    assert shown_blocks(document) == [[["1", "受理"], ["2", "办结"]]]
