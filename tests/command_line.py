"""The options of the programs that draw reports: how many, and which."""

from __future__ import annotations

import argparse
from random import SystemRandom

__all__ = ["arguments"]


def arguments(description: str | None, *, bits: int, formats: bool = False) -> argparse.Namespace:
    """Read the command line: `number`, `seed` (drawn with so many bits where none is given), `workers`, and `only`."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int, help="how many reports")
    parser.add_argument("--seed", type=int, help="draw the same reports again")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    if formats:
        parser.add_argument("--only", default="", help="formats whose names begin so")
    read = parser.parse_args()
    read.seed = SystemRandom().getrandbits(bits) if read.seed is None else read.seed
    return read
