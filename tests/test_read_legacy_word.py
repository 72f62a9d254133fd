"""Legacy Word documents through LibreOffice, and what is said where there is none."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generators.grid import Block, GridCell
from generators.word import Habits, render_docx
from gongkai.errors import SourceError
from gongkai.read import legacy_word
from gongkai.read.legacy_word import read_doc
from gongkai.read.office import office_format
from gongkai.read.word import read_docx


def test_without_libreoffice_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="install it, or save the document as") as caught:
        read_doc(b"\xd0\xcf\x11\xe0", "report.doc")
    assert caught.value.reason == "unsupported_format"


def a_program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_a_conversion_that_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    a_program(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(SourceError, match="cannot convert it"):
        read_doc(b"", "report.doc")


def test_a_conversion_that_takes_too_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    a_program(tmp_path, monkeypatch, "sleep 60 & wait")
    monkeypatch.setattr(legacy_word, "MAX_SECONDS", 0.2)
    with pytest.raises(SourceError, match="did not convert it"):
        read_doc(b"", "report.doc")


needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@needs_libreoffice
def test_a_legacy_document_through_libreoffice(tmp_path: Path) -> None:
    blocks: list[Block] = [
        "某局2023年年报",
        "一、 总体情况",
        ((GridCell("项目", row_span=2), GridCell("数量", column_span=2)), (GridCell("7"), GridCell(""))),
        "（公章）",
    ]
    modern = tmp_path / "report.docx"
    modern.write_bytes(render_docx(blocks, Habits(automatic_numbers=True)))
    command = ["soffice", f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless", "--convert-to", "doc"]
    command += ["--outdir", str(tmp_path), str(modern)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - it is LibreOffice
    legacy = (tmp_path / "report.doc").read_bytes()
    assert office_format(legacy) == "doc"
    document = read_doc(legacy, "report.doc")
    assert document.blocks == read_docx(modern.read_bytes()).blocks
    assert (document.format, document.source) == ("doc", "report.doc")
