"""A report that is a picture, or several in one file (TIFF) -> `Document`: read by OCR as the pages of a scan are."""

from __future__ import annotations

from dataclasses import replace

from gongkai.document import Document
from gongkai.errors import Reason, SourceError
from gongkai.read.pdf import ocr, read_pdf
from gongkai.read.picture_pages import PageAnswer, answer_of, pages_of
from gongkai.supervised import Died, Limits, Worker, is_supervised

__all__ = ["is_picture", "read_picture"]


def is_picture(data: bytes) -> bool:
    r"""Tell a picture from other bytes.

    >>> is_picture(b"\xff\xd8\xff\xe0"), is_picture(b"%PDF-1.7")
    (True, False)
    """
    return data.startswith(_SIGNATURES)


_SIGNATURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")


def read_picture(data: bytes, name: str = "<bytes>", *, keep_layout: bool = False) -> Document:
    """Read the pages of a picture by OCR, if the extra `ocr` is installed.

    Args:
        data: the bytes of the file, JPEG, PNG, TIFF or GIF.
        name: what to call the source in the document and in errors.
        keep_layout: whether the document keeps where on its pages everything stands.

    Raises:
        SourceError: with the reason `no_text_layer` if no OCR is installed, `no_text_found` if it finds no text,
            `damaged`, `too_large` or `too_slow`.
    """
    if not ocr.is_installed():
        raise SourceError(name, "no_text_layer", "a picture")
    answer = _answer(data, name)
    if answer.reason is not None:
        raise SourceError(name, answer.reason, answer.detail)
    return replace(read_pdf(answer.pdf, name, keep_layout=keep_layout), format="image")


def _answer(data: bytes, name: str) -> PageAnswer:
    """Have the picture unpacked in a process of its own: its parser is in C, and its size is what it says."""
    if is_supervised():
        return pages_of(data)
    try:
        return answer_of(_worker.ask(data))
    except Died as error:
        raise SourceError(name, _REASONS[error.cause], error.detail) from error


_REASONS: dict[str, Reason] = {"time": "too_slow", "memory": "too_large", "crash": "damaged"}


_worker = Worker("gongkai.read.picture_pages:answer", Limits(seconds=60))
