"""The identities of the forms: hand-checked cases, and what holds for any filling of any form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.numbers_of_forms import random_numbers
from gongkai.check.expression import CellName, Term, evaluate
from gongkai.check.identities import check_identities
from gongkai.check.identities_of_forms import Instance, instances
from gongkai.document import Locator
from gongkai.forms import FORMS, form, indicators
from gongkai.rows import Check, Observation, Status, Unmatched

INDICATORS = {indicator.indicator_id: indicator for indicator in indicators()}
TABLES = tuple((code, table.code) for code in FORMS for table in form(code).tables)
INSIDE_A_REPORT = tuple(each for each in instances() if not each.across_years)
EQUATIONS = tuple(each for each in INSIDE_A_REPORT if each.relation.comparison == "==")

MOST_BLANKS = 2
"""Blank cells that the search for values that would heal an identity can try."""


def observation(indicator_id: str, value: float | None, status: Status | None = None) -> Observation:
    indicator = INDICATORS[indicator_id]
    return Observation(
        indicator_id=indicator_id,
        value=None if value is None else float(value),
        status=status or ("blank" if value is None else "reported"),
        unit=indicator.unit,
        unit_source=None,
        raw="" if value is None else str(value),
        locator=Locator(1),
        label=indicator.row_label,
        matched_by="label",
        similarity=1.0,
    )


def statistics(**values: float | None) -> list[Observation]:
    return [observation(f"2014.statistics.{row}.count", value) for row, value in values.items()]


def finding(rows: list[Observation], rule: str, subject: str | None = None) -> Check:
    found = [check for check in check_identities(rows) if check.rule == rule and subject in (None, check.subject)]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("rows", "rule", "left", "right", "outcome", "severity"),
    [
        (
            statistics(staff=121, staff_full_time=9, staff_part_time=125),
            "staff_by_kind", 121, 134, "fails", "error",
        ),
        (
            statistics(
                requests_received=7, requests_in_person=4, requests_by_fax=None, requests_online=2, requests_by_letter=1
            ),
            "requests_by_means", 7, 7, "holds", "error",
        ),
        (
            statistics(
                disclosed_items=8645, disclosed_via_gazette=None, disclosed_via_website=4198,
                disclosed_via_weibo=358, disclosed_via_wechat=82, disclosed_via_other=3960,
            ),
            "items_sum_channels", 8645, 8598, "fails", "warning",
        ),
        (statistics(reviews=0, reviews_upheld=5, reviews_corrected=6, reviews_other=0),
            "reviews_by_outcome", 0, 11, "fails", "error"),
        (statistics(reviews=None, reviews_upheld=5, reviews_corrected=6, reviews_other=0),
            "reviews_by_outcome", None, 11, "not_applicable", "error"),
        (statistics(press_conferences=1, press_conferences_by_head=2), "press_led", 2, 1, "fails", "error"),
        (statistics(press_conferences=None, press_conferences_by_head=2),
            "press_led", 2, None, "not_applicable", "error"),
        (statistics(requests_closed=8, requests_received=7), "closed_within_received", 8, 7, "fails", "warning"),
    ],
)  # fmt: skip
def test_the_statistics_form(
    rows: list[Observation], rule: str, left: float | None, right: float | None, outcome: str, severity: str
) -> None:
    check = finding(rows, rule)
    assert (check.left, check.right, check.outcome, check.severity, check.kind) == (
        left,
        right,
        outcome,
        severity,
        "form",
    )
    assert check.difference == (None if left is None or right is None else left - right)


def test_a_message_names_labels_values_and_the_difference() -> None:
    check = finding(statistics(staff=121, staff_full_time=9, staff_part_time=125), "staff_by_kind")
    assert check.subject == "2014.statistics.staff.count"
    assert check.message_chinese == (
        "“从事政府信息公开工作人员数”121应等于“专职人员数”9 + “兼职人员数”125 = 134，相差13；请核对并更正有误的数字。"
    )
    assert check.message == (
        "“从事政府信息公开工作人员数” (Staff working on information disclosure) 121 should equal "
        "“专职人员数” (Staff, full time) 9 + “兼职人员数” (Staff, part time) 125 = 134; they differ by 13. "
        "Check these numbers and correct the wrong one."
    )


def test_a_message_says_which_blank_cell_would_have_to_hold_the_rest() -> None:
    rows = statistics(disclosed_items=20, disclosed_via_gazette=None, disclosed_via_website=12)
    rows += statistics(disclosed_via_weibo=0, disclosed_via_wechat=0, disclosed_via_other=0)
    check = finding(rows, "items_sum_channels")
    assert check.outcome == "fails"
    assert "“政府公报公开政府信息数”为空白" in check.message_chinese
    assert "8 apart" in check.message


def test_a_matrix_names_its_row_or_column() -> None:
    rows = [observation(f"2021.disputes.reviews.{column}", value) for column, value in
            {"upheld": 1, "corrected": 0, "other": 2, "pending": 0, "total": 4}.items()]  # fmt: skip
    check = finding(rows, "dispute_total")
    assert check.subject == "2021.disputes.reviews.total"
    assert check.message_chinese.startswith("“行政复议”一行：“总计”4应等于“结果维持”1 + “其他结果”2 = 3，相差1")


def test_the_sum_of_results_has_every_row_of_results() -> None:
    counts = {
        form_code: sum(1 for name in each.indicators if name != "results_total")
        for form_code in ("2019", "2021")
        for each in INSIDE_A_REPORT
        if each.identity.id == "results_sum"
        and each.subject.indicator_id == f"{form_code}.requests.results_total.total"
    }
    assert counts == {"2019": 19, "2021": 21}


def test_the_form_of_2021_keeps_the_identities_of_2019() -> None:
    assert [identity.id for identity in form("2021").identities] == [
        "row_total", "balance", "results_sum", "dispute_total", "carry_over", "in_force_carry", "in_force_floor",
    ]  # fmt: skip
    assert {identity.severity for identity in form("2021").identities[:4]} == {"error"}


def test_an_unreadable_part_leaves_an_identity_open() -> None:
    rows = statistics(staff=10, staff_full_time=10)
    rows.append(observation("2014.statistics.staff_part_time.count", None, "unreadable"))
    check = finding(rows, "staff_by_kind")
    assert check.outcome == "not_applicable"
    assert "“兼职人员数”" in check.message_chinese


def test_a_dash_is_blank() -> None:
    rows = statistics(staff=10, staff_full_time=10)
    rows.append(observation("2014.statistics.staff_part_time.count", None, "not_applicable"))
    assert finding(rows, "staff_by_kind").outcome == "holds"


def test_a_report_without_tables_gives_no_rows() -> None:
    assert list(check_identities([])) == []


def filled(seed: int, code: str, table: str) -> dict[str, float | None]:
    """Fill a table so that its identities hold."""
    numbers = random_numbers(Random(seed), code, table, "balanced")
    return {f"{code}.{table}.{row}.{column}": number for (row, column), number in numbers.items()}


def checks(cells: Mapping[str, float | None]) -> list[Check]:
    return list(check_identities([observation(indicator_id, value) for indicator_id, value in cells.items()]))


@given(st.integers(0, 2**32 - 1), st.sampled_from(TABLES))
def test_a_consistent_filling_never_fails(seed: int, table: tuple[str, str]) -> None:
    found = checks(filled(seed, *table))
    # The generator draws these two independently, as nothing in arithmetic binds them.
    failing = [check for check in found if check.outcome == "fails" and check.rule != "closed_within_received"]
    assert failing == []
    assert len({(check.rule, check.subject) for check in found}) == len(found)


@given(st.integers(0, 2**32 - 1), st.sampled_from(TABLES), st.integers(1, 50), st.data())
def test_one_changed_cell_breaks_the_equations_that_have_it(
    seed: int, table: tuple[str, str], more: int, data: st.DataObject
) -> None:
    cells = {indicator_id: value or 0 for indicator_id, value in filled(seed, *table).items()}
    changed = data.draw(st.sampled_from(sorted(cells)))
    cells[changed] += more
    broken = {
        (each.identity.id, each.subject.indicator_id)
        for each in EQUATIONS
        if changed in {indicator.indicator_id for indicator in each.indicators.values()}
    }
    equations = {(each.identity.id, each.subject.indicator_id) for each in EQUATIONS}
    fails = {(check.rule, check.subject) for check in checks(cells) if check.outcome == "fails"}
    assert fails & equations == broken


SMALL = tuple(each for each in INSIDE_A_REPORT if len(each.indicators) <= 7)


@given(st.sampled_from(SMALL), st.data())
def test_no_error_is_one_that_a_blank_cell_could_heal(instance: Instance, data: st.DataObject) -> None:
    names = sorted(instance.indicators)
    values: dict[str, float | None] = {name: data.draw(st.integers(0, 6)) for name in names}
    blanks = data.draw(st.lists(st.sampled_from(names), max_size=MOST_BLANKS, unique=True))
    values |= dict.fromkeys(blanks)
    cells = {instance.indicators[name].indicator_id: value for name, value in values.items()}
    check = next(check for check in checks(cells) if check.rule == instance.identity.id)
    healed = any(_satisfied(instance, values | dict(filling)) for filling in _fillings(blanks))
    if check.outcome == "fails" and check.severity == "error":
        assert not healed
    if check.outcome != "fails":
        assert healed
    if not blanks:
        assert check.outcome != "not_applicable"


def _fillings(blanks: list[str]) -> Iterator[Iterator[tuple[str, float]]]:
    for values in product(range(40), repeat=len(blanks)):
        yield zip(blanks, map(float, values), strict=True)


def _satisfied(instance: Instance, values: Mapping[str, float | None]) -> bool:
    def value(cell: CellName) -> float:
        return values[cell.name] or 0.0

    def worked_out(term: Term) -> float:
        return evaluate(term, value)

    left, right = worked_out(instance.relation.left), worked_out(instance.relation.right)
    return {"==": left == right, "<=": left <= right, ">=": left >= right}[instance.relation.comparison]


def statistics_in_lines(**values: float) -> list[Observation]:
    rows = statistics(**values)
    return [replace(row, locator=Locator(5, number, 3)) for number, row in enumerate(rows, start=2)]


@pytest.mark.parametrize(
    ("local", "outcome"),
    [
        # 20 persons, 9 + 8 by the form, and 3 in a row of the agency's own.
        ([("b5.r5.c3", 3.0)], "not_applicable"),
        ([("b5.r5.c3", 1.0), ("b5.r6.c3", 2.0)], "not_applicable"),
        ([("b5.r5.c3", 2.0)], "fails"),
        ([("b5.r5.c3", 0.0)], "fails"),
        # In another column, or in another table, it is no part of this sum.
        ([("b5.r5.c4", 3.0)], "fails"),
        ([("b9.r5.c3", 3.0)], "fails"),
        ([], "fails"),
    ],
)
def test_a_row_of_the_agency_own_may_hold_the_rest(local: list[tuple[str, float]], outcome: str) -> None:
    rows = statistics_in_lines(staff=20, staff_full_time=9, staff_part_time=8)
    unmatched = [
        Unmatched(Locator.parse(place), str(value), value, "3．返聘人员数", "unknown_row") for place, value in local
    ]
    (found,) = (check for check in check_identities(rows, unmatched) if check.rule == "staff_by_kind")
    assert (found.outcome, found.left, found.right) == (outcome, 20, 17)
    assert ("“3．返聘人员数”" in found.message_chinese) == (outcome == "not_applicable")
