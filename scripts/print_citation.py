"""Print how the program is cited, with its data: `cff` for CITATION.cff, `zenodo` for .zenodo.json.

What both have in common, titles, authors and keywords, is that of the descriptor; the rest is that of pyproject.toml.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import gongkai
from gongkai.catalogue import Cited, citation_file, cited_package, zenodo_file
from gongkai.publish.stored import stored_package

ROOT = Path(__file__).parents[1]


def cited_program(data: Cited) -> Cited:
    """Give what is cited of the program that made these data."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Cited(
        "software",
        f"{project['name']}: {project['description']}",
        project["description"],
        [author["name"] for author in project["authors"]],
        project["license"],
        data.keywords,
        gongkai.__version__,
    )


def citation(kind: str) -> str:
    """Give the text of one of both files."""
    data = cited_package(stored_package(ROOT).properties)
    program = cited_program(data)
    return citation_file(program, [data]) if kind == "cff" else zenodo_file(program)


if __name__ == "__main__":
    print(citation(sys.argv[1]), end="")
