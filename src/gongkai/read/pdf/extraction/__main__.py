"""The program: reads files from its standard input, one after the other, and prints what stands in each."""

from __future__ import annotations

import os
import signal
import sys
from typing import IO

from . import LENGTH, OUT_OF_MEMORY, extract
from .contents import packed


def _serve(files: IO[bytes], answers: IO[bytes], max_memory: int) -> None:
    """Read files and print what is in them, until there are no more."""
    while header := files.read(LENGTH.size):
        (length,) = LENGTH.unpack(header)
        _limit_memory(max_memory + length)
        answer = packed(extract(files.read(length)))
        answers.write(LENGTH.pack(len(answer)))
        answers.write(answer)
        answers.flush()


def _limit_memory(most: int) -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _main() -> None:
    # Whoever interrupts the process that asks ends this one too, by asking no more.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(2, 1)
    try:
        _serve(sys.stdin.buffer, answers, max_memory=int(sys.argv[1]))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    _main()
