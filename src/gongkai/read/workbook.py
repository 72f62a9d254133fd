"""What the visible sheets of a workbook hold: the texts of their cells, and which cells are merged.

The library that loads a workbook ends the whole process on some damaged files. So this module is also a program, which
reads a workbook from its standard input and prints its sheets as JSON; `load` runs it. To start fast, it imports
nothing of the package.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Literal, NamedTuple

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

__all__ = ["MAX_SECONDS", "MAX_SLOTS", "Range", "Refusal", "Sheet", "load"]

MAX_SLOTS = 1_000_000
"""The most slots, blank ones included, between the first and the last filled cell of each sheet, in all."""

MAX_SECONDS = 60
"""How long a workbook may take to load. One of the most slots takes a few seconds."""


class Range(NamedTuple):
    """A merged cell: its first row and column, counted from 0, and the first row and column behind it."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """The rows of a sheet, from its first filled cell to its last. A blank cell has no text."""

    texts: list[list[str]]
    merged: list[Range]


class Refusal(NamedTuple):
    """Why a workbook was not loaded: it is `encrypted`, `damaged` or `too_large`. And what was seen."""

    reason: Literal["encrypted", "damaged", "too_large"]
    detail: str = ""


def load(data: bytes) -> list[Sheet] | Refusal:
    """Load a workbook in a process of its own."""
    try:
        # S603: the program is this one.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-P", __file__],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError:
        return Refusal("damaged", "its records contradict one another")
    except subprocess.TimeoutExpired:
        return Refusal("too_large", f"it takes more than {MAX_SECONDS} seconds to load")
    answer = json.loads(done.stdout)
    if "refusal" in answer:
        return Refusal(*answer["refusal"])
    return [Sheet(texts, [Range(*bounds) for bounds in merged]) for texts, merged in answer["sheets"]]


def _answer(data: bytes) -> dict[str, object]:
    """Give what the program prints for a workbook."""
    try:
        return {"sheets": list(_visible_sheets(data))}
    except PasswordError:
        return {"refusal": Refusal("encrypted")}
    except CalamineError as error:
        return {"refusal": Refusal("damaged", str(error))}
    except _RefusedError as error:
        return {"refusal": error.args[0]}


class _RefusedError(Exception):
    """A sheet is not to be loaded, as its `Refusal` says."""


def _visible_sheets(data: bytes) -> Iterator[Sheet]:
    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        slots_left = MAX_SLOTS
        for metadata in workbook.sheets_metadata:
            if metadata.visible == SheetVisibleEnum.Visible:
                sheet = workbook.get_sheet_by_name(metadata.name)
                slots_left -= sheet.height * sheet.width
                if slots_left < 0:
                    detail = f"its sheets have more than {MAX_SLOTS} cells, with the blank ones between them"
                    raise _RefusedError(Refusal("too_large", detail))
                yield _sheet(sheet)


def _sheet(sheet: CalamineSheet) -> Sheet:
    first_row, first_column = sheet.start or (0, 0)
    # What is merged beyond the last filled cell prints nothing.
    clipped = (
        Range(
            max(top - first_row, 0),
            max(left - first_column, 0),
            min(bottom - first_row + 1, sheet.height),
            min(right - first_column + 1, sheet.width),
        )
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    merged = [bounds for bounds in clipped if bounds.top < bounds.bottom and bounds.left < bounds.right]
    merged_slots = sum((bounds.bottom - bounds.top) * (bounds.right - bounds.left) for bounds in merged)
    if merged_slots > sheet.height * sheet.width:
        raise _RefusedError(Refusal("damaged", "merged cells overlap"))
    return Sheet([[_printed(value) for value in row] for row in sheet.to_python()], merged)


def _printed(value: float | str | bool | datetime.time | datetime.date | datetime.timedelta) -> str:
    match value:
        case str():
            return value
        case bool():
            return str(value).upper()
        case int() | float():
            return format(Decimal(f"{value:.15g}"), "f")
        case datetime.timedelta():
            return str(value)
        case _:
            return value.isoformat()


if __name__ == "__main__":
    json.dump(_answer(sys.stdin.buffer.read()), sys.stdout)
