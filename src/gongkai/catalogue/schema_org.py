"""A package as a `Dataset` of schema.org, in JSON-LD: what search engines for data read in a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gongkai.publish.stored import listed_paths

__all__ = ["schema_org"]

# The vocabulary and not its address, so that nobody has to fetch anything to read the file.
_CONTEXT = {"@vocab": "https://schema.org/"}


def schema_org(descriptor: Mapping[str, Any]) -> str:
    """Give the JSON-LD of a package, by its descriptor.

    >>> json.loads(schema_org({"title": "Reports", "resources": []}))["@type"]
    'Dataset'
    """
    told = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": descriptor.get("title"),
        "description": descriptor.get("description"),
        "identifier": descriptor.get("id"),
        "url": descriptor.get("homepage"),
        "version": descriptor.get("version"),
        "datePublished": descriptor.get("gongkai:released"),
        "dateModified": str(descriptor.get("created", ""))[:10],
        "license": [each["path"] for each in descriptor.get("licenses", []) if each.get("path")],
        "keywords": descriptor.get("keywords"),
        "inLanguage": ["zh", "en"],
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "name": each["title"]} for each in descriptor.get("contributors", [])],
        "temporalCoverage": descriptor.get("gongkai:temporalCoverage"),
        "spatialCoverage": [_place(each) for each in descriptor.get("gongkai:spatialCoverage", [])],
        "distribution": list(_files(descriptor["resources"])),
    }
    return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False, indent=2) + "\n"


def _place(place: Mapping[str, str]) -> dict[str, str]:
    return {"@type": "Place", "name": place.get("name", place["code"]), "identifier": place["code"]}


def _files(resources: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for resource in resources:
        for path in listed_paths(resource):
            yield {
                "@type": "DataDownload",
                "name": resource["name"],
                "description": resource.get("description"),
                "contentUrl": path,
                "encodingFormat": resource.get("mediatype"),
            }
