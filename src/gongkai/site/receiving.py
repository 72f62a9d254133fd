"""One piece of data as a file that a page can load from any place: a program of one call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["write_piece"]


def write_piece(folder: Path, name: str, data: Any) -> None:
    """Write a piece that hands itself over to the page that loads it.

    Args:
        folder: the folder of the pieces.
        name: the name of the piece, which is that of its file.
        data: what JSON can say.
    """
    file = folder / f"{name}.js"
    file.parent.mkdir(parents=True, exist_ok=True)
    said = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    file.write_text(f'gongkai.receive("{name}",{said});\n', encoding="utf-8")
