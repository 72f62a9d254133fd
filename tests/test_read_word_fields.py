"""Fields, forms, list numbers and content controls of Word documents: what they print in a cell."""

from __future__ import annotations

import pytest

from generators.word import docx_of, level, list_of, numbered, p, run, tbl, tc, tr
from gongkai.document import UNCERTAIN, Document
from gongkai.read.word import read_docx
from gongkai.read.word_equation import equation_text


def value_cell(content: str, numbering: str = "", **parts: str | bytes) -> Document:
    body = tbl(tr(tc("受理"), tc(content)))
    return read_docx(docx_of(body, numbering, **parts))


def seen(content: str, numbering: str = "") -> str:
    return value_cell(content, numbering).text_at("b1.r1.c2")


def kinds(document: Document) -> list[str]:
    return [remark.kind for remark in document.remarks_at("b1.r1.c2")]


def char(part: str, more: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{part}">{more}</w:fldChar></w:r>'


def field(instruction: str, result: str | None = None, form: str = "") -> str:
    """Give a field; a result of None is a field that has no place for one."""
    data = f"<w:ffData>{form}</w:ffData>" if form else ""
    shown = "" if result is None else char("separate") + result
    return char("begin", data) + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>" + shown + char("end")


def choice(*entries: str, chosen: str = "", default: str = "") -> str:
    result = f'<w:result w:val="{chosen}"/>' if chosen else ""
    preset = f'<w:default w:val="{default}"/>' if default else ""
    listed = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in entries)
    return f"<w:ddList>{result}{preset}{listed}</w:ddList>"


@pytest.mark.parametrize(
    ("form", "result", "text"),
    [
        (choice("0", "2455", chosen="1"), None, "2455"),
        (choice("0", "2455", chosen="1"), "", "2455"),
        (choice("0", "2455", default="1"), None, "2455"),
        (choice("2455", "0"), None, "2455"),
        (choice("0", "2455", chosen="1", default="0"), None, "2455"),
        (choice("0", "2455", chosen="1"), run("2455"), "2455"),
        (choice("0", "2455", chosen="1"), run("0"), "0" + UNCERTAIN),
        (choice("0", chosen="7"), None, ""),
        (choice(), None, ""),
    ],
)
def test_a_list_to_choose_from_shows_its_selected_entry(form: str, result: str | None, text: str) -> None:
    document = value_cell(p(field("FORMDROPDOWN", result, form)))
    assert (document.text_at("b1.r1.c2"), kinds(document)) == (text, ["form_field"])


def test_a_text_field_shows_what_was_filled_in() -> None:
    text = "<w:textInput><w:default w:val='0'/></w:textInput>"
    assert seen(p(field("FORMTEXT", run("2455"), text))) == "2455"
    assert seen(p(field("FORMTEXT", run("\u2002" * 5), "<w:textInput/>"))) == ""
    assert seen(p(field("FORMTEXT", None, text))) == UNCERTAIN


def test_a_box_to_tick_is_no_number() -> None:
    assert seen(p(field("FORMCHECKBOX", None, '<w:checkBox><w:checked w:val="1"/></w:checkBox>'))) == "☑"
    assert seen(p(field("FORMCHECKBOX", None, '<w:checkBox><w:default w:val="1"/></w:checkBox>'))) == "☑"
    assert seen(p(field("FORMCHECKBOX", None, '<w:checkBox><w:checked w:val="0"/></w:checkBox>'))) == "☐"


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        (r"eq \o\ac(○,2455)", "2455"),
        (r" EQ \o(□,7) ", "7"),
        (r"EQ \x(2455)", "2455"),
        (r"EQ \x\to\bo(2455)", "2455"),
        (r"EQ \f(1,2)", "1/2"),
        (r"EQ \f(1;2)", "1/2"),
        (r"EQ 2455\s\up6(1)", "2455¹"),
        (r"EQ 2455\s\do6(1)", "2455₁"),
        (r"EQ 1\,234", "1,234"),
        (r"EQ \b(7)", "(7)"),
        (r"EQ \l(1,2)", "1,2"),
        (r"EQ 24\d\fo5()55", "24 55"),
        (r"EQ \x(\o\ac(○,7))", "7"),
        (r"EQ \o(2455,—)", UNCERTAIN),
        (r"EQ \o(2,4)", UNCERTAIN),
        (r"EQ \r(3,8)", UNCERTAIN),
        (r"EQ \a\al\co2(1,2,3,4)", UNCERTAIN),
        (r"EQ \i\su(1,5,3)", UNCERTAIN),
        (r"EQ \o(2455", UNCERTAIN),
        (r"EQ \q(2455)", UNCERTAIN),
    ],
)
def test_an_equation_prints_a_number_or_is_uncertain(instruction: str, text: str) -> None:
    document = value_cell(p(field(instruction)))
    assert (document.text_at("b1.r1.c2"), kinds(document)) == (text, ["form_field"])


def test_equations_inside_one_another_end() -> None:
    assert UNCERTAIN in equation_text(r"\x(" * 5000 + "7" + ")" * 5000)


def test_an_equation_of_a_field_inside_has_its_result() -> None:
    inner = field("=1+2454", run("2455"))
    outer = char("begin") + r"<w:r><w:instrText>EQ \o\ac(○,</w:instrText></w:r>" + inner
    assert seen(p(outer + "<w:r><w:instrText>)</w:instrText></w:r>" + char("end"))) == "2455"


@pytest.mark.parametrize(
    "content",
    [
        field("=SUM(LEFT)"),
        field("=SUM(LEFT)", ""),
        '<w:fldSimple w:instr=" =SUM(ABOVE) "/>',
        field("AUTONUM"),
        field("LISTNUM"),
        field("SEQ 表", None),
        field("DOCPROPERTY 数量"),
    ],
)
def test_a_field_without_its_result_is_uncertain(content: str) -> None:
    document = value_cell(p(content))
    assert (document.text_at("b1.r1.c2"), kinds(document)) == (UNCERTAIN, ["not_computed"])


@pytest.mark.parametrize(
    "content",
    [
        field("=SUM(LEFT)", run("2455")),
        '<w:fldSimple w:instr="=1+1">' + run("2455") + "</w:fldSimple>",
        field("XE 受理") + run("2455"),
        field("IF 1=1", field("QUOTE 9", run("24")) + run("55")),
        run("2455") + field("TC 受理"),
    ],
)
def test_the_result_that_was_printed_stays(content: str) -> None:
    assert seen(p(content)) == "2455"


def test_an_uncertain_field_in_a_line_sets_digits_apart() -> None:
    document = read_docx(docx_of(p(run("受理24"), field(r"EQ \i(1,2,3)"), run("55件"))))
    assert document.text_at("b1") == f"受理24{UNCERTAIN}55件"


# List numbers


@pytest.mark.parametrize(
    ("numbering", "text"),
    [
        (list_of(level(0, "decimal", "%1")), "1"),
        (list_of(level(0, "decimal", "%1").replace('w:start w:val="1"', 'w:start w:val="2455"')), "2455"),
        (list_of(level(0, "chineseCounting", "%1、")), "一、"),
        (list_of(level(0, "bullet", "—")), UNCERTAIN),
        (list_of(level(0, "hebrew1", "%1")), UNCERTAIN),
        (list_of(level(3, "decimal", "%1")), UNCERTAIN),
        ("", UNCERTAIN),
    ],
)
def test_a_list_number_alone_in_a_cell_is_no_blank(numbering: str, text: str) -> None:
    document = value_cell(p(properties=numbered(1)), numbering)
    assert (document.text_at("b1.r1.c2"), kinds(document)) == (text, ["list_number"])


def test_a_list_number_is_no_digit_of_the_number_behind_it() -> None:
    glued = list_of(level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'))
    assert seen(p(run("2455"), properties=numbered(1)), glued) == "1 2455"
    unknown = list_of(level(0, "hebrew1", "%1"))
    assert seen(p(run("2455"), properties=numbered(1)), unknown) == "2455" + UNCERTAIN


def test_no_list_and_a_hidden_number_print_nothing() -> None:
    assert value_cell(p(properties=numbered(0))).remarks == ()
    hidden = list_of(level(0, "decimal", "%1", "<w:rPr><w:vanish/></w:rPr>"))
    assert seen(p(properties=numbered(1)), hidden) == ""


def test_the_number_of_a_label_stays_with_the_label() -> None:
    body = tbl(tr(tc(p(run("受理"), properties=numbered(1))), tc("7")))
    document = read_docx(docx_of(body, list_of(level(0, "decimal", "%1."))))
    assert (document.text_at("b1.r1.c1"), document.remarks) == ("1. 受理", ())


# Content controls


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize("kind", ["<w:text/>", "<w:dropDownList/>", "<w:date/>", "<w:comboBox/>", ""])
def test_a_content_control_shows_its_content(kind: str) -> None:
    assert seen(p(control(run("2455"), kind))) == "2455"


def test_a_prompt_is_no_value() -> None:
    document = value_cell(p(control(run("0"), "<w:showingPlcHdr/><w:text/>")))
    assert (document.text_at("b1.r1.c2"), kinds(document)) == (UNCERTAIN, ["form_field"])
    assert seen(p(control(run("单击此处输入文字"), "<w:showingPlcHdr/>"))) == "单击此处输入文字"
    assert seen(p(control(run("0"), "<w:showingPlcHdr w:val='0'/>"))) == "0"


def bound(data: str, content: str, properties: str = "", xpath: str = "/n:form[1]/n:received[1]") -> Document:
    """Read a table whose second cell has a control that is bound to data."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{office}/customXml" Target="../customXml/item1.xml"/></Relationships>'
    )
    parts = {"word/_rels/document__xml__rels": relationships, "customXml/item1__xml": data}
    binding = f'<w:dataBinding w:xpath="{xpath}" w:storeItemID="{{7}}"/>{properties}'
    return value_cell(p(control(content, binding)), **parts)


FORM = '<form xmlns="urn:form"><received total="9">2455</received><received>7</received></form>'


def test_a_control_that_agrees_with_its_data() -> None:
    document = bound(FORM, run("2455"))
    assert (document.text_at("b1.r1.c2"), document.remarks) == ("2455", ())
    assert bound(FORM, run("7"), xpath="/n:form/n:received[2]").text_at("b1.r1.c2") == "7"
    assert bound(FORM, run("9"), xpath="/n:form/n:received/@total").text_at("b1.r1.c2") == "9"
    items = '<w:dropDownList><w:listItem w:displayText="甲" w:value="2455"/></w:dropDownList>'
    assert bound(FORM, run("甲"), items).text_at("b1.r1.c2") == "甲"


def test_a_control_that_contradicts_its_data_is_uncertain() -> None:
    document = bound(FORM, run("2450"))
    assert (document.text_at("b1.r1.c2"), kinds(document)) == (UNCERTAIN, ["form_field"])
    assert bound(FORM, "").text_at("b1.r1.c2") == UNCERTAIN


@pytest.mark.parametrize("data", ["<form", "<form/>", "<!DOCTYPE form><form/>", " " * 20_000_000])
def test_data_that_say_nothing_contradict_nothing(data: str) -> None:
    assert bound(data, run("2455")).text_at("b1.r1.c2") == "2455"


@pytest.mark.parametrize(
    "xpath", ["", "/", "//n:received", "count(//*)", "/n:form[last()]", "/n:form/n:other", "/@total"]
)
def test_a_path_that_is_not_plain_contradicts_nothing(xpath: str) -> None:
    assert bound(FORM, run("2450"), xpath=xpath).text_at("b1.r1.c2") == "2450"


def test_a_control_that_is_a_cell() -> None:
    cell = control(tc("0"), "<w:showingPlcHdr/>")
    document = read_docx(docx_of(tbl(tr(tc("受理"), cell))))
    assert (document.text_at("b1.r1.c2"), kinds(document)) == (UNCERTAIN, ["form_field"])


# Formulas


def formula(content: str) -> str:
    return f"<m:oMath>{content}</m:oMath>"


def math(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (math("2455"), "2455"),
        (f"<m:rad><m:deg/><m:e>{math('9')}</m:e></m:rad>", "√9"),
        (f"<m:borderBox><m:e>{math('9')}</m:e></m:borderBox>", "9"),
        (
            f"<m:borderBox><m:borderBoxPr><m:strikeH m:val='1'/></m:borderBoxPr><m:e>{math('9')}</m:e></m:borderBox>",
            UNCERTAIN,
        ),
        (f"<m:phant><m:phantPr><m:show m:val='0'/></m:phantPr><m:e>{math('9')}</m:e></m:phant>{math('7')}", "7"),
        (f"<m:m><m:mr><m:e>{math('1')}</m:e><m:e>{math('2')}</m:e></m:mr></m:m>", UNCERTAIN),
        (f"<m:sSup><m:e>{math('10')}</m:e><m:sup>{math('3')}</m:sup></m:sSup>", "10³"),
    ],
)
def test_formulas(content: str, text: str) -> None:
    assert seen(p(formula(content))) == text
