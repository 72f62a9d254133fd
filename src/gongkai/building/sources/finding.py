"""What was given to a build -> a stream of sources: files, folders with all below them, patterns of names, addresses.

The first source is given before the last one is found, in the same order each time. Nothing is kept of what was given.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from gongkai.building.sources.local import local_sources
from gongkai.building.sources.parts import parts
from gongkai.building.sources.places import is_remote
from gongkai.building.sources.remote import remote_sources
from gongkai.building.sources.source import Source

__all__ = ["found"]


def found(paths: Iterable[str | os.PathLike[str]], *, leave_out: Path | None = None) -> Iterator[Source]:
    """Find the files to read, as a stream; large archives are given in parts, and what lies elsewhere comes last.

    Names are relative to the folder that was given, or to the folder above all that was given; a file given alone has
    its own name. What is no file, may not be read, or was found already is given with its error. Links are followed.
    What has a name that begins with a dot is left out, as is the folder that a browser saved with a page, unless the
    manifest names a file in it.

    Args:
        paths: files, folders, patterns such as `crawl/*.html` and `crawl/**/*.warc.gz`, and all of these at addresses
            that fsspec opens, such as `s3://bucket/crawl`.
        leave_out: the folder of a package, whose own files are left out.

    Raises:
        GongkaiError: a path leads nowhere, what opens an address is not installed, or a manifest is not right. All
            that was given is looked at before this returns.
    """
    given = [os.fspath(path) for path in paths]
    here = local_sources([path for path in given if not is_remote(path)], leave_out)
    elsewhere = remote_sources([path for path in given if is_remote(path)])
    return (part for source in chain(here, elsewhere) for part in parts(source))
