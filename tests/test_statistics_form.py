"""Form 2014: every value comes back under its own indicator, or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.statistics import (
    RENDERERS,
    fillings,
    labels_varied,
    rows_dropped,
    rows_of_its_own,
    spacing_changed,
)
from gongkai.pipeline import read_report

shapes = st.sampled_from(sorted(RENDERERS))


def cells(report):
    return {row.indicator_id.split(".")[2]: row.value for row in report.observation_rows}


def wrong(found, truth):
    return {
        code: (value, truth.get(code))
        for code, value in found.items()
        if value is not None and value != truth.get(code)
    }


@given(fillings(), shapes)
@settings(max_examples=60)
def test_every_cell_of_a_whole_form_comes_back(filling, shape):
    report = read_report(RENDERERS[shape](filling).encode())
    assert cells(report) == filling.truth()
    assert not report.unmatched_rows


@given(fillings().flatmap(spacing_changed), shapes)
@settings(max_examples=30)
def test_blanks_inside_labels_change_nothing(filling, shape):
    assert cells(read_report(RENDERERS[shape](filling).encode())) == filling.truth()


@given(fillings().flatmap(labels_varied), shapes)
@settings(max_examples=60)
def test_varied_labels_never_give_a_wrong_value(filling, shape):
    found, truth = cells(read_report(RENDERERS[shape](filling).encode())), filling.truth()
    assert not wrong(found, truth)
    assert len(found) >= 0.9 * len(truth)


@given(fillings().flatmap(rows_dropped), shapes)
@settings(max_examples=100)
def test_dropped_rows_shift_nothing(filling, shape):
    found, truth = cells(read_report(RENDERERS[shape](filling).encode())), filling.truth()
    assert not wrong(found, truth)
    assert found.keys() <= truth.keys()
    assert len(found) >= 0.85 * len(truth)


@given(fillings().flatmap(rows_dropped).flatmap(labels_varied).flatmap(rows_of_its_own), shapes)
@settings(max_examples=150)
def test_everything_at_once_never_gives_a_wrong_value(filling, shape):
    report = read_report(RENDERERS[shape](filling).encode())
    found = cells(report)
    assert not wrong(found, filling.truth())


@given(fillings().flatmap(rows_of_its_own), shapes)
@settings(max_examples=60)
def test_rows_of_its_own_are_unmatched_and_shift_nothing(filling, shape):
    report = read_report(RENDERERS[shape](filling).encode())
    assert cells(report) == filling.truth()
    own = [line.value for line in filling.lines if line.code is None]
    assert sorted(row.value for row in report.unmatched_rows) == sorted(own)


@pytest.mark.parametrize("shape", sorted(RENDERERS))
def test_nothing_is_read_from_a_report_without_the_form(shape):
    text = "嘉禾县2017年政府信息公开年度报告\n一、概述\n收到申请7件。\n二、主动公开\n公开信息35条。"
    assert not read_report(text.encode()).observation_rows
