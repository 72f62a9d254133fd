"""What the checks say of the sample reports, from what a careful reader takes from them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

import gongkai
from gongkai.check import check_report, worst
from gongkai.document import Locator
from gongkai.forms import indicators
from gongkai.rows import Agency, Check, Figure, FigureKind, Identity, Observation, Section, Status

NUMERALS = "零一二三四五六七八九"
SECTIONS = [Section(number, NUMERALS[number], "标题", "other", 100, Locator(number)) for number in range(1, 9)]
KINDS: Mapping[str, FigureKind] = {"%": "share", "元": "money", "万元": "money"}

JIAHE = Identity(
    title="嘉禾县2017年政府信息公开年度报告",
    agency="嘉禾县",
    agency_entry=Agency("431024-人民政府", "嘉禾县人民政府", "government", "county", "431024"),
    level="county",
    year=2017,
    period_start=date(2017, 1, 1),
    period_end=date(2017, 12, 31),
    published=date(2020, 9, 27),
)
HUAIAN = Identity(
    title="淮安市人民政府2024年政府信息公开工作年度报告", agency="淮安市人民政府", level="prefecture", year=2024
)
SHUYANG = Identity(title="沭阳县发展和改革局2023年政府信息公开年度报告", level="county", year=2023)

# The figures that sentences mark as parts or shares of another (其中), by their places in the truth file.
JIAHE_WHOLES = {2: 1, 4: 3, 5: 3, 13: 12, 14: 12, 17: 16, 18: 16, 21: 20, 22: 20, 26: 25, 32: 31, 33: 31, 34: 31}
JIAHE_WHOLES |= {38: 37, 39: 37, 40: 37, 41: 37, 42: 37, 43: 37, 52: 51}
HUAIAN_WHOLES = {9: 8, **dict.fromkeys(range(12, 16), 11), **dict.fromkeys(range(17, 21), 16)}
SHUYANG_WHOLES = dict.fromkeys(range(2, 10), 1)


def observations(truth: Path, sample: str, form: str) -> list[Observation]:
    known = {indicator.indicator_id: indicator for indicator in indicators()}
    rows = []
    with (truth / f"{sample}-cells.csv").open(encoding="utf-8") as lines:
        for cell in csv.DictReader(lines):
            indicator = known[f"{form}.{cell['table']}.{cell['row']}.{cell['column']}"]
            value = float(cell["value"]) if cell["value"] else None
            status: Status = "blank" if value is None else "reported"
            label, place = indicator.row_label, indicator.indicator_id
            rows.append(Observation(place, value, status, indicator.unit, "form", "", Locator(1), label, "label", 1.0))
    return rows


def figures(truth: Path, sample: str, wholes: Mapping[int, int]) -> list[Figure]:
    with (truth / f"{sample}-figures.csv").open(encoding="utf-8") as lines:
        return [_figure(number, row, wholes.get(number)) for number, row in enumerate(csv.DictReader(lines), start=1)]


def _figure(number: int, row: Mapping[str, str], whole: int | None) -> Figure:
    unit, value = row["unit"] or None, float(row["value"])
    kind = KINDS.get(row["unit"], "count")
    return Figure(
        figure=number,
        section=NUMERALS.index(row["section"]),
        subject=row["anchor"],
        value=value,
        unit=unit,
        normal_value=value * (10_000 if unit == "万元" else 1),
        normal_unit="元" if kind == "money" else unit,
        from_value=float(row["from_value"]) if row["from_value"] else None,
        hedge=row["approx"] or None,
        kind=kind,
        topic=row["system"],
        whole=whole,
        stated="number",
        raw=row["value"] + row["unit"],
        locator=Locator(number),
        sentence_locator=Locator(whole or number),
    )


@pytest.fixture
def jiahe(truth: Path) -> tuple[Check, ...]:
    rows = observations(truth, "jiahe-2017", "2014")
    return check_report(JIAHE, rows, figures(truth, "jiahe-2017", JIAHE_WHOLES), SECTIONS)


def said(checks: Iterable[Check]) -> list[Check]:
    """Give what is wrong, without what is only worth a note, such as a blank beside numbers."""
    return [check for check in checks if check.outcome == "fails" and check.severity != "note"]


def test_every_contradiction_of_jiahe_is_found_and_nothing_else(jiahe: tuple[Check, ...]) -> None:
    assert {(check.rule, check.left, check.right, check.severity) for check in said(jiahe)} == {
        ("blank_total", None, None, "warning"),
        ("staff_by_kind", 121, 134, "error"),
        ("items_sum_channels", 8645, 8598, "warning"),
        ("stated_twice", 10845, 47735, "warning"),
        ("stated_twice", 4068, 2068, "warning"),
        ("share_of_whole", 50, 48.46, "warning"),
        ("text_policy_interpretations", 5, 75, "warning"),
        ("published_in_time", None, None, "warning"),
    }
    assert worst(jiahe) == "error"


def test_the_contradictions_are_found_in_the_document_itself(samples: Path) -> None:
    found = gongkai.read_report(samples / "jiahe-2017.txt").check_rows
    assert {(check.rule, check.left, check.right) for check in said(found)} == {
        ("blank_total", None, None),
        ("staff_by_kind", 121, 134),
        ("items_sum_channels", 8645, 8598),
        ("stated_twice", 10845, 47735),
        ("stated_twice", 4068, 2068),
        ("share_of_whole", 50, 48.46),
        ("text_policy_interpretations", 5, 75),
        ("published_in_time", None, None),
    }


@pytest.mark.parametrize("name", ["huaian-2024.pdf", "shuyang-drc-2023.html"])
def test_no_alarm_is_raised_by_the_other_documents(samples: Path, name: str) -> None:
    found = gongkai.read_report(samples / name).check_rows
    assert [check.message for check in said(found)] == []


@pytest.mark.parametrize(
    ("rule", "left", "right"),
    [
        ("requests_by_means", 7, 7),
        ("parts_of_whole", 5837, 5837),
        ("parts_of_whole", 7, 7),
        ("share_of_whole", 68.7, 68.7043),
        ("share_of_whole", 16, 16.3244),
        ("share_of_whole", 94, 94.1691),
        ("text_requests_received", 7, 7),
        ("text_requests_online", 2, 2),
        ("text_requests_offline", 5, 5),
        ("text_web_interviews", 1, 1),
    ],
)
def test_what_holds_in_jiahe(jiahe: tuple[Check, ...], rule: str, left: float, right: float) -> None:
    assert ("holds", left, right) in {(check.outcome, check.left, check.right) for check in jiahe if check.rule == rule}


@pytest.mark.parametrize(
    ("sample", "identity", "wholes", "agreeing"),
    [("huaian-2024", HUAIAN, HUAIAN_WHOLES, 15), ("shuyang-drc-2023", SHUYANG, SHUYANG_WHOLES, 0)],
)
def test_the_other_samples_raise_no_alarm(
    truth: Path, sample: str, identity: Identity, wholes: Mapping[int, int], agreeing: int
) -> None:
    rows = observations(truth, sample, "2021")
    found = check_report(identity, rows, figures(truth, sample, wholes), SECTIONS)
    assert [check for check in said(found) if check.kind != "completeness"] == []
    holding = [check for check in found if check.kind == "prose_and_table" and check.outcome == "holds"]
    assert len(holding) == agreeing


def test_the_parts_of_shuyang_add_up(truth: Path) -> None:
    found = check_report(SHUYANG, (), figures(truth, "shuyang-drc-2023", SHUYANG_WHOLES), SECTIONS)
    assert [(check.left, check.right) for check in found if check.rule == "parts_of_whole"] == [(249, 249)]
