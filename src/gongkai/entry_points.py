"""What other distributions bring to gongkai: readers and rules, found by the entry points that they declare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any, Generic, Literal, TypeVar

from gongkai.errors import PluginError

__all__ = ["Group", "Plugin", "installed", "plugins"]

Group = Literal["gongkai.readers", "gongkai.rules"]

GROUPS: tuple[Group, ...] = ("gongkai.readers", "gongkai.rules")

Brought = TypeVar("Brought")


@dataclass(frozen=True, slots=True)
class Plugin(Generic[Brought]):
    """What an entry point leads to, under its name, and who brought it: the distribution with its release."""

    name: str
    distribution: str
    brought: Brought

    def failed(self, error: Exception) -> str:
        """Say that it failed, and who can mend it.

        >>> Plugin("tei", "gongkai-tei 1.0", None).failed(KeyError("head"))
        "tei of gongkai-tei 1.0: KeyError: 'head'"
        """
        return f"{self.name} of {self.distribution}: {type(error).__name__}: {error}"


def plugins(group: Group, kind: type[Brought]) -> tuple[Plugin[Brought], ...]:
    """Load what is installed for a group, in the order of the names.

    Args:
        group: the group of entry points.
        kind: the class of which everything must be that an entry point of the group leads to.

    Raises:
        PluginError: one cannot be loaded, is of another class, or has the name of another one.

    >>> from gongkai.document import Document
    >>> plugins("gongkai.readers", Document)
    ()
    """
    found: dict[str, Plugin[Brought]] = {}
    for entry in _entries(group):
        brought, distribution = _loaded(entry), _distribution(entry)
        if not isinstance(brought, kind):
            raise PluginError(group, entry.name, distribution, f"{entry.value} is no {kind.__name__}")
        if entry.name in found:
            raise PluginError(
                group, entry.name, distribution, f"{found[entry.name].distribution} has this name as well"
            )
        found[entry.name] = Plugin(entry.name, distribution, brought)
    return tuple(found.values())


def installed() -> tuple[str, ...]:
    """Name what is installed with its release, without loading it.

    >>> installed()
    ()
    """
    return tuple(f"{group} {entry.name} {_distribution(entry)}" for group in GROUPS for entry in _entries(group))


@cache
def _entries(group: Group) -> tuple[metadata.EntryPoint, ...]:
    return tuple(sorted(metadata.entry_points(group=group), key=lambda entry: (entry.name, _distribution(entry))))


def _loaded(entry: metadata.EntryPoint) -> Any:
    try:
        return entry.load()
    except Exception as error:  # whatever a module of others does when it is imported
        told = f"{entry.value} cannot be loaded: {type(error).__name__}: {error}"
        raise PluginError(entry.group, entry.name, _distribution(entry), told) from error


def _distribution(entry: metadata.EntryPoint) -> str:
    # What was not found by looking for it has no distribution.
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else "a distribution without a name"
