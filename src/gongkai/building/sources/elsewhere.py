"""The style sheets and frames that a browser saved with a page, where both lie at addresses."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.building.sources.places import file_system
from gongkai.building.sources.source import Source
from gongkai.errors import SourceError
from gongkai.read.companions import MAX_BYTES_BESIDE, MAX_FILES_BESIDE, is_read_with_page

__all__ = ["files_elsewhere"]


def files_elsewhere(source: Source) -> Mapping[str, bytes]:
    """Give the style sheets and frames that a page was saved with, by their addresses in it.

    Raises:
        SourceError: they cannot be reached, so that nobody knows what of the page is seen.
    """
    if not source.beside:
        return {}
    found: dict[str, bytes] = {}
    size = 0
    try:
        files, folder = file_system(source.beside)
        above = folder.rstrip("/").rpartition("/")[0]
        for path, entry in sorted(files.find(folder, detail=True).items()):
            if is_read_with_page(path):
                size += entry["size"] or 0
                if size > MAX_BYTES_BESIDE or len(found) >= MAX_FILES_BESIDE:
                    break
                found[path.removeprefix(f"{above}/")] = files.cat_file(path)
    except Exception as error:  # each file system has errors of its own
        detail = f"what was saved with it: {type(error).__name__}: {error}"
        raise SourceError(source.name, "unreadable", detail) from error
    return found
