"""Where a word is to be found, among indicators and concepts, in Chinese and in English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from gongkai.concepts import concepts, crosswalk
from gongkai.forms import indicators

__all__ = ["find"]


def find(text: str) -> pd.DataFrame:
    """Give the concepts and indicators whose name, definition or id has a text in it, concepts first.

    Args:
        text: some letters of a name, in Chinese or in English, such as `"予以公开"` or `"granted"`.

    Returns:
        `kind` (`concept` or `indicator`), `id`, `form`, `name`, `english`, `unit`, and in `concepts` those that an
        indicator counts for.

    >>> find("予以公开")[["kind", "id"]].head(2).to_dict("records")
    [{'kind': 'concept', 'id': 'granted'}, {'kind': 'indicator', 'id': '2019.requests.granted.natural_persons'}]
    """
    wanted = text.casefold()
    found = [row for row in _rows() if any(wanted in str(value).casefold() for value in row.values() if value)]
    names = ["kind", "id", "form", "name", "english", "unit", "concepts"]
    return pd.DataFrame(found, columns=[*names, "definition"], dtype="string")[names]


def _rows() -> Iterator[dict[str, str | None]]:
    for concept in concepts():
        yield {
            "kind": "concept",
            "id": concept.concept,
            "name": concept.name,
            "english": concept.english,
            "unit": concept.unit,
            "definition": f"{concept.definition} {concept.definition_chinese}",
        }
    counted = defaultdict(list)
    for row in crosswalk():
        for indicator_id in row.indicators.split():
            counted[indicator_id].append(row.concept)
    for each in indicators():
        yield {
            "kind": "indicator",
            "id": each.indicator_id,
            "form": each.form,
            "name": f"{each.row_label}，{each.column_label}",
            "english": f"{each.row_english}, {each.column_english}",
            "unit": each.unit,
            "concepts": " ".join(counted[each.indicator_id]) or None,
        }
