"""Read fresh reports of another hand: `make explore-wild N=20` prints so many of each kind.

Tells by kind how many of the cells came back, and each number that is not printed where it was found, with the seed
that prints the report again. Exits with 1 if there was any.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from random import Random

from command_line import arguments
from generators.wild import KINDS, Score, score

SHOWN = 5


def main() -> int:
    options = arguments(__doc__, bits=32)
    print(f"{options.number} reports of each of {len(KINDS)} kinds, seed {options.seed}")
    seeds = [f"{options.seed}-{number}" for number in range(options.number)]
    with ProcessPoolExecutor(options.workers) as executor:
        scores = list(executor.map(tried, product(KINDS, seeds), chunksize=options.number))
    of_kind = {kind: scores[n * len(seeds) : (n + 1) * len(seeds)] for n, kind in enumerate(KINDS)}
    for kind, own in sorted(of_kind.items(), key=lambda item: recall(item[1])):
        print(f"{recall(own):8.2%} {kind}")
        wrong = [(seed, each) for seed, one in zip(seeds, own, strict=True) for each in one.wrong]
        for seed, each in wrong[:SHOWN]:
            print(f"    wrong in {kind} {seed}: {each}")
    print(f"{recall(scores):8.2%} of all cells, {sum(len(each.wrong) for each in scores)} wrong")
    return int(any(each.wrong for each in scores))


def tried(drawn: tuple[str, str]) -> Score:
    """Print a report of a kind from a seed, and read it."""
    kind, seed = drawn
    return score(KINDS[kind](Random(f"{kind} {seed}")))


def recall(scores: list[Score]) -> float:
    return sum(each.right for each in scores) / sum(each.printed for each in scores)


if __name__ == "__main__":
    sys.exit(main())
