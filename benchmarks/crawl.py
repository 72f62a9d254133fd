"""What it costs to find the reports in a crawl, beside what it costs to count its records.

    python -m benchmarks.crawl

A crawl of generated pages, of which one in a thousand is a report: FastWARC only counts the records, warcio reads
them, and gongkai gives those that may be reports, without reading them. Once no other page has the words of a report,
and once half of them have them in their menus. Processor time, in turns.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

from fastwarc.warc import ArchiveIterator as FastWarc
from rich.console import Console
from rich.table import Table
from warcio.archiveiterator import ArchiveIterator as Warcio

from benchmarks.timing import median_ratio, rounds
from gongkai.building.sources import PassedOver, Source, opened

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from generators.crawls import Answer, crawl, menu_page, news_page
from generators.reports import ReportPlan, print_report, render

RECORDS = 4000
EACH = 1000
ROUNDS = 7
COUNTING = "FastWARC, counting"


def main() -> None:
    table = Table("crawl", "what", "ms a thousand answers", "times counting", "given")
    with tempfile.TemporaryDirectory() as folder:
        for name, share in (("no menus", 0.0), ("half with menus", 0.5)):
            path = Path(folder, "crawl.warc.gz")
            path.write_bytes(crawl(_answers(Random(1), share)))
            works = {
                COUNTING: partial(_counted, path),
                "gongkai, sieving": partial(_sieved, path),
                "warcio, reading": partial(_read_by_warcio, path),
            }
            given = {what: work() for what, work in works.items()}
            taken = rounds(works, ROUNDS)
            for what in works:
                milliseconds = statistics.median(taken[what]) * 1000 / (RECORDS / 1000)
                ratio = median_ratio(taken[what], taken[COUNTING])
                table.add_row(name, what, f"{milliseconds:.1f}", f"{ratio:.2f}", str(given[what]))
    Console(width=100).print(table)


def _answers(random: Random, share_with_menus: float) -> Iterator[Answer]:
    for number in range(RECORDS):
        if number % EACH == EACH // 2:
            body = render(print_report(ReportPlan(seed=number)), "html portal")
        else:
            page = menu_page if random.random() < share_with_menus else news_page
            body = page(random).encode(random.choice(("utf-8", "gb18030")))
        yield Answer(f"http://www.example.gov.cn/{number}.html", body)


def _counted(path: Path) -> int:
    return sum(1 for _ in FastWarc(str(path), parse_http=False))


def _sieved(path: Path) -> int:
    return sum(1 for each in opened(Source(path.name, str(path))) if not isinstance(each, PassedOver))


def _read_by_warcio(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for record in Warcio(file) if record.content_stream().read())


if __name__ == "__main__":
    main()
