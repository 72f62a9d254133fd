"""Verdicts as files: a page, a workbook and a Word document, each whole or not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from gongkai.errors import GongkaiError
from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.verdicts import Verdict
from gongkai.verdict.words import Language

__all__ = ["refuse_unwritable", "write_verdicts"]

_Found = Sequence[Verdict | NoVerdict]


def refuse_unwritable(places: Mapping[str, Path]) -> None:
    """Refuse places that no file can be written to, before anything is read.

    Raises:
        GongkaiError: one of them is a folder, or lies in none that is there.

    >>> refuse_unwritable({"html": Path("/no/such/folder/list.html")})
    Traceback (most recent call last):
    gongkai.errors.GongkaiError: /no/such/folder/list.html: there is no such folder; make it, or choose another place
    """
    for place in places.values():
        if place.is_dir():
            raise GongkaiError(f"{place}: this is a folder; give the name of the file to write")
        if not place.parent.is_dir():
            raise GongkaiError(f"{place}: there is no such folder; make it, or choose another place")


def write_verdicts(found: _Found, places: Mapping[str, Path], language: Language) -> None:
    """Write verdicts to files; what stands in their places gives way only to a whole one.

    Args:
        found: the verdicts.
        places: the file of each format, `html`, `xlsx` and `docx`.
        language: in which they are written.

    Raises:
        OSError: a place cannot be written.
    """
    for name, place in places.items():
        with TemporaryDirectory(prefix=f".{place.name}-", dir=place.parent) as folder:
            draft = Path(folder) / place.name
            _WRITERS[name](found, draft, language)
            draft.replace(place)


# Each library that writes is imported where it is wanted.
def _page(found: _Found, file: Path, language: Language) -> None:
    from gongkai.verdict.as_html import as_html

    file.write_text(as_html(found, language), encoding="utf-8")


def _workbook(found: _Found, file: Path, language: Language) -> None:
    from gongkai.verdict.as_xlsx import write_xlsx

    write_xlsx(found, file, language)


def _word_document(found: _Found, file: Path, language: Language) -> None:
    from gongkai.verdict.as_docx import write_docx

    write_docx(found, file, language)


_WRITERS: Mapping[str, Callable[[_Found, Path, Language], None]] = {
    "html": _page,
    "xlsx": _workbook,
    "docx": _word_document,
}
