"""The pages of rules: printed from the data, and every rule is told with what breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.check.rules import rulebook
from gongkai.forms import EVERY_FORM, form
from print_rules import page

DOCS = Path(__file__).parents[1] / "docs"
TEMPLATES = {"identity", "identity_across_years"}
"""They only lend their sentences to the identities of the forms."""


@pytest.mark.parametrize(("language", "name"), [("en", "rules.md"), ("zh", "rules.zh-CN.md")])
def test_the_pages_are_those_of_the_rules(language: str, name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == page(language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_rule_is_told(language: str) -> None:
    told = {line.split("`")[1] for line in page(language).splitlines() if line.startswith("### ")}
    identities = {identity.id for code in EVERY_FORM for identity in form(code).identities}
    assert told == (set(rulebook().rules) - TEMPLATES) | identities


def test_no_rule_lacks_words_in_a_language() -> None:
    for rule in rulebook().rules.values():
        for said in rule.messages.values():
            assert said.english
            assert said.chinese
        if rule.id not in TEMPLATES and rule.kind != "prose_and_table":
            assert all((rule.compares.english, rule.compares.chinese, rule.example.english, rule.example.chinese))
        assert rule.authority.chinese
