"""What a report must have: everything that is taken out of a whole one is found, and said where it would stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.numbers_of_forms import random_numbers
from generators.reports import FORM_CHOICES
from gongkai.check import check_report, is_complete, missing_tables
from gongkai.document import Locator
from gongkai.forms import form, indicators
from gongkai.rows import Check, Identity, Observation, Section

UNITS = {each.indicator_id: each.unit for each in indicators()}
KINDS = ("overview", "disclosure", "requests", "disputes", "problems", "other")
WHOLE = Identity(
    title="沭阳县教育局2023年政府信息公开年度报告",
    year=2023,
    period_start=date(2023, 1, 1),
    period_end=date(2023, 12, 31),
    period_locator=Locator(2, start=4, end=26),
)
YEARS = {"2014": 2016, "2019": 2020, "2021": 2023}


def sections(code: str = "2021", **characters: int) -> tuple[Section, ...]:
    """Give the sections of a form, or those that every report may have, each with so many characters under it."""
    numbered = enumerate(zip(form(code).sections or form("2021").sections, KINDS, strict=False), start=1)
    return tuple(
        Section(
            number, "一二三四五六"[number - 1], title, kind, len(title) + 2 + characters.get(kind, 100), Locator(number)
        )
        for number, (title, kind) in numbered
    )


def cells(seed: int, tables: Sequence[tuple[str, str]]) -> list[Observation]:
    """Fill tables so that their identities hold, every cell printed, a row of the form a row of a table."""
    found: list[Observation] = []
    for block, (code, table) in enumerate(tables, start=10):
        numbers = random_numbers(Random(seed), code, table, "balanced")
        rows = list(dict.fromkeys(row for row, _ in numbers))
        columns = list(dict.fromkeys(column for _, column in numbers))
        for (row, column), number in numbers.items():
            place = f"{code}.{table}.{row}.{column}"
            locator = Locator(block, rows.index(row) + 1, columns.index(column) + 2)
            value = float(number or 0)
            found.append(Observation(place, value, "reported", UNITS[place], "form", "", locator, row, "label", 1.0))
    return found


def failing(
    identity: Identity,
    rows: Sequence[Observation],
    of: Sequence[Section],
    severities: Sequence[str] = ("error", "warning"),
) -> dict[tuple[str, str], Check]:
    checks = check_report(identity, rows, (), of)
    return {
        (each.rule, each.subject): each for each in checks if each.outcome == "fails" and each.severity in severities
    }


def of_year(forms: str) -> Identity:
    return replace(WHOLE, year=YEARS[forms], title=None if forms == "2014" else WHOLE.title)


@pytest.mark.parametrize("forms", sorted(YEARS))
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10)
def test_a_whole_report_lacks_nothing(forms: str, seed: int) -> None:
    identity = replace(WHOLE, year=YEARS[forms])
    checks = check_report(identity, cells(seed, FORM_CHOICES[forms]), (), sections(forms))
    assert [each for each in checks if each.kind in ("completeness", "value") and each.outcome == "fails"] == []
    assert is_complete(checks)


def lost(kind: str, rows: list[Observation], data: st.DataObject) -> tuple[list[Observation], str, str]:
    """Take a table, a row, a column or a cell away; give what is left, and the rule and subject that tell of it."""
    names = [each.indicator_id.split(".") for each in rows]
    depth = {"table": 2, "row": 3, "cell": 4}[kind]
    parts = sorted({tuple(name[:depth]) for name in names})
    taken = data.draw(st.sampled_from(parts))
    left = [row for row, name in zip(rows, names, strict=True) if tuple(name[:depth]) != taken]
    return left, f"{kind}s_present", ".".join(taken[:3])


@pytest.mark.parametrize("forms", ["2019", "2021", "2021 with requests of 2019"])
@pytest.mark.parametrize("kind", ["table", "row", "cell"])
@given(seed=st.integers(0, 2**32 - 1), data=st.data())
@settings(max_examples=25)
def test_whatever_is_taken_away_is_found(kind: str, forms: str, seed: int, data: st.DataObject) -> None:
    whole = cells(seed, FORM_CHOICES[forms])
    left, rule, subject = lost(kind, whole, data)
    identity = replace(WHOLE, year=YEARS[forms[:4]])
    checks = check_report(identity, left, (), sections(forms[:4]))
    told = {(each.rule, each.subject.partition(".")[2]) for each in checks if each.outcome == "fails"}
    about = subject.partition(".")[2]
    # A row of one cell is gone with it, and the only cell of a column takes the column away.
    expected = {(rule, about), ("rows_present", about)}
    columns = {(name, each) for name, each in told if name == "columns_present"}
    assert told & expected or (kind == "cell" and columns)
    assert not is_complete(checks)


@given(seed=st.integers(0, 2**32 - 1), data=st.data())
@settings(max_examples=25)
def test_a_lost_column_is_found(seed: int, data: st.DataObject) -> None:
    whole = cells(seed, FORM_CHOICES["2021"])
    column = data.draw(st.sampled_from([each.code for each in form("2021").tables[1].blocks[0].columns]))
    left = [row for row in whole if not (".requests." in row.indicator_id and row.indicator_id.endswith(f".{column}"))]
    assert ("columns_present", f"2021.requests.received.{column}") in failing(WHOLE, left, sections())


@given(seed=st.integers(0, 2**32 - 1), data=st.data())
@settings(max_examples=25)
def test_a_blank_total_is_found(seed: int, data: st.DataObject) -> None:
    whole = cells(seed, FORM_CHOICES["2021"])
    totals = [
        row.indicator_id
        for row in whole
        if row.indicator_id.endswith(".total") or ".results_total." in row.indicator_id
    ]
    taken = data.draw(st.sampled_from(totals))
    left = [replace(row, value=None, status="blank") if row.indicator_id == taken else row for row in whole]
    found = failing(WHOLE, left, sections())
    place = next(row.locator for row in whole if row.indicator_id == taken)
    assert found["blank_total", taken].locator == place


@pytest.mark.parametrize("position", range(6))
def test_a_lost_section_is_found(position: int) -> None:
    whole = sections()
    left = [each for number, each in enumerate(whole) if number != position]
    found = failing(WHOLE, cells(1, FORM_CHOICES["2021"]), left)
    assert ("sections_present", str(whole[position].heading)) in found


@pytest.mark.parametrize(("characters", "breaks"), [(0, True), (1, True), (15, True), (16, False), (400, False)])
def test_a_section_that_says_nothing(characters: int, breaks: bool) -> None:
    found = failing(WHOLE, cells(1, FORM_CHOICES["2021"]), sections(problems=characters))
    assert (("section_empty", "存在的主要问题及改进情况") in found) == breaks


@pytest.mark.parametrize("code", ["2014", "2021"])
def test_a_number_left_out_is_found(code: str) -> None:
    numbered = [replace(each, number="七") if each.number == "六" else each for each in sections(code)]
    found = failing(replace(WHOLE, year=YEARS[code]), cells(1, FORM_CHOICES[code]), numbered)
    assert [rule for rule, _ in found if rule.startswith("sections")] == ["sections_numbered"]
    assert found["sections_numbered", "gap 1"].message_chinese.startswith("标题编号缺“六”")
    assert found["sections_numbered", "gap 1"].locator == Locator(5)


def test_tables_may_be_numbered_from_one_on_again() -> None:
    again = Section(7, "一", "政府信息公开情况统计表", "attachment", 20, Locator(9))
    found = failing(replace(WHOLE, year=2016), cells(1, FORM_CHOICES["2014"]), [*sections("2014"), again])
    assert "sections_numbered" not in {rule for rule, _ in found}


@pytest.mark.parametrize("kind", ["problems", "other"])
@pytest.mark.parametrize(("year", "told"), [(2007, False), (2008, True), (2018, True), (2019, False)])
def test_contents_of_the_first_regulations(kind: str, year: int, told: bool) -> None:
    left = [replace(each, kind="website") if each.kind == kind else each for each in sections("2014")]
    found = failing(replace(WHOLE, year=year), cells(1, FORM_CHOICES["2014"]), left, ("note",))
    assert (("contents_present", kind) in found) == told


def test_section_six_may_say_that_there_is_nothing() -> None:
    assert not failing(WHOLE, cells(1, FORM_CHOICES["2021"]), sections(other=1))


def test_what_is_missing_is_told_where_it_would_stand() -> None:
    whole = cells(1, FORM_CHOICES["2021"])
    left = [
        row
        for row in whole
        if ".refused_internal_affairs." not in row.indicator_id and ".disputes." not in row.indicator_id
    ]
    found = failing(WHOLE, left, sections())
    before = max(row.locator for row in whole if ".refused_third_party." in row.indicator_id)
    place = found["rows_present", "2021.requests.refused_internal_affairs"].locator
    assert place is not None
    assert place.row == before.row
    assert found["tables_present", "2021.disputes"].locator == Locator(4)
    assert "“属于三类内部事务信息”" in found["rows_present", "2021.requests.refused_internal_affairs"].message_chinese


@pytest.mark.parametrize(
    ("year", "outcome", "subjects"),
    [
        (2023, "fails", ["2021.disclosure", "2021.requests", "2021.disputes"]),
        (2016, "fails", ["2014.statistics"]),
        (2012, "not_applicable", ["tables"]),
        (None, "not_applicable", ["tables"]),
    ],
)
def test_a_report_without_tables_needs_those_of_its_year(year: int | None, outcome: str, subjects: list[str]) -> None:
    checks = check_report(replace(WHOLE, year=year), (), (), ())
    found = [each for each in checks if each.rule == "tables_present"]
    assert ([each.subject for each in found], {each.outcome for each in found}) == (subjects, {outcome})


def test_tables_of_two_forms_make_one_report() -> None:
    assert missing_tables(["2021.disclosure", "2019.requests", "2021.disputes"]) == []


def test_a_local_form_is_not_held_against_one_edition() -> None:
    place = "fujian.statistics.disclosed_via_gazette.year"
    row = Observation(place, 3.0, "reported", "条", "form", "", Locator(9, 2, 3), "政府公报公开", "label", 1.0)
    checks = check_report(replace(WHOLE, year=2015), [row], (), ())
    of_rows: Mapping[str, str] = {
        each.rule: each.outcome for each in checks if each.rule in ("tables_present", "rows_present")
    }
    assert of_rows == {"tables_present": "not_applicable", "rows_present": "not_applicable"}


def test_title_and_period() -> None:
    whole = cells(1, FORM_CHOICES["2021"])
    bare = Identity(year=2023)
    found = failing(bare, whole, sections(), ("warning", "note"))
    assert {("title_present", "title"), ("period_present", "period")} <= found.keys()


def test_a_blank_table_is_told_once_and_leaves_a_report_incomplete() -> None:
    whole = cells(1, FORM_CHOICES["2021"])
    blank = [replace(row, value=None, status="blank") if ".requests." in row.indicator_id else row for row in whole]
    checks = check_report(WHOLE, blank, (), sections())
    told = [(each.rule, each.subject) for each in checks if each.rule.startswith("blank") and each.outcome == "fails"]
    assert told == [("blank_table", "2021.requests")]
    assert not is_complete(checks)


def test_columns_and_rows_left_blank_are_told_once() -> None:
    whole = cells(1, FORM_CHOICES["2021"])
    blank = [
        replace(row, value=None, status="blank")
        if ".requests." in row.indicator_id and row.indicator_id.endswith((".companies", ".refused_state_secret.total"))
        else row
        for row in whole
    ]
    found = failing(WHOLE, blank, sections(), ("note",))
    assert [subject for rule, subject in found if rule == "blank_cells"] == ["2021.requests.received.companies"]
