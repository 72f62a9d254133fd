"""The texts of an .xlsx workbook, in runs with fonts of their own: told as the tags of the XML go by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from xml.parsers import expat

from gongkai.read.excel.colours import colour
from gongkai.read.excel.model import BLACK, MAX_SLOTS, Font, TextRun, WorkbookError
from gongkai.read.excel.styles import CellStyles

__all__ = ["RunReader", "parse", "shared_strings", "unescaped"]


def parse(part: bytes, parser: expat.XMLParserType) -> None:
    """Let a parser go through a part.

    Raises:
        WorkbookError: the part is no XML, or has a number where none can be.
    """
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, OverflowError, LookupError) as error:
        raise WorkbookError("damaged", f"a part cannot be read: {error}") from error


def shared_strings(part: bytes, styles: CellStyles) -> list[tuple[TextRun, ...]]:
    """Give the texts of the part `sharedStrings.xml`, which cells name by their numbers."""
    found: list[tuple[TextRun, ...]] = []
    reader = RunReader(styles)

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        reader.start(tag.rpartition(":")[2], attributes)

    def end(tag: str) -> None:
        kind = tag.rpartition(":")[2]
        reader.end(kind)
        if kind == "si":
            found.append(reader.take())
            if len(found) > MAX_SLOTS:
                raise WorkbookError("too_large", f"it has more than {MAX_SLOTS} texts")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = reader.text
    parse(part, parser)
    return found


class RunReader:
    """Collects the runs of one text after another. How a text is pronounced is no part of it."""

    def __init__(self, styles: CellStyles) -> None:
        self._styles = styles
        self._runs: list[TextRun] = []
        self._font: Font | None = None
        self._pieces: list[str] = []
        self._in_text = False
        self._in_phonetic = False

    def start(self, kind: str, attributes: Mapping[str, str]) -> None:
        """Take the tag that begins an element."""
        match kind:
            case "t":
                self._in_text = not self._in_phonetic
            case "rPh":
                self._in_phonetic = True
            case "r":
                self._font = None
            case "rPr":
                self._font = Font()
            case "strike" | "vertAlign" | "color" if self._font is not None:
                self._font = self._changed(self._font, kind, attributes)

    def _changed(self, font: Font, kind: str, attributes: Mapping[str, str]) -> Font:
        said = attributes.get("val")
        if kind == "strike":
            return replace(font, is_struck=said not in ("0", "false"))
        if kind == "vertAlign":
            return replace(font, is_raised=said in ("superscript", "subscript"))
        return replace(font, colour=colour(attributes, self._styles.theme, self._styles.palette, BLACK))

    def text(self, piece: str) -> None:
        """Take characters."""
        if self._in_text:
            self._pieces.append(piece)

    def end(self, kind: str) -> None:
        """Take the tag that ends an element."""
        match kind:
            case "t" if self._in_text:
                self._in_text = False
                self._runs.append(TextRun(unescaped("".join(self._pieces)), self._font))
                self._pieces = []
            case "rPh":
                self._in_phonetic = False
            case "r":
                self._font = None

    def take(self) -> tuple[TextRun, ...]:
        """Give the runs of the text that ends here."""
        runs, self._runs, self._font = tuple(self._runs), [], None
        return runs


def unescaped(text: str) -> str:
    """Give a text with the characters that Excel writes as their numbers.

    >>> unescaped("_x4E00__x000D_")
    '一\\r'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


_ESCAPED = re.compile("_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")
