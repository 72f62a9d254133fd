"""A package as a static site: choose bodies, concepts and years, see table, chart and coverage; a page a report.

It needs the extra `gongkai[site]`. Whoever has a web server for files can publish it: nothing runs but what the browser
is given, nothing is asked of any other host, and what the pages need they load in pieces (`site/pieces.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from gongkai.errors import GongkaiError, PackageError
from gongkai.package import Place, while_current
from gongkai.publish.stored import StoredPackage

__all__ = ["write_site"]

_MARK = "gongkai-site.txt"
"""The file by which a folder is known to be a site of ours, which may be replaced."""


def write_site(package: Place, out: str | Path, *, progress: Callable[[str, int, int], object] | None = None) -> int:
    """Write the site of a package, and give the number of its reports.

    The same package gives the same bytes. A site that is there is replaced when the new one is complete.

    Args:
        package: the folder of the package, or the path of its `datapackage.json`.
        out: the folder of the site.
        progress: is told what is written, how many of it are done, and how many there are.

    Raises:
        GongkaiError: the extra `site` is not installed.
        PackageError: there is no such package, it is damaged, or `out` holds files that are not of a site.
    """
    _require_extra()
    from gongkai.site.pages import write_pages
    from gongkai.site.pieces import write_pieces
    from gongkai.site.report_pages import write_report_pages

    place = Path(out)
    _refuse_other_files(place)

    def write(stored: StoredPackage) -> int:
        with _beside(place) as folder:
            (folder / _MARK).write_text("Written by gongkai site, which replaces this folder.\n", encoding="utf-8")
            write_pages(folder)
            reports = write_pieces(stored, folder / "data")
            write_report_pages(stored, folder, progress)
        return reports

    return while_current(package, write)


def _require_extra() -> None:
    try:
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise GongkaiError('a site needs an extra of gongkai; install it: pip install "gongkai[site]"') from error


def _refuse_other_files(place: Path) -> None:
    if place.is_dir() and any(place.iterdir()) and not (place / _MARK).is_file():
        raise PackageError(f"{place}: the folder holds files that are not of a site; choose another place")
    if place.exists() and not place.is_dir():
        raise PackageError(f"{place}: this is no folder, so no site can lie in it; choose another place")


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Give a folder beside a place, which it takes when it is complete."""
    place.parent.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        new, old = work / "new", work / "old"
        new.mkdir()
        yield new
        if place.exists():
            place.rename(old)
        new.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
