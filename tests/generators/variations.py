"""Every way in which real reports stray from the forms, by name.

A variation knows whether a careful reader is left with one reading of every cell: in tables, and in the lines of
text that are left of a table. It also knows whether only web pages can print it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from random import Random

from generators import label_variations as labels
from generators import page_variations as pages
from generators import row_variations as rows
from generators import span_variations as spans
from generators import value_variations as values
from generators.printed import PrintedReport

__all__ = ["VARIATIONS", "Variation", "apply"]

Change = Callable[[Random, PrintedReport], PrintedReport]


@dataclass(frozen=True)
class Variation:
    """A change, and where it leaves one reading."""

    change: Change
    in_tables: bool
    in_lines: bool
    only_web_pages: bool = False

    @property
    def name(self) -> str:
        return self.change.__name__.replace("_", " ")


VARIATIONS = {
    each.name: each
    for each in (
        Variation(rows.rows_left_out, in_tables=True, in_lines=True),
        Variation(rows.columns_left_out, in_tables=True, in_lines=False),
        Variation(rows.rows_of_its_own, in_tables=True, in_lines=True),
        Variation(rows.columns_of_its_own, in_tables=True, in_lines=False),
        Variation(rows.disputes_in_rows, in_tables=True, in_lines=False),
        Variation(labels.normative_documents_renamed, in_tables=True, in_lines=True),
        Variation(labels.marks_changed, in_tables=True, in_lines=True),
        Variation(labels.marks_left_out, in_tables=True, in_lines=True),
        Variation(labels.labels_in_half_width, in_tables=True, in_lines=True),
        Variation(labels.units_behind_labels, in_tables=True, in_lines=True),
        # In lines a label that lost a character may pass for a line of something else.
        Variation(labels.one_character_lost, in_tables=True, in_lines=False),
        Variation(labels.one_character_misprinted, in_tables=True, in_lines=False),
        # Without 不 or 未 a label says its opposite, which may be what the agency meant.
        Variation(labels.negations_lost, in_tables=False, in_lines=False),
        Variation(labels.blanks_inside_labels, in_tables=True, in_lines=True),
        Variation(labels.line_breaks_inside_labels, in_tables=True, in_lines=True),
        Variation(labels.line_breaks_inside_headers, in_tables=True, in_lines=False),
        Variation(labels.labels_upright, in_tables=True, in_lines=False),
        Variation(values.thousands_separated, in_tables=True, in_lines=True),
        Variation(values.nothing_marked, in_tables=True, in_lines=True),
        Variation(values.units_inside_cells, in_tables=True, in_lines=True),
        Variation(values.notes_inside_cells, in_tables=True, in_lines=True),
        Variation(values.changes_in_words, in_tables=True, in_lines=True),
        Variation(values.digits_in_full_width, in_tables=True, in_lines=True),
        Variation(values.blanks_around_numbers, in_tables=True, in_lines=True),
        # In lines a word ends the row that it stands in.
        Variation(values.words_for_numbers, in_tables=True, in_lines=False),
        Variation(rows.columns_counted, in_tables=True, in_lines=False),
        Variation(rows.rows_counted, in_tables=True, in_lines=False),
        Variation(rows.footer_rows, in_tables=True, in_lines=False),
        Variation(spans.data_cells_spanning, in_tables=True, in_lines=True, only_web_pages=True),
        Variation(spans.group_headers_too_wide, in_tables=True, in_lines=True, only_web_pages=True),
        Variation(spans.group_headers_too_narrow, in_tables=False, in_lines=False, only_web_pages=True),
        Variation(spans.row_spans_missing, in_tables=True, in_lines=True, only_web_pages=True),
        Variation(spans.merged_cells_lost, in_tables=True, in_lines=False),
        Variation(spans.merged_cells_repeated, in_tables=True, in_lines=False),
        Variation(pages.tables_split, in_tables=True, in_lines=True),
        Variation(pages.tables_split_with_header, in_tables=True, in_lines=False),
        Variation(pages.tables_run_together, in_tables=True, in_lines=True),
        Variation(pages.numbers_in_prose, in_tables=True, in_lines=True),
        Variation(pages.other_tables, in_tables=True, in_lines=False),
        Variation(pages.empty_cells_lost, in_tables=False, in_lines=False),
        Variation(pages.covered_slots_left_out, in_tables=False, in_lines=True),
    )
}
"""In the order in which they can be applied one after another."""


def apply(names: Collection[str], random: Random, report: PrintedReport) -> PrintedReport:
    """Apply the named variations in their order."""
    for name, each in VARIATIONS.items():
        if name in names:
            report = each.change(random, report)
    return report
