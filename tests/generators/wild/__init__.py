"""Reports of another hand: what government sites and offices make of the forms.

Nothing is shared with the other generators: the words are typed from the forms again (`wording.py`), tables are drawn
up another way (`sheets.py`), and each kind of document has a function of its own that prints one from random numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from generators.wild.lures import LURES
from generators.wild.office import OFFICE
from generators.wild.paper import PAPER
from generators.wild.score import Score, score
from generators.wild.sheets import Wild
from generators.wild.stored import STORED
from generators.wild.text import TEXT
from generators.wild.web_layout import LAYOUTS
from generators.wild.web_words import WORDS

__all__ = ["KINDS", "Score", "Wild", "score"]

KINDS: Mapping[str, Callable[[Random], Wild]] = {**LAYOUTS, **WORDS, **TEXT, **STORED, **OFFICE, **PAPER, **LURES}
"""The kinds of documents, by name."""
