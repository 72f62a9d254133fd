"""Commands as their help shows them: a switch takes no value, and an argument is called as it is everywhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

__all__ = ["PlainGroup", "PlainTyper"]

Command = TypeVar("Command", bound=Callable[..., Any])


class _Plain:
    """Leaves out what the help of typer adds: types of switches and arguments, and braces around what is needed."""

    def get_help_option(self, context: Any) -> Any:
        option = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.metavar = ""
        return option

    def get_params(self, context: Any) -> Any:
        parameters = super().get_params(context)  # type: ignore[misc]
        for parameter in parameters:
            if parameter.param_type_name == "argument":
                parameter.display_type_rich = _no_type
            elif parameter.is_flag:
                parameter.metavar = ""
        return parameters

    def collect_usage_pieces(self, context: Any) -> list[str]:
        pieces: list[str] = super().collect_usage_pieces(context)  # type: ignore[misc]
        return [piece.replace("{", "").replace("}", "") for piece in pieces]


def _no_type(*_: Any, **__: Any) -> None:
    """Name no type beside the name of an argument, which says what it is."""


class _PlainCommand(_Plain, TyperCommand):
    """A command with a plain help."""


class PlainGroup(_Plain, TyperGroup):
    """All commands, with a plain help."""


class PlainTyper(typer.Typer):
    """Commands whose help is plain."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Command], Command]:
        """Add a command, as typer does."""
        return super().command(name, **{"cls": _PlainCommand, **settings})
