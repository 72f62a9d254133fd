"""Concepts and their crosswalk against the forms: no cell is forgotten, none is misspelt, no sum mixes units."""

from collections import Counter
from fnmatch import fnmatchcase

import pytest

from gongkai.concepts import concepts, crosswalk, of_no_concept, stated_in_prose
from gongkai.forms import EVERY_FORM, FORMS, indicators

INDICATORS = {each.indicator_id: each for each in indicators()}
CONCEPTS = {each.concept: each for each in concepts()}
CELLS = [(row, cell) for row in crosswalk() for cell in row.indicators.split()]
COUNTED = {cell for _, cell in CELLS}


def test_every_concept_has_one_row_for_every_form():
    assert len(CONCEPTS) == len(concepts()) == 112
    assert Counter((row.concept, row.form) for row in crosswalk()) == Counter(
        (concept, form) for concept in CONCEPTS for form in EVERY_FORM
    )


@pytest.mark.parametrize("row", crosswalk(), ids=lambda row: f"{row.concept} {row.form}")
def test_a_row_names_cells_of_its_form_in_one_unit(row):
    cells = row.indicators.split()
    assert [INDICATORS[cell].form for cell in cells] == [row.form] * len(cells)
    assert len({INDICATORS[cell].unit for cell in cells}) <= 1
    assert len(set(cells)) == len(cells)
    assert (row.rule, len(cells) > 1, bool(cells)) in (
        ("one", False, True),
        ("sum", True, True),
        ("none", False, False),
    )
    assert (row.comparability in ("same", "close")) <= bool(cells)
    assert not (row.comparability == "absent" and cells)
    assert row.reason.strip()


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_cell_of_a_form_counts_for_a_concept_or_is_listed_as_counting_for_none(indicator):
    listed = [each for each in of_no_concept() if fnmatchcase(indicator, each.indicators)]
    assert bool(listed) != (indicator in COUNTED), [each.indicators for each in listed]
    assert len(listed) <= 1


def test_what_counts_for_none_is_some_cell():
    unused = [each for each in of_no_concept() if not any(fnmatchcase(cell, each.indicators) for cell in INDICATORS)]
    assert unused == []


def test_every_concept_is_counted_by_a_form_or_stated_in_prose():
    counted = {row.concept for row, _ in CELLS} | {each.concept for each in stated_in_prose()}
    assert counted == set(CONCEPTS)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_unit_is_that_of_the_newest_national_form(concept):
    of_forms = [
        INDICATORS[cell].unit for form in FORMS for row, cell in CELLS if (row.concept, row.form) == (concept, form)
    ]
    assert not of_forms or of_forms[-1] == CONCEPTS[concept].unit


@pytest.mark.parametrize(
    "indicator", [each for each in indicators() if each.same_as], ids=lambda each: each.indicator_id
)
def test_a_local_cell_that_counts_the_same_counts_the_same_concept(indicator):
    national = {row.concept for row, cell in CELLS if cell == indicator.same_as and row.rule == "one"}
    local = {row.concept for row, cell in CELLS if cell == indicator.indicator_id}
    assert national and national <= local


def test_wordings_are_of_concepts_and_none_is_of_two():
    assert {each.concept for each in stated_in_prose()} <= set(CONCEPTS)
    assert max(Counter((each.topic, each.subject) for each in stated_in_prose()).values()) == 1
    assert all(each.units for each in stated_in_prose())


# By hand, from the forms.
@pytest.mark.parametrize(
    ("concept", "form", "rule", "comparability", "cells"),
    [
        ("requests_received", "2021", "one", "same", ["2021.requests.received.total"]),
        ("requests_received", "fujian", "one", "break", ["fujian.statistics.requests_accepted.year"]),
        (
            "granted",
            "2014",
            "sum",
            "close",
            ["2014.statistics.replies_granted.count", "2014.statistics.replies_already_public.count"],
        ),
        ("requests_carried_in", "2014", "none", "absent", []),
        ("replies", "2021", "none", "break", []),
        ("granted_strict", "fujian", "one", "close", ["fujian.statistics.replies_granted.year"]),
        (
            "unavailable",
            "2014",
            "sum",
            "break",
            ["2014.statistics.replies_not_existing.count", "2014.statistics.replies_not_this_agency.count"],
        ),
        ("requests_received", "anhui", "none", "absent", []),
    ],
)
def test_rows_by_hand(concept, form, rule, comparability, cells):
    (row,) = (each for each in crosswalk() if (each.concept, each.form) == (concept, form))
    assert (row.rule, row.comparability, row.indicators.split()) == (rule, comparability, cells)


def test_every_concept_is_defined_in_both_languages():
    for each in CONCEPTS.values():
        assert each.definition.endswith(".")
        assert each.definition_chinese.endswith("。") and each.definition_chinese.count("。") == 1
    assert len({each.definition_chinese for each in CONCEPTS.values()}) == len(CONCEPTS)
    assert CONCEPTS["not_held"].definition_chinese == (
        "本机关不掌握所申请信息的申请件数：信息不存在，或者应由其他机关公开。"
    )
