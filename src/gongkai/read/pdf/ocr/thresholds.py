"""How sure a reading must be, and how dark a mark, as `thresholds.yaml` says."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

__all__ = ["Thresholds", "thresholds"]


class Thresholds(NamedTuple):
    """Certainties from 0 to 1, and darkness from paper at 0 to ink at 1."""

    number: float
    """A digit, and the mark inside a number, of which the model is less sure is unreadable."""
    character: float
    """Any other character of which the model is less sure is unreadable."""
    line: float
    """As dark are the lines around cells."""
    trace: float
    """Where a cell is nowhere as dark, it is blank."""


@cache
def thresholds() -> Thresholds:
    """Give the thresholds.

    >>> thresholds().number > thresholds().character
    True
    """
    text = files(__package__).joinpath("thresholds.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return Thresholds(**data["certainty"], **data["darkness"])
