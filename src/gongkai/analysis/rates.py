"""Named rates, each with its definition, and both numbers beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

import pandas as pd

from gongkai import resources
from gongkai.analysis.asked import refuse_unknown
from gongkai.analysis.panel import panel
from gongkai.concepts import Comparability
from gongkai.package import Place

__all__ = ["NamedRate", "rate", "rates"]


@dataclass(frozen=True, slots=True)
class NamedRate:
    """A rate: what is divided by what, sums of concepts, and on whose word."""

    rate: str
    name: str
    definition: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    smallest_denominator: int
    source: str


@cache
def rates() -> tuple[NamedRate, ...]:
    """Give every rate that has a name.

    >>> rates()[0].definition
    'Requests granted in full, of all that were concluded.'
    """
    return tuple(
        NamedRate(**{**row, "numerator": tuple(row["numerator"]), "denominator": tuple(row["denominator"])})
        for row in resources.data(__package__, "rates.yaml")
    )


def rate(
    name: str,
    years: Iterable[int] | int | None = None,
    agencies: Iterable[str] | str | None = None,
    package: Place | None = None,
    *,
    smallest_denominator: int | None = None,
) -> pd.DataFrame:
    """Give a named rate of each report that has a form, with both numbers.

    `rate` is empty where a number of either side is, or where the denominator is smaller than the least: a share of
    three cases says little. `comparability` is the worst of what goes into the rate.

    Args:
        name: the rate, such as `"granted_of_concluded"`; `rates()` of this module gives all and their definitions.
        years: report years; without them all.
        agencies: agencies by `agency_id`; without them all.
        package: the package; without it, that of the repository.
        smallest_denominator: how many cases there must be; without it what the definition says.

    Raises:
        PackageError: there is no such rate, package, year or agency, and the message names the nearest.

    >>> found = rate("granted_of_concluded", 2024, "320800-人民政府", ".")
    >>> found[["numerator", "denominator"]].to_dict("records"), round(float(found["rate"].iloc[0]), 3)
    ([{'numerator': 1362.0, 'denominator': 3050.0}], 0.447)
    """
    defined = {each.rate: each for each in rates()}
    refuse_unknown("rate", [name], defined)
    asked = defined[name]
    least = asked.smallest_denominator if smallest_denominator is None else smallest_denominator
    concepts = list(dict.fromkeys((*asked.numerator, *asked.denominator)))
    wide = panel(concepts, years, agencies, package, wide=True)
    wide = wide[wide["forms"] != ""]
    numerator, denominator = _total(wide, asked.numerator), _total(wide, asked.denominator)
    return wide[["agency_id", "year", "scope", "report_id", "forms", "agency"]].assign(
        rate=(numerator / denominator).where((denominator >= max(least, 1)).fillna(False)),
        numerator=numerator,
        denominator=denominator,
        comparability=_worst(wide, concepts),
    )


def _total(wide: pd.DataFrame, concepts: Sequence[str]) -> pd.Series:
    return wide[list(concepts)].sum(axis="columns", skipna=False)


def _worst(wide: pd.DataFrame, concepts: Sequence[str]) -> pd.Series:
    order = get_args(Comparability)
    ranks = pd.DataFrame(
        {each: wide[f"{each}_comparability"].astype(object).map(order.index, "ignore") for each in concepts}
    )
    # A concept of which nothing is known is as bad as one that the form does not have.
    worst = ranks.fillna(len(order) - 1).max(axis="columns").astype(int)
    named: pd.Series = worst.map(order.__getitem__).astype(pd.CategoricalDtype(list(order)))
    return named
