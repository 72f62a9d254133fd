"""Word documents made to hang or to fill the memory end within seconds, in a document or in an error."""

from __future__ import annotations

import time

import pytest

from generators.word import docx_of, level, list_of, numbered, p, run, tbl, tc, tr
from gongkai.errors import SourceError
from gongkai.read import word_flow, word_package
from gongkai.read.word import read_docx

SECONDS = 20
"""Far more than any of these takes, and far less than one that grows with the square of its size."""


def outcome(data: bytes) -> str:
    """Read a document in time, and give `read`, or the reason why it was not."""
    started = time.process_time()
    try:
        read_docx(data)
    except SourceError as error:
        reason: str = error.reason
    else:
        reason = "read"
    assert time.process_time() - started < SECONDS
    return reason


def chain(length: int, more: str = "") -> str:
    return "".join(
        f'<w:style w:styleId="s{each}"><w:basedOn w:val="s{each + 1}"/>{more}</w:style>' for each in range(length)
    )


def test_a_long_chain_of_styles() -> None:
    body = "".join(p(run("x"), properties=f'<w:pStyle w:val="s{each}"/>') for each in range(5000))
    assert outcome(docx_of(body, styles=chain(5000))) == "read"
    numbered_styles = chain(5000, '<w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr>')
    assert outcome(docx_of(body, list_of(level(0, "decimal", "%1")), numbered_styles)) == "read"
    table = tbl(*(tr(tc(p(run("x", f'<w:rStyle w:val="s{each}"/>')))) for each in range(5000)))
    assert outcome(docx_of(table, styles=chain(5000))) == "read"


def test_a_chain_of_styles_that_ends_in_a_hidden_one() -> None:
    styles = chain(5000) + '<w:style w:styleId="s5000"><w:rPr><w:vanish/></w:rPr></w:style>'
    document = read_docx(docx_of(p(run("9", '<w:rStyle w:val="s0"/>'), run("7")), styles=styles))
    assert document.text_at("b1") == "7"


def test_lists_that_name_styles_of_a_long_chain() -> None:
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{each}"><w:numStyleLink w:val="s0"/></w:abstractNum>'
        f'<w:num w:numId="{each}"><w:abstractNumId w:val="{each}"/></w:num>'
        for each in range(1, 3000)
    )
    assert outcome(docx_of(p(run("7"), properties=numbered(5)), lists, chain(3000))) == "read"


def test_labels_do_not_fill_the_memory() -> None:
    long = list_of(level(0, "decimal", "9" * 200_000))
    document = read_docx(docx_of(p(run("x"), properties=numbered(1)) * 2000, long))
    assert max(len(text) for _, text in document.paragraphs()) < 300
    letters = list_of(level(0, "lowerLetter", "%1").replace('w:start w:val="1"', 'w:start w:val="99000"'))
    document = read_docx(docx_of(p(run("x"), properties=numbered(1)), letters))
    assert document.text_at("b1") == "99000 x"


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc>" * 80 + p(run("7")) + "</w:tc></w:tr></w:tbl>" * 80,
        "<w:sdt><w:sdtContent>" * 120 + p(run("7")) + "</w:sdtContent></w:sdt>" * 120,
        "<w:p><w:r><w:pict><w:txbxContent>" * 60 + p(run("7")) + "</w:txbxContent></w:pict></w:r></w:p>" * 60,
        p("<m:oMath>" + "<m:e>" * 200 + run("7") + "</m:e>" * 200 + "</m:oMath>"),
    ],
)
def test_deep_nesting(body: str) -> None:
    assert outcome(docx_of(body)) in {"read", "damaged"}


@pytest.mark.parametrize(
    "body",
    ["<w:tbl><w:tr><w:tc>" * 50_000, "<w:sdt>" * 300_000 + "</w:sdt>" * 300_000, "<m:e>" * 1000 + "</m:e>" * 1000],
)
def test_nesting_that_no_program_writes_is_damage(body: str) -> None:
    assert outcome(docx_of(body)) == "damaged"


def test_fields_inside_one_another() -> None:
    begin, separate = (
        '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'.replace("%s", part) for part in ("begin", "separate")
    )
    assert outcome(docx_of(p((begin + separate) * 10_000, run("7") * 10_000))) == "read"
    assert outcome(docx_of(p(begin * 10_000, run("7") * 10_000))) == "read"


def test_an_element_of_many_attributes_and_one_of_many_children() -> None:
    attributes = " ".join(f'w:a{each}="1"' for each in range(200_000))
    assert outcome(docx_of(f"<w:p {attributes}>{run('7')}</w:p>")) == "read"
    assert outcome(docx_of(p(run("7", "<w:b/>" * 300_000) + run("7")))) == "read"


def test_more_tags_than_a_report_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "MAX_TAGS", 1000)
    assert outcome(docx_of(p(run("7")) * 50)) == "read"
    assert outcome(docx_of(p(run("7")) * 500)) == "too_large"


def test_more_cells_than_a_report_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_flow, "MAX_CELLS", 100)
    assert outcome(docx_of(tbl(*[tr(tc("7"), tc("8"))] * 50))) == "read"
    assert outcome(docx_of(tbl(*[tr(tc("7"), tc("8"))] * 51))) == "too_large"
    assert outcome(docx_of(tbl(tr(tc("7"), tc("8"))) * 51)) == "too_large"


def test_millions_of_cells() -> None:
    assert outcome(docx_of("<w:tbl>" + ("<w:tr>" + "<w:tc/>" * 60 + "</w:tr>") * 40_000 + "</w:tbl>")) == "too_large"


def test_bombs_in_parts_that_are_inflated_late() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rIdA" Type="{office}/aFChunk" Target="a.html"/></Relationships>'
    )
    body = p(run("前")) + '<w:altChunk xmlns:r="urn:r" r:id="rIdA"/>'
    data = docx_of(body, **{"word/_rels/document__xml__rels": relationships, "word/a__html": bytes(40_000_000)})
    document = read_docx(data)
    assert [part.kind for part in document.unread] == ["embedded"]
