"""Examples of docstrings as code in the reference: an extension of griffe, which knows them under a heading alone."""

from __future__ import annotations

import re
from typing import Any

import griffe


class ExamplesAsCode(griffe.Extension):
    """Puts examples at the end of a docstring under the heading that griffe knows."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        """Change the docstring of an object as it is found."""
        if obj.docstring:
            obj.docstring.value = with_heading(obj.docstring.value)


def with_heading(docstring: str) -> str:
    """Put the examples of a docstring under a heading."""
    said, found, examples = docstring.partition("\n>>> ")
    indented = re.sub("^(?=.)", "    ", f">>> {examples}", flags=re.MULTILINE)
    return f"{said}\nExamples:\n{indented}" if found else docstring
