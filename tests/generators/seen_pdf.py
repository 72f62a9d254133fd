"""A small table as PDF in which one number looks other than the file says: struck, hidden, covered, put on afterwards.

`table_pdf` prints the table and has a function draw what stands in the cell in question, before or after the rest.
`with_annotations` and `with_layer_off` change a finished file.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

import generators.pdf  # noqa: F401 - registers the font

Draw = Callable[[Canvas], None]

ACROSS, DOWN = (50, 150, 250, 350), (200, 230, 260)
"""The sides of the cells. The cell in question is the second of the second row."""

LEFT, BASE, SIZE = 160, 211, 10
"""Where the text in that cell begins and stands, and the size of its font."""


def table_pdf(draw: Draw, before: Draw = lambda _: None, font: str = "SimHei") -> bytes:
    """Print a header, a row with a label, the cell that a function draws, and a 6."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 400), invariant=1)
    before(canvas)
    canvas.setFont("SimHei", SIZE)
    canvas.setFillGray(0)
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.5)
    canvas.grid(ACROSS, DOWN)
    for left, text in ((60, "项目"), (160, "甲"), (260, "乙")):
        canvas.drawString(left, BASE + 30, text)
    for left, text in ((60, "许可"), (260, "6")):
        canvas.drawString(left, BASE, text)
    canvas.saveState()
    canvas.setFont(font, SIZE)
    draw(canvas)
    canvas.restoreState()
    canvas.save()
    return file.getvalue()


def write(canvas: Canvas, text: str, left: float = LEFT, base: float = BASE) -> float:
    """Write text and give where it ends."""
    canvas.drawString(left, base, text)
    return left + canvas.stringWidth(text)


def with_annotations(
    data: bytes,
    *annotations: dict[str, object],
    appearances: Iterable[str | None] = (),
    are_drawn_anew: bool = False,
    is_compressed: bool = False,
) -> bytes:
    """Put annotations onto the first page.

    Args:
        data: the PDF.
        annotations: their entries, without a slash before each name.
        appearances: what each draws, in a box of its own size that begins at 0, 0.
        are_drawn_anew: tell programs to draw form fields by their values.
        is_compressed: hide what is no drawing in compressed streams.
    """
    with pikepdf.open(io.BytesIO(data)) as document:
        placed = []
        drawn = [*appearances, *[None] * len(annotations)]
        for entries, appearance in zip(annotations, drawn, strict=False):
            annotation = Dictionary(Type=Name.Annot, F=4)
            for name, value in entries.items():
                annotation[f"/{name}"] = value
            if appearance is not None:
                annotation.AP = Dictionary(N=_appearance(document, annotation.Rect, appearance))
            placed.append(document.make_indirect(annotation))
        document.pages[0].Annots = Array(placed)
        fields = [annotation for annotation in placed if annotation.Subtype == Name.Widget]
        if fields:
            resources = Dictionary(Font=_fonts(document))
            document.Root.AcroForm = Dictionary(Fields=Array(fields), DR=resources, NeedAppearances=are_drawn_anew)
        return _saved(document, is_compressed=is_compressed)


def with_layer_off(data: bytes, content: str, *, is_off: bool = True) -> bytes:
    """Add drawing instructions to the first page, in a layer."""
    with pikepdf.open(io.BytesIO(data)) as document:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="draft"))
        off = Array([layer]) if is_off else Array()
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=off, Order=Array([layer])))
        page = document.pages[0]
        page.Resources.Properties = Dictionary(MC0=layer)
        page.Resources.Font.Digits = _font(document)
        page.contents_add(f"/OC /MC0 BDC {content} EMC".encode())
        return _saved(document)


def _appearance(document: pikepdf.Pdf, box: Array, content: str) -> pikepdf.Stream:
    width, height = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
    form = document.make_stream(content.encode())
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array([0, 0, width, height])
    form.Resources = Dictionary(Font=_fonts(document))
    return form


def _fonts(document: pikepdf.Pdf) -> Dictionary:
    signs = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
    return Dictionary(Helv=_font(document), ZaDb=document.make_indirect(signs))


def _font(document: pikepdf.Pdf) -> pikepdf.Object:
    return document.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )


def _saved(document: pikepdf.Pdf, *, is_compressed: bool = False) -> bytes:
    file = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if is_compressed else pikepdf.ObjectStreamMode.preserve
    document.save(file, deterministic_id=True, object_stream_mode=mode)
    return file.getvalue()
