"""How to cite a package or a program: `CITATION.cff` (Citation File Format 1.2) and `.zenodo.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import yaml

__all__ = ["Cited", "citation_file", "cited_package", "plain_citation", "zenodo_file"]


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: its kind and title, who made it, and under which licence (an SPDX identifier)."""

    kind: Literal["dataset", "software"]
    title: str
    description: str
    authors: Sequence[str]
    license: str
    keywords: Sequence[str]
    version: str | None = None
    released: str | None = None
    """The day of the release, such as 2026-03-13."""


def cited_package(descriptor: Mapping[str, Any]) -> Cited:
    """Give what is cited of a package, by its descriptor.

    >>> cited_package({"title": "Reports", "licenses": [{"name": "CC-BY-4.0"}], "version": "1.0.0"}).license
    'CC-BY-4.0'
    """
    return Cited(
        "dataset",
        str(descriptor.get("title", "")),
        str(descriptor.get("description", "")),
        [str(each["title"]) for each in descriptor.get("contributors", []) if each.get("title")],
        next((str(each["name"]) for each in descriptor.get("licenses", [])), ""),
        list(descriptor.get("keywords", [])),
        descriptor.get("version"),
        descriptor.get("gongkai:released"),
    )


def citation_file(cited: Cited, references: Sequence[Cited] = ()) -> str:
    """Give `CITATION.cff`.

    Args:
        cited: what is cited.
        references: what it goes with, such as the data of a program.

    >>> print(citation_file(Cited("dataset", "Reports", "", ["A. Author"], "CC-BY-4.0", [])))
    cff-version: 1.2.0
    message: Please cite it as below.
    title: Reports
    type: dataset
    authors:
    - name: A. Author
    license: CC-BY-4.0
    <BLANKLINE>
    """
    told = {"cff-version": "1.2.0", "message": "Please cite it as below.", **_entry(cited)}
    if references:
        told["references"] = [_reference(each) for each in references]
    written: str = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120)
    return written


def plain_citation(cited: Cited) -> str:
    """Give a citation in one line.

    >>> plain_citation(Cited("dataset", "Reports", "", ["A. Author"], "CC-BY-4.0", [], "1.0.0", "2026-03-13"))
    'A. Author (2026): Reports. Version 1.0.0 [dataset].'
    """
    year = f" ({cited.released[:4]})" if cited.released else ""
    version = f" Version {cited.version}" if cited.version else ""
    return f"{', '.join(cited.authors)}{year}: {cited.title}.{version} [{cited.kind}]."


def zenodo_file(cited: Cited) -> str:
    """Give `.zenodo.json`, from which Zenodo fills the form of a deposit.

    >>> json.loads(zenodo_file(Cited("dataset", "Reports", "A & B", ["A. Author"], "CC-BY-4.0", [])))["description"]
    '<p>A &amp; B</p>'
    """
    paragraphs = cited.description.strip().split("\n\n")
    told = {
        "upload_type": cited.kind,
        "title": cited.title,
        "description": "".join(f"<p>{escape(' '.join(each.split()), quote=False)}</p>" for each in paragraphs),
        "creators": [{"name": name} for name in cited.authors],
        "license": cited.license.lower(),
        "access_right": "open",
        "keywords": list(cited.keywords),
        **({"version": cited.version} if cited.version else {}),
        **({"publication_date": cited.released} if cited.released else {}),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _entry(cited: Cited) -> dict[str, Any]:
    told = {
        "title": cited.title,
        "type": cited.kind,
        "authors": [{"name": name} for name in cited.authors],
        "version": cited.version,
        "date-released": cited.released,
        "license": cited.license,
        "keywords": list(cited.keywords),
    }
    return {name: value for name, value in told.items() if value}


def _reference(cited: Cited) -> dict[str, Any]:
    kinds = {"dataset": "data", "software": "software"}
    return {**_entry(cited), "type": kinds[cited.kind]}
