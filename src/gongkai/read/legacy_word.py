"""A legacy Word document -> `Document`, through an installed LibreOffice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from gongkai.document import Document
from gongkai.errors import SourceError
from gongkai.read.word import read_docx

__all__ = ["MAX_SECONDS", "read_doc"]

MAX_SECONDS = 120
"""How long LibreOffice may take for one document. It needs a few seconds."""


def read_doc(data: bytes, name: str = "<bytes>") -> Document:
    """Read a document of Word 97-2003, .doc, or of WPS, .wps.

    Args:
        data: the bytes of the document.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: with the reason `unsupported_format` if there is no LibreOffice or it cannot convert the document,
            or with a reason of `read_docx`.
    """
    return replace(read_docx(_converted(data, name), name), format="doc")


def _converted(data: bytes, name: str) -> bytes:
    """Give the document as .docx."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        detail = ".doc, which takes LibreOffice to read: install it, or save the document as .docx"
        raise SourceError(name, "unsupported_format", detail)
    with TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder, "report.doc")
        source.write_bytes(data)
        _convert(program, source, name)
        target = source.with_suffix(".docx")
        if not target.is_file():
            raise SourceError(name, "unsupported_format", ".doc, and LibreOffice cannot convert it")
        return target.read_bytes()


_PROGRAMS = ("soffice", "libreoffice")


def _convert(program: str, source: Path, name: str) -> None:
    """Let LibreOffice put the .docx beside the source, with a profile of its own that reaches nothing else."""
    profile = source.parent / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "docx", "--outdir", str(source.parent), str(source)]
    # S603: the program is LibreOffice, and the one path in the command is of our own making.
    process = subprocess.Popen(  # noqa: S603
        command,
        env=os.environ | {"HOME": str(source.parent)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired as error:
        detail = f".doc, and LibreOffice did not convert it in {MAX_SECONDS} seconds"
        raise SourceError(name, "unsupported_format", detail) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with the processes that it has started, which its first one leaves behind if it is killed."""
    if process.poll() is None and hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""Documents of strangers are to run no macros and to load nothing that they link."""
