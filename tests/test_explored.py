"""What exploring has found: what is mended, and what is not and fails until it is."""

import pytest

from explore import Trial, told, tried
from generators.reports import ReportPlan

OPEN = {
    "the bracket of a mark was lost, so that the row that tells 2019 from 2021 is not known": Trial(
        ReportPlan(
            670829756,
            "2021 with requests of 2019",
            "all different",
            frozenset({"one character lost", "labels in half width", "thousands separated", "numbers in prose"}),
        ),
        "rtf",
    ),
    "a column of the agency's own in a part of a table that is a column shorter than its header": Trial(
        ReportPlan(
            1540246960,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"tables split", "columns of its own", "tables split with header"}),
        ),
        "ods",
    ),
    "the page puts the header of a column of something else over the total": Trial(
        ReportPlan(
            1819273360,
            "2021",
            "balanced",
            frozenset({"columns left out", "negations lost", "group headers too narrow"}),
        ),
        "html spans",
        "columns of other things",
    ),
}


MENDED = {
    "a line 其中： with the values of the agency's own row stands above a blank row of the form": Trial(
        ReportPlan(
            2364506416,
            "2021",
            "balanced",
            frozenset(
                {"thousands separated", "rows left out", "covered slots left out", "normative documents renamed"}
            ),
        ),
        "text spaced",
        "rows with other words",
    ),
    "words parted by blanks as wide as a gap, of which the last says the same as the label of another row": Trial(
        ReportPlan(
            609080191,
            "2019 with requests of 2021",
            "all different",
            frozenset({"other tables", "blanks inside labels"}),
        ),
        "text spaced",
        "compared with other years",
    ),
    "reviews and lawsuits in rows of which every group has lost a character are lost in silence": Trial(
        ReportPlan(
            2359509259, "2019", "totals missing", frozenset({"footer rows", "negations lost", "disputes in rows"})
        ),
        "text pipes",
    ),
    "the dash of a cell stands under the wider column beside it": Trial(
        ReportPlan(
            570616476, "2021", "totals missing", frozenset({"footer rows", "nothing marked", "blanks inside labels"})
        ),
        "text spaced",
        "columns of other things",
    ),
    "lines of labels that are broken, misprinted and parted by page numbers at once": Trial(
        ReportPlan(
            2181157963,
            "2014",
            "balanced",
            frozenset(
                {"one character misprinted", "words for numbers", "blanks inside labels", "line breaks inside labels"}
            ),
        ),
        "text lines",
        "numbers of pages",
    ),
    "words parted by blanks as wide as a gap, where the value is the only one of its block": Trial(
        ReportPlan(
            2764083904,
            "2021",
            "all different",
            frozenset({"rows left out", "words for numbers", "blanks around numbers", "blanks inside labels"}),
        ),
        "text spaced",
    ),
    "a column that the agency put beside the form's has its header above theirs, and the first column is blank": Trial(
        ReportPlan(
            1033894870,
            "2021",
            "balanced",
            frozenset({"line breaks inside headers", "tables split", "merged cells lost", "marks left out"}),
        ),
        "text spaced widely",
        "columns of other things",
    ),
    "the blank total before a column of the agency's own stands right of all words of its header": Trial(
        ReportPlan(
            1615346880, "2019", "totals missing", frozenset({"tables split with header", "tables run together"})
        ),
        "text saved rows",
        "columns of other things",
    ),
    "a word that is no number ends a row, which is no header for that": Trial(
        ReportPlan(
            365052171,
            "2014",
            "totals missing",
            frozenset({"words for numbers", "empty cells lost", "merged cells lost"}),
        ),
        "text spaced",
        "rows with other words",
    ),
    "a note that goes on below says how is counted, and its number ends a line": Trial(
        ReportPlan(1229637940, "2014", "balanced", frozenset({"labels in half width", "blanks inside labels"})),
        "text spaced",
    ),
}


@pytest.mark.parametrize("trial", MENDED.values(), ids=MENDED)
def test_what_was_mended(trial):
    assert tried(trial).defects == ()


@pytest.mark.parametrize(
    "trial", [pytest.param(trial, id=reason, marks=pytest.mark.xfail(reason=reason)) for reason, trial in OPEN.items()]
)
def test_what_is_still_to_be_mended(trial):
    assert tried(trial).defects == ()


def test_what_was_found_is_told_by_kind():
    whole = Trial(ReportPlan(1, variations=frozenset({"marks changed"})), "text tabs", printed=4, right=4)
    losing = Trial(
        ReportPlan(2, variations=frozenset({"marks changed"})), "html bare", printed=4, right=3, lost=1, silent=2
    )
    lines = [line.strip() for line in told([whole, losing])]
    assert "0 reports with defects" in lines
    assert "one reading: 87.50% of the cells of 2 reports" in lines
    assert "87.50% of the cells of   2 reports: marks changed" in lines
    assert "75.00% of the cells of   1 reports: html bare x marks changed" in lines
    assert "2 numbers of official tables neither observed nor unmatched" in lines


def test_what_is_wrong_is_told_with_the_plan_that_prints_it_again():
    trial = Trial(ReportPlan(7), "text tabs", defects=("wrong: x is 1, printed 2",))
    assert next(told([trial])).startswith("text tabs, nothing else: ReportPlan(seed=7")
