"""Variations of labels and headers: other wordings, marks, widths and blanks, and lost characters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from generators.printed import PrintedCell, PrintedReport, Role

__all__ = [
    "blanks_inside_labels",
    "labels_in_half_width",
    "labels_upright",
    "line_breaks_inside_headers",
    "line_breaks_inside_labels",
    "marks_changed",
    "marks_left_out",
    "negations_lost",
    "normative_documents_renamed",
    "one_character_lost",
    "one_character_misprinted",
    "units_behind_labels",
]

NUMERALS = "一二三四五六七八九十"
NEGATIONS = "不未无非没"
SHORTEST_TO_DAMAGE = 5
"""Characters that a label must have, so that it is still known when it has lost one."""

HALF_WIDTH = str.maketrans("（）：，；“”／．", '():,;""/.')


def _of_labels(report: PrintedReport, change: Callable[[str], str]) -> PrintedReport:
    def changed(cell: PrintedCell) -> PrintedCell:
        return replace(cell, text=change(cell.text)) if cell.role in ("label", "header") else cell

    return report.change_tables(lambda table: table.change_cells(changed))


def normative_documents_renamed(random: Random, report: PrintedReport) -> PrintedReport:
    names = {"规范性文件": "行政规范性文件", "行政规范性文件": "规范性文件"}
    return _of_labels(report, lambda label: names.get(label, label))


def marks_changed(random: Random, report: PrintedReport) -> PrintedReport:
    arabic = random.choice(["{}、", "{}．", "（{}）", "({})", "{}）", "{}"])
    bracketed = random.choice(["（{}）", "({})", "（{}）、"])
    chinese = random.choice(["{}、", "{}.", "{}，"])

    def changed(label: str) -> str:
        if label[:1].isdigit() and label[1:2] == ".":
            return arabic.format(label[0]) + label[2:]
        if label[:1] in NUMERALS and label[1:2] == "、":
            return chinese.format(label[0]) + label[2:]
        if label.startswith("（") and label[1:2] in NUMERALS and label[2:3] == "）":
            return bracketed.format(label[1]) + label[3:]
        return label

    return _of_labels(report, changed)


def marks_left_out(random: Random, report: PrintedReport) -> PrintedReport:
    def changed(label: str) -> str:
        if label[1:2] in (".", "、"):
            return label[2:]
        return label[3:] if label.startswith("（") and label[2:3] == "）" else label

    return _of_labels(report, changed)


def labels_in_half_width(random: Random, report: PrintedReport) -> PrintedReport:
    return _of_labels(report, lambda label: label.translate(HALF_WIDTH))


def units_behind_labels(random: Random, report: PrintedReport) -> PrintedReport:
    def changed(cell: PrintedCell) -> PrintedCell:
        plain = cell.role == "label" and not cell.text.endswith("）") and random.random() < 0.3
        return replace(cell, text=f"{cell.text}（件）") if plain else cell

    return report.change_tables(
        lambda table: table if table.code in ("statistics", "disclosure") else table.change_cells(changed)
    )


def one_character_lost(random: Random, report: PrintedReport) -> PrintedReport:
    """A label that lost one character is known by the others; in lines it may pass for what stands around it."""
    return _damage(random, report, "")


def one_character_misprinted(random: Random, report: PrintedReport) -> PrintedReport:
    return _damage(random, report, random.choice("?□\ufffd"))


def _damage(random: Random, report: PrintedReport, put: str) -> PrintedReport:
    def changed(label: str) -> str:
        start = max(label.find(mark) + 1 for mark in "、.）：")
        places = [place for place in range(start, len(label)) if label[place] not in NEGATIONS + "（），、“”《》："]
        if len(places) < SHORTEST_TO_DAMAGE or label.endswith("）") or random.random() > 0.15:
            return label
        place = random.choice(places)
        return label[:place] + put + label[place + 1 :]

    return _of_labels(report, changed)


def negations_lost(random: Random, report: PrintedReport) -> PrintedReport:
    """不 and 未 turn a label into its opposite, and so may be what the agency meant to print."""
    return _of_labels(report, lambda label: _without_negation(label) if random.random() < 0.3 else label)


def _without_negation(label: str) -> str:
    """Give a label without its negations, unless it then is that of another row, as nobody could tell."""
    without = label.translate({ord(character): None for character in NEGATIONS})
    return label if not without or without.lstrip(MARKS) in OPPOSITES else without


MARKS = "（）()0123456789.、" + NUMERALS
OPPOSITES = ("同意公开答复数",)


def blanks_inside_labels(random: Random, report: PrintedReport) -> PrintedReport:
    kinds = ["", "", "", " ", "\u3000", "\u00a0", "  "]
    return _of_labels(report, lambda label: "".join(each + random.choice(kinds) for each in label).strip())


def line_breaks_inside_labels(random: Random, report: PrintedReport) -> PrintedReport:
    return _with_line_breaks(random, report, "label")


def line_breaks_inside_headers(random: Random, report: PrintedReport) -> PrintedReport:
    return _with_line_breaks(random, report, "header")


def _with_line_breaks(random: Random, report: PrintedReport, role: Role) -> PrintedReport:
    def changed(cell: PrintedCell) -> PrintedCell:
        if cell.role != role or len(cell.text) < SHORTEST_TO_DAMAGE or random.random() < 0.5:
            return cell
        place = random.randint(2, len(cell.text) - 2)
        return replace(cell, text=f"{cell.text[:place].strip()}\n{cell.text[place:].strip()}")

    return report.change_tables(lambda table: table.change_cells(changed))


def labels_upright(random: Random, report: PrintedReport) -> PrintedReport:
    """Labels that run over several rows are printed one character a line."""
    tall = {
        each.cell
        for table in report.tables()
        for row in table.anchored()
        for each in row
        if each.row_span > 1 and each.cell.role == "label"
    }

    def changed(cell: PrintedCell) -> PrintedCell:
        return replace(cell, text="\n".join(cell.text.replace(" ", ""))) if cell in tall else cell

    return report.change_tables(lambda table: table.change_cells(changed))
