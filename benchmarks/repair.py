"""How long repair takes: on sample documents beside reading and recognising them, and on hostile text.

    python benchmarks/repair.py [FILE ...]

Hostile text must take twice as long at twice its length, and no longer.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table as Printed

from gongkai.document import Document, Paragraph
from gongkai.read import read_document
from gongkai.recognise import recognise
from gongkai.repair import repair

MEGABYTES = (5, 10)

_rare = random.Random(0)  # noqa: S311 - the same text each time
RARE = "".join(
    bytes((_rare.randrange(0xD8, 0xF8), _rare.randrange(0xA1, 0xFF))).decode("gb2312") for _ in range(10_000)
)

HOSTILE = {
    "digits": "2017",
    "damaged dates": "20171月",
    "damaged document numbers": "办函〔201744号",
    "opening brackets": "〔（“",
    "stars": "****",
    "masked names": "张**、",
    "rare characters": RARE,
    "shifted runs": "合⒘酥馗吹幕方,",
    "counts": "取消12项,降标5,",
    "the same words": "其中",
    "invisible characters": "\u200b",
    "invisible between letters": "政\u200b",
    "UTF-8 as Latin-1": "æ”¿åºœ",
    "GBK as Latin-1": "Õþ¸®",
    "Latin letters": "ä å ",
    "UTF-8 as GBK": "鏀垮簻",
    "Traditional characters": "關(guān)於政務公開，",
    "healthy text": "全县各部门主动公开政府信息8645条。",
}


def main(files: list[Path]) -> None:
    """Print both tables."""
    console = Console()
    if files:
        table = Printed("document", "read", "repair", "recognise", title="milliseconds")
        for path in files:
            data = path.read_bytes()
            raw = read_document(data)
            repaired = repair(raw).document
            times = (
                milliseconds(lambda data=data: read_document(data)),
                milliseconds(lambda raw=raw: repair(raw)),
                milliseconds(lambda repaired=repaired, data=data: recognise(repaired, data)),
            )
            table.add_row(path.name, *(f"{time:.1f}" for time in times))
        console.print(table)
    table = Printed("hostile text", *(f"{size} MB" for size in MEGABYTES), title="seconds")
    for name, piece in HOSTILE.items():
        times = (seconds_for(piece, size) for size in MEGABYTES)
        table.add_row(name, *(f"{time:.2f}" for time in times))
    console.print(table)


def milliseconds(work: Callable[[], object], rounds: int = 9) -> float:
    """Give the shortest of several times, which other work on the machine disturbs least."""
    return 1000 * min(seconds(work) for _ in range(rounds))


def seconds_for(piece: str, megabytes: int) -> float:
    """Give the time for one paragraph of a piece repeated."""
    text = piece * (megabytes * 1_000_000 // len(piece.encode()))
    document = Document((Paragraph(text),), "text")
    return seconds(lambda: repair(document))


def seconds(work: Callable[[], object]) -> float:
    """Time one call."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
