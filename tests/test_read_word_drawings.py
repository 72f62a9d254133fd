"""What else than text a Word document shows: pictures, embedded objects, text boxes, imported parts."""

from __future__ import annotations

import pytest

from generators.shown import Shown, shown_blocks
from generators.word import docx_of, in_text_box, p, run, tbl, tc, tr
from gongkai.document import UNCERTAIN, Document
from gongkai.errors import SourceError
from gongkai.read import read_document
from gongkai.read.word import read_docx

DATA = tbl(tr(tc("受理"), tc("7")))


def value_cell(content: str, other: str = "7") -> Document:
    return read_docx(docx_of(tbl(tr(tc("受理"), tc(content)), tr(tc("办结"), tc(other)))))


def seen(content: str) -> str:
    return value_cell(content).text_at("b1.r1.c2")


def picture(width: int, height: int, *, holder: str = "inline", position: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:{holder} xmlns:wp="urn:wp">{position}<wp:extent cx="{width}" cy="{height}"/>'
        '<a:graphic><pic:pic xmlns:pic="urn:pic"><a:blip/></pic:pic></a:graphic>'
        f"</wp:{holder}></w:drawing></w:r>"
    )


def vml_picture(style: str) -> str:
    return f'<w:r><w:pict><v:shape style="{style}"><v:imagedata/></v:shape></w:pict></w:r>'


def embedded(program: str, more: str = "") -> str:
    ole = f'<o:OLEObject xmlns:o="urn:o" Type="Embed" ProgID="{program}" {more}/>'
    return f'<w:r><w:object><v:shape style="width:400pt;height:300pt"><v:imagedata/></v:shape>{ole}</w:object></w:r>'


def drawn(content: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="urn:wp"><wp:extent cx="5000000" cy="3000000"/>'
        f"<a:graphic><a:graphicData>{content}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        (picture(5_000_000, 7_000_000), "picture"),
        (picture(5_000_000, 7_000_000, holder="anchor"), "picture"),
        (vml_picture("width:400pt;height:500pt"), "picture"),
        (vml_picture("width:14cm;height:5cm;position:absolute"), "picture"),
        (vml_picture(""), "picture"),
        (embedded("Excel.Sheet.12"), "embedded"),
        (embedded("Excel.Sheet.8"), "embedded"),
        (embedded("ET.Sheet.6"), "embedded"),
        (embedded("Word.Document.12"), "embedded"),
        (embedded("Excel.Sheet.12", 'DrawAspect="Icon"'), "attachment"),
        (embedded("Package"), "attachment"),
        (drawn('<c:chart xmlns:c="urn:c"/>'), "drawing"),
        (drawn('<dgm:relIds xmlns:dgm="urn:dgm"/>'), "drawing"),
    ],
)
def test_what_may_hold_a_table_and_is_not_read_is_named(shown: str, kind: str) -> None:
    document = read_docx(docx_of(p(run("前")) + p(shown) + p(run("后"))))
    assert [(part.kind, str(part.locator)) for part in document.unread] == [(kind, "b1")]
    assert shown_blocks(document) == ["前", "后"]


@pytest.mark.parametrize(
    "shown",
    [
        picture(1_400_000, 1_400_000),
        picture(5_000_000, 300_000),
        vml_picture("width:40pt;height:40pt"),
        run("").replace("<w:t", "<w:rPr><w:vanish/></w:rPr><w:t"),
        picture(5_000_000, 7_000_000).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"),
        embedded("Equation.3"),
    ],
)
def test_logos_seals_and_hidden_pictures_hold_no_table(shown: str) -> None:
    document = read_docx(docx_of(p(run("前")) + p(shown)))
    assert document.unread == ()


def test_a_picture_in_a_choice_is_named_once() -> None:
    both = f"<mc:Choice>{picture(5_000_000, 7_000_000)}</mc:Choice><mc:Fallback>{vml_picture('')}</mc:Fallback>"
    inner = both.replace("<w:r>", "").replace("</w:r>", "")
    document = read_docx(docx_of(p(run("前"), f"<w:r><mc:AlternateContent>{inner}</mc:AlternateContent></w:r>")))
    assert len(document.unread) == 1


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (p(picture(100_000, 150_000)), UNCERTAIN),
        (p(run("24"), picture(100_000, 150_000)), "24" + UNCERTAIN),
        (p(picture(100_000, 150_000, holder="anchor")), UNCERTAIN),
        (p(embedded("Equation.3")), UNCERTAIN),
        (p(embedded("Excel.Sheet.12")), UNCERTAIN),
        (p("<w:r><w:contentPart/></w:r>"), UNCERTAIN),
        (
            p('<w:r><w:pict><v:shape style="width:50pt;height:20pt"/><w:control/></w:pict></w:r>'),
            UNCERTAIN,
        ),
        # The seal of the agency often covers a table.
        (p(picture(1_500_000, 1_500_000, holder="anchor")), ""),
        (p(run("数量"), picture(100_000, 150_000)), "数量"),
    ],
)
def test_a_picture_in_a_cell_may_be_its_number(content: str, text: str) -> None:
    assert seen(content) == text


def test_a_large_picture_in_a_cell_is_named_behind_its_table() -> None:
    document = value_cell(p(picture(5_000_000, 3_000_000)))
    assert (document.text_at("b1.r1.c2"), document.text_at("b1.r2.c2")) == (UNCERTAIN, "7")
    assert [str(part.locator) for part in document.unread] == ["b1"]


def test_a_document_of_pictures_only_says_what_helps() -> None:
    data = docx_of(p(picture(5_000_000, 7_000_000)) * 3)
    with pytest.raises(SourceError, match="save them as one PDF") as caught:
        read_document(data, name="report.docx")
    assert (caught.value.reason, caught.value.source) == ("pictures_only", "report.docx")
    with pytest.raises(SourceError) as caught:
        read_document(docx_of(p()), name="report.docx")
    assert caught.value.reason == "empty"


# Text boxes


def inner_box(content: str, anchor: str = "") -> str:
    box = in_text_box(content).removeprefix("<w:p>").removesuffix("</w:p>")
    start, end = (f'<wp:anchor xmlns:wp="urn:wp">{anchor}', "</wp:anchor>") if anchor else ("", "")
    return box.replace("<wps:txbx>", start + "<wps:txbx>").replace("</wps:txbx>", "</wps:txbx>" + end)


def offset(down: int, relative: str = "paragraph") -> str:
    return f'<wp:positionV relativeFrom="{relative}"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'


def test_the_number_of_a_cell_in_a_text_box() -> None:
    assert seen(p(inner_box(p(run("2455"))))) == "2455"
    assert seen(p(inner_box(p(run("2455")), offset(10_000)))) == "2455"


def test_a_text_box_over_the_text_of_a_cell_is_uncertain() -> None:
    document = value_cell(p(run("24"), inner_box(p(run("55")))))
    assert document.text_at("b1.r1.c2") == f"24\n55{UNCERTAIN}"
    assert [remark.kind for remark in document.remarks_at("b1.r1.c2")] == ["overlapping"]


@pytest.mark.parametrize("anchor", [offset(3_000_000), offset(-3_000_000), offset(0, "page")])
def test_a_text_box_far_from_its_cell_is_uncertain(anchor: str) -> None:
    assert seen(p(inner_box(p(run("2455")), anchor))) == UNCERTAIN


@pytest.mark.parametrize(
    "style", ["position:absolute;margin-top:200pt", "position:absolute;mso-position-vertical-relative:page"]
)
def test_an_older_text_box_far_from_its_cell_is_uncertain(style: str) -> None:
    box = f'<w:r><w:pict><v:shape style="{style}"><v:textbox><w:txbxContent>{p(run("2455"))}</w:txbxContent>'
    assert seen(p(box + "</v:textbox></v:shape></w:pict></w:r>")) == UNCERTAIN


@pytest.mark.parametrize(
    "floating",
    [
        p(inner_box(p(run("2455")), offset(10_000))),
        p(run("2455"), properties='<w:framePr w:x="4000" w:y="3000" w:hAnchor="page"/>'),
    ],
)
def test_a_number_that_floats_beside_a_table_makes_its_blanks_uncertain(floating: str) -> None:
    table = tbl(tr(tc("受理"), tc("")), tr(tc("办结"), tc("6")))
    below, above = read_docx(docx_of(floating + table)), read_docx(docx_of(table + floating))
    assert [below.text_at(f"b2.r{row}.c2") for row in (1, 2)] == [UNCERTAIN, "6"]
    assert [above.text_at(f"b1.r{row}.c2") for row in (1, 2)] == [UNCERTAIN, "6"]
    assert [remark.kind for remark in above.remarks_at("b1.r1.c2")] == ["overlapping"]


def test_words_that_float_beside_a_table_change_nothing() -> None:
    table = tbl(tr(tc("受理"), tc("")))
    document = read_docx(docx_of(p(inner_box(p(run("附件1")), offset(10_000))) + table))
    assert document.text_at("b2.r1.c2") == ""


def test_white_print_in_a_coloured_box_is_seen_and_on_white_is_not() -> None:
    def boxed(fill: str) -> Shown:
        box = inner_box(p(run("年报2023", '<w:color w:val="FFFFFF"/>')))
        filled = box.replace("<wps:txbx>", f"<wps:spPr>{fill}</wps:spPr><wps:txbx>")
        return shown_blocks(read_docx(docx_of(p(run("前"), filled))))

    assert boxed('<a:solidFill><a:srgbClr val="C00000"/></a:solidFill>') == ["前", "年报2023"]
    assert boxed('<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>') == ["前", "年报2023"]
    assert boxed("<a:noFill/>") == ["前"]


def test_words_drawn_as_a_shape_are_read_with_a_remark() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="2455"/></v:shape></w:pict></w:r>'
    document = value_cell(p(art))
    assert document.text_at("b1.r1.c2") == "2455"
    assert [remark.kind for remark in document.remarks_at("b1.r1.c2")] == ["drawn"]


# Imported parts


def with_chunk(body: str, content: str | bytes, file: str = "chunk1.html", mode: str = "") -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rIdA" Type="{office}/aFChunk" Target="{file}" {mode}/></Relationships>'
    )
    part = {f"word/{file}".replace(".", "__"): content} if content else {}
    return docx_of(body, **{"word/_rels/document__xml__rels": relationships}, **part)


CHUNK = '<w:altChunk xmlns:r="urn:r" r:id="rIdA"/>'


@pytest.mark.parametrize(
    ("content", "blocks"),
    [
        ("<html><table><tr><td>受理<td>7</table></html>", [[["受理", "7"]]]),
        ("<html><meta charset=gbk><table><tr><td>受理<td>7</table></html>".encode("gbk"), [[["受理", "7"]]]),
        ("受理\t7\n办结\t6", [[["受理", "7"], ["办结", "6"]]]),
        (docx_of(DATA), [[["受理", "7"]]]),
    ],
)
def test_an_imported_part_stands_in_its_place(content: str | bytes, blocks: Shown) -> None:
    document = read_docx(with_chunk(p(run("前")) + CHUNK + p(run("后")), content))
    assert shown_blocks(document) == ["前", *blocks, "后"]
    assert document.unread == ()


@pytest.mark.parametrize(
    "data",
    [
        with_chunk(p(run("前")) + CHUNK, r"{\rtf1 7}"),
        with_chunk(p(run("前")) + CHUNK, "MIME-Version: 1.0\r\n\r\n7"),
        with_chunk(p(run("前")) + CHUNK, ""),
        with_chunk(p(run("前")) + CHUNK, bytes(range(256))),
        with_chunk(p(run("前")) + CHUNK, "<html>", mode='TargetMode="External"'),
        with_chunk(p(run("前")) + "<w:altChunk/>", "<html>"),
        with_chunk(p(run("前")) + CHUNK, docx_of("")[:-30]),
    ],
)
def test_an_imported_part_that_is_not_read_is_named(data: bytes) -> None:
    document = read_docx(data)
    assert [(part.kind, str(part.locator)) for part in document.unread] == [("embedded", "b1")]


def test_remarks_of_an_imported_part_follow_it() -> None:
    inner = docx_of(p(run("前")) + tbl(tr(tc("受理"), tc(p(run("9", "<w:strike/>"), run("7"))))))
    document = read_docx(with_chunk(p(run("一")) + p(run("二")) + CHUNK, inner))
    assert [(str(remark.locator), remark.kind) for remark in document.remarks] == [("b4.r1.c2", "struck")]


def test_imported_parts_without_end_are_bounded() -> None:
    document = read_docx(with_chunk(p(run("前")) + CHUNK * 1000, "受理7件"))
    assert 1 < len(document.blocks) < 100
    assert "behind the first" in document.unread[-1].detail


def test_documents_inside_one_another_are_bounded() -> None:
    data = docx_of(p(run("7")))
    for _ in range(6):
        data = with_chunk(p(run("外")) + CHUNK, data)
    document = read_docx(data)
    assert shown_blocks(document) == ["外"] * 3
    assert [part.kind for part in document.unread] == ["embedded"]


def test_a_part_in_another_file_is_named() -> None:
    document = read_docx(docx_of(p(run("前")) + "<w:subDoc/>"))
    assert [part.kind for part in document.unread] == ["attachment"]
