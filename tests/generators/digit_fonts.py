"""PDFs of one ruled table whose numbers are in a font of ten digits, with any codes and any meanings."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import mplfonts
import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SIMHEI = Path(mplfonts.__file__).parent / "fonts" / "SimHei.ttf"

NUMBERS = (("2455", "3819"), ("6702", "11"))


def numbers_pdf(
    font: Callable[[pikepdf.Pdf], Dictionary],
    codes: Mapping[str, bytes],
    numbers: Sequence[Sequence[str]] = NUMBERS,
) -> bytes:
    """Print a ruled table of numbers in a font, each digit by its code."""
    pdf = pikepdf.new()
    height, width, left, top = 30, 120, 50, 350
    parts = [b"1 w"]
    for row in range(len(numbers) + 1):
        parts.append(
            b"%d %d m %d %d l S" % (left, top - row * height, left + len(numbers[0]) * width, top - row * height)
        )
    for column in range(len(numbers[0]) + 1):
        across = left + column * width
        parts.append(b"%d %d m %d %d l S" % (across, top, across, top - len(numbers) * height))
    for row, cells in enumerate(numbers):
        for column, cell in enumerate(cells):
            shown = b"".join(codes[digit] for digit in cell).hex().encode()
            place = (left + 10 + column * width, top - 20 - row * height)
            parts.append(b"BT /F 12 Tf %d %d Td <%s> Tj ET" % (*place, shown))
    page = Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, 400, 400],
        Resources=Dictionary(Font=Dictionary(F=pdf.make_indirect(font(pdf)))),
        Contents=pdf.make_stream(b"\n".join(parts)),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _outlines(source: Path) -> list[DecomposingRecordingPen]:
    font = TTFont(source)
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    pens = []
    for digit in range(10):
        pen = DecomposingRecordingPen(glyphs)
        glyphs[cmap[0x30 + digit]].draw(pen)
        pens.append(pen)
    return pens


def _units(source: Path) -> int:
    return int(TTFont(source)["head"].unitsPerEm)


def program(source: Path, cmap: Mapping[int, int], names: Sequence[str] = (), *, is_cff: bool = False) -> bytes:
    """Make a font of the ten digits. `cmap` gives the digit that each code draws."""
    units, order = _units(source), [".notdef", *(names or [f"g{digit}" for digit in range(10)])]
    builder = FontBuilder(units, isTTF=not is_cff)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({})
    outlines = _outlines(source)
    drawn = {}
    for name, outline in zip(order[1:], outlines, strict=True):
        pen = T2CharStringPen(units // 2, None) if is_cff else TTGlyphPen(None)
        outline.replay(pen)
        drawn[name] = pen.getCharString() if is_cff else pen.glyph()
    empty = T2CharStringPen(units // 2, None).getCharString() if is_cff else TTGlyphPen(None).glyph()
    drawn[".notdef"] = empty
    if is_cff:
        builder.setupCFF("Digits", {}, drawn, {})
    else:
        builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics(dict.fromkeys(order, (units // 2, 0)))
    builder.setupHorizontalHeader(ascent=units, descent=0)
    builder.setupNameTable({"familyName": "Digits", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    font = builder.font
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    table = CmapSubtable.newSubtable(0 if not cmap or max(cmap) < 256 else 4)
    table.platformID, table.platEncID, table.language = (1, 0, 0) if not cmap or max(cmap) < 256 else (3, 0, 0)
    table.cmap = {code: order[digit + 1] for code, digit in cmap.items()}
    font["cmap"].tables = [table]
    out = io.BytesIO()
    font.save(out)
    return bytes(font["CFF "].compile(font)) if is_cff else out.getvalue()


def _descriptor(pdf: pikepdf.Pdf, embedded: bytes | None, flags: int, key: str = "FontFile2") -> Dictionary:
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/ABCDEF+Digits"),
        Flags=flags,
        FontBBox=[0, 0, 1000, 1000],
        ItalicAngle=0,
        Ascent=800,
        Descent=0,
        CapHeight=700,
        StemV=80,
    )
    if embedded is not None:
        stream = pdf.make_stream(embedded)
        if key == "FontFile3":
            stream.Subtype = Name.Type1C
        descriptor[f"/{key}"] = stream
    return pdf.make_indirect(descriptor)


def to_unicode(meanings: Mapping[int, str], width: int) -> bytes:
    """Give a character map: what each code means, the codes being as many bytes wide."""
    lines = "".join(
        f"<{code:0{2 * width}X}> <{meaning.encode('utf-16-be').hex()}>\n" for code, meaning in meanings.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def /CMapType 2 def\n"
        f"1 begincodespacerange <{'00' * width}> <{'FF' * width}> endcodespacerange\n"
        f"{len(meanings)} beginbfchar\n{lines}endbfchar\nendcmap end end"
    ).encode()


def simple_truetype(
    cmap: Mapping[int, int],
    *,
    source: Path = SIMHEI,
    encoding: object = None,
    flags: int = 4,
    meanings: Mapping[int, str] | None = None,
    is_embedded: bool = True,
) -> Callable[[pikepdf.Pdf], Dictionary]:
    """Describe a TrueType font with codes of one byte."""

    def make(pdf: pikepdf.Pdf) -> Dictionary:
        data = program(source, cmap) if is_embedded else None
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/ABCDEF+Digits"),
            FirstChar=0,
            LastChar=255,
            Widths=Array([500] * 256),
            FontDescriptor=_descriptor(pdf, data, flags),
        )
        if encoding is not None:
            font.Encoding = encoding
        if meanings is not None:
            font.ToUnicode = pdf.make_stream(to_unicode(meanings, 1))
        return font

    return make


def composite(
    meanings: Mapping[int, str] | None, *, source: Path = SIMHEI, cmap: Mapping[int, int] | None = None
) -> Callable[[pikepdf.Pdf], Dictionary]:
    """Describe a font with codes of two bytes, which are the numbers of glyphs: the digit d is glyph d + 1."""

    def make(pdf: pikepdf.Pdf) -> Dictionary:
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/ABCDEF+Digits"),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=_descriptor(pdf, program(source, cmap or {}), 4),
            DW=500,
            CIDToGIDMap=Name.Identity,
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/ABCDEF+Digits"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
        )
        if meanings is not None:
            font.ToUnicode = pdf.make_stream(to_unicode(meanings, 2))
        return font

    return make


def named_cff(names: Sequence[str], *, source: Path = SIMHEI) -> Callable[[pikepdf.Pdf], Dictionary]:
    """Describe a Type 1 font whose glyphs bear names: `names[d]` is that of the glyph which draws the digit d."""

    def make(pdf: pikepdf.Pdf) -> Dictionary:
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name("/ABCDEF+Digits"),
            FirstChar=0,
            LastChar=255,
            Widths=Array([500] * 256),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=_descriptor(pdf, program(source, {}, names, is_cff=True), 32, "FontFile3"),
        )

    return make


def drawn_by_procedures(
    drawn: Sequence[int], *, source: Path = SIMHEI, meanings: Mapping[int, str] | None = None
) -> Callable[[pikepdf.Pdf], Dictionary]:
    """Describe a Type 3 font: the procedure named after the digit d draws the digit `drawn[d]`."""

    def make(pdf: pikepdf.Pdf) -> Dictionary:
        units, outlines = _units(source), _outlines(source)
        procedures = Dictionary()
        for digit, other in enumerate(drawn):
            content = b"%d 0 0 0 %d %d d1\n" % (units // 2, units, units) + _operators(outlines[other])
            procedures[f"/{NAMES[digit]}"] = pdf.make_stream(content)
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=[0, 0, units, units],
            FontMatrix=[1 / units, 0, 0, 1 / units, 0, 0],
            FirstChar=0x30,
            LastChar=0x39,
            Widths=Array([units // 2] * 10),
            CharProcs=procedures,
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([0x30, *(Name(f"/{name}") for name in NAMES)])),
            Resources=Dictionary(),
        )
        if meanings is not None:
            font.ToUnicode = pdf.make_stream(to_unicode(meanings, 1))
        return font

    return make


def _operators(outline: DecomposingRecordingPen) -> bytes:
    from fontTools.pens.basePen import BasePen

    class _Pen(BasePen):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(None)
            self.lines: list[str] = []

        def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
            self.lines.append("{} {} m".format(*point))

        def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
            self.lines.append("{} {} l".format(*point))

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
            self.lines.append("{} {} {} {} {} {} c".format(*(part for point in points for part in point)))

        def _closePath(self) -> None:  # noqa: N802
            self.lines.append("h")

    pen = _Pen()
    outline.replay(pen)
    return ("\n".join(pen.lines) + "\nf").encode()
