"""What damaged reports get in the place of something else, as `damage.yaml` tells it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

__all__ = ["odd_texts"]


@cache
def odd_texts() -> Mapping[str, tuple[str, ...]]:
    """Give the texts, by what they stand in the place of."""
    told = yaml.safe_load(Path(__file__).with_name("damage.yaml").read_text(encoding="utf-8"))
    return {name: tuple(map(_text, texts)) for name, texts in told.items()}


def _text(told: str | list[str | list]) -> str:
    parts = [told] if isinstance(told, str) else told
    return "".join(part if isinstance(part, str) else part[0] * part[1] for part in parts)
