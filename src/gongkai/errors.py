"""The errors that a user of gongkai meets, each with the file it is about and what to do."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

from gongkai.printable import file_name, printable

__all__ = [
    "REASONS",
    "FullDiskError",
    "GongkaiError",
    "NoReportError",
    "PackageError",
    "PluginError",
    "Reason",
    "SourceError",
    "StrictError",
    "WorkerError",
    "reason_of_unread",
]

Reason = Literal[
    "missing",
    "unreadable",
    "not_a_file",
    "changed",
    "empty",
    "binary",
    "unsupported_format",
    "encoding",
    "truncated",
    "damaged",
    "encrypted",
    "no_text_layer",
    "no_text_found",
    "portfolio",
    "too_large",
    "too_slow",
    "attachment_only",
    "pictures_only",
    "frame_only",
    "not_a_report",
    "several_reports",
    "duplicate",
    "plugin",
    "internal",
]

REASONS: tuple[Reason, ...] = get_args(Reason)

_ADVICE: dict[Reason, tuple[str, str]] = {
    "missing": ("there is no such file", "check the path"),
    "unreadable": ("it cannot be read", "see that you may read it and that it can be reached, and try again"),
    "not_a_file": ("this is no file with content of its own", "give the path of a file, or leave it out"),
    "changed": ("the file changed while it was read", "build again when it is complete"),
    "empty": ("the file holds no text", "fetch it again"),
    "binary": ("the file is binary and of no format that gongkai reads", "save the report as HTML, PDF or Word"),
    "unsupported_format": (
        "gongkai does not read this format",
        "save the report as HTML, PDF or Word (.docx); an archive, unpack first",
    ),
    "encoding": ("the bytes are in no encoding that gongkai knows", "save the file as UTF-8"),
    "truncated": ("the file ends in the middle", "fetch it again"),
    "damaged": ("the file is damaged", "fetch it again"),
    "encrypted": ("the file is locked with a password", "save it without one"),
    "no_text_layer": (
        "the pages are pictures without text",
        'install the extra that reads them, pip install "gongkai[ocr]", or read it with another OCR first',
    ),
    "no_text_found": (
        "no text can be made out in its pages, which are pictures or drawn shapes",
        "get the report in another form, or export it again with its text",
    ),
    "portfolio": ("the PDF is a folder that only holds other files", "extract the files that it holds, and read those"),
    "too_large": ("the file is larger than any report", "check that it is one report"),
    "too_slow": ("it takes longer to read than any report", "check that it is one report"),
    "attachment_only": ("the page only links the report", "fetch the file that it links, and read that"),
    "pictures_only": (
        "the report is published as pictures, which hold no text",
        'save them as one PDF, which gongkai reads with its extra "gongkai[ocr]", or use another OCR first',
    ),
    "frame_only": ("the page shows the report in a frame", "fetch the address of the frame, and read that"),
    "not_a_report": (
        "this is no annual report on information disclosure that gongkai knows",
        "leave it out, or, if it is one, please report it with the file",
    ),
    "several_reports": ("there is more than one report in the file", "split it, one report a file"),
    "duplicate": ("the bytes are those of another source", "leave one of them out"),
    "plugin": (
        "a reader or rule of another distribution failed on this file",
        "please tell its authors, or read the file without it",
    ),
    "internal": ("gongkai itself failed on this file, which is a defect", "please report it with the file"),
}


def reason_of_unread(kinds: Collection[str]) -> Reason | None:
    """Give the reason why a report has no text, by the kinds of what was not read of it, or None.

    >>> reason_of_unread(["picture"]), reason_of_unread(["frame"]), reason_of_unread([])
    ('pictures_only', 'frame_only', None)
    """
    if "picture" in kinds or "drawing" in kinds:
        return "pictures_only"
    return "frame_only" if "frame" in kinds else None


class GongkaiError(Exception):
    """The root of every error that gongkai raises on purpose."""


class SourceError(GongkaiError):
    """A source gave no report.

    Attributes:
        source: the path or name of the source.
        reason: one word for the kind of failure, as in the table `failures`.
        detail: what was seen, or the empty string.

    >>> error = SourceError("a.html", "empty")
    >>> str(error)
    'a.html: the file holds no text; fetch it again'
    """

    def __init__(self, source: str, reason: Reason, detail: str = "") -> None:
        what, advice = _ADVICE[reason]
        seen = f" ({detail})" if detail else ""
        super().__init__(f"{file_name(source)}: {what}{printable(seen)}; {advice}")
        self.source = source
        self.reason: Reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, Reason, str]]:
        """Survive the way home from a worker process."""
        return SourceError, (self.source, self.reason, self.detail)


class NoReportError(GongkaiError):
    """No source gave a report; nothing was published, and a package that is there stays as it is."""


class StrictError(GongkaiError):
    """A strict build met sources that gave no report; nothing was published."""


class PackageError(GongkaiError):
    """A data package is absent, incomplete or not what its descriptor says."""


class PluginError(GongkaiError):
    """What another distribution brings to gongkai is broken.

    >>> str(PluginError("gongkai.readers", "tei", "gongkai-tei 1.0", "tei:it is no ReaderPlugin"))
    'gongkai-tei 1.0, tei of gongkai.readers: tei:it is no ReaderPlugin; mend or uninstall this distribution'
    """

    def __init__(self, group: str, name: str, distribution: str, told: str) -> None:
        what = printable(f"{distribution}, {name} of {group}: {told}")
        super().__init__(f"{what}; mend or uninstall this distribution")


class FullDiskError(GongkaiError):
    """No room is left for what a build writes; the package is the old one, and what was read is kept."""


class WorkerError(GongkaiError):
    """Those who read for a build cannot go on; what was read is kept for the next one."""
