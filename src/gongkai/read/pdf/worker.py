"""What PDFium finds in a PDF, under limits of time and memory."""

from __future__ import annotations

from pathlib import Path

from gongkai.read.pdf import extraction
from gongkai.read.pdf.extraction import PageContent, Refusal
from gongkai.read.pdf.extraction.contents import unpacked
from gongkai.supervised import Died, Limits, Worker, is_supervised

__all__ = ["LIMITS", "close", "extracted"]

LIMITS = Limits(seconds=20, memory=1 << 30)
"""What PDFium may take for a file. For a report it takes a tenth of a second, and a tenth of the memory."""


def extracted(data: bytes) -> list[PageContent] | Refusal:
    """Collect what stands on the pages of a PDF, or tell why that cannot be done.

    Where nobody else sets limits, it is done in a process of its own.
    """
    if is_supervised():
        return extraction.extract(data)
    try:
        found = unpacked(_worker.ask(data))
    except Died as death:
        return Refusal(death.reason, death.detail)
    if isinstance(found, Refusal) and found.reason == "too_large":
        # It is left full.
        close()
    return found


def close() -> None:
    """End the process, if there is one. The next file starts another."""
    _worker.close()


_worker = Worker(f"{extraction.__name__}:answer", LIMITS, Path(extraction.__file__).parent)
