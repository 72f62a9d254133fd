"""Random but plausible numbers for the tables of the forms, with or without the identities that the forms promise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Literal

from generators.official import Number, Numbers
from gongkai.forms import Column, FormTable, Row, form

__all__ = ["NUMBER_HABITS", "NumberHabit", "is_total", "random_numbers"]

NumberHabit = Literal["balanced", "totals missing", "all different"]
"""Whether every identity of the form holds, totals are blank or 0 beside their parts, or no two numbers are equal,
so that a value out of its place cannot pass for the right one."""

NUMBER_HABITS: tuple[NumberHabit, ...] = ("balanced", "totals missing", "all different")

LARGEST_COUNT = 2_000


def random_numbers(random: Random, form_code: str, table_code: str, habit: NumberHabit) -> Numbers:
    """Give the numbers of a table."""
    table = next(each for each in form(form_code).tables if each.code == table_code)
    numbers = _MAKERS[table_code](random, table)
    if habit == "all different":
        return dict(zip(numbers, random.sample(range(10, 10_000), len(numbers)), strict=True))
    if habit == "totals missing":
        missing = random.choice([None, 0])
        numbers |= {key: missing for key in numbers if is_total(*key)}
    return _with_blanks(random, numbers)


def is_total(row: str, column: str) -> bool:
    """Say whether a cell is the sum of others."""
    return column == "total" or row in ("results_total", *_SUMS)


def _count(random: Random) -> int:
    """Most counts are nothing, some are small, and a few are large."""
    kind = random.random()
    if kind < 0.5:
        return 0
    return random.randint(1, 9) if kind < 0.8 else random.randint(10, LARGEST_COUNT)


def _amount(random: Random) -> float:
    return random.choice(
        [0, random.randint(1, 10**6), random.randint(1, 10**6) / 100, random.randint(1, 10**9) / 10**4]
    )


def _with_blanks(random: Random, numbers: dict[tuple[str, str], Number]) -> Numbers:
    """Print nothing for some zeros: for none of them, for whole columns or rows of them, or here and there."""
    habit = random.choice(["zeros", "zeros", "empty columns", "empty rows", "all", "here and there"])
    if habit == "zeros":
        return numbers
    nothing = {key for key, number in numbers.items() if number == 0}
    if habit in ("empty columns", "empty rows"):
        place = 1 if habit == "empty columns" else 0
        printed = {key[place] for key, number in numbers.items() if number}
        nothing = {key for key in nothing if key[place] not in printed}
    elif habit == "here and there":
        nothing = {key for key in sorted(nothing) if random.random() < 0.5}
    return {key: None if key in nothing else number for key, number in numbers.items()}


def _rows(table: FormTable) -> list[tuple[Row, Column]]:
    return [(row, column) for block in table.blocks for row in block.rows if not row.header for column in block.columns]


# Form 2014 ----------------------------------------------------------------------------------------------------------

_SUMS = ("requests_received", "requests_closed", "replies_refused", "replies", "reviews", "lawsuits", "staff")
"""Rows that are the sum of the rows below them; a row stands behind those that it is made of."""

_PARTS_OF = {"press_conferences_by_head": "press_conferences", "web_interviews_by_head": "web_interviews"}


def _statistics(random: Random, table: FormTable) -> dict[tuple[str, str], Number]:
    rows = [row for row, _ in _rows(table)]
    counts: dict[str, Number] = {row.code: _count(random) for row in rows}
    for code in _SUMS:
        counts[code] = sum(counts[row.code] or 0 for row in rows if row.parent == code)
    for part, whole in _PARTS_OF.items():
        counts[part] = random.randint(0, int(counts[whole] or 0))
    channels = [int(counts[row.code] or 0) for row in rows if row.parent == "disclosure_channels"]
    counts["disclosed_items"] = random.randint(max(channels), sum(channels))
    disclosed = random.randint(0, int(counts["issued_normative_documents"] or 0))
    counts["disclosed_normative_documents"] = min(disclosed, int(counts["disclosed_items"] or 0))
    responses = (counts[code] or 0 for code in ("responded_topics", "weibo_wechat_responses", "other_responses"))
    counts["responded_topics"] = max(responses)
    counts |= {code: _amount(random) for code in ("request_fees", "dedicated_budget")}
    return {(code, "count"): number for code, number in counts.items()}


# Forms 2019 and 2021 --------------------------------------------------------------------------------------------------


def _disclosure(random: Random, table: FormTable) -> dict[tuple[str, str], Number]:
    numbers: dict[tuple[str, str], Number] = {}
    for row, column in _rows(table):
        number: Number = _amount(random) if column.code == "amount" else _count(random)
        if column.code == "items_change" and random.random() < 0.3:
            number = -int(number)
        numbers[row.code, column.code] = number
    return numbers | _kept_within(numbers)


def _kept_within(numbers: Mapping[tuple[str, str], Number]) -> dict[tuple[str, str], Number]:
    """Give the stocks that are no less than what was added this year, and the amount of no procurement, which is 0."""
    kept: dict[tuple[str, str], Number] = {}
    for row in ("regulations", "normative_documents"):
        disclosed, made, repealed = (int(numbers.get((row, code)) or 0) for code in ("disclosed", "made", "repealed"))
        for stock, least in (("in_public_total", disclosed), ("in_force", made - repealed)):
            if (row, stock) in numbers:
                kept[row, stock] = max(numbers[row, stock] or 0, least)
    projects, amount = (("central_procurement", code) for code in ("projects", "amount"))
    if projects in numbers:
        kept[amount] = (numbers[amount] or 1) if numbers[projects] else 0
    return kept


def _requests(random: Random, table: FormTable) -> dict[tuple[str, str], Number]:
    numbers: dict[tuple[str, str], Number] = {}
    rows = [row for row in table.blocks[0].rows if not row.header]
    results = [row.code for row in rows if row.parent is not None and row.code != "results_total"]
    kinds = [column.code for column in table.blocks[0].columns if column.code != "total"]
    for kind in kinds:
        in_use = kind == "natural_persons" or random.random() < 0.5
        counts = {code: _count(random) if in_use else 0 for code in results}
        total, carried_in = sum(counts.values()), random.randint(0, 9) if in_use else 0
        carried_out = random.randint(max(0, carried_in - total), carried_in + 9) if in_use else 0
        counts |= {
            "received": total + carried_out - carried_in,
            "carried_in": carried_in,
            "results_total": total,
            "carried_out": carried_out,
        }
        numbers |= {(row.code, kind): counts[row.code] for row in rows}
    for row in rows:
        numbers[row.code, "total"] = sum(int(numbers[row.code, kind] or 0) for kind in kinds)
    return numbers


def _disputes(random: Random, table: FormTable) -> dict[tuple[str, str], Number]:
    numbers: dict[tuple[str, str], Number] = {}
    for row in table.blocks[0].rows:
        parts = {column.code: _count(random) for column in table.blocks[0].columns if column.code != "total"}
        numbers |= {(row.code, code): count for code, count in parts.items()}
        numbers[row.code, "total"] = sum(parts.values())
    return numbers


_MAKERS: Mapping[str, Callable[[Random, FormTable], dict[tuple[str, str], Number]]] = {
    "statistics": _statistics,
    "disclosure": _disclosure,
    "requests": _requests,
    "disputes": _disputes,
}
