"""OFD: the layouts of PDF, how producers write them, what is seen of a page, and what is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.comparison import missing, wrong
from generators.ofd import Habits, ofd_of, path_object, render_ofd, text_object
from generators.office_files import LANDSCAPE, printed_blocks
from generators.pdf import Grid, GridCell, Options, Rules, render_pdf
from generators.reports import ReportPlan, print_report
from gongkai.document import UNCERTAIN, Document, Paragraph
from gongkai.errors import SourceError
from gongkai.pipeline import read_report
from gongkai.read import read_document
from gongkai.read.ofd import read_ofd
from gongkai.read.pdf import read_pdf

Shown = str | list[list[str]]


def shown(document: Document) -> list[Shown]:
    """Give each paragraph as its text and each table as its rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows()]
        for block in document.blocks
    ]


# Layouts

PROSE = "2024年，本机关坚持以公开为常态、不公开为例外，全年公开信息5500余条，制作公报6期，合格率为100%，完成各项任务。"
REQUESTS = Grid.of(
    [
        [GridCell("（本列数据的勾稽关系）", 2, 3), GridCell("申请人情况", 1, 3)],
        ["自然人", "法人或其他组织", "总计"],
        [GridCell("一、本年新收政府信息公开申请数量", 1, 3), "447228", "5", "7"],
        [GridCell("三、本年度办理结果", 3, 1), GridCell("（一）予以公开", 1, 2), "1", "2", "3"],
        [GridCell("（三）不予公开", 2, 1), "1.属于国家秘密", "1", "", "3"],
        ["2.其他法律行政法规禁止公开的一项", "30", "", "31"],
    ],
    widths=(1, 1, 2, 1, 1, 1),
    header_rows=2,
)
BLOCKS = ["某市政府信息公开工作年度报告", "一、总体情况", PROSE * 3, REQUESTS, "三、其他", PROSE, REQUESTS]
LAYOUTS = [
    Options(),
    Options(by_character=True),
    Options(drawing="filled"),
    Options(drawing="frames"),
    Options(drawing="one_path"),
    Options(page_size=(400, 300), margin=40, page_numbers="- {} -", running_title="某市年度报告", cut_rows=True),
]


@pytest.mark.parametrize("options", LAYOUTS)
@pytest.mark.parametrize(
    "habits", [Habits(), Habits(scaled_text=True), Habits(nested=True, absolute=True), Habits(running_template=True)]
)
def test_an_ofd_reads_as_the_same_pages_in_pdf(options: Options, habits: Habits) -> None:
    read, expected = read_ofd(render_ofd(BLOCKS, options, habits)), read_pdf(render_pdf(BLOCKS, options))
    assert read.blocks == expected.blocks
    assert not read.remarks and not read.unread and not read.notices


def test_a_ruled_table_has_the_cells_that_are_drawn() -> None:
    document = read_document(render_ofd([REQUESTS]), name="a.ofd")
    assert document.format == "ofd"
    [(locator, table)] = document.tables()
    assert locator.page == 1
    assert [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells][6:12] == [
        ("447228", 3, 4, 1, 1),
        ("5", 3, 5, 1, 1),
        ("7", 3, 6, 1, 1),
        ("三、本年度办理结果", 4, 1, 3, 1),
        ("（一）予以公开", 4, 2, 1, 2),
        ("1", 4, 4, 1, 1),
    ]
    assert document.text_at("p1.b1.r5.c5") == ""


def test_a_table_without_lines_is_read_by_its_columns() -> None:
    grid = Grid.of([["项目", "本年数", "历年累计"], ["规章", "1", "12"], ["规范性文件", "3", "40"]], rules="none")
    assert shown(read_ofd(render_ofd([grid]))) == [
        [["项目", "本年数", "历年累计"], ["规章", "1", "12"], ["规范性文件", "3", "40"]]
    ]


@pytest.mark.parametrize("rules", ["none", "horizontal", "no_sides"])
@pytest.mark.parametrize("forms", ["2014", "2019", "2021"])
def test_reports_without_all_lines_have_no_wrong_number(rules: Rules, forms: str) -> None:
    report = print_report(ReportPlan(5, forms))
    blocks = [replace(block, rules=rules) if isinstance(block, Grid) else block for block in printed_blocks(report)]
    data = render_ofd(blocks, LANDSCAPE)
    read = read_report(data)
    assert not wrong(read, report, one_reading=False)
    assert len(read.observation_rows) > len(missing(read, report)) * 5
    assert read.document.blocks == read_pdf(render_pdf(blocks, LANDSCAPE)).blocks


def test_pages_are_numbered_as_in_the_file() -> None:
    document = read_ofd(render_ofd([PROSE * 6, "二、其他"], Options(page_size=(400, 220), margin=60)))
    assert [block.page for block in document.blocks] == [1, 3]


# One table of which a test writes one cell

LEFT, BASE, SIZE = 60.0, 75.0, 4.0
"""Where the text in the cell in question begins and stands, in millimetres, and the size of its font."""

LINES = path_object(
    " ".join([f"M 20 {y} L 130 {y}" for y in (60, 70, 80)] + [f"M {x} 60 L {x} 80" for x in (20, 55, 95, 130)])
)
AROUND = "".join(
    text_object(text, x, y, SIZE)
    for text, x, y in (("项目", 25, 65), ("甲", 60, 65), ("乙", 100, 65), ("许可", 25, 75), ("6", 100, 75))
)


def table_with(cell: str, *, before: str = "", **parts: str | Mapping[str, str]) -> bytes:
    """Give an OFD with a header, a row with a label, the cell that a test writes, and a 6."""
    return ofd_of([before + LINES + AROUND + cell], **parts)


def cell_of(data: bytes) -> str:
    return read_ofd(data).text_at("p1.b1.r2.c2")


def number(attributes: str = "", inside: str = "", text: str = "12", **rest: str) -> str:
    return text_object(text, LEFT, BASE, SIZE, attributes=attributes, inside=inside, **rest)


def area(
    color: str, left: float = 56, top: float = 71, width: float = 38, height: float = 8, attributes: str = ""
) -> str:
    data = f"M {left} {top} L {left + width} {top} L {left + width} {top + height} L {left} {top + height} C"
    fill = f'<ofd:FillColor Value="{color}"/>'
    return path_object(data, attributes=f'Fill="true" Stroke="false" {attributes}', inside=fill)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (number(), "12"),
        (number(text=""), ""),
        (number(text="12345", steps="g 4 2"), "12345"),
        (number(text="12345", steps="2 g 2 2 2"), "12345"),
        (number(text="1234", steps="2 g 9 2"), "1234"),
        (number(text="1 2"), "1 2"),
        (number('HScale="0"'), ""),
        (number('CTM="0 0 0 0 0 0"'), ""),
        (text_object("12", LEFT, BASE, 0.3), UNCERTAIN * 2),
        (number('Visible="false"'), ""),
        (number('Fill="false"'), ""),
        (number('Fill="false" Stroke="true"'), "12"),
        (number('Alpha="0"'), ""),
        (number(inside='<ofd:FillColor Value="255 255 255"/>'), ""),
        (number(inside='<ofd:FillColor Value="0 0 0" Alpha="0"/>'), ""),
        (number(inside='<ofd:FillColor Value="255 0 0"/>'), "12"),
        (number(inside='<ofd:FillColor Value="#FF #FF #FF"/>'), ""),
        (number(inside='<ofd:FillColor Value="230 230 230"/>'), UNCERTAIN * 2),
        (area("0 0 0") + number(inside='<ofd:FillColor Value="255 255 255"/>'), "12"),
        (area("0 0 0") + number(), ""),
        (area("220 220 220") + number(), "12"),
        (number() + area("255 255 255"), ""),
        (number() + area("255 255 0", attributes='Alpha="80"'), "12"),
        (number() + area("255 255 255", left=63, width=30), UNCERTAIN),
    ],
)
def test_a_number_is_read_as_it_is_seen(cell: str, text: str) -> None:
    data = table_with(cell)
    assert cell_of(data) == text
    assert read_ofd(data).text_at("p1.b1.r2.c3") == "6"


def test_digits_without_steps_are_printed_over_one_another() -> None:
    assert set(cell_of(table_with(number(steps=" ")))) == {UNCERTAIN}


def test_settings_that_objects_share() -> None:
    white = '<ofd:FillColor Value="255 255 255"/>'
    params = f'<ofd:DrawParam ID="7">{white}</ofd:DrawParam><ofd:DrawParam ID="8" Relative="7"/>'
    params = f"<ofd:DrawParams>{params}</ofd:DrawParams>"
    assert cell_of(table_with(number('DrawParam="8"'), resources=params)) == ""
    black = '<ofd:FillColor Value="0 0 0"/>'
    assert cell_of(table_with(number('DrawParam="8"', inside=black), resources=params)) == "12"


def test_colours_of_other_spaces() -> None:
    spaces = (
        '<ofd:ColorSpaces><ofd:ColorSpace ID="7" Type="CMYK"/><ofd:ColorSpace ID="8" Type="GRAY"/></ofd:ColorSpaces>'
    )
    for value, text in (("0 0 0 0", ""), ("0 0 0 255", "12"), ("255", ""), ("0", "12")):
        color = f'<ofd:FillColor ColorSpace="7" Value="{value}"/>'
        assert cell_of(table_with(number(inside=color), resources=spaces)) == text


@pytest.mark.parametrize(("boundary", "text"), [("0 0 200 200", "12"), ("0 0 200 40", ""), ("0 0 62.5 200", UNCERTAIN)])
def test_a_number_that_is_cut_off(boundary: str, text: str) -> None:
    _, _, width, height = boundary.split()
    # What cuts off is measured from the corner of the object, which stands 1 to the left and 4 above its base.
    right, bottom = float(width) - LEFT + 1, float(height) - BASE + 4
    path = f"M {-LEFT} {-BASE} L {right} {-BASE} L {right} {bottom} C"
    clip = f'<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 9 9"><ofd:AbbreviatedData>{path}'
    clip += "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    assert cell_of(table_with(number(inside=clip))) == text


def test_a_number_that_is_struck() -> None:
    assert cell_of(table_with(number() + path_object("M 59 73.8 L 66 73.8"))) == UNCERTAIN


def test_a_number_drawn_in_a_composite() -> None:
    unit = '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="9" Height="9"><ofd:Content>'
    unit += text_object("12", 1, 2, 2) + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    use = '<ofd:CompositeObject ResourceID="7" Boundary="60 71 20 9" CTM="2 0 0 2 0 0"/>'
    assert cell_of(table_with(use, resources=unit)) == "12"


def test_a_table_in_a_template_and_numbers_on_the_page() -> None:
    read = [read_ofd(ofd_of([text_object(text, LEFT, BASE, SIZE)], template=LINES + AROUND)) for text in ("12", "34")]
    assert [each.text_at("p1.b1.r2.c2") for each in read] == ["12", "34"]


# Signs of fonts


def signs(text: str, glyphs: str) -> str:
    transform = f'<ofd:CGTransform CodePosition="0" CodeCount="{len(text)}" GlyphCount="{len(glyphs.split())}">'
    return number(text=text, inside=f"{transform}<ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>")


@pytest.mark.parametrize(
    ("text", "glyphs", "shows"),
    [
        ("12", "20 21", "12"),
        ("1221", "20 21 21 20", "1221"),
        ("12", "20 20", UNCERTAIN * 2),
        ("1122", "20 22 21 21", UNCERTAIN * 4),
        ("12", "40", UNCERTAIN * 2),
    ],
)
def test_signs_that_contradict_the_text(text: str, glyphs: str, shows: str) -> None:
    # A number of which one digit is in doubt is in doubt as a whole.
    read = cell_of(table_with(signs(text, glyphs)))
    assert (read == shows) if UNCERTAIN not in shows else UNCERTAIN in read


def test_a_font_of_pictures_has_no_digits() -> None:
    fonts = '<ofd:Fonts><ofd:Font ID="4" FontName="Wingdings"/></ofd:Fonts>'
    cell = number().replace('Font="3"', 'Font="4"')
    assert UNCERTAIN in cell_of(table_with(cell, resources=fonts))


# What was put onto the page afterwards


def annotation(kind: str, content: str, attributes: str = "") -> str:
    appearance = f'<ofd:Appearance Boundary="0 0 210 297">{content}</ofd:Appearance>'
    return f'<ofd:Annot ID="50" Type="{kind}" {attributes}>{appearance}</ofd:Annot>'


@pytest.mark.parametrize(
    ("put_on", "text"),
    [
        (annotation("Stamp", number(text="2024")), ""),
        (annotation("Watermark", number(text="2024")), ""),
        (annotation("Path", number(text="2024")), UNCERTAIN * 4),
        (annotation("Path", number(text="2024"), 'Visible="false"'), ""),
        (annotation("Link", number(text="2024")), ""),
    ],
)
def test_an_annotation_over_a_blank_cell_is_no_value(put_on: str, text: str) -> None:
    assert cell_of(table_with("", annotations=put_on)) == text


def test_an_annotation_over_a_number() -> None:
    assert (
        cell_of(table_with(number(), annotations=annotation("Highlight", area("255 255 0", attributes='Alpha="99"'))))
        == "12"
    )
    assert cell_of(table_with(number(), annotations=annotation("Path", area("255 255 255")))) == ""
    assert UNCERTAIN in cell_of(
        table_with(number(), annotations=annotation("Path", path_object("M 59 73.8 L 66 73.8")))
    )


def test_a_slanted_watermark_is_no_text() -> None:
    mark = number('CTM="0.8 0.6 -0.6 0.8 0 0"', text="内部资料2024")
    assert cell_of(table_with(mark)) == ""


def test_the_text_of_a_seal_is_no_value() -> None:
    turns = [(0.94, -0.34), (1, 0), (0.94, 0.34)]
    seal = "".join(
        number(f'CTM="{cos} {sin} {-sin} {cos} 0 0"', text=sign).replace('X="1"', f'X="{1 + 4 * place}"')
        for place, (sign, (cos, sin)) in enumerate(zip("123", turns, strict=True))
    )
    assert cell_of(table_with(seal)) == ""


def test_a_file_that_is_attached_is_unread() -> None:
    listed = '<a><Attachment Name="附表.xlsx"/><Attachment Name="invoice.xml"/></a>'
    plain = table_with(number())
    with zipfile.ZipFile(BytesIO(plain)) as container:
        document = container.read("Doc_0/Document.xml").decode()
    named = document.replace("</ofd:Document>", "<ofd:Attachments>A.xml</ofd:Attachments></ofd:Document>")
    read = read_ofd(changed(plain, {"Doc_0/Document.xml": named, "Doc_0/A.xml": listed}))
    assert [(part.kind, part.detail) for part in read.unread] == [("attachment", "附表.xlsx")]


# Pictures

SCAN = '<ofd:ImageObject ResourceID="60" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'


def test_pages_of_pictures_alone_are_refused_with_what_to_do() -> None:
    with pytest.raises(SourceError, match="published as pictures") as refused:
        read_ofd(ofd_of([SCAN, SCAN]))
    assert refused.value.reason == "pictures_only"


def test_a_page_that_is_a_picture_is_unread() -> None:
    document = read_ofd(ofd_of([LINES + AROUND, SCAN]))
    assert [(part.kind, part.detail) for part in document.unread] == [("picture", "page 2 is an image or drawn")]


def test_text_under_a_scan_is_that_of_ocr() -> None:
    document = read_ofd(table_with(number() + SCAN))
    assert document.ocr_pages == {1}
    assert document.text_at("p1.b1.r2.c2") == "12"
    assert document.text_source_at("p1.b1.r2.c2") == "ocr"


def test_a_picture_in_the_place_of_a_number() -> None:
    sign = '<ofd:ImageObject ResourceID="60" Boundary="60 72 5 5" CTM="5 0 0 5 0 0"/>'
    assert UNCERTAIN in cell_of(table_with(sign))


# What is refused


def changed(data: bytes, changes: Mapping[str, str | None]) -> bytes:
    """Change parts, or leave them out."""
    with zipfile.ZipFile(BytesIO(data)) as container:
        parts = {name: container.read(name).decode() for name in container.namelist()}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in (parts | dict(changes)).items():
            if content is not None:
                container.writestr(name, content)
    return packed.getvalue()


PAGE = "Doc_0/Pages/Page_0/Content.xml"
ENTITY = '<!DOCTYPE a [<!ENTITY x "1">]><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">&x;</ofd:Page>'


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({PAGE: None}, "damaged"),
        ({PAGE: "<ofd:Page"}, "damaged"),
        ({PAGE: ENTITY}, "damaged"),
        ({"Doc_0/Document.xml": None}, "damaged"),
        ({"OFD.xml": "<OFD/>"}, "damaged"),
        ({"Doc_0/Document.xml": "<Document><Pages/></Document>"}, "empty"),
        ({"Encryptions.xml": "<Encryptions/>"}, "encrypted"),
        ({PAGE: "<Page><Content><Layer><TextObject Boundary='a'/></Layer></Content></Page>"}, "damaged"),
    ],
)
def test_one_clear_error(changes: Mapping[str, str | None], reason: str) -> None:
    with pytest.raises(SourceError) as refused:
        read_document(changed(table_with(number()), changes), name="a.ofd")
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "cell",
    [
        number().replace('Size="4"', 'Size="nan"'),
        number().replace('Size="4"', 'Size="1e300"'),
        number(text="123", steps="g x 2"),
        number(text="123", steps="g 99999999999 2"),
        number(inside='<ofd:FillColor Value="1 2"/>'),
        path_object("M 1"),
        path_object("Z 1 2"),
        number('CTM="1 0 0 1"'),
    ],
)
def test_what_cannot_be_read_is_damage(cell: str) -> None:
    with pytest.raises(SourceError) as refused:
        read_ofd(table_with(cell))
    assert refused.value.reason == "damaged"


def test_composites_inside_themselves_end() -> None:
    use = '<ofd:CompositeObject ResourceID="7" Boundary="0 0 9 9"/>'
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{use * 9}</ofd:Content></ofd:CompositeGraphicUnit>'
    with pytest.raises(SourceError) as refused:
        read_ofd(table_with(use, resources=f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>"))
    assert refused.value.reason == "too_large"


def test_more_pages_than_any_report_has() -> None:
    with pytest.raises(SourceError) as refused:
        read_ofd(ofd_of([""] * 501))
    assert refused.value.reason == "too_large"


@given(st.data())
def test_any_damage_is_told(data: st.DataObject) -> None:
    with zipfile.ZipFile(BytesIO(table_with(number()))) as container:
        content = bytearray(container.read(PAGE))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.sampled_from(b"09.g <>&\"' MLC\xff"))
    spoilt = changed(table_with(number()), {PAGE: content.decode("utf-8", "replace")})
    try:
        read_document(spoilt, name="a.ofd")
    except SourceError as error:
        assert error.reason in {"damaged", "too_large", "empty", "pictures_only"}
