"""Fields of Word: what one prints that has an instruction, or the data of a form, but no text of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.document import UNCERTAIN, RemarkKind
from gongkai.read.word_equation import equation_text
from gongkai.read.word_xml import Element, attribute, child, inside, is_on, number, value

__all__ = ["Field", "OpenFields", "Printed", "printed_by"]


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


class OpenFields:
    """The fields whose end has not come yet, the innermost last."""

    def __init__(self) -> None:
        """Begin outside of any field."""
        self._fields: list[Field] = []

    def __bool__(self) -> bool:
        """Tell whether any field is open."""
        return bool(self._fields)

    @property
    def are_printed(self) -> bool:
        """Whether what comes now is printed, as it is no part of an instruction."""
        return not self._fields or self._fields[-1].sink is None

    def open(self, field: Field) -> int:
        """Open a field inside the others, and give how many are open then."""
        field.sink = field if field.is_in_instruction else self._fields[-1].sink if self._fields else None
        self._fields.append(field)
        return len(self._fields)

    def begin_result(self) -> None:
        """Go on from the instruction of the innermost field to its result."""
        if self._fields:
            field = self._fields[-1]
            field.is_in_instruction = False
            field.sink = self._fields[-2].sink if len(self._fields) > 1 else None

    def take(self, text: str) -> bool:
        """Take up text as a part of the innermost field, and say whether it is one of an instruction."""
        if not self._fields:
            return False
        field = self._fields[-1]
        if not field.is_in_instruction:
            field.result.append(text)
        return self.take_instruction(text)

    def take_instruction(self, text: str) -> bool:
        """Take up text as a part of the instruction that is open, and say whether there is one."""
        sink = self._fields[-1].sink if self._fields else None
        if sink is None:
            return False
        sink.instruction.append(text)
        return True

    def close(self) -> Printed:
        """Close the innermost field, and give what it prints beside its result, which counts for the one around it."""
        field = self._fields.pop()
        printed = field.printed()
        if not printed.text and field.result and self._fields and not self._fields[-1].is_in_instruction:
            self._fields[-1].result.append(field.result[0])
        return printed

    def leave_inside(self, depth: int) -> bool:
        """Forget the fields inside the one that is so deep, and say whether that one is still open."""
        del self._fields[depth:]
        return len(self._fields) == depth

    def end_instructions(self) -> None:
        """End with the paragraph: a field whose instruction goes on never ends, and must not swallow the document."""
        self._fields = [each for each in self._fields if not each.is_in_instruction]
        for each in self._fields:
            each.sink = None


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
