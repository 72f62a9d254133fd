"""What a person sees of the characters of a Word document, and what is said of those that are left out."""

from __future__ import annotations

import pytest

from generators.shown import shown_blocks
from generators.word import docx_of, p, run, tbl, tc, tr
from gongkai.document import UNCERTAIN, Document, Table
from gongkai.read.word import read_docx

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
    '<w:style w:type="character" w:styleId="Raised"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Note"><w:basedOn w:val="Raised"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Level"><w:basedOn w:val="Note"/>'
    '<w:rPr><w:vertAlign w:val="baseline"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="White"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Struck"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="StruckLine"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="WhiteLine"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Dark"><w:pPr><w:shd w:val="clear" w:fill="1F4E79"/></w:pPr></w:style>'
)


def value_cell(content: str, *, cell: str = "", table: str = "", styles: str = STYLES, row: str = "") -> Document:
    """Read a table whose second cell has the content."""
    properties = f"<w:tblPr>{table}</w:tblPr>"
    body = f"<w:tbl>{properties}{tr(tc('受理'), tc(content, cell), properties=row)}</w:tbl>"
    return read_docx(docx_of(body, styles=styles))


def seen(content: str, **more: str) -> str:
    return value_cell(content, **more).text_at("b1.r1.c2")


def kinds(document: Document) -> list[str]:
    return [remark.kind for remark in document.remarks_at("b1.r1.c2")]


def white(text: str, more: str = "") -> str:
    return run(text, f'<w:color w:val="FFFFFF"/>{more}')


@pytest.mark.parametrize(
    "mark",
    [
        run("1", '<w:vertAlign w:val="superscript"/>'),
        run("1", '<w:rStyle w:val="Raised"/>'),
        run("1", '<w:rStyle w:val="Note"/>'),
        run("1", '<w:position w:val="8"/><w:sz w:val="12"/>'),
        run("1", '<w:position w:val="10"/>'),
        run("1", '<w:position w:val="3"/><w:sz w:val="10"/>'),
        run("１", '<w:vertAlign w:val="superscript"/>'),
    ],
)
def test_a_raised_digit_is_no_digit_of_the_number(mark: str) -> None:
    document = value_cell(p(run("2455"), mark))
    assert document.text_at("b1.r1.c2") == "2455¹"
    assert kinds(document) == ["raised"]


def test_raised_digits_may_be_more_than_those_of_the_number() -> None:
    small = '<w:position w:val="8"/><w:sz w:val="12"/>'
    assert seen(p(run("12", small), run("7"))) == "¹²7"
    assert seen(p(run("7"), run("12", small))) == "7¹²"
    assert seen(p(run(" "), run("7", '<w:position w:val="8"/>'))) == "7"


@pytest.mark.parametrize(
    "mark",
    [
        '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>',
        run("1", '<w:rStyle w:val="FootnoteReference"/>'),
        f'<w:hyperlink w:anchor="_ftn1">{run("1")}</w:hyperlink>',
        f'<w:hyperlink w:anchor="_edn1">{run("1")}</w:hyperlink>',
    ],
)
def test_the_mark_of_a_note_that_is_not_raised_is_uncertain(mark: str) -> None:
    document = value_cell(p(run("2455"), mark))
    assert (document.text_at("b1.r1.c2"), kinds(document)) == (f"2455{UNCERTAIN}", ["raised"])


def test_the_mark_of_a_note_that_is_raised() -> None:
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    reference = f'<w:r>{raised}<w:endnoteReference w:customMarkFollows="true" w:id="2"/><w:t>1</w:t></w:r>'
    assert seen(p(run("2455"), reference)) == "2455¹"


def test_a_link_is_text() -> None:
    assert seen(p(f'<w:hyperlink w:anchor="table">{run("2455")}</w:hyperlink>')) == "2455"
    assert seen(p(run("2455"), '<w:r><w:footnoteReference w:id="2"/></w:r>')) == "2455"


def test_a_lowered_digit_is_no_digit_of_the_number() -> None:
    assert seen(p(run("2455"), run("1", '<w:position w:val="-8"/>'))) == "2455₁"
    assert seen(p(run("2455"), run("1", '<w:vertAlign w:val="subscript"/>'))) == "2455₁"


@pytest.mark.parametrize(
    "level",
    [
        p(run("2455", '<w:position w:val="8"/>')),
        p(run("24", '<w:position w:val="8"/>'), run("55", '<w:position w:val="8"/>')),
        p(run("2455", '<w:position w:val="1"/>')),
        p(run("245"), run("5", '<w:rStyle w:val="Level"/>')),
        p(run("245"), run("5", '<w:rStyle w:val="Raised"/><w:vertAlign w:val="baseline"/>')),
        p(run("245"), run("5", '<w:sz w:val="12"/>')),
    ],
)
def test_what_is_moved_as_a_whole_or_not_at_all_stays(level: str) -> None:
    document = value_cell(level)
    assert document.text_at("b1.r1.c2") == "2455"
    assert document.remarks == ()


@pytest.mark.parametrize(
    "unseen",
    [
        white("9"),
        run("9", '<w:rStyle w:val="White"/>'),
        run("9", '<w:color w:val="FEFEFE"/>'),
        run("9", '<w:color w:themeColor="background1"/>'),
        run("9", '<w:color w:val="FFFFFF" w:themeColor="light1"/>'),
        run("9", '<w:color w:val="ffffff"/><w:shd w:val="clear" w:color="auto" w:fill="auto"/>'),
        run("9", '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>'),
        run("9", '<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>'),
        run("9", '<w:sz w:val="2"/>'),
        run("9", '<w:w w:val="1"/>'),
        run("9", "<w:specVanish/>"),
        run("9", "<w:vanish/><w:webHidden/>"),
        run("9", '<w:rStyle w:val="Gone"/>'),
        run("9", "<w14:textFill xmlns:w14='urn:w14'><w14:noFill/></w14:textFill>"),
        run(
            "9",
            "<w14:textFill xmlns:w14='urn:w14'><w14:solidFill><w14:srgbClr w14:val='000000'>"
            "<w14:alpha w14:val='100000'/></w14:srgbClr></w14:solidFill></w14:textFill>",
        ),
        run(
            "9",
            "<w14:textFill xmlns:w14='urn:w14'><w14:solidFill><w14:schemeClr w14:val='bg1'/></w14:solidFill>"
            "</w14:textFill>",
        ),
    ],
)
def test_a_digit_that_nobody_sees_is_left_out(unseen: str) -> None:
    document = value_cell(p(unseen, run("2455")))
    assert document.text_at("b1.r1.c2") == "2455"
    assert kinds(document) == ["hidden"]


def test_white_on_a_dark_ground_is_seen() -> None:
    dark = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'
    assert seen(p(white("2455", dark))) == "2455"
    assert seen(p(white("2455", '<w:highlight w:val="darkBlue"/>'))) == "2455"
    assert seen(p(white("2455")), cell=dark) == "2455"
    assert seen(p(white("2455")), table=dark) == "2455"
    assert seen(p(white("2455"), properties=dark)) == "2455"
    assert seen(p(white("2455"), properties='<w:pStyle w:val="Dark"/>')) == "2455"
    assert seen(p(white("2455")), cell='<w:shd w:val="pct75" w:color="000000" w:fill="FFFFFF"/>') == "2455"
    assert seen(p(white("2455")), cell='<w:shd w:val="clear" w:fill="4472C4" w:themeFill="accent1"/>') == "2455"


def test_white_on_a_light_cell_of_a_dark_table_is_not_seen() -> None:
    dark, light = (f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' for fill in ("1F4E79", "auto"))
    assert seen(p(white("9"), run("2455")), table=dark, cell=light) == "2455"


def test_dark_on_the_same_dark_is_not_seen() -> None:
    dark = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'
    assert seen(p(run("9", '<w:color w:val="1F4E79"/>'), white("2455")), cell=dark) == "2455"


def test_what_stands_on_an_unknown_pattern_is_uncertain() -> None:
    document = value_cell(p(white("2455")), cell='<w:shd w:val="diagStripe" w:fill="000000"/>')
    assert document.text_at("b1.r1.c2") == UNCERTAIN
    assert kinds(document) == ["hidden"]


def test_faint_print_and_what_only_the_web_hides_are_uncertain() -> None:
    assert seen(p(run("9", '<w:color w:val="E0E0E0"/>'), run("2455"))) == UNCERTAIN + "2455"
    assert seen(p(run("9", "<w:webHidden/>"), run("2455"))) == UNCERTAIN + "2455"


def test_digits_of_a_font_of_pictures_are_uncertain() -> None:
    document = value_cell(p(run("8", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')))
    assert (document.text_at("b1.r1.c2"), kinds(document)) == (UNCERTAIN, ["font"])


@pytest.mark.parametrize(
    "struck",
    [
        run("12", "<w:strike/>"),
        run("12", "<w:dstrike/>"),
        run("12", '<w:rStyle w:val="Struck"/>'),
    ],
)
def test_a_struck_number_gives_way_to_its_correction(struck: str) -> None:
    document = value_cell(p(struck, run("2455")))
    assert (document.text_at("b1.r1.c2"), kinds(document)) == ("2455", ["struck"])
    # Alone, it is no blank: something is seen there.
    alone = value_cell(p(struck))
    assert (alone.text_at("b1.r1.c2"), kinds(alone)) == (UNCERTAIN, ["struck"])


def test_what_is_white_or_hidden_alone_is_blank() -> None:
    assert seen(p(white("9"))) == ""
    assert seen(p(run("9", "<w:vanish/>"))) == ""


def test_what_two_styles_strike_is_not_struck() -> None:
    line = '<w:pStyle w:val="StruckLine"/>'
    assert seen(p(run("9", '<w:rStyle w:val="Struck"/>'), run("12"), properties=line)) == "9"
    assert seen(p(run("9", "<w:strike/>"), run("2455", '<w:strike w:val="0"/>'), properties=line)) == "2455"


def test_paragraph_styles_and_defaults_of_the_document_hide() -> None:
    assert (
        seen(p(run("9"), run("2455", '<w:color w:val="auto"/>'), properties='<w:pStyle w:val="WhiteLine"/>')) == "2455"
    )
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:rPrDefault></w:docDefaults>'
    assert seen(p(run("9"), run("2455", '<w:color w:val="000000"/>')), styles=defaults) == "2455"
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert seen(p(run("9"), run("2455", '<w:vanish w:val="0"/>')), styles=normal) == "2455"


TABLE_STYLE = (
    '<w:style w:type="table" w:styleId="Grid"><w:rPr><w:sz w:val="20"/></w:rPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
    '<w:tcPr><w:shd w:val="clear" w:fill="4472C4"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="band2Horz"><w:rPr><w:strike/></w:rPr></w:tblStylePr>'
    '<w:tblStylePr w:type="lastCol"><w:rPr><w:vanish/></w:rPr></w:tblStylePr></w:style>'
)


def styled(look: str) -> list[list[str]]:
    rows = (tr(tc("项目"), tc("数量"), tc("9")), tr(tc("受理"), tc("7"), tc("8")), tr(tc("办结"), tc("6"), tc("5")))
    properties = f'<w:tblPr><w:tblStyle w:val="Grid"/>{look}</w:tblPr>'
    document = read_docx(docx_of(f"<w:tbl>{properties}{''.join(rows)}</w:tbl>", styles=TABLE_STYLE))
    (table,) = document.blocks
    assert isinstance(table, Table)
    return [[cell.text for cell in row] for row in table.rows()]


@pytest.mark.parametrize(
    "look",
    [
        '<w:tblLook w:firstRow="1" w:lastColumn="1" w:noHBand="0" w:noVBand="1"/>',
        '<w:tblLook w:val="0520"/>',
    ],
)
def test_a_table_style_sets_its_parts_apart(look: str) -> None:
    uncertain = UNCERTAIN
    assert styled(look) == [["项目", "数量", ""], ["受理", "7", ""], [uncertain, uncertain, ""]]


def test_parts_of_a_table_that_are_not_set_apart_look_like_the_rest() -> None:
    look = '<w:tblLook w:firstRow="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    assert styled(look) == [["项目", "数量", "9"], ["受理", "7", "8"], ["办结", "6", "5"]]


def test_numbers_from_right_to_left_are_uncertain() -> None:
    document = value_cell(p(f'<w:bdo w:val="rtl">{run("5542")}</w:bdo>'))
    assert (document.text_at("b1.r1.c2"), kinds(document)) == (UNCERTAIN, ["reversed"])
    assert seen(p(run("\u202e5542"))) == UNCERTAIN
    assert seen(p(f'<w:bdo w:val="ltr">{run("2455")}</w:bdo>')) == "2455"
    assert seen(p(f'<w:dir w:val="rtl">{run("2455")}</w:dir>')) == "2455"


def test_rows_and_lines_too_low_to_be_seen() -> None:
    low = '<w:trHeight w:val="10" w:hRule="exact"/>'
    body = tbl(tr(tc("受理"), tc("9"), properties=low), tr(tc("受理"), tc("2455")))
    assert shown_blocks(read_docx(docx_of(body))) == [[["受理", "2455"]]]
    clipped = '<w:spacing w:line="10" w:lineRule="exact"/>'
    assert seen(p(run("9"), properties=clipped) + p(run("2455"))) == "2455"
    assert seen(p(run("2455"), properties='<w:spacing w:line="10" w:lineRule="atLeast"/>')) == "2455"


def test_tracked_changes_show_how_the_document_reads_once_accepted() -> None:
    assert seen(p(f"<w:del>{run('12')}</w:del><w:ins>{run('2455')}</w:ins>")) == "2455"
    assert seen(p(f"<w:moveFrom>{run('12')}</w:moveFrom><w:moveTo>{run('2455')}</w:moveTo>")) == "2455"
    was = "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>"
    assert seen(p(run("2455", was))) == "2455"


def test_a_line_of_text_has_remarks_where_it_has_a_number() -> None:
    document = read_docx(docx_of(p(run("受理12", "<w:strike/>"), run("受理7件")) + p(white("9"), run("无数字"))))
    assert shown_blocks(document) == ["受理7件", "无数字"]
    assert [(str(remark.locator), remark.kind) for remark in document.remarks] == [("b1", "struck")]


def test_ordinary_documents_have_no_remarks() -> None:
    body = p(run("受理7件")) + tbl(tr(tc("受理"), tc("7")), tr(tc("办结"), tc("")))
    assert read_docx(docx_of(body)).remarks == ()


def test_a_style_cycle_ends() -> None:
    styles = "".join(
        f'<w:style w:styleId="{one}"><w:basedOn w:val="{other}"/><w:rPr><w:strike/></w:rPr></w:style>'
        for one, other in ("ab", "bc", "ca")
    )
    assert seen(p(run("9", '<w:rStyle w:val="b"/>'), run("2455")), styles=styles) == "2455"
