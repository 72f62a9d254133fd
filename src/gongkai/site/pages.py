"""The pages that are the same for every package, and what they share: style, programs, words of both languages."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import vl_convert
from jinja2 import Environment
from markupsafe import Markup

from gongkai import resources
from gongkai._version import __version__
from gongkai.check.wording import Phrase
from gongkai.site.receiving import write_piece
from gongkai.site.words import said, words
from gongkai.view.words import both

__all__ = ["PAGES", "templates", "write_pages"]

PAGES = ("index", "explore", "reports", "quality", "about")
"""The pages, in the order in which they are listed at the top."""


def write_pages(folder: Path) -> None:
    """Write the pages into the folder of a site, with style and programs. Vega-Lite draws the charts."""
    for name in PAGES:
        page = templates().get_template(f"{name}.html.j2").render(page=name, root="")
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    shared = folder / "static"
    shared.mkdir()
    for file in sorted(files(__package__).joinpath("static").iterdir(), key=lambda each: each.name):
        (shared / file.name).write_bytes(file.read_bytes())
    (shared / "vega.js").write_text(_chart_library(), encoding="utf-8")
    write_piece(folder / "data", "words", words())


def _chart_library() -> str:
    # What declares the types of the library asks for an argument that it does not need.
    return str(vl_convert.javascript_bundle())  # type: ignore[call-arg]


@cache
def templates() -> Environment:
    """Give the templates, which escape whatever is put into them."""
    environment = resources.templates(__package__)
    environment.filters["number"] = _number
    environment.globals.update(said=said, in_both=_in_both, pages=PAGES, version=__version__)
    return environment


def _in_both(chinese: str, english: str) -> Markup:
    return both(Phrase(english, chinese))


def _number(value: float) -> str:
    """Write a number with all its digits, and a whole one without a point."""
    return f"{int(value)}" if value.is_integer() else repr(value)
