"""Every kind of thing that is seen other than the file says is held in every format in which it can occur."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
import yaml

FORMATS = {
    *("html", "word", "word 2003", "rtf", "open document text", "excel", "xml spreadsheet", "open document sheet"),
    *("pdf", "ofd"),
}
KINDS = yaml.safe_load((Path(__file__).parent / "seen_kinds.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_tests_or_a_reason_in_every_format(kind: str) -> None:
    by_format = {name: held for name, held in KINDS[kind].items() if name != "given"}
    assert by_format.keys() == FORMATS
    for held in by_format.values():
        assert isinstance(held, str) or all(_variants(test) for test in held)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_at_least_twice_the_variants_with_which_the_work_began(kind: str) -> None:
    held = {test for tests in KINDS[kind].values() if isinstance(tests, list) for test in tests}
    assert sum(map(_variants, held)) >= 2 * KINDS[kind]["given"]


def test_variants_of_a_test_are_counted() -> None:
    assert _variants("read_spreadsheet_xml::hidden_sheets") == 2
    assert _variants("read_spreadsheet_xml::hidden_rows_and_columns") == 1
    with pytest.raises(AttributeError):
        _variants("read_spreadsheet_xml::no_test_of_this_name")


def _variants(test: str) -> int:
    module, _, name = test.partition("::")
    count = 1
    for mark in getattr(getattr(import_module(f"test_{module}"), f"test_{name}"), "pytestmark", ()):
        if mark.name == "parametrize":
            count *= len(mark.args[1])
    return count
