"""Fonts whose codes lie: no number comes out of them that is not printed, and sound fonts lose none."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import reportlab
from pikepdf import Dictionary, Name

import gongkai
from generators.digit_fonts import (
    NAMES,
    NUMBERS,
    SIMHEI,
    composite,
    drawn_by_procedures,
    named_cff,
    numbers_pdf,
    simple_truetype,
)
from gongkai.document import UNCERTAIN
from gongkai.errors import SourceError
from gongkai.read.pdf import extraction, read_pdf
from gongkai.read.pdf.extraction import character_maps

Font = Callable[[pikepdf.Pdf], Dictionary]

PRINTED = [number for row in NUMBERS for number in row]
DIGITS = "0123456789"
SCRAMBLED = (7, 4, 9, 0, 6, 2, 8, 1, 5, 3)
"""The code of each digit, counted from the first code."""
VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def cells(pdf: bytes) -> list[str]:
    try:
        document = read_pdf(pdf)
    except SourceError as error:
        assert error.reason in {"no_text_layer", "no_text_found"}
        return []
    return [cell.text for _, table in document.tables() for cell in table.cells]


def codes(first: int, order: tuple[int, ...] = tuple(range(10)), width: int = 1) -> dict[str, bytes]:
    return {digit: (first + order[number]).to_bytes(width, "big") for number, digit in enumerate(DIGITS)}


def cmap(first: int, order: tuple[int, ...] = tuple(range(10))) -> dict[int, int]:
    return {first + code: digit for digit, code in enumerate(order)}


SAID = {code + 1: digit for code, digit in enumerate(DIGITS)}


def meanings(**changed: str) -> dict[int, str]:
    """Give what glyphs 1 to 10 are said to be, with changes by the name of the digit that they draw."""
    return SAID | {NAMES.index(name) + 1: meaning for name, meaning in changed.items()}


WIN = Name.WinAnsiEncoding
IN_ORDER = cmap(0x30, SCRAMBLED), codes(0x30, SCRAMBLED)

LIES: dict[str, tuple[Font, dict[str, bytes]]] = {
    "truetype, symbolic": (simple_truetype(IN_ORDER[0]), IN_ORDER[1]),
    "truetype, symbolic, with an encoding": (simple_truetype(IN_ORDER[0], encoding=WIN), IN_ORDER[1]),
    "truetype, said not to be symbolic": (simple_truetype(IN_ORDER[0], encoding=WIN, flags=32), IN_ORDER[1]),
    "truetype, symbolic, another face": (simple_truetype(IN_ORDER[0], source=VERA), IN_ORDER[1]),
    "truetype, private codes": (
        simple_truetype({code + 0xF000: digit for code, digit in IN_ORDER[0].items()}),
        IN_ORDER[1],
    ),
    "truetype, codes from 0x35": (simple_truetype(cmap(0x35)), codes(0x35)),
    "truetype, not embedded": (simple_truetype({}, is_embedded=False), IN_ORDER[1]),
    "truetype, other codes said to be the same": (
        simple_truetype(cmap(0x30), meanings={0x30 + digit: "3" if digit == 2 else str(digit) for digit in range(10)}),
        codes(0x30),
    ),
    "named after others": (named_cff([NAMES[code] for code in SCRAMBLED]), IN_ORDER[1]),
    "two named after each other": (
        named_cff([*NAMES[:2], "three", "two", *NAMES[4:]]),
        codes(0x30, (0, 1, 3, 2, 4, 5, 6, 7, 8, 9)),
    ),
    "type 3": (drawn_by_procedures([SCRAMBLED.index(digit) for digit in range(10)]), IN_ORDER[1]),
    "type 3, told others": (
        drawn_by_procedures(
            [SCRAMBLED.index(digit) for digit in range(10)], meanings={0x30 + digit: str(digit) for digit in range(10)}
        ),
        IN_ORDER[1],
    ),
    "composite, 2 is said to be 3": (composite(meanings(two="3")), codes(1, width=2)),
    "composite, 6 is said to be 9": (composite(meanings(six="9")), codes(1, width=2)),
    "composite, 0 is said to be 8": (composite(meanings(zero="8")), codes(1, width=2)),
    "composite, 2 and 3 changed": (composite(meanings(two="3", three="2")), codes(1, width=2)),
    "composite, 6 and 9 changed": (composite(meanings(six="9", nine="6")), codes(1, width=2)),
    "composite, 5 and 8 changed": (composite(meanings(five="8", eight="5")), codes(1, width=2)),
    "composite, 0 and 6 changed": (composite(meanings(zero="6", six="0")), codes(1, width=2)),
    "composite, 1 and 7 changed": (composite(meanings(one="7", seven="1")), codes(1, width=2)),
    "composite, all moved on": (
        composite({code + 1: DIGITS[(code + 1) % 10] for code in range(10)}),
        codes(1, width=2),
    ),
    "composite, 2 is said to be a space": (composite(meanings(two=" ")), codes(1, width=2)),
    "composite, 2 is said to have no width": (composite(meanings(two="\u200b")), codes(1, width=2)),
    "composite, 2 is not said": (
        composite({code: digit for code, digit in SAID.items() if digit != "2"}),
        codes(1, width=2),
    ),
    "composite, full-width 2 and 3 changed": (
        composite({code: chr(0xFF10 + int({"2": "3", "3": "2"}.get(digit, digit))) for code, digit in SAID.items()}),
        codes(1, width=2),
    ),
    "composite, nothing said": (composite(None), codes(1, width=2)),
}


@pytest.mark.parametrize("name", LIES)
def test_no_other_number_than_the_printed_one_comes_out(name: str) -> None:
    found = cells(numbers_pdf(*LIES[name]))
    wrong = [
        (text, printed)
        for text, printed in zip(found, PRINTED, strict=False)
        if text not in (printed, "") and UNCERTAIN not in text
    ]
    assert not wrong
    assert "" not in found
    # Whatever is left is uncertain where the font is not to be believed.
    assert not found or any(UNCERTAIN in text for text in found)


TRUTHS: dict[str, tuple[Font, dict[str, bytes]]] = {
    "truetype, symbolic": (simple_truetype(cmap(0x30)), codes(0x30)),
    "truetype, usual encoding": (simple_truetype(cmap(0x30), encoding=WIN, flags=32), codes(0x30)),
    "truetype, another face": (simple_truetype(cmap(0x30), source=VERA), codes(0x30)),
    "truetype, scrambled but told": (
        simple_truetype(IN_ORDER[0], meanings={code: str(digit) for code, digit in IN_ORDER[0].items()}),
        IN_ORDER[1],
    ),
    "named": (named_cff(NAMES), codes(0x30)),
    "composite": (composite(SAID), codes(1, width=2)),
    "composite, another face": (composite(SAID, source=VERA), codes(1, width=2)),
}


@pytest.mark.parametrize("name", TRUTHS)
def test_sound_fonts_lose_no_number(name: str) -> None:
    assert cells(numbers_pdf(*TRUTHS[name])) == PRINTED


def test_procedures_that_draw_what_they_say_are_believed() -> None:
    told = drawn_by_procedures(range(10), meanings={0x30 + digit: str(digit) for digit in range(10)})
    found = extraction.extract(numbers_pdf(told, codes(0x30)))
    assert isinstance(found, list)
    assert "".join(map(chr, found[0].codes.tolist())) == "".join(PRINTED)


def test_only_the_digits_for_which_two_codes_stand_are_uncertain() -> None:
    assert cells(numbers_pdf(*LIES["composite, 2 is said to be 3"])) == [
        f"{UNCERTAIN}455",
        f"{UNCERTAIN}819",
        f"670{UNCERTAIN}",
        "11",
    ]


@pytest.mark.parametrize("name", [b"/ABC#CB#CE#CC#E5", b"/#CB#CE#CC#E5", b"/ABC#E5#AE#8B#E4#BD#93", b"/A#20B#2CBold"])
def test_names_of_fonts_may_be_in_any_encoding(name: bytes) -> None:
    lie = numbers_pdf(*LIES["composite, 2 is said to be 3"]).replace(b"/BaseFont /ABCDEF+Digits", b"/BaseFont " + name)
    assert cells(lie) == [f"{UNCERTAIN}455", f"{UNCERTAIN}819", f"670{UNCERTAIN}", "11"]


def test_a_font_that_draws_nothing_is_taken_at_its_word() -> None:
    missing = 100
    told = composite({code + missing: digit for code, digit in SAID.items()})
    assert cells(numbers_pdf(told, codes(1 + missing, width=2))) == PRINTED


def test_a_face_that_was_believed_before_is_not_when_another_says_it_otherwise() -> None:
    sound, lie = TRUTHS["composite"], LIES["composite, 2 and 3 changed"]
    assert cells(numbers_pdf(*sound)) == PRINTED
    assert all(UNCERTAIN in text for text in cells(numbers_pdf(*lie)) if text != "11")
    assert cells(numbers_pdf(*sound)) == PRINTED


def with_resources_above(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Resources = pdf.pages[0].obj.Resources
    del pdf.pages[0].obj["/Resources"]


def with_all_in_a_form(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    form = pdf.make_stream(
        page.Contents.read_bytes(),
        Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=page.MediaBox, Resources=page.Resources),
    )
    page.Resources = Dictionary(XObject=Dictionary(X=form))
    page.Contents = pdf.make_stream(b"/X Do")


def with_a_link(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 10, 10])
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])


@pytest.mark.parametrize("change", [with_resources_above, with_all_in_a_form, with_a_link])
def test_fonts_are_found_where_they_are_named(change: Callable[[pikepdf.Pdf], None]) -> None:
    lie = changed(numbers_pdf(*LIES["composite, 2 is said to be 3"]), change)
    assert cells(lie) == [f"{UNCERTAIN}455", f"{UNCERTAIN}819", f"670{UNCERTAIN}", "11"]
    assert cells(changed(numbers_pdf(*TRUTHS["composite"]), change)) == PRINTED


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


def test_faces_whose_signs_lie_over_one_another_are_told_apart() -> None:
    def without_widths(pdf: pikepdf.Pdf) -> None:
        descendant = pdf.pages[0].obj.Resources.Font.F.DescendantFonts[0]
        descendant.DW = 0
        if "/W" in descendant:
            del descendant["/W"]

    alone = [["2", "3"], ["6", "1"]]
    sound, lie = (
        changed(numbers_pdf(*font, alone), without_widths)
        for font in (TRUTHS["composite"], LIES["composite, 2 and 3 changed"])
    )
    for pdf, said in ((sound, "2361"), (lie, chr(extraction.LIED_ABOUT) * 4), (sound, "2361")):
        found = extraction.extract(pdf)
        assert isinstance(found, list)
        assert "".join(map(chr, found[0].codes.tolist())) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"beginbfchar <01> <00310032>\n<02> <0033> endbfchar", ((2, 0x33),)),
        (b"beginbfchar <01> /zero <02> <0033> endbfchar", ((2, 0x33),)),
        (b"beginbfchar <01><0030><02><00 31>< 03 >< 32 > endbfchar", ((1, 0x30), (3, 0x32))),
        (b"beginbfchar <01> <0030> endbfchar beginbfchar <02> <0031>", ((1, 0x30),)),
    ],
)
def test_what_a_character_map_says(source: bytes, said: tuple[tuple[int, int], ...]) -> None:
    assert character_maps.meanings(source) == said


def test_cells_say_that_their_font_is_to_blame() -> None:
    document = read_pdf(numbers_pdf(*LIES["composite, 2 is said to be 3"]))
    assert {remark.kind for remark in document.remarks_at("p1.b1.r1.c1")} == {"font"}
    assert not list(document.remarks_at("p1.b1.r2.c2"))


def test_faces_of_all_kinds_are_believed() -> None:
    """Each TrueType face that comes with the libraries, described by its own character map."""
    matplotlib = pytest.importorskip("matplotlib")
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    faces = [*sorted(folder.glob("DejaVuS*.ttf")), *sorted(VERA.parent.glob("Vera*.ttf")), SIMHEI]
    faces = [face for face in faces if "Display" not in face.name and "cmsy" not in face.name]
    lost = [
        face.name for face in faces if cells(numbers_pdf(composite(SAID, source=face), codes(1, width=2))) != PRINTED
    ]
    assert len(faces) > 12
    assert not lost


CASES = Path(__file__).resolve().parents[2] / "shared" / "cases" / "seen"


@pytest.mark.skipif(not CASES.is_dir(), reason="the folder of cases is not here")
@pytest.mark.parametrize(
    ("name", "indicator"),
    [
        ("p18-simple-truetype-symbolic", "2021.requests.received.natural_persons"),
        ("p18b-mac-cmap-winansi-symbolic", "2021.requests.received.natural_persons"),
        ("p18c-seq-30", "2021.requests.received.natural_persons"),
        ("p19-wrong-tounicode", "2021.disclosure.regulations.made"),
        ("p19-wrong-tounicode", "2021.disclosure.regulations.in_force"),
        ("p19-wrong-tounicode", "2021.disclosure.normative_documents.made"),
        ("p19-wrong-tounicode", "2021.disclosure.normative_documents.repealed"),
    ],
)
def test_given_fonts_that_lie(name: str, indicator: str) -> None:
    report = gongkai.read_report(CASES / f"{name}.pdf")
    rows = [row for row in report.observation_rows if row.indicator_id == indicator]
    assert all((row.value, row.status) == (None, "unreadable") for row in rows)
    assert all(row.remarks is not None and row.remarks.startswith("font: ") for row in rows)
    assert any("font: " in (row.remarks or "") for row in report.observation_rows)
