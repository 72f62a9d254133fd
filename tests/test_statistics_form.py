"""Form 2014: every value comes back under its own indicator, or not at all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from generators.official import (
    filled_statistics,
    labels_varied,
    rows_dropped,
    rows_of_its_own,
    spacing_changed,
)
from generators.printed import PrintedReport
from generators.reports import ReportPlan, print_report, render
from gongkai.pipeline import read_report

SHAPES = ("html bare", "text lines", "text pipes")
IDENTITY = print_report(ReportPlan(1, "2014")).identity
shapes = st.sampled_from(SHAPES)


def read(table, shape):
    blocks = ("一、概述", "本年工作按计划完成。", "二、统计表", table)
    return read_report(render(PrintedReport(IDENTITY, blocks), shape))


def truth_of(table):
    return {cell.indicator.split(".")[2]: cell.value for cell in table.cells() if cell.indicator}


def cells(report):
    return {row.indicator_id.split(".")[2]: row.value for row in report.observation_rows}


def wrong(found, truth):
    return {
        code: (value, truth.get(code))
        for code, value in found.items()
        if value is not None and value != truth.get(code)
    }


@given(filled_statistics(), shapes)
@settings(max_examples=60)
def test_every_cell_of_a_whole_form_comes_back(filling, shape):
    report = read(filling, shape)
    assert cells(report) == truth_of(filling)
    assert not report.unmatched_rows


@given(filled_statistics().flatmap(spacing_changed), shapes)
@settings(max_examples=30)
def test_blanks_inside_labels_change_nothing(filling, shape):
    assert cells(read(filling, shape)) == truth_of(filling)


@given(filled_statistics().flatmap(labels_varied), shapes)
@settings(max_examples=60)
def test_varied_labels_never_give_a_wrong_value(filling, shape):
    found, truth = cells(read(filling, shape)), truth_of(filling)
    assert not wrong(found, truth)
    assert len(found) >= 0.9 * len(truth)


@given(filled_statistics().flatmap(rows_dropped), shapes)
@settings(max_examples=100)
def test_dropped_rows_shift_nothing(filling, shape):
    found, truth = cells(read(filling, shape)), truth_of(filling)
    assert not wrong(found, truth)
    assert found.keys() <= truth.keys()
    assert len(found) >= 0.85 * len(truth)


@given(filled_statistics().flatmap(rows_dropped).flatmap(labels_varied).flatmap(rows_of_its_own), shapes)
@settings(max_examples=150)
def test_everything_at_once_never_gives_a_wrong_value(filling, shape):
    report = read(filling, shape)
    found = cells(report)
    assert not wrong(found, truth_of(filling))


@given(filled_statistics().flatmap(rows_of_its_own), shapes)
@settings(max_examples=60)
def test_rows_of_its_own_are_unmatched_and_shift_nothing(filling, shape):
    report = read(filling, shape)
    assert cells(report) == truth_of(filling)
    own = [cell.value for cell in filling.cells() if cell.role == "own"]
    assert sorted(row.value for row in report.unmatched_rows) == sorted(own)


def test_nothing_is_read_from_a_report_without_the_form():
    text = "嘉禾县2017年政府信息公开年度报告\n一、概述\n收到申请7件。\n二、主动公开\n公开信息35条。"
    assert not read_report(text.encode()).observation_rows
