"""A package as Croissant (MLCommons, 1.0): its files, and its tables with their columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from gongkai import resources
from gongkai.catalogue.citation import cited_package, plain_citation
from gongkai.publish.stored import listed_paths

__all__ = ["croissant"]

_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "boolean": "sc:Boolean",
}

_PARQUET = "application/x-parquet"
"""What readers of Croissant know Parquet by; they do not take the registered `application/vnd.apache.parquet`."""


def croissant(descriptor: Mapping[str, Any]) -> str:
    """Give the Croissant of a package, by its descriptor; paths are relative to it.

    A record set is a table, or, where a table is several files, one of these.

    >>> json.loads(croissant({"name": "gongkai", "title": "Reports", "resources": []}))["conformsTo"]
    'http://mlcommons.org/croissant/1.0'
    """
    files = [(resource, path) for resource in descriptor["resources"] for path in listed_paths(resource)]
    told = {
        "@context": resources.data("gongkai.catalogue", "croissant.yaml")["context"],
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": descriptor["name"],
        "alternateName": descriptor.get("title"),
        "description": descriptor.get("description"),
        "identifier": descriptor.get("id"),
        "url": descriptor.get("homepage"),
        "version": descriptor.get("version"),
        "datePublished": str(descriptor.get("created", ""))[:10],
        "citeAs": plain_citation(cited_package(descriptor)),
        "license": [each["path"] for each in descriptor.get("licenses", []) if each.get("path")],
        "keywords": descriptor.get("keywords"),
        "inLanguage": ["zh", "en"],
        "creator": [{"@type": "sc:Organization", "name": each["title"]} for each in descriptor.get("contributors", [])],
        "distribution": [_file(resource, path) for resource, path in files],
        "recordSet": [_record_set(resource, path) for resource, path in files],
    }
    return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False, indent=2) + "\n"


def _file(resource: Mapping[str, Any], path: str) -> dict[str, Any]:
    parts: Sequence[Mapping[str, Any]] = resource.get("gongkai:files", [{**resource, "path": path}])
    facts = next(part for part in parts if part["path"] == path)
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": PurePosixPath(path).name,
        "contentUrl": path,
        "contentSize": f"{facts['gongkai:bytes']} B",
        "encodingFormat": _PARQUET,
        "sha256": str(facts["hash"]).removeprefix("sha256:"),
    }


def _record_set(resource: Mapping[str, Any], path: str) -> dict[str, Any]:
    name = PurePosixPath(path).stem
    key = [{"@id": f"{name}/{column}"} for column in resource["schema"]["primaryKey"]]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": resource.get("description"),
        "key": key[0] if len(key) == 1 else key,
        "field": list(_fields(resource, name, path)),
    }


def _fields(resource: Mapping[str, Any], name: str, path: str) -> Iterator[dict[str, Any]]:
    for field in resource["schema"]["fields"]:
        yield {
            "@type": "cr:Field",
            "@id": f"{name}/{field['name']}",
            "name": field["name"],
            "description": field.get("description"),
            "dataType": _TYPES[field["type"]],
            "source": {"fileObject": {"@id": path}, "extract": {"column": field["name"]}},
        }
