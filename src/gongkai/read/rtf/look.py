"""How characters and paragraphs are set in Rich Text Format, as the properties of Word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree

from gongkai.read.word_xml import Element

__all__ = ["PLAIN_LOOK", "CharacterLook", "changed", "write_look"]


class CharacterLook(NamedTuple):
    """How characters are set. Colours are numbers of the table of colours, 0 for the automatic one."""

    is_hidden: bool = False
    is_struck: bool = False
    is_deleted: bool = False
    script: str = ""
    position: int = 0
    size: int = 24
    width: int = 100
    colour: int = 0
    ground: int = 0
    font: int | None = None


PLAIN_LOOK = CharacterLook()


def changed(look: CharacterLook, word: str, number: int | None) -> CharacterLook | None:
    """Give a look as a control word changes it, or None if the word says nothing of characters."""
    value: Any
    if word == "plain":
        return PLAIN_LOOK
    if word in _SWITCHES:
        value = number != 0
    elif word in _SCRIPTS:
        value = _SCRIPTS[word] if number != 0 else ""
    elif word in ("up", "dn"):
        value = (_USUAL_RISE if number is None else number) * (1 if word == "up" else -1)
    elif word in _NUMBERS and number is not None:
        value = number
    else:
        return None
    return look._replace(**{_FIELDS[word]: value})


_USUAL_RISE = 6
"""In half points."""
_SWITCHES = {"v": "is_hidden", "strike": "is_struck", "striked": "is_struck", "deleted": "is_deleted"}
_SCRIPTS = {"super": "superscript", "sub": "subscript", "nosupersub": ""}
_NUMBERS = {
    "fs": "size",
    "charscalex": "width",
    "cf": "colour",
    **dict.fromkeys(("chcbpat", "highlight", "cb"), "ground"),
    "f": "font",
}
_FIELDS = {**_SWITCHES, **dict.fromkeys(_SCRIPTS, "script"), **dict.fromkeys(("up", "dn"), "position"), **_NUMBERS}
"""What each control word says something of."""


def write_look(run: Element, look: CharacterLook, colours: Sequence[str], fonts: Mapping[int, str]) -> None:
    """Write a look as the properties of a run.

    Args:
        run: the run.
        look: how its characters are set.
        colours: the table of colours, the empty string for the automatic one.
        fonts: the names of the fonts by their numbers.
    """
    properties = etree.SubElement(run, "rPr")
    said = {
        "vanish": "true" if look.is_hidden else "",
        "strike": "true" if look.is_struck else "",
        "vertAlign": look.script,
        "position": str(look.position) if look.position else "",
        "sz": str(look.size),
        "w": str(look.width) if look.width != PLAIN_LOOK.width else "",
        "color": _at(colours, look.colour),
    }
    for tag, value in said.items():
        if value:
            etree.SubElement(properties, tag, {"val": value})
    ground = _at(colours, look.ground)
    if ground:
        etree.SubElement(properties, "shd", {"val": "clear", "fill": ground})
    font = fonts.get(look.font) if look.font is not None else None
    if font:
        etree.SubElement(properties, "rFonts", {"ascii": font})


def _at(colours: Sequence[str], number: int) -> str:
    return colours[number] if 0 <= number < len(colours) else ""
