"""Rules that other distributions bring, under the entry point `gongkai.rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from gongkai.check.rules import Rule
from gongkai.document import Document
from gongkai.entry_points import Plugin, plugins
from gongkai.errors import PluginError, SourceError
from gongkai.rows import Check, Facts

__all__ = ["RulesPlugin", "check_with_plugins", "is_of_plugin", "rules_of_plugins"]


@dataclass(frozen=True, slots=True)
class RulesPlugin:
    """Rules that gongkai does not have, and what applies them.

    Args:
        rules: the rules by their names, as `gongkai.check.rules.read_rules` gives them. Each name is that of the entry
            point, a dot, and a name of its own: `ours.measure_for_each_problem`.
        findings: gives the findings on a report, from the document and all that was taken from it; `Rule.finding` makes
            one. The places are those of the document. A rule gives one finding at most for each subject.
    """

    rules: Mapping[str, Rule]
    findings: Callable[[Document, Facts], Iterable[Check]]


def check_with_plugins(document: Document, facts: Facts) -> Iterator[Check]:
    """Apply the rules of others to a report, if there are any.

    Raises:
        PluginError: rules that are installed cannot be loaded.
        SourceError: with the reason `plugin`: what applies them failed.
    """
    for plugin in _plugins():
        try:
            found = tuple(plugin.brought.findings(document, facts))
            _refuse_unsound(found, plugin.brought.rules, document)
        except Exception as error:  # whatever a rule of others does with a report
            raise SourceError(document.source, "plugin", plugin.failed(error)) from error
        yield from found


def rules_of_plugins() -> Mapping[str, Rule]:
    """Give the rules of others by their names.

    Raises:
        PluginError: rules that are installed cannot be loaded.

    >>> rules_of_plugins()
    {}
    """
    return {name: rule for plugin in _plugins() for name, rule in plugin.brought.rules.items()}


def is_of_plugin(rule: str) -> bool:
    """Tell a rule of others by its name, also where they are not installed.

    >>> is_of_plugin("ours.measure_for_each_problem"), is_of_plugin("published_in_time")
    (True, False)
    """
    return "." in rule


@cache
def _plugins() -> tuple[Plugin[RulesPlugin], ...]:
    found = plugins("gongkai.rules", RulesPlugin)
    for plugin in found:
        strange = [name for name in plugin.brought.rules if not name.startswith(f"{plugin.name}.")]
        if strange:
            told = f"the name of a rule begins with {plugin.name}., and not so {strange[0]!r}"
            raise PluginError("gongkai.rules", plugin.name, plugin.distribution, told)
    return found


def _refuse_unsound(found: Iterable[Check], rules: Mapping[str, Rule], document: Document) -> None:
    seen = set[tuple[str, str]]()
    for check in found:
        key = check.rule, check.subject
        if check.rule not in rules:
            raise ValueError(f"a finding of {check.rule!r}, which is none of its rules")
        if key in seen:
            raise ValueError(f"two findings of {check.rule!r} on {check.subject!r}")
        if check.locator is not None:
            document.text_at(check.locator)
        seen.add(key)
