"""PDF: the text that a person sees, and what is said of the rest."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from generators.seen_pdf import ACROSS, BASE, DOWN, LEFT, SIZE, table_pdf, with_annotations, with_layer_off, write
from gongkai import read_report
from gongkai.document import UNCERTAIN, Document
from gongkai.read.pdf import extraction, read_pdf
from gongkai.read.pdf.extraction.contents import packed, unpacked

SEEN = Path(__file__).resolve().parents[2] / "shared" / "cases" / "seen"

Draw = Callable[[Canvas], None]


def cell_of(document: Document) -> tuple[str, list[str]]:
    """Give what stands in the cell in question and what is remarked of it, after a look at the rest of the table."""
    [(place, table)] = document.tables()
    rows = [[cell.text for cell in row] for row in table.rows()]
    text = rows[1].pop(1)
    assert rows == [["项目", "甲", "乙"], ["许可", "6"]]
    assert {(remark.locator.row, remark.locator.column) for remark in document.remarks} <= {(2, 2)}
    assert all(remark.locator.block == place.block for remark in document.remarks)
    return text, [remark.kind for remark in document.remarks]


def seen(draw: Draw, before: Draw = lambda _: None, font: str = "SimHei") -> tuple[str, list[str]]:
    return cell_of(read_pdf(table_pdf(draw, before, font)))


# Raised and lowered marks


@pytest.mark.parametrize("font", ["SimHei", "Helvetica", "STSong-Light"])
@pytest.mark.parametrize(("size", "rise"), [(5, 5), (6, 4), (7, 3), (5, 3.5), (10, 4)])
def test_a_raised_digit_is_the_mark_of_a_footnote(font: str, size: float, rise: float) -> None:
    def draw(canvas: Canvas) -> None:
        end = write(canvas, "2455")
        canvas.setFont(font, size)
        write(canvas, "12", end + 0.3, BASE + rise)

    assert seen(draw, font=font) == ("2455¹²", ["raised"])


def test_raised_in_the_same_text() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(LEFT, BASE)
        text.textOut("2455")
        text.setFont("SimHei", 6)
        text.setRise(4)
        text.textOut("3")
        canvas.drawText(text)

    assert seen(draw) == ("2455³", ["raised"])


def test_a_mark_before_a_number_and_a_lowered_one() -> None:
    def leading(canvas: Canvas) -> None:
        canvas.setFont("SimHei", 6)
        end = write(canvas, "1", base=BASE + 4)
        canvas.setFont("SimHei", SIZE)
        write(canvas, "2455", end)

    def lowered(canvas: Canvas) -> None:
        end = write(canvas, "2455")
        canvas.setFont("SimHei", 6)
        write(canvas, "2", end, BASE - 2)

    assert seen(leading) == ("¹2455", ["raised"])
    assert seen(lowered) == ("2455₂", ["raised"])


def test_a_mark_drawn_after_everything_else_is_on_the_line_of_its_number() -> None:
    def draw(canvas: Canvas) -> None:
        end = write(canvas, "2455")
        write(canvas, "项目", 60, 300)
        canvas.setFont("SimHei", 6)
        write(canvas, "1", end, BASE + 4)

    document = read_pdf(table_pdf(draw))
    [(_, table)] = document.tables()
    assert [cell.text for cell in table.cells][4] == "2455¹"


# Struck numbers


def line(x: float, y: float, end_x: float, end_y: float, width: float = 0.5) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(width)
        canvas.line(x, y, end_x, end_y)

    return draw


def bar(left: float, bottom: float, width: float, height: float, gray: float = 0) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(gray)
        canvas.rect(left, bottom, width, height, stroke=0, fill=1)

    return draw


def number_and(*draws: Draw, text: str = "2455") -> Draw:
    def draw(canvas: Canvas) -> None:
        write(canvas, text)
        for other in draws:
            other(canvas)

    return draw


STRIKES = {
    "line": line(LEFT, BASE + 3.5, LEFT + 20, BASE + 3.5),
    "low": line(LEFT - 1, BASE + 2.5, LEFT + 21, BASE + 2.5),
    "thick": line(LEFT - 1, BASE + 3.5, LEFT + 21, BASE + 3.5, 1.5),
    "thin rectangle": bar(LEFT - 2, BASE + 3, 24, 0.8),
    "slanted": line(LEFT - 1, BASE + 1, LEFT + 21, BASE + 6),
    "slanted down": line(LEFT, BASE + 6.5, LEFT + 20, BASE + 1),
}


@pytest.mark.parametrize("strike", STRIKES.values(), ids=STRIKES)
def test_a_struck_number_is_none(strike: Draw) -> None:
    assert seen(number_and(strike)) == (UNCERTAIN, ["struck"])


def test_two_lines_and_a_cross_strike_as_well() -> None:
    double = (line(LEFT, BASE + 2.8, LEFT + 20, BASE + 2.8), line(LEFT, BASE + 4.2, LEFT + 20, BASE + 4.2))
    assert seen(number_and(*double)) == (UNCERTAIN, ["struck"])
    assert seen(number_and(STRIKES["slanted"], STRIKES["slanted down"])) == (UNCERTAIN, ["struck"])


def test_dashes_strike_as_one_line() -> None:
    dashes = [line(x, BASE + 3.5, x + 1.5, BASE + 3.5) for x in range(LEFT, LEFT + 20, 2)]
    assert seen(number_and(*dashes)) == (UNCERTAIN, ["struck"])


def test_the_correction_beside_a_struck_number_is_read() -> None:
    def touching(canvas: Canvas) -> None:
        end = write(canvas, "12")
        canvas.line(LEFT, BASE + 3.5, end, BASE + 3.5)
        write(canvas, "2455", end)

    def below(canvas: Canvas) -> None:
        write(canvas, "12", base=BASE + 6)
        canvas.line(LEFT, BASE + 9.5, LEFT + 10, BASE + 9.5)
        write(canvas, "2455", base=BASE - 8)

    assert seen(touching) == ("2455", ["struck"])
    assert seen(below) == ("2455", ["struck"])


def test_a_line_that_goes_on_leaves_doubt() -> None:
    text, kinds = seen(number_and(line(153, BASE + 3.5, 247, BASE + 3.5)))
    assert set(text) == {UNCERTAIN}
    assert kinds == ["struck"]
    # From side to side it may be a side itself, but the number is in doubt all the same.
    [(_, table)] = read_pdf(table_pdf(number_and(line(55, BASE + 3.5, 245, BASE + 3.5)))).tables()
    assert not any("2455" in cell.text for cell in table.cells)


@pytest.mark.parametrize(
    "beside",
    [
        line(LEFT, BASE - 1, LEFT + 20, BASE - 1),
        line(LEFT, BASE - 2.5, LEFT + 20, BASE - 2.5, 1),
        line(LEFT, BASE + 9, LEFT + 20, BASE + 9),
        line(LEFT + 25, BASE + 3.5, LEFT + 45, BASE + 3.5),
        line(ACROSS[1], DOWN[0], ACROSS[2], DOWN[0] + 5),
    ],
)
def test_a_line_beside_a_number_strikes_nothing(beside: Draw) -> None:
    assert seen(number_and(beside)) == ("2455", [])


def test_shading_strikes_nothing() -> None:
    def shade(canvas: Canvas) -> None:
        canvas.setStrokeGray(0.8)
        canvas.lines([(151, DOWN[0] + step, 249, DOWN[0] + step) for step in range(1, 30)])

    assert seen(number_and(), before=shade)[0] == "2455"


def test_a_curve_through_a_number_leaves_doubt() -> None:
    def scribble(canvas: Canvas) -> None:
        canvas.setLineWidth(1)
        canvas.bezier(LEFT - 2, BASE + 2, LEFT + 5, BASE + 7, LEFT + 14, BASE + 1, LEFT + 22, BASE + 5)

    text, kinds = seen(number_and(scribble))
    assert UNCERTAIN in text
    assert kinds == ["struck"]


def test_struck_numbers_outside_of_cells_keep_their_place() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "2455")
        canvas.drawString(60, 300, "收到 12 件，办结 34 件")
        start = 60 + canvas.stringWidth("收到 ")
        canvas.line(start, 303.5, start + 10, 303.5)

    document = read_pdf(table_pdf(draw))
    assert UNCERTAIN in document.blocks[0].text
    assert "12" not in document.blocks[0].text


# What is not seen


def colored(text: str, *color: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColor(Color(*color))
        end = write(canvas, text)
        canvas.restoreState()
        write(canvas, "2455", end)

    return draw


@pytest.mark.parametrize("color", [(1, 1, 1), (0.98, 0.98, 0.97), (0, 0, 0, 0), (0, 0, 0, 0.02)])
def test_white_and_transparent_digits_are_not_seen(color: tuple[float, ...]) -> None:
    text, kinds = seen(colored("9", *color))
    assert (text, kinds) == ("2455", ["hidden"])


@pytest.mark.parametrize("color", [(0.8, 0, 0), (0, 0, 0.9), (0.5, 0.5, 0.5), (0, 0, 0, 0.6)])
def test_colored_digits_are_seen(color: tuple[float, ...]) -> None:
    assert seen(colored("9", *color)) == ("92455", [])


def test_faint_digits_leave_doubt() -> None:
    text, kinds = seen(colored("9", 0.9, 0.9, 0.9))
    assert UNCERTAIN in text
    assert kinds == ["hidden"]


def test_white_on_a_dark_cell_is_seen_and_black_is_not() -> None:
    dark = bar(151, DOWN[0] + 1, 98, 28, gray=0)

    def white(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        write(canvas, "2455")

    assert seen(white, before=dark) == ("2455", [])
    # Black on black: a person sees no number, and no blank cell either.
    text, _ = seen(number_and(), before=dark)
    assert "2455" not in text


def test_text_that_is_not_printed_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(LEFT, BASE)
        text.setTextRenderMode(3)
        text.textOut("9")
        text.setTextRenderMode(0)
        text.textOut("2455")
        canvas.drawText(text)

    assert seen(draw) == ("2455", ["hidden"])


def clipped(left: float, bottom: float, width: float, height: float, text: str = "9") -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(left, bottom, width, height)
        canvas.clipPath(path, stroke=0, fill=0)
        end = write(canvas, text)
        canvas.restoreState()
        if text == "9":
            write(canvas, "2455", end)

    return draw


def test_what_is_cut_off_is_not_seen() -> None:
    assert seen(clipped(0, 0, 1, 1)) == ("2455", ["hidden"])
    assert seen(clipped(LEFT, BASE - 30, 50, 20)) == ("2455", ["hidden"])
    assert seen(clipped(150, 200, 100, 30)) == ("92455", [])


def test_a_number_cut_off_in_its_middle_is_in_doubt() -> None:
    for clip in [(LEFT, 200, 10, 30), (LEFT, 200, 7, 30), (LEFT, BASE + 3, 50, 30)]:
        text, kinds = seen(clipped(*clip, text="2455"))
        assert set(text) == {UNCERTAIN}
        assert kinds


def test_covered_numbers_are_not_seen() -> None:
    def image(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (4, 4), "white")), LEFT - 1, BASE - 2, 24, 12)

    def path(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        outline = canvas.beginPath()
        outline.moveTo(LEFT - 3, BASE - 3)
        outline.lineTo(LEFT + 25, BASE - 2)
        outline.lineTo(LEFT + 24, BASE + 11)
        outline.lineTo(LEFT - 2, BASE + 10)
        outline.close()
        canvas.drawPath(outline, stroke=0, fill=1)

    for cover in (path, bar(LEFT - 1, BASE - 2, 24, 12, gray=1)):
        assert seen(number_and(cover)) == ("", ["covered"])
    # A picture may show another number in its place.
    assert seen(number_and(image)) == ("\ufffd", ["covered", "picture"])


def test_a_number_written_over_a_cover_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "9871")
        bar(LEFT - 1, BASE - 2, 24, 12, gray=1)(canvas)
        canvas.setFillGray(0)
        write(canvas, "2455", LEFT + 30)

    assert seen(draw) == ("2455", ["covered"])


@pytest.mark.parametrize(
    "cover", [(LEFT + 10, BASE - 2, 14, 12), (LEFT - 1, BASE + 3, 24, 8), (LEFT - 1, BASE - 2, 24, 6)]
)
def test_half_covered_numbers_are_in_doubt(cover: tuple[float, float, float, float]) -> None:
    text, kinds = seen(number_and(bar(*cover, gray=1)))
    assert set(text) == {UNCERTAIN}
    assert kinds[0] == "covered"


def test_what_lies_under_text_or_lets_it_through_covers_nothing() -> None:
    def highlight(canvas: Canvas) -> None:
        canvas.setFillColor(Color(1, 1, 0, 0.4))
        canvas.rect(LEFT - 1, BASE - 2, 24, 12, stroke=0, fill=1)

    assert seen(number_and(highlight)) == ("2455", [])
    assert seen(number_and(), before=bar(151, 201, 98, 28, gray=0.85)) == ("2455", [])


def test_layers() -> None:
    data = table_pdf(number_and())
    digit = f"BT /Digits {SIZE} Tf {LEFT - 6} {BASE} Td (9) Tj ET"
    assert cell_of(read_pdf(with_layer_off(data, digit))) == ("2455", ["hidden"])
    assert cell_of(read_pdf(with_layer_off(data, digit, is_off=False))) == ("92455", [])
    white_out = f"1 g {LEFT - 1} {BASE - 2} 24 12 re f"
    assert cell_of(read_pdf(with_layer_off(data, white_out))) == ("2455", [])


def test_forms_are_seen_as_what_they_draw() -> None:
    def placed(*draws: Draw) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.beginForm("part", 0, 0, 400, 400)
            canvas.setFont("SimHei", SIZE)
            for part in draws:
                part(canvas)
            canvas.endForm()
            canvas.doForm("part")

        return draw

    assert seen(placed(number_and())) == ("2455", [])
    assert seen(placed(colored("9", 1, 1, 1))) == ("2455", ["hidden"])
    assert seen(placed(number_and(bar(LEFT - 1, BASE - 2, 24, 12, gray=1)))) == ("", ["covered"])
    assert seen(placed(number_and(STRIKES["line"]))) == (UNCERTAIN, ["struck"])


# Annotations and form fields

BOX = Array([LEFT - 1, BASE - 3, LEFT + 40, BASE + 11])
SHOWS = "BT /Helv 10 Tf 1 3 Td (2455) Tj ET"


def annotated(
    *annotations: dict[str, object], appearances: tuple[str | None, ...] = (), text: str = ""
) -> tuple[str, list[str]]:
    data = with_annotations(table_pdf(number_and(text=text)), *annotations, appearances=appearances)
    return cell_of(read_pdf(data))


def field(**entries: object) -> dict[str, object]:
    return {"Subtype": Name.Widget, "FT": Name.Tx, "T": "f1", "Rect": BOX, "DA": "/Helv 10 Tf 0 g", **entries}


def test_the_value_of_a_form_field_is_what_it_shows() -> None:
    assert annotated(field(V="2455"), appearances=(SHOWS,)) == ("2455", ["form_field"])
    assert annotated(field(V="9999"), appearances=(SHOWS,)) == ("2455", ["form_field"])
    assert annotated(field(V="2455", FT=Name.Ch), appearances=(SHOWS,)) == ("2455", ["form_field"])


def test_a_field_that_does_not_say_how_it_looks_is_in_doubt() -> None:
    assert annotated(field(V="2455")) == (UNCERTAIN, ["form_field"])
    assert annotated(field()) == ("", [])


@pytest.mark.parametrize("is_compressed", [False, True])
def test_fields_that_are_drawn_anew_show_their_values(is_compressed: bool) -> None:
    shows_another = "BT /Helv 10 Tf 1 3 Td (99) Tj ET"
    data = with_annotations(
        table_pdf(number_and(text="")),
        field(V="2455"),
        appearances=(shows_another,),
        are_drawn_anew=True,
        is_compressed=is_compressed,
    )
    assert cell_of(read_pdf(data)) == ("2455", ["form_field"])


@pytest.mark.parametrize("font", ["ZaDb", "Helv"])
def test_the_sign_of_a_tick_box_is_no_digit(font: str) -> None:
    ticked = field(FT=Name.Btn, V=Name.On)
    text, _ = annotated(ticked, appearances=(f"BT /{font} 10 Tf 1 3 Td (4) Tj ET",))
    assert text
    assert not text.isdigit()


def test_a_value_that_stands_with_the_parent_of_a_field_is_not_lost() -> None:
    parent = Dictionary(FT=Name.Tx, T="parent", V="2455")
    text, kinds = annotated({"Subtype": Name.Widget, "Parent": parent, "Rect": BOX})
    assert (text, kinds) == (UNCERTAIN, ["form_field"])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_seen_the_same(turn: int) -> None:
    with pikepdf.open(io.BytesIO(table_pdf(colored("9", 1, 1, 1)))) as document:
        document.pages[0].Rotate = turn
        file = io.BytesIO()
        document.save(file)
    assert cell_of(read_pdf(file.getvalue())) == ("2455", ["hidden"])


def test_white_text_over_and_under_black_text_is_not_seen() -> None:
    def white(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(1)
        write(canvas, "9999")
        canvas.restoreState()

    assert seen(number_and(white)) == ("2455", ["hidden"])
    assert seen(number_and(), before=lambda canvas: (canvas.setFont("SimHei", SIZE), white(canvas)))[0] == "2455"


@pytest.mark.parametrize("flags", [2, 32])
def test_hidden_fields_and_annotations_are_not_seen(flags: int) -> None:
    assert annotated(field(V="9", F=flags), appearances=(SHOWS,)) == ("", [])
    assert annotated({"Subtype": Name.FreeText, "Rect": BOX, "F": flags}, appearances=(SHOWS,)) == ("", [])


@pytest.mark.parametrize("subtype", [Name.FreeText, Name.Stamp])
def test_text_put_onto_the_page_is_read(subtype: Name) -> None:
    annotation = {"Subtype": subtype, "Rect": BOX, "Contents": "2455", "DA": "/Helv 10 Tf 0 g"}
    assert annotated(annotation, appearances=(SHOWS,)) == ("2455", ["annotation"])


def test_text_put_onto_the_page_is_drawn_as_viewers_do_if_it_does_not_say_how_it_looks() -> None:
    annotation = {"Subtype": Name.FreeText, "Rect": BOX, "Contents": "2455", "DA": "/Helv 10 Tf 0 g"}
    assert annotated(annotation) == ("2455", ["annotation"])


def test_a_frame_around_text_put_onto_the_page_is_no_cell() -> None:
    framed = f"0.5 w 0.5 0.5 40 13 re S {SHOWS}"
    assert annotated({"Subtype": Name.FreeText, "Rect": BOX}, appearances=(framed,)) == ("2455", ["annotation"])


def quads(left: float, bottom: float, right: float, top: float) -> Array:
    return Array([left, top, right, top, left, bottom, right, bottom])


AROUND = (LEFT, BASE - 2, LEFT + 20, BASE + 8)


def test_an_annotation_strikes() -> None:
    strike = {"Subtype": Name.StrikeOut, "Rect": Array(AROUND)}
    assert annotated(strike, text="2455") == (UNCERTAIN, ["struck"])
    assert annotated({**strike, "QuadPoints": quads(*AROUND), "C": Array([1, 0, 0])}, text="2455") == (
        UNCERTAIN,
        ["struck"],
    )
    part = {**strike, "QuadPoints": quads(LEFT, BASE - 2, LEFT + 10, BASE + 8)}
    assert annotated(part, text="122455") == ("2455", ["struck"])
    assert annotated({**strike, "F": 2}, text="2455") == ("2455", [])


@pytest.mark.parametrize("subtype", [Name.Underline, Name.Highlight, Name.Squiggly, Name.Text, Name.Popup, Name.Link])
def test_annotations_that_strike_nothing(subtype: Name) -> None:
    annotation = {"Subtype": subtype, "Rect": Array(AROUND), "C": Array([1, 1, 0]), "Contents": "9"}
    if subtype in (Name.Underline, Name.Highlight, Name.Squiggly):
        annotation["QuadPoints"] = quads(*AROUND)
    assert annotated(annotation, text="2455") == ("2455", [])


def test_annotations_cover() -> None:
    box = Array([LEFT - 2, BASE - 3, LEFT + 24, BASE + 11])
    filled = {"Subtype": Name.Square, "Rect": box, "IC": Array([1, 1, 1]), "C": Array([1, 1, 1])}
    assert annotated(filled, text="2455") == ("", ["covered"])
    redacted = {"Subtype": Name.Redact, "Rect": box, "QuadPoints": quads(*AROUND)}
    assert annotated(redacted, appearances=("0 g 0 0 26 14 re f",), text="2455") == ("", ["covered"])
    text, kinds = annotated(redacted, text="2455")
    assert set(text) == {UNCERTAIN}
    assert kinds == ["covered"]


def test_ink_through_a_number_leaves_doubt() -> None:
    ink = {
        "Subtype": Name.Ink,
        "Rect": Array(AROUND),
        "InkList": Array([Array([LEFT - 1, BASE + 3, LEFT + 8, BASE + 4, LEFT + 22, BASE + 3])]),
        "C": Array([1, 0, 0]),
    }
    text, kinds = annotated(ink, text="2455")
    assert set(text) == {UNCERTAIN}
    assert kinds == ["struck"]


# Numbers over the sides of cells


def test_a_number_that_sticks_out_is_whole_unless_something_stands_there() -> None:
    assert seen(partial(write, text="2455", left=235)) == ("2455", [])

    def two(canvas: Canvas) -> None:
        write(canvas, "24551", 232)
        write(canvas, "78", 259)

    document = read_pdf(table_pdf(two))
    [(_, table)] = document.tables()
    texts = [cell.text for cell in table.cells]
    assert UNCERTAIN in texts[4]
    assert UNCERTAIN in texts[5]


@pytest.mark.parametrize("by_digit", [False, True])
@pytest.mark.parametrize("left", [220, 222.5, 225])
def test_a_number_that_runs_under_the_next_cell_is_in_doubt(left: float, by_digit: bool) -> None:
    def draw(canvas: Canvas) -> None:
        end = left
        for piece in "2455123" if by_digit else ["2455123"]:
            end = write(canvas, piece, end)
        bar(250.2, 201, 99, 28, gray=1)(canvas)
        canvas.setFillGray(0)
        write(canvas, "78", 270)

    [(_, table)] = read_pdf(table_pdf(draw)).tables()
    *_, cut, beside = (cell.text for cell in table.cells)
    assert set(cut) == {UNCERTAIN}
    assert beside.replace(UNCERTAIN, "").strip() == "78"


def test_two_numbers_that_meet_at_the_side_are_in_doubt() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "2455", 230)
        write(canvas, "78", 250)

    def over(canvas: Canvas) -> None:
        write(canvas, "2455", 233)
        write(canvas, "78", 253)

    for numbers in (draw, over):
        [(_, table)] = read_pdf(table_pdf(numbers)).tables()
        assert not any(text.isdigit() and len(text) > 4 for text in (cell.text for cell in table.cells))
    assert not any(cell.text in ("2455", "78") for cell in table.cells)


# Seals


def seal(serial: str, *, straight: bool = False, color: tuple[float, float, float] = (0.9, 0, 0)) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColor(Color(*color))
        canvas.setFillColor(Color(*color))
        canvas.circle(200, 240, 40)
        if straight:
            canvas.setFont("SimHei", 6)
            write(canvas, serial, 185, BASE)
            return
        canvas.setFont("SimHei", 6)
        middle = (len(serial) - 1) / 2
        for number, digit in enumerate(serial):
            canvas.saveState()
            canvas.translate(200, 240)
            canvas.rotate((number - middle) * 7)
            canvas.drawCentredString(0, -32, digit)
            canvas.restoreState()

    return draw


@pytest.mark.parametrize("serial", ["3208000012345", "320800001234", "32080"])
def test_the_serial_number_of_a_seal_is_no_value(serial: str) -> None:
    document = read_pdf(table_pdf(seal(serial)))
    [(_, table)] = document.tables()
    assert [cell.text for cell in table.cells] == ["项目", "甲", "乙", "许可", "", "6"]
    assert {remark.kind for remark in document.remarks} == {"stamp"}


@pytest.mark.parametrize("color", [(0.9, 0, 0), (0, 0, 0), (0, 0, 0.8)])
def test_a_straight_number_in_a_seal_is_in_doubt(color: tuple[float, float, float]) -> None:
    assert seen(seal("3208000", straight=True, color=color)) == (UNCERTAIN, ["stamp"])


def test_a_number_under_a_seal_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "2455", 190)
        seal("3208000012345")(canvas)

    assert seen(draw)[0] == "2455"


# How it travels


def test_answers_are_checked() -> None:
    found = extraction.extract(table_pdf(number_and()))
    assert isinstance(found, list)
    answer = packed(found)
    [page] = unpacked(answer)
    assert page.codes.tolist() == found[0].codes.tolist()
    for damaged in (answer[:-9], answer.replace(b"codes", b"nodes"), b"", b"\x80\x04K\x07."):
        with pytest.raises(ValueError):
            unpacked(damaged)


# The files of the cases

CASES = {
    "p01-superscript.pdf",
    "p02-struck.pdf",
    "p03b-covered-only.pdf",
    "p04-white-text.pdf",
    "p04c-clipped.pdf",
    "p06b-seal-blank-1.pdf",
    "p07-acroform.pdf",
    "p07c-freetext.pdf",
    "p07d-strikeout-annot.pdf",
    "p10-ocg-off.pdf",
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_case(name: str) -> None:
    if not SEEN.is_dir():
        pytest.skip("the cases are not here")
    report = read_report(SEEN / name)
    observations = report.observations.set_index("indicator_id")
    with (SEEN / "cases.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["file"] == name]
    assert rows
    for row in rows:
        found = observations.loc[row["indicator"]]
        assert found.remarks
        if row["printed"] and found.status != "unreadable":
            assert found.value == float(row["printed"])
        else:
            assert found.status in ("blank", "unreadable")
    assert len(observations) == 200


def test_more_digits_than_any_count_has_are_no_number() -> None:
    if not SEEN.is_dir():
        pytest.skip("the cases are not here")
    # The number stands whole inside its own cell, and nothing on the page puts it in doubt but its length.
    report = read_report(SEEN / "p22b-crossing-filled.pdf")
    found = report.observations.set_index("indicator_id").loc["2021.requests.received.natural_persons"]
    assert (found.status, found.raw) == ("unreadable", "2455123456789")
