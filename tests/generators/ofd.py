"""Reports as OFD (GB/T 33190), written after the standard: every text with its place and its steps, in millimetres.

`render_ofd` prints what `render_pdf` prints, laid out in the same way. `ofd_of` packs pages of objects that a test
writes itself. Producers differ in how they write the same page, which `Habits` says.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics

from generators.pdf import Block, Options, print_blocks, whole

__all__ = ["Habits", "ofd_of", "path_object", "render_ofd", "text_object"]

MILLIMETRES = 25.4 / 72
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass(frozen=True)
class Habits:
    """How a producer writes pages.

    Attributes:
        scaled_text: text of size 1, which a matrix makes as large as it is.
        nested: objects in blocks inside one another.
        running_template: the running title in a template, which all pages share.
        absolute: places of parts from the root of the package.
    """

    scaled_text: bool = False
    nested: bool = False
    running_template: bool = False
    absolute: bool = False


PLAIN, USUAL = Options(), Habits()


def render_ofd(blocks: Sequence[Block], options: Options = PLAIN, habits: Habits = USUAL) -> bytes:
    """Print blocks and give the OFD. The same blocks, options and habits give the same bytes."""
    return print_blocks(blocks, _OfdPress(options, habits))


def text_object(
    text: str,
    x: float,
    y: float,
    size: float = 3.7,
    *,
    attributes: str = "",
    inside: str = "",
    steps: str | None = None,
) -> str:
    """Write a text object whose text begins and stands at a place."""
    deltas = _steps([_width(character) * size for character in text[:-1]]) if steps is None else steps
    delta = f' DeltaX="{deltas}"' if deltas else ""
    boundary = f"{_number(x - 1)} {_number(y - size)} {_number(len(text) * size + 2)} {_number(1.5 * size)}"
    return (
        f'<ofd:TextObject Boundary="{boundary}" Font="3" Size="{_number(size)}" {attributes}>{inside}'
        f'<ofd:TextCode X="1" Y="{_number(size)}"{delta}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def path_object(data: str, *, boundary: str = "0 0 500 500", attributes: str = "", inside: str = "") -> str:
    """Write a path object."""
    return (
        f'<ofd:PathObject Boundary="{boundary}" LineWidth="0.2" {attributes}>{inside}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ofd_of(
    pages: Sequence[str],
    *,
    size: tuple[float, float] = (210, 297),
    template: str = "",
    resources: str = "",
    annotations: str = "",
    more: Mapping[str, str] | None = None,
    absolute: bool = False,
) -> bytes:
    """Pack pages.

    Args:
        pages: the objects of the body of each page.
        size: width and height of the pages in millimetres.
        template: the objects of a template that lies under each page.
        resources: what stands beside the font in the resources.
        annotations: the annotations of the first page.
        more: other parts, by their names.
        absolute: name parts from the root of the package.
    """
    base = "/Doc_0/" if absolute else ""
    has_template = '<ofd:TemplatePage ID="2" ZOrder="Background" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    listed = "".join(
        f'<ofd:Page ID="{10 + number}" BaseLoc="{base}Pages/Page_{number}/Content.xml"/>'
        for number in range(len(pages))
    )
    area = f"<ofd:PhysicalBox>0 0 {_number(size[0])} {_number(size[1])}</ofd:PhysicalBox>"
    put_on = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if annotations else ""
    parts = {
        "OFD.xml": _part(
            "OFD",
            f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>"
            f"<ofd:DocRoot>{'/' if absolute else ''}Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
            'Version="1.0" DocType="OFD"',
        ),
        "Doc_0/Document.xml": _part(
            "Document",
            f"<ofd:CommonData><ofd:MaxUnitID>900</ofd:MaxUnitID><ofd:PageArea>{area}</ofd:PageArea>"
            f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{has_template}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages>{put_on}",
        ),
        "Doc_0/PublicRes.xml": _part(
            "Res", f'<ofd:Fonts><ofd:Font ID="3" FontName="SimHei"/></ofd:Fonts>{resources}', 'BaseLoc="Res"'
        ),
    }
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = _page(template, "", area)
    for number, objects in enumerate(pages):
        use = '<ofd:Template TemplateID="2"/>' if template else ""
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _page(objects, use, area)
    if annotations:
        parts["Doc_0/Annots/Annotations.xml"] = _part(
            "Annotations", '<ofd:Page PageID="10"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>'
        )
        parts["Doc_0/Annots/Page_0/Annotation.xml"] = _part("PageAnnot", annotations)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in (parts | dict(more or {})).items():
            container.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _part(name: str, content: str, attributes: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} {NAMESPACE} {attributes}>{content}</ofd:{name}>'


def _page(objects: str, use: str, area: str) -> str:
    layer = f'<ofd:Content><ofd:Layer Type="Body" ID="5">{objects}</ofd:Layer></ofd:Content>'
    return _part("Page", f"<ofd:Area>{area}</ofd:Area>{use}{layer}")


class _OfdPress:
    """The pages printed so far."""

    def __init__(self, options: Options, habits: Habits) -> None:
        self.options = options
        self.used = 0.0
        self._habits = habits
        self._pages: list[list[str]] = [[]]

    @property
    def room(self) -> float:
        return self.options.page_size[1] - 2 * self.options.margin - self.used

    def next_page(self) -> None:
        self._print_number()
        self._pages.append([])
        self.used = 0.0

    def write(self, text: str, left: float, middle: float) -> None:
        """Print text whose middle stands so far below the upper margin."""
        if self.options.by_character:
            for character in text:
                self._write(character, left, middle)
                left += self._size * _width(character)
        elif text:
            self._write(text, left, middle)

    def rule(self, lines: Iterable[_Line], frames: Iterable[_Line]) -> None:
        """Draw lines between two corners. Frames are the corners of cells."""
        lines, frames = [list(map(self._on_paper, group)) for group in (whole(lines), frames)]
        page = self._pages[-1]
        if self.options.drawing == "filled":
            for left, top, right, bottom in lines:
                width, height = max(right - left, 0.2), max(bottom - top, 0.2)
                data = f"M 0 0 L {_number(width)} 0 L {_number(width)} {_number(height)} L 0 {_number(height)} C"
                place = " ".join(map(_number, (left, top, width, height)))
                page.append(path_object(data, boundary=place, attributes='Fill="true" Stroke="false"'))
        elif self.options.drawing == "frames":
            for left, top, right, bottom in frames:
                corners = ((left, top), (right, top), (right, bottom), (left, bottom))
                page.append(path_object(_through(corners) + " C"))
        elif self.options.drawing == "one_path":
            page.append(path_object(" ".join(_through((line[:2], line[2:])) for line in lines)))
        else:
            page += (path_object(_through((line[:2], line[2:]))) for line in lines)

    def finished(self) -> bytes:
        self._print_number()
        width, height = (MILLIMETRES * side for side in self.options.page_size)
        title = self.options.running_title
        template = self._object(title, 0, -self.options.margin / 2) if title and self._habits.running_template else ""
        return ofd_of(
            [self._wrapped("".join(page)) for page in self._pages],
            size=(width, height),
            template=template,
            absolute=self._habits.absolute,
        )

    @property
    def _size(self) -> float:
        return self.options.font_size

    def _write(self, text: str, left: float, middle: float) -> None:
        self._pages[-1].append(self._object(text, left, middle))

    def _object(self, text: str, left: float, middle: float) -> str:
        size = MILLIMETRES * self._size
        x = MILLIMETRES * (self.options.margin + left)
        y = MILLIMETRES * (self.options.margin + middle + 0.35 * self._size)
        if not self._habits.scaled_text:
            return text_object(text, x, y, size)
        steps = _steps([_width(character) for character in text[:-1]])
        boundary = " ".join(map(_number, (x, y - size, len(text) * size, 1.4 * size)))
        return (
            f'<ofd:TextObject Boundary="{boundary}" Font="3" Size="1" CTM="{_number(size)} 0 0 {_number(size)} 0 0">'
            f'<ofd:TextCode X="0" Y="1" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def _wrapped(self, objects: str) -> str:
        return (
            f"<ofd:PageBlock><ofd:PageBlock>{objects}</ofd:PageBlock></ofd:PageBlock>"
            if self._habits.nested
            else objects
        )

    def _print_number(self) -> None:
        height = self.options.page_size[1] - self.options.margin
        if self.options.running_title and not self._habits.running_template:
            self.write(self.options.running_title, 0, -self.options.margin / 2)
        if self.options.page_numbers:
            text = self.options.page_numbers.format(len(self._pages))
            self.write(text, 200, height - self.options.margin / 2)

    def _on_paper(self, line: _Line) -> _Line:
        left, top, right, bottom = (MILLIMETRES * (self.options.margin + end) for end in line)
        return left, top, right, bottom


_Line = tuple[float, float, float, float]


def _through(points: Iterable[tuple[float, float]]) -> str:
    (x, y), *rest = points
    return f"M {_number(x)} {_number(y)}" + "".join(f" L {_number(x)} {_number(y)}" for x, y in rest)


def _width(character: str) -> float:
    """Give the width of a character, in sizes of the font."""
    return pdfmetrics.stringWidth(character, "SimHei", 1)


def _steps(widths: Sequence[float]) -> str:
    """Write steps; three or more that are the same are written as one that is repeated."""
    written: list[str] = []
    for width, run in groupby(map(_number, widths)):
        count = len(list(run))
        written += [f"g {count} {width}"] if count > 2 else [width] * count
    return " ".join(written)


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
