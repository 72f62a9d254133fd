"""What a file says of its fonts, as far as PDFium does not tell."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .character_maps import BLANK, ZERO, meanings

__all__ = ["UNDESCRIBED", "FontDescription", "described_fonts"]


@dataclass(frozen=True, slots=True)
class FontDescription:
    """What the fonts of one name say of their codes."""

    is_trusted: bool
    """Whether each of them says what its codes mean, in one of the usual ways."""
    rivals: tuple[tuple[int, tuple[int, ...]], ...]
    """The code points of digits that several codes of one font stand for, and these codes."""
    blanks: tuple[int, ...]
    """Codes that are said to print as nothing."""
    codes: tuple[tuple[int, int], ...]
    """The code points of digits with a code of each, where glyphs are drawn by procedures with names."""


UNDESCRIBED = FontDescription(is_trusted=False, rivals=(), blanks=(), codes=())

_MAX_OBJECTS = 200_000
"""A file with more objects than this is no report, and its fonts are not looked for."""


def described_fonts(data: bytes, names: Iterable[str]) -> dict[str, FontDescription]:
    """Give what a file says of the fonts of some names, each as PDFium gives it.

    Several fonts may have one name. Of one that is not found, all is said that any font might say.
    """
    # Imported here because few files have no font in them.
    import pikepdf

    keys = {name: _key(name) for name in names}
    wanted = frozenset(keys.values())
    try:
        with pikepdf.open(io.BytesIO(data), inherit_page_attributes=False) as pdf:
            fonts = _by_key(_fonts_of_pages(pdf))
            if wanted - fonts.keys():
                fonts = _by_key(_fonts_anywhere(pdf))
            described = _described(fonts, wanted)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        # PDFium copes with more than this library does. Fonts of which nothing is known are looked at all the same.
        return dict.fromkeys(keys, UNDESCRIBED)
    return {name: described[key] for name, key in keys.items()}


def _by_key(fonts: Iterable[Any]) -> dict[str, list[Any]]:
    by_key: dict[str, list[Any]] = defaultdict(list)
    for font in fonts:
        by_key[_key(_text(font.get("/BaseFont")))].append(font)
    return by_key


def _described(fonts: dict[str, list[Any]], wanted: frozenset[str]) -> dict[str, FontDescription]:
    missing = wanted - fonts.keys()
    described = {key: _together(map(_description, fonts[key])) for key in (fonts if missing else wanted)}
    return described | dict.fromkeys(missing, _together([UNDESCRIBED, *described.values()]))


def _together(some: Iterable[FontDescription]) -> FontDescription:
    descriptions = list(some)
    return FontDescription(
        is_trusted=all(description.is_trusted for description in descriptions),
        rivals=tuple({rival for description in descriptions for rival in description.rivals}),
        blanks=tuple({code for description in descriptions for code in description.blanks})[:_MOST_BLANKS],
        codes=tuple({code for description in descriptions for code in description.codes}),
    )


_MOST_BLANKS = 64


def _fonts_of_pages(pdf: Any) -> Iterator[Any]:
    """Give the fonts of pages and of forms that are drawn on them: in most files those are all that there are.

    What annotations draw is not followed. A file that has any is looked through as a whole.
    """
    from pikepdf import Dictionary, Stream

    waiting: list[Any] = []
    for page in pdf.pages:
        if "/Annots" in page.obj:
            return
        waiting.append(_resources_of(page.obj))
    seen: set[tuple[int, int]] = set()
    while waiting:
        resources = waiting.pop()
        if not isinstance(resources, Dictionary):
            continue
        for kind in ("/Font", "/XObject"):
            named = resources.get(kind)
            for _, item in named.items() if isinstance(named, Dictionary) else ():
                if not isinstance(item, Dictionary | Stream) or item.objgen in seen:
                    continue
                if item.is_indirect:
                    seen.add(item.objgen)
                if kind == "/XObject":
                    waiting.append(item.get("/Resources"))
                else:
                    yield item


def _resources_of(page: Any) -> Any:
    """Give the resources of a page, or those of the pages that it is among."""
    from pikepdf import Dictionary

    holder = page
    for _ in range(_DEEPEST):
        if not isinstance(holder, Dictionary):
            break
        if "/Resources" in holder:
            return holder["/Resources"]
        holder = holder.get("/Parent")
    return None


_DEEPEST = 50
"""Pages are not so many times among others."""


def _fonts_anywhere(pdf: Any) -> Iterator[Any]:
    from pikepdf import Dictionary

    objects = pdf.objects
    if len(objects) > _MAX_OBJECTS:
        return
    for item in objects:
        if not isinstance(item, Dictionary):
            continue
        if str(item.get("/Subtype")) in _KINDS:
            yield item
        resources = item.get("/Resources")
        holders = [item, *([resources] if isinstance(resources, Dictionary) else [])]
        for holder in holders:
            fonts = holder.get("/Font")
            if isinstance(fonts, Dictionary):
                # Those that stand by themselves are among the objects anyway.
                yield from (font for _, font in fonts.items() if isinstance(font, Dictionary) and not font.is_indirect)


_KINDS = frozenset(("/Type0", "/Type1", "/MMType1", "/TrueType", "/Type3"))
_ENCODINGS = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")
_SYMBOLIC = 4


def _description(font: Any) -> FontDescription:
    from pikepdf import Stream

    mapping = font.get("/ToUnicode")
    meant = meanings(mapping.read_bytes()) if isinstance(mapping, Stream) else ()
    named = tuple(_named_digits(font)) if font.get("/Subtype") == "/Type3" else ()
    codes: dict[int, list[int]] = defaultdict(list)
    for code, meaning in meant or named:
        codes[meaning].append(code)
    return FontDescription(
        is_trusted=bool(meant) or _has_usual_encoding(font),
        rivals=tuple(
            (meaning, tuple(sorted(set(some))[:_MOST_RIVALS]))
            for meaning, some in codes.items()
            if len(set(some)) > 1 and meaning not in BLANK
        ),
        blanks=tuple(code for code, meaning in meant if meaning in BLANK)[:_MOST_BLANKS],
        codes=tuple((meaning, code) for code, meaning in (meant or named) if meaning not in BLANK) if named else (),
    )


def _named_digits(font: Any) -> Iterator[tuple[int, int]]:
    """Give the codes that an encoding gives to glyphs with the names of digits, and the code points of these."""
    from pikepdf import Array, Dictionary

    encoding = font.get("/Encoding")
    differences = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for item in differences if isinstance(differences, Array) else ():
        if isinstance(item, int):
            code = item
            continue
        if str(item) in _NAMES:
            yield code, ZERO + _NAMES.index(str(item))
        code += 1


_NAMES = ("/zero", "/one", "/two", "/three", "/four", "/five", "/six", "/seven", "/eight", "/nine")

_MOST_RIVALS = 32


def _has_usual_encoding(font: Any) -> bool:
    from pikepdf import Dictionary, Name

    encoding = font.get("/Encoding")
    if font.get("/Subtype") == "/Type0":
        return isinstance(encoding, Name) and not str(encoding).startswith("/Identity")
    descriptor = font.get("/FontDescriptor")
    if isinstance(descriptor, Dictionary) and int(descriptor.get("/Flags", 0)) & _SYMBOLIC:
        return False
    if isinstance(encoding, Dictionary):
        return "/Differences" not in encoding and font.get("/Subtype") != "/Type3"
    return encoding is None or encoding in _ENCODINGS


def _key(name: str) -> str:
    """Give a name without the tag of a subset, and without what is not ASCII and may be in any encoding.

    >>> _key("/ABCDEF+SimHei"), _key("SimHei")
    ('SimHei', 'SimHei')
    """
    return _TAG.sub("", "".join(character for character in name.lstrip("/") if "!" <= character <= "~"))


_TAG = re.compile(r"\A[A-Z]{6}\+")


def _text(name: Any) -> str:
    """Give a name whatever its encoding: its bytes that are not ASCII are escaped."""
    from pikepdf import Name

    escaped = name.unparse() if isinstance(name, Name) else b""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), escaped.decode("latin-1"))


_ESCAPED = re.compile("#([0-9A-Fa-f]{2})")
