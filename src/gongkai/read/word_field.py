"""Fields of Word: what one prints that has an instruction, or the data of a form, but no text of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.document import UNCERTAIN, RemarkKind
from gongkai.read.word_equation import equation_text
from gongkai.read.word_xml import Element, attribute, child, inside, is_on, number, value

__all__ = ["Field", "Printed", "printed_by"]


class Printed(NamedTuple):
    """What a field prints, and the remark that is due, if any."""

    text: str
    kind: RemarkKind | None = None
    detail: str = ""


_NOTHING = Printed("")


@dataclass(slots=True)
class Field:
    """A field whose end has not come yet."""

    form: Element | None
    """The `w:ffData` of a field of a form."""
    instruction: list[str] = field(default_factory=list)
    result: list[str] = field(default_factory=list)
    is_in_instruction: bool = True
    sink: Field | None = None
    """The field whose instruction takes up what comes now: this one, one around it, or none."""

    def printed(self) -> Printed:
        """Give what the field prints behind its result, which is all that it prints if there is none."""
        return printed_by("".join(self.instruction), "".join(self.result), self.form)


def printed_by(instruction: str, result: str, form: Element | None) -> Printed:
    r"""Give what a field prints beside the result that stands in the file.

    >>> printed_by(r"EQ \o\ac(○,7)", "", None).text, printed_by(" =SUM(LEFT) ", "7", None).text
    ('7', '')
    >>> printed_by(" =SUM(LEFT) ", "", None).text == UNCERTAIN
    True
    """
    found = _NAME.match(instruction)
    name = found[1].upper() if found else ""
    if name == "FORMDROPDOWN" or child(form, "ddList") is not None:
        return _entry(child(form, "ddList"), result)
    if name == "FORMCHECKBOX" or child(form, "checkBox") is not None:
        return _box(child(form, "checkBox"), result)
    if result.strip():
        return _NOTHING
    if name == "EQ" and found:
        text = equation_text(instruction[found.end() :])
        return Printed(text, "form_field", "printed by an EQ field")
    if name == "FORMTEXT":
        default = value(form, "textInput", "default")
        return (
            Printed(UNCERTAIN, "form_field", f"an empty field of a form, by default {default}") if default else _NOTHING
        )
    if name in _COMPUTED:
        return Printed(UNCERTAIN, "not_computed", f"a field without its result: {instruction.strip()[:_LONGEST]}")
    return _NOTHING


_NAME = re.compile(r"\s*(=|[A-Za-z]+)")
_LONGEST = 60

_COMPUTED = frozenset(
    {
        *("=", "FORMULA", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "BIDIOUTLINE", "SEQ", "SECTION"),
        *("PAGE", "NUMPAGES", "NUMWORDS", "NUMCHARS", "SECTIONPAGES", "PAGEREF", "REVNUM", "EDITTIME", "FILESIZE"),
        *("REF", "NOTEREF", "STYLEREF", "QUOTE", "SYMBOL", "IF", "COMPARE", "FILLIN", "INCLUDETEXT", "DATABASE"),
        *("DOCPROPERTY", "DOCVARIABLE", "MERGEFIELD", "MERGEREC", "MERGESEQ", "INFO", "DDE", "DDEAUTO", "LINK"),
        *("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "COMMENTS", "SUBJECT", "KEYWORDS", "MACROBUTTON"),
        *("EMBED", "INCLUDEPICTURE", "USERNAME", "TITLE", "AUTHOR"),
    }
)
"""Fields that print what a program has to work out."""


def _entry(entries: Element | None, result: str) -> Printed:
    """Give the selected entry of a list to choose from."""
    if entries is None:
        return _NOTHING if result.strip() else Printed(UNCERTAIN, "form_field", "a list to choose from without entries")
    texts = [attribute(node, "val") or "" for node in inside(entries, "listEntry")]
    chosen = number(value(entries, "result") or value(entries, "default"), 0)
    text = texts[chosen] if chosen < len(texts) else ""
    if result.strip() == text.strip():
        return Printed("", "form_field", "the selected entry of a list")
    if result.strip():
        return Printed(UNCERTAIN, "form_field", f"{text} is selected, but {result.strip()} is saved as its text")
    return Printed(text, "form_field", "the selected entry of a list")


def _box(box: Element | None, result: str) -> Printed:
    if result.strip():
        return _NOTHING
    checked = is_on(box, "checked")
    return Printed("☑" if (is_on(box, "default") if checked is None else checked) else "☐")
