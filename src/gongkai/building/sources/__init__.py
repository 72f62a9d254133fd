"""Where documents come from: files, folders and archives, found as a stream and opened one by one.

`found` finds sources, `opened` gives the documents of one. Between the two a source may travel to another process, so
it holds where its bytes are, and never the bytes.
"""

from gongkai.building.sources.finding import found
from gongkai.building.sources.manifest import MANIFEST
from gongkai.building.sources.opening import is_lasting, opened
from gongkai.building.sources.source import NOWHERE, Opened, Origin, PassedOver, Source, SourceDocument

__all__ = [
    "MANIFEST",
    "NOWHERE",
    "Opened",
    "Origin",
    "PassedOver",
    "Source",
    "SourceDocument",
    "found",
    "is_lasting",
    "opened",
]
