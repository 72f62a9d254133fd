"""The program that answers under limits. A `Worker` runs it:

    python -m gongkai.supervised.program MODULE:FUNCTION MEMORY SECONDS [FOLDER]

It takes questions from its standard input, one after the other, and gives each an answer.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import IO

from gongkai.supervised import HEAD, LENGTH, OUT_OF_MEMORY, Limits, answer_here

__all__: list[str] = []


def _serve(answer: Callable[[bytes], bytes], questions: IO[bytes], answers: IO[bytes], limits: Limits) -> None:
    """Answer questions until there are no more."""
    # What is left of questions before counts: where it grows too much, a fresh process takes over.
    held = _held()
    while header := questions.read(LENGTH.size):
        (length,) = LENGTH.unpack(header)
        # The question itself, and copies of it that a parser makes, are no growth.
        _limit(held, limits.memory + _COPIES * length, limits.seconds)
        has_failed, said = _said(answer, questions.read(length))
        answers.write(HEAD.pack(has_failed, len(said)))
        answers.write(said)
        answers.flush()


def _said(answer: Callable[[bytes], bytes], question: bytes) -> tuple[bool, bytes]:
    """Give the answer, or how the program failed."""
    try:
        return False, answer(question)
    except MemoryError:
        raise
    except Exception:  # whoever asks raises it
        return True, traceback.format_exc().encode()


_COPIES = 2


def _limit(held: int | None, memory: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _, most_seconds = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds + 1, most_seconds))
    if held is not None:
        _, most_memory = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (held + memory, most_memory))


def _held() -> int | None:
    """Give how many bytes of address space this process has, where the system tells."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return None
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _function(name: str, folder: str | None) -> Callable[[bytes], bytes]:
    """Give a function by `module:function`."""
    module, _, function = name.partition(":")
    found: Callable[[bytes], bytes] = getattr(_alone(module, folder) if folder else import_module(module), function)
    return found


def _alone(name: str, folder: str) -> ModuleType:
    """Import a package without those that it is in."""
    spec = spec_from_file_location(name, Path(folder, "__init__.py"), submodule_search_locations=[folder])
    if spec is None or spec.loader is None:
        raise ImportError(f"no package {name} in {folder}")
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _main(name: str, memory: str, seconds: str, folder: str | None = None) -> None:
    answer_here()
    # Whoever interrupts the process that asks ends this one too, by asking no more.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(2, 1)
    limits = Limits(seconds=int(seconds), memory=int(memory))
    try:
        _serve(_function(name, folder), sys.stdin.buffer, answers, limits)
    except MemoryError:
        # The frames that hold the memory are gone, but libraries may keep some: a fresh process takes over.
        os._exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    _main(*sys.argv[1:])
