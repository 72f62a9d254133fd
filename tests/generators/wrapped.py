"""A page or document inside something else: saved as MHTML, in a mail, in the answer of a web service, in a tar."""

from __future__ import annotations

import base64
import gzip
import io
import json
import quopri
import tarfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generators.html_pages import render_html
from generators.printed import PrintedReport

__all__ = [
    "MailPart",
    "gz_of",
    "mail_of",
    "mhtml_of",
    "render_as_answer",
    "render_as_mail",
    "render_as_mhtml",
    "tar_of",
]

BOUNDARY = "----MultipartBoundary--7xPq"


class MailPart(NamedTuple):
    """A part of a mail: its content, its type, other headers, and how it is encoded."""

    content: bytes
    kind: str = "text/html"
    headers: tuple[str, ...] = ()
    encoding: str = "base64"


def mail_of(
    parts: Sequence[MailPart | str],
    *,
    kind: str = "mixed",
    headers: Sequence[str] = ("Subject: 1",),
    boundary: str = BOUNDARY,
) -> bytes:
    """Write a mail of several parts; a text is a part that was written before, such as another multipart."""
    lines = [*headers, "MIME-Version: 1.0", f'Content-Type: multipart/{kind}; boundary="{boundary}"', ""]
    for part in parts:
        lines += [f"--{boundary}", part if isinstance(part, str) else _written(part)]
    return "\r\n".join([*lines, f"--{boundary}--", ""]).encode()


def mhtml_of(page: bytes, beside: Mapping[str, bytes] | None = None, *, first: str = "From: <Saved by Blink>") -> bytes:
    """Write a page as browsers save it with its style sheets, frames and pictures, by their addresses."""
    root = MailPart(page, headers=("Content-Location: https://example.org/a/x.html",), encoding="quoted-printable")
    others = [
        MailPart(content, _kind(address), (_named(address),), "base64") for address, content in (beside or {}).items()
    ]
    headers = (first, "Snapshot-Content-Location: https://example.org/a/x.html", "Subject: =?utf-8?Q?=E5=B9=B4?=")
    return mail_of([root, *others], kind='related; type="text/html"', headers=headers)


def _kind(address: str) -> str:
    ends = {".css": "text/css", ".png": "image/png"}
    return next((kind for end, kind in ends.items() if address.split("@")[0].endswith(end)), "text/html")


def _named(address: str) -> str:
    if address.startswith("cid:"):
        return f"Content-ID: <{address.removeprefix('cid:')}>"
    return f"Content-Location: {address}"


def _written(part: MailPart) -> str:
    if part.encoding == "base64":
        content = base64.encodebytes(part.content).decode().replace("\n", "\r\n")
    elif part.encoding == "quoted-printable":
        content = quopri.encodestring(part.content).decode()
    else:
        content = part.content.decode()
    return "\r\n".join(
        [f"Content-Type: {part.kind}", f"Content-Transfer-Encoding: {part.encoding}", *part.headers, "", content]
    )


def tar_of(files: Mapping[str, bytes | tarfile.TarInfo], *, packed: bool = False) -> bytes:
    """Pack files into a tar archive; a `TarInfo` is put in as it is, without content."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in files.items():
            info = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
            archive.addfile(info, io.BytesIO(content) if isinstance(content, bytes) else None)
    return gz_of(file.getvalue()) if packed else file.getvalue()


def gz_of(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


SKIN = "editor"
"""The habits of the page inside."""


def render_as_mhtml(report: PrintedReport) -> bytes:
    return mhtml_of(render_html(report, SKIN), {"cid:a.css@mhtml.blink": b"table { color: black }"})


def render_as_mail(report: PrintedReport) -> bytes:
    """Give a mail whose letter only announces the report, which is attached as a page."""
    letter = MailPart("附件是年度报告，请查收。".encode(), "text/plain; charset=utf-8")
    attached = 'Content-Disposition: attachment; filename="=?utf-8?B?5bm05oqlLmh0bWw=?="'
    return mail_of([letter, MailPart(render_html(report, SKIN), headers=(attached,))])


def render_as_answer(report: PrintedReport) -> bytes:
    page = render_html(report, SKIN).decode()
    article = {"id": 7, "title": report.identity.title, "content": page, "summary": page[:60], "files": []}
    return json.dumps({"code": 200, "data": {"article": article}, "msg": "ok"}).encode()
