"""A package as catalogues describe one: Croissant, schema.org, the Citation File Format and Zenodo.

All of it follows from the descriptor of the package (`datapackage.json`), so that no two of them differ.
"""

from gongkai.catalogue.citation import Cited, citation_file, cited_package, plain_citation, zenodo_file
from gongkai.catalogue.croissant import croissant
from gongkai.catalogue.schema_org import schema_org

__all__ = ["Cited", "citation_file", "cited_package", "croissant", "plain_citation", "schema_org", "zenodo_file"]
