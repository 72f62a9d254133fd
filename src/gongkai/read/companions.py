"""Which files belong to another one: what a browser saves beside a page, and pictures beside the only report."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath

__all__ = ["belonging", "files_beside", "folders_saved_with", "is_read_with_page", "is_saved_with_page", "relative_to"]


def belonging(paths: Iterable[str], *, pictures: bool = False) -> Mapping[str, str]:
    """Give the files that belong to another one, each with the file that it belongs to.

    All that lies in the folder that a browser saved with a page belongs to the page.

    Args:
        paths: the paths of files, with slashes.
        pictures: let pictures, style sheets and scripts belong to the only other file beside them.

    >>> belonging(["a/x.html", "a/x_files/1.png", "a/x_files/f.html", "b/x_files/2.png"])
    {'a/x_files/1.png': 'a/x.html', 'a/x_files/f.html': 'a/x.html'}
    >>> belonging(["年报.docx", "1.jpg"], pictures=True)
    {'1.jpg': '年报.docx'}
    """
    known = list(paths)
    pages = {folder: path for path in known for folder in folders_saved_with(path)}
    found: dict[str, str] = {}
    if pages:
        for path in known:
            above = (str(folder) for folder in PurePosixPath(path).parents)
            page = next((pages[folder] for folder in above if folder in pages), None)
            if page is not None:
                found[path] = page
    if pictures:
        rest = [path for path in known if path not in found]
        others = [path for path in rest if not _OF_PAGES.search(path)]
        if len(others) == 1 and not _PLAIN.search(others[0]):
            found |= {path: others[0] for path in rest if path != others[0]}
    # A page in the folder of another is of that one, whatever lies in a folder of its own.
    return {path: _outermost(page, found) for path, page in found.items()}


def is_saved_with_page(folder: str, names: Sequence[str]) -> bool:
    """Tell whether a browser saved a folder with a page that lies beside it.

    Args:
        folder: the name of the folder.
        names: the names of all that lies beside it, sorted.

    >>> is_saved_with_page("x_files", ["x.html", "x_files"]), is_saved_with_page("x_files", ["x_files", "y.html"])
    (True, False)
    """
    stem = next((folder.removesuffix(end) for end in _ENDS if folder.endswith(end)), None)
    if stem is None:
        return False
    begin = f"{stem}."
    for name in islice(names, bisect_left(names, begin), None):
        if not name.startswith(begin):
            return False
        if folder in folders_saved_with(name):
            return True
    return False


def folders_saved_with(page: str) -> tuple[str, ...]:
    """Give the folders that a browser may have saved with a page, by its name or path.

    >>> folders_saved_with("a/x.html"), folders_saved_with("a/x.pdf")
    (('a/x_files', 'a/x.files', 'a/x_文件', 'a/x.fld'), ())
    """
    if not _PAGE.search(page):
        return ()
    stem = _PAGE.sub("", page)
    return tuple(stem + end for end in _ENDS)


def is_read_with_page(path: str) -> bool:
    """Tell files that say how a page looks or what stands in it from pictures and scripts.

    >>> is_read_with_page("x_files/main.css"), is_read_with_page("x_files/1.png")
    (True, False)
    """
    return _READ.search(path) is not None


def relative_to(page: str, path: str) -> str:
    """Give the address of a file in a page that it was saved with.

    >>> relative_to("a/x.html", "a/x_files/f.html")
    'x_files/f.html'
    """
    folder = posixpath.dirname(page)
    return path.removeprefix(f"{folder}/") if folder else path


def files_beside(page: Path) -> Mapping[str, bytes]:
    """Give the style sheets and frames that a page was saved with, by their addresses in it; links are not followed."""
    found: dict[str, bytes] = {}
    size = 0
    for path in _files_in_folders(page):
        try:
            size += path.stat().st_size
            if size > MAX_BYTES_BESIDE or len(found) >= MAX_FILES_BESIDE:
                break
            found[path.relative_to(page.parent).as_posix()] = path.read_bytes()
        except OSError:
            continue
    return found


def _files_in_folders(page: Path) -> Iterator[Path]:
    for name in folders_saved_with(page.name):
        folder = page.with_name(name)
        if not folder.is_symlink() and folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if is_read_with_page(path.name) and path.is_file() and not path.is_symlink():
                    yield path


MAX_BYTES_BESIDE = 16 * 1024 * 1024
MAX_FILES_BESIDE = 200
"""What is read with a page at most; more belongs to it and is not looked into."""


_PAGE = re.compile(r"\.(?:x?html?|shtml|aspx?|jsp|php)$", re.IGNORECASE)
_READ = re.compile(r"\.(?:css|x?html?|shtml|aspx?|jsp|php)$", re.IGNORECASE)
_OF_PAGES = re.compile(
    r"\.(?:png|jpe?g|jfif|gif|bmp|tiff?|webp|svg|ico|css|js|map|woff2?|ttf|eot|download)$", re.IGNORECASE
)
_PLAIN = re.compile(r"\.(?:txt|md|csv)$|(?:^|/)[^./]*$", re.IGNORECASE)
"""Plain text beside pictures may be a note on them, and the pictures the report."""

_ENDS = ("_files", ".files", "_文件", ".fld")


def _outermost(page: str, found: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while page in found and page not in seen:
        seen.add(page)
        page = found[page]
    return page
