"""Whole reports of every form, in every format, varied in every way: no number is ever wrong, and none is lost."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generators.comparison import dropped, misplaced, missing, repeated, wrong, wrong_identity
from generators.page_variations import OTHER_NUMBERS
from generators.reports import FORMATS, LINES, SAVED, ReportPlan, plans, print_report, render
from generators.variations import VARIATIONS
from gongkai.pipeline import read_report

# A seed has nothing simpler to shrink to.
generated = settings(phases=(Phase.explicit, Phase.generate))


def check(plan, format_name):
    """Check what holds of every report: nothing wrong, nothing twice, each value where its locator says."""
    printed = print_report(plan)
    report = read_report(render(printed, format_name))
    one_reading = plan.leaves_one_reading(format_name)
    assert not wrong(report, printed, one_reading=one_reading)
    assert not repeated(report)
    assert not misplaced(report)
    if one_reading:
        assert not missing(report, printed)
    if format_name not in LINES | SAVED and "empty cells lost" not in plan.variations:
        assert not dropped(report, printed)
    return report, printed


def formats_for(plan):
    return st.sampled_from([name for name in sorted(FORMATS) if plan.can_be(name)])


@pytest.mark.parametrize("format_name", sorted(FORMATS))
@given(plan=plans(most_variations=0))
@settings(generated, max_examples=8)
def test_a_report_as_the_form_prints_it_comes_back_whole(format_name, plan):
    report, printed = check(plan, format_name)
    assert not (report.unmatched_rows and plan.leaves_one_reading(format_name))
    assert not wrong_identity(report, printed)


@given(plans(most_variations=0))
@settings(generated, max_examples=4)
def test_the_same_content_gives_the_same_observations_in_every_format(plan):
    printed = print_report(plan)
    facts = {
        format_name: {
            (row.indicator_id, row.value, row.status)
            for row in read_report(render(printed, format_name)).observation_rows
        }
        for format_name in sorted(FORMATS)
        if format_name not in SAVED
    }
    first = facts[min(FORMATS)]
    assert [name for name, found in facts.items() if found != first] == []


@pytest.mark.parametrize("name", sorted(VARIATIONS))
@given(data=st.data())
@settings(generated, max_examples=10)
def test_a_variation_alone_shifts_nothing_and_loses_nothing(name, data):
    plan = data.draw(plans(most_variations=0, always=frozenset({name})))
    check(plan, data.draw(formats_for(plan)))


@given(data=st.data())
@settings(generated, max_examples=120)
def test_variations_together_never_give_a_wrong_value(data):
    plan = data.draw(plans(most_variations=4))
    printed = print_report(plan)
    format_name = data.draw(formats_for(plan))
    report = read_report(render(printed, format_name))
    assert not wrong(report, printed, one_reading=False)
    assert not repeated(report)
    assert not misplaced(report)


@given(st.integers(0, 2**32 - 1), st.sampled_from(sorted(FORMATS)))
@settings(generated, max_examples=15)
def test_a_table_that_is_none_of_the_forms_gives_nothing(seed, format_name):
    printed = print_report(ReportPlan(seed, variations=frozenset({"other tables"})))
    report = read_report(render(printed, format_name))
    values = [row.value or 0 for row in (*report.observation_rows, *report.unmatched_rows)]
    assert max(values) < min(OTHER_NUMBERS)


@pytest.mark.parametrize("format_name", ["html bare", "html spans", "docx"])
def test_headings_of_two_lines_in_every_slot_are_no_two_rows(format_name):
    several = {"merged cells repeated", "line breaks inside headers", "footer rows", "rows left out"}
    report, printed = check(ReportPlan(1579705743, variations=frozenset(several)), format_name)
    assert not missing(report, printed)


def test_reviews_and_lawsuits_of_which_every_name_is_damaged_are_not_lost_in_silence():
    varied = frozenset({"disputes in rows", "negations lost"})
    for format_name in sorted(FORMATS.keys() - LINES - SAVED):
        check(ReportPlan(4, "2019 with requests of 2021", "totals missing", varied), format_name)
